"""A generation's store, opened: by the engine whose files are in its folder.

What an engine needs is loaded only once one of its generations is opened.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.shared.installed import hosts_installed
from index.storage import TABLES_FILE
from index.storage.document_engine import Documents
from index.storage.documents import DocumentStore
from index.storage.engine import Damaged, PassageStore, Predicate, unheard

Holders = Callable[[str], NDArray[np.int64]]
"""The numbers of the documents that hold a phrase, in their text or title, ascending."""


def is_shared(folder: Path) -> bool:
    """Whether the generation in `folder` lies in the tables of a shared store."""
    return os.path.exists(folder / TABLES_FILE)  # noqa: PTH110 (never raises: whoever opens it says what is wrong)


def open_documents(folder: Path, damaged: Damaged = unheard, *, with_gone: bool = False) -> Documents:
    """The documents of the generation in `folder`; raises `IndexDataError`.

    `damaged` is told of records that are not what was written. `with_gone` has documents as well that are gone but
    whose words are still in the generation's folder.
    """
    if not is_shared(folder):
        return DocumentStore(folder, damaged, with_gone=with_gone)
    with hosts_installed():
        from index.storage.lance import opening  # noqa: PLC0415 (a package that not all have)
    return opening.open_documents(folder, damaged)


def record_faults(folder: Path) -> list[str]:
    """What is wrong with the records of a generation that is in no files of its folder, each read whole.

    Raises `IndexDataError` where they can't be read.
    """
    if not is_shared(folder):
        return []
    with hosts_installed():
        from index.storage.lance import checking, opening  # noqa: PLC0415 (likewise)
    with closing(opening.open_documents(folder, unheard)) as documents:
        return list(checking.faults(documents))


def open_passages(folder: Path, languages: Sequence[str], damaged: Damaged = unheard) -> PassageStore:
    """Likewise its passages. Queries are stemmed in `languages`."""
    if not is_shared(folder):
        from index.storage.embedded import EmbeddedStore  # noqa: PLC0415 (loads FAISS and tantivy)

        return EmbeddedStore(folder, languages, damaged)
    with hosts_installed():
        from index.storage.lance import opening  # noqa: PLC0415 (likewise)
    return opening.open_passages(folder, languages, damaged)


def holders(documents: Documents) -> Holders:
    """Which documents hold a phrase, told without opening their vectors; raises `IndexDataError`."""
    if not isinstance(documents, DocumentStore):
        return holders_in(open_passages(documents.folder, ()))
    from index.storage.candidates import Candidates  # noqa: PLC0415 (likewise)
    from index.storage.words.search import open_words  # noqa: PLC0415
    from index.storage.words.weighing import Restriction  # noqa: PLC0415

    words, places = open_words(documents, ()), documents.by_row.row_map.places

    def found(phrase: str) -> NDArray[np.int64]:
        rows = words.rows_that_fulfil(Restriction(phrases=(phrase,)), Candidates())
        return np.unique(places(rows).documents)

    return found


def holders_in(store: PassageStore) -> Holders:
    """Likewise in an opened store."""
    return lambda phrase: store.documents_fulfilling(Predicate(phrases=(phrase,)))
