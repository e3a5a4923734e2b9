"""A generation's documents, opened and closed."""

from __future__ import annotations

import threading
from pathlib import Path

from index.errors import ClosedError
from index.storage import writer
from index.storage.documents import DocumentStore
from tests.index.storage.test_document_rows import document, passages


def test_a_closed_store_says_that_it_is_closed(tmp_path: Path) -> None:
    """In the thread that used it and in one that never did: a fault of the program, never called damage."""
    writer.write(tmp_path, [(document(0), passages(0))])
    store = DocumentStore(tmp_path)
    assert store.by_row.paths([0]) == {0: "0.txt"}
    store.close()
    faults: list[Exception] = []

    def ask() -> None:
        try:
            store.by_row.paths([0])
        except Exception as fault:
            faults.append(fault)

    elsewhere = threading.Thread(target=ask)
    elsewhere.start()
    elsewhere.join()
    ask()
    assert [(type(fault), str(fault).split(";")[0]) for fault in faults] == [
        (ClosedError, "archive.sqlite is closed")
    ] * 2
