"""Which processes serve an archive on a store that hosts share; on an ordinary data folder nobody asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from index.models.reports import ServingHost
from index.settings import Settings
from index.shared import hosts
from index.shared.address import store_of
from index.shared.opening import open_objects


@contextmanager
def present_as(settings: Settings, kind: hosts.Kind, generation: Callable[[], int]) -> Iterator[None]:
    """Has this process, which serves as a `kind` of its own, named by `dateline status` while the block lasts."""
    address = store_of(settings.data)
    if address is None:
        yield
        return
    with hosts.present(open_objects(address), kind, generation):
        yield


def serving_hosts(settings: Settings) -> tuple[ServingHost, ...]:
    """Every process that serves from the store; raises `IndexDataError` where the store can't be reached."""
    address = store_of(settings.data)
    found = () if address is None else hosts.list_hosts(open_objects(address))
    return tuple(ServingHost(**host.sign.model_dump(), silent_seconds=round(host.silent_s)) for host in found)
