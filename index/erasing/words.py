"""The citations that have words of what is erased: those given out of it, and those whose words were found in it only.

A citation given out of another document stays as long as that document has its words, erased elsewhere or not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

from index.cite.check import Sources, check
from index.cite.ledger import Ledger
from index.cite.models import Record
from index.cite.sources import StoredSources
from index.erasing import held
from index.erasing.target import Target
from index.errors import IndexDataError
from index.generations.data_folder import DataFolder
from index.models.data_files import DataFile
from index.models.documents import Document
from index.models.erasures import Erasure
from index.shared.address import store_of
from index.shared.synced import is_there
from index.storage.document_engine import Documents
from index.storage.opening import Holders, holders, open_documents
from index.userdata.cited_texts import CitedTexts


class _These:
    """Documents at hand, as what citations are compared with."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents

    def document(self, path: str) -> Document | None:
        return next((document for document in self._documents if document.path == path), None)

    def missing(self, path: str) -> str:
        return "is not among them"

    def documents_with_sha(self, sha256: str) -> list[Document]:
        return [document for document in self._documents if document.sha256 == sha256]

    def documents_containing(self, text: str) -> Sequence[Document]:
        return self._documents


class _Rest:
    """The documents of the current generation, as what citations are compared with, but for what is erased."""

    def __init__(self, stored: Sources, target: Target) -> None:
        self._stored = stored
        self._target = target

    def document(self, path: str) -> Document | None:
        document = self._stored.document(path)
        return document if document is not None and self._stays(document) else None

    def missing(self, path: str) -> str:
        return self._stored.missing(path)

    def documents_with_sha(self, sha256: str) -> Iterator[Document]:
        return filter(self._stays, self._stored.documents_with_sha(sha256))

    def documents_containing(self, text: str) -> Iterator[Document]:
        return filter(self._stays, self._stored.documents_containing(text))

    def _stays(self, document: Document) -> bool:
        return document.sha256 not in self._target.digests


def citations(data: DataFolder, ledger: Ledger, target: Target) -> dict[str, str]:
    """The ids of the citations to be erased, each with the path that it was given out for."""
    texts = list({document.text: document for document in held.documents(data.path, target)}.values())
    with ExitStack() as stack:
        rest = _rest(data, target, stack)
        found = (record for record in ledger.records() if record.erased is None and _goes(record, target, texts, rest))
        return {record.id: record.path for record in found}


def _rest(data: DataFolder, target: Target, stack: ExitStack) -> Sources:
    try:
        number = data.current()
        folder = data.folder(number)
        store = stack.enter_context(closing(open_documents(folder)))
    except IndexDataError:  # nothing is indexed, or nothing that can be read
        return _These(())
    return _Rest(StoredSources(number, store, who_holds(store)), target)


def who_holds(store: Documents) -> Holders | None:
    """Which documents of `store` hold a phrase; None where its words can't be read."""
    try:
        return holders(store)
    except (IndexDataError, ValueError, OSError):  # then citations are compared with their own documents only
        return None


def _goes(record: Record, target: Target, texts: Sequence[Document], rest: Sources) -> bool:
    own = not target.parts and record.document_sha256 in target.digests
    if own and target.names(record.path):
        return True
    if not own and check(record, _These(texts)).state not in {"unchanged", "moved"}:
        return False
    left = check(record, rest)
    return left.now is None or left.state == "changed" or (own and left.now.path != record.path)


def erase(data: DataFolder, erasure: Erasure) -> dict[str, str]:
    """Takes the words out of every ledger, and enters none of them again; returns the ids, each with its path."""
    gone = dict(erasure.citations)
    target = Target.of(erasure)
    for file in {data.path / DataFile.CITATIONS, *ledgers(data.path)}:
        with closing(Ledger(file)) as ledger:
            ledger.refuse(erasure.digests)  # first: from now on nothing is entered that would be passed over
            gone |= citations(data, ledger, target)
            _erase_texts(file, target, [one.quotation for one in ledger.get_many(gone).values()])
            ledger.erase(gone, erasure.erased)
    return gone


def erase_again(data: DataFolder, erasure: Erasure) -> None:
    """Takes the words out of a ledger that may have come back, such as by a copy of an old one."""
    for file in ledgers(data.path):
        with closing(Ledger(file)) as ledger:
            ledger.refuse(erasure.digests)
            _erase_texts(
                file, Target.of(erasure), [one.quotation for one in ledger.get_many(erasure.citations).values()]
            )
            ledger.erase(erasure.citations, erasure.erased)


def scrub(data: Path) -> None:
    """Leaves no byte of what was erased in any ledger's file."""
    for file in ledgers(data):
        with closing(Ledger(file)) as ledger:
            ledger.scrub()
        for folder in _folders(file):
            if is_there(folder / DataFile.CITED_TEXTS):
                CitedTexts(folder).scrub()


def _erase_texts(ledger: Path, target: Target, quotations: Sequence[str]) -> None:
    """Erases the text of every version of what is erased, and others that have its cited words, beside a ledger.

    Before the ledger forgets those. A store is made where there is none, so that it keeps none of these bytes later.
    """
    words = [quotation for quotation in quotations if quotation]
    for folder in _folders(ledger):
        CitedTexts(folder).erase(target.is_document, target.digests, words)


def _folders(ledger: Path) -> list[Path]:
    """Where the cited texts of a ledger's citations are: of a store, whose ledger is never set aside, all that are."""
    return [ledger.parent] if store_of(ledger.parent) is None else held.user_folders(ledger.parent)


def ledgers(data: Path) -> list[Path]:
    """Every ledger in a data folder: the one in use, and those that a restore has set aside."""
    found = (folder / DataFile.CITATIONS for folder in held.user_folders(data))
    return [file for file in found if is_there(file)]
