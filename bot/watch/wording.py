"""What is said of watches beside what they find. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

import index
from bot.ui import headings, text
from bot.ui.passages import counted
from bot.watch import moments

RATES: Final = {
    index.Rate.EACH: "after each reindex",
    index.Rate.DAILY: "once a day",
    index.Rate.WEEKLY: "once a week",
}
BY_YOU: Final = "by you"
BY_MODERATOR: Final = "by a moderator"
GONE: Final = "its channel is gone, or I may not see it"
NOT_SERVED: Final = "I don't serve its server any more"
NO_MESSAGES: Final = "I don't answer in direct messages any more"
NO_MEMBER: Final = "you are no longer a member of its server"
NOT_SEEN: Final = "you may no longer see its channel"
NO_ROOM: Final = "no messages can be written in its channel"
ARCHIVED: Final = "its thread is closed and locked"
_UNSURE: Final = "I can't find out whether I told something new, so I don't tell it again. Please look there yourself."
_MAX_SERVER: Final = 60
_MAX_REASON: Final = 100
_MAX_GAP: Final = 300
_MAX_NOTE: Final = 160
_MAX_NOTES: Final = 3


def lacking(permissions: Sequence[str]) -> str:
    """Why nothing can be told where the bot lacks these permissions."""
    return f"I need the permission{'s' * (len(permissions) > 1)} {', '.join(permissions)} there"


def refused(reason: str) -> str:
    """Why Discord itself takes no message."""
    return f"Discord doesn't let me write there ({text.label(reason, _MAX_REASON)})"


def unread(reason: str) -> str:
    """Why nothing can be found for a query that could be read once."""
    return f"I can't read its query any more ({text.label(reason, _MAX_REASON)})"


def query(watch: index.Watch) -> str:
    return headings.typed_as("🔔", watch.query, watch.since, watch.until)


def place(watch: index.Watch) -> str:
    """Where a watch tells, for a line in Discord's Markdown."""
    return "in our direct messages" if watch.guild is None else f"in <#{watch.channel}>"


def rate(watch: index.Watch, now: dt.datetime) -> str:
    """How often it tells; of a digest when the next one is, in the reader's own time zone."""
    if watch.rate is index.Rate.EACH:
        return RATES[watch.rate]
    return f"{RATES[watch.rate]}, next <t:{int(moments.following(watch.rate, now).timestamp())}:R>"


def made(watch: index.Watch, reading: index.Reading, now: dt.datetime, *, hidden: bool) -> str:
    """That a watch was made, and how it was understood; `hidden` says that its maker may see more than is told."""
    lines = [
        "**Watching**",
        headings.asked("🔔", watch.query, reading),
        f"I tell what is new {place(watch)}, {rate(watch, now)}.",
        f"-# Only what comes into the archive from now on counts{', of these dates' * reading.windowed}.",
        "-# What you may see elsewhere, but not everyone there, is not told." if hidden else "",
        *(f"-# ⚠️ {text.label(note, _MAX_NOTE)}" for note in reading.notes[:_MAX_NOTES]),
    ]
    return "\n".join(line for line in lines if line)


def asked_to_remove(waiting: int) -> str:
    lost = f" {counted(waiting, 'new document')} will not be told." if waiting else ""
    return f"**Remove this watch?** It can't be brought back.{lost}"


def removed(watch: index.Watch) -> str:
    return f"Removed: {query(watch)}. It tells nothing any more."


def paused(watch: index.Watch) -> str:
    return f"Paused: {query(watch)}."


def resumed(watch: index.Watch) -> str:
    return f"Resumed: {query(watch)}. What came into the archive while it was paused is not told."


def told_of_pause(watch: index.Watch, why: str, server: str, command: str) -> list[str]:
    """What its maker is told in private of a watch that was paused."""
    return [
        "**I paused a watch of yours**",
        f"{_of(watch, server)}\n{why[:1].upper()}{why[1:]}.",
        f"-# Once that is mended, {command} there resumes it.",
    ]


def told_of_doubt(watch: index.Watch, server: str) -> list[str]:
    """What its maker is told in private where nobody knows whether what is new was told."""
    return ["**A watch of yours may have found something**", f"{_of(watch, server)}\n{_UNSURE}"]


def told_of_gap(watch: index.Watch, warning: str) -> list[str]:
    """What its maker is told in private where some of what is new could not be found."""
    said = text.label(warning, _MAX_GAP)
    return [
        "**Something new may be missing from your watches**",
        f"{query(watch)} and others that were held at the same time\n{said[:1].upper()}{said[1:]}.",
    ]


def _of(watch: index.Watch, server: str) -> str:
    of = f" of {text.label(server, _MAX_SERVER)}" if server else ""
    return f"{query(watch)} · {place(watch)}{of}"
