"""The process that reads untrusted files: a line per file on standard input, a line of results on standard output."""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import BinaryIO

from index.models.documents import Unreadable
from index.processes import give_back, keep_no_large_blocks, take_output
from index.read.language import prepare
from index.read.messages import READY, SOURCE, WorkerSetup, answer, page_line
from index.read.protocol import SourceFile
from index.read.reader import read
from index.read.recognise import PageTold, Told
from index.settings import Settings

CPU_SLACK = 5
"""Seconds of processor time a file may take beyond its limit: a second limit, in case a library takes the first one's
signal."""
LARGE_BYTES = 1_000_000
"""From so many on, a file takes memory that is worth giving back."""


def main() -> None:
    """Reads until standard input ends."""
    keep_no_large_blocks()
    setup = WorkerSetup.model_validate_json(sys.argv[1])
    settings = Settings.model_validate_json(setup.settings)
    output, pages = os.fdopen(take_output(), "wb"), os.fdopen(int(sys.argv[2]), "wb")
    _limit(resource.RLIMIT_AS, setup.memory_mib * 1024 * 1024)
    _limit(resource.RLIMIT_CORE, 0)
    prepare(settings.data)  # before the clock runs for any file
    _write(output, [READY])

    def told(page: PageTold) -> None:
        _wind(setup)  # each page of a scan has the time of a file
        _write(pages, [page_line(page)])

    for line in sys.stdin.buffer:
        _wind(setup)
        source = SOURCE.validate_json(line)
        _write(output, _results(source, settings, setup, told))
        if source.size > LARGE_BYTES:
            give_back()  # while others are read


def _wind(setup: WorkerSetup) -> None:
    """From now on the process may take so much of the processor's time as a file may."""
    signal.setitimer(signal.ITIMER_PROF, setup.seconds)  # at its end the kernel ends the process by SIGPROF
    _limit(resource.RLIMIT_CPU, _cpu_used() + int(setup.seconds) + CPU_SLACK)


def _results(source: SourceFile, settings: Settings, setup: WorkerSetup, told: Told) -> Iterator[bytes]:
    parts = answer(read(source, settings, today=setup.today, told=told))
    try:
        first = next(parts)
    except MemoryError:
        refusal = Unreadable(path=source.path, reason=f"it needs more than {setup.memory_mib} MiB; split it")
        return answer([refusal])
    return chain([first], parts)


def _limit(kind: int, value: int) -> None:
    """Sets a soft limit; the hard limit stays, so that the soft limit can be raised again."""
    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _cpu_used() -> int:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return int(used.ru_utime + used.ru_stime) + 1


def _write(output: BinaryIO, parts: Iterable[bytes]) -> None:
    output.writelines(parts)
    output.flush()


if __name__ == "__main__":
    main()
