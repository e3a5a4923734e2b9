"""The progress of a build: to its caller, or in lines of JSON to whoever follows its process."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, TextIO

from index.files import replace_file
from index.generations import lock
from index.generations.lock import Builder
from index.models.reports import Phase, Step

Progress = Callable[[Phase, int, int], None]
"""Called with a phase, how much of it is done, and its total."""

LINE_EVERY_S: Final = 0.2
FILE_EVERY_S: Final = 1.0
BEAT_EVERY_S: Final = 20.0
"""How often the file is written at least, so that other machines can tell a build that works from a dead one."""


def silent(phase: Phase, done: int, total: int) -> None:
    """Progress that nobody follows."""


def stepping(show: Callable[[Step], None]) -> Progress:
    """A `Progress` that is told as steps of this process."""
    me = lock.myself()

    def progress(phase: Phase, done: int, total: int) -> None:
        show(Step(**me.model_dump(), phase=phase, done=done, total=total))

    return progress


class ProgressWriter:
    """Writes a line at every change of phase, at the end, and now and then in between.

    Whoever started the process reads `lines`; whoever finds it running reads `file`, which holds the latest line.
    """

    def __init__(self, lines: TextIO, file: Path, builder: Builder) -> None:
        self._lines: TextIO | None = lines
        self._file = file
        self._owns_file = False
        self._step = Step(**builder.model_dump(), phase=Phase.START)
        self._phase_began = self._line_written = self._file_written = time.monotonic()
        self._done_before = 0
        self._writing = threading.Lock()

    def begin(self) -> None:
        """From now on the file is this process's too."""
        self._owns_file = True
        self._write(self._step, at_once=True)

    def progress(self, phase: Phase, done: int, total: int) -> None:
        """A `Progress`."""
        now, new = time.monotonic(), phase != self._step.phase
        if new:
            self._phase_began, self._done_before = now, done
        speed = _speed(done - self._done_before, total - self._done_before, now - self._phase_began)
        known = {"phase": phase, "done": done, "total": total, **speed}
        self._step = self._step.model_copy(update=known)
        self._write(self._step, at_once=new or done >= total)

    def beat(self) -> None:
        """Writes the file once more, though nothing has changed."""
        self._write_file(self._step.model_dump_json() + "\n")

    def end(self, **ending: Any) -> None:
        """The last line; `ending` are the fields of `Step` that say how it ended."""
        self._write(self._step.model_copy(update={"left_s": None, **ending}), at_once=True)

    def _write(self, step: Step, *, at_once: bool) -> None:
        now, line = time.monotonic(), step.model_dump_json() + "\n"
        if at_once or now - self._line_written >= LINE_EVERY_S:
            self._line_written = now
            self._write_line(line)
        if self._owns_file and (at_once or now - self._file_written >= FILE_EVERY_S):
            self._file_written = now
            self._write_file(line)

    def _write_line(self, line: str) -> None:
        if self._lines is None:
            return
        try:
            self._lines.write(line)
            self._lines.flush()
        except OSError:  # whoever started this is gone; others read the file
            self._lines = None

    def _write_file(self, line: str) -> None:
        with self._writing, suppress(OSError):  # a full disk stops the build itself, not its progress
            replace_file(self._file, line)


@contextmanager
def beating(writer: ProgressWriter, every_s: float = BEAT_EVERY_S) -> Iterator[None]:
    """The writer's file is written again and again, as long as the block runs."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(every_s):
            writer.beat()

    beats = threading.Thread(target=beat, name="beat", daemon=True)
    beats.start()
    try:
        yield
    finally:
        over.set()
        beats.join()


def _speed(done: int, total: int, seconds: float) -> dict[str, float | None]:
    """How many a second, and how many seconds are left."""
    if not done or seconds <= 0:
        return {"rate": None, "left_s": None}
    rate = done / seconds
    return {"rate": round(rate, 3), "left_s": round((total - done) / rate, 1)}
