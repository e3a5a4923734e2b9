"""What a report says was wrong with the data folder while building."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from index.cite.audit import CitationAudit
from index.errors import IndexDataError
from index.models.data_files import DataFile
from index.models.reports import Failure
from index.storage import TABLES_FOLDER

log = logging.getLogger(__name__)

TEXTS_NOT_KEPT: Final = "the texts of cited documents are not kept, so look-alikes may be taken for them"
UNPROTECTED: Final = "ids given out earlier are not protected"
"""What a report says where the ledger of citations can't be used."""
_LEDGER: Final = f"{UNPROTECTED}: the ledger can't be used"


class _Unusable(NamedTuple):
    """A file that can't be used: what follows from that, for a terminal and for a chat, and the fault."""

    file: DataFile
    said: str
    in_chat: str
    fault: IndexDataError | None


def data_notes(embeddings: Iterable[str], audit: CitationAudit) -> Iterator[Failure]:
    """What was noted of the cache of `embeddings`, and of citations and the texts that they are of."""
    yield from (Failure(path=DataFile.EMBEDDINGS, reason=note) for note in embeddings)
    unusable = (
        _Unusable(DataFile.CITATIONS, UNPROTECTED, _LEDGER, audit.fault),
        _Unusable(DataFile.CITED_TEXTS, TEXTS_NOT_KEPT, TEXTS_NOT_KEPT, audit.texts_fault),
    )
    for file, said, in_chat, fault in unusable:
        if fault:
            log.warning("%s: %s", said, fault)
            chat = f"{in_chat}; whoever runs me finds the reason in my log"
            yield Failure(path=file, reason=f"{said}: {fault}", chat=chat)
    yield from (Failure(path=DataFile.CITATIONS, reason=note) for note in audit.notes)


def node_note(line: str) -> Failure:
    """What nodes of a cluster could not do for the tables of a shared store."""
    chat = "not all machines of the cluster took part in indexing; whoever runs me finds the reason in my log"
    return Failure(path=TABLES_FOLDER, reason=line, chat=chat)
