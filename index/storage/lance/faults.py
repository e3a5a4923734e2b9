"""What Lance's faults mean to people, and where its tables lie."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from index.errors import BusyError, ClosedError, DatelineError, IndexDataError
from index.shared.objects import is_refusal, refused, unreachable

READING: Final = {
    "timeout": "3s",
    "connect_timeout": "1s",
    "client_max_retries": "1",
    "client_retry_timeout": "1",
    "lance_aimd_max_retries": "1",
}
"""A request that reads asks for little, and a search wants to know soon that the store is away. Retries multiply: each
request is made twice by the client, that twice by Lance's throttle (four times, if it isn't told) and, where a file is
opened, that four times over by Lance's reader, with waits of .1 to .3 s between; and what is slow to fail isn't asked
for again by the client. So a store that refuses is told in two seconds, and one throttled reading is still forgiven."""
WRITING: Final = {
    "timeout": "60s",
    "connect_timeout": "2s",
    "client_max_retries": "5",
    "client_retry_timeout": "3",
}
"""A request that writes may send part of a large file, and a build has time."""
NOT_FOUND: Final = ("was not found", "Not found", "does not exist")
CONFLICT: Final = ("Incompatible transaction", "commit conflict", "Commit conflict")
OTHER_BUILDER: Final = "another host is indexing this archive on the same store; wait until it is done"
NAMES: Final = {
    "aws_access_key_id": ("AWS_ACCESS_KEY_ID",),
    "aws_secret_access_key": ("AWS_SECRET_ACCESS_KEY",),
    "aws_session_token": ("AWS_SESSION_TOKEN",),
    "aws_endpoint": ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT"),
    "aws_region": ("AWS_REGION", "AWS_DEFAULT_REGION"),
}
"""What Lance calls what the environment says, by the first variable that is set."""
DEFAULT_REGION: Final = "us-east-1"


def storage_options(environment: Mapping[str, str] = os.environ, *, writing: bool = False) -> dict[str, str]:
    """How Lance reaches an object store, to read or for `writing`; credentials are those of the environment."""
    said = {name: _first(environment, variables) for name, variables in NAMES.items()}
    options = {name: value for name, value in said.items() if value}
    options.setdefault("aws_region", DEFAULT_REGION)
    if options.get("aws_endpoint", "").startswith("http://"):
        options["allow_http"] = "true"
    return {**options, **(WRITING if writing else READING)}


def options_for(base: str, *, writing: bool = False) -> dict[str, str]:
    """How Lance reaches the tables at `base`: those in a folder need nothing."""
    return storage_options(writing=writing) if "://" in base else {}


def _first(environment: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((environment[name] for name in names if environment.get(name)), None)


@contextmanager
def told(base: str) -> Iterator[None]:
    """Lance's faults within are raised as `IndexDataError`s of one line, or as a `BusyError` where two hosts write.

    `base` is where the tables lie.
    """
    try:
        yield
    except ClosedError:
        raise
    except (ValueError, OSError, RuntimeError) as error:
        raise _fault(base, str(error)) from error


def _store(base: str) -> str:
    """The store in whose tables something failed, as its address is written."""
    return base.removesuffix("/tables")


def _fault(base: str, message: str) -> DatelineError:
    line = " ".join(message.split())
    if any(sign in line for sign in CONFLICT):
        return BusyError(OTHER_BUILDER)
    if any(sign in line for sign in NOT_FOUND):
        return IndexDataError(f"a table of the store at {base} is missing, or a version of it; run: dateline index")
    if "://" in base and any(sign in line for sign in ("Generic S3 error", "HTTP error", "LanceError(IO)")):
        return refused(_store(base)) if is_refusal(line) else unreachable(_store(base))
    return IndexDataError(f"the tables of the store at {base} can't be read; run: dateline index ({line[:200]})")
