"""Why a document has no date, or a weak one, and the cure that works for its kind. Pure.

A date that stands in a document and can't be read is not replaced by one in its name (see `index.dates.stated`): where
that is the reason, renaming the file is no cure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from index.models.documents import Document
from index.models.undated import (
    BY_HAND,
    BY_HAND_IN_CHAT,
    NO_DATE,
    UNDATED_NOTE,
    Undated,
    WeaklyDated,
    is_weakly_dated,
    notes_on_dates,
)
from index.read.source import file_of

_HEAD_LINE = "begin its first line with date 2025-01-23"
_META = '<meta property="article:published_time" content="2025-01-23">'
_NAME = "begin its file name with its date (2025-01-23-name{suffix})"
_FIELD = "give it a field called date, or name the one it has in the setting date_field"
_CURES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        "text": ((_HEAD_LINE,), (_HEAD_LINE, _NAME)),
        "markdown": ((f"{_HEAD_LINE}, or put date: 2025-01-23 into its front matter",),) * 2,
        "html": ((f"let it declare one date, as {_META}",), (f"put {_META} into its head", _NAME)),
        **dict.fromkeys(("docx", "odt", "odp", "pptx", "rtf"), ((_HEAD_LINE,), (_HEAD_LINE, _NAME))),
        "epub": ((), (_NAME.format(suffix=".epub"),)),
        "email": (("correct its Date field",), (_NAME,)),
        "json": (("correct the field with its date",), (_FIELD, _NAME)),
        "csv": (("correct the cell with its date",), (_FIELD,)),
        "warc": ((), ()),
        "mbox": (("correct the message's Date field",), ("give the message a Date field",)),
    }
)
"""By format, what helps where a date in the document is at fault, and what where none is. A head line is trusted most,
and the name of a mailbox dates none of its messages."""
_OTHERS = ((), (_NAME,))
_PACKED = frozenset((".emlx", ".mht", ".mhtml", ".msg"))
"""Suffixes of pages and messages that can't be edited like others."""
_FREE_TEXT = frozenset(("", ".txt", ".text", ".asc", ".log", ".me", ".org", ".rst", ".adoc"))
"""Suffixes of texts that may begin with any line; others have a form of their own, such as `.json`."""
_MESSAGES = frozenset(("mbox",))
_NO_DATE_IN_MESSAGE = "the message states no date"
_NO_DATE_IN_PART = "it states no date"

_ADVICE = re.compile(r"; ((?:set|put|write|rename|keep|state|remove|correct|give|add)\b.*)", re.DOTALL)
"""Where a note goes on with what to do."""
_OF_THE_NAME = re.compile(
    r"the file name's date|the date in the (?:middle|page's text)|the day of receipt|the creation date"
)
_BY_HAND_BEFORE = "the date set by a moderator"
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}\Z")


def undated(document: Document) -> Undated:
    """Why `document`, which has no date, has none, and what gives it one."""
    said = [note.removesuffix(UNDATED_NOTE) for note in notes_on_dates(document.notes)]
    advice = [match[1] for note in said if (match := _ADVICE.search(note))]
    none = _NO_DATE_IN_MESSAGE if document.format in _MESSAGES else _NO_DATE_IN_PART if _is_part(document) else NO_DATE
    reason = "; ".join(_ADVICE.sub("", note) for note in said) or none
    cures = [*advice, *_cures(document, said[0] if said else "")]
    return Undated(
        path=document.path, reason=reason, cure=_either(cures, BY_HAND), chat=_either(cures, BY_HAND_IN_CHAT)
    )


def weakly_dated(document: Document) -> WeaklyDated | None:
    """What settles the date of a document whose date is weak; None for any other."""
    if document.date is None or not is_weakly_dated(document.date):
        return None
    cures = _cures(document, "")
    return WeaklyDated(
        path=document.path,
        date=document.date,
        cure=_either(cures, BY_HAND),
        chat=_either(cures, BY_HAND_IN_CHAT),
    )


def _cures(document: Document, said: str) -> list[str]:
    """What gives a document of its kind a date, besides doing so by hand; `said` tells of the date that is at fault."""
    if said.startswith(_BY_HAND_BEFORE):
        return []
    suffix = _SUFFIX.search(document.path)
    shown = suffix[0].lower() if suffix else ""
    at_fault, otherwise = _OTHERS if shown in _PACKED else _CURES.get(document.format, _OTHERS)
    if document.format == "text" and shown not in _FREE_TEXT:
        otherwise = (_NAME,)
    if _is_part(document):  # the name of a file dates none of the documents in it
        otherwise = tuple(cure for cure in otherwise if cure != _NAME)
    return [cure.format(suffix=shown) for cure in (at_fault if said and not _OF_THE_NAME.match(said) else otherwise)]


def _is_part(document: Document) -> bool:
    return file_of(document.path) != document.path


def _either(cures: Iterable[str], last: str) -> str:
    return ", or ".join((*cures, last))
