"""What watches have found of what is erased: where it stood, and by what its texts are known."""

from __future__ import annotations

from pathlib import Path

from index.erasing.held import user_folders
from index.models.erasures import Erasure
from index.userdata.watches import Watches


def forget(data: Path, erasure: Erasure) -> None:
    """Takes it out of the watches in use, and of those that a restore has set aside."""
    for folder in user_folders(data):
        Watches(folder).erase(erasure.digests)
