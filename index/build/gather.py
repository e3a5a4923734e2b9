"""What an archive holds now, cut into passages; what has not changed since the last generation is taken from it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from index.build.progress import Progress
from index.cite.ids import passage_ids
from index.dates.stated import FUTURE_NOTES, latest_today
from index.embed.encoder import Encoder
from index.errors import ArchiveError
from index.models.documents import Document, Passage, Unreadable
from index.models.reports import Failure, Phase
from index.read import OpenReaders, ReaderPool, Readers, SourceFile, scan
from index.settings import Settings
from index.storage.documents import DocumentStore
from index.storage.words import Entry
from index.storage.writer import row_order
from index.text import chunk

Reserved = Mapping[str, tuple[str, str]]
"""The path and words of the passage that each id was given out for."""
TITLE_SHARE = 4
"""A title takes at most this part (one over it) of what the encoder reads; the rest is the passage's."""
LANGUAGE_SHARE = 0.02
"""A query is stemmed in each language that at least this share of the documents is written in."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A document with its passages."""

    document: Document
    passages: tuple[Passage, ...]

    def embedded(self) -> list[str]:
        """The text that is embedded for each passage: under its title, where the source has one."""
        head = f"{self.document.title}\n" if self.document.title_origin == "source" else ""
        return [head + self.document.text[passage.start : passage.end] for passage in self.passages]

    def entries(self, number: int, row: int, asked: tuple[str, ...]) -> Iterator[Entry]:
        """What is written of the words of each passage; the document's `number`, its first `row`.

        A text in none of the languages `asked`, which queries are stemmed in, or too short to tell its language, is
        stemmed as queries are: else a word of it would be found in the very form it has only.
        """
        languages = (self.document.language,) if self.document.language in asked else asked
        title = self.document.title if self.document.title_origin == "source" else ""
        for place, passage in enumerate(self.passages, row):
            yield Entry(place, number, self.document.text[passage.start : passage.end], title, languages)


@dataclass(slots=True)
class Gathered:
    """All documents in row order, and what could not be read."""

    cuts: list[Cut] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    @property
    def languages(self) -> tuple[str, ...]:
        """Those that queries are stemmed in."""
        counted = Counter(cut.document.language for cut in self.cuts if cut.document.language)
        return tuple(sorted(code for code, count in counted.items() if count >= LANGUAGE_SHARE * len(self.cuts)))

    def embedded_texts(self) -> list[str]:
        """What is embedded for each passage, in row order."""
        return [text for cut in self.cuts for text in cut.embedded()]

    def entries(self) -> Iterator[Entry]:
        """What is written of the words of each passage, in row order."""
        asked, row = self.languages, 0
        for number, cut in enumerate(self.cuts):
            yield from cut.entries(number, row, asked)
            row += len(cut.passages)


def gather(
    settings: Settings,
    previous: DocumentStore | None,
    encoder: Callable[[], Encoder],
    progress: Progress,
    reserved: Reserved = MappingProxyType({}),
    *,
    may_be_absent: bool = False,
    may_be_empty: bool = False,
    readers: OpenReaders = ReaderPool,
) -> Gathered:
    """Reads and cuts the archive. `previous`, if given, must have been built with the same recipe.

    No passage gets an id that is `reserved` for another one.

    `encoder` is asked for only when a document is to be cut, since loading one takes seconds. Raises `ArchiveError`
    where there is no document, unless the archive `may_be_empty`, or `may_be_absent`: not be there at all.
    """
    absent = may_be_absent and not settings.archive.exists()
    sources, refused = ([], []) if absent else scan(settings.archive, settings)
    gathered = Gathered(failures=[_failure(file) for file in refused])
    fresh: list[SourceFile] = []
    for source in sources:
        kept = previous.read_from(source.path, source.sha256) if previous else []
        if any(map(_no_longer_future, kept)):  # what the report says of it is not true any more
            kept = []
        gathered.cuts += [Cut(document, tuple(previous.passages(document.path))) for document in kept if previous]
        if not kept:
            fresh.append(source)
    for document in _read(fresh, lambda: readers(settings), gathered, progress):
        gathered.cuts.append(_cut(document, settings, encoder()))
    if not gathered.cuts and not (may_be_empty or may_be_absent):
        raise ArchiveError(_nothing_in(settings, gathered.failures))
    gathered.cuts = _identified(sorted(gathered.cuts, key=lambda cut: row_order(cut.document)), reserved)
    return gathered


def _no_longer_future(document: Document) -> bool:
    noted = any(note.endswith(FUTURE_NOTES) for note in document.notes)
    return noted and document.date is not None and document.date.earliest <= latest_today()


def _nothing_in(settings: Settings, failures: Sequence[Failure]) -> str:
    if not failures:
        return f"the archive {settings.archive} holds no documents; put text files into it"
    first = failures[0]
    return (
        f"none of the {len(failures)} files in the archive {settings.archive} can be read, "
        f"the first ({first.path}) because: {first.reason}"
    )


def _read(
    sources: Sequence[SourceFile], readers: Callable[[], Readers], gathered: Gathered, progress: Progress
) -> Iterator[Document]:
    progress(Phase.READ, 0, len(sources))
    if not sources:
        return
    with readers() as pool:
        for done, (_, results) in enumerate(pool.read_many(sources), 1):
            for result in results:
                if isinstance(result, Document):
                    yield result
                else:
                    gathered.failures.append(_failure(result))
            progress(Phase.READ, done, len(sources))


def _cut(document: Document, settings: Settings, encoder: Encoder) -> Cut:
    limit = encoder.room
    if document.title_origin == "source":
        title = encoder.count_tokens([document.title])[0]
        limit -= min(title, limit // TITLE_SHARE)
    spans = chunk.split(
        document.text,
        body=document.body,
        limit=limit,
        target=settings.passage_tokens,
        count=encoder.count_tokens,
        language=document.language,
    )
    passages = (
        Passage(
            id="", start=span.start, end=span.end, ordinal=number, paragraph=span.paragraph, page=_page(document, span)
        )
        for number, span in enumerate(spans)
    )
    return Cut(document, tuple(passages))


def _page(document: Document, span: chunk.Span) -> int | None:
    """The page, from 1, on which a passage begins."""
    return bisect_right(document.pages, span.start) or None


def _identified(cuts: Sequence[Cut], reserved: Reserved) -> list[Cut]:
    """Gives every passage its id: from path and words, told apart where the same words come again."""
    taken: set[str] = set()
    identified = []
    for cut in cuts:
        texts = [cut.document.text[passage.start : passage.end] for passage in cut.passages]
        ids = passage_ids(cut.document.path, texts, taken=taken, reserved=reserved)
        taken.update(ids)
        named = (passage.model_copy(update={"id": name}) for passage, name in zip(cut.passages, ids, strict=True))
        identified.append(replace(cut, passages=tuple(named)))
    return identified


def _failure(file: Unreadable) -> Failure:
    return Failure(path=file.path, reason=file.reason)
