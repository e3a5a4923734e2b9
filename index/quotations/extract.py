"""The quotations in a draft, and the citations of ours in it: pure.

A quotation is what stands between quotation marks of any language, one within another apart, and each paragraph of a
block quotation: lines that begin with “>”, or what a format marks as one. Where every paragraph of a long quotation
begins with a mark and only the last is closed, each paragraph is one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from index.quotations import markup
from index.text.quotation_marks import Quoted, quoted
from index.text.spans import rewritten

BLOCK_OPEN: Final = "\ue000"
BLOCK_CLOSE: Final = "\ue001"
"""Stand around block quotations of formats that mark them; no text has these characters by itself."""
MAX_NESTED: Final = 3
BESIDE: Final = 120
"""Characters between a quotation and the id of its source."""

_BLOCK_MARK: Final = re.compile(f"[{BLOCK_OPEN}{BLOCK_CLOSE}]")
_QUOTED_LINES: Final = re.compile(r"^(?:[ \t]{0,3}>.*(?:\n|\Z))+", re.MULTILINE)
_WITH_LAZY_LINES: Final = re.compile(
    r"^(?:[ \t]{0,3}>.*(?:\n|\Z)(?:(?<![>\s]\n)(?![ \t]*(?:\n|\Z|[>#*+\-=_|~`<]|\d+[.)][ \t])).+(?:\n|\Z))*)+",
    re.MULTILINE,
)
"""In Markdown, what goes on without a mark is of the same paragraph, unless it begins a block of another kind."""
_LEVEL: Final = re.compile(r"^[ \t]*((?:>[ \t]?)*)", re.MULTILINE)
_MARKERS: Final = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_PARAGRAPH: Final = re.compile(r"(?:(?!\n[ \t]*\n).)+", re.DOTALL)
_ATTRIBUTION: Final = re.compile(r"\s*(?:—|–|--|-)\s*\S")
_OPENS: Final = re.compile(r"(?:(?<![^\s(\[{—–-])[\"“„‟«]|[「『])(?=\S)")
_CLOSERS: Final = {"“": "”", "„": "“”", "«": "»", "「": "」", "『": "』"}
_TITLES: Final = "《〈≪"
"""Marks of titles rather than of quotations."""
_LABELLED: Final = re.compile(r"(?<![0-9a-z])dateline-([0-9a-z]{8})(?![0-9a-z])", re.IGNORECASE)
_NAMED: Final = re.compile(r"(?<![0-9a-z])passage[ \u00a0]+([0-9a-z]{8})(?![0-9a-z])", re.IGNORECASE)
_BARE: Final = re.compile(r"(?<![0-9a-z@/#._-])[0-9a-hjkmnp-tv-z]{8}(?![0-9a-z@_-])")


class Extracted(NamedTuple):
    """A quotation in a draft: its words, where they stand, and the ids of the passages named beside it."""

    text: str
    start: int
    end: int
    sources: tuple[str, ...] = ()


class Mention(NamedTuple):
    """An id in a draft. Where it isn't `certain`, it may be any word of eight letters and digits."""

    id: str
    start: int
    end: int
    certain: bool


class Extract(NamedTuple):
    """What a draft has: its quotations and ids in order, and where a quotation mark is that nothing closes."""

    quotations: tuple[Extracted, ...]
    mentions: tuple[Mention, ...]
    unclosed: tuple[int, ...]


def extract(text: str, *, markdown: bool = False) -> Extract:
    """What of `text` is quoted. In Markdown neither code nor what stands before the text is looked at."""
    plain = markup.without_code(text) if markdown else text
    found: list[Extracted] = []
    unclosed: list[int] = []
    blocks = list(_marked_blocks(plain))
    for start, end, _ in blocks:
        found.extend(_of_block(plain, start, end))
    outermost = [(start, end) for start, end, is_outermost in blocks if is_outermost]
    rest = rewritten(plain, outermost, markup.blank)
    lines = _WITH_LAZY_LINES if markdown else _QUOTED_LINES
    for block in lines.finditer(rest):
        for start, end in _levels(rest, block.start(), block.end()):
            found.extend(_of_block(plain, start, end))
    rest = lines.sub(lambda block: markup.blank(block[0]), rest)
    paragraphs = [(match.start(), match.end()) for match in _PARAGRAPH.finditer(rest)]
    for at, (start, end) in enumerate(paragraphs):
        following = rest[slice(*paragraphs[at + 1])].lstrip() if at + 1 < len(paragraphs) else ""
        found.extend(_of_paragraph(rest, start, end, following, unclosed))
    mentions = tuple(sorted(_mentions(plain), key=lambda one: one.start))
    spans = {(one.start, one.end): one for one in found}  # a block within another is of both
    ordered = sorted(spans.values(), key=lambda one: (one.start, -one.end))
    sourced = _with_sources(plain, ordered, mentions)
    return Extract(tuple(_in_words(one, markdown=markdown) for one in sourced), mentions, tuple(unclosed))


def paragraph_starts(text: str) -> list[int]:
    """Where the paragraphs of `text` begin: what empty lines part."""
    return [match.start() for match in _PARAGRAPH.finditer(text) if match[0].strip()]


def _in_words(one: Extracted, *, markdown: bool) -> Extracted:
    """The quotation without what stands in it for its marks, its citation or, in Markdown, its looks."""
    words = markup.without_citations(_BLOCK_MARK.sub("", one.text))
    return one._replace(text=(markup.without_emphasis(words) if markdown else words).strip() or one.text)


def _marked_blocks(text: str) -> Iterator[tuple[int, int, bool]]:
    """What stands between the characters of block quotations, also within others, and whether it is within none."""
    opened: list[int] = []
    for mark in _BLOCK_MARK.finditer(text):
        if mark[0] == BLOCK_OPEN:
            opened.append(mark.start())
        elif opened:
            start = opened.pop()
            if len(opened) < MAX_NESTED:
                yield start, mark.end(), not opened


def _levels(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The lines in a row that are quoted equally often: who is quoted quotes another. Blank ones are of any level."""
    begin, level = start, 0
    for line in re.finditer(r".*(?:\n|\Z)", text[start:end]):
        marks = _LEVEL.match(line[0])
        depth = marks[1].count(">") if marks else 0
        said = bool(line[0][marks.end() if marks else 0 :].strip())
        if said and depth and level and depth != level:
            yield begin, start + line.start()
            begin = start + line.start()
        level = depth if said and depth else level
    yield begin, end


def _of_block(text: str, start: int, end: int) -> Iterator[Extracted]:
    """Each paragraph of a block quotation but a line that says who is quoted, and what is quoted within."""
    block = _MARKERS.sub(lambda marker: " " * len(marker[0]), text[start:end])
    for match in _PARAGRAPH.finditer(block):
        words = match[0].strip(f" \t\n{BLOCK_OPEN}{BLOCK_CLOSE}")
        if not words or _ATTRIBUTION.match(words):
            continue
        begin = start + match.start() + match[0].index(words)
        said = re.sub(r"\n[ \t]*", "\n", _without_attribution(words))
        yield Extracted(said, begin, begin + len(words))
        yield from _within(words, begin, quoted(words), depth=1)


def _without_attribution(words: str) -> str:
    """The paragraph without a last line that begins with a dash."""
    *before, last = words.split("\n")
    return "\n".join(before) if before and _ATTRIBUTION.match(last) else words


def _of_paragraph(text: str, start: int, end: int, following: str, unclosed: list[int]) -> Iterator[Extracted]:
    paragraph = text[start:end]
    found = quoted(paragraph)
    yield from _within(paragraph, start, found, depth=0)
    open_at = next(_unclosed(paragraph, found), None)
    if open_at is None:
        return
    if close := _closing(paragraph, found, open_at):
        words = paragraph[open_at + 1 : close]
        if any(map(str.isalnum, words)):
            yield Extracted(words.strip(), start + open_at, start + close + 1)
    elif following[:1] and following[0] in (paragraph[open_at], *"»”"):
        words = paragraph[open_at + 1 :].rstrip()
        yield Extracted(words.lstrip(), start + open_at, start + open_at + 1 + len(words))
    else:
        unclosed.append(start + open_at)


def _unclosed(paragraph: str, found: Sequence[Quoted]) -> Iterator[int]:
    """Where a mark opens that nothing closes."""
    inside = _inside(found)
    return (mark.start() for mark in _OPENS.finditer(paragraph) if not inside(mark.start()))


def _inside(found: Sequence[Quoted]) -> Callable[[int], bool]:
    """Whether a place is in a quotation, in time as the logarithm of how many there are."""
    ordered = sorted(found, key=lambda one: one.begin)
    begins = [one.begin for one in ordered]
    ends = list(accumulate((one.end for one in ordered), max))

    def inside(at: int) -> bool:
        before = bisect_right(begins, at)
        return before > 0 and at < ends[before - 1]

    return inside


def _closing(paragraph: str, found: Sequence[Quoted], open_at: int) -> int | None:
    """The last mark behind `open_at` that closes what it opens and is in no other quotation: «one «within» another»."""
    closers = _CLOSERS.get(paragraph[open_at], paragraph[open_at])
    places = (at for at in range(len(paragraph) - 1, open_at, -1) if paragraph[at] in closers)
    inside = _inside(found)
    return next((at for at in places if not inside(at)), None)


def _within(text: str, offset: int, found: Sequence[Quoted], depth: int) -> Iterator[Extracted]:
    """Quotations, and those within them."""
    for one in found:
        inner = text[one.begin + 1 : one.end - 1]
        whole = one.begin == 0 and one.end == len(text) and depth == 1  # a block quotation in marks is quoted once
        if text[one.begin] not in _TITLES and any(map(str.isalnum, inner)) and not whole:
            yield Extracted(inner.strip(), offset + one.begin, offset + one.end)
        if depth < MAX_NESTED:
            yield from _within(inner, offset + one.begin + 1, quoted(inner), depth + 1)


def _mentions(text: str) -> Iterator[Mention]:
    taken: set[int] = set()
    for pattern in (_LABELLED, _NAMED, _BARE):
        for match in pattern.finditer(text):
            name = match[match.lastindex or 0]
            start = match.start(match.lastindex or 0)
            if start in taken:
                continue
            taken.add(start)
            certain = pattern is _LABELLED or (pattern is _NAMED and any(map(str.isdigit, name)))
            yield Mention(name.lower(), start, match.end(), certain)


def _with_sources(text: str, found: Sequence[Extracted], mentions: Sequence[Mention]) -> Iterator[Extracted]:
    """The quotations, each with the ids that stand right behind it, before anything else is quoted."""
    starts = [one.start for one in found]
    ordered = sorted(mentions, key=lambda mention: mention.start)
    places = [mention.start for mention in ordered]
    for one in found:
        following = bisect_right(starts, one.end)
        limit = min(starts[following] if following < len(starts) else len(text), one.end + BESIDE)
        first_in, last_in, last = (bisect_left(places, at) for at in (one.start, one.end, max(one.end, limit)))
        beside = ordered[last_in:last]
        inside = [mention for mention in ordered[first_in:last_in] if mention.certain]
        first = inside or beside
        near = [mention for mention in first if not _parted(text, first[0].end, mention.start)]
        if near and (inside or not _parted(text, one.end, near[0].start, paragraphs=2)):
            yield one._replace(sources=tuple(dict.fromkeys(mention.id for mention in near)))
        else:
            yield one


def _parted(text: str, start: int, end: int, *, paragraphs: int = 1) -> bool:
    """Whether paragraphs end in between, or sentences do."""
    between = text[start:end]
    return len(re.findall(r"\n[ \t]*\n", between)) >= paragraphs or bool(re.search(r"[.!?]\s+\w+\s+\w", between))
