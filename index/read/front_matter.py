"""Front matter and header fields at the beginning of a text: its title, its date, and where the text after it begins.

    --- title: … ---     +++ title = "…" +++     { "title": … }     Title: …     :title: …

YAML, TOML and JSON are as Jekyll, Hugo and others have them; fields without a fence as Pelican, MultiMarkdown, Python's
PEPs and reStructuredText have them. What only looks like it stays text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from index.dates.stated import StatedDate
from index.dates.written import all_bounds
from index.read.front_fields import Fields, Value, json_fields, toml_fields, yaml_fields
from index.read.title import single_spaced

MAX_FRONT_MATTER: Final = 64 * 1024
"""Characters; anything longer is not front matter but a text that begins with a rule."""

_PUBLISHED: Final = (
    *("date", "pubdate", "datepublished", "publishdate", "publisheddate", "published", "publishedat", "publishedon"),
    *("publishedtime", "publicationdate", "dateposted", "posted", "postedat", "postedon", "postdate", "issued"),
    *("dateissued", "created", "createdat", "createdon", "createddate", "datecreated", "creationdate", "createdtime"),
)
"""Keys of a date, without signs: publication before creation; a date of change is never the document's."""
_WITHIN: Final = frozenset({"date", "dates", "params", "meta", "metadata", "extra", "frontmatter", "page", "article"})
"""Keys of fields that may have a date within."""
_MAX_WITHIN: Final = 3
_NO_DATES: Final = frozenset({"", "true", "false", "yes", "no", "on", "off", "null", "none", "~", "draft", "tbd"})

_FENCED: Final = re.compile(
    r"(?P<blank>[\s\ufeff]*+)(?:---[^\S\n]*\n(?P<yaml>(?:.*?\n)?)(?:---|\.\.\.)|\+\+\+[^\S\n]*\n(?P<toml>(?:.*?\n)?)\+\+\+)"
    r"[^\S\n]*(?:\n|\Z)",
    re.DOTALL,
)
_UNCLOSED: Final = re.compile(
    r"[\s\ufeff]*+(?:---|\+\+\+)[^\S\n]*\n\s*(?:title|date|layout)[^\S\n]*[:=]", re.IGNORECASE
)
_JSON: Final = re.compile(r"[\s\ufeff]*+(?=\{)")
_AFTER_JSON: Final = re.compile(r"[^\S\n]*\n")
_HEADER: Final = re.compile(
    r"[\s\ufeff]*+(?P<lines>(?:[A-Za-z][A-Za-z-]*(?: [A-Za-z-]+){0,2}:(?:[^\S\n][^\n]*)?\n"
    r"(?:[^\S\n]+\S[^\n]*\n)*)+)(?:[^\S\n]*\n|\Z)"
)
_FIELD_LIST: Final = re.compile(
    r"[\s\ufeff]*+(?:(?P<heading>[^\n]*\S)[^\S\n]*\n(?P<rule>[=#*~^\"'+-])(?P=rule)*[^\S\n]*\n\s*)?"
    r"(?P<lines>(?::[A-Za-z][\w -]*:[^\n]*\n(?:[^\S\n]+\S[^\n]*\n)*)+)(?:[^\S\n]*\n|\Z)"
)
_FIELD: Final = re.compile(r":?(?P<key>[A-Za-z][\w -]*):[^\S\n]*(?P<value>[^\n]*(?:\n[^\S\n][^\n]*)*)\n")
_SHORT: Final = frozenset(_PUBLISHED) | frozenset(
    (
        *("title", "modified", "updated", "lastmod", "lastmodified", "lastupdated", "slug", "status", "lang"),
        *("language", "template", "layout", "type", "version", "draft", "permalink", "id", "contenttype", "css"),
        *("format", "pep", "pythonversion"),
    )
)
"""Keys, without signs, of fields that hold no words that anybody would search for."""
_KNOWN: Final = _SHORT | frozenset(
    (
        *("subtitle", "author", "authors", "category", "categories", "tags", "tag", "keywords", "url", "email"),
        *("affiliation", "copyright", "license", "source", "sponsor", "delegate", "discussionsto", "requires"),
        *("posthistory", "replaces", "supersededby", "resolution", "topic", "series", "image", "cover", "comments"),
    )
)
"""Keys by which front matter is recognised, likewise."""
_KEY: Final = re.compile(r"[a-z][A-Za-z0-9_-]*")


class Front(NamedTuple):
    """What stands before a text, and where the text begins."""

    title: str | None
    dates: tuple[StatedDate, ...]
    end: int
    notes: tuple[str, ...] = ()


NOTHING: Final = Front(None, (), 0)


def begins_fenced(text: str) -> bool:
    """Whether a text begins with front matter between fences."""
    return _FENCED.match(text) is not None


def front_matter(text: str) -> Front:
    """The front matter of a text; `NOTHING` where it has none."""
    return _fenced(text) or _json(text) or header_fields(text, _KNOWN) or NOTHING


def header_fields(text: str, left_out: frozenset[str] = _SHORT) -> Front | None:
    """Fields without a fence. They stay in the text if not all of them may be `left_out`, so that no word is lost."""
    head = text[:MAX_FRONT_MATTER]
    match = _HEADER.match(head) or _FIELD_LIST.match(head)
    if match is None or not text[match.end() : match.end() + MAX_FRONT_MATTER].strip():
        return None
    pairs = tuple((field["key"], single_spaced(field["value"])) for field in _FIELD.finditer(match["lines"]))
    keys = {_plain(key) for key, _ in pairs}
    heading = single_spaced(match["heading"] or "") if "heading" in match.groupdict() else ""
    if (keys == {"date"} and not heading) or not keys & {"title", *_PUBLISHED}:
        return None
    dates = _dates(Fields(pairs))
    if any(not all_bounds(date.written, None) and not date.doubt for date in dates):  # "Date: 2025 was a hard year"
        return None
    front = _front(Fields(pairs), match.end())
    end = match.end() if keys <= left_out else 0
    return front._replace(title=front.title or heading or None, end=end if front.title or front.dates else 0)


def _fenced(text: str) -> Front | None:
    match = _FENCED.match(text, 0, MAX_FRONT_MATTER)
    if match is None:
        note = "its front matter has no closing fence (--- or +++), so its title and date were not read"
        return Front(None, (), 0, (note,)) if _UNCLOSED.match(text) else None
    if match["toml"] is not None:
        fields = toml_fields(match["toml"])
    else:
        fields = yaml_fields(match["yaml"], 2 + match["blank"].count("\n"))
    if fields is None or not _are_fields(fields):
        return None
    return _front(fields, match.end())


def _are_fields(fields: Fields) -> bool:
    """Whether names are those of fields: prose between two rules may have a colon, too."""
    return not fields.pairs or any(_plain(key) in _KNOWN or _KEY.fullmatch(key) for key, _ in fields.pairs)


def _json(text: str) -> Front | None:
    start = _JSON.match(text)
    found = json_fields(text[:MAX_FRONT_MATTER], start.end()) if start else None
    after = _AFTER_JSON.match(text, found[1]) if found else None
    if found is None or after is None or not text[after.end() :].strip():
        return None
    return _front(found[0], after.end()) if _are_fields(found[0]) else None


def _front(fields: Fields, end: int) -> Front:
    titles = tuple(dict.fromkeys(_texts(value for key, value in fields.pairs if _plain(key) == "title")))
    dates = _dates(fields)
    notes = []
    if len(titles) > 1:
        notes.append("its front matter has two titles, so none of them counts; keep one")
    if fields.fault and not dates:
        notes.append(f"its front matter {fields.fault}, so its date may not have been read")
    return Front(single_spaced(titles[0]) if len(titles) == 1 else None, dates, end, tuple(notes))


def _dates(fields: Fields, within: int = 0) -> tuple[StatedDate, ...]:
    """The date of the first key that has one; of a key with two values that differ none counts."""
    for wanted in _PUBLISHED:
        pairs = [(key, value) for key, value in fields.pairs if _plain(key) == wanted]
        texts = _texts(value for _, value in pairs)
        written = _distinct(text for text in texts if _may_be_date(text, wanted))
        if len(written) > 1:
            doubt = f"is unclear, since “{pairs[0][0]}” is given twice; keep one of them"
            return (StatedDate(" or ".join(written[:2]), "front matter", doubt),)
        if written:
            return (StatedDate(written[0], "front matter"),)
    nested = (value for key, value in fields.pairs if _plain(key) in _WITHIN and isinstance(value, Fields))
    found = (_dates(value, within + 1) for value in nested) if within < _MAX_WITHIN else ()
    return next(filter(None, found), ())


def _distinct(written: Iterable[str]) -> list[str]:
    """Those that don't mean the same days, the first of each."""
    found: dict[object, str] = {}
    for text in written:
        found.setdefault(frozenset(all_bounds(text, None)) or text, text)
    return list(found.values())


def _may_be_date(text: str, key: str) -> bool:
    """Whether a value is meant as a date: `published: true` is none, nor is a publisher."""
    return text.casefold() not in _NO_DATES and (key == "date" or sum(map(str.isdigit, text)) >= 4)


def _texts(values: Iterable[Value]) -> Iterator[str]:
    """The strings among values, those in lists of them included."""
    for value in values:
        for text in value if isinstance(value, list) else (value,):
            if isinstance(text, str) and text.strip():
                yield text.strip()


def _plain(key: str) -> str:
    """A key in lower case without signs: publish_date, publishDate and "Publish-Date" are one."""
    return "".join(filter(str.isalnum, key.casefold()))
