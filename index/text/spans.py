"""A text with some of its stretches rewritten. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable


def rewritten(text: str, spans: Iterable[tuple[int, int]], rewrite: Callable[[str], str]) -> str:
    """`text` with what `rewrite` makes of each of `spans`, from start to end, which are in order and don't overlap."""
    parts: list[str] = []
    done = 0
    for start, end in spans:
        parts += [text[done:start], rewrite(text[start:end])]
        done = end
    return "".join((*parts, text[done:]))
