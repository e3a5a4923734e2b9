"""A document's history: its versions from the oldest to the newest, and what each one changed."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from index import Change, DocumentHistory, Touched, Version, as_recognised, clean, isolated, marked, one_line
from index.cli.show import console

_DIGEST = 12
"""Characters of a SHA-256 that are shown."""
_IDS = 8
"""Passages that are named of a version."""


def history(found: DocumentHistory) -> None:
    """A few lines for each version; what the next one changed stands below it, with the citations that this touched."""
    out = console.stdout()
    head = f"{isolated(one_line(found.path))}: {console.counted(len(found.versions), 'version')}"
    out.print(Text(head if found.served else f"{head}, none of which is in the index now", style="bold"))
    if found.confidence is not None:
        out.print(Text(as_recognised(found.confidence)))
    for number, version in enumerate(found.versions, 1):
        out.print(Text(f"{number}. {' · '.join(_told(version, found))}"), soft_wrap=True)
        for line in _followed(version):
            console.framed(out, Text(line))
        for edit in version.change.edits if version.change else ():
            console.framed(out, Text(clean(marked(edit.segments)).strip()), "|", each=True)


def _told(version: Version, found: DocumentHistory) -> Iterator[str]:
    if version.until is None and found.served and version is found.versions[-1]:
        yield f"now in the index, generation {version.generation}"
    elif version.until is None:
        yield f"cited in generation {version.generation}"
    else:
        yield f"until {version.until:%Y-%m-%d %H:%M} UTC, generation {version.generation}"
    if version.since:
        yield f"since {version.since:%Y-%m-%d %H:%M} UTC"
    if version.path != found.path:
        yield f"as {isolated(one_line(version.path))}"
    yield f"SHA-256 {version.sha256[:_DIGEST]}"
    if version.citations:
        yield f"{console.counted(len(version.citations), 'citation')} ({_named(list(version.citations))})"


def _followed(version: Version) -> Iterator[str]:
    """What came after it."""
    if version.moved_to:
        yield f"then it was moved to {isolated(one_line(version.moved_to))}"
    elif version.change:
        yield _changed(version.change)
    elif version.until and not version.kept:
        yield "what changed then is not known: nothing of it was cited, so its text was not kept"
    if version.touched:
        yield f"citations touched: {_named([_touched(one) for one in version.touched])}"


def _changed(change: Change) -> str:
    if not change.count:
        return "then only its form changed: white space, line ends, encoding or what is not text"
    words = f"words and marks: {change.removed:,} removed, {change.added:,} added"
    shown = "" if len(change.edits) == change.count else f"; the first {len(change.edits)} are shown"
    return f"then it was edited in {console.counted(change.count, 'place')} ({words}){shown}"


def _touched(one: Touched) -> str:
    return f"{one.passage} {'as cited again' if one.state == 'unchanged' else one.state}"


def _named(names: list[str]) -> str:
    more = f" and {len(names) - _IDS:,} more" if len(names) > _IDS else ""
    return ", ".join(names[:_IDS]) + more
