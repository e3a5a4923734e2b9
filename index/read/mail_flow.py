"""Text of e-mails as `format=flowed` has it (RFC 3676): lines that end with a blank go on in the next."""

from __future__ import annotations

import re

_QUOTES = re.compile(r">*")


def unflowed(text: str, *, delete_space: bool) -> str:
    """The text with paragraphs on one line each; `delete_space` where the blank at a line's end is not the text's."""
    out: list[str] = []
    open_depth: int | None = None  # of quotation marks of the line that goes on, None if the last one was whole
    for line in text.split("\n"):
        marks = _QUOTES.match(line)
        depth = marks.end() if marks else 0
        words = line[depth:].removeprefix(" ")
        signature = words in ("-- ", "--")
        quoted = ">" * depth + (" " if depth and words else "")
        if open_depth == depth and not signature:
            out[-1] += words
        else:
            out.append(quoted + words)
        open_depth = depth if words.endswith(" ") and not signature else None
        if open_depth is not None and delete_space:
            out[-1] = out[-1][:-1]
    return "\n".join(out)
