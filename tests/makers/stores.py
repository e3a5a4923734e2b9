"""Archives on a store that hosts share, which is a folder here; each host has a mirror of its own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from index.shared.address import Address, sign_mirror
from tests.makers.archives import Place


def address(store: Path) -> Address:
    """The address of the store in a folder, which need not be there yet."""
    return Address.parse(store.absolute().as_uri())


def on_store(folder: Path, store: Path, documents: Mapping[str, str] | None = None, **options: Any) -> Place:
    """A host with its archive and its mirror in `folder`; of several hosts all but one are given the `archive`."""
    sign_mirror(folder / "data", address(store))
    return Place(folder, documents, **options)
