"""What stands at the edges of a quotation's segments: marks, what a number goes on with, what was left out: pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from index.quotations.align import Span
from index.quotations.differences import Side, difference
from index.quotations.marked import Gap
from index.quotations.models import KINDS, Difference, DifferenceKind
from index.quotations.names import may_be_name
from index.quotations.numerals import PERCENT_WORDS, is_number, is_scale, value
from index.text.compared import Token, is_currency
from index.text.scripts import is_unspaced

MAX_REPLACED: Final = 6
"""Words of the source in whose place others may be put in brackets."""
_BRACKETS: Final = frozenset("[]［］【】")
"""Where the source has them, others are no mark of a change."""
_LIGHT: Final = frozenset(".,;:")
_FULL_STOPS: Final = frozenset(".,。，、")
_ENDS: Final = frozenset(".。!！?？")
"""They say that a sentence is over, which may hide a number, a negation or a name that it goes on with."""


def before(said: Side, marks: Span, is_: Side, at: Span, *, open_: bool) -> Iterator[Difference]:
    """The marks in front of a segment, and what a number or a compound goes on with in the source."""
    place, j = marks.end, at.start
    while place > marks.start and j > 0 and said.tokens[place - 1].key == is_.tokens[j - 1].key:
        place, j = place - 1, j - 1
    if place > marks.start and not (open_ and _are_light(said, Span(marks.start, place))):
        yield _of_marks(said, Span(marks.start, place), is_, Span(max(j - 1, 0), j))
    elif j > 0:
        yield from _torn(said, Span(place, place + 1), is_, Span(j - 1, j), j, step=-1)


def behind(said: Side, marks: Span, is_: Side, at: Span, *, open_: bool) -> Iterator[Difference]:
    """Likewise behind it; a comma or full stop at the very end is the quoting text's own.

    Unless it ends the sentence where that goes on with a number, a negation or a name.
    """
    place, j = marks.start, at.end
    while place < marks.end and j < len(is_.tokens) and said.tokens[place].key == is_.tokens[j].key:
        place, j = place + 1, j + 1
    rest = Span(place, marks.end)
    light = open_ and _are_light(said, rest)
    if place < marks.end and not light:
        closing = (
            rest.end - rest.start == 1 and said.tokens[place].form in _FULL_STOPS and place == len(said.tokens) - 1
        )
        source = Span(j, j + 1) if j < len(is_.tokens) and not is_.tokens[j].worded else Span(j, j)
        replaced = source.end > source.start and is_.tokens[j].form not in _LIGHT | _FULL_STOPS
        hidden = _telling(is_, j) if said.tokens[place].form in _ENDS and j < len(is_.tokens) else None
        if hidden:
            yield difference(said, is_, rest, Span(j, j + 1), kind=hidden)
        elif closing and not replaced:
            yield difference(said, is_, rest, source, kind="mark", typographic=True)
        else:
            yield _of_marks(said, rest, is_, source)
    if j < len(is_.tokens) and (place == marks.start or light):
        yield from _torn(said, Span(place - 1, place), is_, Span(j, j + 1), j - 1, step=1)


def _are_light(said: Side, marks: Span) -> bool:
    return all(said.tokens[at].form in _LIGHT for at in range(*marks))


def _of_marks(said: Side, marks: Span, is_: Side, at: Span) -> Difference:
    kind: DifferenceKind = said.kind(range(*marks))
    shown = at if at.end > at.start and not is_.tokens[at.start].worded else Span(at.end, at.end)
    return difference(said, is_, marks, shown, kind=kind)


def _torn(said: Side, span: Span, is_: Side, outer: Span, inner: int, *, step: int) -> Iterator[Difference]:
    """Whether a number, or a compound, goes on in the source beyond the quotation."""
    neighbour, edge = is_.tokens[outer.start], is_.tokens[min(inner, len(is_.tokens) - 1)]
    whole = Span(min(outer.start, inner), max(outer.end, inner + 1))
    number = is_number(edge, is_.language)
    if neighbour.kind == "hyphen" and not is_unspaced(edge.form):
        beyond = outer.start + step
        kind = is_.turns(beyond) or "word"
        whole = Span(min(whole.start, beyond), max(whole.end, beyond + 1))
        yield difference(said, is_, span, whole, kind=kind)
    elif number and _goes_on(neighbour, edge, is_, outer.start, step):
        yield difference(said, is_, span, whole, kind="number")


def _goes_on(neighbour: Token, edge: Token, is_: Side, at: int, step: int) -> bool:
    if step < 0:
        if neighbour.kind == "sign" or is_currency(neighbour):
            return True
        if is_unspaced(edge.form) and neighbour.kind == "number":
            return True
        both_words = edge.kind == neighbour.kind == "word" and value([neighbour], is_.language) is not None
        return both_words or (is_scale(edge) and is_number(neighbour, is_.language))
    if neighbour.form in "%‰" or is_scale(neighbour) or neighbour.key in PERCENT_WORDS or is_currency(neighbour):
        return True
    following = is_.tokens[at + 1].key if at + 1 < len(is_.tokens) else ""
    if following in PERCENT_WORDS and neighbour.key in {"per", "por", "pour"}:
        return True
    cardinal = edge.kind == neighbour.kind == "word" and value([edge], is_.language) is not None
    return cardinal and is_number(neighbour, is_.language)


# What was left out and put in.


def of_gap(gap: Gap, quotation: str, is_: Side, missing: Span) -> Difference:
    """What was left out or put in; more than a matter of form where it holds a number, a negation or a name."""
    said = Side(quotation, gap.inserted, is_.language)
    kinds: list[DifferenceKind] = [
        kind
        for side, places in ((said, range(len(gap.inserted))), (is_, range(*missing)))
        for at in places
        if (kind := _telling(side, at))
    ]
    if gap.inserted and _touches_digits(quotation, gap):
        kinds.append("number")
    too_many = (
        bool(gap.inserted)
        and "…" not in quotation[gap.start : gap.end]
        and (missing.end - missing.start > MAX_REPLACED)
    )
    bracketed = bool(gap.inserted) and any(is_.tokens[at].form in _BRACKETS for at in range(*missing))
    worst: DifferenceKind = min(kinds, key=KINDS.index) if kinds else "word" if too_many or bracketed else "mark"
    return Difference(
        kind=worst,
        said=quotation[gap.start : gap.end],
        is_=is_.written(missing),
        start=gap.start,
        end=gap.end,
        typographic=worst == "mark",
    )


def _touches_digits(quotation: str, gap: Gap) -> bool:
    """Whether a digit stands right beside it: [−]5 and 1[0] are other numbers."""
    return any(char.isnumeric() for char in (quotation[: gap.start][-1:], quotation[gap.end :][:1]))


def _telling(side: Side, at: int) -> DifferenceKind | None:
    return side.turns(at) or ("name" if may_be_name(side.tokens, at) else None)
