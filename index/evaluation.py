"""How good the ranking is, by judged queries: the one home of ir-measures."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol, Self

import ir_measures
from ir_measures import RR, R, nDCG

from index import answer_measures, answer_spans, judged_files
from index.answer_measures import AnswerMeasures, Outcome
from index.answer_spans import Standing
from index.errors import QueryError
from index.generations.listing import of_served
from index.judged_files import AnswerSpan, Queries
from index.models.answers import Answer, Hit, Query
from index.settings import Settings

MEASURES = {"nDCG@10": nDCG @ 10, "Recall@10": R @ 10, "Recall@100": R @ 100, "MRR": RR}
TAG = "dateline"

Run = Mapping[str, Mapping[str, float]]
"""The documents found for each query's id, with their scores; higher is better."""


class Searchable(Protocol):
    """What answers queries."""

    def search(self, asked: Query, *, shown: bool = True) -> Answer:
        """The answer to `asked`; `shown` is False where nobody sees it."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Where the answers of queries stand in the archive, by the queries' ids; what is not measured, a line each.

    `asked` counts them all, `faults` name by file and line those that stand nowhere, and `notes` count those of
    documents that are not there.
    """

    standing: Mapping[str, Standing]
    asked: int
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """Queries, and for each of them how relevant its documents are; `names` maps paths to the judges' ids.

    `places` says in which file and line each query is, by its id, `judged_at` where each document is judged first;
    `notes` what of the files is not measured. `spans` says where answers are, if that was read.
    """

    queries: tuple[Query, ...]
    relevance: Mapping[str, Mapping[str, int]]
    names: Mapping[str, str]
    places: Mapping[str, str] = field(default_factory=dict)
    judged_at: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    spans: Mapping[str, AnswerSpan] = field(default_factory=dict)

    @classmethod
    def read(cls, queries: Path, qrels: Path, ids: Path | None = None, *, answers: bool = False) -> Self:
        """Reads judged queries; raises `QueryError` naming the file and line at fault.

        `ids` names documents: a path in the archive and the judges' id a line, between them a tab. With `answers` also
        reads where these are; some have to say it.
        """
        names = judged_files.names(ids) if ids else {}
        written = judged_files.queries(queries)
        asked, places = written.asked, written.places
        relevance, judged_at, documents, notes = judged_files.judgements(qrels, places)
        if not asked:
            raise QueryError(f"{queries} has no queries; write a line for each")
        if not relevance.keys() & places.keys():
            raise QueryError(f"no query of {queries} is judged in {qrels}; check that their ids are the same")
        unasked = [place for query, place in judged_at.items() if query not in places]
        unjudged = [place for query, place in places.items() if query not in relevance]
        notes += _counted(unasked, f"judged but not in {queries}")
        notes += _counted(unjudged, f"not judged in {qrels}, so not asked")
        judged = tuple(query for query in asked if query.id in relevance)
        spans = _spans(written, relevance, queries) if answers else {}
        return cls(judged, relevance, names, places, documents, tuple(notes), spans)

    def locate(self, settings: Settings) -> Answers:
        """Looks up where the answers stand in the archive that is served; raises `QueryError` if none does."""
        found, _ = of_served(settings, lambda _, store: answer_spans.located(store, self.spans, self.names))
        said = "answered by a document that is not in the archive, so left out of the answers"
        notes = _counted(found.absent, said)
        if not found.standing:
            raise QueryError(f"no answer can be measured: {(found.faults or notes)[0]}")
        return Answers(found.standing, len(self.spans), tuple(found.faults), tuple(notes))

    def missing(self, paths: Iterable[str]) -> str | None:
        """A line about judged documents that are not among `paths`, the archive's; None where all are."""
        there = {self.names.get(path, path) for path in paths}
        judged = dict.fromkeys(document for query in self.queries for document in self.relevance[str(query.id)])
        if not (gone := [document for document in judged if document not in there]):
            return None
        first = f"{gone[0]}, at {self.judged_at[gone[0]]}" if gone[0] in self.judged_at else gone[0]
        return f"{len(gone):,} of {len(judged):,} judged documents are not in the archive (the first is {first})"

    def only(self, queries: Collection[str]) -> Self:
        """Those of these ids."""
        return replace(self, queries=tuple(query for query in self.queries if query.id in queries))


def _spans(written: Queries, judged: Collection[str], file: Path) -> dict[str, AnswerSpan]:
    """Where the answers of the `judged` queries of a file are; raises `QueryError` where none says it."""
    spans = {query: span for query, span in judged_files.answers(written).items() if query in judged}
    if not spans:
        where = 'its "document", and the "start" and "end" of the answer in that document\'s text'
        raise QueryError(f"no judged query of {file} says where its answer is; give {where}, in characters")
    return spans


def _counted(places: list[str], said: str) -> list[str]:
    count = len(places)
    noun = "query is" if count == 1 else "queries are"
    return [f"{count:,} {noun} {said} (the first at {places[0]})"] if places else []


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What judged queries found, and its measures by name: nDCG@10, Recall@10 and @100, and MRR.

    `faults` names the queries that can't be understood, by file and line; they are not measured. `answers` is None
    where these were not asked for.
    """

    found: Run
    measures: Mapping[str, float]
    faults: tuple[str, ...] = ()
    answers: AnswerMeasures | None = None

    def write_run(self, path: Path) -> None:
        """Writes a TREC run file; raises `QueryError` where that can't be done."""
        try:
            path.write_text("".join(trec_lines(self.found)), "utf-8")
        except OSError as error:
            raise QueryError(f"the run can't be written to {path} ({error.strerror}); name another file") from error


def evaluate(archive: Searchable, judged: Judged, answers: Answers | None = None) -> Evaluation:
    """Asks every judged query of `archive` once and measures what is found; raises `QueryError` if none is understood.

    With `answers`, whose places are known, also measures how many of them are shown.
    """
    faults: list[str] = []
    found: dict[str, dict[str, float]] = {}
    outcomes: list[Outcome] = []
    for query, hits in _asked(archive, judged, faults):
        found[query] = _scores(judged, hits)
        if answers and (standing := answers.standing.get(query)):
            outcomes.append(answer_measures.outcome(standing, hits))
    if not found:
        raise QueryError(faults[0])
    measured = answer_measures.measured(outcomes, answers.asked) if answers else None
    return Evaluation(found, measure(judged.only(found), found), tuple(faults), measured)


def names_beside(archive: Path) -> Path | None:
    """`ARCHIVE.ids.tsv` beside the archive, where a collection written as files has its documents' ids."""
    path = archive.with_name(archive.name + ".ids.tsv")
    return path if path.is_file() else None


def run(archive: Searchable, judged: Judged, faults: list[str] | None = None) -> Run:
    """Asks every judged query. A reprint that is named beside its original takes the place after it.

    What can't be understood raises `QueryError` or, where there is a list of `faults`, is left out and named there.
    """
    return {query: _scores(judged, hits) for query, hits in _asked(archive, judged, faults)}


def _asked(archive: Searchable, judged: Judged, faults: list[str] | None) -> Iterator[tuple[str, Sequence[Hit]]]:
    """The id of every judged query that is understood, and what it finds; see `run`."""
    for query in judged.queries:
        name = str(query.id)
        try:
            yield name, archive.search(query, shown=False).hits
        except QueryError as error:
            fault = f"{judged.places.get(name, name)}: {error}"
            if faults is None:
                raise QueryError(fault) from error
            faults.append(fault)


def _scores(judged: Judged, hits: Sequence[Hit]) -> dict[str, float]:
    """The documents found, by the judges' ids: measures order by score alone, so scores only give the order shown."""
    paths = [path for hit in hits for path in (hit.document, *hit.duplicates)]
    names = dict.fromkeys(judged.names.get(path, path) for path in paths)  # files may be parts of one document
    return {document: 1 / place for place, document in enumerate(names, 1)}


def measure(judged: Judged, found: Run) -> dict[str, float]:
    """nDCG@10, Recall@10 and @100, and MRR over the judged queries; a query that found nothing counts as 0."""
    relevance = {str(query.id): judged.relevance[str(query.id)] for query in judged.queries}
    results = ir_measures.calc_aggregate(MEASURES.values(), relevance, found)
    return {name: float(results[measure]) for name, measure in MEASURES.items()}


def trec_lines(found: Run) -> Iterator[str]:
    """The run in TREC's form: query Q0 document rank score tag."""
    for query, scores in found.items():
        for rank, (document, score) in enumerate(sorted(scores.items(), key=lambda pair: -pair[1]), 1):
            yield f"{query} Q0 {document} {rank} {score:.6f} {TAG}\n"
