"""What somebody may see of an archive: a value made once, passed down, and applied to all that is shown or counted."""

from __future__ import annotations

from index.models.values import Value


def folder_of(path: str) -> str:
    """The first-level folder of the document at `path`; empty if it is at the top."""
    first, slash, _ = path.partition("/")
    return first if slash else ""


class Scope(Value):
    """What somebody may see: all documents except those in the first-level folders `hidden`.

    Everything found, counted, completed, cited or exported for them is within it.
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
"""The scope of the person who runs the machine."""


def no_document(scope: Scope) -> str:
    """How an answer says that nothing within `scope` fits: others may see something that does."""
    return "no document" if scope.everything else "no document here"
