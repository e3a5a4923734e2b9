"""A hit: its date and title, what is shown of its passage, and its source.

A document's words stand right of the gutter, in which Dateline alone writes: the rank, `>` beside the answering
sentence where bold type can't mark it, and a dash before the source. So no document can write what looks like these.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rich.console import Console
from rich.text import Text

from index import Hit, as_recognised, clean, day_span, is_weakly_dated, one_line, time_of_day
from index.cli.show import console
from index.cli.show.excerpt import OMITTED, Room, excerpt

LINES_OF_TITLE: Final = 2
"""Of a terminal at most, for date and title; longer titles are cut."""
LINES_OF_PASSAGE: Final = 4
"""Likewise, for what is shown of the passage."""

_ANSWER: Final = ">"
_SOURCE: Final = "—"
_NAMED: Final = 1
_NAMED_IN_FULL: Final = 3
"""Most documents named that tell the same as a hit; JSON has all."""


def hit(out: Console, found: Hit, mark: str, lines: int) -> int:
    """The answering sentence with what fits around it; `mark` stands beside the date.

    Returns how many lines of a terminal it took: `lines`, or more if the sentence, title or source is long.
    """
    head = _head(found, mark)
    if _is_titled(found):
        head = console.cut(out, head, LINES_OF_TITLE)
    source = _source(found, full=False)
    if console.lines(out, source) > 1:  # what else is in the document is worth no line
        source = _source(found.model_copy(update={"others": 0}), full=False)
    around = console.lines(out, head) + console.lines(out, source)
    room = Room(console.room(out), LINES_OF_PASSAGE, lines - around)
    shown = excerpt(found.text, found.best, found.words, room)
    words = Text(shown.text)
    for at in shown.marks:
        words.stylize("dim", at, at + len(OMITTED))
    console.framed(out, head, f"{found.rank}.")
    _write(out, words, shown.answer if console.is_styled(out) else shown.answer_with_marks)
    console.framed(out, source, _SOURCE)
    return around + console.lines(out, words)


def whole_hit(out: Console, found: Hit, mark: str) -> None:
    """With the whole passage, in its own lines, and all that is told of its source."""
    start, end = found.best or (0, 0)
    before, answer = clean(found.text[:start]), clean(found.text[start:end])
    words = Text(before + answer + clean(found.text[end:]))
    console.framed(out, _head(found, mark), f"{found.rank}.")
    _write(out, words, (len(before), len(before) + len(answer)))
    console.framed(out, _source(found, full=True), _SOURCE)


def _write(out: Console, words: Text, answer: tuple[int, int] | None) -> None:
    """The answering sentence in bold, or where there is no bold type in lines of its own, each with a sign."""
    start, end = answer or (0, 0)
    if start == end:
        console.framed(out, words)
    elif console.is_styled(out):
        words.stylize("bold", start, end)
        console.framed(out, words)
    else:
        before = words.plain[:start].rstrip(" ").removesuffix("\n")
        after = words.plain[end:].lstrip(" ").removeprefix("\n")
        for part, sign in ((before, ""), (words.plain[start:end], _ANSWER), (after, "")):
            if part:
                console.framed(out, Text(part), sign, each=True)


def _head(found: Hit, mark: str) -> Text:
    """The date, at its own precision, and the title; of an untitled document the path, since its words are shown."""
    date = (day_span(found.date), "bold cyan") if found.date else ("undated", "bold yellow")
    title = one_line(found.title if _is_titled(found) else found.document)
    return Text.assemble(date, (f" · {mark}" if mark else "", "yellow"), " · ", (title, "bold"))


def _is_titled(found: Hit) -> bool:
    return found.title_origin == "source"


def _source(found: Hit, *, full: bool) -> Text:
    return Text(" · ".join(_told(found, full=full)), style="dim")


def _told(found: Hit, *, full: bool) -> Iterator[str]:
    """Where a passage stands and what is to know of it; `full` with all, or else what few hits have."""
    if not found.verbatim:
        yield "NOT VERBATIM: differs from what was indexed"
    place = time_of_day(found.time) if found.time else f"p. {found.page}" if found.page else f"¶{found.paragraph}"
    yield f"{one_line(found.document)} {place}" if _is_titled(found) else place
    if found.confidence is not None:
        yield as_recognised(found.confidence)
    yield found.passage
    if full and found.link:
        yield found.link
    if found.near_only:
        yield "near in meaning only"
    if found.date and (full or found.date.origin == "set by a moderator" or is_weakly_dated(found.date)):
        yield found.date.dated_by
    if found.duplicates:
        yield _duplicates(found, full=full)
    if found.others:
        yield f"{console.counted(found.others, 'more passage')}{' in this document' if full else ''}"


def _duplicates(found: Hit, *, full: bool) -> str:
    """Which documents tell the same: one, or a few."""
    named = found.duplicates[: _NAMED_IN_FULL if full else _NAMED]
    more = len(found.duplicates) - len(named)
    others = f" and {console.counted(more, 'other')}" if more else ""
    alike = f" ({found.overlap:.0%} the same)" if full and found.overlap is not None else ""
    return f"also in {', '.join(map(one_line, named))}{others}{alike}"
