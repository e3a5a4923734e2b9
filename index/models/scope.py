"""Who may see what of an archive: made once, handed down, and asked for by everything that shows, counts or names."""

from __future__ import annotations

from index.models.values import Value


def folder_of(path: str) -> str:
    """The first-level folder that the document at `path` lies in; empty for one at the top."""
    first, slash, _ = path.partition("/")
    return first if slash else ""


class Scope(Value):
    """What somebody may see: all documents but those in the first-level folders `hidden`.

    Whatever is found, counted, completed, cited or exported for them lies within it.
    """

    hidden: frozenset[str] = frozenset()

    def sees(self, path: str) -> bool:
        """Whether the document at `path` may be seen."""
        return folder_of(path) not in self.hidden

    @property
    def everything(self) -> bool:
        """Whether nothing is hidden."""
        return not self.hidden


EVERYTHING = Scope()
"""The scope of whoever runs the machine."""
