"""Vectors out of a generation, put into the cache in which a build looks for them.

A shared store's builder may be another host each time, whose cache has none of them; and a copy comes without a cache.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from typing import Final

import numpy as np

from index.batches import batches
from index.build.cut import Cut
from index.embed.cache import EmbeddingCache, key
from index.generations.data_folder import DataFolder
from index.generations.recipe import Recipe
from index.models.data_files import DataFile
from index.models.vectors import Rows
from index.storage.engine import PassageStore, Predicate

DOCUMENTS_AT_ONCE: Final = 200
"""Documents whose vectors are asked for at once."""


def keep_vectors(data: DataFolder, recipe: Recipe, store: PassageStore, cuts: Iterable[Cut]) -> None:
    """Puts the vectors of documents of `store`, which were made by `recipe`, into the cache of `data`."""
    with closing(EmbeddingCache(data.path / DataFile.EMBEDDINGS)) as cache:
        for some in batches(cuts, DOCUMENTS_AT_ONCE):
            names = [key(f"{recipe.model}\0{recipe.revision}", text) for cut in some for text in cut.embedded()]
            if names:
                cache.put(names, _vectors(store, some))


def _vectors(store: PassageStore, cuts: Sequence[Cut]) -> Rows:
    """The vectors of the passages of some documents, in their order."""
    numbers = store.numbers([cut.document.path for cut in cuts])
    asked = (Predicate(documents=(numbers[cut.document.path],)) for cut in cuts)
    return store.stored_vectors(np.concatenate([store.fulfilling(predicate) for predicate in asked]))
