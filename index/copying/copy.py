"""`dateline copy`: a whole data folder, from one engine to the other or to another folder of the same."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from index.backups.create import back_up
from index.backups.restore import restore_backup
from index.build.progress import Progress, silent, stepping
from index.copying.generations import Copier
from index.errors import IndexDataError
from index.generations.data_folder import DataFolder, refuse_inside
from index.generations.manifest import Manifest
from index.models.backups import Copied
from index.models.data_files import DataFile
from index.models.reports import Phase, Step
from index.settings import Settings

_BACKUP = "dateline.zip"


def copy_data(source: Settings, target: Settings, show: Callable[[Step], None] | None = None) -> Copied:
    """Copies every generation that is kept, and all that can't be made again; raises `DatelineError`.

    The source stays as it is. A copy that was interrupted goes on when it is made again; any other index or user data
    in the target is refused. The generation that serves in the source serves in the target last of all, so that nobody
    is answered from half a copy. `show` gets the steps.
    """
    progress = stepping(show) if show else silent
    here, there = DataFolder(source.data), DataFolder(target.data)
    refuse_inside(target.archive, target.data)
    if source.data.resolve() == target.data.resolve():
        raise IndexDataError("both are the same; name another folder or store to copy to")
    serving = here.current()
    with here.building():
        with there.building():
            copied = _generations(here, there, progress)
        members = _user_data(source, target)
        progress(Phase.PUBLISH, 0, 1)
        there.make_current(serving)
        progress(Phase.PUBLISH, 1, 1)
    manifest = copied[serving]
    return Copied(
        source=here.name_given,
        target=there.name_given,
        generations=tuple(copied),
        serving=serving,
        documents=manifest.documents,
        passages=manifest.passages,
        members=members,
    )


def _generations(here: DataFolder, there: DataFolder, progress: Progress) -> dict[int, Manifest]:
    """The manifest of each generation, all of which are in the target now."""
    _refuse_others(here, there)
    _copy_encoders(here.path, there.path)
    copier = Copier(here, there, progress)
    return {number: copier.copy(number) for number in here.whole() if here.damage(number) is None}


def _copy_encoders(here: Path, there: Path) -> None:
    """Copies the exported encoders, so that the first search needn't load the model itself."""
    if (here / DataFile.ENCODERS).is_dir():
        shutil.copytree(here / DataFile.ENCODERS, there / DataFile.ENCODERS, dirs_exist_ok=True)


def _refuse_others(here: DataFolder, there: DataFolder) -> None:
    """Raises `IndexDataError` where the target has a generation that the source hasn't."""
    for number in there.whole():
        if number not in here.whole() or here.manifest(number).built != there.manifest(number).built:
            raise IndexDataError(
                f"{there.name_given} holds an index of its own (generation {number}); copy to an empty folder or store"
            )


def _user_data(source: Settings, target: Settings) -> int:
    """Copies what can't be made again by a backup and its restore, which unite and check it; how many files."""
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        file = Path(folder) / _BACKUP
        back_up(source, file)
        return restore_backup(target, file).members
