"""A generation of a shared store, opened: its folder says where the tables are, and which versions of them it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from index.errors import IndexDataError
from index.files import os_cure, os_reason
from index.shared.address import store_of
from index.storage import TABLES_FILE, TABLES_FOLDER
from index.storage.engine import Damaged, PassageStore
from index.storage.lance.documents import LanceDocuments
from index.storage.lance.passages import LanceStore
from index.storage.lance.schema import TableVersions
from index.storage.lance.tables import Tables


def open_documents(folder: Path, damaged: Damaged) -> LanceDocuments:
    """The documents of the generation in `folder`; raises `IndexDataError`."""
    versions = read_versions(folder)
    tables = tables_of(folder).open(versions)
    return LanceDocuments(tables, folder, versions.failures, damaged)


def open_passages(folder: Path, languages: Sequence[str], damaged: Damaged) -> PassageStore:
    """Likewise its passages. Queries are stemmed in `languages`."""
    return LanceStore(open_documents(folder, damaged), languages, damaged)


def tables_of(folder: Path, *, writing: bool = False) -> Tables:
    """The tables that the generation in `folder` is of: the store's of which the data folder two above is a mirror."""
    address = store_of(folder.parents[1])
    if address is None:
        raise IndexDataError(f"{folder} belongs to a store that many hosts share, and nothing says where that is")
    return Tables(address.under(TABLES_FOLDER), writing=writing)


def read_versions(folder: Path) -> TableVersions:
    """Which versions of the tables the generation in `folder` is; raises `IndexDataError`."""
    file = folder / TABLES_FILE
    try:
        return TableVersions.model_validate_json(file.read_bytes())
    except OSError as error:
        raise IndexDataError(f"{file} can't be read ({os_reason(error)}); {os_cure(error)}") from error
    except ValidationError as error:
        raise IndexDataError(f"{file} is damaged; run: dateline index") from error
