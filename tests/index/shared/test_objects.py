"""The objects of a shared store: in a folder, and in a bucket of an S3 server."""

from __future__ import annotations

import datetime as dt
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.errors import DatelineError, SettingsError, StoreRefusedError, StoreUnreachableError
from index.shared import bucket
from index.shared.address import Address
from index.shared.bucket import BucketObjects
from index.shared.folder import FolderObjects
from index.shared.objects import Held, Objects
from index.shared.opening import open_objects
from tests.makers.s3 import BUCKET, S3Server

WRITERS = 8


@pytest.fixture(params=["folder", "s3"])
def objects(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Objects:
    """A store in which nothing is yet, of either kind."""
    if request.param == "folder":
        return open_objects(Address.parse((tmp_path / "store").as_uri()))
    server: S3Server = request.getfixturevalue("s3")
    monkeypatch.setitem(bucket._TIMEOUTS, "read_timeout", dt.timedelta(seconds=30))  # of a busy machine
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    return BucketObjects(Address.parse(f"s3://{BUCKET}/{tmp_path.name}"))


def test_what_was_put_is_read(objects: Objects) -> None:
    """Whole, with an etag that tells whether it is still the same."""
    assert objects.get("a/b") is None
    assert objects.get_if_changed("a/b", "x") is None
    etag = objects.put("a/b", b"one")
    assert objects.get("a/b") == (b"one", etag)
    assert objects.get_if_changed("a/b", etag) is Held.SAME
    assert objects.get_if_changed("a/b", '"other"') == (b"one", etag)
    second = objects.put("a/b", b"two")
    assert objects.get_if_changed("a/b", etag) == (b"two", second)
    objects.delete("a/b")
    objects.delete("a/b")
    assert objects.get("a/b") is None


def test_only_the_first_is_put_where_nothing_is(objects: Objects) -> None:
    """Whoever puts the same again was first, too: its first answer may have been lost on the way."""
    assert objects.put_if_absent("key", b"one")
    assert not objects.put_if_absent("key", b"two")
    assert objects.put_if_absent("key", b"one")
    assert objects.get("key") == (b"one", objects.list("")["key"])


def test_only_what_is_still_the_same_is_replaced(objects: Objects) -> None:
    """An object that is gone is replaced by nobody."""
    first = objects.put("key", b"one")
    second = objects.replace("key", b"two", first)
    assert second is not None
    assert objects.replace("key", b"three", first) is None
    assert objects.replace("key", b"two", first) == second
    assert objects.get("key") == (b"two", second)
    assert objects.replace("none", b"x", first) is None
    assert objects.get("none") is None


def test_a_list_has_the_etag_of_each_key_under_a_prefix(objects: Objects) -> None:
    """By it one learns of all that changed by one question."""
    etags = {f"many/{number}": objects.put(f"many/{number}", str(number).encode()) for number in range(20)}
    objects.put("manyother", b"x")
    assert objects.list("many/") == etags
    assert objects.list("none/") == {}
    assert objects.size("many/") == sum(len(str(number)) for number in range(20))
    assert objects.size("") == objects.size("many/") + len(b"x")
    assert objects.size("none/") == 0
    moments = objects.written("many/")
    assert moments.keys() == etags.keys()
    assert all(moment.tzinfo is not None for moment in moments.values())


def test_names_are_those_at_the_address(objects: Objects) -> None:
    """Not what lies beside it, nor below."""
    assert objects.names() == set()
    for key in ("current", "many/one", "many/deeper/two"):
        objects.put(key, b"x")
    assert objects.names() == {"current", "many"}


def test_of_writers_at_once_each_change_is_one_s(objects: Objects) -> None:
    """A list that each adds to by replacing what it read has everybody once."""
    objects.put("list", b"")

    def add(mine: bytes) -> None:
        while True:
            found = objects.get("list")
            assert found is not None
            if objects.replace("list", found.content + mine, found.etag) is not None:
                return

    names = [b"%d " % number for number in range(WRITERS)]
    threads = [threading.Thread(target=add, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = objects.get("list")
    assert found is not None
    assert sorted(found.content.split()) == sorted(b"".join(names).split())


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    """In one line, with what to do."""
    (tmp_path / "file").write_text("x")
    objects = FolderObjects(Address.parse((tmp_path / "file").as_uri()))
    with pytest.raises(StoreUnreachableError, match="can't be used"):
        objects.put("key", b"x")


@contextmanager
def _silent() -> Iterator[str]:
    """The URL of a server that takes no connection any more."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{closed.getsockname()[1]}"


def test_an_absent_store_is_told(monkeypatch: pytest.MonkeyPatch, s3: S3Server) -> None:
    """In one line that names it; a chat is told nothing of the machine."""
    with _silent() as url:
        for name, value in {**s3.environment, "AWS_ENDPOINT_URL": url}.items():
            monkeypatch.setenv(name, value)
        objects = BucketObjects(Address.parse(f"s3://{BUCKET}/x"))
        with pytest.raises(StoreUnreachableError, match=f"s3://{BUCKET}/x can't be reached") as fault:
            objects.get("key")
    assert "\n" not in str(fault.value)
    assert str(objects.address) not in fault.value.in_chat


def test_a_missing_bucket_and_denied_credentials_have_lines_of_their_own(
    monkeypatch: pytest.MonkeyPatch, s3: S3Server
) -> None:
    """None is taken for an object that isn't there."""
    for name, value in s3.environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(StoreRefusedError, match="no bucket 'missing'"):
        BucketObjects(Address.parse("s3://missing/x")).get("key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
    denied = BucketObjects(Address.parse(f"s3://{BUCKET}/x"))
    for ask in (lambda: denied.get("key"), lambda: denied.put("key", b""), lambda: denied.list("a/")):
        with pytest.raises(DatelineError, match="refuses the credentials"):
            ask()


@pytest.mark.parametrize(
    "server", ["nonsense", "127.0.0.1:9000", "http://", "https://a b", "s3://bucket", "http://a:b"]
)
def test_a_server_that_is_none_is_named_with_its_variable(monkeypatch: pytest.MonkeyPatch, server: str) -> None:
    """The library itself would end the program."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", server)
    with pytest.raises(SettingsError, match=r"AWS_ENDPOINT_URL is .*; write https://"):
        BucketObjects(Address.parse(f"s3://{BUCKET}/x"))


@pytest.mark.parametrize("server", ["https://[2001:db8::1]:9000", "http://store_1.example.org/s3/", "https://a.b"])
def test_a_server_s_address_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch, server: str) -> None:
    """Nothing is asked of it yet."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", server)
    assert BucketObjects(Address.parse(f"s3://{BUCKET}/x")).address.bucket == BUCKET
