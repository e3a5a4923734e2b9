"""The pages of a PDF as one text: words, sentences and hyphens that go on over the ends of lines and pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from index.read.decode import normalised, tidied

_MARK = re.compile("[-\u2010\u00ad]?[\x02\ufffe]\\s*|\u00ad\\s*\\n\\s*")
"""What PDFium returns for a hyphen that ends a line."""
_NEXT, _INSIDE = "\f", "\v"
"""While pages are joined: the end of a page between words, and inside a word."""
_PAGE_ENDS = re.compile(f"[{_NEXT}{_INSIDE}]")
_HYPHEN = re.compile(
    rf"(?<![\w-])((?:\w++[-‐](?=\w))*+\w++)[-‐](\n|{_NEXT}+)(\w++(?:[-‐]\w++)*+)"  # possessive: read once
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

_COMPOUND = re.compile(
    r"well-(?!ness|ing\b|ington)|self-(?!ish|less|same|hood)|ultra-|so-called|old-fashioned|third-party|by-(?:product|law|elect)|"
    r"(?:half|quasi|vice|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|two|three|four|five|six|seven|eight|nine|"
    r"ten)-(?!penny|fold|some|teen|pence|roy|een|ty|th\b)|"
    r"pre-(?:war|school|exist|elect|industr|emin|columb|revolution|tax|owned|cook|heat|select)|"
    r"co-(?:operat|ordinat|author|found|exist|own|work|educat|opt|pilot|star|chair|defend|writ|produc|sign|host|edit)|"
    r"(?:post|inter)-war|non-(?:violen|profit|govern|exist|fiction|member|stop|aligned|smok|essential|nuclear|native|"
    r"resident|verbal|linear|trivial|partisan)|anti-(?:war|aircraft|tank|trust|slavery|semit|social|corrupt|nuclear|"
    r"fascis|communis|govern)|re-(?:elect|enact|enter|entry|establish|examin|open|use)|"
    r"mid-(?:air|century|week|term|winter|summer)|semi-(?:final|detach|annual|official|skilled|arid)|"
    r"pro-(?:war|govern|european|russian|life|choice)|ex-(?:minist|presid|husband|wife|soldier|mayor|king|prime|chief)|"
    r"(?:long|short|medium|near)-(?:term|lived|range|distance|standing|time)|(?:full|part|real|all)-time|"
    r"(?:high|low|top|full|large|small)-(?:speed|quality|level|cost|risk|tech|profile|rise|income|rank|scale|resolution)|"
    r"(?:first|second)-(?:class|hand|rate)|far-reach|hard-work|state-own|world-famous|(?:north|south)-(?:east|west)|"
    r"e-(?:mail|book|commerce)"
)
"""English words that keep their hyphen wherever they are broken."""
_JOINING = frozenset(("and", "or", "und", "oder", "bzw"))
"""What follows the first half of a word whose second half comes later: "Nord- und Ostsee"."""
_FUNCTION_WORDS = frozenset(
    ("of", "the", "in", "to", "and", "by", "up", "off", "out", "on", "at", "for", "a", "de", "du")
)


def joined(pages: Iterable[str]) -> tuple[str, tuple[int, ...]]:
    """The text of all pages and where each begins. A sentence or word that continues on the next page is not broken."""
    whole = _NEXT.join(tidied(_MARK.sub("-\n", _PAGE_ENDS.sub(" ", normalised(page)))) for page in pages)
    words = Counter(_WORD.findall(whole.lower()))
    whole = _HYPHEN.sub(lambda match: _unbroken(match, words), whole)
    pieces: list[str] = []
    starts: list[int] = []
    length = 0
    for mark, page in zip([_NEXT, *_PAGE_ENDS.findall(whole)], _PAGE_ENDS.split(whole), strict=True):
        between = _between(mark, page) if length and page else ""
        starts.append(length + len(between))
        pieces += (between, page)
        length += len(between) + len(page)
    return "".join(pieces), tuple(starts)


def _between(mark: str, page: str) -> str:
    if mark == _INSIDE:
        return ""
    return "\n" if page[0].islower() else "\n\n"


def _unbroken(match: re.Match[str], words: Counter[str]) -> str:
    """A word hyphenated at a line's end made whole, with its hyphen where that belongs to the word."""
    first, line_end, second = match.groups()
    if second in _JOINING and not words[f"{first}{second}".lower()]:
        return f"{first}-{line_end}{second}"
    inside = _INSIDE * line_end.count(_NEXT)
    return f"{first}{'-' if _keeps_hyphen(first, second, words) else ''}{inside}{second}"


def _keeps_hyphen(first: str, second: str, words: Counter[str]) -> bool:
    """Where the second half doesn't begin in lower case, or the first ends in a digit; as the document writes the word
    elsewhere; or as English does."""
    if not second[0].islower() or not first[-1].isalpha():
        return True
    with_hyphen, without = words[f"{first}-{second}".lower()], words[f"{first}{second}".lower()]
    if with_hyphen != without:
        return with_hyphen > without
    head, _, last = first.lower().rpartition("-")
    return bool(_COMPOUND.match(f"{last}-{second}")) or (bool(head) and last in _FUNCTION_WORDS)
