"""Whether the packages are installed that a store which many hosts share needs: no other store does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from index.errors import SettingsError


@contextmanager
def hosts_installed() -> Iterator[None]:
    """Around imports of these packages: raises `SettingsError` where one is not installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("index"):
            raise
        raise SettingsError(
            f"a store that many hosts share needs packages that are not installed ({error.name}); install them: "
            'pip install -e ".[hosts]" -c .ci/constraints.txt'
        ) from error
