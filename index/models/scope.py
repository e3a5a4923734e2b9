"""What somebody may see of an archive: a value made once, passed down, and applied to all that is shown or counted."""

from __future__ import annotations

from index.models.values import Value


def folder_of(path: str) -> str:
    """The first-level folder of the document at `path`; empty if it is at the top."""
    first, slash, _ = path.partition("/")
    return first if slash else ""


class Scope(Value):
    """What somebody may see: the documents in the first-level folders `only`, except those in `hidden`.

    None stands for all folders and for the documents in none. Everything found, counted, completed, cited or exported
    for them is within it.
    """

    hidden: frozenset[str] = frozenset()
    only: frozenset[str] | None = None

    def sees(self, path: str) -> bool:
        """Whether the document at `path` may be seen."""
        return self.opens(folder_of(path))

    def opens(self, folder: str) -> bool:
        """Whether the documents in a first-level folder may be seen; an empty one stands for those in none."""
        return folder not in self.hidden and (self.only is None or folder in self.only)

    @property
    def folders(self) -> tuple[frozenset[str], bool]:
        """First-level folders, and whether those alone may be seen (True) or all but those (False)."""
        return (self.hidden, False) if self.only is None else (self.only - self.hidden, True)

    @property
    def everything(self) -> bool:
        """Whether nothing is hidden."""
        return not self.hidden and self.only is None


EVERYTHING = Scope()
"""The scope of the person who runs the machine."""


def no_document(scope: Scope) -> str:
    """How an answer says that nothing within `scope` fits: others may see something that does."""
    return "no document" if scope.everything else "no document here"
