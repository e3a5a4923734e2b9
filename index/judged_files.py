"""The files of judged queries: JSON lines, judgements and ids in tables. Each line is read, or named by its place."""

from __future__ import annotations

import codecs
import json
import math
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from index.dates.calendar import Days
from index.dates.typed import read_days
from index.errors import QueryError
from index.models.answers import Query

DEPTH = 100
"""Documents judged for each query: as deep as the deepest measure looks."""
MAX_DIGITS = 1000
"""Of a whole number."""

ANSWER_FIELDS = ("document", "start", "end")
"""What a query's line has where it says where its answer is; `answer`, the words there, may stand beside them."""

_HALF = re.compile("[\ud800-\udfff]")
_GRADE = re.compile(r"-?[0-9]{1,9}")
_ENDS_WITH_GRADE = re.compile(r"\s-?[0-9]+\s*")


class Queries(NamedTuple):
    """The queries in their order; by their ids where each is, and what it says about its answer, not checked yet."""

    asked: list[Query]
    places: dict[str, str]
    answers: dict[str, dict[str, Any]]


def queries(path: Path) -> Queries:
    """Every line that is not blank."""
    asked: list[Query] = []
    places: dict[str, str] = {}
    answers: dict[str, dict[str, Any]] = {}
    for number, line in _lines(path):
        place = f"{path}:{number}"
        try:
            fields = _object(line)
            query = _query(fields)
        except (ValueError, KeyError, TypeError, RecursionError, QueryError) as error:
            raise QueryError(f'{place} is not {{"id", "text", "since", "until"}} ({_reason(error)})') from error
        name = str(query.id)
        if name in places:
            raise QueryError(f"{place} has the id {name!r} of {places[name]}; give each query an id of its own")
        places[name] = place
        answers[name] = {field: fields.get(field) for field in (*ANSWER_FIELDS, "answer")}
        asked.append(query)
    return Queries(asked, places, answers)


def _object(line: str) -> Mapping[str, Any]:
    """The object that a line is, with no name in it twice."""
    fields = json.loads(line, object_pairs_hook=_once, parse_int=_whole_number)
    if not isinstance(fields, dict):
        raise TypeError("it is no JSON object")
    return fields


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    if twice := [name for name in names if names.count(name) > 1]:
        raise ValueError(f"{twice[0]!r} is there twice")
    return dict(pairs)


def _whole_number(digits: str) -> int | float:
    """As Python reads them; it refuses to read thousands of digits, and no number has them."""
    return int(digits) if len(digits) <= MAX_DIGITS else math.inf


def _query(fields: Mapping[str, Any]) -> Query:
    name = fields["id"]
    if isinstance(name, bool) or not isinstance(name, str | int | float) or str(name) in {"inf", "-inf", "nan"}:
        raise TypeError(f"the id is {name!r}; give a string or a number")
    if _HALF.search(f"{name}{fields['text']}"):
        raise TypeError("it has half of a character, which is no text")
    since, until = (_days(bound, fields.get(bound)) for bound in ("since", "until"))
    return Query(
        id=str(name),
        text=fields["text"],
        since=since.first if since else None,
        until=until.last if until else None,
        limit=DEPTH,
    )


def _days(bound: str, written: Any) -> Days | None:
    """The days that a bound names; one that is empty is none."""
    if written is None or written == "":
        return None
    if isinstance(written, bool) or not isinstance(written, str | int):
        raise TypeError(f"{bound} is {written!r}; give a day as YYYY-MM-DD, YYYY-MM or YYYY")
    return read_days(str(written))


def _reason(error: Exception) -> str:
    """Why a line is no query, in a line."""
    if isinstance(error, ValidationError):
        fault = error.errors()[0]
        return f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}"
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)


class AnswerSpan(NamedTuple):
    """Where a query's answer is said to be: from `start` to `end` in a document's text, in characters.

    `document` is named as in the judgements. `words` are those there, if they are given. `place` is the file and line.
    """

    document: str
    start: int
    end: int
    words: str | None
    place: str


def answers(written: Queries) -> dict[str, AnswerSpan]:
    """Where answers are, for the queries that say it in any of `ANSWER_FIELDS`; by the queries' ids."""
    spans: dict[str, AnswerSpan] = {}
    for query, fields in written.answers.items():
        if all(fields[name] is None for name in ANSWER_FIELDS):
            continue
        place = written.places[query]
        try:
            spans[query] = _span(fields, place)
        except (ValueError, TypeError) as error:
            form = '{"document", "start", "end"}'
            raise QueryError(f"{place} does not say where its answer is as {form} ({error})") from error
    return spans


def _span(fields: Mapping[str, Any], place: str) -> AnswerSpan:
    document, start, end, words = (fields[name] for name in (*ANSWER_FIELDS, "answer"))
    if isinstance(document, bool) or not isinstance(document, str | int) or not str(document).strip():
        raise TypeError(f"the document is {document!r}; name it as the judgements do")
    start, end = _offset("start", start), _offset("end", end)
    if end <= start:
        raise ValueError(f"end is {end}, which is not after start, {start}")
    if not isinstance(words, str | None):
        raise TypeError(f"the answer is {words!r}; give its words")
    return AnswerSpan(str(document), start, end, words if words and words.strip() else None, place)


def _offset(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise TypeError(f"{name} is {value!r}; give a whole number of characters from the beginning of the text")
    return value


class Judgements(NamedTuple):
    """The grades of each query's documents; where each query and each document is judged first; what is there twice."""

    grades: dict[str, dict[str, int]]
    queries: dict[str, str]
    documents: dict[str, str]
    notes: list[str]


def judgements(path: Path, asked: Collection[str]) -> Judgements:
    """Every line but a head; `asked` are the queries' ids, since no line that judges one of them is a head."""
    read = Judgements({}, {}, {}, [])
    twice: list[str] = []
    for at, (number, line) in enumerate(_lines(path)):
        if at == 0 and _is_head(line) and line.partition("\t")[0] not in asked:
            continue
        place = f"{path}:{number}"
        query, document, grade = _judgement(line, place)
        grades = read.grades.setdefault(query, {})
        if document in grades:
            twice.append(place)
        if grades.setdefault(document, grade) != grade:
            raise QueryError(f"{place} judges {document} {grade} for {query}, and a line before {grades[document]}")
        read.queries.setdefault(query, place)
        read.documents.setdefault(document, place)
    if twice:
        are = "judgement is" if len(twice) == 1 else "judgements are"
        read.notes.append(f"{len(twice):,} {are} there twice (the first at {twice[0]})")
    return read


def _judgement(line: str, place: str) -> tuple[str, str, int]:
    query, document, written = _columns(line, 3, place)
    if not (query.strip() and document.strip()):
        raise QueryError(f"{place} names no {'document' if query.strip() else 'query'}; write its id")
    if not _GRADE.fullmatch(written.strip()):
        raise QueryError(f"{place} has the relevance {written[:40]!r}; write a whole number such as 0, 1 or 2")
    return query, document, int(written)


def _is_head(line: str) -> bool:
    """Whether a first line names the columns: its last one is a word, and no grade."""
    last = line.rpartition("\t")[2]
    return any(map(str.isalpha, last)) and not _ENDS_WITH_GRADE.search(line)


def names(path: Path) -> dict[str, str]:
    """The judges' ids by the documents' paths."""
    known: dict[str, str] = {}
    for number, line in _lines(path):
        place = f"{path}:{number}"
        document, name = _columns(line, 2, place)
        if known.setdefault(document, name) != name:
            raise QueryError(f"{place} gives {document} the id {name}, and a line before {known[document]}")
    return known


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
            yield number, line.removesuffix("\r").removeprefix("\ufeff")  # in the middle of files put together
