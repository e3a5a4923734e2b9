"""Which fields of a record hold its text, title, date and the like: those that the settings name, or else usual names.

Names are compared without case and marks, so that `Published At` and `published_at` are one. A dot leads into an object
within a field (`meta.published`), and through a list to the field of each of its objects.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from index.read.decode import scrubbed
from index.read.protocol import UnreadableError
from index.settings import SETTINGS_FILE, Settings

Record = Mapping[str, object]
"""A document as fields by name: strings, `Number`s, truth values, None, and lists and objects of these."""

_TEXT: Final = ("text", "body", "content", "fulltext", "articlebody", "bodytext", "message")
_TITLE: Final = ("title", "headline", "subject")
_DATE: Final = (
    *("date", "published", "publishedat", "publishedon", "datepublished", "publisheddate", "publicationdate"),
    *("pubdate", "created", "createdat", "createdon", "datecreated", "creationdate", "timestamp", "datetime", "time"),
)
_LANGUAGE: Final = ("language", "lang")
_ID: Final = ("id",)
MAX_NAMED: Final = 12
"""Fields that an error names."""
MAX_NAME: Final = 40
"""Characters of each."""
_MARKS = re.compile(r"[\W_]+")


class Number(str):
    """A number as it is written in JSON, however many digits it has."""

    __slots__ = ()


class Fields(NamedTuple):
    """The fields that the settings name; empty where they leave it to the usual names."""

    text: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    id: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()


class Roles(NamedTuple):
    """The fields of records with the same names: of `text` all count, of the others the first that has a value.

    Where `text_is_named` is false, the first counts of `text`, too.
    """

    text: tuple[str, ...]
    text_is_named: bool
    title: tuple[str, ...]
    date: tuple[str, ...]
    id: tuple[str, ...]
    language: tuple[str, ...]
    shown: tuple[str, ...]


def fields_of(settings: Settings) -> Fields:
    text = settings.text_field or ()
    return Fields(
        text=(text,) if isinstance(text, str) else text,
        title=_one(settings.title_field),
        date=_one(settings.date_field),
        id=_one(settings.id_field),
        language=_one(settings.language_field),
        shown=settings.shown_fields,
    )


def _one(name: str | None) -> tuple[str, ...]:
    return (name,) if name else ()


@lru_cache(maxsize=256)
def roles_of(names: tuple[str, ...], fields: Fields) -> Roles:
    """What each of a record's fields is for."""
    named = _there(names, fields.text)
    return Roles(
        text=named or _usual(names, _TEXT),
        text_is_named=bool(named),
        title=_there(names, fields.title) or _usual(names, _TITLE),
        date=_there(names, fields.date) or _usual(names, _DATE),
        id=_there(names, fields.id) or _usual(names, _ID),
        language=_there(names, fields.language) or _usual(names, _LANGUAGE),
        shown=_there(names, fields.shown),
    )


def _there(names: tuple[str, ...], wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the wanted fields that a record with these names can have, spelt as it has them."""
    plain = {_plain(name): name for name in reversed(names)}
    found = []
    for field in wanted:
        top, dot, rest = field.partition(".")
        if field in names or (dot and top in names):
            found.append(field)
        elif (name := plain.get(_plain(field))) or (dot and (name := plain.get(_plain(top)))):
            found.append(f"{name}.{rest}" if dot and name != plain.get(_plain(field)) else name)
    return tuple(found)


def _usual(names: tuple[str, ...], usual: tuple[str, ...]) -> tuple[str, ...]:
    plain = {_plain(name): name for name in reversed(names)}
    return tuple(plain[name] for name in usual if name in plain)


@lru_cache(maxsize=1024)
def _plain(name: str) -> str:
    return _MARKS.sub("", name).casefold()


def value_at(record: Record, path: str) -> object:
    """The value of a field, or at a path of fields; None where there is none."""
    if path in record:
        return record[path]
    top, dot, rest = path.partition(".")
    return _within(record.get(top), rest) if dot else None


def _within(value: object, path: str) -> object:
    if isinstance(value, Mapping):
        return value_at(value, path)
    if isinstance(value, list):
        found = [_within(each, path) for each in value if isinstance(each, Mapping)]
        return [each for each in found if each is not None] or None
    return None


class NoTextFieldError(UnreadableError):
    """No field of some records is known to hold their text."""


def no_text_field(names: tuple[str, ...], likeliest: str | None) -> NoTextFieldError:
    """That none of these fields is known to hold the text, and which setting says which does."""
    more = f" and {len(names) - MAX_NAMED} more" if len(names) > MAX_NAMED else ""
    listed = f"{', '.join(map(shown_name, names[:MAX_NAMED]))}{more}" if names else "none"
    return NoTextFieldError(
        f"none of its fields is called text, body or content; name the one with the text in {SETTINGS_FILE}, for "
        f'example text_field = "{shown_name(likeliest or "body")}" (its fields: {listed})'
    )


def shown_name(name: str) -> str:
    """A field's name as part of a line."""
    plain = " ".join(scrubbed(name).split())
    return plain if len(plain) <= MAX_NAME else f"{plain[:MAX_NAME]}…"
