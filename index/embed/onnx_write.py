"""A model's ONNX graph from its files alone, without the libraries that it was made with: they take seconds to import.

Only a plain BERT is written so; whatever else a model may be, the exporter sees to it.
"""

from __future__ import annotations

import logging
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from index.embed import bert, bert_graph, bert_reference, bert_weights, onnx_encoder
from index.embed.bert import Bert
from index.embed.bert_reference import BertReference
from index.embed.onnx_encoder import GRAPH_FILE, INPUTS, TOKENIZER_FILE, Card, ExportedEncoder
from index.embed.onnx_export import UNCHECKED, clear, least_cosine, replace
from index.embed.weights import model_folder, revision
from index.files import checksum

if TYPE_CHECKING:
    from index.settings import Settings

AGREEMENT: Final = 0.99999
"""The least cosine between the graph's vectors and those computed from the weights in NumPy for a graph to be used."""

log = logging.getLogger(__name__)


def write(settings: Settings, folder: Path) -> ExportedEncoder | None:
    """Writes the encoder of the model that `settings` name into `folder`, or says why not in the log; None then.

    All is written beside `folder` and checked there, as an export is.
    """
    source = model_folder(settings.model)
    if source is None:
        return None
    try:
        model = bert.read(source)
        weights = bert_weights.load(model)
    except Exception as error:  # whatever is wrong with a model's files, the library that made them knows better
        log.info("the graph of %s is not written from its files (%s)", settings.model, error)
        return None
    beside = folder.with_name(folder.name + UNCHECKED)
    clear(folder.parent, keep=folder if onnx_encoder.folder_fault(folder) is None else None)
    beside.mkdir(parents=True)
    try:
        bert_graph.write(model, weights, beside / GRAPH_FILE)
        onnx_encoder.open_tokenizer(source).save(str(beside / TOKENIZER_FILE))
        if not _checked(_card(settings, model, beside), model, weights, beside):
            return None
        replace(folder, beside)
        return ExportedEncoder(folder)
    except Exception as error:  # as above: a graph may be one that onnxruntime refuses
        log.info("the graph of %s can't be written from its files (%s)", settings.model, error)
        return None
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _card(settings: Settings, model: Bert, folder: Path) -> Card:
    prompt = onnx_encoder.open_tokenizer(folder).encode(model.prompts.document)
    return Card(
        name=settings.model,
        revision=revision(settings),
        dimensions=model.shape.hidden_size,
        limit=model.limit,
        room=model.limit - len(prompt.ids),
        document_prompt=model.prompts.document,
        query_prompt=model.prompts.query,
        inputs=INPUTS,
        tokens=True,
        agreement=0,
        files={name: checksum(folder / name) for name in (GRAPH_FILE, TOKENIZER_FILE)},
    )


def _checked(card: Card, model: Bert, weights: bert_weights.Weights, folder: Path) -> bool:
    """Whether the graph in `folder` agrees with the weights; its card says so then."""
    onnx_encoder.write_card(folder, card)
    tokenizer = onnx_encoder.open_tokenizer(folder)
    tokenizer.enable_truncation(card.limit)
    with bert_reference.on_one_core():
        agreement = least_cosine(BertReference(model, weights, tokenizer.encode), ExportedEncoder(folder))
    if agreement < AGREEMENT:
        log.info("the graph of %s differs from its weights (cosine %.6f); it is not used", card.name, agreement)
        return False
    onnx_encoder.write_card(folder, card.model_copy(update={"agreement": agreement}))
    return True
