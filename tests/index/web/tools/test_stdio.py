"""`dateline mcp`, as a program that speaks the protocol over its input and output."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from tests import ROOT
from tests.makers.archives import Place

PROGRAM = """
import sys
import index
from index.cli import main
from tests.stand_ins.hashing_encoder import HashingEncoder
from tests.stand_ins.in_process import InProcessReaders
opened = index.Archive.open
index.Archive.open = lambda settings: opened(settings, HashingEncoder(), readers=InProcessReaders)
sys.exit(main(sys.argv[1:]))
"""
"""`dateline`, but for the model."""


async def test_the_official_client_uses_it(tmp_path: Path) -> None:
    """Only what every member may see is found; standard output is the protocol's."""
    place = Place(
        tmp_path,
        {
            "open/a.txt": "date 1969-07-20 The Moon\n\nThe Eagle has landed.\n",
            "secret/b.txt": "date 1969-07-21 Smugglers\n\nThe eagle of the smugglers has landed, too.\n",
        },
    )
    place.index()
    (tmp_path / "dateline.toml").write_text("[bot.collections.secret]\nroles = [1]\n", "utf-8")
    started = StdioServerParameters(
        command=sys.executable,
        args=["-c", PROGRAM, "mcp", "--archive", str(place.archive), "--data", str(place.data)],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
    )
    strays = list[Any]()

    async def heard(message: Any) -> None:
        strays.append(message)

    errors = tmp_path / "errors.txt"
    with errors.open("w", encoding="utf-8") as log:
        async with Client(stdio_client(started, errlog=log), message_handler=heard) as client:
            await used(client)
    assert not strays
    assert "dateline: the tools see all folders but secret" in errors.read_text("utf-8")


async def used(client: Client) -> None:
    """A passage is found and fetched."""
    result = await client.call_tool("search", {"query": "eagle landed"})
    (found,) = result.structured_content["results"]
    assert "The Eagle has landed." in found["text"]
    assert found["url"] == f"http://127.0.0.1:8321/p/{found['id']}"
    fetched = await client.call_tool("fetch", {"id": found["id"]})
    assert fetched.structured_content["metadata"]["state"] == "unchanged"
