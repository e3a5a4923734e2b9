"""An archive in memory whose answers can be told in advance: a document is found when it holds every word."""

from __future__ import annotations

import datetime as dt
import hashlib
import threading
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

import numpy as np

import index
from index.bundle.container import too_large
from index.bundle.entries import Entry
from index.cite.check import check
from index.search.query import read
from index.search.timeline import Spans, bounds_of, counted, finest, within
from index.storage.date_counts import DateCount


def day(text: str, origin: str = "head line") -> index.DateSpan:
    """The date span of `1969-07-20`, `1969-07` or `1969`."""
    days = index.read_days(text)
    precision = {1: "year", 2: "month", 3: "day"}[text.count("-") + 1]
    return index.DateSpan.model_validate(
        {"earliest": days.first, "latest": days.last, "precision": precision, "origin": origin, "as_written": text}
    )


@dataclass(frozen=True)
class Doc:
    """One document of one passage."""

    path: str
    title: str
    text: str
    date: index.DateSpan | None = None
    title_origin: index.TitleOrigin = "source"
    verbatim: bool = True
    page: int | None = None
    others: int = 0
    duplicates: tuple[str, ...] = ()

    @property
    def passage(self) -> str:
        return f"p{zlib.crc32(self.path.encode('utf-8', 'surrogatepass')):08x}"

    def holds(self, words: Iterable[str]) -> bool:
        text = f"{self.title} {self.text}".casefold()
        return all(word.casefold() in text for word in words)

    def document(self) -> index.Document:
        return index.Document(
            path=self.path,
            format="text",
            title=self.title,
            title_origin=self.title_origin,
            text=self.text,
            body=0,
            sha256="0" * 64,
            size=len(self.text.encode()),
            date=self.date,
        )

    def whole(self) -> index.Passage:
        return index.Passage(id=self.passage, start=0, end=len(self.text), ordinal=0, paragraph=1, page=self.page)

    def folder(self) -> str:
        return self.path.partition("/")[0] if "/" in self.path else ""


def _spans(docs: Iterable[Doc]) -> Spans:
    dates = [doc.date for doc in docs if doc.date]
    days = [(date.earliest.toordinal(), date.latest.toordinal()) for date in dates]
    return np.array(days, dtype=np.int64).reshape(-1, 2)


@dataclass(frozen=True)
class _Unchanging:
    """The one document that a citation is compared with."""

    doc: Doc

    def document(self, path: str) -> index.Document | None:
        return self.doc.document()

    def missing(self, path: str) -> str:
        return "is no longer in the archive"

    def documents_with_sha(self, sha256: str) -> Sequence[index.Document]:
        return ()

    def documents_containing(self, text: str) -> Sequence[index.Document]:
        return ()


@dataclass
class FakeArchive:
    """Answers from `docs` in their order; `before` runs in the search's thread and may block or raise."""

    docs: list[Doc]
    before: Callable[[index.Query], None] = lambda query: None
    queries: list[index.Query] = field(default_factory=list)
    verified: list[tuple[str, index.Scope]] = field(default_factory=list)
    """The quotations that were asked for, and within which scopes."""
    warnings: tuple[str, ...] = ()
    closed: bool = False
    erased: dict[str, index.Erased] = field(default_factory=dict)
    """By the ids of their passages, documents that were erased."""
    documents_bytes: int = 0
    """Of the documents' files in a bundle, beside their texts."""
    removed: set[int] = field(default_factory=set)
    """Generations that an erasure has removed."""
    generation: int = 7
    """The one that serves."""
    came: dict[str, int] = field(default_factory=dict)
    """With which generation documents came, by their paths; all others were there before."""

    def bring(self, *docs: Doc) -> None:
        """A reindex adds these documents."""
        self.generation += 1
        self.docs = [*self.docs, *docs]
        self.came |= {doc.path: self.generation for doc in docs}

    def search(self, query: index.Query, *, shown: bool = True) -> index.Answer:
        self.queries.append(query)
        self.before(query)
        reading = read(query)
        found = [doc for doc in self.docs if self.matches(doc, reading) and query.scope.sees(doc.path)]
        dated = [doc for doc in found if doc.date and doc.date.overlaps(reading.since, reading.until)]
        others = [doc for doc in found if doc not in dated] if reading.prefers else []
        ranked = [*dated, *others] if reading.windowed else found
        dates = [doc.date for doc in self.docs if doc.date and query.scope.sees(doc.path)]
        return index.Answer(
            query=query,
            reading=reading,
            generation=query.generation or self.generation,
            indexed=dt.datetime(2024, 11, 21, 9, tzinfo=dt.UTC) if query.generation else None,
            hits=tuple(
                self.hit(rank, doc).model_copy(update={"in_window": doc not in others})
                for rank, doc in enumerate(ranked[: query.limit], 1)
            ),
            passages_found=sum(1 + doc.others for doc in ranked),
            documents_found=len(ranked),
            undated_not_shown=sum(doc not in ranked and doc.date is None for doc in found),
            newest=max(dates, key=lambda date: date.latest, default=None),
            chat_warnings=self.warnings,
            elapsed_ms=1.0,
        )

    def timeline(self, asked: index.Query, by: index.TimeUnit | None = None) -> index.Timeline:
        """Counts as the engine does, of the documents that match here."""
        self.queries.append(asked)
        self.before(asked)
        reading = read(asked)
        seen = [doc for doc in self.docs if asked.scope.sees(doc.path)]
        found = [doc for doc in seen if self.matches(doc, reading)]
        dated, every = (within(_spans(docs), reading.since, reading.until) for docs in (found, seen))
        bounds = bounds_of(dated, reading.since, reading.until, by, finest(_spans(found)))
        counts, in_several = counted(dated, bounds)
        bars = zip(bounds.spans if bounds else (), counts, counted(every, bounds)[0], strict=True)
        return index.Timeline(
            query=asked,
            reading=reading,
            generation=7,
            unit=bounds.unit if bounds else "year",
            step=bounds.step if bounds else 1,
            bars=tuple(index.Bar(first=a, last=b, documents=of, all_documents=all_of) for (a, b), of, all_of in bars),
            documents=len(dated),
            undated=sum(doc.date is None for doc in found),
            in_several=in_several,
            chat_warnings=self.warnings,
            elapsed_ms=1.0,
        )

    def compare(
        self, asked: index.Query, first: index.Days, second: index.Days, *, shown: bool = True
    ) -> index.Comparison:
        """By `search`; each span has the first word of its first document for a word of its own."""
        spans = [self._compared(asked, days) for days in (first, second)]
        return index.Comparison(
            query=asked.text,
            generation=7,
            first=spans[0],
            second=spans[1],
            in_both=0,
            undated=sum(hit.date is None for hit in self.search(asked).hits),
            chat_warnings=self.warnings,
            elapsed_ms=1.0,
        )

    def _compared(self, asked: index.Query, days: index.Days) -> index.ComparedSpan:
        window = {"since": days.first, "until": days.last, "limit": 3}
        found = self.search(asked.model_copy(update=window))
        seen = [doc for doc in self.docs if asked.scope.sees(doc.path)]
        words = [hit.text.split()[0] for hit in found.hits[:1]]
        return index.ComparedSpan(
            since=days.first,
            until=days.last,
            documents=found.documents_found,
            of=sum(doc.date is not None and doc.date.overlaps(*days) for doc in seen),
            passages=found.passages_found,
            passages_read=found.passages_found,
            hits=found.hits,
            keywords=tuple(index.Keyword(word=word, count=5, other_count=0, log_likelihood=20.0) for word in words),
        )

    def like(self, passage: str, scope: index.Scope, *, limit: int = 10) -> index.Answer:
        """All other documents, in their order."""
        own = self._doc(passage, scope)
        if own is None:
            raise index.CitationError(f"no passage “{passage}” was ever given out", shown=True)
        others = [doc for doc in self.docs if doc is not own and scope.sees(doc.path)]
        return index.Answer(
            query=index.Query(text=passage, scope=scope, limit=limit),
            reading=index.Reading(words=own.text),
            generation=7,
            like=index.Liked(
                passage=passage, document=own.path, title=own.title, title_origin=own.title_origin, date=own.date
            ),
            hits=tuple(self.hit(rank, doc) for rank, doc in enumerate(others[:limit], 1)),
            passages_found=len(others),
            documents_found=len(others),
            undated_not_shown=0,
            newest=None,
            chat_warnings=self.warnings,
            elapsed_ms=1.0,
        )

    def reading(self, asked: index.Query) -> index.Reading:
        return read(asked)

    def folders(self, scope: index.Scope) -> tuple[str, ...]:
        return tuple(sorted({doc.folder() for doc in self.docs if doc.folder() and scope.sees(doc.path)}))

    def matches(self, doc: Doc, reading: index.Reading) -> bool:
        wanted = (*reading.words.split(), *reading.phrases)
        return (
            doc.holds(wanted)
            and not any(doc.holds([word]) for word in reading.excluded)
            and all(title.casefold() in doc.title.casefold() for title in reading.titles)
            and all(doc.path.startswith(folder + "/") for folder in reading.folders)
        )

    def hit(self, rank: int, doc: Doc) -> index.Hit:
        end = doc.text.find(". ") + 1 or len(doc.text)
        return index.Hit(
            rank=rank,
            passage=doc.passage,
            document=doc.path,
            title=doc.title,
            title_origin=doc.title_origin,
            date=doc.date,
            start=0,
            end=len(doc.text),
            text=doc.text,
            verbatim=doc.verbatim,
            score=1 / rank,
            best=(0, end) if doc.text.strip() else None,
            paragraph=1,
            page=doc.page,
            others=doc.others,
            meaning_rank=rank,
            words_rank=rank,
            duplicates=doc.duplicates,
        )

    def cite(self, typed: Sequence[str], scope: index.Scope) -> tuple[index.Cited | index.Unknown, ...]:
        return tuple(self._cited(one, scope) for one in typed)

    def records(self, ids: Sequence[str], scope: index.Scope) -> tuple[index.Record, ...]:
        return tuple(cited.record for cited in self.cite(ids, scope) if isinstance(cited, index.Cited))

    def _cited(self, typed: str, scope: index.Scope) -> index.Cited | index.Unknown:
        doc = self._doc(typed, scope)
        if doc is None:
            return index.Unknown(typed=typed, nearest=(), reason=f"no passage “{typed}” was ever given out")
        record = index.Record.of(doc.document(), doc.whole(), 7)
        if doc.passage in self.erased:
            record = index.Record.blank(doc.passage, doc.path, self.erased[doc.passage])
        citation = check(record, _Unchanging(doc))
        return index.Cited(citation=citation, stored=citation, generation=7)

    def _doc(self, passage: str, scope: index.Scope) -> Doc | None:
        seen = (doc for doc in self.docs if scope.sees(doc.path))
        return next((doc for doc in seen if doc.passage == passage), None)

    def bundle(
        self, typed: Sequence[str], stream: IO[bytes], scope: index.Scope, *, most_bytes: int, lenient: bool = False
    ) -> index.Bundled:
        """The texts of what may be seen, after each other; what makes a bundle has tests of its own."""
        found = self.cite(typed, scope)
        left_out = index.not_bundled(found)
        assert lenient or not left_out
        taken = [one.record for one in found if isinstance(one, index.Cited) and not one.record.erased]
        if not taken:
            raise index.CitationError("there is no citation to put in a bundle", shown=True)
        data = b"PK" + "".join(record.quotation for record in taken).encode() + bytes(self.documents_bytes)
        if len(data) > most_bytes:
            raise too_large(most_bytes)
        stream.write(data)
        return index.Bundled(
            bytes=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            made=self.status().built,
            generation=7,
            citations=tuple(Entry(cited).listed for cited in found if isinstance(cited, index.Cited)),
            members=1,
            left_out=left_out,
        )

    def context(self, passage: str, scope: index.Scope) -> index.Context:
        """Every document has one passage, which has nothing around it."""
        doc = self._doc(passage, scope)
        if doc is None:
            raise index.CitationError(f"no passage “{passage}” was ever given out", shown=True)
        shown = index.ContextPassage(passage=doc.whole(), text=doc.text, verbatim=doc.verbatim)
        return index.Context(
            generation=7,
            document=doc.path,
            title=doc.title,
            title_origin=doc.title_origin,
            date=doc.date,
            passages=(shown,),
            at=0,
            of=1,
            before=None,
            after=None,
        )

    def facts(self, path: str, scope: index.Scope) -> index.Facts:
        doc = next((doc for doc in self.docs if doc.path == path and scope.sees(doc.path)), None)
        if doc is None:
            line = f"there is no document “{path}” in the index; choose one from the list"
            raise index.CitationError(line, shown=True)
        known = doc.document().model_dump(exclude={"text", "body", "pages", "recognised", "messages", "notes"})
        built = self.status().built
        return index.Facts(**known, passages=1, generation=7, first_indexed=built, same_since=built, last_indexed=built)

    def history(self, path: str, scope: index.Scope) -> index.DocumentHistory:
        known = self.facts(path, scope)
        then = index.Version(
            path=path,
            sha256="1" * 64,
            since=None,
            until=known.first_indexed,
            generation=6,
            citations=("k7f2q9xw",),
            kept=True,
            change=index.Change(
                removed=1,
                added=1,
                count=1,
                edits=(
                    index.Edit(
                        segments=(
                            index.Segment(kind="kept", text="It was "),
                            index.Segment(kind="removed", text="*never* "),
                            index.Segment(kind="added", text="@everyone "),
                            index.Segment(kind="kept", text="there."),
                        )
                    ),
                ),
            ),
            touched=(index.Touched(passage="k7f2q9xw", state="changed"),),
        )
        now = index.Version(
            path=path, sha256=known.sha256, since=known.same_since, until=None, generation=7, citations=(), kept=True
        )
        return index.DocumentHistory(path=path, served=True, versions=(then, now))

    def named(self, typed: str, scope: index.Scope, *, undated_first: bool = False) -> tuple[index.Named, ...]:
        found = [doc for doc in self.docs if typed.casefold() in f"{doc.path} {doc.title}".casefold()]
        found.sort(key=lambda doc: undated_first and doc.date is not None)
        return tuple(index.Named(path=doc.path, title=doc.title) for doc in found if scope.sees(doc.path))[:25]

    def original(self, path: str, most_bytes: int, scope: index.Scope) -> bytes | None:
        data = next(doc.text.encode() for doc in self.docs if doc.path == path)
        return data if len(data) <= most_bytes else None

    def date_counts(self, scope: index.Scope) -> index.DateCounts:
        dates = [doc.date for doc in self.docs if doc.date and scope.sees(doc.path)]
        return index.DateCounts(DateCount(one.earliest.toordinal(), one.latest.toordinal(), 1) for one in dates)

    def holdings(self, scope: index.Scope) -> index.Holdings:
        docs = [doc for doc in self.docs if scope.sees(doc.path)]
        dates = [doc.date for doc in docs if doc.date]
        return index.Holdings(
            documents=len(docs),
            undated=len(docs) - len(dates),
            passages=len(docs),
            earliest=min((one.earliest for one in dates), default=None),
            latest=max((one.latest for one in dates), default=None),
            newest=max(dates, key=lambda date: date.latest, default=None),
        )

    def status(self) -> index.Status:
        return index.Status(
            archive="/secret/place/archive",
            data="/secret/place/data",
            generation=self.generation,
            built=dt.datetime(2024, 12, 20, 10, 30, tzinfo=dt.UTC),
            model="default",
            revision="1",
            dimensions=384,
            engine="torch",
            vectors="flat",
            documents=len(self.docs),
            undated=sum(doc.date is None for doc in self.docs),
            passages=len(self.docs),
            earliest=dt.date(1957, 10, 4),
            latest=dt.date(2024, 12, 19),
            newest=day("2024-12-19"),
            size_bytes=1,
            kept=(self.generation,),
        )

    def keeps(self, generation: int) -> bool:
        return generation not in self.removed

    def erasures(self) -> int:
        return len(self.removed)

    def verify(self, quotation: index.Quotation, scope: index.Scope, *, shown: bool = True) -> index.Verdict:
        """Exact where a document has the very words, near where it has them but for the case, else not there."""
        self.verified.append((quotation.text, scope))
        if not any(map(str.isalnum, quotation.text)):
            raise index.QueryError("that is no quotation: there are no words in it", shown=True)
        for word, fold in (("exact", str), ("near", str.casefold)):
            found = [doc for doc in self.docs if fold(quotation.text) in fold(doc.text) and scope.sees(doc.path)]
            if found:
                return self._verdict(quotation, word, found)
        return index.Verdict(quotation=quotation, verdict="not in this archive", said="it is not there")

    def _verdict(self, quotation: index.Quotation, word: Any, found: Sequence[Doc]) -> index.Verdict:
        doc, *others = found
        place = index.Place(
            document=doc.path,
            title=doc.title,
            title_origin=doc.title_origin,
            date=doc.date,
            passage=doc.whole(),
            start=0,
            end=len(quotation.text),
            text=quotation.text,
        )
        also = tuple(one.path for one in others)
        return index.Verdict(quotation=quotation, verdict=word, place=place, also_in=also, said="it is there")

    def close(self) -> None:
        self.closed = True


@dataclass
class Gate:
    """Holds searches until it is opened."""

    opened: threading.Event = field(default_factory=threading.Event)
    entered: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def __call__(self, query: index.Query) -> None:
        self.entered.release()
        if not self.opened.wait(10):
            raise TimeoutError("the test never opened the gate")


def moon(number: int = 1) -> list[Doc]:
    """So many documents about the moon, a day apart."""
    return [
        Doc(
            f"moon-{place:02d}.txt",
            f"Moon story {place}",
            f"The moon was seen on day {place}. It rose late. It set early.",
            day(f"1969-07-{place % 28 + 1:02d}"),
        )
        for place in range(1, number + 1)
    ]


@dataclass
class Clock:
    """Seconds that pass when told."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Wall:
    """A clock on the wall, which is put on and back when told."""

    now: dt.datetime = dt.datetime(2024, 12, 20, 22, 30, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now

    def put(self, **by: float) -> None:
        """Puts it on by so many `hours`, `minutes` or `days`."""
        self.now += dt.timedelta(**by)
