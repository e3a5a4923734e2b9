"""A program's first and last line: streams that can't be written to, and errors that nobody foresaw."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from index import SettingsError, StoppedError, run_program
from tests import ROOT


def raising(error: BaseException) -> int:
    raise error


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (SettingsError("a\nline"), 1, "dateline: a line"),
        (StoppedError("stopped by somebody"), 130, "dateline: stopped by somebody"),
        (KeyboardInterrupt(), 130, "dateline: stopped"),
        (MemoryError(), 1, "dateline: memory ran out; free some, or raise the limit (ulimit -v)"),
        (RuntimeError("can't start new thread"), 1, "dateline: memory ran out"),
        (PermissionError(13, "Permission denied", "x/y"), 1, "dateline: x/y: permission denied; check"),
        (
            ZeroDivisionError("by zero"),
            1,
            "dateline: a bug in Dateline (ZeroDivisionError: by zero); run it again",
        ),
        (GeneratorExit("a panic"), 1, "dateline: a bug in Dateline (GeneratorExit: a panic)"),
        (BrokenPipeError(), 0, ""),
    ],
)
def test_whatever_goes_wrong_is_one_line_and_an_exit_code(
    capsys: pytest.CaptureFixture[str], error: BaseException, code: int, words: str
) -> None:
    """Errors raised on purpose say what they say; the others say what kind they are, and what to do."""
    assert run_program(lambda: raising(error)) == code
    out, err = capsys.readouterr()
    assert out == ""
    lines = [line for line in err.splitlines() if line.startswith("dateline: ")]
    assert (lines[0].startswith(words) and len(lines) == 1) if words else err == ""


def test_an_exit_that_the_program_asks_for_is_raised() -> None:
    """Wrong usage, and help, end as argparse ends them."""
    with pytest.raises(SystemExit, match=r"^2$"):
        run_program(lambda: sys.exit(2))


def test_a_line_can_do_nothing_to_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Controls and halves of characters, which a file's name may hold, are escaped."""
    run_program(lambda: raising(SettingsError("a \x1b[2J \udcff name")))
    assert capsys.readouterr().err == "dateline: a \\x1b[2J \\udcff name\n"


def ended(code: str, redirected: str = "", *, decoded: str = "utf-8", **env: str) -> subprocess.CompletedProcess[str]:
    """How a program of one line ended, its streams redirected as by a shell."""
    program = f"import sys; from index import run_program; sys.exit(run_program(lambda: {code}))"
    return subprocess.run(
        ["bash", "-c", f'exec "$0" -c "$1" {redirected}', sys.executable, program],  # noqa: S607 (what people have)
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", **env},
        capture_output=True,
        encoding=decoded,
        check=False,
    )


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
def test_what_an_encoding_lacks_is_escaped_so_that_json_stays_json(encoding: str) -> None:
    """Every character comes back when the JSON is read, whatever it was written in, and halves are no fault."""
    words = "é 日本 🌕 \\udcff"
    program = f"print(__import__('json').dumps('{words}', ensure_ascii=False))"
    done = ended(program, decoded=encoding, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == "é 日本 🌕 \udcff"


@pytest.mark.parametrize(
    ("redirected", "code", "words"),
    [
        (">/dev/full", 1, "dateline: the output can't be written (no space left on device); make room, or write it"),
        (">&-", 0, ""),
        (">&- 2>&- <&-", 0, ""),
        ("2>/dev/full", 0, ""),
        ("> >(true)", 0, ""),
    ],
)
def test_streams_that_nobody_reads_stop_nothing(redirected: str, code: int, words: str, tmp_path: Path) -> None:
    """A full output is told of; closed ones are nobody's wish to read, and the work is done all the same."""
    mark = tmp_path / "done"
    work = f"[print('x' * 100_000), print('y', file=sys.stderr), open('{mark}', 'w').close()] and 0"
    done = ended(work if "full" not in redirected or code == 0 else "print('x')", redirected)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith(words)
    if code == 0 and "true" not in redirected:
        assert mark.is_file()


def test_a_closed_stream_gets_into_no_file(tmp_path: Path) -> None:
    """With its streams closed a program's words don't end up in a file that it opens, which has their number then."""
    file = tmp_path / "data"
    work = f"[kept := open('{file}', 'w'), print('words'), kept.write('data')] and 0"
    assert ended(work, ">&- 2>&-").returncode == 0
    assert file.read_text("utf-8") == "data"


def test_a_traceback_is_in_the_log_alone(capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    """The log has it for whoever mends the bug."""
    run_program(lambda: raising(ZeroDivisionError("by zero")))
    assert "Traceback" not in capsys.readouterr().err
    assert caplog.records[-1].exc_info is not None
