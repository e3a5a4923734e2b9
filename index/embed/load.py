"""Which encoder serves: the exported one where there is one, or the model itself.

The heavy imports (PyTorch takes seconds) happen when a model is loaded, never when this module is.
"""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from index import processes
from index.embed import onnx_write
from index.embed.encoder import Encoder
from index.embed.onnx_encoder import ExportedEncoder, folder_fault, is_outdated
from index.embed.onnx_export import export
from index.embed.sentence_encoder import SentenceTransformerEncoder
from index.embed.weights import revision
from index.errors import MemoryLimitError, ModelError
from index.models.data_files import DataFile

if TYPE_CHECKING:
    from index.settings import Settings

log = logging.getLogger(__name__)

EXPORTED_QUERIES = (500, 200)
"""MiB of address space that a process needs with an exported encoder, and more a core; measured 652 on one core and
820 on two."""
EXPORTED_DOCUMENTS = (850, 325)
"""Likewise where documents are embedded, on all cores: measured 1,077 and 1,363."""
WRITTEN = (1070, 325)
"""Likewise where the graph is written from the model's files first: measured 205 more than without."""
PYTORCH = (2300, 350)
"""Likewise where the model itself is loaded, and perhaps exported: measured 2,506 and 2,803."""
EXPORT_VERSION = 3
"""Raised when the same model would be exported in another way."""


def load(settings: Settings, *, for_documents: bool) -> Encoder:
    """The encoder that `settings` name; raises `ModelError`.

    For queries it is the exported one if there is one, and on a CPU for documents too. It is written from the model's
    files, or exported from what loads them, the first time that documents are embedded, and again where it is damaged
    or outdated; where there is no sound one, sentence-transformers itself serves. Only an encoder for documents may be
    fetched from a hub.
    """
    folder = exported_folder(settings)
    exists = folder.is_dir()
    if for_documents and exists and is_outdated(folder):
        try:
            return _of_model(settings, folder)
        except (ModelError, MemoryLimitError) as error:
            log.warning("%s; the exported encoder of an earlier version serves meanwhile", error)
    if exists:
        processes.check_address_space(EXPORTED_DOCUMENTS if for_documents else EXPORTED_QUERIES)
    if exists and (settings.device == "cpu" or not for_documents):
        try:
            return ExportedEncoder(folder)
        except ModelError as error:
            log.warning("%s; sentence-transformers serves meanwhile", error)
    if not for_documents:
        processes.check_address_space(PYTORCH)
        return SentenceTransformerEncoder(settings.model_copy(update={"allow_download": False}))
    return _of_model(settings, folder)


def _of_model(settings: Settings, folder: Path) -> Encoder:
    """The encoder for documents out of the model itself, whose exported form is put into `folder` for searches."""
    processes.check_address_space(WRITTEN)
    if settings.device == "cpu" and (written := onnx_write.write(settings, folder)):
        return written
    processes.check_address_space(PYTORCH)
    encoder = SentenceTransformerEncoder(settings)
    exported = export(encoder, folder)
    return exported if exported and settings.device == "cpu" else encoder


def exported_fault(settings: Settings) -> str | None:
    """What is wrong with the exported encoder that searches would use; None where it is sound or there is none."""
    folder = exported_folder(settings)
    return folder_fault(folder) if folder.is_dir() else None


def exported_is_outdated(settings: Settings) -> bool:
    """Whether the exported encoder serves searches, but without tokens, until it is made anew."""
    folder = exported_folder(settings)
    return folder.is_dir() and is_outdated(folder)


def exported_folder(settings: Settings) -> Path:
    """Where the exported form of the model is kept, whether it is there or not."""
    named = f"{settings.model}\0{revision(settings)}\0{EXPORT_VERSION}"
    return settings.data / DataFile.ENCODERS / hashlib.sha256(named.encode()).hexdigest()[:16]


def engine(settings: Settings) -> str:
    """What computes query vectors, for people, without loading it."""
    return ExportedEncoder.engine if exported_folder(settings).is_dir() else SentenceTransformerEncoder.engine
