"""What the index needs of a model: the protocols."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, runtime_checkable

from index.models.vectors import Rows


class Encoder(Protocol):
    """What the index needs of a model."""

    @property
    def name(self) -> str:
        """The model as the settings name it."""

    @property
    def revision(self) -> str:
        """What tells these weights from others of the same name."""

    @property
    def engine(self) -> str:
        """What computes the vectors, for people."""

    @property
    def dimensions(self) -> int:
        """The length of a vector."""

    @property
    def room(self) -> int:
        """How many tokens of a document are read: the model's limit less special tokens and its prompt."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, special tokens and prompts not counted."""

    def encode_documents(self, texts: Sequence[str]) -> Rows:
        """One unit row a text, in order."""

    def encode_queries(self, texts: Sequence[str]) -> Rows:
        """One unit row a query, in order. May be called from many threads at once."""

    def encode_tokens(self, texts: Sequence[str]) -> list[Rows] | None:
        """The unit rows of each text's tokens in the model's last layer, in order; None from an encoder without them.

        Texts are read as queries are. Special tokens and those of a prompt are left out, and so is what is beyond the
        model's limit; a text without tokens has no row. May be called from many threads at once.
        """


@runtime_checkable
class BatchEncoder(Encoder, Protocol):
    """An encoder that has many batches computed at a time."""

    def encode_batches(self, batches: Iterable[Sequence[str]]) -> Iterator[tuple[int, Rows]]:
        """The unit rows of each batch with its number from 0, each batch once, in whatever order they are done."""
