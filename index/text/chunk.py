"""A document's text into passages of whole sentences: pure, with exact offsets.

Sentences come from sentencex, which splits without changing a character. They are packed into passages by the
least total cost (see `_pack`), so that passages are about equally long and tend to end with a paragraph. Only a
sentence that alone exceeds the limit is cut, at the best boundary semantic-text-splitter finds in it.
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
"""How many tokens the encoder makes of each text, special tokens not counted."""
MAX_CHARACTERS = 4000
"""A passage is never longer, whatever its tokens: an encoder may read a giant "word" as one unknown token."""
BLOCK = 2 * MAX_CHARACTERS
"""Most characters that are cut at once: where there are no blanks, cutting takes time with the square of them."""
INSIDE_PARAGRAPH = 0.15
"""What it costs to end a passage inside a paragraph, where a passage with no text at all would cost 1."""
JOINT = 2
"""How many more tokens a sentence may have for standing after another."""
_PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*\n")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text; `paragraph` (from 1) is where it begins."""

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

    `target` is the length in tokens that passages are packed to and `limit` what none may exceed.
    """
    ceiling = min(target, limit)
    while True:
        runs = _pack(_sentences(text, body, ceiling, count, language), ceiling)
        doubtful = [text[run[0].start : run[-1].end] for run in runs if _most_tokens(run) > limit]
        if ceiling == 1 or all(tokens <= limit for tokens in count(doubtful)):
            return [Span(run[0].start, run[-1].end, run[0].paragraph) for run in runs]
        # Tokens of joined sentences need not add up in every tokenizer: pack tighter until they fit.
        ceiling = max(1, ceiling * 9 // 10)


def _sentences(text: str, body: int, ceiling: int, count: CountTokens, language: str | None) -> list[_Sentence]:
    breaks = [match.start() for match in _PARAGRAPH_BREAK.finditer(text, body)]
    spans = [(body + start, body + end) for start, end in sentences(text[body:], language)]
    counts = count([text[start:end] for start, end in spans])
    before = bisect_left(breaks, spans[0][0]) if spans else 0
    out: list[_Sentence] = []
    for (start, end), tokens in zip(spans, counts, strict=True):
        number = bisect_left(breaks, start) - before + 1
        if tokens <= ceiling and end - start <= MAX_CHARACTERS:
            out.append(_Sentence(start, end, number, tokens))
        else:
            pieces = _cut(text[start:end], ceiling, count)
            out.extend(_Sentence(start + at, start + at + length, number, size) for at, length, size in pieces)
    return out


def _cut(sentence: str, ceiling: int, count: CountTokens) -> Iterator[tuple[int, int, int]]:
    """The pieces of one sentence that is too long by itself: where each begins, its length and its tokens."""

    def size(piece: str) -> int:
        # Past the character limit the piece counts as too big, however few tokens it is.
        return count([piece])[0] if len(piece) <= MAX_CHARACTERS else ceiling + len(piece)

    splitter = TextSplitter.from_callback(size, ceiling)
    for begin, block in _blocks(sentence):
        for at, piece in splitter.chunk_indices(block):
            yield begin + at, len(piece), size(piece)


def _blocks(sentence: str) -> Iterator[tuple[int, str]]:
    """A sentence in blocks that are cut one by one, with where each begins; it is one block unless it is giant."""
    begin = 0
    while begin < len(sentence):
        end = begin + BLOCK
        if end < len(sentence):
            blank = sentence.rfind(" ", begin + MAX_CHARACTERS, end)
            end = blank + 1 or end
            while combining(sentence[end]) and end > begin + MAX_CHARACTERS:
                end -= 1
        yield begin, sentence[begin:end]
        begin = end


def _most_tokens(run: Sequence[_Sentence]) -> int:
    """What the sentences of `run` have at most as one text: few are near the limit, and counting all takes its time.

    A tokenizer that makes tokens of blanks makes at most one of each, and few words are cut otherwise after a blank.
    """
    between = run[-1].end - run[0].start - sum(one.end - one.start for one in run)
    return sum(one.tokens for one in run) + between + JOINT * (len(run) - 1)


def _pack(items: Sequence[_Sentence], ceiling: int) -> list[Sequence[_Sentence]]:
    """Sentences into passages of at most `ceiling` tokens at the least sum of costs.

    A passage costs the square of the share of `ceiling` it leaves empty, plus `INSIDE_PARAGRAPH` if it ends
    inside one; squares favour equal lengths over a full passage followed by a stub.
    """
    total = [0, *accumulate(item.tokens for item in items)]
    best = [0.0, *(float("inf") for _ in items)]
    previous = [0] * (len(items) + 1)
    for end in range(1, len(items) + 1):
        inside = end < len(items) and items[end].paragraph == items[end - 1].paragraph
        for begin in range(end - 1, -1, -1):
            tokens = total[end] - total[begin]
            fits = tokens <= ceiling and items[end - 1].end - items[begin].start <= MAX_CHARACTERS
            if not fits and begin < end - 1:
                break
            cost = best[begin] + (1 - min(tokens / ceiling, 1)) ** 2 + INSIDE_PARAGRAPH * inside
            if cost < best[end]:
                best[end], previous[end] = cost, begin
    runs: list[Sequence[_Sentence]] = []
    end = len(items)
    while end:
        runs.append(items[previous[end] : end])
        end = previous[end]
    return runs[::-1]
