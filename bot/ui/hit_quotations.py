"""The quotations of several hits in one message, as long as its room on a phone lets them be. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import index
from bot.ui import excerpt, limits, phone, text
from bot.ui.passages import shares

MAX_QUOTATION: Final = 200
"""Characters of a quotation up to which sentences beside the answering one are taken in."""
MAX_LINES: Final = 6
"""A passage of many short lines may not push the other hits out of sight."""


def drawn(hits: Sequence[index.Hit], lines: int) -> list[str]:
    """The quotations in so many lines together; what one doesn't need goes to those whose sentence is long."""
    wholes = [_quotation(hit, limits.MESSAGE_TEXT) for hit in hits]
    needs = [phone.text(whole) // phone.QUOTED_LINE for whole in wholes]
    return [
        whole if need <= allotted else _quotation(hit, allotted * phone.QUOTED_CHARACTERS)
        for hit, whole, need, allotted in zip(hits, wholes, needs, shares(needs, lines), strict=True)
    ]


def _quotation(hit: index.Hit, most: int) -> str:
    quote = excerpt.quotation(hit.text, hit.best, most, MAX_LINES, around=MAX_QUOTATION, words=hit.words, marked=False)
    return "\n".join(line for line in quote.split("\n") if line.strip(text.QUOTE))  # no room for empty lines
