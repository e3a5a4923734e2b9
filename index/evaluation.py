"""How good the ranking is, by judged queries: the one home of ir-measures."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol, Self

import ir_measures
from ir_measures import RR, R, nDCG
from pydantic import ValidationError

from index.dates.typed import read_days
from index.errors import QueryError
from index.models.answers import Answer, Query

DEPTH = 100
"""Documents judged for each query: as deep as the deepest measure looks."""
MEASURES = {"nDCG@10": nDCG @ 10, "Recall@10": R @ 10, "Recall@100": R @ 100, "MRR": RR}
TAG = "dateline"

_GRADE = re.compile(r"-?[0-9]{1,9}")
_ENDS_WITH_GRADE = re.compile(r"\s-?[0-9]+\s*")

Run = Mapping[str, Mapping[str, float]]
"""The documents found for each query's id, with their scores; higher is better."""


class Searchable(Protocol):
    """What answers queries."""

    def search(self, asked: Query, *, shown: bool = True) -> Answer:
        """The answer to `asked`; `shown` is False where nobody sees it."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Queries, and for each of them how relevant its documents are; `names` maps paths to the judges' ids.

    `places` says in which file and line each query is, by its id; `notes` what of the files is not measured.
    """

    queries: tuple[Query, ...]
    relevance: Mapping[str, Mapping[str, int]]
    names: Mapping[str, str]
    places: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @classmethod
    def read(cls, queries: Path, qrels: Path, ids: Path | None = None) -> Self:
        """Reads judged queries; raises `QueryError` naming the file and line at fault.

        `ids` names documents: a path in the archive and the judges' id a line, between them a tab.
        """
        names = _names(ids) if ids else {}
        relevance, judged_at, notes = _relevance(qrels)
        asked, places = _queries(queries)
        if not relevance.keys() & places.keys():
            raise QueryError(f"no query of {queries} is judged in {qrels}; check that their ids are the same")
        unasked = [place for query, place in judged_at.items() if query not in places]
        unjudged = [place for query, place in places.items() if query not in relevance]
        notes += _counted(unasked, f"judged but not in {queries}")
        notes += _counted(unjudged, f"not judged in {qrels}, so not asked")
        return cls(tuple(query for query in asked if query.id in relevance), relevance, names, places, tuple(notes))

    def missing(self, paths: Iterable[str]) -> str | None:
        """A line about judged documents that are not among `paths`, the archive's; None where all are."""
        there = {self.names.get(path, path) for path in paths}
        judged = {document for query in self.queries for document in self.relevance[str(query.id)]}
        if not (gone := sorted(judged - there)):
            return None
        return f"{len(gone):,} of {len(judged):,} judged documents are not in the archive (the first is {gone[0]})"

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
        documents[name] = {judged.names.get(path, path): 1 / place for place, path in enumerate(paths, 1)}
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


# The files.


def _queries(path: Path) -> tuple[list[Query], dict[str, str]]:
    """The queries in their order, and where each is by its id."""
    asked: list[Query] = []
    places: dict[str, str] = {}
    for number, line in _lines(path):
        place = f"{path}:{number}"
        try:
            query = _query(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, QueryError) as error:
            raise QueryError(f'{place} is not {{"id", "text", "since", "until"}} ({_reason(error)})') from error
        name = str(query.id)
        if name in places:
            raise QueryError(f"{place} has the id {name!r} of {places[name]}; give each query an id of its own")
        places[name] = place
        asked.append(query)
    return asked, places


def _query(fields: Mapping[str, Any]) -> Query:
    name = fields["id"]
    if isinstance(name, bool) or not isinstance(name, str | int | float):
        raise TypeError(f"the id is {name!r}; give a string or a number")
    f"{name}{fields['text']}".encode()  # raises for halves of characters
    return Query(
        id=str(name),
        text=fields["text"],
        since=read_days(fields["since"]).first if fields.get("since") else None,
        until=read_days(fields["until"]).last if fields.get("until") else None,
        limit=DEPTH,
    )


def _reason(error: Exception) -> str:
    """Why a line is no query, in a line."""
    if isinstance(error, ValidationError):
        fault = error.errors()[0]
        return f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}"
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)


def _relevance(path: Path) -> tuple[dict[str, dict[str, int]], dict[str, str], list[str]]:
    """The grades of each query's documents, where each query is judged first, and what is there twice."""
    relevance: dict[str, dict[str, int]] = {}
    places: dict[str, str] = {}
    twice: list[str] = []
    seen: set[tuple[str, str]] = set()
    for number, line in _lines(path):
        if number == 1 and _is_head(line):
            continue
        place = f"{path}:{number}"
        query, document, written = _columns(line, 3, place)
        if not _GRADE.fullmatch(written.strip()):
            raise QueryError(f"{place} has the relevance {written[:40]!r}; write a whole number such as 0, 1 or 2")
        grades, grade = relevance.setdefault(query, {}), int(written)
        if grades.setdefault(document, grade) != grade:
            raise QueryError(f"{place} judges {document} {grade} for {query}, and a line before {grades[document]}")
        if (query, document) in seen:
            twice.append(place)
        seen.add((query, document))
        places.setdefault(query, place)
    note = f"{len(twice):,} {'judgement is' if len(twice) == 1 else 'judgements are'} there twice (the first at {{}})"
    return relevance, places, [note.format(twice[0])] if twice else []


def _is_head(line: str) -> bool:
    """Whether a first line names the columns: its last one is a word, and no grade."""
    last = line.rpartition("\t")[2]
    return any(map(str.isalpha, last)) and not _ENDS_WITH_GRADE.search(line)


def _names(path: Path) -> dict[str, str]:
    """The judges' ids by the documents' paths."""
    names: dict[str, str] = {}
    for number, line in _lines(path):
        place = f"{path}:{number}"
        document, name = _columns(line, 2, place)
        if names.setdefault(document, name) != name:
            raise QueryError(f"{place} gives {document} the id {name}, and a line before {names[document]}")
    return names


def _columns(line: str, count: int, place: str) -> list[str]:
    columns = line.split("\t")
    if len(columns) != count:
        raise QueryError(f"{place} does not have {count} columns separated by tabs, as it should")
    return columns


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, numbered from 1: split at line feeds alone, as JSON strings may hold other ends."""
    try:
        data = path.read_bytes().removeprefix(codecs.BOM_UTF8)
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        number = data.count(b"\n", 0, error.start) + 1
        raise QueryError(f"{path}:{number} is not UTF-8 ({error.reason}); save it as UTF-8") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise QueryError(f"{path} can't be read ({reason}); name a text file in UTF-8") from error
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, line.removesuffix("\r")
