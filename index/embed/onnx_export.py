"""A sentence-transformers model as one ONNX graph, checked against the original before it is used."""

from __future__ import annotations

import logging
import shutil
import warnings
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from index.embed import onnx_encoder
from index.embed.onnx_encoder import GRAPH_FILE, ROWS, TOKENIZER_FILE, TOKENS, Card, ExportedEncoder
from index.files import checksum
from index.models.vectors import Rows

if TYPE_CHECKING:
    from index.embed.sentence_encoder import SentenceTransformerEncoder

AGREEMENT = 0.9999
"""The least cosine between exported and original vectors for an export to be used."""

PLAIN_FILE = "plain.onnx"
"""The graph as it is before it is fused."""

UNCHECKED = ".unchecked"
"""Ends the name of a folder whose export has not been compared with the original yet."""

EARLIER = ".earlier"
"""Ends the name of a folder whose export is being replaced."""

OPSET = 17
"""The ONNX operator set that has LayerNormalization as one operator."""

SAMPLE = (
    "When did people first walk on the Moon?",
    "A short one.",
    "Resolution 2334 was adopted on 23 December 2016; A-10s, F-16s and café owners were not consulted (see p. 4).",
    "Les sondes jumelles ont quitté la Terre en 1977. 月面着陸は成功した。 Первый спутник был запущен в 1957 году.",
    " ".join(["The long passage goes on and on, so that the limit of what is read is reached, and then some."] * 40),
    "",
)
"""What is compared: questions, fragments, names and numbers, other scripts, more than fits, and nothing at all."""

log = logging.getLogger(__name__)


class Original(Protocol):
    """What an export is compared with."""

    def encode_documents(self, texts: Sequence[str]) -> Rows: ...

    def encode_queries(self, texts: Sequence[str]) -> Rows: ...

    def encode_tokens(self, texts: Sequence[str]) -> list[Rows] | None: ...


def export(encoder: SentenceTransformerEncoder, folder: Path) -> ExportedEncoder | None:
    """Exports into `folder`, or says why not in the log and returns None; nothing new is left then.

    All is written beside `folder` and checked there, so that what lies in it was always found to agree. A sound export
    that is there already is replaced only then.
    """
    parts = _exportable(encoder.model)
    if parts is None:
        log.info("%s is not a transformer with mean or first-token pooling; it is not exported", encoder.name)
        return None
    beside = folder.with_name(folder.name + UNCHECKED)
    clear(folder.parent, keep=folder if onnx_encoder.folder_fault(folder) is None else None)
    beside.mkdir(parents=True)
    try:
        inputs = _write_graph(encoder.model, *parts, beside)
        encoder.model.tokenizer.backend_tokenizer.save(str(beside / TOKENIZER_FILE))
        if not _fused_and_checked(encoder, parts[0].config, beside, inputs):
            return None
        replace(folder, beside)
        return ExportedEncoder(folder)
    except Exception as error:  # a model that can't be exported raises whatever its code raises: the original serves
        log.info("%s can't be exported (%s); sentence-transformers serves", encoder.name, error)
        return None
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def clear(folder: Path, keep: Path | None) -> None:
    """Removes other models' exports and unfinished ones: each is as large as its model and made again in seconds."""
    for old in folder.iterdir() if folder.is_dir() else ():
        if old != keep:
            shutil.rmtree(old, ignore_errors=True)


def replace(folder: Path, beside: Path) -> None:
    """Renames `beside` to `folder`. What was there is moved out of the way first: a search may be about to open it."""
    earlier = folder.with_name(folder.name + EARLIER)
    if folder.is_dir():
        folder.rename(earlier)
    beside.rename(folder)
    shutil.rmtree(earlier, ignore_errors=True)


def _fused_and_checked(encoder: SentenceTransformerEncoder, shape: Any, folder: Path, inputs: tuple[str, ...]) -> bool:
    """Whether the graph in `folder` agrees with the original: fused if it does so then, else as it was exported."""
    heads, width = (int(getattr(shape, name, 0) or 0) for name in ("num_attention_heads", "hidden_size"))
    plain = folder / PLAIN_FILE
    (folder / GRAPH_FILE).rename(plain)
    for write in (partial(onnx_encoder.fuse, heads=heads, width=width), shutil.copyfile):
        try:
            write(plain, folder / GRAPH_FILE)
            agreement = _checked(encoder, folder, inputs)
        except Exception as error:  # as above: a fused graph may be one that onnxruntime then refuses
            log.info("%s exported can't be used (%s)", encoder.name, error)
            continue
        if agreement >= AGREEMENT:
            plain.unlink()
            return True
        log.info("%s exported differs from the original (cosine %.5f); it is not used", encoder.name, agreement)
    return False


def _checked(encoder: SentenceTransformerEncoder, folder: Path, inputs: tuple[str, ...]) -> float:
    """Writes the card of the graph in `folder`, and returns its least cosine to the original, which the card says."""
    card = Card(
        name=encoder.name,
        revision=encoder.revision,
        dimensions=encoder.dimensions,
        limit=int(encoder.model.max_seq_length or 512),
        room=encoder.room,
        document_prompt=encoder.model.prompts.get("document") or "",
        query_prompt=encoder.model.prompts.get("query") or "",
        inputs=inputs,
        tokens=True,
        agreement=0,
        files={name: checksum(folder / name) for name in (GRAPH_FILE, TOKENIZER_FILE)},
    )
    onnx_encoder.write_card(folder, card)
    agreement = least_cosine(encoder, ExportedEncoder(folder))
    onnx_encoder.write_card(folder, card.model_copy(update={"agreement": agreement}))
    return agreement


def least_cosine(original: Original, exported: ExportedEncoder) -> float:
    """The least cosine between their vectors of the same text, and of the same token, over `SAMPLE`."""
    pairs = (_of_each_kind(encoder) for encoder in (original, exported))
    return float(np.min([np.min(np.sum(rows * others, axis=1)) for rows, others in zip(*pairs, strict=True)]))


def _of_each_kind(encoder: Original) -> tuple[Rows, Rows, Rows]:
    tokens = np.vstack(encoder.encode_tokens(SAMPLE) or [])
    return encoder.encode_documents(SAMPLE), encoder.encode_queries(SAMPLE), tokens


def _exportable(model: Any) -> tuple[Any, str] | None:
    """The model's transformer and how it pools, where that is all there is to it."""
    kinds = [type(module).__name__ for module in model]
    if kinds not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]):
        return None
    pooling = model[1].pooling_mode
    if pooling not in ("mean", "cls") or not model[1].include_prompt or model.truncate_dim:
        return None
    return (model[0].model, pooling) if hasattr(model.tokenizer, "backend_tokenizer") else None


def _write_graph(model: Any, transformer: Any, pooling: str, folder: Path) -> tuple[str, ...]:
    """Writes the graph and returns the names of its inputs."""
    import torch  # noqa: PLC0415 (seconds to import: only when a model is exported)

    class Pooled(torch.nn.Module):
        """Tokens in; one unit row a text out, and the last layer."""

        def __init__(self) -> None:
            super().__init__()
            self.transformer = transformer

        def forward(self, *values: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            given = dict(zip(names, values, strict=True))
            hidden = self.transformer(**given).last_hidden_state
            if pooling == "cls":
                return torch.nn.functional.normalize(hidden[:, 0], dim=1), hidden
            mask = given["attention_mask"].unsqueeze(-1).to(hidden.dtype)
            pooled = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(pooled, dim=1), hidden

    example = model.tokenizer(list(SAMPLE[:2]), return_tensors="pt", padding=True)
    names = tuple(name for name in ("input_ids", "attention_mask", "token_type_ids") if name in example)
    axes = {name: {0: "texts", 1: "tokens"} for name in names}
    transformer.set_attn_implementation("eager")  # attention as plain operators is what onnxruntime fuses best
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter warns of shapes that the check below proves right
        torch.onnx.export(
            Pooled().eval(),
            tuple(example[name] for name in names),
            str(folder / GRAPH_FILE),
            input_names=list(names),
            output_names=[ROWS, TOKENS],
            dynamic_axes={**axes, ROWS: {0: "texts"}, TOKENS: axes["input_ids"]},
            opset_version=OPSET,
            dynamo=False,
        )
    return names
