"""Folders and files that the system does not let be opened, whoever runs the tests: root may open everything."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest


@contextmanager
def barred(*places: Path, code: int = errno.EACCES) -> Iterator[None]:
    """Inside the block the files at `places` can't be opened, and the folders neither listed nor entered."""
    shut = [os.path.realpath(place) for place in places]

    def refusing(call: Callable[..., Any], *, itself: bool) -> Callable[..., Any]:
        def guarded(path: Any = ".", *rest: Any, **named: Any) -> Any:
            name = os.fspath(path) if isinstance(path, str | os.PathLike) else ""
            within = any(str(name).startswith(f"{place}/") for place in shut)
            if within or (itself and str(name) in shut):
                raise OSError(code, os.strerror(code), name)
            return call(path, *rest, **named)

        return guarded

    with pytest.MonkeyPatch.context() as patch:
        for module, name, itself in [
            (os, "scandir", True),
            (os, "listdir", True),
            (io, "open", True),
            (os, "open", True),
            (os, "stat", False),
            (os, "lstat", False),
        ]:
            patch.setattr(module, name, refusing(getattr(module, name), itself=itself))
        yield
