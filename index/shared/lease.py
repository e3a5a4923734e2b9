"""Who builds: one host at a time, by a lease that runs out.

No two clocks are compared: a lease has run out when its object stayed the same for the lease's length by the clock of
whoever waits for it. Each lease has a fence, a number that only grows. Whoever gets the lease puts its fence into the
pointer at once, which refuses lower ones: so a builder that was silent for too long can't publish any more.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final

from pydantic import ValidationError

from index.errors import BusyError, DatelineError, IndexDataError, LeaseLostError, StoreUnreachableError
from index.models.values import Value
from index.shared.objects import Found, Objects

log = logging.getLogger(__name__)

LEASE: Final = "lease"
LENGTH_S: Final = 15.0
"""How long a holder may be silent; it renews three times as often."""
_WATCHES: Final = 15
"""How often whoever waits looks during a lease's length."""


class _Lease(Value):
    """The object `lease`."""

    holder: str | None
    """None once it was given back."""
    fence: int
    sign: str
    """Of life: another one at each renewal."""


class Lease:
    """The lease while it is held. Safe to use from many threads."""

    def __init__(self, objects: Objects, who: str, fence: int, *, length_s: float, clock: Callable[[], float]) -> None:
        self._objects = objects
        self._who = who
        self.fence = fence
        self._length_s = length_s
        self._clock = clock
        self._lock = threading.Lock()
        self._renewed = clock()
        self._etag: str | None = None
        self._taken = False

    def check(self) -> None:
        """Raises `LeaseLostError` where another host may have it by now."""
        if self._taken or self._clock() - self._renewed >= self._length_s:
            raise lost()

    def begin(self, etag: str | None) -> bool:
        """Takes the lease, whose object has `etag`; False where another host was first."""
        return self._put(self._who, etag)

    def renew(self) -> None:
        """Shows that the holder lives; a store that can't be reached is asked again at the next renewal."""
        try:
            self._taken = self._taken or not self._put(self._who, self._etag)
        except StoreUnreachableError as error:
            log.warning("the builder's lease can't be renewed: %s", error)

    def give_back(self) -> None:
        """Lets the next one have it at once."""
        with suppress(DatelineError):
            if not self._taken:
                self._put(None, self._etag)

    def _put(self, holder: str | None, etag: str | None) -> bool:
        with self._lock:
            began = self._clock()
            state = _Lease(holder=holder, fence=self.fence, sign=secrets.token_hex(8))
            after = self._objects.replace(LEASE, state.model_dump_json().encode(), etag)
            if after is not None:
                self._etag, self._renewed = after, began
            return after is not None


class Sight:
    """Who holds the lease, as somebody sees who looks now and again and may not want it."""

    def __init__(
        self, objects: Objects, *, length_s: float = LENGTH_S, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._objects = objects
        self._length_s = length_s
        self._clock = clock
        self._etag: str | None = None
        self._since = clock()

    def holder(self) -> str | None:
        """None where the lease is free, or its holder has been silent for its length since it was first seen."""
        found = self._objects.get(LEASE)
        if found is None:
            return None
        if found.etag != self._etag:
            self._etag, self._since = found.etag, self._clock()
        return _read(found.content).holder if self._clock() - self._since < self._length_s else None


@contextmanager
def hold(
    objects: Objects,
    who: str,
    claim: Callable[[int], None],
    *,
    length_s: float = LENGTH_S,
    clock: Callable[[], float] = time.monotonic,
    wait: Callable[[float], None] = time.sleep,
) -> Iterator[Lease]:
    """The builder's lease, held and renewed while the block lasts; others are told `who`, as in "by keeper on shelf".

    `claim` is called with its fence first: from then on no builder with a lower one may publish. Raises `BusyError`
    where another one holds it and lives; a silent one loses it after `length_s`.
    """
    lease = _taken(objects, who, length_s, clock, wait)
    ended = threading.Event()
    renewing = threading.Thread(target=_renew, args=(lease, ended, length_s / 3), daemon=True, name="lease")
    renewing.start()
    try:
        claim(lease.fence)
        yield lease
    finally:
        ended.set()
        renewing.join()
        lease.give_back()


def _renew(lease: Lease, ended: threading.Event, every_s: float) -> None:
    while not ended.wait(every_s):
        try:
            lease.renew()
        except DatelineError as error:  # it runs out, which whoever holds it is told by `check`
            log.warning("the builder's lease can't be renewed: %s", error)


def _taken(
    objects: Objects, who: str, length_s: float, clock: Callable[[], float], wait: Callable[[float], None]
) -> Lease:
    """The lease, once it is free or has run out."""
    seen: Found | None = None
    since = clock()
    while True:
        found = objects.get(LEASE)
        state = None if found is None else _read(found.content)
        if seen is not None and (found is None or found.etag != seen.etag) and state is not None and state.holder:
            raise BusyError(f"this archive is already being indexed, {state.holder}; wait until it is done")
        if state is None or state.holder is None or (seen is not None and clock() - since >= length_s):
            lease = Lease(objects, who, (state.fence if state else 0) + 1, length_s=length_s, clock=clock)
            if lease.begin(found.etag if found else None):
                return lease
        if seen is None:
            seen, since = found or Found(b"", ""), clock()
        wait(length_s / _WATCHES)


def _read(content: bytes) -> _Lease:
    try:
        return _Lease.model_validate_json(content)
    except ValidationError as error:
        raise IndexDataError(f"the store's object {LEASE!r} is damaged; delete it while no host indexes") from error


def lost() -> LeaseLostError:
    """What to raise for a builder that another host has outrun."""
    return LeaseLostError(
        "this host was silent for so long that another one may index; nothing was published: run dateline index again"
    )
