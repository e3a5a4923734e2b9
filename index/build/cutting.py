"""Files to documents that are cut into passages: here, or wherever else a build has its work done."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, Protocol

from index.build.around import Around
from index.build.cut import Cut, message_at
from index.embed.encoder import Encoder
from index.models.documents import Document, Passage, Unreadable
from index.read import Readers, SourceFile, Started
from index.settings import Settings
from index.text import chunk
from index.text.chunk import Span

TITLE_SHARE = 4
"""A title takes at most this part (one over it) of what the encoder reads; the rest is the passage's."""
SLIDES: Final = frozenset(("pptx", "odp"))
"""Formats of which each page is cited by itself: several slides are as short as one passage."""


class Tokens(Protocol):
    """What cutting needs of an encoder, as `index.embed.encoder.Encoder` has it."""

    @property
    def room(self) -> int: ...

    @property
    def count_tokens(self) -> Callable[[Sequence[str]], list[int]]: ...


class Cutters(Started, Protocol):
    """What reads files and cuts their documents; a context manager, which ends what it has started."""

    def cut_many(self, sources: Sequence[SourceFile]) -> Iterator[list[Cut | Unreadable]]:
        """What is in each file, in the order given."""


OpenCutters = Callable[[Settings, Callable[[], Encoder]], Cutters]


class CuttersHere(Around[Readers]):
    """Cuts in this process what `readers` read."""

    def __init__(self, readers: Readers, settings: Settings, encoder: Callable[[], Encoder]) -> None:
        super().__init__(readers)
        self._settings = settings
        self._encoder = encoder

    def cut_many(self, sources: Sequence[SourceFile]) -> Iterator[list[Cut | Unreadable]]:
        for _, results in self._readers.read_many(sources):
            yield [self._cut(result) for result in results]

    def _cut(self, result: Document | Unreadable) -> Cut | Unreadable:
        return cut(result, self._settings, self._encoder()) if isinstance(result, Document) else result


def cut(document: Document, settings: Settings, encoder: Tokens) -> Cut:
    """A document cut into passages without ids, as long as the settings and the encoder allow."""
    return cut_at(document, spans(document, settings, encoder))


def spans(document: Document, settings: Settings, encoder: Tokens) -> list[Span]:
    """Where the passages of a document are."""
    limit = encoder.room
    if document.title_origin == "source":
        title = encoder.count_tokens([document.title])[0]
        limit -= min(title, limit // TITLE_SHARE)
    return chunk.split(
        document.text,
        body=document.body,
        limit=limit,
        target=settings.passage_tokens,
        count=encoder.count_tokens,
        language=document.language,
        whole=[message.start for message in document.messages],
        apart=document.pages if document.format in SLIDES else (),
    )


def cut_at(document: Document, places: Iterable[Span]) -> Cut:
    """A document with its passages, which are at these places."""
    passages = (
        Passage(
            id="",
            start=span.start,
            end=span.end,
            ordinal=number,
            paragraph=span.paragraph,
            page=bisect_right(document.pages, span.start) or None,
            message=message_at(document, span.start),
            confidence=document.confidence(span.start, span.end),
        )
        for number, span in enumerate(places)
    )
    return Cut(document, tuple(passages))
