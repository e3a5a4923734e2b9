"""Watches: queries that are kept and held against what is new, what they found, and what was posted of that."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Literal

from pydantic import AwareDatetime

from index.models.answers import Hit, Query
from index.models.scope import EVERYTHING, Scope
from index.models.values import Value


class Rate(StrEnum):
    """How often a watch posts."""

    EACH = "each"
    """After each reindex that brought something."""
    DAILY = "daily"
    WEEKLY = "weekly"


class Watch(Value):
    """A query that somebody keeps. `token` names it in buttons and on the command line."""

    token: str
    person: int
    """Whose it is, by Discord's id; `COMMAND_LINE` for one of the command line."""
    guild: int | None = None
    """None in direct messages and on the command line."""
    channel: int | None = None
    query: str
    since: dt.date | None = None
    until: dt.date | None = None
    rate: Rate = Rate.EACH
    made: AwareDatetime
    paused: str | None = None
    """Why it is paused, for whoever made it: "by you"; None while it runs."""
    checked: int
    """The generation up to which documents were held against it."""
    told: AwareDatetime | None = None
    """When it last posted."""

    def asked(self, scope: Scope = EVERYTHING) -> Query:
        """Its query, for somebody who may see `scope`."""
        return Query(text=self.query, since=self.since, until=self.until, scope=scope)


COMMAND_LINE = 0
"""Stands for a person of whom no id is known: whoever runs the machine."""


class Match(Value):
    """A document that is new to a watch, as it was when it was last looked at."""

    watch: str
    """The watch's token."""
    document: str
    """Its path in the archive."""
    digest: str
    """Names its text, and with `watch` this match."""
    sha256: str
    """Of its file."""
    since: dt.date
    """Since when the archive has it; of one that changed, this version of it."""
    change: Literal["added", "changed"]
    """"changed" where the archive had the document before, and it did not match then."""
    found: AwareDatetime


class Version(Value):
    """A text of a matching document that the watch knows from now on, so that it isn't told again."""

    digest: str
    sha256: str
    """Of its file."""
    sketch: bytes
    """See `index.text.near_duplicates`."""
    document: str
    """Where it stands, or stood."""
    of: str
    """The digest of the match that it is a version of; its own for a new match."""


class WatchCheck(Value):
    """What came of holding new documents against a watch.

    `before` and `after` are the generations up to which it was checked: none of it counts where another process was
    first. The warnings say what could not be compared.
    """

    watch: str
    before: int
    after: int
    matches: tuple[Match, ...] = ()
    versions: tuple[Version, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def chat_warnings(self) -> tuple[str, ...]:
        """The same for a chat: they name nothing of the machine."""
        return self.warnings


class WatchHit(Value):
    """A match as it is shown: the document's best passage now."""

    match: Match
    hit: Hit


class WatchHits(Value):
    """What is shown of a watch's matches.

    `found` counts the matches that still stand within the scope, of which `hits` are the first, best first. `gone` are
    those whose documents are no longer there, or no longer match: nothing is to be said of them.
    """

    watch: str
    generation: int
    hits: tuple[WatchHit, ...]
    found: int
    gone: tuple[Match, ...] = ()


class Post(Value):
    """A message about matches: noted as begun before it is sent, and as done afterwards.

    `nonce` is sent along, so that Discord refuses it the second time. Whoever begins it holds it.
    """

    token: str
    """In the custom ids of the message, by which it is found again."""
    channel: int | None
    matches: tuple[Match, ...]
    nonce: str
    holder: str
    begun: AwareDatetime
    """Whatever became of it since: its message, if it was sent, is not older."""
    held: AwareDatetime
    """When its holder took it."""
    done: AwareDatetime | None = None
    message: int | None = None
    failed: str | None = None
    """Why nobody knows whether it was sent, for whoever made the watch."""

    @property
    def watches(self) -> tuple[str, ...]:
        """The tokens of its watches, each once."""
        return tuple(dict.fromkeys(match.watch for match in self.matches))
