"""What is said of files that are put into the archive, taken out and brought back. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
_MAX_NOTES: Final = 3
_UNDATED: Final = "the document is undated"
"""How a note on a date that can't be read ends, of which more is said."""
_MEBIBYTE: Final = 1024 * 1024
_APPROXIMATE: Final = {"documents": "", "passages": " by a rough estimate"}


def downloading(path: str, size: int) -> str:
    return f"**Downloading** {bold_path(path)} · {size / _MEBIBYTE:,.1f} MiB"


def reading(path: str, *, may_be_scan: bool) -> str:
    recognising = " Pages that are pictures are being recognised." if may_be_scan else ""
    return (
        f"**Reading** {bold_path(path)}\n"
        f"-# A large file can take a few minutes. It is added only once it has been read to its end.{recognising}"
    )


def added(path: str, found: index.Contents, share: Share | None, commands: CommandNames) -> list[str]:
    """What became of a file: its documents and their dates, what was left out, and a warning of most of the archive."""
    one = found.documents[0] if len(found.documents) == 1 else None
    what = f"{text.label(one.title, MAX_LABEL)}, {dates.span(one.date)}" if one else _documents(found.documents)
    lines = (
        f"{bold_path(path)} is in the archive: {what}.",
        *_recognised(found),
        *_dating(found.documents),
        *_left_out(found),
        reindex_hint(commands),
    )
    said = "\n".join(filter(None, lines))
    return [said, f"{_warning(share, commands)} If that is not what you want, press **Undo**."] if share else [said]


def _documents(documents: Sequence[index.Document]) -> str:
    """How many there are, and from when to when they are dated."""
    dated = [document.date for document in documents if document.date]
    undated = len(documents) - len(dated)
    days = [*(date.earliest for date in dated), *(date.latest for date in dated)]
    span = f"dated {index.days_span(min(days), max(days))}" if days else ""
    without = f"{undated:,} undated" if undated and dated else "all undated" if undated else ""
    return ", ".join(filter(None, (counted(len(documents), "document"), span, without)))


def _recognised(found: index.Contents) -> Iterator[str]:
    """Of a scan, with what confidence its pages, or the first of them, were recognised."""
    sure = [one for document in found.documents for one in document.recognised if one is not None]
    if sure:
        said = index.as_recognised(round(sum(sure) / len(sure)))
        pages = f" on the first {counted(len(sure), 'page')}; the next reindex recognises the others"
        yield f"-# 🔍 {said[:1].upper()}{said[1:]}{pages if found.pages_left else ''}."


def _left_out(found: index.Contents) -> Iterator[str]:
    """What of a file can't be read, and what the report of a reindex is going to say of the rest."""
    if found.unreadable:
        first, others = found.unreadable[0], len(found.unreadable) - 1
        more = f"; nor can {counted(others, 'more part')}" if others else ""
        yield f"-# ⚠️ {text.label(f'{first.path} can’t be read: {first.reason}', _MAX_WHY)}{more}."
    notes = dict.fromkeys(note for document in found.documents for note in document.notes)
    for note in [note for note in notes if not note.endswith(_UNDATED)][:_MAX_NOTES]:
        yield f"-# {text.label(note[:1].upper() + note[1:], _MAX_WHY)}."


def question(path: str, share: Share | None, commands: CommandNames) -> list[str]:
    """Before a file takes another one's place."""
    asked = f"There is a file {bold_path(path)} already. Replace it? The old one goes to the trash."
    return [asked, _warning(share, commands)] if share else [asked]


def replaced(path: str, found: index.Contents, commands: CommandNames) -> str:
    several = (f"-# {_documents(found.documents)}",) if len(found.documents) > 1 else ()
    lines = f"{bold_path(path)} is replaced; the old one is in the trash.", *several, *_left_out(found)
    return "\n".join((*lines, reindex_hint(commands)))


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


def _dating(documents: Sequence[index.Document]) -> Iterator[str]:
    """Why a document has no date, and what gives it one; of several the first that has none."""
    undated = next((document for document in documents if document.date is None), None)
    if undated is not None:
        told = index.undated(undated)
        said = f"Why: {told.reason}. To date it, {told.in_chat}."
        yield f"-# {text.label(said, _MAX_WHY)}"
