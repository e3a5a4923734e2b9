"""Hosts of one store: each a mirror of its own in a test's folder."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from index.shared.address import Address, sign_mirror


def store(folder: Path) -> Address:
    """A store in a folder that need not be there yet."""
    return Address.parse(folder.as_uri())


def mirrors(folder: Path, count: int) -> list[Path]:
    """The data folders of so many hosts of one store, in which nothing is yet."""
    address = store(folder / "store")
    found = [folder / f"host-{number}" for number in range(count)]
    for mirror in found:
        sign_mirror(mirror, address)
    return found


def at_once(tasks: Sequence[Callable[[], object]]) -> None:
    """Does all at once, each in a thread; raises what one of them raised."""
    faults: list[BaseException] = []

    def run(task: Callable[[], object]) -> None:
        try:
            task()
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=run, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
