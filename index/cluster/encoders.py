"""The encoder of a build, made again on other machines: with the very same weights where it is an exported one."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.cluster.surface import Cluster
from index.embed import load
from index.embed.encoder import Encoder
from index.embed.onnx_encoder import CARD_FILE, SEAL_FILE, TOKENIZER_FILE, ExportedEncoder, open_tokenizer
from index.embed.sentence_encoder import SentenceTransformerEncoder
from index.settings import Settings

Files = dict[str, NDArray[np.uint8]]
"""The bytes of each file of a folder, by name."""
EncoderMaker = Callable[[Any, int], Encoder]
"""Makes an encoder out of what was shared with the workers, that uses so many cores."""


class Counter(NamedTuple):
    """What cutting needs of an encoder: how many tokens it reads of a document, and how many each text has."""

    room: int
    count_tokens: Callable[[Sequence[str]], list[int]]


class Shipped(NamedTuple):
    """An encoder here, and what workers make it of."""

    here: Encoder
    maker: EncoderMaker
    shared: Any = None
    counter: Callable[[], Counter] | None = None
    """Makes its counter on a worker; None where that would take the whole model."""


def shipped(cluster: Cluster, settings: Settings) -> Shipped:
    """The encoder that `settings` name, with which workers embed documents on their `device`; raises `ModelError`.

    Here it counts tokens and embeds queries, for which the processor does.
    """
    here = load.load(settings.model_copy(update={"device": "cpu"}), for_documents=True)
    if not isinstance(here, ExportedEncoder):
        return Shipped(here, partial(_named, settings))
    folder = load.exported_folder(settings).absolute()
    counter = partial(_counter, _read(folder, (TOKENIZER_FILE,)), here.room)
    if settings.device != "cpu":
        return Shipped(here, partial(_named, settings), counter=counter)
    if cluster.local:
        return Shipped(here, partial(_in_folder, folder), counter=counter)
    files = _read(folder, (*here.card.files, CARD_FILE, SEAL_FILE))
    return Shipped(here, _exported, cluster.share(files), counter)


def of_its_kind(encoder: Encoder) -> Shipped:
    """An encoder that workers get a copy of."""
    return Shipped(encoder, partial(_copied, encoder), counter=partial(_counting, encoder))


def _named(settings: Settings, shared: None, cores: int) -> Encoder:
    """The model itself, which must be on the worker's node."""
    return SentenceTransformerEncoder(settings)


def _in_folder(folder: Path, shared: None, cores: int) -> Encoder:
    return ExportedEncoder(folder, cores)


def _exported(files: Files, cores: int) -> Encoder:
    """The exported encoder of these files, which are on the disk for no longer than it takes to load them."""
    with tempfile.TemporaryDirectory(prefix="dateline-encoder-") as folder:
        _write(Path(folder), files)
        return ExportedEncoder(Path(folder), cores)


def _copied(encoder: Encoder, shared: None, cores: int) -> Encoder:
    return encoder


def _counting(encoder: Encoder) -> Counter:
    return Counter(encoder.room, encoder.count_tokens)


def _counter(files: Files, room: int) -> Counter:
    with tempfile.TemporaryDirectory(prefix="dateline-tokens-") as folder:
        _write(Path(folder), files)
        tokenizer = open_tokenizer(Path(folder))

    def count(texts: Sequence[str]) -> list[int]:
        return [len(tokens) for tokens in tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)]

    return Counter(room, count)


def _read(folder: Path, names: Sequence[str]) -> Files:
    return {name: np.fromfile(folder / name, dtype=np.uint8) for name in names}


def _write(folder: Path, files: Files) -> None:
    for name, content in files.items():
        content.tofile(folder / name)
