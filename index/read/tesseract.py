"""Tesseract, the program that recognises text in pictures of pages: a process for each page, with limits of its own.

It gets the picture on standard input and answers on standard output. It can write no file, uses one thread, and ends
with whoever started it.
"""

from __future__ import annotations

import ctypes
import os
import re
import resource
import shutil
import signal
import subprocess
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from index.errors import DatelineError

PROGRAM: Final = "tesseract"
PAGE_SECONDS: Final = 60
"""Of processor time that one page may take; a full one takes about four."""
PAGE_WALL: Final = 300.0
"""Seconds by the clock: less than a file's reader may be silent."""
ASKED_WALL: Final = 30.0
"""Seconds that Tesseract may take to say its version."""
INSTALL: Final = "install Tesseract (apt-get install tesseract-ocr)"
_ORIENTS: Final = "osd"
"""The data by which Tesseract tells which way up a page is."""
_AUTOMATIC, _ORIENTED = "3", "1"
"""Tesseract's modes of laying a page out: as it stands, or turned upright first."""
_VERSION: Final = re.compile(r"tesseract v?(\d[\w.]*)")
_DIE_WITH_PARENT: Final = 1
"""Linux's number for `PR_SET_PDEATHSIG`."""


class NotRecognisedError(DatelineError):
    """A page can't be recognised; `str(error)` is the reason."""


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The program that is installed; `languages` are those asked for, as `eng+deu`."""

    program: str
    version: str
    languages: str
    orients: bool

    @property
    def name(self) -> str:
        """What decides what it recognises in a picture."""
        return f"tesseract {self.version} {self.languages} {self._mode}"

    @property
    def _mode(self) -> str:
        return _ORIENTED if self.orients else _AUTOMATIC

    def table(self, picture: bytes, *, dpi: int | None = None, page: int | None = None) -> str:
        """The words in a picture as Tesseract's TSV; `page` counts from 0. Raises `NotRecognisedError`."""
        resolution = ["--dpi", str(dpi)] if dpi else []
        numbered = ["-c", f"tessedit_page_number={page}"] if page is not None else []
        options = ["-l", self.languages, "--psm", self._mode, *resolution, *numbered]
        return _run([self.program, "stdin", "stdout", *options, "tsv"], picture, PAGE_WALL, _limited)


_found: Final[dict[tuple[str, int, str], Tesseract]] = {}
"""What was found, by program, when that was changed, and languages: to ask it takes two processes."""


def find(languages: str) -> Tesseract | str:
    """Tesseract for these languages; a text says why there is none, and what to do.

    A program that was found is asked again only once it is another; one that lacks anything is asked each time.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        return f"Tesseract is not installed; {INSTALL}"
    try:
        known = program, Path(program).stat().st_mtime_ns, languages
    except OSError:
        return f"Tesseract is not installed; {INSTALL}"
    if known not in _found:
        engine = _asked(program, languages)
        if isinstance(engine, str):
            return engine
        _found[known] = engine
    return _found[known]


def _asked(program: str, languages: str) -> Tesseract | str:
    """What a program says of itself."""
    try:
        version = _VERSION.search(_run([program, "--version"], b"", ASKED_WALL))
        listed = set(_run([program, "--list-langs"], b"", ASKED_WALL).split("\n")[1:])
    except NotRecognisedError as error:
        return f"Tesseract does not work ({error}); install it again (apt-get install --reinstall tesseract-ocr)"
    missing = [name for name in languages.split("+") if name not in listed]
    if version is None:
        return "Tesseract says no version; install it again (apt-get install --reinstall tesseract-ocr)"
    if missing:
        return (
            f"Tesseract has no data for {', '.join(missing)} (ocr_languages); install it "
            f"(apt-get install tesseract-ocr-{missing[0].lower().replace('_', '-').replace('/', '-')})"
        )
    return Tesseract(program, version[1], languages, _ORIENTS in listed)


def _run(command: list[str], given: bytes, seconds: float, limited: Callable[[], None] | None = None) -> str:
    """What it writes. Whatever becomes of it, it has ended when this returns.

    `limited` is called in the new process, which only one with a single thread may start so: the reader of files.
    """
    try:
        with subprocess.Popen(  # noqa: S603 - no shell, and no part of the command is a document's
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env=_environment(),
            preexec_fn=limited,  # noqa: PLW1509 - whoever reads files has one thread
        ) as process:
            try:
                said, _ = process.communicate(given, seconds)
            except subprocess.TimeoutExpired as error:
                raise NotRecognisedError(f"Tesseract took longer than {seconds:g} s") from error
            finally:
                process.kill()
    except (OSError, subprocess.SubprocessError) as error:
        raise NotRecognisedError(f"Tesseract can't be started ({type(error).__name__})") from error
    if process.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise NotRecognisedError(f"Tesseract took longer than {PAGE_SECONDS} s of processor time or was killed")
    if process.returncode:
        raise NotRecognisedError(f"Tesseract failed on it (exit code {process.returncode})")
    return said.decode("utf-8", "replace")


def _environment() -> dict[str, str]:
    """One thread, and nothing of ours but where its data is."""
    given = {name: os.environ[name] for name in ("PATH", "TESSDATA_PREFIX") if name in os.environ}
    return given | {"LC_ALL": "C", "OMP_THREAD_LIMIT": "1"}


def _limited() -> None:
    """In the new process, before it becomes Tesseract."""
    with suppress(AttributeError, OSError):  # only Linux has it
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    for kind, value in ((resource.RLIMIT_CPU, PAGE_SECONDS), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))
