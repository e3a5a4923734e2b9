"""The example of the guide, read out of it and run: nginx speaks HTTPS before the server."""

from __future__ import annotations

import os
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from tests import docs
from tests.makers.archives import MOON, Place
from tests.makers.serving import running
from tests.stand_ins.sign_in_server import (
    CLIENT_ID,
    CLIENT_SECRET,
    GUILD,
    Account,
    SignInServer,
    sign_in_server,
)

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
WHOLE = """
{user}
daemon off;
pid {folder}/pid;
error_log {folder}/main.log;
events {{}}
http {{
    {temporary}
    {example}
}}
"""
KEPT = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")

pytestmark = pytest.mark.skipif(
    not (NGINX and shutil.which("openssl")), reason="nginx or openssl is not here (Debian: nginx-light, openssl)"
)


@dataclass(frozen=True)
class Proxied:
    """The server as it is reached by nginx: by HTTPS at `url`, by HTTP at `plain`; `log` is what nginx notes."""

    url: str
    plain: str
    log: Path
    discord: SignInServer
    trust: ssl.SSLContext

    def client(self, address: str = "127.0.0.1") -> httpx2.Client:
        """A browser at an address."""
        transport = httpx2.HTTPTransport(verify=self.trust, local_address=address)
        return httpx2.Client(base_url=self.url, transport=transport, timeout=60)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of `localhost` that it signed itself, and its key."""
    written, key = folder / "cert.pem", folder / "key.pem"
    made = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
    ]
    named = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    subprocess.run([*made, *named, "-keyout", str(key), "-out", str(written)], check=True, capture_output=True)
    return written, key


def example(folder: Path, ports: tuple[int, int], behind: str) -> str:
    """The guide's example for this machine: other names, files and ports, and nothing else."""
    _, _, after = docs.read("index/guide/serving.md").partition("<!-- nginx -->")
    language, lines = next(docs.code(after))
    assert language == "nginx"
    written, key = certificate(folder)
    changes = {
        "/etc/letsencrypt/live/archive.example.org/fullchain.pem": str(written),
        "/etc/letsencrypt/live/archive.example.org/privkey.pem": str(key),
        "archive.example.org": "localhost",
        "listen 80;": f"listen 127.0.0.1:{ports[0]};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{ports[1]} ssl http2;",
        "/var/log/nginx": str(folder),
        "http://127.0.0.1:8321": behind,
    }
    for old, new in changes.items():
        assert old in lines
        lines = lines.replace(old, new)
    return lines


@contextmanager
def proxied(place: Place, folder: Path, account: Account) -> Iterator[Proxied]:
    """The server behind nginx; both are gone when the block ends."""
    ports = free_port(), free_port()
    url = f"https://localhost:{ports[1]}"
    with (
        sign_in_server(account) as discord,
        running(
            place,
            public_url=url,
            discord=discord.endpoints,
            members={"guilds": [GUILD]},
            client_id=CLIENT_ID,
            client_secret=CLIENT_SECRET,
            trusted_proxies=["127.0.0.1"],
            requests_per_address=8,
        ) as here,
    ):
        whole = WHOLE.format(
            user="user root;" if os.geteuid() == 0 else "",
            folder=folder,
            temporary="".join(f"{name}_temp_path {folder}/{name}; " for name in KEPT),
            example=example(folder, ports, here.url),
        )
        (folder / "nginx.conf").write_text(whole)
        assert NGINX is not None
        with subprocess.Popen([NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")]) as nginx:
            try:
                _await(nginx, ports[1])
                trust = ssl.create_default_context(cafile=folder / "cert.pem")
                yield Proxied(url, f"http://127.0.0.1:{ports[0]}", folder / "dateline.log", discord, trust)
            finally:
                nginx.terminate()


def _await(nginx: subprocess.Popen[bytes], port: int) -> None:
    while nginx.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            continue
        return
    raise AssertionError("nginx has ended")


def test_the_example_leads_people_to_pages(tmp_path: Path) -> None:
    """By HTTPS alone, by the public name alone, signed in, each counted by their own address, and nothing is noted."""
    place = Place(tmp_path / "place", MOON)
    place.index()
    folder = tmp_path / "nginx"
    folder.mkdir()
    account = Account(400000000000000001, "reader", {GUILD: []})
    with proxied(place, folder, account) as here, here.client() as browser:
        moved = httpx2.get(f"{here.plain}/?q=secretword", headers={"Host": "localhost"})
        assert (moved.status_code, moved.headers["location"]) == (301, "https://localhost/?q=secretword")
        asked = browser.get("/?q=secretword")
        assert asked.status_code == 401
        assert asked.headers["strict-transport-security"].startswith("max-age=")
        assert browser.get("/", headers={"Host": "evil.example"}).status_code == 421
        assert browser.get("/metrics").status_code == 401
        assert browser.get("/healthz").json() == {"status": "ok"}
        assert browser.post("/sign-out", content=b"x" * 52 * 2**20).status_code == 413
        with here.client("127.0.0.2") as other:
            codes = [browser.get("/healthz").status_code for _ in range(8)]
            assert codes[-1] == 429
            assert other.get("/healthz").status_code == 200
            sent = other.get("/sign-in?next=/status")
            back = other.get(here.discord.authorize(sent.headers["location"]))
            assert back.headers["location"] == "/status"
            assert other.get("/status").status_code == 200
        log = here.log.read_text()
    assert re.search(r" 401 [\d.]+$", log, re.MULTILINE)
    assert "secretword" not in "".join(path.read_text() for path in folder.glob("*.log"))
