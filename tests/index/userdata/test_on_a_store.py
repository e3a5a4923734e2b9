"""User data of a store that several hosts share: what one host wrote, all read, and nothing is lost or done twice."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from index.errors import DatelineError, IndexDataError, StoreRefusedError, StoreUnreachableError, TokenError
from index.models.data_files import DataFile
from index.models.watches import Match, Post, WatchCheck
from index.shared import synced
from index.shared.folder import FolderObjects
from index.userdata.audit_log import AuditLog
from index.userdata.cited_texts import CitedTexts
from index.userdata.connection import using
from index.userdata.dates import SetDates
from index.userdata.dossiers import Dossiers
from index.userdata.erasures import Erasures
from index.userdata.searches import Searches
from index.userdata.tokens import Tokens
from index.userdata.watch_posts import WatchPosts
from index.userdata.watches import Watches
from tests.makers.hosts import at_once, mirrors

NOW = dt.datetime(2025, 3, 1, tzinfo=dt.UTC)
EACH = 5


def test_what_one_host_keeps_another_reads(tmp_path: Path) -> None:
    """At once, and a host that never had the file, too; what a host takes out is gone from all."""
    one, two = (Dossiers(data) for data in mirrors(tmp_path, 2))
    assert two.entries(1, 2) == []
    assert one.add(1, 2, "a") == "added"
    assert two.passages(1, 2) == ["a"]
    assert two.add(1, 2, "b") == "added"
    assert two.add(1, 2, "a") == "there already"
    assert one.passages(1, 2) == ["a", "b"]
    assert one.remove(1, 2, "a") is not None
    assert two.passages(1, 2) == ["b"]
    assert two.count() == 2  # one of which can be brought back
    assert two.faults() == ()


def test_reading_alone_makes_nothing(tmp_path: Path) -> None:
    """Neither a file in the mirror nor an object."""
    (data,) = mirrors(tmp_path, 1)
    assert Dossiers(data).entries(1, 2) == []
    assert Dossiers(data).count() == 0
    assert Watches(data).running() == []
    assert Tokens(data).find("secret") is None
    assert Searches(data).find("x") is None
    assert SetDates(data).standing() == []
    assert Erasures(data).refused() == {}
    assert CitedTexts(data).find("x", "y") == []
    assert not (tmp_path / "store").exists()
    assert not (data / DataFile.DOSSIERS).exists()


def test_hosts_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    """Every entry that was acknowledged is there, once, with its digest."""
    hosts = [Dossiers(data) for data in mirrors(tmp_path, 3)]

    def keep(host: int) -> None:
        for number in range(EACH):
            assert hosts[host].add(1, 2, f"{host}-{number}") == "added"
            assert hosts[host].add(1, 2, f"shared-{number}") in {"added", "there already"}

    at_once([partial(keep, host) for host in range(3)])
    expected = {f"{host}-{number}" for host in (*range(3), "shared") for number in range(EACH)}
    for host in hosts:
        assert sorted(host.passages(1, 2)) == sorted(expected)
        assert host.faults() == ()


def _match(watch: str, number: int) -> Match:
    name = f"{number}.txt"
    day = NOW.date()
    return Match(watch=watch, document=name, digest=name, sha256="0" * 64, since=day, change="added", found=NOW)


def test_a_match_is_posted_by_one_of_many_hosts(tmp_path: Path) -> None:
    """Each match is claimed once, whoever asks when."""
    data = mirrors(tmp_path, 4)
    watch = Watches(data[0]).add(1, "lighthouse", checked=1, made=NOW)
    matches = tuple(_match(watch.token, number) for number in range(3))
    check = WatchCheck(watch=watch.token, before=1, after=2, matches=matches, versions=())
    noted: list[set[str]] = []

    def note(folder: Path) -> None:
        noted.append(Watches(folder).note([check]))

    at_once([partial(note, folder) for folder in data])
    assert sorted(map(len, noted)) == [0, 0, 0, 1]
    posts: list[Post | None] = []
    waiting = WatchPosts(data[3]).waiting()[watch.token]

    def begin(folder: Path) -> None:
        posts.append(WatchPosts(folder).begin(waiting, 5, "x", NOW))

    at_once([partial(begin, folder) for folder in data])
    begun = [post for post in posts if post is not None]
    assert [len(post.matches) for post in begun] == [3]


def test_all_kinds_of_user_data_are_shared(tmp_path: Path) -> None:
    """Tokens, searches, erasures and dates, as well."""
    one, two = mirrors(tmp_path, 2)
    secret = Tokens(one).add("program", None, NOW)
    assert Tokens(two).find(secret) is not None
    with pytest.raises(TokenError):
        Tokens(two).add("program", None, NOW)
    assert Tokens(two).revoke("program")
    assert Tokens(one).find(secret) is None
    (token,) = Searches(one).keep(7, ["lighthouse"])
    assert Searches(two).find(token) == (7, "lighthouse")
    assert Searches(two).forget(7) == 1
    assert Searches(one).find(token) is None
    erasure = Erasures(one).begin("a.txt", "asked", part=False, files=(), digests={"0" * 64})
    assert Erasures(two).pending() == [erasure]
    assert Erasures(two).refused().keys() == {"0" * 64}
    CitedTexts(one).note_generations({1: NOW})
    assert CitedTexts(two).generations() == {1: NOW}


def test_a_search_found_on_another_day_is_marked_as_used(tmp_path: Path) -> None:
    """Finding reads, and writes once a day."""
    one, two = mirrors(tmp_path, 2)
    day = dt.date(2025, 3, 1)
    (token,) = Searches(one, lambda: day).keep(7, ["lighthouse"])
    assert Searches(two, lambda: day + dt.timedelta(1)).find(token) is not None
    with closing(sqlite3.connect(two / DataFile.SEARCHES)) as database:
        assert database.execute("SELECT used FROM searches").fetchall() == [(day.toordinal() + 1,)]


class Interfering(FolderObjects):
    """A store in which another host writes just before this one's replacing of `key`."""

    def replace(self, key: str, content: bytes, etag: str | None) -> str | None:
        if key.startswith("userdata/"):
            found = self.get(key)
            assert found is not None
            self.put(key, found.content)
        return super().replace(key, content, etag)


def test_what_another_host_wrote_meanwhile_is_never_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a lock was lost, whoever is late is told, and nothing of its change is anywhere."""
    one, two = mirrors(tmp_path, 2)
    Dossiers(one).add(1, 2, "a")
    with monkeypatch.context() as patch:
        patch.setattr(synced, "open_objects", Interfering)
        with pytest.raises(IndexDataError):
            Dossiers(one).add(1, 2, "b")
    assert Dossiers(one).passages(1, 2) == Dossiers(two).passages(1, 2) == ["a"]
    assert Dossiers(one).add(1, 2, "b") == "added"


class Absent(FolderObjects):
    """A store that doesn't answer."""

    fault: type[DatelineError] = StoreUnreachableError

    def get(self, key: str) -> None:
        raise self.fault(f"the store can't be used for {key}")

    def get_if_changed(self, key: str, etag: str) -> None:
        raise self.fault(f"the store can't be used for {key}, {etag}")


class Refusing(Absent):
    """A store that refuses the credentials."""

    fault = StoreRefusedError


@pytest.mark.parametrize("store", [Absent, Refusing])
def test_a_host_that_the_store_left_says_so_and_answers_after_its_return(
    store: type[Absent], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Old user data is not taken for what the store has; nothing is to be done for the return."""
    (data,) = mirrors(tmp_path, 1)
    Dossiers(data).add(1, 2, "a")
    Watches(data).add(1, "lighthouse", checked=1, made=NOW)
    with monkeypatch.context() as patch:
        patch.setattr(synced, "open_objects", store)
        for ask in (
            lambda: Dossiers(data).entries(1, 2),
            lambda: Dossiers(data).add(1, 2, "b"),
            lambda: Watches(data).running(),
            lambda: Tokens(data).find("secret"),
            lambda: Searches(data).find("x"),
            lambda: SetDates(data).standing(),
            lambda: Erasures(data).refused(),
            lambda: CitedTexts(data).find("x", "y"),
        ):
            with pytest.raises(store.fault, match="the store can't be used"):
                ask()
    assert Dossiers(data).passages(1, 2) == ["a"]


def test_an_object_that_was_lost_or_damaged_is_told(tmp_path: Path) -> None:
    """An empty file is not taken for what people keep."""
    one, two = mirrors(tmp_path, 2)
    Dossiers(one).add(1, 2, "a")
    place = tmp_path / "store" / "userdata" / DataFile.DOSSIERS
    whole = place.read_bytes()
    place.write_bytes(b"x")
    with pytest.raises(IndexDataError):
        Dossiers(two).add(1, 2, "b")
    place.unlink()
    with pytest.raises(IndexDataError):
        Dossiers(one).add(1, 2, "b")
    place.write_bytes(whole)
    assert Dossiers(one).passages(1, 2) == Dossiers(two).passages(1, 2) == ["a"]


def test_a_lock_of_a_host_that_died_is_taken_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After it was seen unchanged for its length."""
    monkeypatch.setattr("index.shared.store_lock.EXPIRES_S", 0.01)
    (data,) = mirrors(tmp_path, 1)
    (tmp_path / "store" / "locks").mkdir(parents=True)
    (tmp_path / "store" / "locks" / DataFile.DOSSIERS).write_bytes(b"another's")
    assert Dossiers(data).add(1, 2, "a") == "added"


def test_an_ordinary_data_folder_asks_no_store(tmp_path: Path) -> None:
    """All is in its files, as ever."""
    assert Dossiers(tmp_path).add(1, 2, "a") == "added"
    assert {path.name for path in tmp_path.iterdir()} == {DataFile.DOSSIERS}


def test_every_host_s_lines_are_in_the_audit_log(tmp_path: Path) -> None:
    """None is written over, and a damaged one is told."""
    hosts = [AuditLog(data) for data in mirrors(tmp_path, 3)]
    at_once([partial(log.add, {"action": "look", "number": number}) for number in range(4) for log in hosts])
    assert [log.count() for log in hosts] == [12] * 3
    assert hosts[0].faults() == ()
    first = min((tmp_path / "store" / "audit").iterdir())
    first.write_bytes(first.read_bytes().replace(b"look", b"lock"))
    assert hosts[1].faults() == ("line 1 is damaged",)


def damage(path: Path, old: bytes, new: bytes) -> None:
    """Alters bytes of a file as a failing disk does, which notes no time."""
    state, content = path.stat(), path.read_bytes()
    assert old in content
    assert len(old) == len(new)
    with path.open("r+b") as file:
        file.write(content.replace(old, new))
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))


@pytest.mark.parametrize("writes", [False, True])
def test_a_damaged_copy_is_fetched_anew(tmp_path: Path, caplog: pytest.LogCaptureFixture, writes: bool) -> None:
    """By whoever reads it and by whoever writes to it, with a line in the log; the store has it whole."""
    (data,) = mirrors(tmp_path, 1)
    dossiers = Dossiers(data)
    dossiers.add(1, 2, "a")
    damage(data / DataFile.DOSSIERS, b"SQLite format 3\0", b"SQLite format 9\0")
    if writes:
        assert dossiers.add(1, 2, "b") == "added"
    assert dossiers.passages(1, 2) == (["a", "b"] if writes else ["a"])
    assert [record.getMessage().partition("; ")[0] for record in caplog.records] == [
        f"{data / DataFile.DOSSIERS} was damaged"
    ]


def test_a_copy_is_whole_after_a_check(tmp_path: Path) -> None:
    """Also where it is a field that is damaged, which no opening finds."""
    (data,) = mirrors(tmp_path, 1)
    tokens = Tokens(data)
    tokens.add("reader", None, NOW)
    damage(data / DataFile.TOKENS, b"reader", b"raeder")
    assert tokens.faults() != ()
    synced.mend(data)
    assert tokens.faults() == ()
    assert [token.name for token in tokens.all()] == ["reader"]


def test_damage_that_is_come_upon_is_gone_the_next_time(tmp_path: Path) -> None:
    """Something may have been made of it before, so it is raised once."""
    (data,) = mirrors(tmp_path, 1)
    Tokens(data).add("reader", None, NOW)
    path = data / DataFile.TOKENS
    damage(path, b"reader", b"raeder")
    with pytest.raises(IndexDataError, match="a damaged row"), using(path, lambda _: None, patience=1.0, reading=True):
        raise IndexDataError("a damaged row")
    assert Tokens(data).faults() == ()


def test_damage_in_the_store_is_told(tmp_path: Path) -> None:
    """Since no copy is better."""
    one, two = mirrors(tmp_path, 2)
    Dossiers(one).add(1, 2, "a")
    damage(one / DataFile.DOSSIERS, b"SQLite format 3\0", b"SQLite format 9\0")
    kept = synced.synced(one / DataFile.DOSSIERS)
    assert kept is not None
    kept.put_whole(Path(shutil.copy(one / DataFile.DOSSIERS, tmp_path / "damaged")), 1.0)
    with pytest.raises(IndexDataError, match="can't be opened"):
        Dossiers(two).entries(1, 2)


def test_damage_that_no_opening_finds_goes_to_no_other_host(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Whoever writes begins with what the store has."""
    one, two = mirrors(tmp_path, 2)
    Tokens(one).add("reader", None, NOW)
    damage(one / DataFile.TOKENS, b"reader", b"raeder")
    Tokens(one).add("writer", None, NOW)
    assert [token.name for token in Tokens(two).all()] == ["reader", "writer"]
    assert Tokens(one).faults() == Tokens(two).faults() == ()
    assert [record.getMessage().partition("; ")[0] for record in caplog.records] == [
        f"{one / DataFile.TOKENS} was damaged"
    ]
