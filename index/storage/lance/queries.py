"""What is asked of a table's full-text indexes, as Lance's queries. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from lance.query import BooleanQuery, FullTextQuery, MatchQuery, Occur, PhraseQuery

from index.text import terms as terms_module
from index.text.folding import fold

LONG_WORD, LONGEST_WORD = 24, 100
"""Lance looks for what is like a longer word with one edit at most, and for nothing like the longest."""
MAX_EXPANSIONS: Final = 100_000
"""Words that are a few letters from another."""
Query = FullTextQuery | None
"""None finds nothing."""


def any_of(queries: Iterable[Query]) -> Query:
    """What any of these finds."""
    some = [(Occur.SHOULD, query) for query in queries if query is not None]
    return BooleanQuery(some) if len(some) > 1 else next((query for _, query in some), None)


def in_text_or_title(phrase: str) -> Query:
    """A phrase in a passage or its title, word for word."""
    return any_of([in_field("exact", phrase), in_field("title", phrase)])


def in_field(field: str, phrase: str) -> Query:
    """A phrase in a field, word for word."""
    return any_of(_all(field, rows) for rows in terms_module.required(phrase))


def like(word: str, edits: int) -> Query:
    """Words that are at most `edits` letters from `word`."""
    folded = fold(word)
    if len(folded) > LONGEST_WORD:
        return None
    variants = _swapped(folded, min(edits, 1) if len(folded) > LONG_WORD else edits)
    return any_of(
        MatchQuery(variant, "exact", fuzziness=left, max_expansions=MAX_EXPANSIONS)
        for variant, left in variants.items()
    )


def _swapped(word: str, edits: int) -> dict[str, int]:
    """`word` with neighbours swapped, each with how many edits are left then: Lance counts a swap as two."""
    found = {word: edits}
    if edits > 0:
        swaps = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}
        for swap in sorted(swaps - {word}):
            for variant, left in _swapped(swap, edits - 1).items():
                found[variant] = max(left, found.get(variant, 0))
    return found


def _all(field: str, rows: list[list[str]]) -> Query:
    return BooleanQuery([(Occur.MUST, _in_a_row(field, terms)) for terms in rows]) if rows else None


def _in_a_row(field: str, terms: list[str]) -> FullTextQuery:
    return MatchQuery(terms[0], field) if len(terms) == 1 else PhraseQuery(" ".join(terms), field)
