"""What is asked of Discord about somebody who signs in: the one home of httpx2.

See https://docs.discord.com/developers/topics/oauth2 for what is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal, TypeVar
from urllib.parse import urlencode

import httpx2
from pydantic import BaseModel, BeforeValidator, Field, SecretStr, ValidationError

SCOPES: Final = "identify guilds.members.read"
SECONDS: Final = 5.0
"""What Discord gets for each step of an answer."""
LONGEST: Final = 1024 * 1024
"""Bytes of an answer."""

Prompt = Literal["none", "consent"]
Read = TypeVar("Read", bound=BaseModel)


class DeclinedError(Exception):
    """Discord says no: to a code, to a token, or that somebody is no member. `status` is that of its answer."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status


class UnreachableError(Exception):
    """Discord doesn't answer, or not in a way that is understood."""


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where Discord is asked: by a browser at `authorize`, by us below `api`."""

    authorize: str = "https://discord.com/oauth2/authorize"
    api: str = "https://discord.com/api/v10"


class Grant(BaseModel):
    """What a code is exchanged for."""

    access_token: SecretStr
    expires_in: int = Field(ge=0)
    """Seconds."""
    scope: str

    @property
    def whole(self) -> bool:
        """Whether it allows all that was asked for."""
        return set(SCOPES.split()) <= set(self.scope.split())


class Person(BaseModel):
    """An account at Discord."""

    id: Annotated[int, BeforeValidator(int)]
    username: str
    global_name: str | None = None


class Member(BaseModel):
    """A person on a server, by the roles that they have there."""

    user: Person
    nick: str | None = None
    roles: frozenset[Annotated[int, BeforeValidator(int)]]
    pending: bool = False
    """Whether they have yet to agree to the server's rules."""

    @property
    def name(self) -> str:
        return self.nick or self.user.global_name or self.user.username


class Discord:
    """Discord for one application; every question raises `DeclinedError` or `UnreachableError`."""

    def __init__(self, endpoints: Endpoints, client_id: str, client_secret: SecretStr, redirect_uri: str) -> None:
        self._endpoints = endpoints
        self._client_id = client_id
        self._secret = client_secret
        self._redirect_uri = redirect_uri
        self._client = httpx2.AsyncClient(timeout=SECONDS, follow_redirects=False, trust_env=True)

    async def close(self) -> None:
        await self._client.aclose()

    def authorize_url(self, state: str, challenge: str, prompt: Prompt) -> str:
        """Where a browser is sent to be asked; with `none`, people who agreed before aren't asked again."""
        asked = {
            "response_type": "code",
            "client_id": self._client_id,
            "scope": SCOPES,
            "redirect_uri": self._redirect_uri,
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            "prompt": prompt,
        }
        return f"{self._endpoints.authorize}?{urlencode(asked)}"

    async def exchange(self, code: str, verifier: str) -> Grant:
        """What the code is good for, which `verifier` proves to be ours."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect_uri,
            "code_verifier": verifier,
        }
        credentials = httpx2.BasicAuth(self._client_id, self._secret.get_secret_value())
        return await self._asked(Grant, "POST", "/oauth2/token", data=form, auth=credentials)

    async def person(self, token: SecretStr) -> Person:
        """Who a token is of."""
        return await self._asked(Person, "GET", "/users/@me", headers=_bearer(token))

    async def member(self, token: SecretStr, guild: int) -> Member:
        """Who they are on a server; declined where they are no member."""
        return await self._asked(Member, "GET", f"/users/@me/guilds/{guild}/member", headers=_bearer(token))

    async def _asked(self, kind: type[Read], method: str, path: str, **request: Any) -> Read:
        try:
            answer = await self._client.request(method, self._endpoints.api + path, **request)
        except httpx2.HTTPError as error:
            raise UnreachableError(type(error).__name__) from error
        if 400 <= answer.status_code < 500 and answer.status_code not in {408, 429}:
            raise DeclinedError(answer.status_code)
        if answer.status_code != 200 or len(answer.content) > LONGEST:
            raise UnreachableError(f"status {answer.status_code}")
        try:
            return kind.model_validate_json(answer.content)
        except ValidationError:
            raise UnreachableError("an answer of another form") from None  # the cause would hold a token


def _bearer(token: SecretStr) -> Mapping[str, str]:
    return {"Authorization": f"Bearer {token.get_secret_value()}"}
