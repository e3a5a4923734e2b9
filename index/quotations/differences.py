"""What differs between a quotation and the words it was aligned with, and what kind of difference that is: pure.

Only what the list in the guide names is typographic. Whatever else differs is a difference, and a hyphen that makes or
parts a number or a negation is one, too.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from index.quotations.align import Block, Span, blocks
from index.quotations.models import Difference, DifferenceKind
from index.quotations.names import is_name
from index.quotations.negations import negates
from index.quotations.numerals import is_number, value
from index.text.compared import Token, is_currency
from index.text.quotation_marks import quoted

MAX_NESTED = 3
"""Quotations within one another of which the marks are told from those of feet and inches."""


class Side(NamedTuple):
    """A text in tokens."""

    text: str
    tokens: Sequence[Token]
    language: str | None

    def written(self, span: Span) -> str:
        """The text of some of the tokens."""
        return self.text[self.tokens[span.start].start : self.tokens[span.end - 1].end] if span.end > span.start else ""

    def kind(self, places: Iterable[int]) -> DifferenceKind:
        """What the most telling of some of the tokens is."""
        kinds = {self._kind(at) for at in places}
        order: tuple[DifferenceKind, ...] = ("number", "negation", "name", "word")
        return next((kind for kind in order if kind in kinds), "mark")

    def _kind(self, at: int) -> DifferenceKind:
        token = self.tokens[at]
        if is_number(token, self.language):
            return "number"
        if not token.worded:
            return "number" if is_currency(token) else "mark"
        if negates(token.key, self.language):
            return "negation"
        return "name" if is_name(self.tokens, at, self.language) else "word"

    def turns(self, at: int) -> DifferenceKind | None:
        """Whether a token says a number or a negation, so that nothing beside it is a matter of form."""
        if not 0 <= at < len(self.tokens):
            return None
        kind = self._kind(at)
        return kind if kind in {"number", "negation"} else None


def differences(said: Side, span: Span, is_: Side, at: Span, first: Container[int]) -> Iterator[Difference]:
    """What of `said` in `span` differs from `is_` in the span `at`.

    `first` are tokens whose first letter may be in another case.
    """
    left, right = ([side.tokens[place].key for place in range(*part)] for side, part in ((said, span), (is_, at)))
    for block in blocks(left, right):
        moved = Block(block.same, *(span.start + i for i in block[1:3]), *(at.start + j for j in block[3:5]))
        if moved.same:
            yield from _written_otherwise(said, is_, moved, first)
        else:
            yield from _differing(said, is_, moved, first)


def _written_otherwise(said: Side, is_: Side, block: Block, first: Container[int]) -> Iterator[Difference]:
    """Tokens that are aligned and yet not the same: another dash, another case, another accent."""
    for i, j in zip(range(block.i, block.i_end), range(block.j, block.j_end), strict=True):
        left, right = said.tokens[i], is_.tokens[j]
        spans = Span(i, i + 1), Span(j, j + 1)
        if left.form == right.form:
            if left.kind == "number" and _measured_otherwise(said, i, is_, j):
                yield difference(said, is_, *spans, kind="number")
            continue
        if not left.worded:
            yield difference(said, is_, *spans, kind="mark", typographic=True)
        elif not (i in first and _same_but_for_first(left.form, right.form)) or _hides_name(said, i, is_, j):
            same = left.kind == "number" and _same_value(said, is_, Block(False, i, i + 1, j, j + 1))
            yield difference(said, is_, *spans, kind=_kind(said, is_, *spans), same_value=same)


def _hides_name(said: Side, i: int, is_: Side, j: int) -> bool:
    """Whether a name has a small letter within the quotation, behind what it leaves out: Bill, bill.

    The first letter of the quotation itself is a matter of form, whatever word it is of.
    """
    within = any(token.worded for token in said.tokens[:i])
    return within and said.tokens[i].form[:1].islower() and is_name(is_.tokens, j, is_.language)


def _measured_otherwise(said: Side, i: int, is_: Side, j: int) -> bool:
    """Whether one has feet or minutes behind the number, and the other inches or seconds; or nothing at all.

    Marks that quote are none, and those that may be a quotation's are not missed.
    """
    behind = [side.text[side.tokens[at].end :][:2] for side, at in ((said, i), (is_, j))]
    sizes = [_measure(marks) for marks in behind]
    if sizes[0] == sizes[1]:
        return False
    if not all(sizes):
        return any(marks[:1] in ("′", "″") for marks in behind)
    return not any(side.tokens[at].end in _closings(side.text) for side, at in ((said, i), (is_, j)))


def _measure(marks: str) -> int:
    """How many strokes stand there."""
    if marks[:1] in ("″", '"', "”") or marks in ("''", "’’", "′′"):
        return 2
    return int(marks[:1] in ("′", "'", "’"))


@lru_cache(maxsize=4)
def _closings(text: str) -> frozenset[int]:
    """Where quotations end, within others as well."""
    ends: set[int] = set()
    parts = [(0, text)]
    for _ in range(MAX_NESTED):
        found = [(offset, part, one) for offset, part in parts for one in quoted(part)]
        ends.update(offset + one.end - 1 for offset, _, one in found)
        parts = [(offset + one.begin + 1, part[one.begin + 1 : one.end - 1]) for offset, part, one in found]
    return frozenset(ends)


def _same_but_for_first(left: str, right: str) -> bool:
    """Whether only the case of the first letter differs."""
    return left[1:] == right[1:] and left[:1].lower() == right[:1].lower()


def _differing(said: Side, is_: Side, block: Block, first: Container[int]) -> Iterator[Difference]:
    spans = Span(block.i, block.i_end), Span(block.j, block.j_end)
    if (form := _hyphenation(said, is_, block, first)) is not None:
        yield difference(said, is_, *spans, kind=form, typographic=form == "mark")
    elif _same_value(said, is_, block):
        yield difference(said, is_, *spans, kind="number", same_value=True)
    elif block.i_end - block.i == block.j_end - block.j:
        for i, j in zip(range(*spans[0]), range(*spans[1]), strict=True):
            one = Block(False, i, i + 1, j, j + 1)
            parts = Span(i, i + 1), Span(j, j + 1)
            if said.tokens[i].key == is_.tokens[j].key:
                yield from _written_otherwise(said, is_, one, first)
            else:
                same = _same_value(said, is_, one)
                yield difference(said, is_, *parts, kind=_kind(said, is_, *parts), same_value=same)
    else:
        yield difference(said, is_, *spans, kind=_kind(said, is_, *spans))


def _kind(said: Side, is_: Side, span: Span, at: Span) -> DifferenceKind:
    """The kind of what one side has and the other hasn't."""
    keys = [{side.tokens[place].form for place in range(*part)} for side, part in ((said, span), (is_, at))]
    left = [place for place in range(*span) if said.tokens[place].form not in keys[1]]
    right = [place for place in range(*at) if is_.tokens[place].form not in keys[0]]
    kinds = {said.kind(left), is_.kind(right)}
    order: tuple[DifferenceKind, ...] = ("number", "negation", "name", "word")
    return next((kind for kind in order if kind in kinds), "mark")


def _hyphenation(said: Side, is_: Side, block: Block, first: Container[int]) -> DifferenceKind | None:
    """“mark” where only hyphens between letters differ; the kind of what they make or part, if that is more.

    None where anything else differs.
    """
    sides = (said, range(block.i, block.i_end)), (is_, range(block.j, block.j_end))
    hyphens = [(side, place) for side, places in sides for place in places if side.tokens[place].kind == "hyphen"]
    others = [[side.tokens[at] for at in places if side.tokens[at].kind != "hyphen"] for side, places in sides]
    joined = ["".join(token.form for token in tokens) for tokens in others]
    if not hyphens or not all(token.kind == "word" for tokens in others for token in tokens):
        return None
    if joined[0] != joined[1] and not (block.i in first and _same_but_for_first(*joined)):
        return None
    if others[0] and len(others[0]) != len(others[1]) and all(side.tokens[at].broken for side, at in hyphens):
        return "mark"  # a line ends there: nothing but the word in one piece can be meant
    if any(_joins_names(side, at) for side, at in hyphens):
        return "name"
    turned = [(side.turns(at - 1), side.turns(at + 1)) for side, at in hyphens]
    whole = [_whole(side, tokens) for side, tokens in zip((said, is_), others, strict=True) if len(tokens) == 1]
    kinds = {kind for both in turned for kind in both if kind} - set(whole)
    return next(iter(sorted(kinds)), "mark") if kinds else "mark"


def _joins_names(side: Side, at: int) -> bool:
    """Whether the hyphen at `at` makes one name of two, as in Ann-Marie; one at the end of a line need not."""
    beside = [side.tokens[place] for place in (at - 1, at + 1) if 0 <= place < len(side.tokens)]
    return not side.tokens[at].broken and len(beside) == 2 and all(one.form[:1].isupper() for one in beside)


def _whole(side: Side, tokens: Sequence[Token]) -> DifferenceKind | None:
    """Whether the word in one piece says a number or a negation, too."""
    return Side(side.text, tokens, side.language).turns(0)


def _same_value(said: Side, is_: Side, block: Block) -> bool:
    """Whether both say the same number, with the words before that belong to it or without."""
    for back in range(4):
        spans = [range(block.i - back, block.i_end), range(block.j - back, block.j_end)]
        if min(spans[0].start, spans[1].start) < 0:
            return False
        if back and not (said.turns(block.i - back) and is_.turns(block.j - back)):
            return False
        values = [
            value([side.tokens[at] for at in places], is_.language)
            for side, places in zip((said, is_), spans, strict=True)
        ]
        if values[0] is not None and values[0] == values[1]:
            return True
    return False


def difference(
    said: Side,
    is_: Side,
    span: Span,
    at: Span,
    *,
    kind: DifferenceKind,
    typographic: bool = False,
    same_value: bool = False,
) -> Difference:
    """The difference between two spans."""
    place = said.tokens[min(span.start, len(said.tokens) - 1)].start if said.tokens else 0
    if span.start >= len(said.tokens):
        place = len(said.text)
    return Difference(
        kind=kind,
        said=said.written(span),
        is_=is_.written(at),
        start=place,
        end=said.tokens[span.end - 1].end if span.end > span.start else place,
        typographic=typographic,
        same_value=same_value,
    )
