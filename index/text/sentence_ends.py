"""Where a text may be cut between sentences so that it is still read well: what excerpts are made of. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from index.text.sentences import sentences

_LINES_OF_A_LIST: Final = 6
"""What the splitter takes for one sentence of at least so many lines is a list, a table or a poem."""
_LINE_BREAK: Final = re.compile(r"\s*\n\s*")


def sentence_ends(text: str) -> Iterator[int]:
    """Offsets just after each sentence; each line of a list is one, too."""
    for start, end in sentences(text):
        if text.count("\n", start, end) >= _LINES_OF_A_LIST - 1:
            yield from (found.start() for found in _LINE_BREAK.finditer(text, start, end))
        yield end
