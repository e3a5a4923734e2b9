"""Which processes serve a store."""

from __future__ import annotations

import datetime as dt
import os
import threading
from pathlib import Path

import pytest

from index.errors import StoreRefusedError, StoreUnreachableError
from index.shared import hosts
from index.shared.folder import FolderObjects
from index.shared.hosts import SILENT_S, list_hosts, present
from tests.makers.hosts import store


@pytest.fixture
def objects(tmp_path: Path) -> FolderObjects:
    """A store in which nothing is yet."""
    return FolderObjects(store(tmp_path / "store"))


def test_who_serves_is_listed_until_it_ends(objects: FolderObjects) -> None:
    """With its kind, and the generation that it serves now."""
    serving = [1]
    assert list_hosts(objects) == ()
    with present(objects, "bot", lambda: serving[0]) as write, present(objects, "serve", lambda: None) as other:
        write()
        other()
        listed = list_hosts(objects)
        assert sorted((host.sign.kind, host.sign.generation) for host in listed) == [("bot", 1), ("serve", None)]
        assert {host.sign.process for host in listed} == {os.getpid()}
        assert all(host.silent_s <= SILENT_S for host in listed)
        serving[0] = 2
        write()
        assert {host.sign.generation for host in list_hosts(objects)} == {None, 2}
    assert list_hosts(objects) == ()
    assert objects.list("hosts/") == {}


def test_whoever_is_silent_drops_out(objects: FolderObjects, tmp_path: Path) -> None:
    """By the store's clock; its sign is deleted a day later, and one that can't be read is passed over."""
    with present(objects, "bot", lambda: 1) as write:
        write()
        (key,) = objects.list("hosts/")
        found = objects.get(key)
        assert found is not None
        for name, silent_s in (("silent", SILENT_S + 5), ("forgotten", 100_000)):
            objects.put(f"hosts/{name}", found.content)
            then = dt.datetime.now().timestamp() - silent_s  # noqa: DTZ005 (of the machine, as the folder's is)
            os.utime(tmp_path / "store" / "hosts" / name, (then, then))
        objects.put("hosts/other", b"{}")
        assert len(list_hosts(objects)) == 1
        assert objects.list("hosts/").keys() == {key, "hosts/silent", "hosts/other"}


def test_a_store_that_is_away_ends_no_sign_of_life(
    objects: FolderObjects, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Which generation is served may be as unknown then as the store is silent; the next sign is written again."""
    away, asked = [True], threading.Semaphore(0)

    def serving() -> int:
        asked.release()
        if away[0]:
            raise StoreUnreachableError("away")
        return 3

    monkeypatch.setattr(hosts, "EVERY_S", 0.001)
    with present(objects, "serve", serving):
        assert all(asked.acquire(timeout=10) for _ in range(2))
        assert list_hosts(objects) == ()
        away[0] = False
        assert all(asked.acquire(timeout=10) for _ in range(10))
        assert [host.sign.generation for host in list_hosts(objects)] == [3]
    assert "isn't listed among the hosts: away" in caplog.text


class _ReadOnly(FolderObjects):
    """A store whose credentials only read."""

    def put(self, key: str, content: bytes) -> str:
        raise StoreRefusedError("refused")

    def delete(self, key: str) -> None:
        raise StoreRefusedError("refused")


def test_whoever_may_only_read_lists_them_too(objects: FolderObjects) -> None:
    """By a clock of its own, since it can't ask the store's."""
    with present(objects, "bot", lambda: 1):
        assert len(list_hosts(_ReadOnly(objects.address))) == 1
