"""What is said before and after a document is erased. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import index
from bot.moderation.wording import bold_path
from bot.ui import dates, text
from bot.ui.command_names import CommandNames
from bot.ui.passages import counted

_MAX_NAME: Final = 200
_MAX_TITLE: Final = 150
_LISTED: Final = 5


def would_be_gone(found: index.Erasable) -> str:
    """Exactly what would be gone, and what would stay."""
    return "\n".join([f"Erase {bold_path(found.path)} for good? Gone would be:", *_gone(found), *_left(found)])


def really(found: index.Erasable, why: str) -> str:
    """The second question."""
    return (
        f"Really erase {bold_path(found.path)}? Nothing can bring it back.\n"
        f"Its citations will give this reason: {text.label(why, _MAX_NAME)}"
    )


def going_on(done: index.Erasing) -> str:
    return (
        f"{bold_path(done.path)} is gone from the archive, the trash and its citations. The index is being rebuilt "
        "without it; searches keep working meanwhile, and won't find it once that is done."
    )


def ended(done: index.Erasing, commands: CommandNames) -> str:
    """How it ended."""
    if done.done:
        say = "says" if len(done.citations) == 1 else "say"
        cited = _citations(len(done.citations))
        return f"{bold_path(done.path)} is erased for good. {cited} now {say} only when and why."
    return (
        f"{bold_path(done.path)} is gone from the archive, the trash and its citations, but not from the index yet.\n"
        f"-# The next {commands.mention('archive reindex')} that succeeds finishes it."
    )


def _gone(found: index.Erasable) -> Iterator[str]:
    if found.title is not None:
        yield f"- “{text.label(found.title, _MAX_TITLE)}”, {dates.span(found.date)}"
    if found.part:
        yield "- this part of the file, wherever the index has it; the file as it is now stays"
    else:
        files = [file.path for file in found.files]
        yield from (f"- the file {bold_path(path)}" for path in files[:_LISTED])
        yield from ([f"- {len(files) - _LISTED:,} more files with the same bytes"] if len(files) > _LISTED else [])
    if found.trashed:
        yield f"- {counted(len(found.trashed), 'version')} of it in the trash"
    if found.generations:
        yield f"- {counted(len(found.generations), 'generation')} of the index; a new one is made without it"
    if found.citations:
        cited = counted(found.citations, "citation")
        yield f"- the words of {cited}; {'its id' if found.citations == 1 else 'their ids'} will say so from then on"


def _left(found: index.Erasable) -> Iterator[str]:
    if found.alike:
        yield "Nearly the same is in these, which **stay**:"
        yield from (f"- {bold_path(path)}" for path in found.alike[:_LISTED])
        yield from ([f"- and {len(found.alike) - _LISTED:,} more"] if len(found.alike) > _LISTED else [])
    yield "**This can't be undone.**"
    yield "-# Messages here that showed it stay until somebody deletes them, and so do backups made before."


def _citations(count: int) -> str:
    return f"Its {counted(count, 'citation')}" if count else "Its citations"
