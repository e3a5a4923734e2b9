"""JSON and JSON Lines of documents: a list of objects, objects one after the other, an object with one list, or one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Final

from index.read.decode import decode
from index.read.fields import Fields, NoTextFieldError, Record, shown_name
from index.read.json_values import Piece, elements, is_list, values
from index.read.plain import read_plain
from index.read.protocol import Content, FormatReader, Parts, UnreadableError, UnreadablePart
from index.read.records import MAX_RECORDS, Found, has_text, read_record, read_records

FORMAT: Final = "json"
MAX_LEVELS: Final = 3
"""Of objects around the list of documents."""


def json_reader(fields: Fields) -> FormatReader:
    """Reads the records of JSON; what is none, or has no field of text, is read as it stands."""

    def read(data: bytes, max_characters: int) -> Parts:
        text, notes = decode(data)
        if text.lstrip()[:1] not in ("{", "["):
            return read_plain(data, max_characters)
        try:
            parts = _read(text, fields, max_characters)
        except NoTextFieldError as error:
            return [_as_it_stands(part, str(error)) for part in read_plain(data, max_characters)]
        first = next((part for part in parts if isinstance(part, Content)), None)
        return [replace(part, notes=(*notes, *part.notes)) if part is first else part for part in parts]

    return read


def _as_it_stands(part: Content | UnreadablePart, reason: str) -> Content | UnreadablePart:
    if isinstance(part, UnreadablePart):
        return part
    return replace(part, notes=(*part.notes, f"it is read as one text: {reason}"))


def _read(text: str, fields: Fields, max_characters: int) -> Parts:
    if is_list(text):
        return _records(islice(elements(text), MAX_RECORDS + 1), "entry", fields, max_characters)
    pieces = list(islice(values(text), MAX_RECORDS + 1))
    if len(pieces) == 1 and isinstance(whole := pieces[0].value, Mapping):
        if has_text(whole, fields) or (listed := _list_in(whole)) is None:
            return [read_record(whole, fields, FORMAT, max_characters)]
        return _records((Piece(1, each) for each in islice(listed, MAX_RECORDS + 1)), "entry", fields, max_characters)
    return _records(pieces, "line", fields, max_characters)


def _records(pieces: Iterable[Piece], unit: str, fields: Fields, max_characters: int) -> Parts:
    """The documents; each is told by its line, or by its place among the entries of a list."""
    found = [
        _found(f"{unit} {piece.line if unit == 'line' else number}", piece) for number, piece in enumerate(pieces, 1)
    ]
    return read_records(found, fields, FORMAT, max_characters)


def _found(where: str, piece: Piece) -> Found:
    if piece.fault:
        return Found(None, where, piece.fault)
    if isinstance(piece.value, Mapping):
        return Found(piece.value, where)
    return Found(None, where, f'{where}: it is no object with fields; write it as one, such as {{"text": "…"}}')


def _list_in(whole: Record) -> list[object] | None:
    """The one list of objects in an object, or in the objects within it; None where there is none."""
    level: list[Record] = [whole]
    for _ in range(MAX_LEVELS):
        lists = {
            name: value
            for each in level
            for name, value in each.items()
            if isinstance(value, list) and any(isinstance(one, Mapping) for one in value)
        }
        if len(lists) > 1:
            named = ", ".join(map(shown_name, lists))[:100]
            raise UnreadableError(f"it holds several lists of documents ({named}); save each in a file of its own")
        if lists:
            return next(iter(lists.values()))
        level = list(_objects_in(level))
    return None


def _objects_in(level: list[Record]) -> Iterator[Record]:
    return (value for each in level for value in each.values() if isinstance(value, Mapping))
