"""A document's text into passages of whole sentences: pure, with exact offsets.

Sentences come from sentencex, which splits without changing a character. They are packed into passages at the lowest
total cost (see `_pack`), so that passages are about equally long and tend to end with a paragraph. Only a sentence
that exceeds the limit by itself is cut, at the best boundary that semantic-text-splitter finds in it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from unicodedata import combining

from semantic_text_splitter import TextSplitter

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
_PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*\n")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text; `paragraph` (from 1) is the paragraph it begins in."""

    start: int
    end: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int
    end: int
    paragraph: int
    tokens: int


def split(
    text: str, *, body: int = 0, limit: int, target: int, count: CountTokens, language: str | None = None
) -> list[Span]:
    """The passages of `text[body:]`, in order, without overlap, covering all of it that is not blank.

    `target` is the length in tokens that passages are packed to; `limit` is the length that none may exceed.
    """
    ceiling = min(target, limit)
    while True:
        runs = _pack(_sentences(text, body, ceiling, count, language), ceiling)
        doubtful = [text[run[0].start : run[-1].end] for run in runs if _most_tokens(run) > limit]
        if ceiling == 1 or all(tokens <= limit for tokens in count(doubtful)):
            return [Span(run[0].start, run[-1].end, run[0].paragraph) for run in runs]
        # In some tokenizers joined sentences have more tokens than their sum: pack tighter until they fit.
        ceiling = max(1, ceiling * 9 // 10)


def _sentences(text: str, body: int, ceiling: int, count: CountTokens, language: str | None) -> list[_Sentence]:
    breaks = [match.start() for match in _PARAGRAPH_BREAK.finditer(text, body)]
    spans = [(body + start, body + end) for start, end in sentences(text[body:], language)]
    counts = count([text[start:end] for start, end in spans])
    before = bisect_left(breaks, spans[0][0]) if spans else 0
    units: list[_Sentence] = []
    for (start, end), tokens in zip(spans, counts, strict=True):
        number = bisect_left(breaks, start) - before + 1
        if tokens <= ceiling and end - start <= MAX_CHARACTERS:
            units.append(_Sentence(start, end, number, max(1, tokens)))  # at least one, so that a run of signs ends
        else:
            pieces = _cut(text[start:end], ceiling, count)
            units.extend(_Sentence(start + at, start + at + length, number, size) for at, length, size in pieces)
    return units


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


def _most_tokens(run: Sequence[_Sentence]) -> int:
    """An upper bound on the tokens of `run` as one text: few runs are near the limit, and counting all takes long.

    A tokenizer that turns blanks into tokens makes at most one of each, and few words are split differently after one.
    """
    between = run[-1].end - run[0].start - sum(sentence.end - sentence.start for sentence in run)
    return sum(sentence.tokens for sentence in run) + between + JOINT_TOKENS * (len(run) - 1)


def _pack(pieces: Sequence[_Sentence], ceiling: int) -> list[Sequence[_Sentence]]:
    """Sentences into passages of at most `ceiling` tokens at the lowest total cost.

    A passage costs the square of the share of `ceiling` that it leaves empty, plus `SPLIT_PARAGRAPH_COST` if it ends
    inside one; squares favour equal lengths over a full passage followed by a stub.
    """
    total = [0, *accumulate(piece.tokens for piece in pieces)]
    best = [0.0, *(float("inf") for _ in pieces)]
    previous = [0] * (len(pieces) + 1)
    for end in range(1, len(pieces) + 1):
        inside = end < len(pieces) and pieces[end].paragraph == pieces[end - 1].paragraph
        for begin in range(end - 1, -1, -1):
            tokens = total[end] - total[begin]
            fits = tokens <= ceiling and pieces[end - 1].end - pieces[begin].start <= MAX_CHARACTERS
            if not fits and begin < end - 1:
                break
            cost = best[begin] + (1 - min(tokens / ceiling, 1)) ** 2 + SPLIT_PARAGRAPH_COST * inside
            if cost < best[end]:
                best[end], previous[end] = cost, begin
    return _runs(pieces, previous)


def _runs(pieces: Sequence[_Sentence], previous: Sequence[int]) -> list[Sequence[_Sentence]]:
    """`pieces` in runs; `previous` says for each end of a run where it begins."""
    runs: list[Sequence[_Sentence]] = []
    end = len(pieces)
    while end:
        runs.append(pieces[previous[end] : end])
        end = previous[end]
    return runs[::-1]
