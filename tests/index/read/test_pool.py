"""Reading in processes with limits: whatever a file does, it costs its own line and all other files are read."""

import os
import sys
import zlib
from pathlib import Path

import pytest

from index.errors import ArchiveError
from index.models.documents import Document, Unreadable
from index.read import ReaderPool, SourceFile
from index.read.messages import request
from index.read.pool import FILE_SECONDS, WALL_FACTOR
from index.read.reader import read
from tests.makers.files import SETTINGS, page, pdf, source, word

MEMORY_MIB = 400
"""Enough to start and to read small files."""


def reasons(pool: ReaderPool, files: list[SourceFile]) -> dict[str, str]:
    """For each file in order why it can't be read; empty where it can."""
    return {
        file.path: result.reason if isinstance(result, Unreadable) else "" for file, (result,) in pool.read_many(files)
    }


def bomb(mebibytes: int) -> bytes:
    """A PDF of a few kilobytes whose only page unpacks to this size."""
    packed = zlib.compress(b"BT /F1 11 Tf (x) Tj ET " + b" " * (mebibytes << 20), 9)
    whole = pdf([["x"]])
    begin, end = whole.index(b"<< /Length"), whole.index(b"endstream")
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\n" % (len(packed), packed)
    return whole[:begin] + stream + whole[end:]


def test_files_come_back_in_order_from_many_workers(tmp_path: Path) -> None:
    """More files than are sent ahead to two workers: each with its own text, in the order given."""
    files = [source(tmp_path, f"{number}-{'x' * 200}.txt", f"Words {number}.".encode()) for number in range(150)]
    with ReaderPool(SETTINGS, workers=2) as pool:
        results = list(pool.read_many(files))
    assert [file for file, _ in results] == files
    texts = [document.text for _, (document,) in results if isinstance(document, Document)]
    assert texts == [f"Words {number}." for number in range(150)]


def test_a_text_as_long_as_a_book_comes_back_whole(tmp_path: Path) -> None:
    """Texts that are sent as they are, with lines, quotes and characters of up to four bytes, among short ones."""
    long = '“Łódź” said:\t"🚀"\n月面着陸\n' * 100_000
    texts = [long, "Words.", f"{long} {long}", "Words."]
    files = [source(tmp_path, f"{number}.txt", text.encode()) for number, text in enumerate(texts)]
    with ReaderPool(SETTINGS, workers=1) as pool:
        results = [result for _, (result,) in pool.read_many(files)]
    assert [
        result.text == text for result, text in zip(results, texts, strict=True) if isinstance(result, Document)
    ] == [True] * len(texts)
    assert results == [result for file in files for result in read(file, SETTINGS)]


def test_what_the_system_does_not_let_be_opened_is_told_from_what_is_damaged(tmp_path: Path) -> None:
    """The reason comes through the pipe, so that a reindex can keep what was indexed."""
    gone, damaged = source(tmp_path, "gone.txt", b"Words."), source(tmp_path, "damaged.pdf", b"%PDF-1.4 and no more")
    gone.absolute.unlink()
    with ReaderPool(SETTINGS, workers=1) as pool:
        results = [result for _, (result,) in pool.read_many([gone, damaged]) if isinstance(result, Unreadable)]
    assert [result.os_fault for result in results] == ["no such file or directory", None]


def test_a_reader_that_hangs_is_stopped(tmp_path: Path) -> None:
    """A pipe that nobody writes to never ends; at the time limit it is refused, and the file after it is read."""
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    hanging = SourceFile("pipe.txt", str(pipe), 1, "")
    with ReaderPool(SETTINGS, wall=0.5, workers=1) as pool:
        refused = reasons(pool, [hanging, source(tmp_path, "a.txt", b"Words.")])
    assert refused.pop("pipe.txt").startswith(
        "reading it took longer than 0.5 s, most of them waiting; look at the disk"
    )
    assert refused == {"a.txt": ""}


def opening(folder: Path, what: str) -> str:
    """A folder for PYTHONPATH whose readers do `what` before they open a file called "slow"."""
    (folder / "sitecustomize.py").write_text(
        "import pathlib, time\nreal = pathlib.Path.open\n"
        f"def opening(self, *a, **k):\n    if 'slow' in self.name: {what}\n    return real(self, *a, **k)\n"
        "pathlib.Path.open = opening\n"
    )
    return str(folder)


def test_a_reader_that_computes_without_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the limit of processor time the kernel ends it, whatever the clock says."""
    monkeypatch.setenv("PYTHONPATH", opening(tmp_path, "[0 for _ in iter(int, 1) if _]"))
    files = [source(tmp_path, name, b"Words.") for name in ("slow.txt", "a.txt")]
    with ReaderPool(SETTINGS, seconds=0.5, wall=10_000, workers=1) as pool:
        refused = reasons(pool, files)
    assert refused == {
        "slow.txt": "reading it took longer than 0.5 s of processor time; simplify or split it",
        "a.txt": "",
    }


def test_waiting_takes_no_processor_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that waits for longer than the limit is read: a busy machine refuses nothing."""
    monkeypatch.setenv("PYTHONPATH", opening(tmp_path, "time.sleep(2.5)"))
    with ReaderPool(SETTINGS, seconds=2, wall=10_000, workers=1) as pool:
        assert reasons(pool, [source(tmp_path, "slow.txt", b"Words.")]) == {"slow.txt": ""}


def test_by_the_clock_a_file_has_ten_times_its_processor_time() -> None:
    """Since the reindex gives way to everything else."""
    assert WALL_FACTOR * FILE_SECONDS == 600


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("text.txt", "🛰 word ".encode() * 4_000_000),
        ("bomb.pdf", bomb(600)),
        ("wide.html", page("<b>x</b>" * 2_000_000)),
    ],
)
def test_a_file_that_needs_too_much_memory_is_refused(tmp_path: Path, name: str, data: bytes) -> None:
    """Whether Python, PDFium or libxml2 runs out: the reason says so or names the end of the process."""
    files = [source(tmp_path, name, data), source(tmp_path, "z.pdf", pdf([["Words."]]))]
    with ReaderPool(SETTINGS, seconds=50, memory_mib=MEMORY_MIB, workers=1) as pool:
        refused = reasons(pool, files)
    assert "more memory than is allowed" in refused[name] or f"more than {MEMORY_MIB} MiB" in refused[name]
    assert refused["z.pdf"] == ""


def test_a_worker_that_dies_takes_no_other_file_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader killed at one file: that file is refused, and those sent ahead go to its successor."""
    (tmp_path / "sitecustomize.py").write_text(
        "import pathlib, os\nreal = pathlib.Path.open\n"
        "def dying(self, *a, **k):\n    'kill' in self.name and os.abort()\n    return real(self, *a, **k)\n"
        "pathlib.Path.open = dying\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    files = [source(tmp_path, name, b"Words.") for name in ("a.txt", "kill.txt", "b.txt", "c.txt")]
    with ReaderPool(SETTINGS, workers=1) as pool:
        refused = reasons(pool, files)
    assert "crashed the reader (SIGABRT)" in refused.pop("kill.txt")
    assert refused == {"a.txt": "", "b.txt": "", "c.txt": ""}


def test_a_worker_that_does_not_start_is_one_plain_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is reported once, with its exit code, rather than for each file."""
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with ReaderPool(SETTINGS) as pool, pytest.raises(ArchiveError, match=r"doesn't start \(exit code 1\)"):
        pool.read(source(tmp_path, "a.txt", b"Words."))


def test_results_that_make_no_sense_are_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that was taken over may write anything; the file is refused."""
    fake = tmp_path / "python"
    fake.write_text("#!/bin/sh\necho ready\nread line\necho '[{\"path\": 1}]'\nread line\n")
    fake.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(fake))
    with ReaderPool(SETTINGS, workers=1) as pool:
        results = pool.read(source(tmp_path, "a.txt", b"Words."))
    assert results == [Unreadable(path="a.txt", reason="it crashed the reader; save it again")]


def test_a_word_bomb_is_refused_in_a_small_process(tmp_path: Path) -> None:
    """Its unpacked size is read from its table, which needs little memory."""
    files = [source(tmp_path, "a.docx", word(["Words."])), source(tmp_path, "b.txt", b"Words.")]
    with ReaderPool(SETTINGS, memory_mib=MEMORY_MIB, workers=1) as pool:
        assert reasons(pool, files) == {"a.docx": "", "b.txt": ""}


def test_a_request_is_one_line() -> None:
    """Whatever a name holds, the worker is sent one line for one file."""
    line = request(SourceFile("a\nb\u2028c", "/a\nb", 0, ""))
    assert line.count(b"\n") == 1
