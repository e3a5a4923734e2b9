"""Citations and documents by name, the same in every message. Pure."""

from __future__ import annotations

from typing import Final

import index
from bot.ui import dates, limits, text

STYLE_NAMES: Final[dict[index.StyleName, str]] = {
    "text": "Text",
    "markdown": "Markdown",
    "apa": "APA",
    "chicago": "Chicago",
    "mla": "MLA",
    "bibtex": "BibTeX",
    "ris": "RIS",
    "csl-json": "CSL-JSON",
}
DEFAULT_STYLE: Final[index.StyleName] = "apa"
STATE_MARKS: Final = {"unchanged": "✅", "moved": "➡️", "changed": "✏️", "removed": "🗑️", "erased": "⬛"}
"""What stands before the state of a citation."""
NOT_COMPARED_MARK: Final = "❔"
"""What stands in its place where the files don't show what has become of the words."""
_MAX_TITLE: Final = 150


def mark(cited: index.Cited) -> str:
    """What stands before a citation's state, or before why nobody can say what it is."""
    return NOT_COMPARED_MARK if cited.chat_not_compared else STATE_MARKS[cited.citation.state]


def state(cited: index.Cited) -> str:
    """A citation's state in a few words, with its mark."""
    return f"{mark(cited)} {index.NOT_COMPARED if cited.chat_not_compared else cited.citation.state}"


def title(titled: str, origin: index.TitleOrigin, path: str, most: int = _MAX_TITLE) -> str:
    """A document's title of about `most` characters; first words in its place are quoted, a blank one is its path."""
    shown = text.label(titled, most)
    if not shown:
        return text.label(text.path_line(path), most)
    return shown if origin == "source" else f"“{shown.removesuffix(text.MARK)}{text.MARK}”"


def choice_name(passage: str, titled: str, date: index.DateSpan | None) -> str:
    """What a passage is known by where it is to be chosen: plain text, as Discord formats no choices."""
    name = f"{passage} · {dates.span(date)} · {index.one_line(titled)}"
    return name if limits.length(name) <= limits.CHOICE_NAME else name[: limits.CHOICE_NAME // 2] + text.MARK


def file(citations: list[index.Citation], style: index.StyleName, stem: str) -> tuple[str, bytes]:
    """A file's name and contents."""
    return f"{stem}{index.SUFFIXES[style]}", index.format_citations(citations, style).encode("utf-8", "replace")
