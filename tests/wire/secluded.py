"""A machine without a network, its own name server noting every name, for a whole life of the program: see `unshare`.

    unshare --net --mount python -m tests.wire.secluded FOLDER MODEL

Below FOLDER are the home and temporary folders, empty at first. What native code asks of the C library is noted as
well: it reads /etc/resolv.conf, which is another one here. Prints the names, in order, as JSON.
"""

from __future__ import annotations

import asyncio
import ctypes
import fcntl
import json
import os
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from tests.wire import archive, looking, process
from tests.wire.server import FakeDiscord

DISCORD: Final = "discord.com"
HOMES: Final = ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
"""What says where a program may leave its own files; each is a folder of that name."""
PATIENCE_S: Final = 12.0
"""A library that reports to somebody does so within ten seconds of its start."""
_GET_FLAGS, _SET_FLAGS, _UP = 0x8913, 0x8914, 1
"""Of a network interface (netdevice(7))."""
_FOUND, _NO_SUCH_NAME = b"\x81\x80", b"\x81\x83"
_ADDRESS_OF_IP4 = b"\0\1\0\1"


def main() -> None:
    """Lives a life, or, where there is no MODEL, does what a life must not."""
    folder = Path(sys.argv[1])
    names = _seclude(folder)
    if len(sys.argv) > 2:
        asyncio.run(_live(folder, sys.argv[2]))
    else:
        _leak(folder)
    print(json.dumps(names))


def _seclude(folder: Path) -> list[str]:
    """Makes this process's network and name service what is said above; returns the list that names are noted in."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        flags = struct.unpack("16sh14x", fcntl.ioctl(any_socket, _GET_FLAGS, struct.pack("16sh14x", b"lo", 0)))[1]
        fcntl.ioctl(any_socket, _SET_FLAGS, struct.pack("16sh14x", b"lo", flags | _UP))
    for file, text in (("resolv.conf", "nameserver 127.0.0.1\n"), ("nsswitch.conf", "hosts: files dns\n")):
        (folder / file).write_text(text, "ascii")
        command = ["mount", "--bind", str(folder / file), f"/etc/{file}"]
        subprocess.run(command, check=True)
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 53))
    names: list[str] = []
    threading.Thread(target=_serve_names, args=(server, names.append), daemon=True).start()
    return names


def _serve_names(server: socket.socket, note: Callable[[str], None]) -> None:
    """Discord is here; nobody else is anywhere."""
    while True:
        asked, by = server.recvfrom(4096)
        name, end = _name(asked)
        note(name)
        question, record = asked[12 : end + 4], b""
        if name == DISCORD and asked[end : end + 4] == _ADDRESS_OF_IP4:
            record = b"\xc0\x0c" + _ADDRESS_OF_IP4 + b"\0\0\0\0\0\4" + socket.inet_aton("127.0.0.1")
        verdict = _FOUND if name == DISCORD else _NO_SUCH_NAME
        counts = struct.pack(">4H", 1, 1 if record else 0, 0, 0)
        server.sendto(asked[:2] + verdict + counts + question + record, by)


def _name(asked: bytes) -> tuple[str, int]:
    """The name in a question, and where it ends (RFC 1035, 4.1.2)."""
    labels, at = [], 12
    while size := asked[at]:
        labels.append(asked[at + 1 : at + 1 + size].decode("ascii"))
        at += 1 + size
    return ".".join(labels).lower(), at + 1


def environment(folder: Path, folders: process.Folders, changes: Mapping[str, str | None]) -> dict[str, str]:
    """What a program sees: little else than its folders, so that nothing keeps a library quiet but Dateline."""
    places = {name: str(folder / name) for name in HOMES}
    seen = process.environment(folders, {"WIRE_ENCODER": None, "WIRE_CONNECTIONS": None, **changes})
    return (
        places
        | {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
        | {
            name: value
            for name, value in seen.items()
            if name.startswith(("DATELINE_", "DISCORD_", "WIRE_", "PYTHONPATH"))
        }
    )


async def _live(folder: Path, model: str) -> None:
    """Indexes, searches and cites on the command line, and answers in Discord."""
    folders = process.Folders(folder / "archive", folder / "data", folder / "work")
    folders.home.mkdir()
    archive.write(folders.archive)
    places = {"DATELINE_ARCHIVE": str(folders.archive), "DATELINE_DATA": str(folders.data), "DATELINE_MODEL": model}
    seen = environment(folder, folders, places)
    await _dateline(folders, seen, "index")
    found = json.loads(await _dateline(folders, seen, "search", archive.RARE, "--json"))
    await _dateline(folders, seen, "cite", found["hits"][0]["passage"])
    async with FakeDiscord() as discord:
        met = process.meeting(discord) | {"WIRE_DISCORD": discord.address.replace("127.0.0.1", DISCORD)}
        command = [sys.executable, "-m", "bot"]
        seen = environment(folder, folders, places | met)
        bot = await process.Program.started(command, seen, folders.home, echo=False)
        try:
            await discord.connected()
            await looking.check_answers(discord)
            await _dateline(folders, seen, "health")
            await asyncio.sleep(PATIENCE_S)
            looking.check_calm(bot)
            assert await bot.stop() == 0, bot.log
        finally:
            await bot.kill()


async def _dateline(folders: process.Folders, seen: Mapping[str, str], *arguments: str) -> str:
    """What a command prints."""
    command = [sys.executable, "-m", "index.cli", *arguments]
    program = await process.Program.started(command, seen, folders.home, echo=False)
    assert await program.ended(120) == 0, program.log
    return "\n".join(program.stdout)


def _leak(folder: Path) -> None:
    """Leaves a file in each place, and asks for a name as native code does, past all of Python's hooks."""
    for name in HOMES:
        (folder / name / "left").touch()
    ctypes.CDLL(None).getaddrinfo(b"telemetry.example.org", None, None, ctypes.byref(ctypes.c_void_p()))


if __name__ == "__main__":
    main()
