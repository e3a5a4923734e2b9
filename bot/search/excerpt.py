"""The part of a passage that fits a result page: whole sentences around the best one, as a quotation."""

from __future__ import annotations

from collections import deque
from typing import Final, NamedTuple

import regex

from bot import limits, text

OMITTED: Final = "[…]"
"""Stands where sentences of the passage were left out; the brackets tell it from the source's own dots."""
MAX_LINES: Final = 14
"""A passage of many short lines may not push the other hits out of sight."""

_BLANK_LINES = regex.compile(r"\n[ \t]*(?:\n[ \t]*)+")


class _Span(NamedTuple):
    start: int
    end: int


def quotation(passage: str, best: tuple[int, int] | None, most: int, lines: int = MAX_LINES) -> str:
    """The passage as a quotation of at most `most` characters and `lines` lines, its best sentence in bold.

    What doesn't fit is left out by whole sentences, and marked. Only a first sentence that alone is too long is
    cut within itself, never within a grapheme. Empty where not even that fits.
    """
    core = _core(passage, best)
    window, shown = core, _render(passage, core, core, best is not None)
    if not _fits(shown, most, lines):
        return _cut(passage[core.start : core.end].strip(), best is not None, most, lines)
    before, after = _cuts(passage, core)
    while before or after:
        for cuts, forwards in ((after, True), (before, False)):
            if not cuts:
                continue
            wider = _Span(window.start, cuts[0]) if forwards else _Span(cuts[0], window.end)
            grown = _render(passage, wider, core, best is not None)
            if _fits(grown, most, lines):
                window, shown = wider, grown
                cuts.popleft()
            else:
                cuts.clear()
    return shown


def _core(passage: str, best: tuple[int, int] | None) -> _Span:
    """What is shown in any case: the best sentence, or the first."""
    if best is not None:
        return _Span(*best)
    return _Span(0, next((end for end in text.sentence_ends(passage) if passage[:end].strip()), len(passage)))


def _cuts(passage: str, core: _Span) -> tuple[deque[int], deque[int]]:
    """Where the window may begin and where it may end, nearest to the core first."""
    ends = [0, *text.sentence_ends(passage)]
    return deque(end for end in reversed(ends) if end < core.start), deque(end for end in ends if end > core.end)


def _render(passage: str, window: _Span, core: _Span, emphasised: bool) -> str:
    best = text.escape(passage[core.start : core.end])
    shown = "".join(
        (
            text.escape(passage[window.start : core.start]),
            text.bold(best) if emphasised else best,
            text.escape(passage[core.end : window.end]),
        )
    ).strip()
    left = f"{OMITTED} " if passage[: window.start].strip() else ""
    right = f" {OMITTED}" if passage[window.end :].strip() else ""
    return text.quoted(left + _BLANK_LINES.sub("\n\n", shown) + right)


def _fits(shown: str, most: int, lines: int) -> bool:
    return limits.length(shown) <= most and shown.count("\n") < lines


def _cut(sentence: str, emphasised: bool, most: int, lines: int) -> str:
    """The beginning of one sentence that alone is too long; it always ends with a mark."""
    room = most
    while room > 0:
        fitted = text.fit(sentence, room)
        cut = "\n".join(fitted.split("\n")[:lines]).rstrip().removesuffix(text.MARK) + text.MARK
        shown = text.quoted(text.bold(cut) if emphasised else cut)
        excess = limits.length(shown) - most
        if excess <= 0:
            return shown
        room -= excess
    return ""
