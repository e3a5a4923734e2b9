"""The form that changes a search: its words, dates, folder and order. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, cast

import index
from bot.errors import RefusedError
from bot.search.custom_ids import Search
from bot.ui import limits, text
from bot.ui.components import Option
from bot.ui.forms import ChoiceField, Field, TextField

TITLE: Final = "Refine this search"
WORDS, SINCE, UNTIL, FOLDER, ORDER = "words", "since", "until", "folder", "order"
ORDERS: Final = {"relevance": "Best match first", "newest": "Newest first", "oldest": "Oldest first"}
_MAX_DATE: Final = 40
_DATE_HINT: Final = "1969, July 1969 or 20 July 1969"


def fields(search: Search, folders: Sequence[str]) -> list[Field]:
    """What can be changed, filled in as it is; a query too long for a form's field stays as it is."""
    shown: list[Field] = []
    if limits.length(search.text) <= limits.FORM_TEXT:
        hint = 'words, "a phrase", -without, title:…'
        shown.append(TextField(WORDS, "Words", search.text, hint, limits.FORM_TEXT, required=True))
    for name, label, day in ((SINCE, "From", search.since), (UNTIL, "Up to and including", search.until)):
        shown.append(TextField(name, label, day.isoformat() if day else "", _DATE_HINT, _MAX_DATE))
    if offered := offered_folders(folders):
        shown.append(
            ChoiceField(FOLDER, "Only in this folder", [Option(path, text.path_line(path)) for path in offered])
        )
    orders = [Option(value, label, chosen=value == search.sort) for value, label in ORDERS.items()]
    shown.append(ChoiceField(ORDER, "Order", orders))
    return shown


def offered_folders(folders: Sequence[str]) -> list[str]:
    """As many as a select holds, those nearest the top first."""
    fitting = [path for path in folders if limits.length(path) <= limits.CHOICE_NAME]
    return sorted(fitting, key=lambda path: (path.count("/"), path))[: limits.CHOICES]


def refined(search: Search, filled: Mapping[str, str]) -> Search:
    """The search as the form changes it; raises `QueryError` for a date that can't be read, else `RefusedError`."""
    words = index.one_line(filled.get(WORDS, search.text))
    if filled.get(FOLDER):
        words = f'{words} in:"{filled[FOLDER]}"'.strip()
    if not words:
        raise RefusedError("Please write at least one word to search for.")
    since, until = filled.get(SINCE, "").strip(), filled.get(UNTIL, "").strip()
    order = filled.get(ORDER)
    return replace(
        search,
        text=words[: index.MAX_CHARACTERS],
        since=index.read_days(since).first if since else None,
        until=index.read_days(until).last if until else None,
        sort=cast("index.Sort", order) if order in ORDERS else search.sort,
    )
