"""A build's work done by the workers of a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from index.build import cutting
from index.build.around import Around
from index.build.cut import Cut
from index.build.cutting import Cutters
from index.cluster import encoders, ray_cluster
from index.cluster.embedding import RayEncoder
from index.cluster.encoders import Counter, Shipped
from index.cluster.reading import RayReaders, Spans
from index.cluster.surface import Cluster
from index.embed.encoder import Encoder
from index.models.documents import Document, Unreadable
from index.read import SourceFile
from index.settings import Settings
from index.text.chunk import Span

if TYPE_CHECKING:
    from index.storage.lance.indexing import IndexMaker


@contextmanager
def on_ray(address: str) -> Iterator[ClusterWork]:
    """The work of a build on the Ray cluster at `address`, or "auto"; raises `ClusterError`."""
    with ray_cluster.connected(address) as cluster:
        yield ClusterWork(cluster)


class ClusterWork:
    """A `Work` of a cluster."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._shipped: Shipped | None = None

    def encoder(self, settings: Settings, given: Encoder | None) -> Encoder:
        self._shipped = encoders.of_its_kind(given) if given else encoders.shipped(self._cluster, settings)
        return RayEncoder(self._cluster, self._shipped, gpus=given is None and settings.device != "cpu")

    def cutters(self, settings: Settings, encoder: Callable[[], Encoder]) -> Cutters:
        here = encoder()  # which says what is shipped
        counter = self._shipped.counter if self._shipped else None
        cut_with = partial(_cut_with, settings.model_dump_json(), counter) if counter else None
        return ClusterCutters(RayReaders(self._cluster, settings, cut_with), settings, here)

    def index_maker(self, noted: Callable[[str], None]) -> IndexMaker:
        from index.cluster.indexing import ClusterIndexes  # noqa: PLC0415 (only a shared store has what it needs)

        return ClusterIndexes(self._cluster, noted).make


class ClusterCutters(Around[RayReaders]):
    """Cuts as workers have cut, or here where they can't."""

    def __init__(self, readers: RayReaders, settings: Settings, encoder: Encoder) -> None:
        super().__init__(readers)
        self._settings = settings
        self._encoder = encoder

    def cut_many(self, sources: Sequence[SourceFile]) -> Iterator[list[Cut | Unreadable]]:
        for _, results, cuts in self._readers.cut_many(sources):
            there = iter(cuts)
            yield [self._cut(result, there) for result in results]

    def _cut(self, result: Document | Unreadable, there: Iterator[Spans]) -> Cut | Unreadable:
        if not isinstance(result, Document):
            return result
        found = next(there, None)
        if found is None:
            return cutting.cut(result, self._settings, self._encoder)
        return cutting.cut_at(result, (Span(*row) for row in found.tolist()))


def _cut_with(settings: str, counter: Callable[[], Counter]) -> Callable[[Document], Spans]:
    """What cuts, on a worker: a row a passage, of where it starts and ends and its paragraph."""
    read, tokens = Settings.model_validate_json(settings), counter()

    def cut(document: Document) -> Spans:
        places = cutting.spans(document, read, tokens)
        return np.array([(span.start, span.end, span.paragraph) for span in places], dtype=np.int64).reshape(-1, 3)

    return cut
