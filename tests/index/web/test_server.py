"""The server as a process: what is said at its start, and how it ends."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable

import httpx2
import pytest

import index
from index.web.server.connections import TimedProtocol
from tests import ROOT
from tests.makers.archives import MOON, Place
from tests.makers.serving import running

PROGRAM = """
import sys, time
from pathlib import Path
import index
from index import program
from index.web import app, server, settings
from tests.makers.archives import Place

def run():
    place = Place(Path(sys.argv[1]))
    ready = server.Ready(place.settings, settings.load(port=0))
    made = app.create

    def create(services):
        built = made(services)

        @built.get("/v1/slow")
        def slow() -> str:
            print("asked", flush=True)
            sys.stdin.readline()
            return "answered"

        return built

    app.create = create
    with place.opened() as archive:
        ready.serve(archive)

sys.exit(program.run_program(run))
"""
"""The server with its hashing encoder, and a request that is answered once a line comes in."""


def test_a_server_that_is_asked_to_end_answers_first(place: Place) -> None:
    """A request that runs when SIGTERM comes is answered; nobody else is any more, and the exit code is 0."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(place.archive.parent)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        url = process.stderr.readline().split()[2]
        answers: list[str] = []
        asking = threading.Thread(target=lambda: answers.append(httpx2.get(f"{url}/v1/slow", timeout=60).json()))
        asking.start()
        assert process.stdout.readline() == "asked\n"
        process.send_signal(signal.SIGTERM)
        while not _refuses(url):
            pass
        process.stdin.write("\n")
        process.stdin.flush()
        asking.join()
        assert process.wait(60) == 0
        assert process.stderr.read() == ""
    assert answers == ["answered"]


def _refuses(url: str) -> bool:
    try:
        httpx2.get(f"{url}/healthz", timeout=60)
    except httpx2.ConnectError:
        return True
    except httpx2.HTTPError:
        return False
    return False


FAULTS = [
    (("--host", "0.0.0.0"), "0.0.0.0 can be reached from outside"),  # noqa: S104 (it is refused)
    (("--host", "nowhere.invalid"), "'nowhere.invalid' is no address of this machine"),
    (("--port", "65536"), "the setting 'port'"),
    (("--public-url", "http://archive.example.org"), "sessions need https://"),
    (("--public-url", "https://archive.example.org/here"), "the setting 'public_url'"),
    (("--public-url", "https://archive.example.org"), "guilds"),
]


@pytest.mark.parametrize(("arguments", "said"), FAULTS)
def test_what_is_wrong_at_the_start_is_one_line(
    dateline: Callable[..., int], capfd: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    """A wrong address and settings that are missing are said before the archive is opened."""
    assert dateline("serve", *arguments) == 1
    line = capfd.readouterr().err
    assert line.count("\n") == 1
    assert said in line


def test_signing_in_needs_an_application_and_its_secret(
    dateline: Callable[..., int], capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each setting that signing in needs is asked for by name."""
    monkeypatch.setenv("DATELINE_BOT_GUILDS", "1")
    assert dateline("serve", "--public-url", "https://archive.example.org") == 1
    assert "DATELINE_SERVE_CLIENT_ID" in capfd.readouterr().err
    monkeypatch.setenv("DATELINE_SERVE_CLIENT_ID", "100000000000000001")
    assert dateline("serve", "--public-url", "https://archive.example.org") == 1
    assert "DISCORD_CLIENT_SECRET is not set" in capfd.readouterr().err


def test_a_port_in_use_is_one_line(
    place: Place, dateline: Callable[..., int], capfd: pytest.CaptureFixture[str]
) -> None:
    """A second server on a port says so."""
    with running(place) as here:
        assert dateline("serve", "--port", here.url.rpartition(":")[2]) == 1
    assert "address already in use" in capfd.readouterr().err


def test_packages_that_are_missing_are_one_line(
    dateline: Callable[..., int], capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the extra the command says how to install it."""
    monkeypatch.setattr(index, "web", index.web)  # so that it is put back: other tests name modules in it
    for name in [name for name in sys.modules if name.startswith("index.web")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    assert dateline("serve") == 1
    assert "[serve]" in capfd.readouterr().err


def test_a_head_that_does_not_arrive_is_not_waited_for(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sends the first lines of a request one by one holds no connection open."""
    monkeypatch.setattr(TimedProtocol, "head_s", 0.05)
    with running(place) as here, socket.create_connection(("127.0.0.1", int(here.url.rpartition(":")[2]))) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: 127")
        assert slow.recv(1) == b""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    made = Place(tmp_path_factory.mktemp("server"), MOON)
    made.index()
    return made
