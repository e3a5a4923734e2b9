"""A quotation as its segments, between which it marks that words were left out or put in: pure.

The Eagle … has [safely] landed.      “[T]he Eagle” · “walk[ed]” · “teh [sic] Eagle”
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from index.quotations.align import Span
from index.text.compared import OMISSION, Token, tokens, unbroken
from index.text.folding import fold
from index.text.quotation_marks import quoted

MAX_BRACKETS: Final = 40
"""Tokens within brackets that were put in."""
_CLOSED_BY: Final = {"[": "]", "(": ")", "【": "】", "［": "］"}
_SIC: Final = frozenset({"sic", "!", "so", "recte"})


class Gap(NamedTuple):
    """Where the quotation marks a change, as a span of its own text, and the tokens that were put in there.

    `words` says whether words may be missing.
    """

    start: int
    end: int
    inserted: tuple[Token, ...]
    words: bool = True


@dataclass(frozen=True, slots=True)
class Marked:
    """The tokens that should be in the source, in segments; the gap `gaps[n]` comes before segment `n`.

    After the last segment there may be one more gap. `cased` are tokens whose first letter may be in another case,
    `endings` those whose end was put in, as the letters before it and those put in.
    """

    text: str
    tokens: tuple[Token, ...]
    segments: tuple[Span, ...]
    gaps: dict[int, Gap]
    cased: frozenset[int]
    endings: dict[int, tuple[str, Token]]
    rewritten: bool = False
    """Whether “[sic]” was left out of the tokens, or a letter in brackets read as the word's own."""

    @property
    def plain(self) -> bool:
        """Whether nothing is marked as left out or put in."""
        return not (self.gaps or self.endings or self.rewritten)

    def words(self) -> list[list[str]]:
        """The words of each segment as they are aligned."""
        return [[token.key for token in self.tokens[slice(*span)] if token.worded] for span in self.segments]


def unquoted(text: str) -> str:
    """`text` without white space around it and without the marks that quote all of it."""
    text = text.strip()
    while True:
        found = quoted(text)
        if len(found) != 1 or tuple(found[0]) != (0, len(text)):
            return text
        text = text[1:-1].strip()


def is_mark_of_omission(said: str) -> bool:
    """Whether it marks that words were left out or put in."""
    return said[:1] in {"[", "…", "【", "［"} or said.startswith(("(…", "(.", ".."))


def literal(text: str, *, joined: bool = False) -> Marked:
    """The quotation as if nothing were marked: the source may have brackets and dots, too.

    With `joined`, what is parted at the end of a line is one word.
    """
    found = tuple(unbroken(tokens(text)) if joined else tokens(text))
    first = next((at for at, token in enumerate(found) if token.worded), 0)
    return Marked(text, found, (Span(0, len(found)),), {}, frozenset({first}), {})


def marked(text: str, *, joined: bool = False, kept: Container[int] = ()) -> Marked:
    """The quotation with what it marks read; the source has the words in the brackets `kept`, which count from 0.

    With `joined`, what is parted at the end of a line is one word.
    """
    found = unbroken(tokens(text)) if joined else tokens(text)
    parts = list(_parts(found, kept))
    own: list[Token] = []
    segments: list[Span] = []
    gaps: dict[int, Gap] = {}
    cased, endings = set[int](), dict[int, tuple[str, Token]]()
    begin = 0
    for part in (*parts, None):
        if isinstance(part, _Word):
            if part.cased:
                cased.add(len(own))
            if part.ending:
                endings[len(own)] = part.stem, part.ending
            own.append(part.token)
        elif part is None or part.words or part.inserted:
            if any(token.worded for token in own[begin:]):
                segments.append(Span(begin, len(own)))
                begin = len(own)
            else:
                del own[begin:]
            if part is not None:
                gaps[len(segments)] = _both(gaps.get(len(segments)), part)
    for at, span in enumerate(segments):
        if at == 0 or (at in gaps and OMISSION in text[gaps[at].start : gaps[at].end].replace("...", OMISSION)):
            cased.add(next(place for place in range(*span) if own[place].worded))
    rewritten = any(part.cased if isinstance(part, _Word) else not part.words for part in parts)
    return Marked(text, tuple(own), tuple(segments), gaps, frozenset(cased), endings, rewritten)


def brackets(text: str) -> int:
    """How many brackets of a quotation hold words of their own."""
    found = tokens(text)
    closed = ((at, _closing(found, at)) for at in range(len(found)))
    return sum(close is not None and _is_put_in(found[at + 1 : close]) for at, close in closed)


class _Word(NamedTuple):
    """A token of the source; of a word with letters in brackets, what is before them, or that its case is another."""

    token: Token
    cased: bool = False
    stem: str = ""
    ending: Token | None = None


def _both(first: Gap | None, second: Gap) -> Gap:
    if first is None:
        return second
    return Gap(first.start, second.end, (*first.inserted, *second.inserted), first.words or second.words)


def _parts(found: Sequence[Token], kept: Container[int]) -> Iterator[_Word | Gap]:
    """The tokens and gaps in order."""
    at, number = 0, -1
    while at < len(found):
        token = found[at]
        close = _closing(found, at)
        if close is not None and _is_put_in(found[at + 1 : close]):
            number += 1
            if number in kept:
                yield from map(_Word, found[at : close + 1])
                at = close + 1
                continue
        if token.kind == "omission":
            yield Gap(token.start, token.end, ())
            at += 1
        elif close is None:
            following = _closing(found, at + 1) if at + 1 < len(found) else None
            if following is not None and number + 1 not in kept and _ends(found, at + 1, following):
                number += 1
                spelt = token.form + found[at + 2].form
                whole = token._replace(key=fold(spelt), form=spelt, end=found[following].end)
                yield _Word(whole, stem=token.form, ending=found[at + 2])
                at = following
            else:
                yield _Word(token)
            at += 1
        else:
            inside = found[at + 1 : close]
            first, end = _spelt(found, at, close)
            if first is not None:
                yield first
            elif {one.key for one in inside} <= _SIC:
                yield Gap(token.start, found[close].end, (), words=False)
            elif all(one.kind == "omission" for one in inside):
                yield Gap(token.start, found[close].end, ())
            else:
                yield Gap(token.start, found[close].end, tuple(inside))
            at = end


def _is_put_in(inside: Sequence[Token]) -> bool:
    """Whether brackets hold words of their own, rather than dots or “sic”."""
    return any(one.worded for one in inside) and not {one.key for one in inside} <= _SIC


def _closing(found: Sequence[Token], at: int) -> int | None:
    """The place of what closes brackets that mark a change: square ones, or round ones around dots or “sic”."""
    closer = _CLOSED_BY.get(found[at].form)
    if closer is None:
        return None
    for end in range(at + 2, min(at + MAX_BRACKETS, len(found))):
        if found[end].form == closer:
            inside = found[at + 1 : end]
            told = all(one.kind == "omission" for one in inside) or {one.key for one in inside} <= _SIC
            return end if told or found[at].form != "(" else None
    return None


def _spelt(found: Sequence[Token], at: int, close: int) -> tuple[_Word | None, int]:
    """The word of which the letters in brackets are a part, and where what follows begins."""
    if close != at + 2 or found[at + 1].kind != "word":
        return None, close + 1
    letters, opening, closing = found[at + 1].form, found[at], found[close]
    after = found[close + 1] if close + 1 < len(found) else None
    if after and after.kind == "word" and after.start == closing.end and len(letters) == 1:
        whole = letters + after.form
        return _Word(after._replace(key=fold(whole), form=whole, start=opening.start), cased=True), close + 2
    return None, close + 1


def _ends(found: Sequence[Token], opening: int, close: int) -> bool:
    """Whether brackets hold the ending of the word before them."""
    before, inside = found[opening - 1], found[opening + 1]
    return close == opening + 2 and before.kind == inside.kind == "word" and before.end == found[opening].start
