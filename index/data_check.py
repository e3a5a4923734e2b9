"""Whether everything in a data folder is what was written: each generation, and whatever else is kept.

Nothing is changed but the marks of generations: one that is found damaged isn't served until it is found sound.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from index.archive_folder import ArchiveFolder
from index.build.report import report_fault
from index.cite.ledger import Ledger
from index.embed import onnx_encoder
from index.embed.cache import EmbeddingCache
from index.errors import DatelineError, UnreadableDataError
from index.files import os_reason
from index.generations.data_folder import DataFolder
from index.generations.status import check_generations
from index.models.data_files import DataFile
from index.models.reports import Checked
from index.read import mapped_file, page_cache, stat_file
from index.settings import Settings
from index.shared.address import store_of
from index.shared.synced import is_there, mend
from index.userdata.audit_log import AuditLog
from index.userdata.cited_texts import CitedTexts
from index.userdata.dates import SetDates
from index.userdata.dossiers import Dossiers
from index.userdata.erasures import Erasures
from index.userdata.searches import Searches
from index.userdata.tokens import Tokens
from index.userdata.watches import Watches

Counted = tuple[int, tuple[str, ...]]
"""How many records there are, and what is wrong with them."""


def check(settings: Settings, number: int | None = None) -> tuple[Checked, ...]:
    """Compares generation `number`, or all of them and everything else that is kept, with what was written.

    What can't be read is told, and is no damage.
    """
    generations = check_generations(settings, number)
    return generations if number is not None else (*generations, *_stores(settings))


def _stores(settings: Settings) -> Iterator[Checked]:
    data = DataFolder(settings.data)
    mend(data.path)
    checks: dict[DataFile, Callable[[], Counted]] = {
        DataFile.CITATIONS: lambda: _ledger(data.path / DataFile.CITATIONS),
        DataFile.CITED_TEXTS: lambda: _texts(data.path),
        DataFile.DOSSIERS: lambda: _dossiers(data.path),
        DataFile.SEARCHES: lambda: _searches(data.path),
        DataFile.WATCHES: lambda: _watches(data.path),
        DataFile.ERASURES: lambda: _erasures(data.path),
        DataFile.DATES: lambda: _dates(data.path),
        DataFile.TOKENS: lambda: _tokens(data.path),
        DataFile.TRASH: lambda: _trash(settings),
        DataFile.BOT_AUDIT: lambda: _audit(data.path),
        DataFile.EMBEDDINGS: lambda: _embeddings(data.path / DataFile.EMBEDDINGS),
        DataFile.LANGUAGES: lambda: _languages(data.path / DataFile.LANGUAGES),
        DataFile.FILES: lambda: stat_file.check(data.path / DataFile.FILES),
        DataFile.RECOGNISED: lambda: page_cache.check(data.path / DataFile.RECOGNISED),
        DataFile.ENCODERS: lambda: _encoders(data.path / DataFile.ENCODERS),
        DataFile.FAILED: lambda: _failed(data.path / DataFile.FAILED),
    }
    for name, counted in checks.items():
        place = settings.trash if name == DataFile.TRASH else data.path / name
        if _is_there(place, name):
            yield _store(place, counted).model_copy(update={"what": name.value})
    yield from _set_aside(data.path / DataFile.BEFORE_RESTORE)


def _is_there(place: Path, name: DataFile) -> bool:
    """Whether there is such a file, of a mirror in its store; where that can't be told, its check says why."""
    try:
        if name == DataFile.BOT_AUDIT and store_of(place.parent) is not None:
            return AuditLog(place.parent).count() > 0
        return os.path.lexists(place) or is_there(place)
    except DatelineError:
        return True


def _set_aside(folder: Path) -> Iterator[Checked]:
    """What restores have put backups in the place of."""
    try:
        asides = sorted(folder.iterdir()) if folder.is_dir() else []
        found = {aside: {entry.name for entry in aside.iterdir()} for aside in asides}
    except OSError as error:
        yield _store(folder, partial(_unread, error))
        return
    for aside, names in found.items():
        checks: dict[DataFile, Callable[[Path], Counted]] = {
            DataFile.CITATIONS: lambda place: _ledger(place / DataFile.CITATIONS),
            DataFile.CITED_TEXTS: _texts,
            DataFile.DOSSIERS: _dossiers,
            DataFile.SEARCHES: _searches,
            DataFile.WATCHES: _watches,
            DataFile.DATES: _dates,
            DataFile.TOKENS: _tokens,
            DataFile.BOT_AUDIT: _audit,
        }
        for name, counted in checks.items():
            if name in names:
                checked = _store(aside / name, partial(counted, aside))
                yield checked.model_copy(update={"what": f"{folder.name}/{aside.name}/{name}"})


def _store(path: Path, counted: Callable[[], Counted]) -> Checked:
    records, faults, damaged = 0, tuple[str, ...](), False
    try:
        records, faults = counted()
        damaged = bool(faults)
    except (DatelineError, OSError) as error:
        faults, damaged = (str(error),), not isinstance(error, (UnreadableDataError, OSError))
    return Checked(
        generation=None,
        what=path.name,
        built=None,
        current=False,
        files=1,
        records=records,
        size_bytes=_size(path),
        faults=faults,
        damaged=damaged,
    )


def _unread(error: OSError) -> Counted:
    raise UnreadableDataError(f"{error.filename} can't be read ({os_reason(error)}); give read access") from error


def _size(path: Path) -> int:
    files = (path,) if path.is_file() else tuple(file for file in path.rglob("*") if file.is_file())
    return sum(file.stat().st_size for file in files)


def _ledger(path: Path) -> Counted:
    with closing(Ledger(path, read_only=store_of(path.parent) is None)) as ledger:  # a mirror's takes in the store's
        return ledger.count(), ledger.faults()


def _texts(data: Path) -> Counted:
    texts = CitedTexts(data)
    return texts.count(), texts.faults()


def _dossiers(data: Path) -> Counted:
    dossiers = Dossiers(data)
    return dossiers.count(), dossiers.faults()


def _searches(data: Path) -> Counted:
    searches = Searches(data)
    return searches.count(), searches.faults()


def _watches(data: Path) -> Counted:
    watches = Watches(data)
    return watches.count(), watches.faults()


def _erasures(data: Path) -> Counted:
    erasures = Erasures(data)
    faults = erasures.faults()
    return 0 if faults else erasures.count(), faults


def _dates(data: Path) -> Counted:
    dates = SetDates(data)
    faults = dates.faults()
    return 0 if faults else dates.count(), faults


def _tokens(data: Path) -> Counted:
    tokens = Tokens(data)
    return tokens.count(), tokens.faults()


def _trash(settings: Settings) -> Counted:
    folder = ArchiveFolder(settings)
    return len(folder.trash()), folder.trash_faults()


def _audit(data: Path) -> Counted:
    log = AuditLog(data)
    return log.count(), log.faults()


def _embeddings(path: Path) -> Counted:
    with closing(EmbeddingCache(path, read_only=True)) as cache:
        damaged = cache.damaged()
        told = (f"damaged vectors: {damaged:,}; the next reindex computes those it needs anew",) if damaged else ()
        return len(cache), (*cache.faults(), *told)


def _languages(path: Path) -> Counted:
    return 1, () if mapped_file.is_sound(path) else ("it is damaged; the next reindex makes it anew",)


def _encoders(path: Path) -> Counted:
    folders = sorted(folder for folder in path.iterdir() if folder.is_dir())
    faults = (onnx_encoder.folder_fault(folder) for folder in folders)
    return len(folders), tuple(fault for fault in faults if fault)


def _failed(path: Path) -> Counted:
    folders = sorted(folder for folder in path.iterdir() if folder.is_dir())
    faults = {folder: report_fault(folder) for folder in folders}
    return len(folders), tuple(f"generation {folder.name}: {fault}" for folder, fault in faults.items() if fault)
