"""How good the ranking is, by judged queries: the one home of ir-measures."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol, Self

import ir_measures
from ir_measures import RR, R, nDCG

from index import judged_files
from index.errors import QueryError
from index.models.answers import Answer, Query

MEASURES = {"nDCG@10": nDCG @ 10, "Recall@10": R @ 10, "Recall@100": R @ 100, "MRR": RR}
TAG = "dateline"

Run = Mapping[str, Mapping[str, float]]
"""The documents found for each query's id, with their scores; higher is better."""


class Searchable(Protocol):
    """What answers queries."""

    def search(self, asked: Query, *, shown: bool = True) -> Answer:
        """The answer to `asked`; `shown` is False where nobody sees it."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Queries, and for each of them how relevant its documents are; `names` maps paths to the judges' ids.

    `places` says in which file and line each query is, by its id, `judged_at` where each document is judged first;
    `notes` what of the files is not measured.
    """

    queries: tuple[Query, ...]
    relevance: Mapping[str, Mapping[str, int]]
    names: Mapping[str, str]
    places: Mapping[str, str] = field(default_factory=dict)
    judged_at: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @classmethod
    def read(cls, queries: Path, qrels: Path, ids: Path | None = None) -> Self:
        """Reads judged queries; raises `QueryError` naming the file and line at fault.

        `ids` names documents: a path in the archive and the judges' id a line, between them a tab.
        """
        names = judged_files.names(ids) if ids else {}
        asked, places = judged_files.queries(queries)
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
        return cls(judged, relevance, names, places, documents, tuple(notes))

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


def _counted(places: list[str], said: str) -> list[str]:
    count = len(places)
    noun = "query is" if count == 1 else "queries are"
    return [f"{count:,} {noun} {said} (the first at {places[0]})"] if places else []


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What judged queries found, and its measures by name: nDCG@10, Recall@10 and @100, and MRR.

    `faults` names the queries that can't be understood, by file and line; they are not measured.
    """

    found: Run
    measures: Mapping[str, float]
    faults: tuple[str, ...] = ()

    def write_run(self, path: Path) -> None:
        """Writes a TREC run file; raises `QueryError` where that can't be done."""
        try:
            path.write_text("".join(trec_lines(self.found)), "utf-8")
        except OSError as error:
            raise QueryError(f"the run can't be written to {path} ({error.strerror}); name another file") from error


def evaluate(archive: Searchable, judged: Judged) -> Evaluation:
    """Asks every judged query of `archive` and measures the answers; raises `QueryError` if none is understood."""
    faults: list[str] = []
    found = run(archive, judged, faults)
    if not found:
        raise QueryError(faults[0])
    return Evaluation(found, measure(judged.only(found), found), tuple(faults))


def names_beside(archive: Path) -> Path | None:
    """`ARCHIVE.ids.tsv` beside the archive, where a collection written as files has its documents' ids."""
    path = archive.with_name(archive.name + ".ids.tsv")
    return path if path.is_file() else None


def run(archive: Searchable, judged: Judged, faults: list[str] | None = None) -> Run:
    """Asks every judged query. A reprint that is named beside its original takes the place after it.

    What can't be understood raises `QueryError` or, where there is a list of `faults`, is left out and named there.
    """
    documents: dict[str, dict[str, float]] = {}
    for query in judged.queries:
        name = str(query.id)
        try:
            hits = archive.search(query, shown=False).hits
        except QueryError as error:
            fault = f"{judged.places.get(name, name)}: {error}"
            if faults is None:
                raise QueryError(fault) from error
            faults.append(fault)
            continue
        paths = [path for hit in hits for path in (hit.document, *hit.duplicates)]
        # Measures order by score alone, so the scores only give the order shown.
        names = dict.fromkeys(judged.names.get(path, path) for path in paths)  # files may be parts of one document
        documents[name] = {document: 1 / place for place, document in enumerate(names, 1)}
    return documents


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
