"""Whether a store takes conditional writes, by which alone hosts agree: some servers pass over the conditions."""

from __future__ import annotations

import secrets

from index.errors import StoreRefusedError
from index.shared.objects import Objects


def check_conditional(objects: Objects) -> None:
    """Raises `StoreRefusedError` for a store that puts an object whatever is there; asks by one of its own."""
    key = f"clock/{secrets.token_hex(8)}"
    first, second = (objects.put_if_absent(key, content) for content in (b"first", b"second"))
    third = objects.replace(key, b"third", '"another"')
    objects.delete(key)
    if not first or second or third is not None:
        raise unconditional(objects.address)


def unconditional(store: object) -> StoreRefusedError:
    """What to raise for such a store."""
    return StoreRefusedError(
        f"the store {store} doesn't take conditional writes (If-None-Match and If-Match), without which hosts would "
        "write over each other; update its server, or use another one"
    )
