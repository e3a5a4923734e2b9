"""The folder in which a word index is opened: whoever reads it takes a lock in it, which takes leave to write there."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from index.errors import IndexDataError, UnreadableDataError
from index.files import os_cure, os_reason

REMOVALS = 20
REMOVAL_PAUSE_S = 0.05
"""The lock is held for less than a millisecond, once."""


def lockable(folder: Path, held: ExitStack) -> Path:
    """A folder in which tantivy can take the lock that even its readers take.

    Where that is not `folder` itself, being another user's or on a read-only disk, it is one of links to its files,
    which `held` removes.
    """
    if os.access(folder, os.W_OK | os.X_OK) or not folder.is_dir():
        return folder
    linked = Path(tempfile.mkdtemp(prefix="dateline-words-"))
    held.callback(_remove, linked)
    for file in folder.iterdir():
        (linked / file.name).symlink_to(file.absolute())
    for lock in folder.glob("*.lock"):
        (linked / lock.name).unlink()
    return linked


def cant_be_read(folder: Path, error: Exception) -> IndexDataError:
    """Why the word index can't be opened: tantivy says it in words only, so the files are asked."""
    for file in (folder, *(sorted(folder.iterdir()) if os.access(folder, os.R_OK) else ())):
        if not os.access(file, os.R_OK):
            return UnreadableDataError(f"{file} can't be read (permission denied); give read access")
    if isinstance(error, OSError) and error.errno:
        return UnreadableDataError(f"the word index in {folder} can't be read ({os_reason(error)}); {os_cure(error)}")
    return IndexDataError(f"the word index in {folder} can't be read; run: dateline index")


def _remove(linked: Path) -> None:
    """Removes a folder of links, even while a thread of tantivy's, which it starts on opening, takes the lock in it."""
    for _ in range(REMOVALS):
        shutil.rmtree(linked, ignore_errors=True)
        if not linked.exists():
            return
        time.sleep(REMOVAL_PAUSE_S)
