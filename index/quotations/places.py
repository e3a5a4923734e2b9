"""A quotation held against a stretch of a document's text: how well its words stand there, and what differs: pure."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product
from typing import Final, Literal, NamedTuple

import numpy as np

from index.quotations.align import Located, Span, Words, locate, numbered
from index.quotations.differences import Side, differences
from index.quotations.edges import before, behind, of_gap
from index.quotations.marked import Marked, brackets, is_mark_of_omission, literal, marked, unquoted
from index.quotations.models import KINDS, Difference
from index.quotations.numerals import is_number
from index.text.compared import Token, tokens, unbroken
from index.text.scripts import is_unspaced

Rank = Literal["exact", "typographic", "near"]
RANKS: Final[tuple[Rank, ...]] = ("exact", "typographic", "near")
MAX_CHANGED: Final = 0.25
"""The share of a quotation's words that may be otherwise where it is near."""
MAX_COST: Final = 0.5
"""Likewise before it is known which of them are the same words in another form."""
LONG: Final = 4
"""Letters of a word that says more than how a sentence is built."""
MAX_BRACKETS: Final = 3
"""Brackets of a quotation each of which is read by itself as put in or as the source's."""
MAX_WHOLE: Final = 20
"""Places of a text with all of the words of which the best is looked for: marks may differ in some."""
MIN_SAME: Final = 3
"""Words that it must have in common with the source then."""


@dataclass(frozen=True)
class Wanted:
    """A quotation, ready to be compared with many texts."""

    text: str
    literal: Marked
    marked: Marked
    offset: int = 0
    """Where `text` begins in what was handed over."""

    @classmethod
    def of(cls, text: str) -> Wanted:
        """The quotation in `text`, which may have quotation marks around it."""
        words = unquoted(text)
        return cls(words, literal(words), marked(words), text.find(words))

    @cached_property
    def readings(self) -> tuple[Marked, ...]:
        """With its dots and brackets as they are, and read as marks of a change; the latter last.

        What is parted at the end of a line is read in one piece as well.
        """
        broken = any(token.broken for token in self.literal.tokens)
        found = [literal(self.text, joined=True)] if broken else []
        if not self.marked.plain and self.marked.segments:
            found += [marked(self.text, kept=kept) for kept in _some_of(brackets(self.text))]
            if broken:
                found.append(marked(self.text, joined=True))
            found.append(self.marked)
        return (self.literal, *(reading for reading in found if reading.segments))

    @property
    def likeliest(self) -> Marked:
        """What marks a change is hardly ever meant by the letter."""
        return self.readings[-1]

    @cached_property
    def keys(self) -> list[str]:
        """The words that should be in the source."""
        return [word for words in self.likeliest.words() for word in words]

    @cached_property
    def size(self) -> float:
        """How many words it has; of scripts without blanks two characters are one."""
        return sum(0.5 if is_unspaced(word) else 1.0 for word in self.keys)


def _some_of(brackets: int) -> Iterator[Container[int]]:
    """Which of the brackets the source may have: any of a few, all of many."""
    if brackets > MAX_BRACKETS:
        yield range(brackets)
    else:
        for count in range(brackets, 0, -1):
            yield from combinations(range(brackets), count)


class Standing(NamedTuple):
    """Where a quotation stands in a document, how well, and by how many words it differs."""

    rank: Rank
    changed: int
    start: int
    end: int
    differences: tuple[Difference, ...]


class Text(NamedTuple):
    """A stretch of a document in tokens; places are those of the stretch, `begin` is where that begins."""

    side: Side
    begin: int
    words: tuple[int, ...]
    """The tokens that are words."""

    @classmethod
    def of(cls, text: str, begin: int, end: int, language: str | None) -> Text:
        """The stretch of a document's text from `begin` to before `end`."""
        stretch = text[begin:end]
        return cls.of_side(Side(stretch, tokens(stretch), language), begin)

    @classmethod
    def of_side(cls, side: Side, begin: int) -> Text:
        """A stretch that is in tokens."""
        return cls(side, begin, tuple(at for at, token in enumerate(side.tokens) if token.worded))

    def forms(self) -> Iterator[Text]:
        """The stretch, and where lines part words, with those in one piece."""
        yield self
        if any(token.broken for token in self.side.tokens):
            yield self.of_side(self.side._replace(tokens=unbroken(self.side.tokens)), self.begin)

    def keys(self) -> list[str]:
        """Its words as they are aligned."""
        return [self.side.tokens[at].key for at in self.words]

    def span(self, words: Span) -> Span:
        """The tokens from the first to the last of some words."""
        if words.end == words.start:
            at = self.words[words.start] if words.start < len(self.words) else len(self.side.tokens)
            return Span(at, at)
        return Span(self.words[words.start], self.words[words.end - 1] + 1)


def standing(wanted: Wanted, text: Text) -> Standing | None:
    """The best that `wanted` is in `text`; None where too few of its words are there."""
    best: Standing | None = None
    for reading, form in product(wanted.readings, text.forms()):
        found = _standing(wanted, reading, form)
        if found and (best is None or _order(found) < _order(best)):
            best = found
        if best and best.rank != "near":
            break
    return best


def _order(one: Standing) -> tuple[int, int]:
    return RANKS.index(one.rank), one.changed


def _standing(wanted: Wanted, reading: Marked, text: Text) -> Standing | None:
    segments, words = numbered(reading.words(), text.keys())
    if not len(words) or not all(len(segment) for segment in segments):
        return None
    size = sum(map(len, segments))
    if _in_common(segments, words) < (1 - MAX_COST) * size:
        return None
    best: Standing | None = None
    for located in _whole(segments, words) or [locate(segments, words)]:
        found = _standing_at(located, size, wanted, reading, text)
        if found and (best is None or _order(found) < _order(best)):
            best = found
        if best and best.rank == "exact":
            break
    return best


def _standing_at(located: Located, size: int, wanted: Wanted, reading: Marked, text: Text) -> Standing | None:
    if located.cost > max(1.0, MAX_COST * size) + 0.5 or size - located.cost < min(MIN_SAME, size):
        return None
    found = sorted(_all_differences(wanted, reading, text, located), key=_telling_first)
    first = text.side.tokens[text.span(located.spans[0]).start]
    last = text.side.tokens[text.span(located.spans[-1]).end - 1]
    start, end = first.start, last.end
    changed = sum(_changed(one, text.side.language) for one in found)
    if changed > max(1, MAX_CHANGED * size) or (changed > 1 and _is_a_frame(reading, found)):
        return None
    rank: Rank = "near" if any(not one.typographic for one in found) else "typographic"
    begin = start - _leading(reading)
    if rank == "typographic" and not found and begin >= 0 and text.side.text.startswith(wanted.text, begin):
        rank, start, end = "exact", begin, begin + len(wanted.text)
    placed = tuple(_moved(one, wanted.offset) for one in found)
    return Standing(rank, changed, text.begin + start, text.begin + end, placed)


def _moved(one: Difference, by: int) -> Difference:
    """The difference at its place in what was handed over, marks of quotation and all."""
    return one.model_copy(update={"start": one.start + by, "end": one.end + by}) if by else one


def _changed(one: Difference, language: str | None) -> int:
    """How many words were changed; a number is one however many it has, and nothing is more than what was left out.

    The same letters in another case, or cut in another way, are the same words.
    """
    if one.typographic or one.same_value:
        return int(one.same_value)
    if is_mark_of_omission(one.said):
        return 1
    sides = [[token for token in tokens(words) if token.worded] for words in (one.said, one.is_)]
    if one.kind == "number" and all(is_number(token, language) for side in sides for token in side):
        return 1
    if one.kind != "number" and len({_letters(side) for side in sides}) == 1:
        return 0
    counts = list(map(len, sides))
    if one.kind == "negation" and sorted(counts) == [1, 2]:
        return 1  # didn't, did not
    return max(counts)


def _letters(words: Sequence[Token]) -> str:
    return "".join(word.key for word in words).replace("'", "")


def _is_a_frame(reading: Marked, found: Sequence[Difference]) -> bool:
    """Whether more than half of the longer words are otherwise: the short ones are in any sentence."""
    changed = [token for one in found if not one.typographic for token in tokens(one.said)]
    return 2 * sum(map(_is_long, changed)) > sum(map(_is_long, reading.tokens))


def _is_long(token: Token) -> bool:
    return token.worded and not is_unspaced(token.form) and len(token.form) >= LONG


def _telling_first(one: Difference) -> tuple[bool, int, int]:
    return one.typographic, KINDS.index(one.kind), one.start


def _leading(reading: Marked) -> int:
    """How many characters of the quotation are before its first word."""
    return next(token.start for token in reading.tokens if token.worded)


def _in_common(segments: Sequence[Words], words: Words) -> int:
    """How many words of the segments the text has at least as often."""
    wanted = np.concatenate(segments)
    size = int(wanted.max()) + 1
    have = np.bincount(words[words >= 0], minlength=size)
    return int(np.minimum(np.bincount(wanted, minlength=size), have).sum())


def _whole(segments: Sequence[Words], words: Words) -> list[Located]:
    """Where all words stand as they are quoted; nowhere where there are several segments."""
    if len(segments) > 1:
        return []
    needle, hay, size = segments[0].tobytes(), words.tobytes(), words.itemsize
    found: list[Located] = []
    at = hay.find(needle)
    while at >= 0 and len(found) < MAX_WHOLE:
        if at % size == 0:
            found.append(Located((Span(at // size, at // size + len(segments[0])),), 0.0))
        at = hay.find(needle, at + 1)
    return found


def _all_differences(wanted: Wanted, reading: Marked, text: Text, located: Located) -> Iterator[Difference]:
    said = Side(wanted.text, reading.tokens, text.side.language)
    spans = [text.span(span) for span in located.spans]
    for at, segment in enumerate(reading.segments):
        inner = _inner(reading.tokens, segment)
        for one in differences(said, inner, text.side, spans[at], reading.cased):
            yield _ended(one, said, reading)
        open_before, open_behind = at in reading.gaps, at + 1 in reading.gaps
        yield from before(said, Span(segment.start, inner.start), text.side, spans[at], open_=open_before)
        yield from behind(said, Span(inner.end, segment.end), text.side, spans[at], open_=open_behind)
    for at, gap in reading.gaps.items():
        inside = 0 < at < len(spans)
        missing = Span(spans[at - 1].end, spans[at].start) if inside else Span(0, 0)
        yield of_gap(gap, wanted.text, text.side, missing)


def _inner(found: Sequence[Token], segment: Span) -> Span:
    """The tokens from the first to the last word of a segment."""
    worded = [at for at in range(*segment) if found[at].worded]
    return Span(worded[0], worded[-1] + 1)


def _ended(one: Difference, said: Side, reading: Marked) -> Difference:
    """The difference; a typographic one where only the ending of a word is another, which stands in brackets."""
    for at, (stem, ending) in reading.endings.items():
        token = said.tokens[at]
        if one.kind == "word" and (token.start, token.end) == (one.start, one.end):
            short = one.is_.startswith(stem) and len(one.is_) - len(stem) <= 3
            told = Side(said.text, [ending], said.language).turns(0)
            if short and one.is_.isalpha() and not told:
                return one.model_copy(update={"kind": "mark", "typographic": True})
    return one
