"""How good the ranking is, by judged queries: the one home of ir-measures."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

import ir_measures
from ir_measures import RR, R, nDCG

from index.dates.typed import read_days
from index.errors import QueryError
from index.models.answers import Answer, Query

DEPTH = 100
"""Documents judged for each query: as deep as the deepest measure looks."""
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
    """Queries, and for each of them how relevant its documents are; `names` maps paths to the judges' ids."""

    queries: tuple[Query, ...]
    relevance: Mapping[str, Mapping[str, int]]
    names: Mapping[str, str]

    @classmethod
    def read(cls, queries: Path, qrels: Path, ids: Path | None = None) -> Self:
        """Reads judged queries; raises `QueryError` naming the file and line at fault.

        `ids` names documents: a path in the archive and the judges' id a line, between them a tab.
        """
        names = {path: document for path, document in _columns(ids, 2)} if ids else {}  # noqa: C416 (types the pair)
        relevance: dict[str, dict[str, int]] = {}
        for query, document, grade in _columns(qrels, 3, head=True):
            relevance.setdefault(query, {})[document] = int(grade)
        asked = tuple(query for query in _queries(queries) if query.id in relevance)
        if not asked:
            raise QueryError(f"no query of {queries} is judged in {qrels}; check that their ids are the same")
        return cls(asked, relevance, names)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What judged queries found, and its measures by name: nDCG@10, Recall@10 and @100, and MRR."""

    found: Run
    measures: Mapping[str, float]

    def write_run(self, path: Path) -> None:
        """Writes a TREC run file; raises `QueryError` where that can't be done."""
        try:
            path.write_text("".join(trec_lines(self.found)), "utf-8")
        except OSError as error:
            raise QueryError(f"the run can't be written to {path} ({error.strerror}); name another file") from error


def evaluate(archive: Searchable, judged: Judged) -> Evaluation:
    """Asks every judged query of `archive` and measures the answers."""
    found = run(archive, judged)
    return Evaluation(found, measure(judged, found))


def names_beside(archive: Path) -> Path | None:
    """`ARCHIVE.ids.tsv` beside the archive, where a collection written as files has its documents' ids."""
    path = archive.with_name(archive.name + ".ids.tsv")
    return path if path.is_file() else None


def run(archive: Searchable, judged: Judged) -> Run:
    """Asks every judged query. A reprint that is named beside its original takes the place after it."""
    documents: dict[str, dict[str, float]] = {}
    for query in judged.queries:
        hits = archive.search(query, shown=False).hits
        paths = [path for hit in hits for path in (hit.document, *hit.duplicates)]
        # Measures order by score alone, so the scores only give the order shown.
        documents[str(query.id)] = {judged.names.get(path, path): 1 / place for place, path in enumerate(paths, 1)}
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


def _queries(path: Path) -> Iterator[Query]:
    for number, line in enumerate(_text(path).splitlines(), 1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
            yield Query(
                id=str(fields["id"]),
                text=fields["text"],
                since=read_days(fields["since"]).first if fields.get("since") else None,
                until=read_days(fields["until"]).last if fields.get("until") else None,
                limit=DEPTH,
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise QueryError(f'{path}:{number} is not {{"id", "text", "since", "until"}} ({error})') from error


def _columns(path: Path, count: int, *, head: bool = False) -> Iterator[tuple[str, ...]]:
    for number, line in enumerate(_text(path).splitlines(), 1):
        columns = tuple(line.split("\t"))
        if head and number == 1:
            continue
        if len(columns) != count or (count == 3 and not columns[2].strip().lstrip("-").isdigit()):
            raise QueryError(f"{path}:{number} does not have {count} columns separated by tabs, as it should")
        yield columns


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path} can't be read ({error}); name a text file in UTF-8") from error
