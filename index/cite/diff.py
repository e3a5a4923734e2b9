"""Where a text that was edited stands now, and how it differs, word by word. Pure, and bounded in time.

The region is found by anchors: runs of three words that the quotation and the document share. Only that region is
compared word by word, so that the time does not grow with the document but for finding the anchors in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from index.cite.models import Segment

RESEMBLANCE = 0.5
"""The share of a quotation's words that must be left, in order, for a region to count as the quotation, edited."""

_ANCHOR_WORDS = 3
_MOST_ANCHORS = 48
"""Anchors tried, evenly spread over the quotation."""
_MOST_PLACES = 64
"""Places looked at for one anchor; one that is everywhere says nothing."""
_LEAST_SLACK = 200
"""Characters that may have come in between before a region counts as two."""
_EXACT_WORDS = 1000
"""Up to so many words difflib compares every one; beyond it leaves out the most frequent ones, or would take long."""

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
    """Where in a document a quotation stands, edited; `segments` mark how it differs."""

    start: int
    end: int
    segments: tuple[Segment, ...]

    def count(self, kind: str) -> int:
        """How many words (or marks) are in the segments of this kind."""
        return sum(len(_TOKEN.findall(one.text)) for one in self.segments if one.kind == kind)


def locate(quotation: str, text: str, near: int) -> Region | None:
    """The region of `text` that most resembles `quotation`, or None where none resembles it.

    `near` is the offset that decides between equals. At its edges the region takes in what stands in the place of
    the quotation's own first and last words, but no sentence before or after it.
    """
    window = _window(quotation, text, near)
    if window is None:
        return None
    offset, end = window
    old, new = _tokens(quotation), _tokens(text[offset:end])
    opcodes = _opcodes(old, new)
    kept = sum(1 for tag, a, b, _, _ in opcodes if tag == "equal" for token in old[a:b] if token[1].isalnum())
    if kept < RESEMBLANCE * sum(1 for token in old if token[1].isalnum()) or not kept:
        return None
    opcodes = _trimmed(opcodes, old, new)
    first, last = opcodes[0][3], opcodes[-1][4]
    begin, end = new[first][2], new[last - 1][3]
    segments = _segments(opcodes, old, new)
    return Region(offset + begin, offset + end, segments)


Token = tuple[str, str, int, int]
"""A word with the white space around it, the word, and where the word begins and ends."""


def _tokens(text: str) -> list[Token]:
    return [(match[0], match[1], *match.span(1)) for match in _TOKEN.finditer(text)]


def _window(quotation: str, text: str, near: int) -> tuple[int, int] | None:
    """The part of `text` where most anchors stand as far apart as in the quotation."""
    shifts = _shifts(quotation, text)
    if not shifts:
        return None
    slack = max(_LEAST_SLACK, len(quotation) // 2)
    best, fewest, first = (0, 0), 0, 0
    votes: dict[int, int] = {}
    for last, (shift, anchor) in enumerate(shifts):
        votes[anchor] = votes.get(anchor, 0) + 1
        while shifts[first][0] < shift - slack:
            gone = shifts[first][1]
            votes[gone] -= 1
            if not votes[gone]:
                del votes[gone]
            first += 1
        nearer = abs(shift - near) < abs(shifts[best[1]][0] - near)
        if len(votes) > fewest or (len(votes) == fewest and nearer):
            best, fewest = (first, last), len(votes)
    begin = max(0, shifts[best[0]][0] - _LEAST_SLACK)
    end = min(len(text), shifts[best[1]][0] + len(quotation) + _LEAST_SLACK)
    return _to_word_boundary(text, begin, -1), _to_word_boundary(text, end, 1)


def _to_word_boundary(text: str, at: int, step: int) -> int:
    """The next offset from `at` that is not inside a word, at most 50 characters on."""
    for _ in range(50):
        if not 0 < at < len(text) or not (text[at - 1].isalnum() and text[at].isalnum()):
            break
        at += step
    return at


def _shifts(quotation: str, text: str) -> list[tuple[int, int]]:
    """For each place of an anchor: where the quotation would begin, and which anchor it is; ascending."""
    shifts: list[tuple[int, int]] = []
    for start, anchor in _anchors(quotation):
        at = text.find(anchor)
        for _ in range(_MOST_PLACES):
            if at < 0:
                break
            shifts.append((at - start, start))
            at = text.find(anchor, at + 1)
    return sorted(shifts)


def _anchors(quotation: str) -> list[tuple[int, str]]:
    tokens = _tokens(quotation)
    length = min(_ANCHOR_WORDS, max(1, len(tokens) // 2))
    starts = range(len(tokens) - length + 1)
    step = max(1, len(starts) // _MOST_ANCHORS)
    return [(tokens[at][2], quotation[tokens[at][2] : tokens[at + length - 1][3]]) for at in starts[::step]]


def _opcodes(old: Sequence[Token], new: Sequence[Token]) -> list[Opcode]:
    many = max(len(old), len(new)) > _EXACT_WORDS
    words = [token[1] for token in old], [token[1] for token in new]
    return list(SequenceMatcher(None, *words, autojunk=many).get_opcodes())


def _trimmed(opcodes: list[Opcode], old: Sequence[Token], new: Sequence[Token]) -> list[Opcode]:
    """Without what stands before and after the quotation's own words, or in their place."""
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
    return at == 0 or bool(_ENDS_SENTENCE.search("".join(token[0] for token in tokens[max(0, at - 3) : at])))


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
    return "".join(token[0] for token in tokens)
