"""Where in a document an edited quotation is, and how it differs, word by word. Pure, and bounded in time.

The region is found by anchors: runs of three words that the quotation and the document share. Only that region is
compared word by word, so the time grows with the document only by finding the anchors in it. Words are compared in one
form of their characters (see `index.text.forms`), and shown as they are.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from index.cite.models import Segment
from index.text.forms import Formed, formed

RESEMBLANCE = 0.5
"""The share of a quotation's words that must be left, in order, for a region to count as the edited quotation."""

_FEW_WORDS = 5
_ANCHOR_WORDS = 3
_MAX_ANCHORS = 48
"""Anchors tried, evenly spread over the quotation."""
_MAX_PLACES = 64
"""Places looked at for an anchor; an anchor that is everywhere tells nothing."""
_MIN_SLACK = 200
"""Characters that may have been inserted before a region counts as two."""
_MAX_WORD = 50
"""Characters of a word that a window is widened by, so as not to begin or end inside it."""
_EXACT_TOKENS = 1000
"""Up to so many tokens difflib compares all of them; above, it leaves out the most frequent, to save time."""

# A word, a mark or, in scripts written without spaces, a character; each with the white space after it.
_TOKEN = re.compile(
    r"\s*([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
    r"|[^\W\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
    r"|[^\w\s])\s*"
)
_ENDS_SENTENCE = re.compile(r"[.!?…。！？][\"'”’»)\]]*\s*$|\n\s*\n\s*$")

Opcode = tuple[str, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Region:
    """Where in a document the edited quotation is; `segments` mark how it differs."""

    start: int
    end: int
    segments: tuple[Segment, ...]

    def count(self, kind: str) -> int:
        """How many words and marks are in the segments of this kind."""
        return sum(len(_TOKEN.findall(segment.text)) for segment in self.segments if segment.kind == kind)


def locate(quotation: str, text: str, near: int) -> Region | None:
    """The region of `text` that most resembles `quotation`; None where no region does.

    Of equals the one nearest to the offset `near` wins. At its edges the region takes in what replaced the quotation's
    first and last words, but no sentence before or after it.
    """
    wanted, there = formed(quotation), formed(text)
    window = _window(wanted.text, there.text, there.offset(near))
    if window is None:
        return None
    old, new = _tokens(wanted, quotation), _tokens(there, text, *window)
    opcodes = _opcodes(old, new)
    kept = sum(_words(old[a:b]) for tag, a, b, _, _ in opcodes if tag == "equal")
    if not _resembles(kept, _words(old)):
        return None
    opcodes = _trimmed(opcodes, old, new)
    first, last = new[opcodes[0][3]], new[opcodes[-1][4] - 1]
    return Region(first.start, last.end, _segments(opcodes, old, new))


def _resembles(kept: int, words: int) -> bool:
    """Whether so many words are left of a quotation; of a few, half of them is no resemblance."""
    least = RESEMBLANCE * words
    return kept > least or (kept == least and words >= _FEW_WORDS)


def region_between(quotation: str, text: str, start: int, end: int) -> Region:
    """The region from `start` to `end` of `text`, compared with the quotation."""
    slice_ = text[start:end]
    old, new = _tokens(formed(quotation), quotation), _tokens(formed(slice_), slice_)
    return Region(start, end, _segments(_opcodes(old, new), old, new))


class Token(NamedTuple):
    """A word or a mark in the form in which it is compared, where it is, and the original with white space around."""

    text: str
    start: int
    end: int
    spaced: str


def _tokens(text: Formed, original: str, start: int = 0, end: int = sys.maxsize) -> list[Token]:
    matches = _TOKEN.finditer(text.text, start, min(end, len(text.text)))
    return [_token(match, text, original) for match in matches]


def _token(match: re.Match[str], text: Formed, original: str) -> Token:
    begin, end = text.place(*match.span())
    return Token(match[1], *text.place(*match.span(1)), original[begin:end])


def _words(tokens: Sequence[Token]) -> int:
    """How many of `tokens` are words."""
    return sum(token.text.isalnum() for token in tokens)


def _window(quotation: str, text: str, near: int) -> tuple[int, int] | None:
    """The part of `text` where most anchors are as far apart as in the quotation."""
    shifts = _shifts(quotation, text)
    if not shifts:
        return None
    first, last = _densest(shifts, max(_MIN_SLACK, len(quotation) // 2), near)
    begin = max(0, shifts[first][0] - _MIN_SLACK)
    end = min(len(text), shifts[last][0] + len(quotation) + _MIN_SLACK)
    return _to_word_boundary(text, begin, -1), _to_word_boundary(text, end, 1)


def _densest(shifts: Sequence[tuple[int, int]], slack: int, near: int) -> tuple[int, int]:
    """The first and the last of those `shifts` within `slack` that have most anchors; of equals, nearest to `near`."""
    best, most, first = (0, 0), 0, 0
    votes: dict[int, int] = {}
    for last, (shift, anchor) in enumerate(shifts):
        votes[anchor] = votes.get(anchor, 0) + 1
        while shifts[first][0] < shift - slack:
            left = shifts[first][1]
            votes[left] -= 1
            if not votes[left]:
                del votes[left]
            first += 1
        nearer = abs(shift - near) < abs(shifts[best[1]][0] - near)
        if len(votes) > most or (len(votes) == most and nearer):
            best, most = (first, last), len(votes)
    return best


def _to_word_boundary(text: str, at: int, step: int) -> int:
    """The next offset from `at` that is not inside a word, or the last one tried."""
    for _ in range(_MAX_WORD):
        if not 0 < at < len(text) or not (text[at - 1].isalnum() and text[at].isalnum()):
            break
        at += step
    return at


def _shifts(quotation: str, text: str) -> list[tuple[int, int]]:
    """For each place of an anchor, where the quotation would begin, and the anchor's offset in it; ascending."""
    shifts: list[tuple[int, int]] = []
    for start, anchor in _anchors(quotation):
        at = text.find(anchor)
        for _ in range(_MAX_PLACES):
            if at < 0:
                break
            shifts.append((at - start, start))
            at = text.find(anchor, at + 1)
    return sorted(shifts)


def _anchors(quotation: str) -> list[tuple[int, str]]:
    tokens = _tokens(Formed(quotation), quotation)
    length = min(_ANCHOR_WORDS, max(1, len(tokens) // 2))
    starts = range(len(tokens) - length + 1)
    step = max(1, len(starts) // _MAX_ANCHORS)
    spans = [(tokens[at].start, tokens[at + length - 1].end) for at in starts[::step]]
    return [(start, quotation[start:end]) for start, end in spans]


def _opcodes(old: Sequence[Token], new: Sequence[Token]) -> list[Opcode]:
    long = max(len(old), len(new)) > _EXACT_TOKENS
    texts = [token.text for token in old], [token.text for token in new]
    return list(SequenceMatcher(None, *texts, autojunk=long).get_opcodes())


def _trimmed(opcodes: list[Opcode], old: Sequence[Token], new: Sequence[Token]) -> list[Opcode]:
    """Without what comes before and after the quotation's own words, or replaced more of them than there were."""
    head, *middle = opcodes
    tag, a, a_end, b, b_end = head
    if tag != "equal":
        room = 0 if _begins_sentence(old, a_end) and _begins_sentence(new, b_end) else a_end - a
        middle = [*_edge(a, a_end, max(b, b_end - room), b_end), *middle]
    else:
        middle = opcodes
    tag, a, a_end, b, b_end = middle[-1]
    if tag != "equal":
        room = 0 if _begins_sentence(old, a) and _begins_sentence(new, b) else a_end - a
        middle = [*middle[:-1], *_edge(a, a_end, b, min(b_end, b + room))]
    return middle


def _begins_sentence(tokens: Sequence[Token], at: int) -> bool:
    return at == 0 or bool(_ENDS_SENTENCE.search(_joined(tokens[max(0, at - 3) : at])))


def _edge(a: int, a_end: int, b: int, b_end: int) -> list[Opcode]:
    if a == a_end and b == b_end:
        return []
    return [("delete" if b == b_end else "insert" if a == a_end else "replace", a, a_end, b, b_end)]


def _segments(opcodes: Sequence[Opcode], old: Sequence[Token], new: Sequence[Token]) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    for tag, a, a_end, b, b_end in opcodes:
        before, after = _joined(old[a:a_end]), _joined(new[b:b_end])
        if b_end == opcodes[-1][4]:
            after = after.rstrip()  # the white space after the last word is not the region's
        if b == opcodes[0][3]:
            after = after.lstrip()
        if tag == "equal":
            segments.append(Segment(kind="kept", text=before))
        else:
            segments += [Segment(kind="removed", text=before)] if before else []
            segments += [Segment(kind="added", text=after)] if after else []
    return tuple(segments)


def _joined(tokens: Sequence[Token]) -> str:
    return "".join(token.spaced for token in tokens)
