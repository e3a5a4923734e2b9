"""The tools as a server of the Model Context Protocol, whatever it is reached by."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from importlib import metadata
from typing import Any, Final

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.tools import Tool
from mcp_types import CallToolResult, InputRequiredResult, ToolAnnotations
from pydantic import ValidationError

from index import DatelineError, one_line
from index.web import logs
from index.web.problems import sentence
from index.web.tools import framing, results
from index.web.tools.access import Access
from index.web.tools.checking import Checking
from index.web.tools.reading import Reading
from index.web.tools.searching import Searching

log = logging.getLogger(__name__)

INSTRUCTIONS: Final = (
    "Dateline holds an archive of dated documents and gives their words verbatim, each with its date and a citation. "
    "Use search to find passages, fetch to read one with what stands around it, read_document for a whole document, "
    "timeline for how many documents say something when, verify_quotation before you quote from memory, and cite for "
    f"a reference. {framing.KEEP} Nothing here is changed by any tool. {framing.RULE}"
)
_QUOTED: Final = f"{framing.KEEP} {framing.RULE}"
_DESCRIPTIONS: Final = {
    "search": "Find passages in the archive of dated documents, the best first. Each is headed by its citation.",
    "fetch": "Read a passage by its id, with what stands around it, and learn what became of its words since they "
    "were cited: unchanged, moved, changed (both texts are given), removed or erased.",
    "verify_quotation": "Say whether a quotation stands in the archive, where, and what differs. Absence here is no "
    "proof of forgery.",
    "cite": "Write the citation of a passage in a style, and say what became of its words.",
    "timeline": "Count the documents that match a query, by time.",
    "read_document": "Read a document by its path, a long one in parts.",
}


class ToolServer(MCPServer[Any]):
    """Answers whatever goes wrong in one plain line, and logs no words of anybody who asks."""

    def __init__(self, tools: list[Tool]) -> None:
        logging.getLogger("mcp").setLevel(logging.CRITICAL)  # it would log what is asked
        super().__init__(
            "dateline",
            title="Dateline",
            version=_version(),
            instructions=INSTRUCTIONS,
            tools=tools,
            log_level="WARNING",
            subscriptions=False,
        )
        self._takes = {tool.name: tuple(tool.parameters["properties"]) for tool in tools}

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        if line := self._refused(name, arguments):
            return results.fault(line)
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            return results.fault(_line(error.__cause__ or error))

    def _refused(self, name: str, arguments: dict[str, Any]) -> str:
        """Why a call is none; empty if it is one."""
        if name not in self._takes:
            return f"There is no tool {one_line(name)[:40]!r}; the tools are {', '.join(self._takes)}."
        if unknown := [key for key in arguments if key not in self._takes[name]]:
            return f"{name} takes no {one_line(unknown[0])[:40]!r}; it takes {', '.join(self._takes[name])}."
        return ""


def made(access: Access) -> ToolServer:
    """The server with all tools."""
    searching, reading = Searching(access), Reading(access)
    functions: dict[str, Callable[..., Any]] = {
        "search": searching.search,
        "fetch": reading.fetch,
        "verify_quotation": Checking(access).verify_quotation,
        "cite": reading.cite,
        "timeline": searching.timeline,
        "read_document": reading.read_document,
    }
    return ToolServer([_tool(name, function) for name, function in functions.items()])


def _tool(name: str, function: Callable[..., Any]) -> Tool:
    tool = Tool.from_function(
        function,
        name=name,
        title=name.replace("_", " ").capitalize(),
        description=f"{_DESCRIPTIONS[name]} {_QUOTED}",
        annotations=ToolAnnotations(
            read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        ),
    )
    tool.parameters["additionalProperties"] = False
    return tool


def _line(error: BaseException) -> str:
    """What went wrong, for whoever called."""
    if isinstance(error, DatelineError):
        if not error.shown:
            log.warning("%s: %s", type(error).__name__, error)
        return sentence(one_line(error.in_chat))
    if isinstance(error, ValidationError):
        fault = error.errors()[0]
        name = ".".join(map(str, fault["loc"]))
        return sentence(one_line(f"Argument {name}: {fault['msg']}"))
    incident = secrets.token_hex(4)
    log.error("incident %s: %s", incident, logs.trace(error))
    return f"Something went wrong here. If you report it, mention incident {incident}."


def _version() -> str:
    try:
        return metadata.version("dateline")
    except metadata.PackageNotFoundError:
        return ""
