"""What writes a generation, by the engine of its data folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from index.build.gather import Gathered
from index.build.plan import planned
from index.build.writing import GenerationWriter, Writer
from index.generations.data_folder import DataFolder
from index.storage.document_engine import Documents

if TYPE_CHECKING:
    from index.storage.lance.indexing import IndexMaker


def writer_of(
    data: DataFolder,
    folder: Path,
    generation: int,
    before: Documents | None,
    gathered: Gathered,
    *,
    whole: bool,
    make_indexes: IndexMaker | None = None,
) -> Writer:
    """What writes into `folder` the generation that holds what was `gathered`.

    `before` has the documents of the one before, and `gathered` says which of them stay; with `whole` they are written
    again, too. What makes a shared store's indexes is `make_indexes`, or else this machine.
    """
    if not data.is_mirror:
        return GenerationWriter(folder, generation, planned(before, gathered, whole=whole), gathered.failures)
    from index.build.tables import TablesWriter  # noqa: PLC0415 (needs a package that not all have)

    return TablesWriter(data, folder, generation, before, gathered, whole=whole, make_indexes=make_indexes)
