"""Who asks, told by what a request carries: a token, a session, or that it comes from this machine."""

from __future__ import annotations

import asyncio

from starlette.requests import HTTPConnection

from index import MemberSettings, Tokens
from index.web import cookies
from index.web.accounts.sessions import Sessions
from index.web.visitors import LOCAL, NotSignedInError, Visitor


class Identity:
    """Tells who asks. With `sessions` people have to sign in; without, everybody is somebody on this machine.

    Whoever is on this machine sees what every member may. A token that is wrong makes nobody of whoever sends it.
    """

    def __init__(self, members: MemberSettings, tokens: Tokens, sessions: Sessions | None) -> None:
        self._members = members
        self._tokens = tokens
        self._sessions = sessions
        self._local = Visitor(LOCAL, members.scope_of_roles(()))

    async def __call__(self, connection: HTTPConnection) -> Visitor:
        if "authorization" in connection.headers:
            return await self._of_token(connection.headers.getlist("authorization"))
        if self._sessions is None:
            return self._local
        session = cookies.session(connection)
        visitor = await self._sessions.visitor(session) if session else None
        if visitor is None:
            raise NotSignedInError
        return visitor

    async def _of_token(self, sent: list[str]) -> Visitor:
        scheme, _, secret = sent[0].partition(" ")
        if len(sent) > 1 or scheme.lower() != "bearer":
            raise NotSignedInError
        token = await asyncio.to_thread(self._tokens.find, secret.strip())
        if token is None:
            raise NotSignedInError
        return Visitor(f"token:{token.name}", token.scope(self._members))
