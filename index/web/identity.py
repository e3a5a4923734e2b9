"""Who asks, told by what a request carries."""

from __future__ import annotations

from starlette.requests import HTTPConnection

from index import MemberSettings
from index.web.visitors import Identify, Visitor


def on_this_machine(members: MemberSettings) -> Identify:
    """Without a public URL everybody is somebody on this machine, who sees what every member may."""
    visitor = Visitor("local", members.scope_of_roles(()))

    async def identify(connection: HTTPConnection) -> Visitor:
        return visitor

    return identify
