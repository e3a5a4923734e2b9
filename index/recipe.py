"""What a generation is built with, as the settings have it now."""

from __future__ import annotations

from index import analyze, encode
from index.encode import Encoder
from index.generations import Recipe
from index.read.version import READER_VERSION
from index.settings import Settings


def recipe(settings: Settings, encoder: Encoder | None = None) -> Recipe:
    """The recipe of these settings; `encoder` stands in for the one that they name."""
    return Recipe(
        model=encoder.name if encoder else settings.model,
        revision=encoder.revision if encoder else encode.revision(settings),
        passage_tokens=settings.passage_tokens,
        reader=READER_VERSION,
        analysis=analyze.VERSION,
        date_order=settings.date_order,
    )
