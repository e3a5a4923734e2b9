"""What every message about passages says alike. Pure."""

from __future__ import annotations

from typing import Final

import index

NOT_VERBATIM: Final = (
    "⚠️ **These words differ from the source as it was indexed.** Check the document before you quote them."
)


def counted(number: int, noun: str, rest: str = "") -> str:
    """1 document, 2 documents."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}{' ' + rest if rest else ''}"


def place(
    page: int | None,
    paragraph: int,
    time: str | None = None,
    link: str | None = None,
    *,
    confidence: int | None,
) -> str:
    """Where in its document a passage begins; `time` and `link` are those of a chat's message.

    Words of a scan have a `confidence`, with which they were recognised.
    """
    if time:
        clock = index.time_of_day(time)
        return f"[{clock}]({link})" if link else clock
    where = f"p. {page}" if page is not None else f"¶{paragraph}"
    return " · ".join(filter(None, (where, index.as_recognised(confidence))))


def shares(needs: list[int], room: int) -> list[int]:
    """How `room` is divided: nobody gets more than needed, and what is left over goes evenly to the others."""
    allotted = [0] * len(needs)
    for rank, place in enumerate(sorted(range(len(needs)), key=needs.__getitem__)):
        allotted[place] = min(needs[place], room // (len(needs) - rank))
        room -= allotted[place]
    return allotted
