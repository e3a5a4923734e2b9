"""What of a build may be done elsewhere: reading, cutting and embedding."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from index.build.cutting import Cutters
from index.embed.encoder import Encoder
from index.settings import Settings


class Work(Protocol):
    """Where it is done."""

    def encoder(self, settings: Settings, given: Encoder | None) -> Encoder:
        """What embeds documents: with the model of the settings, or with the encoder that is given."""

    def cutters(self, settings: Settings, encoder: Callable[[], Encoder]) -> Cutters:
        """What reads and cuts; the encoder is one of `encoder` above."""
