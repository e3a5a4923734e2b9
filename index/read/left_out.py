"""Names that are left out of an archive: what systems and editors leave there, and what tells people about it. Pure.

Hidden names begin with a dot. A name that may be a document's is not among these: `a.bak` and `a.tmp` may be the only
copy of their words, and `#metoo.txt` is a title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_ABOUT_THE_ARCHIVE = frozenset(("readme", "readme.txt", "readme.md"))
"""At its top, in any case."""
_SYSTEM_FILES = frozenset(("desktop.ini", "thumbs.db", "ehthumbs.db", "ehthumbs_vista.db", "icon\r"))
_SYSTEM_FOLDERS = frozenset(
    ("__macosx", "$recycle.bin", "system volume information", "lost+found", "@eadir", "#recycle", "#snapshot")
)
"""Of macOS's archiver, Windows, Linux and network storage (Synology)."""
_LEFT_BEHIND = re.compile(
    r".+~"  # an editor's copy of a file before it was changed
    r"|\#.+\#"  # what Emacs has not saved yet
    r"|.+\..+\.sw[nop]"  # likewise Vim
    r"|~\$.*\.(?:do[ct][xm]?|rtf|xl[stw][xmb]?|p[po][ts][xm]?|vs[dst]x?|pub|mpp|one|accdb|od[tsp])",  # who has it open
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
_SUSPECT = re.compile(r"(?:^|/)(?:[.#~]|readme|desktop|e?h?thumbs|icon)|[~#](?:/|$)|\.sw")
"""What is somewhere in the name of every file that is left out; names are parted by slashes, and without capitals."""


def none_is_suspect(names: Iterable[str]) -> bool:
    """Whether no file with one of these names can be left out, nor be refused for its name: true of most folders."""
    together = "/".join(names)
    return together.isprintable() and _SUSPECT.search(together.casefold()) is None


def is_about_the_archive(path: str) -> bool:
    """Whether this is a README at the top, which tells people about the archive and is not searched."""
    return "/" not in path and path.casefold() in _ABOUT_THE_ARCHIVE


def is_hidden(name: str) -> bool:
    """Whether the name of a file or a folder says that it is not to be seen."""
    return name.startswith(".")


def is_of_the_system(name: str, *, folder: bool) -> bool:
    """Whether a file, or a `folder`, of this name was left there by a system or an editor, not by a person."""
    if folder:
        return name.casefold() in _SYSTEM_FOLDERS
    return name.casefold() in _SYSTEM_FILES or _LEFT_BEHIND.fullmatch(name) is not None


def is_left_out(path: str) -> bool:
    """Whether a file at this path is never read, because of its own name or of a folder's that it lies in."""
    *folders, name = path.split("/")
    return (
        is_about_the_archive(path)
        or any(map(is_hidden, (*folders, name)))
        or is_of_the_system(name, folder=False)
        or any(is_of_the_system(folder, folder=True) for folder in folders)
    )
