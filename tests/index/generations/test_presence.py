"""Who serves from a shared store is named; of an ordinary data folder nobody is."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from index import present_as
from index.generations.presence import serving_hosts
from tests.makers.archives import notes
from tests.makers.stores import on_store


def test_each_process_that_serves_is_named_until_it_ends(tmp_path: Path) -> None:
    """With what it serves, on every host."""
    one, two = (on_store(tmp_path / name, tmp_path / "store", {"a.txt": "A word.\n"}) for name in ("one", "two"))
    with present_as(one.settings, "bot", lambda: 7), present_as(two.settings, "serve", lambda: 6):
        found = [(host.host, host.process, host.kind, host.generation) for host in serving_hosts(two.settings)]
    here = socket.gethostname(), os.getpid()
    assert sorted(found) == [(*here, "bot", 7), (*here, "serve", 6)]
    assert serving_hosts(one.settings) == ()


def test_nobody_is_asked_of_a_data_folder(tmp_path: Path) -> None:
    """Nor is anything written."""
    place = notes(tmp_path)
    with present_as(place.settings, "bot", lambda: 1):
        assert serving_hosts(place.settings) == ()
    assert not place.data.exists()
