"""A bucket of an S3-compatible store: the one home of obstore."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from index.errors import DatelineError, SettingsError, StoreRefusedError
from index.shared.address import Address
from index.shared.conditional import unconditional
from index.shared.installed import hosts_installed
from index.shared.objects import Found, Held, is_refusal, refused, unreachable

with hosts_installed():
    import obstore
    from obstore import exceptions
    from obstore.store import S3Store

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig

_ENDPOINTS: Final = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT")
_SERVER: Final = re.compile(r"https?://(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?")
"""obstore panics at what is no URI."""
_REGIONS: Final = ("AWS_REGION", "AWS_DEFAULT_REGION")
_RETRIES: Final[RetryConfig] = {
    "max_retries": 3,
    "retry_timeout": dt.timedelta(seconds=2.5),
    "backoff": {"init_backoff": dt.timedelta(seconds=0.1), "max_backoff": dt.timedelta(seconds=0.5), "base": 2},
}
"""With the timeouts, an absent store is told within 5 s; obstore's own defaults take up to three minutes."""
_TIMEOUTS: Final[ClientConfig] = {
    "connect_timeout": dt.timedelta(seconds=2),
    "read_timeout": dt.timedelta(seconds=3.5),
    "timeout": dt.timedelta(seconds=60),
}
_MISSING_BUCKET: Final = re.compile("NoSuchBucket|bucket does not exist", re.IGNORECASE)


class BucketObjects:
    """The objects of a bucket, under the address's prefix. Credentials come from the environment, as AWS has them."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._prefix = f"{address.path}/" if address.path else ""
        endpoint = _endpoint()
        region = next((os.environ[name] for name in _REGIONS if os.environ.get(name)), "us-east-1")
        config = {"endpoint": endpoint} if endpoint else {}
        http = (endpoint or "").startswith("http://")
        with self._faults():
            self._store = S3Store(
                address.bucket,
                region=region,
                retry_config=_RETRIES,
                client_options={**_TIMEOUTS, "allow_http": http},
                **config,  # type: ignore[arg-type]
            )

    def get(self, key: str) -> Found | None:
        with self._faults():
            try:
                return _found(obstore.get(self._store, self._prefix + key))
            except FileNotFoundError as error:
                self._check_bucket(error)
                return None

    def get_if_changed(self, key: str, etag: str) -> Found | Held | None:
        with self._faults():
            try:
                return _found(obstore.get(self._store, self._prefix + key, options={"if_none_match": etag}))
            except exceptions.NotModifiedError:
                return Held.SAME
            except FileNotFoundError as error:
                self._check_bucket(error)
                return None

    def put(self, key: str, content: bytes) -> str:
        with self._faults():
            return _etag(obstore.put(self._store, self._prefix + key, content, use_multipart=False))

    def put_if_absent(self, key: str, content: bytes) -> bool:
        return self.replace(key, content, None) is not None

    def replace(self, key: str, content: bytes, etag: str | None) -> str | None:
        with self._faults():
            try:
                mode = "create" if etag is None else {"e_tag": etag}
                return _etag(obstore.put(self._store, self._prefix + key, content, mode=mode, use_multipart=False))  # type: ignore[arg-type]
            except (exceptions.AlreadyExistsError, exceptions.PreconditionError):
                pass
            except FileNotFoundError as error:  # nothing there to be replaced
                self._check_bucket(error)
                return None
        there = self.get(key)
        return there.etag if there is not None and there.content == content else None

    def delete(self, key: str) -> None:
        with self._faults():
            try:
                obstore.delete(self._store, self._prefix + key)
            except FileNotFoundError as error:
                self._check_bucket(error)

    def list(self, prefix: str) -> dict[str, str]:
        return {key: meta["e_tag"] or "" for key, meta in self._listed(prefix).items()}

    def names(self) -> set[str]:
        with self._faults():
            try:
                found = obstore.list_with_delimiter(self._store, self._prefix or None)
            except FileNotFoundError as error:
                self._check_bucket(error)
                return set()
        paths = (*found["common_prefixes"], *(meta["path"] for meta in found["objects"]))
        return {path.removeprefix(self._prefix).strip("/") for path in paths}

    def size(self, prefix: str) -> int:
        return sum(meta["size"] for meta in self._listed(prefix).values())

    def written(self, prefix: str) -> dict[str, dt.datetime]:
        return {key: meta["last_modified"] for key, meta in self._listed(prefix).items()}

    def _listed(self, prefix: str) -> dict[str, obstore.ObjectMeta]:
        with self._faults():
            try:
                pages = list(obstore.list(self._store, self._prefix + prefix))
            except FileNotFoundError as error:
                self._check_bucket(error)
                return {}
            return {meta["path"].removeprefix(self._prefix): meta for page in pages for meta in page}

    def _check_bucket(self, error: FileNotFoundError) -> None:
        """Raises where it is the bucket that isn't there, and not an object."""
        if _MISSING_BUCKET.search(str(error)):
            raise self._no_bucket() from error

    def _no_bucket(self) -> StoreRefusedError:
        return StoreRefusedError(
            f"the store has no bucket {self.address.bucket!r}; make it, or correct the address {self.address}"
        )

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except (exceptions.BaseError, OSError, ValueError, NotImplementedError) as error:
            raise self._told(error) from error

    def _told(self, error: Exception) -> DatelineError:
        detail = " ".join(str(error).split())
        if _MISSING_BUCKET.search(detail):
            return self._no_bucket()
        kinds = (exceptions.PermissionDeniedError, exceptions.UnauthenticatedError, PermissionError)
        if isinstance(error, NotImplementedError) or "NotImplemented" in detail:
            return unconditional(self.address)
        if isinstance(error, kinds) or is_refusal(detail):
            return refused(self.address)
        return unreachable(self.address)


def _endpoint() -> str | None:
    """The server that the environment names; raises `SettingsError` for what is no address of one."""
    name = next((name for name in _ENDPOINTS if os.environ.get(name)), None)
    if name is None:
        return None
    if not _SERVER.fullmatch(os.environ[name]):
        raise SettingsError(
            f"{name} is {os.environ[name][:100]!r}, which is no address of a server; write https:// (or http://), a "
            "host and, if need be, a port"
        )
    return os.environ[name]


def _found(result: obstore.GetResult) -> Found:
    return Found(bytes(result.bytes()), result.meta["e_tag"] or "")


def _etag(result: obstore.PutResult) -> str:
    return result["e_tag"] or ""
