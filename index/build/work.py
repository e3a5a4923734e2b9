"""What of a build may be done elsewhere: reading, cutting, embedding, and indexing for a store that hosts share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from index.build.cutting import Cutters
from index.embed.encoder import Encoder
from index.settings import Settings

if TYPE_CHECKING:
    from index.storage.lance.indexing import IndexMaker


class Work(Protocol):
    """Where it is done."""

    def encoder(self, settings: Settings, given: Encoder | None) -> Encoder:
        """What embeds documents: with the model of the settings, or with the encoder that is given."""

    def cutters(self, settings: Settings, encoder: Callable[[], Encoder]) -> Cutters:
        """What reads and cuts; the encoder is one of `encoder` above."""

    def index_maker(self, noted: Callable[[str], None]) -> IndexMaker:
        """What makes the indexes of a shared store's tables; `noted` is told in a line what couldn't be done there."""
