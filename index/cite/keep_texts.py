"""Keeping the texts of cited documents, before the last generation that has them goes."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing

from index.cite.ledger import Ledger
from index.errors import NoIndexError
from index.generations.data_folder import DataFolder
from index.models.data_files import DataFile
from index.shared.synced import is_there
from index.storage.document_engine import Documents
from index.storage.opening import open_documents
from index.userdata.cited_texts import CitedTexts, Origin

AT_ONCE = 200
"""Documents that are read before they are written."""


def keep_texts(data: DataFolder, store: Documents, cited: Iterable[Origin]) -> None:
    """Keeps the texts of those cited documents that `store` has as they were cited; raises `IndexDataError`."""
    texts = CitedTexts(data.path)
    missing = texts.missing(cited)
    now = store.origins([path for path, _ in missing]) if missing else {}
    there = [path for path, sha256 in missing if path in now and now[path][0] == sha256]
    for begin in range(0, len(there), AT_ONCE):
        documents = [store.document(path) for path in there[begin : begin + AT_ONCE]]
        texts.keep(document for document in documents if document is not None)


def keep_all(data: DataFolder) -> None:
    """Keeps the texts of every cited document that the serving generation has; raises `IndexDataError`."""
    file = data.path / DataFile.CITATIONS
    if not is_there(file):
        return
    try:
        folder = data.folder(data.current())
    except NoIndexError:
        return
    with closing(Ledger(file, read_only=True)) as ledger, closing(open_documents(folder)) as store:
        keep_texts(data, store, sorted(ledger.files()))
