"""Turns a real program's Discord into the loopback one, without a change to the program.

Python imports a module of this name at its start when its folder is on PYTHONPATH. What happens is said by variables:

    WIRE_DISCORD      http://127.0.0.1:PORT   where the API and the gateway are
    WIRE_CONNECTIONS  FILE                    every connection and look-up is noted there, and refused off loopback
    WIRE_ENCODER      hashing                 texts are encoded by the stand-in HashingEncoder, not the heavy model
                      cheap                   likewise, by the CheapEncoder
    WIRE_GATE         FILE                    with that encoder: no query is encoded as long as this file is there
    WIRE_BUILD_GATE   FILE                    likewise, no document is

Nothing is imported before the program imports it itself.
"""

from __future__ import annotations

import importlib.machinery
import importlib.util
import ipaddress
import os
import sys
import time
from collections.abc import Callable, Sequence
from importlib.abc import Loader, MetaPathFinder
from pathlib import Path
from types import ModuleType
from typing import Any, Final

HERE: Final = Path(__file__).resolve().parent
Change = Callable[[ModuleType], None]


class Changing(MetaPathFinder):
    """Finds nothing itself; a module named in `changes` is changed right after it was imported."""

    def __init__(self, changes: dict[str, Change]) -> None:
        self._changes = changes

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name not in self._changes:
            return None
        change = self._changes.pop(name)
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.loader is not None:
            spec.loader = Changed(spec.loader, change)
        return spec


class Changed(Loader):
    """Loads a module as its own loader does, then changes it."""

    def __init__(self, loader: Loader, change: Change) -> None:
        self._loader = loader
        self._change = change

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        self._change(module)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)


def _discord(address: str) -> dict[str, Change]:
    def http(module: ModuleType) -> None:
        module.Route.BASE = f"{address}/api/v10"

    def gateway(module: ModuleType) -> None:
        url = module.yarl.URL(f"{address.replace('http', 'ws', 1)}/gateway")
        module.DiscordWebSocket.DEFAULT_GATEWAY = url

    return {"discord.http": http, "discord.gateway": gateway}


def _hashing(module: ModuleType) -> None:
    gate, build_gate = os.environ.get("WIRE_GATE"), os.environ.get("WIRE_BUILD_GATE")

    def load(settings: object, *, for_documents: bool) -> object:
        from tests.stand_ins.hashing_encoder import HashingEncoder  # noqa: PLC0415 (the program starts without it)

        encoder = HashingEncoder()
        if gate and not for_documents:
            encoder.encode_queries = _gated(Path(gate), encoder.encode_queries)  # type: ignore[method-assign]  # meant
        if build_gate and for_documents:
            encoder.encode_documents = _gated(Path(build_gate), encoder.encode_documents)  # type: ignore[method-assign]  # meant
        return encoder

    module.load = load  # type: ignore[attr-defined]  # a module known by its name only


def _cheap(module: ModuleType) -> None:
    def load(settings: object, *, for_documents: bool) -> object:
        from tests.stand_ins.cheap_encoder import CheapEncoder  # noqa: PLC0415 (likewise)

        return CheapEncoder()

    module.load = load  # type: ignore[attr-defined]  # a module known by its name only


def _gated(gate: Path, encode: Callable[..., Any]) -> Callable[..., Any]:
    """Encodes as soon as the file is gone; the thread that asks is held up, as by a machine that is too slow."""

    def wait(texts: Sequence[str]) -> Any:
        while gate.exists():
            time.sleep(0.01)
        return encode(texts)

    return wait


def _guard(notes: Path) -> Callable[[str, tuple[Any, ...]], None]:
    """An audit hook: no code of this process reaches a socket around it."""

    def watch(event: str, args: tuple[Any, ...]) -> None:
        if event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
            address = args[1] if len(args) > 1 else None
            host = address[0] if isinstance(address, tuple) else None
        elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
            host = args[0]
        else:
            return
        _check(notes, event, host)

    return watch


def _check(notes: Path, event: str, host: object) -> None:
    if host is None:  # a socket of this machine's own, with a path for a name, or one that is connected already
        return
    name = host.decode() if isinstance(host, bytes) else str(host)
    with notes.open("a", encoding="utf-8") as file:
        file.write(f"{event} {name}\n")
    if not is_loopback(name):
        raise PermissionError(f"{event} {name}: only loopback may be contacted here")


def is_loopback(host: str) -> bool:
    """Whether the host is this machine itself; names but localhost are not, as finding them asks the network."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _next_one() -> None:
    """Runs the `sitecustomize` that this one hides, if there is one."""
    elsewhere = [entry for entry in sys.path if Path(entry or ".").resolve() != HERE]
    spec = importlib.machinery.PathFinder.find_spec("sitecustomize", elsewhere)
    if spec is not None and spec.loader is not None:
        spec.loader.exec_module(importlib.util.module_from_spec(spec))


def _start() -> None:
    changes: dict[str, Change] = {}
    if address := os.environ.get("WIRE_DISCORD"):
        changes |= _discord(address)
    if encoder := {"hashing": _hashing, "cheap": _cheap}.get(os.environ.get("WIRE_ENCODER", "")):
        changes["index.embed.load"] = encoder
    if changes:
        sys.meta_path.insert(0, Changing(changes))
    if notes := os.environ.get("WIRE_CONNECTIONS"):
        sys.addaudithook(_guard(Path(notes)))


if __name__ == "sitecustomize":
    _start()
    _next_one()
