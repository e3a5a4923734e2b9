"""What is said of files that are put into the archive, taken out and brought back. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import index
from bot.moderation.share import Share
from bot.moderation.wording import bold_path, reindex_hint
from bot.ui import dates, text
from bot.ui.command_names import CommandNames
from bot.ui.passages import counted

MAX_LABEL: Final = 100
"""Most characters of a choice, and of a folder's name."""
_MAX_WHY: Final = 500
_MEBIBYTE: Final = 1024 * 1024
_APPROXIMATE: Final = {"documents": "", "passages": " by a rough estimate"}


def downloading(path: str, size: int) -> str:
    return f"**Downloading** {bold_path(path)} · {size / _MEBIBYTE:,.1f} MiB"


def reading(path: str) -> str:
    return (
        f"**Reading** {bold_path(path)}\n"
        "-# A large file can take a few minutes. It is added only once it has been read to its end."
    )


def added(path: str, documents: Sequence[index.Document], share: Share | None, commands: CommandNames) -> list[str]:
    """Title and date, why it has none, and a warning of a file that is most of the archive."""
    first = documents[0]
    line = f"{bold_path(path)} is in the archive: {text.label(first.title, MAX_LABEL)}, {dates.span(first.date)}"
    more = f", and {counted(len(documents) - 1, 'more document')} in it" if len(documents) > 1 else ""
    said = f"{line}{more}.\n{_dating(first)}{reindex_hint(commands)}"
    return [said, f"{_warning(share, commands)} If that is not what you want, press **Undo**."] if share else [said]


def question(path: str, share: Share | None, commands: CommandNames) -> list[str]:
    """Before a file takes another one's place."""
    asked = f"There is a file {bold_path(path)} already. Replace it? The old one goes to the trash."
    return [asked, _warning(share, commands)] if share else [asked]


def replaced(path: str, commands: CommandNames) -> str:
    return f"{bold_path(path)} is replaced; the old one is in the trash.\n{reindex_hint(commands)}"


def removed(path: str, commands: CommandNames) -> str:
    return f"{bold_path(path)} is in the trash.\n{reindex_hint(commands)} Its citations still resolve."


def restored(path: str, commands: CommandNames, *, replaced: bool) -> str:
    instead = " The file that was there is in the trash." if replaced else ""
    return f"{bold_path(path)} is back in the archive.{instead}\n{reindex_hint(commands)}"


def trashed(kept: index.Trashed) -> str:
    """The name of a choice, which Discord does not format: when, then as much of the path's end as fits."""
    at = f"{dates.moment(kept.at)} · "
    room = MAX_LABEL - len(at)
    path = text.path_line(kept.path)
    return at + (path if len(path) <= room else f"…{path[1 - room :]}")


def _warning(share: Share, commands: CommandNames) -> str:
    """That one file is most of the archive, which its searches would show."""
    whole = share.new + share.held
    return (
        f"⚠️ **This one file would be about {share.percent}% of the archive**, {share.new:,} of {whole:,} {share.what}"
        f"{_APPROXIMATE[share.what]}. Searches find it only after the next {commands.mention('archive reindex')}."
    )


def _dating(document: index.Document) -> str:
    """Why a document has no date, and what gives it one; empty for one that has."""
    if document.date is not None:
        return ""
    told = index.undated(document)
    said = f"Why: {told.reason}. To date it, {told.in_chat}."
    return f"-# {text.label(said, _MAX_WHY)}\n"
