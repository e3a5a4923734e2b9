"""Markdown with YAML front matter. Its text is the file's own, markup included, so that a quotation is verbatim."""

from __future__ import annotations

import re
from typing import NamedTuple

from index.dates.stated import StatedDate, head_date
from index.read.decode import decode
from index.read.protocol import Content, Parts
from index.read.title import find_title, single_spaced

FRONT_MATTER = re.compile(r"---[^\S\n]*\n(?P<yaml>(?:.*?\n)?)(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)", re.DOTALL)
MAX_FRONT_MATTER = 64 * 1024
"""Characters; anything longer is not front matter but a text that begins with a rule."""

_HEADING = re.compile(r"\s*(?:#[^\S\n]+(?P<hashes>[^\n]+?)[^\S\n]*#*|(?P<lined>[^\n]*\S)[^\S\n]*\n=+)[^\S\n]*(?:\n|\Z)")
_DATE_KEYS = (
    *("date", "published", "date_published", "datepublished", "publishdate", "publish_date", "pubdate", "issued"),
)


class _Front(NamedTuple):
    """The front matter's fields by name in lower case, and where the text after it begins."""

    fields: dict[str, str]
    end: int
    notes: tuple[str, ...] = ()


def read_markdown(data: bytes, max_characters: int) -> Parts:
    """One document; it keeps to `max_characters`, since decoding can't yield more characters than there are bytes."""
    text, notes = decode(data)
    front = _front(text)
    head = head_date(text, front.end)
    body = head.end if head else front.end
    title, body = _title(text, body, front.fields.get("title"))
    stated = next((front.fields[key] for key in _DATE_KEYS if front.fields.get(key)), "")
    dates = (StatedDate(head.written if head else "", "head line"), StatedDate(stated, "front matter"))
    return [Content("markdown", text, body, title, dates=dates, notes=notes + front.notes)]


def _title(text: str, body: int, stated: str | None) -> tuple[str | None, int]:
    """The title and where the text after it begins: stated in the front matter, a heading, or a title by its form."""
    if stated:
        return stated, body
    if heading := _HEADING.match(text, body):
        return single_spaced(heading["hashes"] or heading["lined"]), heading.end()
    by_form = find_title(text, body)
    return (by_form.title, by_form.body) if by_form.origin == "source" else (None, body)


def _front(text: str) -> _Front:
    match = FRONT_MATTER.match(text, 0, MAX_FRONT_MATTER)
    if not match:
        return _Front({}, 0)
    import yaml  # noqa: PLC0415 - only where Markdown is read

    try:
        # BaseLoader makes strings, lists and mappings of strings and nothing else: 2010-10 stays as it is written.
        front = yaml.load(match["yaml"], Loader=yaml.BaseLoader)  # noqa: S506 - safer than SafeLoader, see above
    except (yaml.YAMLError, RecursionError) as error:
        mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
        where = f" (line {mark.line + 2})" if mark else ""
        return _Front({}, match.end(), (f"its front matter is not YAML{where}, so its title and date were not read",))
    if not isinstance(front, dict):
        return _Front({}, 0)
    fields = {key.lower(): value for key, value in front.items() if isinstance(key, str) and isinstance(value, str)}
    return _Front(fields, match.end())
