"""What a page's JSON-LD says of when its own article was published. Much of it is not quite JSON, so it is read laxly.

A page describes more than itself there: videos, comments, other stories, the site. Only articles and pages count, and
of several only the one that is this page by its address or its headline. Pure.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from index.read.title import single_spaced

MAX_CHARACTERS: Final = 512 * 1024
"""Of one script; a longer one is not read."""
MAX_NODES: Final = 500
MAX_LEVELS: Final = 6
"""Of lists, graphs and main entities within each other."""

Rank = Literal["article", "page"]

_PAGES: Final = frozenset(
    ("webpage", "itempage", "medicalwebpage", "faqpage", "qapage", "aboutpage", "collectionpage", "checkoutpage", "")
)
"""Types that say less than an article's. What has no type is one of them."""
_ARTICLES: Final = frozenset(
    (
        *("blogposting", "socialmediaposting", "discussionforumposting", "liveblogposting", "report", "creativework"),
        *("recipe", "howto", "review", "criticreview", "claimreview", "question", "thesis", "digitaldocument"),
        *("webcontent", "book", "dataset", "legislation", "jobposting", "quotation", "specialannouncement"),
    )
)
_WITHIN: Final = ("@graph", "mainEntity", "mainEntityOfPage")
"""Keys under which the page's own article may lie; what is under others is something else."""

_WRAPPER: Final = re.compile(
    r"(?://|/\*)?[ \t]{0,4}(?:<!\[CDATA\[|\]\]>|<!--|-->)[ \t]{0,4}(?:\*/)?|^[^\S\n]*(?://|/\*)[^\n\"{}\[\]]*$|/\*\s*\*/",
    re.MULTILINE,
)
_LOOSE: Final = re.compile(r'("(?>[^"\\]+|\\.)*+(?:"|\\?\Z))|,(?=\s*[}\]])', re.DOTALL)
_BAD_ESCAPE: Final = re.compile(r'\\(?!["\\/bfnrtu])')
_STATED: Final = re.compile(r'"datePublished"\s*:\s*"([^"\\]{4,40})"')
_OTHERS: Final = re.compile(r'"(?:VideoObject|AudioObject|Comment|Event|Product|Answer)"')


@dataclass(frozen=True, slots=True)
class LinkedDate:
    """A date of something that a page's JSON-LD describes. `published` is false of one that says "created" only."""

    written: str
    rank: Rank
    published: bool = True
    addresses: tuple[str, ...] = ()
    headline: str = ""


def linked_dates(scripts: Iterable[str]) -> list[LinkedDate]:
    """The dates of every article and page that the scripts describe, in their order."""
    found: list[LinkedDate] = []
    for script in scripts:
        values, whole = _loaded(script)
        found += [date for value in values for node in _nodes(value) for date in _dates(node)]
        if not whole and not found:
            found += _from_broken(script)
    return found[:MAX_NODES]


def own_dates(dates: list[LinkedDate], addresses: Iterable[str], titles: Iterable[str]) -> list[LinkedDate]:
    """Those of the page itself: by its address, or else by its headline, or else all; articles before pages."""
    here = {key for address in addresses if (key := _address_key(address))}
    named = {key for title in titles if (key := _title_key(title))}
    for rank in ("article", "page"):
        of_rank = [date for date in dates if date.rank == rank]
        ours = [date for date in of_rank if here & set(map(_address_key, date.addresses))]
        ours = ours or [date for date in of_rank if _is_named(_title_key(date.headline), named)]
        if chosen := ours or [date for date in of_rank if not _is_foreign(date, here, named)]:
            return [date for date in chosen if date.published] or chosen
    return []


def _loaded(script: str) -> tuple[list[Any], bool]:
    """The values in a script, and whether all of it was read."""
    if len(script) > MAX_CHARACTERS:
        return [], True
    text = script.strip(" \t\r\n;\ufeff")
    for attempt in (text, _mended(text), _mended(html.unescape(text)) if "&quot;" in text else ""):
        values, whole = _values(attempt)
        if whole and values:
            return values, True
    return values, False


def _mended(text: str) -> str:
    """Without comments, wrappers, commas before a closing bracket, and escapes that JSON doesn't have."""
    text = _BAD_ESCAPE.sub("", _WRAPPER.sub("", text))
    return _LOOSE.sub(lambda match: match[1] or "", text).strip(" \t\r\n;")


def _values(text: str) -> tuple[list[Any], bool]:
    decoder = json.JSONDecoder(strict=False)
    values: list[Any] = []
    begin = 0
    try:
        while begin < len(text) and len(values) < MAX_NODES:
            value, begin = decoder.raw_decode(text, begin)
            values.append(value)
            while begin < len(text) and text[begin] in " \t\r\n;,":
                begin += 1
    except (ValueError, RecursionError):
        return values, False
    return values, True


def _nodes(value: Any, level: int = 0) -> Iterator[dict[str, Any]]:
    if level > MAX_LEVELS:
        return
    if isinstance(value, list):
        for item in value[:MAX_NODES]:
            yield from _nodes(item, level + 1)
    elif isinstance(value, dict):
        yield value
        for key in _WITHIN:
            yield from _nodes(value.get(key), level + 1)


def _dates(node: dict[str, Any]) -> Iterator[LinkedDate]:
    rank = _rank(node)
    if rank is None:
        return
    about: Any = {"rank": rank, "addresses": tuple(_addresses(node)), "headline": _headline(node)}
    stated = list(_words(node.get("datePublished")))
    yield from (LinkedDate(written, **about) for written in stated)
    if not stated and rank == "article":
        yield from (LinkedDate(written, published=False, **about) for written in _words(node.get("dateCreated")))


def _rank(node: dict[str, Any]) -> Rank | None:
    kinds = [re.sub(r"^.*[/:#]", "", kind).lower() for kind in _words(node.get("@type"))] or [""]
    if any(kind in _ARTICLES or kind.endswith("article") for kind in kinds):
        return "article"
    return "page" if any(kind in _PAGES for kind in kinds) else None


def _words(value: Any) -> Iterator[str]:
    """The strings that a value is, lists or has as its `@value`."""
    for item in value[:MAX_NODES] if isinstance(value, list) else [value]:
        inner = item.get("@value") if isinstance(item, dict) else item
        if isinstance(inner, str | int) and not isinstance(inner, bool):
            yield str(inner)


def _addresses(node: dict[str, Any]) -> Iterator[str]:
    page = node.get("mainEntityOfPage")
    yield from _words(page)
    for source in (node, page if isinstance(page, dict) else {}):
        yield from (value for key in ("url", "@id") if isinstance(value := source.get(key), str))


def _headline(node: dict[str, Any]) -> str:
    return next((value for key in ("headline", "name") if isinstance(value := node.get(key), str) and value), "")


def _from_broken(script: str) -> list[LinkedDate]:
    """`datePublished` of what can't be parsed, where it describes nothing else that has one."""
    if len(script) > MAX_CHARACTERS or _OTHERS.search(script):
        return []
    return [LinkedDate(written, "article") for written in dict.fromkeys(_STATED.findall(script))]


def _address_key(address: str) -> str:
    """An address without scheme, "www.", query, fragment and last slash; empty for a site's front page."""
    plain = re.sub(r"^(?:https?:)?//(?:www\.)?", "", address.strip().lower())
    plain = re.sub(r"[?#].*", "", plain, flags=re.DOTALL).rstrip("/")
    return plain if "/" in plain else ""


def _title_key(title: str) -> str:
    return re.sub(r"\W+", " ", single_spaced(html.unescape(title)).casefold()).strip()


def _is_named(headline: str, titles: set[str]) -> bool:
    """Whether a title is the headline, or begins with it, as before a site's name."""
    return bool(headline) and any(title == headline or title.startswith(f"{headline} ") for title in titles)


def _is_foreign(date: LinkedDate, here: set[str], named: set[str]) -> bool:
    """Whether both its address and its headline are another page's; those of this page were chosen before."""
    return bool(here and named and date.headline and any(map(_address_key, date.addresses)))
