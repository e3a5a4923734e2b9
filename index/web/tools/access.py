"""Whom tools answer, and with what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mcp.server.mcpserver import Context

from index.web.services import Services
from index.web.visitors import Visitor


@dataclass(frozen=True, slots=True)
class Access:
    """The services, and who asks, told by a call's context."""

    services: Services
    visitor: Callable[[Context], Visitor]
