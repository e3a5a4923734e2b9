"""A page's language as it declares it, and how that writes dates in digits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from index.read.names import names

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DECLARED: Final = (
    "string(/*/@lang)",
    "string(//meta[@property='og:locale']/@content)",
    "string(//meta[translate(@http-equiv, 'CONTELAGU', 'contelagu')='content-language']/@content)",
    "string(//body/@lang)",
)
_DAY_FIRST: Final = names(
    "de fr es it pt nl pl cs sk sl hr sr bs ru uk bg el tr sv da nb nn no fi ro ca id vi ar he eu gl et lv is"
)
"""Languages all of whose countries write the day before the month."""
_MONTH_FIRST: Final = frozenset(("en-us", "en-ph", "es-us"))


def page_language(page: Element) -> str:
    """Such as "de" or "en-us", in lower case; empty if the page doesn't say. A locale goes before a bare language."""
    declared = [str(page.xpath(form)).strip().lower().replace("_", "-")[:11] for form in _DECLARED]
    named = [language for language in declared if re.fullmatch(r"[a-z]{2}(?:-[a-z0-9-]+)?", language)]
    if not named:
        return ""
    return next((each for each in named if each.startswith(f"{named[0][:2]}-")), named[0])


def day_comes_first(language: str) -> bool | None:
    """Whether 03/04/2020 is 3 April in this language, None if that can't be said."""
    if language in _MONTH_FIRST:
        return False
    return True if language[:2] in _DAY_FIRST or (language.startswith("en-") and language != "en-ca") else None
