"""What leads a program, or a browser, to words in a document: words around them, offsets, a text fragment. Pure.

https://www.w3.org/TR/annotation-model/#selectors and https://wicg.github.io/scroll-to-text-fragment/
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

import index

AROUND: Final = 32
"""Characters around a quotation that tell it from the same words elsewhere."""
_ENDS: Final = 5
"""Words of each end of a longer quotation that a fragment names."""
_LONGEST: Final = 12
"""Words that it names whole."""


@dataclass(frozen=True, slots=True)
class Selectors:
    """The words from `start` to `end` of a document's text, in code points, and those around them."""

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int

    @property
    def fragment(self) -> str:
        """The part of an address after `#` by which a browser finds and marks the words."""
        said = self.exact.split()
        if len(said) <= _LONGEST:
            return f":~:text={_encoded(said)}"
        return f":~:text={_encoded(said[:_ENDS])},{_encoded(said[-_ENDS:])}"


def selectors(text: str, start: int, end: int) -> Selectors:
    """What selects `text[start:end]`."""
    return Selectors(
        exact=text[start:end],
        prefix=text[max(start - AROUND, 0) : start],
        suffix=text[end : end + AROUND],
        start=start,
        end=end,
    )


def _encoded(said: list[str]) -> str:
    """Words as a fragment has them: what parts it is encoded, too."""
    return quote(index.clean(" ".join(said)), safe="").replace("-", "%2D")
