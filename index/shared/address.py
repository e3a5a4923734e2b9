"""Where a shared store is, and which data folder of this machine is its mirror."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal
from urllib.parse import unquote, urlsplit

from index.errors import IndexDataError, SettingsError
from index.files import PRIVATE_FOLDER, os_cure, os_reason, replace_file
from index.models.data_files import DataFile
from index.models.values import Value

STORE_FILE: Final = DataFile.STORE.value
"""What a mirror has, and no other data folder: `{"address": "s3://bucket/prefix"}`."""
_SCHEMES: Final = ("s3", "file")
_BUCKET: Final = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
"""As S3 has it: 3 to 63 small letters, digits, dots and hyphens."""
_PREFIX: Final = re.compile(r"[A-Za-z0-9._=-]+(/[A-Za-z0-9._=-]+)*")
"""Letters that no store and no address writes in another way."""
_FORMS: Final = "write s3://bucket/prefix, or file:///folder"
_DIGEST_CHARACTERS: Final = 12
_OF_STORES: Final = ("tables", "userdata", "citations")
_OF_DATA_FOLDERS: Final = (DataFile.LOCK, STORE_FILE)
"""What only the one has, and only the other."""


class Address(Value):
    """A shared store's address: a bucket of an S3-compatible store, or a folder that all hosts see."""

    scheme: Literal["s3", "file"]
    bucket: str = ""
    """Of S3; a folder has none."""
    path: str
    """The prefix in the bucket, without slashes at its ends, perhaps empty; or the folder in full."""

    @classmethod
    def parse(cls, text: str) -> Address:
        """The address that `text` writes; raises `SettingsError` with one line that says what is wrong."""
        scheme, separator, rest = text.strip().partition("://")
        if not separator or scheme.lower() not in _SCHEMES:
            raise SettingsError(f"{text[:100]!r} is no address of a store; {_FORMS}")
        if scheme.lower() == "file":
            return _folder(text.strip(), rest)
        return _bucket(rest)

    def __str__(self) -> str:
        return f"s3://{self.bucket}/{self.path}".rstrip("/") if self.scheme == "s3" else Path(self.path).as_uri()

    def under(self, name: str) -> str:
        """The address of what is called `name` in the store, as Lance and others read it."""
        return f"{self}/{name}"


def is_address(text: str) -> bool:
    """Whether somebody means an address and not a folder of this machine: whether it begins like `s3:` or `az://`."""
    return re.match(r"(s3|file):|[a-z][a-z0-9+.-]*://", text.strip(), re.IGNORECASE) is not None


def check_kind(folder: Path, address: Address | None) -> None:
    """Raises `SettingsError` where a store's folder is taken for a data folder, or the other way round.

    `folder` is a data folder, `address` what it mirrors. Either would write over what the other has.
    """
    if address is None and _has(folder, _OF_STORES):
        raise SettingsError(
            f"the folder {folder} is a store that hosts share; give its address: {folder.resolve().as_uri()}"
        )
    if address is not None and address.scheme == "file" and _has(Path(address.path), _OF_DATA_FOLDERS):
        raise SettingsError(
            f"the address {address} is that of a data folder of one machine, which is no store; give it without "
            f"file://, or make a store of it: dateline copy {address.path} file:///folder"
        )


def mirror_of(address: Address) -> Path:
    """The data folder of this machine's user that mirrors the store; it need not be there yet."""
    readable = re.sub(r"[^A-Za-z0-9]+", "-", f"{address.bucket}-{address.path}").strip("-")[-40:].strip("-")
    digest = hashlib.sha256(str(address).encode()).hexdigest()[:_DIGEST_CHARACTERS]
    return _caches() / "dateline" / f"{readable}-{digest}".lstrip("-")


def store_of(folder: Path) -> Address | None:
    """The store that a data folder mirrors; None for an ordinary one. Raises `IndexDataError` for a damaged note."""
    note = folder / STORE_FILE
    try:
        state = note.stat()
        return _signed(str(note), state.st_mtime_ns, state.st_ino, state.st_size)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise IndexDataError(f"{note} can't be read ({os_reason(error)}); {os_cure(error)}") from error


def sign_mirror(folder: Path, address: Address) -> None:
    """Makes `folder` the mirror of a store, private to its owner; raises `IndexDataError` where it is another's."""
    try:
        folder.mkdir(PRIVATE_FOLDER, parents=True, exist_ok=True)
        known = store_of(folder)
        if known is None:
            replace_file(folder / STORE_FILE, json.dumps({"address": str(address)}) + "\n", durable=True)
    except OSError as error:
        raise IndexDataError(
            f"the folder {folder}, which mirrors {address}, can't be made ({os_reason(error)}); {os_cure(error)}"
        ) from error
    if known not in {None, address}:
        raise IndexDataError(f"the folder {folder} mirrors another store, {known}; move it away")


@lru_cache(maxsize=64)
def _signed(note: str, *_state: int) -> Address:
    """What the note at `note` says, read anew where the file is another one."""
    try:
        return Address.parse(json.loads(Path(note).read_text("utf-8"))["address"])
    except (ValueError, KeyError, TypeError, AttributeError, SettingsError) as error:
        folder = Path(note).parent
        raise IndexDataError(f"{note} is damaged; move {folder} away, which is made again from the store") from error


def _folder(text: str, rest: str) -> Address:
    if not rest.startswith("/"):
        raise SettingsError(f"the address {text[:100]!r} names no folder in full; write three slashes: file:///folder")
    if "?" in rest or "#" in rest:
        raise SettingsError(f"the address {text[:100]!r} has ? or # in it; name a folder without them")
    folder = os.path.normpath(unquote(rest))
    if folder in {"/", "//"}:
        raise SettingsError(f"the address {text[:100]!r} is the whole machine; name a folder: file:///folder")
    return Address(scheme="file", path="/" + folder.lstrip("/"))


def _bucket(rest: str) -> Address:
    parts = urlsplit(f"s3://{rest}")
    if "@" in parts.netloc:  # never said again: it may hold a secret
        raise SettingsError(
            "an address of a store holds no credentials; give them by AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
        )
    if parts.query or parts.fragment or "?" in rest or "#" in rest:
        raise SettingsError(
            f"the address 's3://{parts.netloc}{parts.path}' has ? or # behind it; leave that out, and give the "
            "server by AWS_ENDPOINT_URL"
        )
    if ":" in parts.netloc:
        raise SettingsError("an address of a store names no server; give that by AWS_ENDPOINT_URL, and here the bucket")
    if not _BUCKET.fullmatch(parts.netloc):
        raise SettingsError(
            f"{parts.netloc[:80]!r} is no name of a bucket: 3 to 63 small letters, digits, dots and hyphens"
        )
    prefix = parts.path.strip("/")
    if prefix and (not _PREFIX.fullmatch(prefix) or {".", ".."} & set(prefix.split("/"))):
        raise SettingsError(
            f"the prefix {prefix[:80]!r} holds more than letters, digits, dots, hyphens, '_', '=' and single slashes"
        )
    return Address(scheme="s3", bucket=parts.netloc, path=prefix)


def _has(folder: Path, names: Iterable[str]) -> bool:
    """Whether any of these is there; of a folder that can't be looked into nobody knows."""
    with suppress(OSError):
        return any((folder / name).exists() for name in names)
    return False


def _caches() -> Path:
    """Where this user's caches are, by the XDG convention."""
    named = os.environ.get("XDG_CACHE_HOME", "")
    return Path(named) if named.startswith("/") else Path.home() / ".cache"
