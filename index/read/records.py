"""Records to documents, each named by the number in its id field if all have one of their own, or by its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import count
from typing import Final, NamedTuple

from index.dates.stated import StatedDate
from index.read.decode import tidied
from index.read.field_values import as_text, date_in, row_of
from index.read.fields import Fields, Record, Roles, no_text_field, roles_of, shown_name, value_at
from index.read.html import parse
from index.read.page_text import whole_text
from index.read.protocol import TOO_MUCH_TEXT, Content, Parts, UnreadableError, UnreadablePart

MAX_RECORDS: Final = 100_000
_SAMPLE: Final = 100
"""Records that are looked at for the field that seems to hold the text."""
_CODE: Final = re.compile(r"([A-Za-z]{2})(?:[-_][A-Za-z0-9_-]{1,20})?")
_MARKUP: Final = re.compile(
    r"\s*<(?:!doctype|html|body|p|div|h[1-6]|ul|ol|article|section|figure|blockquote|span|table)\b[^>]{0,1000}>",
    re.IGNORECASE,
)
"""How HTML begins, as websites export their articles."""
_WHOLE: Final = re.compile(r"[1-9][0-9]{0,19}")


class Found(NamedTuple):
    """A record of a file, or why there is none: `where` it begins, for people ("line 3")."""

    record: Record | None
    where: str
    fault: str = ""


def read_records(found: Sequence[Found], fields: Fields, format_: str, max_characters: int) -> Parts:
    """One document a record. Raises `UnreadableError` where there is none, or none with a known field of text."""
    if len(found) > MAX_RECORDS:
        raise UnreadableError(f"it holds more than {MAX_RECORDS} records; split it")
    records = [each.record for each in found if each.record is not None]
    if not any(_roles(record, fields).text for record in records):
        if records:
            raise no_text_field(tuple(records[0]), longest_field(records))
        raise UnreadableError(found[0].fault if found else "it holds no records; remove it or add some")
    numbers = _numbers(found, fields)
    return [_part(each, number, fields, format_, max_characters) for each, number in zip(found, numbers, strict=True)]


def read_record(record: Record, fields: Fields, format_: str, max_characters: int, part: int | None = None) -> Content:
    """The document in a record; raises `UnreadableError` for one without a text."""
    roles = _roles(record, fields)
    if not roles.text:
        raise no_text_field(tuple(record), longest_field([record]))
    text = _text(record, roles)
    if not text:
        raise UnreadableError(f"its field {shown_name(roles.text[0])} has no text; remove it or add its text")
    title = next(filter(None, (_words(record, path) for path in roles.title)), None)
    return Content(
        format_,
        text[: max_characters + 1],
        title=title,
        dates=_dates(record, roles),
        part=part,
        language=_language(record, roles),
    )


def has_text(record: Record, fields: Fields) -> bool:
    """Whether a record has a field with a text in it, and not only more records."""
    roles = _roles(record, fields)
    return any(isinstance(value_at(record, path), str) for path in roles.text) and bool(_text(record, roles))


def longest_field(records: Sequence[Record]) -> str | None:
    """The field with the longest values."""
    lengths: dict[str, int] = {}
    for record in records[:_SAMPLE]:
        for name, value in record.items():
            lengths[name] = lengths.get(name, 0) + (len(value) if isinstance(value, str) else 0)
    return max(lengths, key=lengths.__getitem__, default=None)


def _roles(record: Record, fields: Fields) -> Roles:
    return roles_of(tuple(record), fields)


def _part(found: Found, number: int, fields: Fields, format_: str, max_characters: int) -> Content | UnreadablePart:
    if found.record is None:
        return UnreadablePart(number, found.fault)
    try:
        content = read_record(found.record, fields, format_, max_characters, number)
    except UnreadableError as error:
        return UnreadablePart(number, f"{found.where}: {error}")
    except (ValueError, LookupError, RecursionError) as error:
        reason = f"it is damaged ({type(error).__name__} while reading it); mend it"
        return UnreadablePart(number, f"{found.where}: {reason}")
    return content if len(content.text) <= max_characters else UnreadablePart(number, TOO_MUCH_TEXT)


def _text(record: Record, roles: Roles) -> str:
    """The text, and under it the rows that the settings ask for."""
    texts = filter(None, (_value(record, path) for path in roles.text))
    text = "\n\n".join(texts) if roles.text_is_named else next(texts, "")
    rows = [row_of(path.rpartition(".")[2], value) for path in roles.shown if (value := _value(record, path))]
    return tidied("\n\n".join(filter(None, (text, "\n".join(rows))))) if text else ""


def _value(record: Record, path: str) -> str:
    text = as_text(value_at(record, path))
    return tidied(whole_text(parse(text)) if _MARKUP.match(text) else text)


def _words(record: Record, path: str) -> str:
    return " ".join(unescape(as_text(value_at(record, path))).split())


def _dates(record: Record, roles: Roles) -> tuple[StatedDate, ...]:
    stated = (date_in(value_at(record, path)) for path in roles.date)
    return tuple(date for date in (next(filter(None, stated), None),) if date)


def _language(record: Record, roles: Roles) -> str | None:
    codes = (_CODE.fullmatch(_words(record, path)) for path in roles.language)
    return next((code[1].lower() for code in codes if code), None)


def _numbers(found: Sequence[Found], fields: Fields) -> Iterator[int]:
    """The ids of records where all have whole numbers that differ, so that a record keeps its name among new ones."""
    ids = [_id(each.record, fields) for each in found if each.record is not None]
    taken = {number for number in ids if number}
    if not ids or len(taken) < len(ids):
        return iter(range(1, len(found) + 1))
    free = (number for number in count(1) if number not in taken)
    given = iter(ids)
    return (next(given) or 0 if each.record is not None else next(free) for each in found)


def _id(record: Record, fields: Fields) -> int | None:
    for path in _roles(record, fields).id:
        value = value_at(record, path)
        if isinstance(value, str) and _WHOLE.fullmatch(value.strip()):
            return int(value)
    return None
