"""Queries with known answers, asked of a generation before it may serve."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from index import evaluation
from index.embed.encoder import Encoder
from index.errors import SettingsError
from index.evaluation import Judged
from index.generations.data_folder import DataFolder
from index.generations.opened import Generation
from index.models.answers import Answer, Query
from index.models.vectors import Rows
from index.search import pipeline, query
from index.search.ranking import Model
from index.settings import Settings

MEASURE = "Recall@10"


def named(settings: Settings) -> Judged | None:
    """The judged queries that the settings name; raises `DatelineError` where they can't be read."""
    if settings.judged_queries is None:
        return None
    if settings.judged_qrels is None:
        raise SettingsError("judged_queries is set but judged_qrels is not; set it to the file with the answers")
    return Judged.read(settings.judged_queries, settings.judged_qrels, evaluation.names_beside(settings.archive))


def recall(judged: Judged, encoder: Encoder, data: DataFolder, number: int, building: Path | None = None) -> float:
    """Recall@10 of the judged queries in a generation (see `Generation`); a model is not asked whether it fits."""
    with closing(Generation(data, number, building=building)) as generation:
        found = evaluation.run(_Asked(generation, encoder), judged)
    return evaluation.measure(judged, found)[MEASURE]


class _Asked:
    """A generation that answers queries."""

    def __init__(self, generation: Generation, encoder: Encoder) -> None:
        self._generation = generation
        self._encoder = encoder

    def search(self, asked: Query, *, shown: bool = True) -> Answer:
        reading = query.read(asked, self._generation.passages.oldest(asked.scope))
        model = Model(self._encode, self._encoder.count_tokens)
        return pipeline.answer(self._generation.passages, self._generation.number, reading, asked, model)

    def _encode(self, text: str) -> Rows:
        row: Rows = self._encoder.encode_queries([text])[0]
        return row
