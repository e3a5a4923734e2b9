"""Passages embedded by the workers of a cluster, many batches at a time."""

from __future__ import annotations

import socket
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import numpy as np

from index.batches import batches
from index.cluster.crew import Crew, in_order, one_a_gpu, one_a_node
from index.cluster.encoders import EncoderMaker, Shipped
from index.cluster.same_code import check_code, code_digest
from index.cluster.surface import Cluster, Place
from index.embed.encoder import Encoder
from index.errors import ClusterError, ModelError
from index.models.vectors import Rows

BATCH_TEXTS: Final = 256
"""Texts that a worker embeds at a time where none has made batches."""


class EmbeddingWorker:
    """Embeds on a node; the model is loaded once."""

    def __init__(self, shared: Any, maker: EncoderMaker, cores: int, code: str, expected: tuple[str, str, int]) -> None:
        self._shared = shared
        self._maker = maker
        self._cores = cores
        self._code = code
        self._expected = expected

    def ready(self) -> None:
        """Loads the model; raises `ClusterError` for another version of it or of Dateline."""
        host = socket.gethostname()
        check_code(self._code, host)
        try:
            self._encoder = self._maker(self._shared, self._cores)
        except ModelError as error:
            raise ClusterError(f"node {host}: {error}") from error
        found = _identity(self._encoder)
        if found != self._expected:
            raise ClusterError(f"node {host} has another version of the model {self._expected[0]}; put the same on it")

    def encode(self, texts: Sequence[str]) -> Rows:
        """One unit row a text, in order."""
        return np.ascontiguousarray(self._encoder.encode_documents(list(texts)), dtype=np.float32)


class RayEncoder:
    """An encoder whose documents are embedded by workers of a cluster, and all else here.

    Workers start with the first documents of a call, and end with it.
    """

    def __init__(self, cluster: Cluster, parts: Shipped, *, gpus: bool = False) -> None:
        self._cluster = cluster
        self._parts = parts
        self._here = parts.here
        self._gpus = gpus
        self.name = self._here.name
        self.revision = self._here.revision
        self.engine = f"{self._here.engine}, on Ray"
        self.dimensions = self._here.dimensions
        self.room = self._here.room

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._here.count_tokens(texts)

    def encode_queries(self, texts: Sequence[str]) -> Rows:
        return self._here.encode_queries(texts)

    def encode_tokens(self, texts: Sequence[str]) -> list[Rows] | None:
        return self._here.encode_tokens(texts)

    def encode_documents(self, texts: Sequence[str]) -> Rows:
        none = np.empty((0, self.dimensions), dtype=np.float32)
        return np.concatenate([none, *in_order(self.encode_batches(batches(texts, BATCH_TEXTS)))])

    def encode_batches(self, batches: Iterable[Sequence[str]]) -> Iterator[tuple[int, Rows]]:
        """The rows of each batch with its number, as workers are done with them: each batch exactly once."""
        self._check_gpus()
        places = one_a_gpu if self._gpus else one_a_node
        with Crew(self._cluster, EmbeddingWorker, self._given, places) as crew:
            yield from crew.map("encode", batches)

    def _given(self, place: Place) -> tuple[Any, ...]:
        return self._parts.shared, self._parts.maker, place.cpus, code_digest(), _identity(self._here)

    def _check_gpus(self) -> None:
        if self._gpus and not any(node.gpus for node in self._cluster.nodes()):
            raise ClusterError(
                'no node of the cluster offers a GPU; start one with ray start --num-gpus, or set device = "cpu"'
            )


def _identity(encoder: Encoder) -> tuple[str, str, int]:
    return encoder.name, encoder.revision, encoder.dimensions
