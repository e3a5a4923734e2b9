"""Processes of our own: how many cores they may use, what they are told, and where their output goes."""

from __future__ import annotations

import ctypes
import os
import resource
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

from index.errors import MemoryLimitError

NICENESS: Final = 10
"""Beside a search it gets a tenth of a core, and on a busy machine still enough to get on."""
OOM_SCORE: Final = 500
"""When memory runs out such a process is ended before the bot is (Linux, 0 to 1000)."""
MEBIBYTE: Final = 1024 * 1024
LISTING: Final = (120, 40)
"""MiB of address space in all, and more a core, of a process that reads documents from an index."""
SEARCHING: Final = (500, 100)
"""Likewise of one that has FAISS and tantivy loaded: measured 514 on two cores, and 710 with a query's threads, which
reserve far more than they use."""
BUILDING: Final = (850, 250)
"""Likewise of one that builds an index, its model apart: measured 969 on one core and 1,147 on two."""
_MMAP_THRESHOLD: Final = -3
"""The number that `mallopt` knows it by (glibc's `malloc.h`)."""
_PACKAGE_HOME: Final = str(Path(__file__).resolve().parents[1])
"""Where this very package is imported from."""


def available_cores() -> int:
    """Cores that this process may use: at least 1."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def check_address_space(need: tuple[int, int], more_bytes: int = 0) -> None:
    """Raises `MemoryLimitError` where a limit (`ulimit -v`) is below `need`: MiB in all, and more for each core.

    Asked before libraries are loaded, since at the limit they end the process without a word.
    """
    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    mebibytes = need[0] + need[1] * available_cores() + more_bytes // MEBIBYTE
    if limit != resource.RLIM_INFINITY and limit < mebibytes * MEBIBYTE:
        raise MemoryLimitError(
            f"this process may use {limit // MEBIBYTE:,} MiB of address space and needs about {mebibytes:,}; "
            f"raise the limit: ulimit -v {mebibytes * 1024}"
        )


def module_command(module: str, *arguments: str) -> list[str]:
    """The command that runs one of our modules; the working directory is no place to import from."""
    return [sys.executable, "-P", "-m", module, *arguments]


def environment(**more: str) -> dict[str, str]:
    """A child's environment: ours, this very package to import whatever the working directory is, and `more`."""
    found = os.environ.get("PYTHONPATH")
    home = _PACKAGE_HOME + (os.pathsep + found if found else "")
    return os.environ | {"PYTHONPATH": home} | more


def stand_back(pid: int) -> None:
    """Lets a process of ours stand back behind those who search: for the processor, and when memory runs out."""
    with suppress(OSError):  # it has ended, or the system knows no such thing
        os.setpriority(os.PRIO_PROCESS, pid, max(NICENESS, os.getpriority(os.PRIO_PROCESS, pid)))
        Path(f"/proc/{pid}/oom_score_adj").write_text(str(OOM_SCORE), "ascii")


def give_back() -> None:
    """Gives the system the memory that is free: the C library keeps what was large, in case as much is wanted again."""
    with suppress(AttributeError):  # only glibc has it, and only glibc needs it
        ctypes.CDLL(None).malloc_trim(0)


def keep_no_large_blocks() -> None:
    """Lets the C library give every block of a megabyte or more back as soon as it is free.

    By itself it keeps as much as the largest that was freed so far, up to 32 MiB: a big document's text, of which a
    build has many copies one after the other.
    """
    with suppress(AttributeError):  # likewise
        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, MEBIBYTE)


def take_output() -> int:
    """A handle of standard output for our lines alone: what libraries print from now on goes the way of errors."""
    lines = os.dup(1)
    os.dup2(2, 1)
    return lines
