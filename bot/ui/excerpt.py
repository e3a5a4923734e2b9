"""The part of a passage that fits a result page: whole sentences around the best one, as a quotation."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

import regex

import index
from bot.ui import limits, text

OMITTED: Final = "[…]"
"""Stands where sentences of the passage were left out; the brackets tell it from the source's own dots."""
MAX_LINES: Final = 14
"""A passage of many short lines may not push the other hits out of sight."""

_MEASURED: Final = 512
"""Passages whose sentences are kept measured: those on the pages that people turn back and forth."""

_STEM: Final = 4
_ENDING: Final = 3
"""A word is looked for in a sentence by its beginning: but for its ending, and this long at least."""
_LONGEST_WORD: Final = 40
_MARKS_OF_A_CUT: Final = 12
"""Characters of what marks a sentence that is cut at its beginning: as quoted, as bold, as cut."""

_BLANK = regex.compile(r"\s+")
_BLANK_LINES = regex.compile(r"\n[ \t]*(?:\n[ \t]*)+")


class _Span(NamedTuple):
    start: int
    end: int


class _Piece(NamedTuple):
    """A sentence beside the best one: the window's edge once it is taken in, and at most what it adds when drawn."""

    edge: int
    length: int
    lines: int


def quotation(
    passage: str,
    best: tuple[int, int] | None,
    most: int,
    lines: int = MAX_LINES,
    *,
    around: int | None = None,
    words: Sequence[str] = (),
    marked: bool = True,
) -> str:
    """The passage as a quotation of at most `most` characters and `lines` lines, its best sentence in bold.

    What doesn't fit is left out by whole sentences, which is marked if `marked` says so. Sentences beside the best one
    are taken in as long as all is no longer than `around`. A best sentence that alone is too long is cut within itself
    to the part that has the most of `words`, never within a grapheme. Empty where not even that fits.
    """
    core = _core(passage, best)
    if not _fits(_render(passage, core, core, best is not None, marked=marked), most, lines):
        return _cut(_telling(passage[core.start : core.end].strip(), words, most), best is not None, most, lines)
    fill = most if around is None else min(most, around)
    window = _widest(passage, core, best is not None, fill, lines)
    return _render(passage, window, core, best is not None, marked=marked)


def _widest(passage: str, core: _Span, emphasised: bool, most: int, lines: int) -> _Span:
    """The most sentences around the core that fit, taken by turns from after it and from before it.

    Drawing every window to measure it takes longer than everything else an answer needs, so pieces are measured
    alone. A piece is never shorter alone than in its place: at a text's ends more is escaped. Only where pieces touch
    without white space a mark may act with its neighbour, and need a backslash that it doesn't need alone.
    """
    drawn, window = _emphasised(passage, core, emphasised), core
    breaks = drawn.count("\n")
    length = limits.length(drawn) + len(text.QUOTE) * (breaks + 1)
    before, after = (deque(pieces) for pieces in _pieces(passage, core))
    while before or after:
        for pieces, forwards in ((after, True), (before, False)):
            if not pieces:
                continue
            piece = pieces.popleft()
            wider = _Span(window.start, piece.edge) if forwards else _Span(piece.edge, window.end)
            if length + piece.length + _marks(passage, wider) > most or breaks + piece.lines >= lines:
                pieces.clear()
                continue
            length, breaks, window = length + piece.length, breaks + piece.lines, wider
    return window


def _marks(passage: str, window: _Span) -> int:
    """The characters that the marks of what was left out take."""
    return (len(OMITTED) + 1) * (bool(passage[: window.start].strip()) + bool(passage[window.end :].strip()))


@lru_cache(maxsize=_MEASURED)
def _pieces(passage: str, core: _Span) -> tuple[tuple[_Piece, ...], tuple[_Piece, ...]]:
    """The sentences before the core and those after it, nearest first."""
    ends = [0, *_sentence_ends(passage)]
    starts = [core.start, *(end for end in reversed(ends) if end < core.start)]
    stops = [core.end, *(end for end in ends if end > core.end)]
    before = (_piece(passage, start, stop, joint=stop, edge=start) for stop, start in pairwise(starts))
    after = (_piece(passage, start, stop, joint=start, edge=stop) for start, stop in pairwise(stops))
    return tuple(before), tuple(after)


def _piece(passage: str, start: int, stop: int, *, joint: int, edge: int) -> _Piece:
    """The sentence from `start` to `stop`, which meets what is taken in already at `joint`."""
    drawn = text.escape(passage[start:stop])
    breaks = drawn.count("\n")
    tight = not any(map(str.isspace, index.clean(passage[max(joint - 1, 0) : joint + 1])))
    return _Piece(edge, limits.length(drawn) + len(text.QUOTE) * breaks + tight, breaks)


@lru_cache(maxsize=_MEASURED)
def _sentence_ends(passage: str) -> tuple[int, ...]:
    """Offsets just after each sentence, the last being the passage's end; each line of a list is one, too."""
    ends = tuple(index.sentence_ends(passage))
    return ends if ends and ends[-1] == len(passage) else (*ends, len(passage))


def _core(passage: str, best: tuple[int, int] | None) -> _Span:
    """What is shown in any case: the best sentence, or the first."""
    if best is not None:
        return _Span(*best)
    return _Span(0, next(end for end in _sentence_ends(passage) if passage[:end].strip() or end == len(passage)))


def _render(passage: str, window: _Span, core: _Span, emphasised: bool, *, marked: bool) -> str:
    shown = _drawn(passage, window, core, emphasised)
    left = f"{OMITTED} " if marked and passage[: window.start].strip() else ""
    right = f" {OMITTED}" if marked and passage[window.end :].strip() else ""
    return text.quoted(left + _BLANK_LINES.sub("\n\n", shown.strip()) + right)


def _drawn(passage: str, window: _Span, core: _Span, emphasised: bool) -> str:
    """The window's words, the core in bold; what no bold keeps apart is escaped as one text, lest it act together."""
    middle = _emphasised(passage, core, emphasised)
    if not emphasised or not middle.strip():
        return text.escape(passage[window.start : window.end])
    return text.escape(passage[window.start : core.start]) + middle + text.escape(passage[core.end : window.end])


def _emphasised(passage: str, core: _Span, emphasised: bool) -> str:
    escaped = text.escape(passage[core.start : core.end])
    return text.bold(escaped) if emphasised else escaped


def _fits(shown: str, most: int, lines: int) -> bool:
    return limits.length(shown) <= most and shown.count("\n") < lines


def _telling(sentence: str, words: Sequence[str], most: int) -> str:
    """The sentence from where so many characters of it have the most of the words, in whatever form they stand."""
    folded = sentence.casefold()
    stems = {word.casefold()[: max(_STEM, len(word) - _ENDING)] for word in words}
    places = [(found.start(), stem) for stem in stems for found in regex.finditer(regex.escape(stem), folded)]
    if len(folded) != len(sentence) or max(places, default=(0, ""))[0] < most // 2:
        return sentence
    starts = [0, *(max(0, place - most // 4) for place, _ in sorted(places))]
    start = max(starts, key=lambda start: len({stem for place, stem in places if start <= place < start + most // 2}))
    start = min(start, max(0, len(sentence) - most + _MARKS_OF_A_CUT))  # no room is left empty
    return f"{text.MARK} {_from_word(sentence, start)}" if start else sentence


def _from_word(sentence: str, start: int) -> str:
    """The sentence from the first word that begins at `start` or later; where none is near, from a grapheme there."""
    blank = _BLANK.search(sentence, start, start + _LONGEST_WORD)
    if blank is not None:
        return sentence[blank.end() :]
    return sentence[next((begin for begin, _ in index.graphemes(sentence) if begin >= start), start) :]


def _cut(sentence: str, emphasised: bool, most: int, lines: int) -> str:
    """The beginning of one sentence that alone is too long; it ends with a mark unless all of it is there."""
    room, whole = most, text.escape(sentence)
    while room > 0:
        cut = "\n".join(text.fit(sentence, room).split("\n")[:lines]).rstrip()
        if cut != whole:
            cut = cut.removesuffix(text.MARK) + text.MARK
        shown = text.quoted(text.bold(cut) if emphasised else cut)
        excess = limits.length(shown) - most
        if excess <= 0:
            return shown
        room -= excess
    return ""
