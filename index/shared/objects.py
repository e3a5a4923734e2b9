"""What a shared store does with objects: bytes by key, put only where nobody else was first.

All that hosts agree on they agree on by `put_if_absent` and `replace`, each of which one host alone wins.
"""

from __future__ import annotations

import datetime as dt
from enum import Enum
from typing import NamedTuple, Protocol

from index.shared.address import Address


class Found(NamedTuple):
    """An object as it was read."""

    content: bytes
    etag: str
    """Of this content: another one has another etag."""


class Held(Enum):
    """What is said in the place of an object that one has already."""

    SAME = "same"


class Objects(Protocol):
    """The objects of one store. Blocking, and safe to use from many threads.

    Every method raises `StoreUnreachableError` where the store doesn't answer within 5 s, and `StoreRefusedError` where
    it refuses the credentials or has no such bucket. Keys are names joined by slashes.
    """

    address: Address

    def get(self, key: str) -> Found | None:
        """The object, or None where there is none."""

    def get_if_changed(self, key: str, etag: str) -> Found | Held | None:
        """The object, unless it still has `etag`; None where there is none."""

    def put(self, key: str, content: bytes) -> str:
        """Puts an object in the place of any other; returns its etag."""

    def put_if_absent(self, key: str, content: bytes) -> bool:
        """Puts an object where there is none; whether it did. One that holds these bytes already counts as put."""

    def replace(self, key: str, content: bytes, etag: str | None) -> str | None:
        """Puts an object in the place of the one with `etag`, or with None where there is none; returns its etag.

        None where somebody else was first. An object that holds these bytes already counts as put: so an answer that
        got lost on its way is not taken for somebody else's. Whoever must tell two writers apart puts a nonce in.
        """

    def delete(self, key: str) -> None:
        """Deletes an object; one that is not there is deleted already."""

    def list(self, prefix: str) -> dict[str, str]:
        """The etags of all objects whose key begins with `prefix`, which ends in a slash, by key."""

    def written(self, prefix: str) -> dict[str, dt.datetime]:
        """When each of these was written, by the store's clock."""
