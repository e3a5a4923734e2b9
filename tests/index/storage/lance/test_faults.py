"""How Lance reaches a store, and what its faults mean."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from index.errors import StoreUnreachableError
from index.storage.lance.faults import storage_options
from index.storage.lance.schema import TableVersions
from index.storage.lance.tables import Tables

MOST_REQUESTS = 7
"""Opening a table makes four, or a few more where the system retries one; by Lance's own settings, 27."""


@contextmanager
def refusing() -> Iterator[tuple[int, list[None]]]:
    """A server that hangs up on everybody: its port, and one entry for each request so far."""
    requests: list[None] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                requests.append(None)
                connection.close()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1], requests
        server.shutdown(socket.SHUT_RDWR)
    thread.join()


def test_a_store_that_is_away_is_told_after_few_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each request has some patience, and all together have little."""
    with refusing() as (port, requests):
        for name in ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{port}")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        with pytest.raises(StoreUnreachableError, match="can't be reached"):
            Tables("s3://archive/one/tables").open(TableVersions(documents=1, passages=1))
        assert 0 < len(requests) <= MOST_REQUESTS


def test_who_writes_has_more_patience() -> None:
    """A build has time, and sends more."""
    reading, writing = storage_options({}), storage_options({}, writing=True)
    for name in ("timeout", "connect_timeout", "client_max_retries", "client_retry_timeout"):
        assert float(reading[name].rstrip("s")) < float(writing[name].rstrip("s"))
