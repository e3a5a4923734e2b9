"""Machines joined by Ray: the one home of that library.

Nothing of it reaches the terminal, it tells nobody that it is used, and what is started here listens on the loopback
interface alone and is gone, with its files, when the block ends.
"""

from __future__ import annotations

import logging
import os
import secrets
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any, Final

from index import processes
from index.cluster.surface import LostError, Node, Place
from index.errors import ClusterError, DatelineError, WorkerError

AUTO: Final = "auto"
ADDRESS: Final = "RAY_ADDRESS"
"""The variable by which Ray's own commands know a cluster."""
REACH_S: Final = 5.0
"""How long an address may take to answer."""
OBJECT_STORE_BYTES: Final = 256 * 1024 * 1024
"""What a cluster of this machine alone has for results on their way: a few dozen batches of vectors."""
_LONGEST_FOLDER: Final = 30
"""Characters: Ray puts sockets below its folder, whose paths may have about a hundred."""
_TRIES: Final = 3
_PREFACE: Final = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
"""How a client begins in HTTP/2 (RFC 9113, section 3.4); then either side sends a frame of its settings."""
_SETTINGS_FRAME: Final = bytes((0, 0, 0, 4, 0, 0, 0, 0, 0))
_FRAME_HEADER: Final = len(_SETTINGS_FRAME)
_FRAME_TYPE: Final = 3
"""Where a frame's type stands in its header."""
_QUIET: Final = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0"}
_LOOPBACK: Final = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0"}
"""What has Ray take the loopback address as this machine's, and so listen nowhere else."""


@contextmanager
def connected(address: str) -> Iterator[RayCluster]:
    """The cluster at `address`, HOST:PORT; with "auto" that of the environment, or else this machine alone.

    Raises `ClusterError` where it can't be reached or Ray is not installed.
    """
    place = os.environ.get(ADDRESS, "") if address == AUTO else address
    local = place in ("", "local", AUTO)
    host_and_port = None if local else _reached(place)
    with _environment(local), _quietly():
        ray = _library()
        with _temporary_folder() if local else nullcontext() as folder:
            try:
                _join(ray, host_and_port, folder)
                yield RayCluster(ray, local=local)
            finally:
                ray.shutdown()


def _library() -> ModuleType:
    try:
        import ray  # noqa: PLC0415 (an extra, which takes half a second to import)
    except ModuleNotFoundError as error:
        raise ClusterError(f'--ray needs more ({error.name} is not installed): pip install -e ".[hosts]"') from error
    return ray


def _reached(address: str) -> str:
    """An address that something listens at; raises `ClusterError`."""
    host, _, port = address.rpartition(":")
    if not host or "/" in address or not (port.isascii() and port.isdigit() and 0 < int(port) < 2**16):
        raise ClusterError(
            f"{address!r} is no address of a Ray cluster; give HOST:PORT as `ray start --head` prints it, or auto"
        )
    try:
        with socket.create_connection((host.strip("[]"), int(port)), REACH_S) as connection:
            spoken = os.environ.get("RAY_USE_TLS", "0") == "1" or _speaks_http2(connection)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ClusterError(
            f"the Ray cluster at {address} can't be reached ({reason}); check the address and that its head runs "
            "(ray start --head)"
        ) from error
    if not spoken:
        raise ClusterError(
            f"what listens at {address} is no Ray cluster; give HOST:PORT as `ray start --head` prints it"
        )
    return address


def _speaks_http2(connection: socket.socket) -> bool:
    """Whether gRPC may be spoken there, of which Ray would wait minutes for another server to speak it."""
    connection.sendall(_PREFACE + _SETTINGS_FRAME)
    return connection.recv(_FRAME_HEADER)[_FRAME_TYPE:].startswith(_SETTINGS_FRAME[_FRAME_TYPE : _FRAME_TYPE + 1])


def _join(ray: ModuleType, address: str | None, folder: str | None) -> None:
    quiet = {"log_to_driver": False, "configure_logging": False, "logging_level": logging.CRITICAL}
    alone = {
        "num_cpus": processes.available_cores(),
        "include_dashboard": False,
        "object_store_memory": OBJECT_STORE_BYTES,
        "_temp_dir": folder,
    }
    logging.getLogger("ray").setLevel(logging.CRITICAL)
    try:
        with _own_signals():
            ray.init(address=address or "local", **quiet, **({} if address else alone))
    except Exception as error:  # Ray raises its own types, Python's, and gRPC's
        reason = " ".join(str(error).split())[:200]
        cure = "this machine must be one of its nodes: ray start --address" if address else "or leave --ray out"
        where = f"the Ray cluster at {address} can't be joined" if address else "Ray can't be started here"
        raise ClusterError(f"{where} ({reason}); {cure}") from error


class RayCluster:
    """A `Cluster` of Ray's. Workers are actors that are never started again by Ray itself."""

    def __init__(self, ray: ModuleType, *, local: bool) -> None:
        self._ray = ray
        self._local = local
        self._faults = ray.exceptions
        self._affinity = import_module("ray.util.scheduling_strategies").NodeAffinitySchedulingStrategy

    @property
    def local(self) -> bool:
        return self._local

    def nodes(self) -> list[Node]:
        return [_node(each) for each in self._ray.nodes() if each["Alive"]]

    def share(self, value: Any) -> Any:
        return self._ray.put(value)

    def start(self, kind: type, place: Place, *arguments: Any) -> Any:
        there = self._affinity(place.node.id, soft=False)
        actor = self._ray.remote(kind).options(
            num_cpus=place.cpus, num_gpus=place.gpus, max_restarts=0, max_task_retries=0, scheduling_strategy=there
        )
        return actor.remote(*arguments)

    def call(self, worker: Any, method: str, *arguments: Any) -> Any:
        return getattr(worker, method).remote(*arguments)

    def wait(self, pending: Sequence[Any], seconds: float) -> list[Any]:
        come, _ = self._ray.wait(list(pending), num_returns=1, timeout=seconds)
        return list(come)

    def result(self, pending: Any) -> Any:
        try:
            return self._ray.get(pending)
        except self._faults.RayTaskError as error:
            raise _raised(error) from error
        except self._faults.RayActorError as error:
            if error.actor_init_failed:
                raise WorkerError(_cant_run(error)) from error
            raise LostError(str(error)) from error
        except self._faults.RayError as error:
            raise LostError(str(error)) from error

    def end(self, worker: Any) -> None:
        self._ray.kill(worker)


def _node(told: dict[str, Any]) -> Node:
    room = told["Resources"]
    return Node(told["NodeID"], told["NodeManagerHostname"], int(room.get("CPU", 0)), int(room.get("GPU", 0)))


def _raised(error: Any) -> BaseException:
    """What a method raised on its worker."""
    cause = error.cause
    if isinstance(cause, DatelineError):
        return cause
    return WorkerError(_cant_run(cause if isinstance(cause, BaseException) else error))


def _cant_run(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    reason = f"{type(error).__name__}: {lines[-1][:200]}" if lines else type(error).__name__
    return f"a node of the cluster can't do its part ({reason}); install the same Dateline there, with its extra hosts"


@contextmanager
def _environment(local: bool) -> Iterator[None]:
    """What Ray is told by the environment; a cluster of this machine alone has a password of its own."""
    own = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": _password()} | _LOOPBACK if local else {}
    before = {name: os.environ.get(name) for name in (_QUIET | own)}
    os.environ.update(_QUIET | own)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@cache
def _password() -> str:
    """One for all that this process starts: Ray reads it but once."""
    return secrets.token_hex(32)


@contextmanager
def _quietly() -> Iterator[None]:
    """What libraries print goes nowhere; Python's standard error is where it was."""
    before, kept = (sys.stdout, sys.stderr), os.dup(2)
    with (
        open(os.devnull, "w", encoding="utf-8") as nowhere,  # noqa: PTH123 (no file)
        os.fdopen(os.dup(kept), "w", buffering=1, encoding="utf-8", errors="backslashreplace") as own,
    ):
        os.dup2(nowhere.fileno(), 2)
        sys.stdout, sys.stderr = nowhere, own
        try:
            yield
        finally:
            if sys.stderr is own:  # else somebody else has put another one there
                sys.stdout, sys.stderr = before
            os.dup2(kept, 2)
            os.close(kept)


@contextmanager
def _temporary_folder() -> Iterator[str]:
    usual = tempfile.gettempdir()
    folder = tempfile.mkdtemp(prefix="dateline-ray-", dir=usual if len(usual) <= _LONGEST_FOLDER else "/tmp")  # noqa: S108
    try:
        yield folder
    finally:
        for _ in range(_TRIES):  # a process of Ray's may still write there
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _own_signals() -> Iterator[None]:
    """Ray takes the handlers of signals, by which a build is asked to stop; they are given back."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
