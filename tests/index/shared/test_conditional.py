"""A store that passes over conditions is found out before anything is kept in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import StoreRefusedError
from index.shared.address import Address
from index.shared.bucket import BucketObjects
from index.shared.conditional import check_conditional
from index.shared.folder import FolderObjects
from tests.makers.hosts import store
from tests.makers.s3 import BUCKET, S3Server


class _Unconditional(FolderObjects):
    """Puts whatever is there, of the writes with an etag alone where it is `first_only`."""

    first_only = False

    def replace(self, key: str, content: bytes, etag: str | None) -> str | None:
        if etag is None and self.first_only:
            return super().replace(key, content, etag)
        return self.put(key, content)


class _FirstOnly(_Unconditional):
    first_only = True


@pytest.mark.parametrize("kind", [_Unconditional, _FirstOnly])
def test_a_store_that_passes_over_conditions_is_refused(kind: type[FolderObjects], tmp_path: Path) -> None:
    """In one line; nothing is left in it."""
    objects = kind(store(tmp_path / "store"))
    with pytest.raises(StoreRefusedError, match="doesn't take conditional writes"):
        check_conditional(objects)
    assert objects.list("") == {}


def test_others_are_taken(tmp_path: Path, s3: S3Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder, and a bucket of a server."""
    for name, value in s3.environment.items():
        monkeypatch.setenv(name, value)
    folder, bucket = (
        FolderObjects(store(tmp_path / "store")),
        BucketObjects(Address.parse(f"s3://{BUCKET}/conditional")),
    )
    for objects in (folder, bucket):
        check_conditional(objects)
        assert objects.list("") == {}
