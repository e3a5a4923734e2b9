"""What is said of a dossier beside its pages. Pure."""

from __future__ import annotations

from bot.dossier import custom_ids
from bot.ui import text
from bot.ui.command_names import CommandNames
from bot.ui.components import Control
from bot.ui.passages import counted

NOTHING_DONE = "Nothing was changed."


def added(title: str, done: str, commands: CommandNames) -> str:
    place = "is in your dossier now" if done == "added" else "is already in your dossier"
    return f"**{title}** {place}.\n-# {commands.mention('dossier show')} · {commands.mention('dossier export')}"


def removed(named: str) -> str:
    return f"{named} is no longer in your dossier."


def restored(entries: int) -> str:
    return "It is back in its old place." if entries == 1 else f"All {entries} citations are back in their old places."


def noted(named: str, note: str) -> str:
    """A note is a person's words, and escaped like a document's."""
    return f"{named}\n📝 {text.escape(note)}" if note else f"{named} has no note any more."


def asked_to_clear(entries: int, notes: int) -> str:
    with_notes = f", with {counted(notes, 'note')}" if notes else ""
    question = f"**Empty your dossier in this server?** It holds {counted(entries, 'citation')}{with_notes}."
    return f"{question}\nYou can undo this for a day; after that they are erased."


def cleared(entries: int) -> str:
    return f"Your dossier is empty now: {counted(entries, 'citation')} removed."


def cancel(owner: int) -> Control:
    return Control(custom_ids.action(custom_ids.CANCEL, owner), "Cancel")
