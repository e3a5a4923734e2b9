"""What a page's markup declares as the day it was published: meta elements, RDFa, microdata, `<time>`, classes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from index.read.names import names
from index.read.page_labels import is_of_change
from index.read.page_regions import Regions

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


class Kind(IntEnum):
    """How plainly something says when the page was published, most plainly first."""

    PUBLISHED = 1
    CREATED = 2
    """Created or issued, or only "date"."""
    MARKED = 3
    """An element of a class for it, which stands in the page as people see it."""
    TIME = 4
    """A `<time>` that says no more."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A date as a page declares it. `element` is where, None if that is of no consequence."""

    written: str
    kind: Kind
    element: Element | None = None


MAX_ELEMENTS: Final = 400
"""Of the elements that may hold a date; a page with more is a list."""
MAX_SCRIPT: Final = 512 * 1024
"""Characters of a script in which changes are looked for."""
MAX_WRITTEN: Final = 120
"""Characters of a date."""


_PUBLISHED: Final = names(
    # Without prefixes such as "og:" and "dc.", and without signs: "article:published_time" is "articlepublishedtime".
    "articlepublishedtime articlepublished articlepublishedat articlepublisheddate articlepublicationdate "
    "articlepublishdate articlepublishtime articlepubdate articledateoriginal articlefirstpublished "
    "articleoriginaldate "
    "publishedtime publishedat publishedon publisheddate published publicationdate publicationtime publishdate "
    "publishtime publishon pubdate pubtime pubdatetime datepublished datepublish datepublication dateofpublication "
    "originalpublicationdate originalpublishdate firstpublished firstpublisheddate firstpublicationdate onlinedate "
    "newspublishdate contentpublisheddate contentpublicationdate sailthrudate parselypubdate parselypagepubdate "
    "btpubdate cxenseparserecspublishtime recspublishtime dateissued issued issuedate citationpublicationdate "
    "citationonlinedate citationdate prismpublicationdate eprintsdate bepresscitationdate displaydate pdate "
    "releasedate shareaholicarticlepublishedtime mediatorpublishedtime storypublishdate postdate postpublished "
    "datepublishedtime dateposted postedon artpublishedtime blogpostpublished videoreleasedate"
)
_CREATED: Final = names(
    "date created datecreated createdat createdon creationdate createddate articlecreated articlecreatedtime "
    "articledate articletime contentcreated dateavailable available datesubmitted docdate storydate newsdate "
    "contentdate pagedate weiboarticlecreateat createat dcdate"
)
_PREFIX: Final = re.compile(
    r"^(?:(?:og|dc|dcterms|dct|schema|rnews|vf|vr|cse|search|ol|analytics|itemprop|nyt|thr|mp|wp|swiftype|twitter|lp)"
    r"(?:[:.]|(?<=dcterms)_|(?<=dc)_))+"
)
_MARKS: Final = re.compile(
    r"(?:^|\s)(?:published|dt-published|entry-date|posted-on|postdate|pubdate|date-header|article__published|"
    r"post__published|field-name-post-date|"
    r"(?:(?:pub|entry|article|post|byline|dateline|time|timestamp|date)-)?publish(?:ed)?(?:-(?:date|time|on|at))?|"
    r"(?:post|pub|publication|publish|article-publish)-?date|date-?published|article-date-published|date--published)"
    r"(?:\s|$)",
    re.IGNORECASE,
)
_CHANGES: Final = (
    "//meta[contains(@property, 'modified') or contains(@property, 'updated') or contains(@name, 'modified') or "
    "contains(@name, 'lastmod') or contains(@itemprop, 'dateModified')]/@content"
)
_MODIFIED: Final = re.compile(r'"dateModified"\s{0,9}:\s{0,9}"([^"\\]{4,40})"')
_CANDIDATES: Final = (
    "//*[self::meta or @pubdate or @itemprop or @property or self::time or self::abbr[@title] or "
    "contains(@class, 'publish') or contains(@class, 'entry-date') or contains(@class, 'posted-on') or "
    "contains(@class, 'post-date') or contains(@class, 'pubdate') or contains(@class, 'date-header') or "
    "contains(@class, 'postdate') or contains(@class, 'pub-date')]"
)


def declared_dates(page: Element, regions: Regions) -> list[Declared]:
    """Every date that an element declares, in the page's order; those of comments, menus and other stories left out."""
    found: list[Declared] = []
    seen = 0
    for element in page.xpath(_CANDIDATES):
        one = _meta(element) if element.tag == "meta" else _marked(element)
        if one is None or not one.written:
            continue
        seen += 1
        if seen > MAX_ELEMENTS:
            break
        if (element.tag == "meta" and element.get("itemprop") is None) or not regions.is_aside(element):
            found.append(one)
    return found


def changes(page: Element) -> list[str]:
    """What a page declares as the days on which it was changed."""
    scripts = page.xpath("//script[contains(@type, 'json')]/text()")[:MAX_ELEMENTS]
    linked = [written for script in scripts for written in _MODIFIED.findall(script[:MAX_SCRIPT])]
    return [*map(str, page.xpath(_CHANGES)[:MAX_ELEMENTS]), *linked]


def _meta(element: Element) -> Declared | None:
    written = element.get("content") or element.get("value") or element.get("datetime") or ""
    for attribute in ("property", "name", "itemprop", "http-equiv"):
        for name in (element.get(attribute) or "").split(None, 4):
            kind = _kind_of(name)
            if kind:
                return Declared(_short(written), kind, element)
    return None


def _kind_of(name: str) -> Kind | None:
    plain = re.sub(r"[^a-z]+", "", _PREFIX.sub("", name[:80].strip().lower()))
    if plain in _PUBLISHED:
        return Kind.PUBLISHED
    return Kind.CREATED if plain in _CREATED else None


def _marked(element: Element) -> Declared | None:
    """An element in the page's body: microdata and RDFa, or a class or tag that is for dates."""
    listed = f"{element.get('itemprop') or ''} {element.get('property') or ''}".split(None, 8)
    kinds = [kind for name in listed if (kind := _kind_of(name))]
    if kinds:
        return Declared(_written(element), min(kinds), element)
    if element.get("pubdate") is not None:
        return Declared(_written(element), Kind.PUBLISHED, element)
    classes = f"{element.get('class') or ''} {element.get('id') or ''}"
    if _MARKS.search(classes):
        return Declared(_written(element), Kind.MARKED, element)
    if element.tag != "time" or is_of_change(f"{classes} {' '.join(listed)}"):
        return None
    return Declared(_written(element), Kind.TIME, element)


def _written(element: Element) -> str:
    for name in ("content", "datetime", "title"):
        if (value := element.get(name)) and any(map(str.isdigit, value)):
            return _short(value)
    inner = element.find(".//time[@datetime]")
    if inner is not None:
        return _short(inner.get("datetime") or "")
    return _short(" ".join(_first_words(element)))


def _first_words(element: Element) -> Iterator[str]:
    length = 0
    for piece in element.itertext():
        yield piece
        length += len(piece)
        if length > MAX_WRITTEN:
            return


def _short(written: str) -> str:
    words = " ".join(written[: 4 * MAX_WRITTEN].split())
    return words if len(words) <= MAX_WRITTEN else ""
