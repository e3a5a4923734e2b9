"""Which hosts there are of a store: each process that serves writes a sign of life, and takes it away when it ends.

How old a sign is, is told by the store's clock.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import re
import secrets
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final, Literal

from pydantic import AwareDatetime, ValidationError

from index.errors import DatelineError, StoreRefusedError
from index.models.values import Value
from index.shared.objects import Objects

log = logging.getLogger(__name__)

EVERY_S: Final = 20.0
"""How often a process writes its sign."""
SILENT_S: Final = 180.0
"""A process that was silent for so long is not listed: it died, or lost the store."""
_FORGOTTEN_S: Final = 24 * 60 * 60.0
_PREFIX: Final = "hosts/"
_CLOCK: Final = "clock/now"

Kind = Literal["bot", "serve"]


class Sign(Value):
    """What a process that serves says of itself."""

    host: str
    process: int
    kind: Kind
    generation: int | None
    """The one that it serves; None before the first."""
    since: AwareDatetime
    """When it began, by its own clock."""


class Host(Value):
    """A process that serves, and how many seconds ago it last wrote its sign."""

    sign: Sign
    silent_s: float


@contextmanager
def present(objects: Objects, kind: Kind, generation: Callable[[], int | None]) -> Iterator[Callable[[], None]]:
    """Has this process listed while the block lasts; what it yields writes the sign anew, such as after a publication.

    A store that can't be reached is told in the log, and keeps nothing from going on.
    """
    host, process = socket.gethostname(), os.getpid()
    key = f"{_PREFIX}{re.sub(r'[^A-Za-z0-9.-]', '-', host)}-{process}-{secrets.token_hex(4)}.json"
    since = dt.datetime.now(dt.UTC)

    def write() -> None:
        try:
            sign = Sign(host=host, process=process, kind=kind, generation=generation(), since=since)
            objects.put(key, sign.model_dump_json().encode())
        except DatelineError as error:
            log.warning("this process isn't listed among the hosts: %s", error)

    write()
    ended = threading.Event()
    writing = threading.Thread(target=_write_again, args=(write, ended), daemon=True, name="sign of life")
    writing.start()
    try:
        yield write
    finally:
        ended.set()
        writing.join()
        with suppress(DatelineError):  # then it drops out of the list
            objects.delete(key)


def list_hosts(objects: Objects) -> tuple[Host, ...]:
    """Every process that serves, by host and process; raises what `Objects` raises.

    Signs that are a day old are deleted.
    """
    now = _now(objects)
    found = []
    for key, moment in objects.written(_PREFIX).items():
        silent_s = max(0.0, (now - moment).total_seconds())
        if silent_s > _FORGOTTEN_S:
            with suppress(StoreRefusedError):
                objects.delete(key)
        sign = _read(objects, key) if silent_s <= SILENT_S else None
        if sign is not None:
            found.append(Host(sign=sign, silent_s=silent_s))
    return tuple(sorted(found, key=lambda host: (host.sign.host, host.sign.process, host.sign.since)))


def _now(objects: Objects) -> dt.datetime:
    """The moment by the store's clock; by this host's where it may not write, and so can't ask."""
    try:
        objects.put(_CLOCK, secrets.token_bytes(8))
    except StoreRefusedError:
        return dt.datetime.now(dt.UTC)
    return objects.written("clock/")[_CLOCK]


def _write_again(write: Callable[[], None], ended: threading.Event) -> None:
    while not ended.wait(EVERY_S):
        write()


def _read(objects: Objects, key: str) -> Sign | None:
    """None where it ended just now, or is of another version."""
    found = objects.get(key)
    with suppress(ValidationError):
        return None if found is None else Sign.model_validate_json(found.content)
    return None
