"""A program of ours, from first line to exit code: whatever goes wrong is one line, and the log has the rest."""

from __future__ import annotations

import codecs
import io
import logging
import os
import sys
import threading
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from importlib import metadata
from typing import Any, Final, TextIO

from index.errors import DatelineError, StoppedError

DONE: Final = 0
FAULT: Final = 1
STOPPED: Final = 130
"""Exit codes: done; the archive, an input, the machine or Dateline is at fault; stopped by Ctrl-C, as shells say it."""

VERBOSE: Final = "run it again with --verbose for the traceback"
"""Where the traceback of a bug is."""

_ESCAPING: Final = "dateline.escaped"
_UNPRINTABLE: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})

log = logging.getLogger(__name__)
log.addHandler(logging.NullHandler())  # where nobody has set up a log, a traceback has no place on standard error


def installed_version() -> str:
    """Dateline's version, as it is installed."""
    try:
        return metadata.version("dateline")
    except metadata.PackageNotFoundError:  # a copy of the source that was never installed
        return "unknown"


class _Handle(io.FileIO):
    """A standard stream that remembers why it can't be written to. A `deaf` one takes everything and writes nothing."""

    fault: OSError | None = None
    deaf = False
    raises = True

    def write(self, data: Any, /) -> int:
        if not self.deaf:
            try:
                return super().write(data)
            except OSError as error:
                self.fault = self.fault or error
                if self.raises:
                    raise
        return len(data)


def run_program(
    work: Callable[[], int | None],
    *,
    interrupted: str | None = "stopped",
    traceback: str = VERBOSE,
) -> int:
    """Runs a whole program and returns its exit code. `interrupted` is said after Ctrl-C, which None takes for an end.

    Standard streams that are closed, full or not UTF-8 are made usable first. Exits that `work` asks for are raised.
    `traceback` says where that of a bug is, which the log has.
    """
    output = _settle_streams()
    told, threading.excepthook = threading.excepthook, _thread_failed
    try:
        code = _guarded(work, interrupted, traceback, output)
    except SystemExit as end:
        if (end.code or DONE) == DONE and _delivered(output, DONE) != DONE:
            return FAULT
        raise
    finally:
        threading.excepthook = told
    return _delivered(output, code)


def _thread_failed(fault: threading.ExceptHookArgs) -> None:
    log.error("a thread failed", exc_info=fault.exc_value)


def _guarded(work: Callable[[], int | None], interrupted: str | None, traceback: str, output: _Handle | None) -> int:
    code = FAULT
    try:
        code = int(work() or DONE)
    except SystemExit:
        raise
    except DatelineError as error:
        code = STOPPED if isinstance(error, StoppedError) else FAULT  # by Ctrl-C, or by somebody else
        say(str(error))
    except KeyboardInterrupt:
        code = DONE if interrupted is None else STOPPED
        if interrupted is not None:
            say(interrupted)
    except BaseException as error:  # the last stop; a library's panic is no Exception
        if isinstance(error, OSError) and (isinstance(error, BrokenPipeError) or (output and output.fault)):
            return DONE  # nobody reads our output, or it can't be written, which is told at the end
        log.exception("%s", type(error).__name__)
        say(unforeseen(error, traceback))
    return code


def unforeseen(error: BaseException, traceback: str = VERBOSE) -> str:
    """What is said, in one line, of an error that nobody foresaw."""
    if isinstance(error, MemoryError) or "can't start new thread" in str(error):
        return "memory ran out; free some, or raise the limit (ulimit -v)"
    if isinstance(error, OSError):
        return _system_line(error)
    return f"a bug in Dateline ({type(error).__name__}: {error}); {traceback}, and please report it"


def _system_line(error: OSError) -> str:
    what = f"{error.filename!s}: " if error.filename else ""
    reason = (error.strerror or str(error) or type(error).__name__).lower()
    return f"{what}{reason}; check that it is there, that it may be used, and that there is room"


def say(line: str) -> None:
    """One line on standard error, whatever is in it; nothing where there is nobody to tell."""
    shown = "".join(_shown(character) for character in " ".join(line.split()))
    with suppress(OSError, ValueError):
        print(f"dateline: {shown}", file=sys.stderr, flush=True)


def _shown(character: str) -> str:
    if unicodedata.category(character) in _UNPRINTABLE:
        return character.encode("unicode_escape", "surrogatepass").decode("ascii")
    return character


# The standard streams.


def output_for_programs() -> None:
    """Makes standard output UTF-8 whatever the terminal's encoding, by escapes where that is another.

    Then JSON is the same characters for programs, and a terminal shows it as well.
    """
    if isinstance(sys.stdout, io.TextIOWrapper) and codecs.lookup(sys.stdout.encoding).name != "utf-8":
        sys.stdout.reconfigure(encoding="ascii", errors=_ESCAPING)


def _settle_streams() -> _Handle | None:
    """Makes what is written fit the streams' encodings; returns standard output's handle, unless a test took it."""
    _open_closed()
    codecs.register_error(_ESCAPING, _escaped)
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123 (it stays open, and this is no path)
    if sys.stderr is None or sys.stderr is sys.__stderr__:
        sys.stderr, errors = _stream(2, sys.stderr)
        errors.raises = False  # what nobody can read stops nothing
    if sys.stdout is None or sys.stdout is sys.__stdout__:
        sys.stdout, output = _stream(1, sys.stdout)
        return output
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors=_ESCAPING)
    return None


def _open_closed() -> None:
    """Has something at the handles of all standard streams: else the next file opened would get their output."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number, which is this one


def _stream(number: int, was: TextIO | None) -> tuple[TextIO, _Handle]:
    handle = _Handle(number, "w", closefd=False)
    handle.deaf = was is None  # it was closed, and whatever is open there now is something else's
    stream = io.TextIOWrapper(
        io.BufferedWriter(handle),
        encoding=was.encoding if was is not None else "utf-8",
        errors=_ESCAPING,
        line_buffering=number == 2 or handle.isatty(),
    )
    if was is not None:
        with suppress(OSError, ValueError):
            was.flush()
    return stream, handle


def _escaped(error: UnicodeError) -> tuple[str, int]:
    r"""What the encoding lacks, as \\u and four digits a UTF-16 unit: so JSON stays JSON."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at] << 8 | units[at + 1]:04x}" for at in range(0, len(units), 2)), error.end


def _delivered(output: _Handle | None, code: int) -> int:
    """Writes what is still held back; returns the exit code, which is no success if it can't all be written."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    if output is None or output.fault is None:
        return code
    output.deaf = True  # the interpreter would try once more at its end, and complain
    if isinstance(output.fault, BrokenPipeError) or code != DONE:  # whose line was said
        return code
    say(f"the output can't be written ({(output.fault.strerror or '').lower()}); make room, or write it elsewhere")
    return FAULT
