"""A document's history as a message: the newest versions that fit, and what each changed. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import index
from bot.ui import dates, difference, limits, text
from bot.ui.passages import counted

_MAX_PATH: Final = 300
_MAX_IDS: Final = 6
_MAX_EDITS: Final = 3
"""Edits of one version that are drawn."""
_MAX_EDIT: Final = 450
_ROOM: Final = limits.MESSAGE_TEXT - 400
"""Characters for the versions, beside what stands above and below them."""


def draw(found: index.DocumentHistory) -> list[str]:
    """The path and how many versions there are, each version that fits, and how many are left out."""
    head = f"**{text.label(found.path, _MAX_PATH)}** · {counted(len(found.versions), 'version')}"
    shown: list[str] = []
    for version in reversed(found.versions):
        drawn = _version(version, found)
        if sum(map(limits.length, shown)) + limits.length(drawn) > _ROOM:
            break
        shown.append(drawn)
    left = len(found.versions) - len(shown)
    more = [f"-# {counted(left, 'earlier version')} more; `dateline history` shows them all."] if left else []
    recognised = index.as_recognised(found.confidence)
    return [head, *([f"-# {recognised}"] if recognised else []), *shown, *more]


def _version(version: index.Version, found: index.DocumentHistory) -> str:
    return "\n".join([_dated(version, found), *_followed(version)])


def _dated(version: index.Version, found: index.DocumentHistory) -> str:
    if version.until:
        told = f"**Until {dates.local(version.until)}**"
    else:
        served = found.served and version is found.versions[-1]
        told = "**Now in the index**" if served else f"**Cited in generation {version.generation}**"
    parts = [
        told,
        f"since {dates.local(version.since)}" if version.since else "",
        f"as {text.label(version.path, _MAX_PATH)}" if version.path != found.path else "",
        counted(len(version.citations), "citation") if version.citations else "",
    ]
    return " · ".join(part for part in parts if part)


def _followed(version: index.Version) -> Iterator[str]:
    if version.moved_to:
        yield f"Then it was moved to {text.label(version.moved_to, _MAX_PATH)}."
    elif version.change:
        yield from _changed(version.change)
    elif version.until and not version.kept:
        yield "What changed then isn't known: nothing of it was cited, so its text wasn't kept."
    if version.touched:
        yield f"Citations touched: {_named(version.touched)}"


def _changed(change: index.Change) -> Iterator[str]:
    if not change.count:
        yield "Then only its form changed: white space, line ends, or what isn't text."
        return
    yield (
        f"Then edited in {counted(change.count, 'place')} (words and marks: {change.removed:,} removed, "
        f"{change.added:,} added):"
    )
    for edit in change.edits[:_MAX_EDITS]:
        yield difference.quoted(edit.segments, _MAX_EDIT)
    if change.count > _MAX_EDITS:
        yield f"-# {counted(change.count - _MAX_EDITS, 'place')} more"


def _named(touched: tuple[index.Touched, ...]) -> str:
    told = [f"`{one.passage}` {'as cited again' if one.state == 'unchanged' else one.state}" for one in touched]
    more = f" and {len(told) - _MAX_IDS:,} more" if len(told) > _MAX_IDS else ""
    return ", ".join(told[:_MAX_IDS]) + more
