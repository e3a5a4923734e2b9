"""What a generation is built with, as the settings have it now."""

from __future__ import annotations

from index.embed import weights
from index.embed.encoder import Encoder
from index.models.values import Value
from index.read.fields import fields_of
from index.read.recognise import recogniser_name
from index.read.version import READER_VERSION
from index.settings import Settings
from index.text import sentences, terms


class Recipe(Value):
    """What a generation was built with; another recipe makes another index of the same archive."""

    model: str
    revision: str
    passage_tokens: int
    reader: int
    analysis: int
    date_order: str | None = None
    sentences: int = 1
    """How documents are cut into sentences. A search does not mind: it shows passages as they were cut."""
    fields: tuple[tuple[str, ...], ...] = ()
    """The fields that the settings name for documents in JSON and CSV. A search does not mind either."""
    chat_authors: str = "names"
    """Likewise how the authors of exported chats are named."""
    ocr: str = ""
    """What recognises pages that are pictures, and how many of a file; empty where none are. A search does not mind."""

    @property
    def reading(self) -> tuple[object, ...]:
        """What decides which documents a file's bytes give."""
        return self.reader, self.date_order, self.fields, self.chat_authors, self.ocr


def recipe(settings: Settings, encoder: Encoder | None = None) -> Recipe:
    """The recipe of these settings; `encoder` stands in for the one that they name."""
    return Recipe(
        model=encoder.name if encoder else settings.model,
        revision=encoder.revision if encoder else weights.revision(settings),
        passage_tokens=settings.passage_tokens,
        reader=READER_VERSION,
        analysis=terms.VERSION,
        date_order=settings.date_order,
        sentences=sentences.VERSION,
        fields=_fields(settings),
        chat_authors=settings.chat_authors,
        ocr=recogniser_name(settings),
    )


def reads_as(built: Recipe, settings: Settings) -> bool:
    """Whether the same bytes give the same documents now."""
    asked = READER_VERSION, settings.date_order, _fields(settings), settings.chat_authors, recogniser_name(settings)
    return built.reading == asked


def _fields(settings: Settings) -> tuple[tuple[str, ...], ...]:
    fields = fields_of(settings)
    return tuple(fields) if any(fields) else ()
