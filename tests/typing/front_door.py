"""What type checkers are told of the engine's front door. Nothing here runs: mypy reads it with all the rest.

A comment `type: ignore[…]` stands where a mistake must be found: mypy complains of one that ignores nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import assert_type

import index
from index import Archive, Query, Scope, Settings


def searching(archive: Archive) -> None:
    """An answer has hits, each with its words, its date and the sentence that answers."""
    answer = archive.search(Query(text="moon landing", since=dt.date(1969, 1, 1), limit=5, sort="newest"))
    assert_type(answer, index.Answer)
    assert_type(answer.hits, tuple[index.Hit, ...])
    assert_type(answer.reading, index.Reading)
    assert_type(answer.warnings, tuple[str, ...])
    hit = answer.hits[0]
    assert_type(hit.text, str)
    assert_type(hit.date, index.DateSpan | None)
    assert_type(hit.best, tuple[int, int] | None)
    assert_type(hit.duplicates, tuple[str, ...])


def mistakes(archive: Archive) -> None:
    """A field misspelt, an order there is not, and an answer changed are found before anything runs."""
    Query(txt="moon")  # type: ignore[call-arg]
    Query(text="moon", sort="best")  # type: ignore[arg-type]
    archive.search("moon")  # type: ignore[arg-type]
    archive.search(Query(text="moon")).generation = 2  # type: ignore[misc]


def opening(settings: Settings) -> None:
    """Settings come from `load`, and an archive from settings."""
    assert_type(index.load(archive=Path("letters")), Settings)
    assert_type(settings.archive, Path)
    assert_type(Archive.open(settings), Archive)


def verifying(archive: Archive, settings: Settings) -> None:
    """A verdict says where the words stand and what differs; a draft has its quotations."""
    scope = Scope()
    verdict = archive.verify(index.Quotation(text="moon landing", sources=("k7f2q9xw",)), scope)
    assert_type(verdict, index.Verdict)
    assert_type(verdict.place, index.Place | None)
    assert_type(verdict.differences, tuple[index.Difference, ...])
    archive.verify("moon landing", scope)  # type: ignore[arg-type]
    archive.verify(index.Quotation(text="moon landing"))  # type: ignore[call-arg]
    draft = index.read_draft(b"...", "draft.md", settings)
    assert_type(draft.quotations, tuple[index.DraftQuotation, ...])
    assert_type(index.draft_of("...", "a message"), index.Draft)


def citing(archive: Archive, settings: Settings) -> None:
    """Whoever looks an id up has to think of one that was never given out."""
    scope = Scope(hidden=frozenset({"board"}))
    found = archive.cite(["k7f2q9xw"], scope)
    assert_type(found, tuple[index.Cited | index.Unknown, ...])
    assert_type(index.look_up(settings, ["k7f2q9xw"], scope), tuple[index.Cited | index.Unknown, ...])
    print(found[0].citation)  # type: ignore[union-attr]
    cited = [one for one in found if isinstance(one, index.Cited)]
    assert_type(cited, list[index.Cited])
    assert_type(index.format_citations([one.citation for one in cited], "bibtex"), str)
    index.format_citations([one.citation for one in cited], "harvard")  # type: ignore[arg-type]


def within_a_scope(archive: Archive, scope: Scope) -> None:
    """What shows or counts anything asks for whom; forgetting it is a mistake."""
    assert_type(archive.context("k7f2q9xw", scope), index.Context)
    assert_type(archive.facts("a.txt", scope), index.Facts)
    assert_type(archive.named("moon", scope), tuple[index.Named, ...])
    assert_type(archive.original("a.txt", 1000, scope), bytes | None)
    assert_type(archive.holdings(scope), index.Holdings)
    assert_type(archive.date_counts(scope), index.DateCounts)
    archive.holdings()  # type: ignore[call-arg]


def serving(settings: Settings) -> None:
    """What is served, and what was done to it."""
    assert_type(index.status(settings), index.Status)
    assert_type(index.report(settings), index.Report)
    assert_type(index.check(settings, 3), tuple[index.Checked, ...])
    assert_type(index.rollback(settings), index.Swap)
    assert_type(index.listing(settings).documents, tuple[index.Listed, ...])


def indexing(settings: Settings) -> None:
    """A reindex here, or in a process of its own that is followed step by step."""
    assert_type(index.reindex(settings), index.Report)
    reindexing = index.Reindexing.start(settings)
    assert_type(reindexing, index.Reindexing)
    assert_type(reindexing.follow(), Iterator[index.Step])
    assert_type(index.Reindexing.find(settings), index.Reindexing | None)


def evaluating(archive: Archive, settings: Settings) -> None:
    """Judged queries, asked and measured."""
    judged = index.Judged.read(Path("queries.jsonl"), Path("qrels.tsv"))
    assert_type(judged, index.Judged)
    assert_type(index.evaluate(archive, judged), index.Evaluation)
    answers = index.Judged.read(Path("queries.jsonl"), Path("qrels.tsv"), answers=True).locate(settings)
    assert_type(index.evaluate(archive, judged, answers).answers, index.AnswerMeasures | None)


def keeping(settings: Settings) -> None:
    """What moderators and people put in and take out."""
    folder = index.ArchiveFolder(settings)
    assert_type(folder.look("a.txt", b"..."), index.Contents)
    assert_type(folder.put("a.txt", b"...", replace=True), str | None)
    assert_type(folder.trash(), list[index.Trashed])
    assert_type(index.Dossiers(settings.data).passages(1, index.NO_SERVER), list[str])


def reading_dates() -> None:
    """What is typed as a date is the days from the first to the last."""
    days = index.read_days("July 1969")
    assert_type(days.first, dt.date)
    assert_type(days.last, dt.date)
