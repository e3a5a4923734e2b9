"""Queries with known answers, asked of a generation before it may serve."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from index import evaluation
from index.embed.encoder import Encoder
from index.errors import QueryError, SettingsError
from index.evaluation import Judged
from index.generations.data_folder import DataFolder
from index.generations.opened import Generation
from index.models.answers import Answer, Query
from index.models.reports import Failure
from index.models.vectors import Rows
from index.search import pipeline, query
from index.search.ranking import Model
from index.settings import Settings

MEASURE = "Recall@10"
WHAT = "judged queries"
"""What a report calls them where they are at fault."""


class Measured(NamedTuple):
    """Recall@10 before and now, as far as it could be measured, and the queries that can't be understood."""

    before: float | None = None
    now: float | None = None
    faults: tuple[str, ...] = ()


def named(settings: Settings) -> Judged | str | None:
    """The judged queries that the settings name, or why they can't be read; raises `SettingsError`."""
    if settings.judged_queries is None:
        return None
    if settings.judged_qrels is None:
        raise SettingsError("judged_queries is set but judged_qrels is not; set it to the file with the answers")
    try:
        return Judged.read(settings.judged_queries, settings.judged_qrels, evaluation.names_beside(settings.archive))
    except QueryError as error:
        return str(error)


def note(faults: Sequence[str]) -> list[Failure]:
    """A line of the report for each judged query, or file of them, that can't be read."""
    return [
        Failure(
            path=WHAT,
            reason=f"not measured: {fault}",
            chat="some can't be read and are not measured; whoever runs me finds which in the report",
        )
        for fault in faults
    ]


def found(
    judged: Judged, encoder: Encoder, data: DataFolder, number: int, building: Path | None = None
) -> tuple[evaluation.Run, tuple[str, ...]]:
    """What the judged queries find in a generation (see `Generation`), and those that can't be understood.

    A model is not asked whether it fits.
    """
    faults: list[str] = []
    with closing(Generation(data, number, building=building)) as generation:
        return evaluation.run(_Asked(generation, encoder), judged, faults), tuple(faults)


def recall(judged: Judged, found: evaluation.Run, among: Collection[str]) -> float | None:
    """Recall@10 of the queries `among` these ids; None where there is none."""
    asked = judged.only(among)
    return evaluation.measure(asked, found)[MEASURE] if asked.queries else None


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
