"""Restoring a backup: verified whole before anything changes, beside what is there, and without losing an erasure."""

from __future__ import annotations

import datetime as dt
import json
import logging
import shutil
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from index.backups.container import Reader
from index.backups.into_store import put_into_store
from index.build import erasures
from index.cite import ledger_file
from index.cite.ledger import Ledger
from index.erasing.words import ledgers
from index.errors import BusyError, IndexDataError
from index.files import make_private_folder, os_reason, sync_folder, sync_tree
from index.generations.data_folder import DataFolder, refuse_inside
from index.generations.presence import serving_hosts
from index.models.backups import Restored
from index.models.data_files import IRREPLACEABLE, DataFile
from index.settings import Settings
from index.shared.address import store_of
from index.shared.synced import bring_up_to_date
from index.userdata import cited_texts, dates, dossiers, searches, tokens, watch_file, watch_union
from index.userdata import erasures as record
from index.userdata.cited_texts import CitedTexts
from index.userdata.erasures import Erasures
from index.userdata.schema import Schema
from index.userdata.tokens import Tokens

log = logging.getLogger(__name__)

SCHEMAS: Final[dict[str, Schema]] = {
    DataFile.CITATIONS: ledger_file.SCHEMA,
    DataFile.CITED_TEXTS: cited_texts.SCHEMA,
    DataFile.DOSSIERS: dossiers.SCHEMA,
    DataFile.SEARCHES: searches.SCHEMA,
    DataFile.WATCHES: watch_file.SCHEMA,
    DataFile.ERASURES: record.SCHEMA,
    DataFile.DATES: dates.SCHEMA,
    DataFile.TOKENS: tokens.SCHEMA,
}
"""By which a database of a newer version is known before it takes the place of another."""
FRESH_S: Final = 60.0
"""A bot writes every few seconds that it is well; what is older is a dead one's."""
_REPLACED: Final = sorted((IRREPLACEABLE | {DataFile.HISTORY}) - {DataFile.ERASURES})
"""Erasures are never replaced: those of the backup join those that are there."""
_BESIDE: Final = ("", "-wal", "-shm", "-journal")


def restore_backup(settings: Settings, file: Path, *, force: bool = False) -> Restored:
    """Puts what a backup holds into the data folder; raises `DatelineError`, and then nothing was changed.

    What is there is moved to a folder of its own. Citations given out since the backup stay known, and what was erased
    stays erased, whether the backup or the data folder knows of it. `force` restores even while a bot runs.
    """
    with Reader.opened(file) as backup:
        backup.verify()
        refuse_inside(settings.archive, settings.data)
        data = DataFolder(settings.data)
        if not force:
            _refuse_running(settings)
        bring_up_to_date(data.path)
        with data.building():
            aside, notes = _restored(settings, data, backup, file.name)
        return Restored(
            file=str(file),
            made=backup.contents.made,
            members=len(backup.contents.members),
            aside=aside,
            notes=tuple(notes),
        )


def _restored(settings: Settings, data: DataFolder, backup: Reader, name: str) -> tuple[str | None, list[str]]:
    staged = data.path / DataFile.RESTORING
    try:
        shutil.rmtree(staged, ignore_errors=True)
        make_private_folder(staged)
        backup.extract(staged)
        _check_databases(staged, name)
        notes = [*_unite_citations(data.path, staged), *_unite_texts(data.path, staged)]
        notes += _unite_watches(data.path, staged)
        notes += _unite_tokens(data.path, staged)
        sync_tree(staged)
    except OSError as error:
        shutil.rmtree(staged, ignore_errors=True)
        raise IndexDataError(
            f"the backup can't be unpacked into {data.path} ({os_reason(error)}); make room; nothing was changed"
        ) from error
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise
    _unite_erasures(data.path, staged)  # first: whatever is killed from here on, no erasure is lost
    aside = _put(settings, data.path, staged)
    _, faults = erasures.begin(settings, data)
    with suppress(IndexDataError):  # the next reindex does it
        erasures.finish(settings, data)
    return aside, [*notes, *faults]


def _refuse_running(settings: Settings) -> None:
    try:
        age = time.time() - float(json.loads((settings.data / DataFile.BOT_HEALTH).read_text("utf-8"))["time"])
    except (OSError, ValueError, TypeError, KeyError):
        age = FRESH_S
    if age < FRESH_S or any(host.kind == "bot" for host in serving_hosts(settings)):
        raise BusyError("the bot is running on this data folder; stop it first, or restore all the same with --force")


def _check_databases(staged: Path, name: str) -> None:
    for file in sorted(staged.glob("*.sqlite")):
        named = Path(f"{name}:{file.name}")
        try:
            with closing(sqlite3.connect(file)) as database:
                if file.name in SCHEMAS:
                    SCHEMAS[file.name].check(database, named)
                found = str(database.execute("PRAGMA integrity_check(1)").fetchone()[0])
        except sqlite3.Error as error:
            found = str(error)
        if found != "ok":
            raise IndexDataError(f"{named} is damaged ({' '.join(found.split())[:120]}), so nothing was restored")


def _unite_citations(data: Path, staged: Path) -> list[str]:
    """Adds to the backup's ledger every citation that one in the data folder knows: an id is promised for ever."""
    notes = []
    with closing(Ledger(staged / DataFile.CITATIONS)) as restored:
        for file in (file for file in ledgers(data) if file.parent != staged):
            try:
                with closing(Ledger(file)) as present:
                    restored.unite(present)
            except IndexDataError as error:
                log.warning("a ledger could not be taken over: %s", error)
                notes.append(f"citations given out since the backup are not taken over from {file.name}: {error}")
        restored.scrub()
    return notes


def _unite_texts(data: Path, staged: Path) -> list[str]:
    """Adds the cited texts in the data folder, whose citations the backup's ledger has now."""
    if not (data / DataFile.CITED_TEXTS).exists():
        return []
    try:
        CitedTexts(staged).unite(data)
    except IndexDataError as error:
        log.warning("cited texts could not be taken over: %s", error)
        return [f"texts cited since the backup are not taken over: {error}"]
    return []


def _unite_watches(data: Path, staged: Path) -> list[str]:
    """Adds what the backup's watches have told since, so that they don't tell it again."""
    if not ((data / DataFile.WATCHES).exists() and (staged / DataFile.WATCHES).exists()):
        return []
    try:
        watch_union.unite(staged, data)
    except IndexDataError as error:
        log.warning("what watches have told could not be taken over: %s", error)
        return [f"what watches have told since the backup is not known, and may be told again: {error}"]
    return []


def _unite_tokens(data: Path, staged: Path) -> list[str]:
    """Takes the tokens that were revoked since out of the backup; where nobody can tell which, all of them."""
    try:
        Tokens(staged).unite(data)
    except IndexDataError as error:
        log.warning("revoked tokens could not be taken over: %s", error)
        (staged / DataFile.TOKENS).unlink(missing_ok=True)
        return [f"which tokens were revoked since the backup is not known, so none is restored: {error}"]
    return []


def _unite_erasures(data: Path, staged: Path) -> None:
    file = staged / DataFile.ERASURES
    if file.exists():
        Erasures(staged).every()  # comes up to today's version
        Erasures(data).unite(file)
        file.unlink()
    else:
        Erasures(data).reopen()


def _put(settings: Settings, data: Path, staged: Path) -> str | None:
    """Puts what is staged where it belongs; returns where what was there before is now."""
    moment = dt.datetime.now(dt.UTC).strftime("%Y%m%d%H%M%S%f")
    store = store_of(data)
    if store is None:
        aside = _swap(data, staged, moment)
        return None if aside is None else str(aside)
    left = put_into_store(settings, store, staged, moment)
    shutil.rmtree(staged, ignore_errors=True)
    return left


def _swap(data: Path, staged: Path, moment: str) -> Path | None:
    """Moves what is there out of the way, and what is staged to its place; by renames, which take no room."""
    aside = data / DataFile.BEFORE_RESTORE / moment
    for name in _REPLACED:
        present = [data / f"{name}{ending}" for ending in _BESIDE]
        for path in present:
            if path.exists():
                make_private_folder(aside.parent)
                make_private_folder(aside)
                path.rename(aside / path.name)
        if (staged / name).exists():
            (staged / name).rename(data / name)
    sync_folder(data)
    shutil.rmtree(staged, ignore_errors=True)
    return aside if aside.exists() else None
