"""Links to the archive's pages, where it has any. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.ui.components import Link

_BREAKS: Final = ("[", "]", "\\\\", "://", "\n")
"""What a link's words must not have, in escaped text: its own brackets, a backslash that is shown, and addresses, for
which Discord shows a link as it is written."""
_ARROW: Final = "↗"


@dataclass(frozen=True, slots=True)
class Links:
    """Where pages are: `public_url` is scheme, host and port, without a slash at its end; None where there are none."""

    public_url: str | None = None

    def page(self, passage: str) -> str | None:
        """The address of a passage's page; ids are of letters and digits."""
        return None if self.public_url is None else f"{self.public_url}/p/{passage}"

    def titled(self, title: str, passage: str) -> str:
        """An escaped title that leads to a passage's page; one that can't be a link's words has an arrow that is."""
        url = self.page(passage)
        if url is None:
            return title
        if any(mark in title.replace("\\:", ":") for mark in _BREAKS):
            return f"{title} [{_ARROW}](<{url}>)"
        return f"[{title}](<{url}>)"

    def button(self, passage: str) -> list[Link]:
        """A button that opens a passage's page; none where there are no pages."""
        url = self.page(passage)
        return [] if url is None else [Link(url, "Open page")]


NO_LINKS: Final = Links()
