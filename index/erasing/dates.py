"""What moderators have set as the date of what is erased: the date, the reason and the path of each."""

from __future__ import annotations

from pathlib import Path

from index.erasing.held import user_folders
from index.erasing.target import Target
from index.models.erasures import Erasure
from index.userdata.dates import SetDates


def forget(data: Path, erasure: Erasure) -> None:
    """Takes them out of the dates in use, and of those that a restore has set aside."""
    target = Target.of(erasure)
    for folder in user_folders(data):
        SetDates(folder).forget(target.is_document)


def origins(data: Path) -> frozenset[tuple[str, str]]:
    """Path and SHA-256 of everything that was ever dated."""
    return frozenset(origin for folder in user_folders(data) for origin in SetDates(folder).origins())
