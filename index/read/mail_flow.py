"""Text of e-mails as `format=flowed` has it (RFC 3676): lines that end with a blank go on in the next."""

from __future__ import annotations

import re

_QUOTES = re.compile(r">*")


def unflowed(text: str, *, delete_space: bool) -> str:
    """The text with paragraphs on one line each; `delete_space` where the blank at a line's end is not the text's."""
    out: list[str] = []
    open_depth: int | None = None  # of the quotation that goes on in the next line
    for line in text.split("\n"):
        depth = _depth(line)
        words = line[depth:].removeprefix(" ")
        flows = words.endswith(" ") and words != "-- "
        if open_depth != depth or words == "-- ":
            out.append(("\n" if out else "") + ">" * depth + (" " if depth and words else ""))
        out.append(words[:-1] if flows and delete_space else words)
        open_depth = depth if flows else None
    return "".join(out)


def _depth(line: str) -> int:
    """How many quotation marks a line begins with."""
    marks = _QUOTES.match(line)
    return marks.end() if marks else 0
