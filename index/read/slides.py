"""Presentations as text: a slide is a page, with what is noted for its speaker after it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from index.read.decode import tidied

NOTES = "Notes:"
"""Stands above what is noted for the speaker."""
MAX_NAMED = 10
"""Slides that a note names."""


class Slide(NamedTuple):
    """What a slide shows, and what is noted for its speaker."""

    text: str
    notes: str = ""
    is_hidden: bool = False


def joined(slides: Sequence[Slide]) -> tuple[str, tuple[int, ...]]:
    """The text of all slides, and the offset in it of each; an empty one begins where the next does."""
    pieces: list[str] = []
    starts: list[int] = []
    at = 0
    for slide in slides:
        text = _text(slide)
        starts.append(at)
        if text:
            pieces.append(text)
            at += len(text) + 2
    whole = "\n\n".join(pieces)
    return whole, tuple(min(start, len(whole)) for start in starts)


def _text(slide: Slide) -> str:
    notes = tidied(slide.notes)
    return "\n\n".join(filter(None, (tidied(slide.text), f"{NOTES}\n{notes}" if notes else "")))


def remarks(slides: Sequence[Slide]) -> tuple[str, ...]:
    """Which slides the presentation hides: "slides 3 and 5 are hidden …"; nothing where it hides none."""
    hidden = [str(number) for number, slide in enumerate(slides, 1) if slide.is_hidden and _text(slide)]
    if not hidden:
        return ()
    named = ", ".join([*hidden[:MAX_NAMED], *(["…"] if len(hidden) > MAX_NAMED else [])])
    are = f"slides {named} are" if len(hidden) > 1 else f"slide {named} is"
    return (f"{are} hidden when it is shown, and read all the same; remove what is not to be found",)
