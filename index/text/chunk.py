"""A document's text into passages of whole sentences: pure, with exact offsets.

Sentences come from sentencex, which splits without changing a character. They are packed into passages at the lowest
total cost (see `_pack`), so that passages are about equally long and tend to end with a paragraph. Only a sentence
that exceeds the limit by itself is cut, at the best boundary that semantic-text-splitter finds in it.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from unicodedata import combining

from semantic_text_splitter import TextSplitter

from index.batches import batches
from index.text.sentences import sentences

CountTokens = Callable[[Sequence[str]], list[int]]
"""The encoder's number of tokens for each text, special tokens not counted."""
MAX_CHARACTERS = 4000
"""Of a passage, whatever its tokens: an encoder may read a giant "word" as one unknown token."""
MAX_BLOCK = 2 * MAX_CHARACTERS
"""Characters cut at a time: in text without blanks the time to cut grows with their square."""
SPLIT_PARAGRAPH_COST = 0.15
"""The cost of ending a passage inside a paragraph; an empty passage would cost 1."""
JOINT_TOKENS = 2
"""How many more tokens a sentence may have after another sentence than by itself."""
COUNTED_AT_ONCE = 1000
"""Sentences of a text that are held as texts of their own at a time."""
_PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*\n")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text; `paragraph` (from 1) is the paragraph it begins in."""

    start: int
    end: int
    paragraph: int


class _Sentences:
    """The sentences of a text in order, or pieces of long ones: in columns, since a book has half a million."""

    def __init__(self) -> None:
        self.starts, self.ends = array("q"), array("q")
        self.paragraphs, self.tokens = array("q"), array("q")

    def __len__(self) -> int:
        return len(self.starts)

    def add(self, start: int, end: int, paragraph: int, tokens: int) -> None:
        self.starts.append(start)
        self.ends.append(end)
        self.paragraphs.append(paragraph)
        self.tokens.append(tokens)


def split(
    text: str,
    *,
    body: int = 0,
    limit: int,
    target: int,
    count: CountTokens,
    language: str | None = None,
    whole: Sequence[int] = (),
    apart: Sequence[int] = (),
) -> list[Span]:
    """The passages of `text[body:]`, in order, without overlap, covering all of it that is not blank.

    `target` is the length in tokens that passages are packed to; `limit` is the length that none may exceed. Where
    stretches begin at `whole`, a passage is made of those instead of sentences: none is parted that fits. What begins
    before one of the offsets `apart` ends before it, too.
    """
    ceiling = min(target, limit)
    while True:
        spans = _stretches(text, whole) if whole else sentences(text, language, body)
        units = _units(text, body, ceiling, count, spans)
        runs = _pack(units, ceiling, apart)
        doubtful = (
            text[units.starts[run[0]] : units.ends[run[-1]]] for run in runs if _most_tokens(units, run) > limit
        )
        if ceiling == 1 or all(
            tokens <= limit for some in batches(doubtful, COUNTED_AT_ONCE) for tokens in count(some)
        ):
            return [Span(units.starts[run[0]], units.ends[run[-1]], units.paragraphs[run[0]]) for run in runs]
        # In some tokenizers joined sentences have more tokens than their sum: pack tighter until they fit.
        ceiling = max(1, ceiling * 9 // 10)


def _units(text: str, body: int, ceiling: int, count: CountTokens, spans: Iterable[tuple[int, int]]) -> _Sentences:
    units = _Sentences()
    for start, end, paragraph, tokens in _counted(text, body, count, spans):
        if tokens <= ceiling and end - start <= MAX_CHARACTERS:
            units.add(start, end, paragraph, max(1, tokens))  # at least one, so that a run of signs ends
        else:
            for at, length, size in _cut(text[start:end], ceiling, count):
                units.add(start + at, start + at + length, paragraph, size)
    return units


def _stretches(text: str, starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where each stretch begins and ends, white space around it left out."""
    for start, end in pairwise((*starts, len(text))):
        stretch = text[start:end]
        if stretch.strip():
            begin = start + len(stretch) - len(stretch.lstrip())
            yield begin, begin + len(stretch.strip())


def _counted(
    text: str, body: int, count: CountTokens, spans: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int, int, int]]:
    """Each span's start, end, paragraph (from 1) and tokens."""
    breaks = (match.start() for match in _PARAGRAPH_BREAK.finditer(text, body))
    following, paragraph = next(breaks, len(text)), 0
    for some in batches(spans, COUNTED_AT_ONCE):
        counts = count([text[start:end] for start, end in some])
        for (start, end), tokens in zip(some, counts, strict=True):
            while following < start:
                following = next(breaks, len(text))
                paragraph += bool(paragraph)  # those before the first sentence part nothing
            paragraph = paragraph or 1
            yield start, end, paragraph, tokens


def _cut(sentence: str, ceiling: int, count: CountTokens) -> Iterator[tuple[int, int, int]]:
    """The pieces of a sentence that is too long by itself: where each begins, its length and its tokens."""

    def size(piece: str) -> int:
        # Beyond the character limit a piece is too big, however few its tokens.
        return count([piece])[0] if len(piece) <= MAX_CHARACTERS else ceiling + len(piece)

    splitter = TextSplitter.from_callback(size, ceiling)
    for begin, block in _blocks(sentence):
        for at, piece in splitter.chunk_indices(block):
            yield begin + at, len(piece), size(piece)


def _blocks(sentence: str) -> Iterator[tuple[int, str]]:
    """A sentence in blocks, each cut separately, with where each begins; a single block unless it is giant."""
    begin = 0
    while begin < len(sentence):
        end = begin + MAX_BLOCK
        if end < len(sentence):
            blank = sentence.rfind(" ", begin + MAX_CHARACTERS, end)
            end = blank + 1 or end
            while combining(sentence[end]) and end > begin + MAX_CHARACTERS:
                end -= 1
        yield begin, sentence[begin:end]
        begin = end


def _most_tokens(units: _Sentences, run: range) -> int:
    """An upper bound on the tokens of `run` as one text: few runs are near the limit, and counting all takes long.

    A tokenizer that turns blanks into tokens makes at most one of each, and few words are split differently after one.
    """
    between = units.ends[run[-1]] - units.starts[run[0]] - sum(units.ends[at] - units.starts[at] for at in run)
    return sum(units.tokens[at] for at in run) + between + JOINT_TOKENS * (len(run) - 1)


def _pack(units: _Sentences, ceiling: int, apart: Sequence[int]) -> list[range]:
    """Sentences into passages of at most `ceiling` tokens at the lowest total cost, each as a range of them.

    A passage costs the square of the share of `ceiling` that it leaves empty, plus `SPLIT_PARAGRAPH_COST` if it ends
    inside one; squares favour equal lengths over a full passage followed by a stub.
    """
    total = array("q", accumulate(units.tokens, initial=0))
    best, previous = array("d", [0.0]), array("q", [0])
    for end in range(1, len(units) + 1):
        before = bisect_right(apart, units.starts[end - 1])
        least = apart[before - 1] if before else 0
        inside = end < len(units) and units.paragraphs[end] == units.paragraphs[end - 1]
        lowest, first = float("inf"), 0
        for begin in range(end - 1, -1, -1):
            tokens = total[end] - total[begin]
            fits = tokens <= ceiling and units.ends[end - 1] - units.starts[begin] <= MAX_CHARACTERS
            if begin < end - 1 and (not fits or units.starts[begin] < least):
                break
            cost = best[begin] + (1 - min(tokens / ceiling, 1)) ** 2 + SPLIT_PARAGRAPH_COST * inside
            if cost < lowest:
                lowest, first = cost, begin
        best.append(lowest)
        previous.append(first)
    return _runs(previous)


def _runs(previous: Sequence[int]) -> list[range]:
    """All sentences in runs; `previous` says for each end of a run where it begins."""
    runs: list[range] = []
    end = len(previous) - 1
    while end:
        runs.append(range(previous[end], end))
        end = previous[end]
    return runs[::-1]
