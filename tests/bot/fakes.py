"""An archive in memory whose answers can be told in advance: a document is found when it holds every word."""

from __future__ import annotations

import datetime as dt
import threading
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import index
from index.almanac import Dated
from index.query import read


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

    def folder(self) -> str:
        return self.path.partition("/")[0] if "/" in self.path else ""


@dataclass
class FakeArchive:
    """Answers from `docs` in their order; `before` runs in the search's thread and may block or raise."""

    docs: list[Doc]
    before: Callable[[index.Query], None] = lambda query: None
    queries: list[index.Query] = field(default_factory=list)
    warnings: tuple[str, ...] = ()
    closed: bool = False

    def search(self, query: index.Query) -> index.Answer:
        self.queries.append(query)
        self.before(query)
        reading = read(query)
        found = [doc for doc in self.docs if self._matches(doc, reading) and doc.folder() not in query.hidden]
        dated = [doc for doc in found if doc.date and doc.date.overlaps(reading.since, reading.until)]
        shown = dated if reading.windowed else found
        dates = [doc.date for doc in self.docs if doc.date and doc.folder() not in query.hidden]
        return index.Answer(
            query=query,
            reading=reading,
            generation=7,
            hits=tuple(self._hit(rank, doc) for rank, doc in enumerate(shown[: query.limit], 1)),
            passages_found=sum(1 + doc.others for doc in shown),
            documents_found=len(shown),
            undated_not_shown=sum(doc.date is None for doc in found) if reading.windowed else 0,
            newest=max(dates, key=lambda date: date.latest, default=None),
            warnings=self.warnings,
            elapsed_ms=1.0,
        )

    def _matches(self, doc: Doc, reading: index.Reading) -> bool:
        wanted = (*reading.words.split(), *reading.phrases)
        return (
            doc.holds(wanted)
            and not any(doc.holds([word]) for word in reading.excluded)
            and all(title.casefold() in doc.title.casefold() for title in reading.titles)
            and all(doc.path.startswith(folder + "/") for folder in reading.folders)
        )

    def _hit(self, rank: int, doc: Doc) -> index.Hit:
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

    def almanac(self, hidden: frozenset[str] = frozenset()) -> index.Almanac:
        dates = [doc.date for doc in self.docs if doc.date and doc.folder() not in hidden]
        return index.Almanac(Dated(one.earliest.toordinal(), one.latest.toordinal(), 1) for one in dates)

    def holdings(self, hidden: frozenset[str]) -> index.Holdings:
        docs = [doc for doc in self.docs if doc.folder() not in hidden]
        dates = [doc.date for doc in docs if doc.date]
        return index.Holdings(
            documents=len(docs),
            undated=len(docs) - len(dates),
            passages=len(docs),
            earliest=min((one.earliest for one in dates), default=None),
            latest=max((one.latest for one in dates), default=None),
        )

    def status(self) -> index.Status:
        return index.Status(
            archive="/secret/place/archive",
            data="/secret/place/data",
            generation=7,
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
            kept=(7,),
        )

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
