"""What the server logs, to standard error: no addresses, no tokens, and no words of searches."""

from __future__ import annotations

import logging
import sys
import time
import traceback
from collections.abc import Iterator
from typing import Final

TALKATIVE: Final = ("httpx2", "httpcore2", "mcp", "uvicorn", "sse_starlette", "python_multipart")
"""Libraries that would tell of every request."""


def start() -> None:
    """Logs have the time, and tracebacks, from here on."""
    formatter = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%SZ")
    formatter.converter = time.gmtime
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.getLogger().handlers[:] = [handler]
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    ours = logging.getLogger("index.web")
    ours.setLevel(min(logging.INFO, ours.getEffectiveLevel()))


def trace(error: BaseException) -> str:
    """Where an error was raised, and those before it; not what it says, which may be words of a search."""
    return "\n".join(line for each in _chain(error) for line in (type(each).__name__, *_places(each)))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _places(error: BaseException) -> Iterator[str]:
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {frame.filename}, line {frame.lineno}, in {frame.name}"
