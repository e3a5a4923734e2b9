"""Evidence bundles: what is in one, and what making or checking it did."""

from __future__ import annotations

import datetime as dt
from typing import Final, Literal

from index.models.members import Member
from index.models.values import Value

KIND: Final = "dateline bundle"


class BundledCitation(Value):
    """A citation in a bundle. `document` is the path in the archive where its words are now, or were.

    `file` is the document's file in the bundle, None where it is no longer there; `sha256` is that of the file that was
    cited. `text` is the member that `start` and `end` are offsets into, None where the words are nowhere now.
    """

    id: str
    state: str
    verbatim: bool
    not_compared: bool
    said: str
    """The state in words."""
    document: str
    sha256: str
    file: str | None
    text: str | None
    start: int | None
    end: int | None
    cited_text: str | None = None
    """The member with the text that was cited, where the words are other ones or gone now, if that was kept."""
    cited_start: int | None = None
    cited_end: int | None = None


class Manifest(Value):
    """What a bundle holds but for the manifest itself and its seal. `generation` is the one that was asked."""

    kind: Literal["dateline bundle"] = KIND
    format: int
    made: dt.datetime
    version: str
    """Dateline's."""
    generation: int
    citations: tuple[BundledCitation, ...]
    members: tuple[Member, ...]


class LeftOut(Value):
    """What was asked for and is not in a bundle: as it was typed, and why in one line."""

    typed: str
    reason: str


class Bundled(Value):
    """A bundle that was made: the size of its file in bytes, its SHA-256, and what is in it."""

    bytes: int
    sha256: str
    made: dt.datetime
    generation: int
    citations: tuple[BundledCitation, ...]
    members: int
    left_out: tuple[LeftOut, ...] = ()


class BundleCheck(Value):
    """What checking a bundle found: `faults` is a line each; what it says of itself is None where that is damaged."""

    bytes: int
    sha256: str
    faults: tuple[str, ...]
    made: dt.datetime | None = None
    version: str | None = None
    citations: int | None = None
    members: int | None = None

    @property
    def whole(self) -> bool:
        return not self.faults
