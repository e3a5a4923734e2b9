"""A hub of models on the loopback interface, as far as huggingface_hub needs one to download from."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

COMMIT: Final = "1" * 40
OWNER: Final = "tiny"
"""Owns every model here; their names are `tiny/NAME`."""


class Hub(ThreadingHTTPServer):
    """Serves folders as models; `asked` holds the requests, by method and path."""

    def __init__(self, models: Mapping[str, Path]) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.models = models
        self.asked: list[str] = []

    @property
    def address(self) -> str:
        """What HF_ENDPOINT is to say."""
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def hub(models: Mapping[str, Path]) -> Iterator[Hub]:
    """A hub with these models, by name; gone when the block ends."""
    with Hub(models) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


class _Answer(BaseHTTPRequestHandler):
    server: Hub

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def log_message(self, *_: object) -> None:
        """Requests are in the list."""

    def _answer(self) -> None:
        self.server.asked.append(f"{self.command} {self.path}")
        match self.path.partition("?")[0].split("/")[1:]:
            case ["api", "models", owner, name, "tree", _] if owner == OWNER:
                self._send(json.dumps([_entry(self.server.models[name], file) for file in self._files(name)]).encode())
            case ["api", "models", owner, name] | ["api", "models", owner, name, "revision", _] if owner == OWNER:
                siblings = [{"rfilename": file} for file in self._files(name)]
                self._send(json.dumps({"id": f"{OWNER}/{name}", "sha": COMMIT, "siblings": siblings}).encode())
            case [owner, name, "resolve", _, *file] if owner == OWNER and "/".join(file) in self._files(name):
                self._send(self.server.models[name].joinpath(*file).read_bytes())
            case _:
                self._send(None)

    def _files(self, name: str) -> list[str]:
        folder = self.server.models[name]
        return [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file()]

    def _send(self, body: bytes | None) -> None:
        self.send_response(404 if body is None else 200)
        self.send_header("X-Repo-Commit", COMMIT)
        if body is None:
            self.send_header("X-Error-Code", "EntryNotFound")
        self.send_header("ETag", f'"{hashlib.sha256(body or b"").hexdigest()}"')
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body or b"")


def _entry(folder: Path, file: str) -> dict[str, object]:
    return {"type": "file", "path": file, "size": (folder / file).stat().st_size, "oid": COMMIT}
