"""Addresses of shared stores, and the folders that mirror them."""

from pathlib import Path

import pytest

from index.errors import IndexDataError, SettingsError
from index.models.data_files import DataFile
from index.shared.address import STORE_FILE, Address, check_kind, is_address, mirror_of, sign_mirror, store_of


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("s3://bucket", "s3://bucket"),
        ("s3://bucket/", "s3://bucket"),
        (" S3://bucket/one/two/ ", "s3://bucket/one/two"),
        ("file:///shared/archive/", "file:///shared/archive"),
        ("file:///shared/../archive%20two", "file:///archive%20two"),
    ],
)
def test_an_address_has_one_form(text: str, told: str) -> None:
    """However it is written, one store is one store; and what it is told as is read again."""
    assert str(Address.parse(text)) == told
    assert Address.parse(told) == Address.parse(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("bucket/prefix", "no address"),
        ("gs://bucket", "no address"),
        ("s3:/bucket", "no address"),
        ("s3://ab", "3 to 63"),
        ("s3://Bucket", "3 to 63"),
        ("s3://", "3 to 63"),
        ("s3://bucket:9000/x", "AWS_ENDPOINT_URL"),
        ("s3://bucket/x?region=eu", "leave that out"),
        ("s3://bucket/a b", "prefix"),
        ("s3://bucket/../x", "prefix"),
        ("s3://bucket/a//b", "prefix"),
        ("file://shared", "three slashes"),
        ("file:///", "whole machine"),
        ("file:///a?b", "without them"),
    ],
)
def test_a_wrong_address_is_refused_with_what_to_do(text: str, reason: str) -> None:
    """Whoever mistypes an address reads one line."""
    with pytest.raises(SettingsError, match=reason) as fault:
        Address.parse(text)
    assert "\n" not in str(fault.value)


def test_credentials_in_an_address_are_not_said_again() -> None:
    """The line ends up in logs."""
    with pytest.raises(SettingsError, match="no credentials") as fault:
        Address.parse("s3://key:hidden@bucket/x")
    assert "hidden" not in str(fault.value)


def test_a_folder_is_no_address() -> None:
    """`data` may be either."""
    assert is_address("s3://bucket")
    assert is_address("gs://bucket")
    assert is_address("s3:/bucket")  # mistyped, and no folder of this name is made
    assert is_address("File:folder")
    assert not is_address(".dateline")
    assert not is_address("/shared/archive")


def test_each_store_has_a_mirror_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Two addresses that read alike are not mixed up."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    mirrors = {mirror_of(Address.parse(text)) for text in ("s3://one/a-b", "s3://one/a/b", "file:///one/a/b")}
    assert len(mirrors) == 3
    assert {mirror.parent for mirror in mirrors} == {tmp_path / "dateline"}


def test_a_mirror_says_whose_it_is(tmp_path: Path) -> None:
    """An ordinary data folder is nobody's mirror."""
    folder, address = tmp_path / "cache" / "mirror", Address.parse("s3://bucket/x")
    assert store_of(folder) is None
    sign_mirror(folder, address)
    sign_mirror(folder, address)
    assert store_of(folder) == address
    assert folder.stat().st_mode & 0o777 == 0o700
    with pytest.raises(IndexDataError, match="another store"):
        sign_mirror(folder, Address.parse("s3://bucket/y"))


@pytest.mark.parametrize("note", ["", "{}", "[]", '{"address": 3}', '{"address": "x"}'])
def test_a_damaged_note_is_told(tmp_path: Path, note: str) -> None:
    """Such a folder is not taken for an ordinary one, whose user data would be nobody else's."""
    (tmp_path / STORE_FILE).write_text(note)
    with pytest.raises(IndexDataError, match="damaged"):
        store_of(tmp_path)


def test_a_store_and_a_data_folder_are_not_taken_for_each_other(tmp_path: Path) -> None:
    """Either would write over the other's pointer."""
    store, data = tmp_path / "store", tmp_path / "data"
    for name in (store / "tables", data):
        name.mkdir(parents=True)
    (data / DataFile.LOCK).touch()
    check_kind(data, None)
    check_kind(data, Address.parse(store.as_uri()))
    with pytest.raises(SettingsError, match=rf"give its address: {store.as_uri()}$"):
        check_kind(store, None)
    with pytest.raises(SettingsError, match="without file://"):
        check_kind(store, Address.parse(data.as_uri()))
