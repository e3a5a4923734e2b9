"""What was quoted, and what the archive says of it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from index.models.documents import DateSpan, Passage, TitleOrigin
from index.models.values import Value

MAX_QUOTATION = 10_000
"""Characters of a quotation that is compared as one."""
MIN_WORDS = 4
"""Words from which a quotation is more than a phrase that anybody may use."""

Word = Literal[
    "exact", "typographic", "near", "stitched", "elsewhere", "not in this archive", "too short", "not compared"
]
"""A verdict in a word. Words that are too few are counted, not judged; what is too long isn't compared."""
DifferenceKind = Literal["number", "name", "negation", "word", "mark"]
KINDS: tuple[DifferenceKind, ...] = ("number", "name", "negation", "word", "mark")
"""In the order in which they are shown: what changes the sense most comes first."""


class Quotation(Value):
    """Words that somebody quotes; `sources` are the passage ids or documents that they name for it, if any."""

    text: str
    sources: tuple[str, ...] = ()


class Difference(Value):
    """What the quotation has otherwise than the source; `start` and `end` are the place of `said` in the quotation.

    Either text may be empty. `typographic` differences change no word; `same_value` are two writings of one number.
    """

    kind: DifferenceKind
    said: str
    is_: str = Field(serialization_alias="is")
    start: int
    end: int
    typographic: bool = False
    same_value: bool = False


class Place(Value):
    """Where a quotation, or a part of it, stands: `document.text[start:end]` is `text`."""

    document: str
    title: str
    title_origin: TitleOrigin
    date: DateSpan | None
    passage: Passage | None
    """The passage in which it begins; None within a title or a head line."""
    start: int
    end: int
    text: str
    confidence: int | None = None
    """In percent, where it was recognised in a picture of a page."""


class Part(Value):
    """A part of a quotation, `quotation.text[start:end]`, and where it stands."""

    start: int
    end: int
    place: Place


class Verdict(Value):
    """Whether a quotation is in the archive.

    `place` is where its words stand, of several the earliest dated; `also_in` are the paths of the other documents
    that have them, one of each group of reprints, and `reprints` those of the same text as that of `place`. `parts`
    are the places of what was stitched together. `elsewhere_as` is the verdict that the words would have if no source
    had been named. `documents` counts those with a quotation that is too short to be judged.
    """

    quotation: Quotation
    verdict: Word
    place: Place | None = None
    differences: tuple[Difference, ...] = ()
    also_in: tuple[str, ...] = ()
    reprints: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    elsewhere_as: Literal["exact", "typographic", "near"] | None = None
    documents: int | None = None
    said: str
    """The verdict as a sentence."""
    warnings: tuple[str, ...] = ()
    chat_warnings: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[Place, ...]:
        """Where the words stand: one place, or one of each part."""
        return tuple(part.place for part in self.parts) or ((self.place,) if self.place else ())

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong with it, or it is too short to be judged."""
        return self.verdict in {"exact", "typographic", "too short"}


class InDraft(Value):
    """A quotation or an id in a draft, from `start` to before `end`; lines and paragraphs count from 1."""

    start: int
    end: int
    line: int
    paragraph: int


class DraftQuotation(InDraft):
    """A quotation of a draft."""

    quotation: Quotation


class DraftMention(InDraft):
    """An id of a passage in a draft; where it isn't `certain`, it may be any word of eight letters and digits."""

    id: str
    certain: bool


class Draft(Value):
    """A text that quotes: its quotations and the passage ids in it, in order.

    `lined` says whether lines are those of the file, so that they are what its writer looks for; `unclosed` are the
    places of quotation marks that nothing closes.
    """

    name: str
    text: str
    lined: bool
    quotations: tuple[DraftQuotation, ...]
    mentions: tuple[DraftMention, ...]
    unclosed: tuple[InDraft, ...]
