"""What is known of a document, as a message. Pure."""

from __future__ import annotations

import re
from typing import Final

import index
from bot.ui import citations, dates, limits, text
from bot.ui.passages import counted

KIBIBYTE: Final = 1024
_MAX_PATH: Final = 300
_MAX_DATE: Final = 80
_MAX_TYPED: Final = 100
_MAX_FILE_NAME: Final = 80
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")


def draw(facts: index.Facts, *, attached: bool) -> str:
    """Title, date and its origin, path, size, passages, and when it was indexed."""
    lines = [
        f"**{citations.title(facts.title, facts.title_origin, facts.path)}**",
        _dated(facts.date),
        " · ".join(
            (text.label(facts.path, _MAX_PATH), facts.format, size(facts.size), counted(facts.passages, "passage"))
        ),
        index.as_recognised(facts.confidence),
        _indexed(facts),
        f"-# Generation {facts.generation} · SHA-256 `{facts.sha256}`",
        "" if attached else "-# The original file is gone, has moved, or is too large to attach here.",
    ]
    return "\n".join(line for line in lines if line)


def several(typed: str, number: int) -> str:
    """What stands above the documents that something typed may mean."""
    named = f"“{text.label(typed, _MAX_TYPED)}”"
    if number >= limits.CHOICES:
        return f"These are the first {number} documents with {named} in their path or title. Type more to see others."
    return f"**{number} documents** have {named} in their path or title."


def _dated(date: index.DateSpan | None) -> str:
    if date is None:
        return "Undated: nothing in it says when it is from"
    return f"{dates.span(date)} · {date.dated_by}, which says “{text.label(date.as_written, _MAX_DATE)}”"


def _indexed(facts: index.Facts) -> str:
    parts = [f"first indexed {dates.local(facts.first_indexed)}" if facts.first_indexed else ""]
    if facts.same_since and facts.same_since != facts.first_indexed:
        parts.append(f"as it is now since {dates.local(facts.same_since)}")
    if facts.last_indexed != facts.first_indexed:
        parts.append(f"last indexed {dates.local(facts.last_indexed)}")
    line = " · ".join(part for part in parts if part)
    return line[:1].upper() + line[1:]


def size(number: int) -> str:
    """Bytes as people say them."""
    if number < KIBIBYTE:
        return counted(number, "byte")
    kibibytes = number / KIBIBYTE
    return f"{kibibytes:,.1f} KiB" if kibibytes < KIBIBYTE else f"{kibibytes / KIBIBYTE:,.1f} MiB"


def file_name(path: str) -> str:
    """A name for the attached file that Discord takes as it is."""
    whole = path.rpartition("/")[2].partition("#")[0]
    stem, dot, ending = whole.rpartition(".")
    if not stem:
        stem, dot, ending = ending, "", ""
    name = _UNSAFE.sub("_", f"{stem[:_MAX_FILE_NAME]}{dot}{ending[:_MAX_FILE_NAME]}")
    return name.strip("._") or "document"


def choice(named: index.Named) -> str:
    """A document as it is proposed: plain text, as Discord formats no choices."""
    path, title = text.path_line(named.path), index.one_line(named.title)
    name = f"{title} · {path}" if title else path
    return name if limits.length(name) <= limits.CHOICE_NAME else name[: limits.CHOICE_NAME // 2 - 1] + text.MARK
