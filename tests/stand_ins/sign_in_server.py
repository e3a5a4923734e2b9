"""Discord's OAuth2 on the loopback interface, as far as signing in needs it: what a browser is asked, codes and tokens.

It is strict where Discord is: a code is good once, for the application, address and verifier that it was asked with.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit

from index.web.accounts.discord import Endpoints

CLIENT_ID: Final = "100000000000000001"
CLIENT_SECRET: Final = "the-secret-of-the-application"  # noqa: S105 (made up)
GUILD: Final = 200000000000000001
POLL_S: Final = 0.01
"""How soon it ends when it is told to."""
_MEMBER: Final = {
    "avatar": None,
    "banner": None,
    "communication_disabled_until": None,
    "flags": 0,
    "joined_at": "2020-01-01T00:00:00+00:00",
    "premium_since": None,
    "mute": False,
    "deaf": False,
}


@dataclass
class Account:
    """Somebody at Discord: the roles that they have on each server that they are on."""

    id: int
    name: str
    roles: dict[int, list[int]] = field(default_factory=dict)
    pending: bool = False

    def user(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "username": self.name,
            "discriminator": "0",
            "global_name": None,
            "avatar": None,
            "public_flags": 0,
            "flags": 0,
            "primary_guild": None,
        }

    def itself(self) -> dict[str, Any]:
        """What they are told of themselves."""
        return {**self.user(), "mfa_enabled": False, "locale": "en-GB"}

    def member(self, guild: int) -> dict[str, Any]:
        roles = [str(role) for role in self.roles[guild]]
        return {**_MEMBER, "nick": None, "pending": self.pending, "roles": roles, "user": self.user()}


class SignInServer(ThreadingHTTPServer):
    """`account` is whoever is signed in to Discord in the browser; `agrees` is whether they do when they are asked.

    `asked` holds each request that the archive's server made, `shown` the prompt of each time that a browser was sent;
    where `down` is true, nothing is answered well.
    """

    def __init__(self, account: Account) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.account = account
        self.agrees = True
        self.down = False
        self.scope: str | None = None
        self.expires_in = 604_800
        self.asked: list[str] = []
        self.shown: list[str] = []
        self.codes: dict[str, Mapping[str, str]] = {}
        self.tokens: dict[str, Account] = {}

    @property
    def endpoints(self) -> Endpoints:
        root = f"http://127.0.0.1:{self.server_port}"
        return Endpoints(f"{root}/oauth2/authorize", f"{root}/api/v10")

    def authorize(self, address: str) -> str:
        """What a browser at this address is led to by somebody who agrees, or doesn't."""
        parts = urlsplit(address)
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == self.endpoints.authorize
        given = {name: values[0] for name, values in parse_qs(parts.query, strict_parsing=True).items()}
        assert given["client_id"] == CLIENT_ID
        assert given["response_type"] == "code"
        assert given["code_challenge_method"] == "S256"
        assert set(given["scope"].split()) == {"identify", "guilds.members.read"}
        self.shown.append(given["prompt"])
        answer = {"state": given["state"]}
        if self.agrees:
            code = secrets.token_urlsafe(16)
            self.codes[code] = given
            answer["code"] = code
        else:
            answer |= {"error": "access_denied", "error_description": "<b>no</b>"}
        return f"{given['redirect_uri']}?{urlencode(answer)}"

    def grant(self, form: Mapping[str, str], credentials: str) -> dict[str, Any] | None:
        """What a code is exchanged for; None where Discord says no."""
        asked = self.codes.pop(form.get("code", ""), None)
        expected = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if asked is None or credentials != f"Basic {expected}" or form.get("grant_type") != "authorization_code":
            return None
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        proven = base64.urlsafe_b64encode(digest).decode().rstrip("=") == asked["code_challenge"]
        if not proven or form.get("redirect_uri") != asked["redirect_uri"]:
            return None
        token = secrets.token_urlsafe(24)
        self.tokens[token] = self.account
        scope = asked["scope"] if self.scope is None else self.scope
        return {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": self.expires_in,
            "refresh_token": secrets.token_urlsafe(24),
            "scope": scope,
        }


@contextmanager
def sign_in_server(account: Account) -> Iterator[SignInServer]:
    """A Discord for one application; gone when the block ends."""
    with SignInServer(account) as server:
        threading.Thread(target=server.serve_forever, args=(POLL_S,), daemon=True).start()
        yield server
        server.shutdown()


class _Answer(BaseHTTPRequestHandler):
    server: SignInServer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        form = {name: values[0] for name, values in parse_qs(body, strict_parsing=True).items()}
        self._note()
        if self.path == "/api/v10/oauth2/token" and not self.server.down:
            grant = self.server.grant(form, self.headers.get("Authorization", ""))
            self._send(400, {"error": "invalid_grant"}) if grant is None else self._send(200, grant)
        else:
            self._send(503 if self.server.down else 404, {"message": "404: Not Found", "code": 0})

    def do_GET(self) -> None:
        self._note()
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        account = self.server.tokens.get(token) if scheme == "Bearer" else None
        if self.server.down:
            self._send(503, {})
        elif account is None:
            self._send(401, {"message": "401: Unauthorized", "code": 0})
        elif self.path == "/api/v10/users/@me":
            self._send(200, account.itself())
        else:
            self._member(account)

    def _member(self, account: Account) -> None:
        match self.path.split("/"):
            case ["", "api", "v10", "users", "@me", "guilds", guild, "member"] if int(guild) in account.roles:
                self._send(200, account.member(int(guild)))
            case _:
                self._send(404, {"message": "Unknown Guild", "code": 10004})

    def _note(self) -> None:
        self.server.asked.append(f"{self.command} {self.path}")

    def log_message(self, *_: object) -> None:
        """Requests are in the list."""

    def _send(self, status: int, body: Mapping[str, Any]) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
