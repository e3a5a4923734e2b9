"""What a shared store does with objects: bytes by key, put only where nobody else was first.

All that hosts agree on they agree on by `put_if_absent` and `replace`, each of which one host alone wins.
"""

from __future__ import annotations

import datetime as dt
import re
from enum import Enum
from typing import Final, NamedTuple, Protocol

from index.errors import StoreRefusedError, StoreUnreachableError
from index.shared.address import Address

_REFUSALS: Final = re.compile(
    "AccessDenied|InvalidAccessKeyId|SignatureDoesNotMatch|ExpiredToken|Forbidden|status: 40[13]|missing credentials|"
    "error loading credentials|no credential",
    re.IGNORECASE,
)


def is_refusal(message: str) -> bool:
    """Whether a library's message says that the store refuses the credentials."""
    return _REFUSALS.search(message) is not None


def refused(store: object) -> StoreRefusedError:
    """What to raise where the store at an address refuses the credentials."""
    return StoreRefusedError(
        f"the store {store} refuses the credentials; check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and what they are "
        "allowed to do"
    )


def unreachable(store: object) -> StoreUnreachableError:
    """What to raise where the store at an address doesn't answer."""
    return StoreUnreachableError(
        f"the store {store} can't be reached; check that it runs, AWS_ENDPOINT_URL and the network"
    )


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

    def names(self) -> set[str]:
        """The first name of every key: what lies at the store's address, as one sees it in a folder."""

    def size(self, prefix: str) -> int:
        """How many bytes all objects whose key begins so hold together; with an empty prefix, the whole store."""

    def written(self, prefix: str) -> dict[str, dt.datetime]:
        """When each of these was written, by the store's clock."""
