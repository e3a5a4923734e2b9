"""What is shown of a passage: its answering sentence, with as many whole sentences around it as the lines hold."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from index import clean, graphemes, one_line, sentence_ends
from index.cli.show.wrapping import fits, most, pieces

OMITTED: Final = "[…]"
"""Stands where words of the passage are left out; the brackets tell it from the source's own dots."""

_LEAD: Final = 4
"""Words shown before one of the query's, where a sentence is cut ahead of it."""
_STEM: Final = 4
_ENDING: Final = 3
"""Of a word at least so many letters are in all of its forms, and at most so many at its end are not."""


class Room(NamedTuple):
    """Columns and lines; of these three at least, for a word between two marks.

    `around` are the lines within which other sentences are added to the answering one; it takes all if it needs them.
    """

    width: int
    lines: int
    around: int

    def holds(self, line: str) -> bool:
        return fits(line, self.width, self.lines)

    def holds_around(self, line: str) -> bool:
        return fits(line, self.width, min(self.lines, self.around))


class Excerpt(NamedTuple):
    """Words of a passage in one line: cleaned, each run of white space as a blank.

    `answer` is where the answering sentence stands in `text`, `marks` where each `OMITTED` begins.
    """

    text: str
    answer: tuple[int, int] | None
    marks: tuple[int, ...]

    @property
    def answer_with_marks(self) -> tuple[int, int] | None:
        """Where the sentence stands with a mark beside it that has nothing on its other side."""
        if self.answer is None:
            return None
        start, end = self.answer
        begins = self.marks[:1] == (0,) and start == len(OMITTED) + 1
        return 0 if begins else start, len(self.text) if self.marks[-1:] == (end + 1,) else end


class _Part(NamedTuple):
    text: str
    apart: bool = True
    """Whether a blank parts it from the one before."""
    answers: bool = False
    is_mark: bool = False


_MARK: Final = _Part(OMITTED, is_mark=True)
_Places = Sequence[tuple[int, int]]
"""Where each piece of a sentence begins and ends; cuts are between them."""


def excerpt(passage: str, best: tuple[int, int] | None, words: Collection[str], room: Room) -> Excerpt:
    """The answering sentence, or where none is known the one with most of the query's `words`, and what fits around it.

    What does not fit is left out by whole sentences. Of a sentence that is too long by itself its beginning is shown,
    and, if that has fewer of the words than a part further on, both; it is cut between words.
    """
    told = _sentences(passage, best)
    if not told:
        return Excerpt("", None, ())
    core = _core(told, words)
    if room.holds(_shown(told, core, core).text):
        return _widest(told, core, room)
    return _Cut(told[core], core > 0, core + 1 < len(told), room).shown(words)


def _core(told: Sequence[_Part], words: Iterable[str]) -> int:
    """Which sentence is shown in any case."""
    for place, sentence in enumerate(told):
        if sentence.answers:
            return place
    return max(range(len(told)), key=lambda place: _count(told[place].text, words))


def _widest(told: Sequence[_Part], core: int, room: Room) -> Excerpt:
    """The most sentences around the core that fit, taken by turns from after it and from before it."""
    first = last = core
    widest, sides = _shown(told, core, core), [1, -1]
    while sides:
        for side in tuple(sides):
            wider = (first, last + 1) if side > 0 else (first - 1, last)
            within = wider[0] >= 0 and wider[1] < len(told)
            if within and room.holds_around((shown := _shown(told, *wider)).text):
                (first, last), widest = wider, shown
            else:
                sides.remove(side)
    return widest


def _shown(told: Sequence[_Part], first: int, last: int) -> Excerpt:
    """The sentences from `first` to `last`, with a mark where there are others."""
    before = [_MARK] if first > 0 else []
    after = [_MARK] if last + 1 < len(told) else []
    return _drawn([*before, *told[first : last + 1], *after])


def _drawn(parts: Iterable[_Part]) -> Excerpt:
    text, answers, marks, after_mark = "", list[int](), list[int](), False
    for part in parts:
        text += " " if text and (part.apart or part.is_mark or after_mark) else ""
        if part.is_mark:
            marks.append(len(text))
        elif part.answers:
            answers += (len(text), len(text) + len(part.text))
        text += part.text
        after_mark = part.is_mark
    return Excerpt(text, (answers[0], answers[-1]) if answers else None, tuple(marks))


# A sentence that is too long.


class _Cut(NamedTuple):
    """A sentence, whether others of the passage stand before it and after it, and the room for its parts."""

    sentence: _Part
    others_before: bool
    others_after: bool
    room: Room

    def shown(self, words: Collection[str]) -> Excerpt:
        places = tuple(pieces(self.sentence.text, self.room.width))
        end = self._most(1, places, self.room)
        beginning = self._drawn(places, (0, end))
        split = self._split(places, end, words)
        return max(beginning, split or beginning, key=lambda shown: _count(shown.text, words))

    def _split(self, places: _Places, end: int, words: Iterable[str]) -> Excerpt | None:
        """A line of the beginning, and what is around the first of the query's words that stands after `end` only."""
        text, reached = self.sentence.text, places[end - 1][1]
        found = [said.start() for word in words if (said := _stem(word).search(text)) and said.start() >= reached]
        if not found:
            return None
        place = bisect_right([start for start, _ in places], min(found)) - 1
        begun = self._most(1, places, self.room._replace(lines=1))
        begin = max(place - _LEAD, begun)
        end = self._most(place + 1, places, self.room, (0, begun), begin=begin)
        shown = self._drawn(places, (0, begun), (begin, end))
        return shown if self.room.holds(shown.text) else None

    def _most(self, least: int, places: _Places, room: Room, *before: tuple[int, int], begin: int = 0) -> int:
        """Before which place a part that begins with one can end, after those before it: `least` at least."""
        counts = range(least, len(places) + 1)
        return most(counts, lambda end: room.holds(self._drawn(places, *before, (begin, end)).text))

    def _drawn(self, places: _Places, *spans: tuple[int, int]) -> Excerpt:
        """Parts of the sentence, each from one of its places to before another one."""
        parts = [_MARK] if self.others_before else []
        for first, end in spans:
            text = self.sentence.text[places[first][0] : places[end - 1][1]]
            parts += (self.sentence._replace(text=text, apart=True), _MARK)
        whole = spans[-1][1] == len(places) and not self.others_after
        return _drawn(parts[:-1] if whole else parts)


# The words of the query.


def _count(text: str, words: Iterable[str]) -> int:
    """How many of the words it has."""
    return sum(bool(_stem(word).search(text)) for word in words)


def _stem(word: str) -> re.Pattern[str]:
    """What all forms of a word have in common, roughly: the engine's own stems are of a language, which isn't known."""
    return re.compile(re.escape(word[: max(_STEM, len(word) - _ENDING)]), re.IGNORECASE)


# The sentences of a passage.


def _sentences(passage: str, best: tuple[int, int] | None) -> list[_Part]:
    """All of the passage that is not blank, in sentences, the answering one by itself."""
    text = clean(passage)
    bounds = [0, *(end for _, end in graphemes(text))]
    cuts = {0, len(text), *(bounds[bisect_left(bounds, end)] for end in sentence_ends(text))}
    answer = range(0)
    if best is not None:
        start, end = (len(clean(passage[:offset])) for offset in best)
        answer = range(bounds[bisect_right(bounds, start) - 1], bounds[bisect_left(bounds, end)])
        cuts = {cut for cut in cuts if cut not in answer} | {answer.start, answer.stop}
    return list(_parts(text, sorted(cuts), answer))


def _parts(text: str, cuts: Sequence[int], answer: range) -> Iterator[_Part]:
    apart = False
    for start, end in pairwise(cuts):
        apart = apart or text[start].isspace()
        if words := one_line(text[start:end]):
            yield _Part(words, apart=apart, answers=start in answer)
            apart = False
        apart = apart or text[end - 1].isspace()
