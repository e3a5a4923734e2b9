"""All that a shared store has of a generation is compared with what was written."""

from __future__ import annotations

from pathlib import Path

from index import check
from index.generations.data_folder import DataFolder
from index.storage.lance.checking import faults
from index.storage.lance.opening import read_versions, tables_of
from tests.index.storage.conformance.archive import ARCHIVE
from tests.makers.archives import MOON
from tests.makers.generations import SharedTables
from tests.makers.stores import on_store

PASSAGE = ARCHIVE[4][1][1].id


def test_every_damaged_record_is_named(tmp_path: Path) -> None:
    """Each document, and each of a sound one's passages by its first; nothing of a store that is sound."""
    tables = SharedTables(tmp_path)
    tables.add(ARCHIVE)
    assert list(faults(tables.opened())) == []
    assert tables.versions
    opened = tables.tables.open(tables.versions)
    opened.documents.update({"title": "'x'"}, "path IN ('pier.txt', 'scan.pdf')")
    opened.passages.update({"start": "start + 1"}, f"id = '{PASSAGE}'")
    versions = {"documents": opened.documents.version, "passages": opened.passages.version}
    tables.versions = tables.versions.model_copy(update=versions)
    assert sorted(faults(tables.opened())) == [
        "the record of document pier.txt is damaged",
        "the record of document scan.pdf is damaged",
        f"the record of passage {PASSAGE} is damaged",
    ]


def test_a_vector_of_another_length_is_named(tmp_path: Path) -> None:
    """As it would be where half of it was lost."""
    tables = SharedTables(tmp_path)
    tables.add(ARCHIVE[:1], length=0.5)
    assert list(faults(tables.opened())) == [f"the vector of row {row} is not of unit length" for row in (0, 1)]


def test_a_check_reads_the_tables(tmp_path: Path) -> None:
    """A generation with a damaged record there is told of, and isn't served."""
    place = on_store(tmp_path / "here", tmp_path / "store", MOON)
    place.index()
    assert not any(it.faults for it in check(place.settings, 1))
    folder = DataFolder(place.data).folder(1)
    data = Path(tables_of(folder).open(read_versions(folder)).passages.uri.removeprefix("file://")) / "data"
    for written in data.iterdir():
        written.unlink()
    (found,) = check(place.settings, 1)
    assert found.damaged
    assert "run: dateline index" in found.faults[0]
