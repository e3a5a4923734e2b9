"""Words that a plain text breaks at the ends of its lines: "coun-" and "cil", which is looked for as "council". Pure.

The text keeps its hyphen, since it is shown as it is; only what is looked for is also known by the whole word.
"""

from __future__ import annotations

import re
from typing import Final

_BROKEN: Final = re.compile(r"(?<![^\W\d_])([^\W\d_]+)-[^\S\n]*\n[^\S\n]*([^\W\d_]+)")


def rejoined(text: str) -> str | None:
    """`text` with the words whole that are broken at line ends; None if there are none."""
    whole = _BROKEN.sub(_joined, text)
    return whole if whole != text else None


def broken_words(text: str) -> list[str]:
    """The words broken at line ends, whole, in their order."""
    return [found[1] + found[2] for found in _BROKEN.finditer(text) if found[2][0].islower()]


def _joined(found: re.Match[str]) -> str:
    return found[1] + found[2] if found[2][0].islower() else found[0]
