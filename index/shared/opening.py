"""Opens the objects of a store of either kind."""

from __future__ import annotations

import os
from functools import lru_cache

from index.shared.address import Address
from index.shared.folder import FolderObjects
from index.shared.objects import Objects


def open_objects(address: Address) -> Objects:
    """The objects of the store at `address`; nothing is asked of it yet. Raises `SettingsError` without obstore."""
    return _opened(address, os.getpid())


@lru_cache(maxsize=16)
def _opened(address: Address, _process: int) -> Objects:
    """A client each store and process: it keeps connections open, which no other process may use."""
    if address.scheme == "file":
        return FolderObjects(address)
    from index.shared.bucket import BucketObjects  # noqa: PLC0415 (a default install lacks its library)

    return BucketObjects(address)
