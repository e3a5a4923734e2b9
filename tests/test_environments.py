"""In whatever environment it is started, each program ends with one of its exit codes, one line, and no traceback."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests import ROOT
from tests.environments import Case, draw, lines, prepare, seen
from tests.wire import process
from tests.wire.process import Folders

CODES = {0, 1, 2, 130}
FORKED, REAL = 200, 24


@pytest.fixture
def place(indexed: Folders) -> Folders:
    """The archive with its index, which every user may look into."""
    for folder in (indexed.home, *indexed.home.parents):
        if folder.owner() == indexed.home.owner() and folder.name.startswith(("pytest-", "indexed")):
            folder.chmod(0o755)
    return indexed


def complaint(case: Case, code: int, work: Path) -> str | None:
    """What is wrong with how a program ended."""
    said = [(work / name).read_text("utf-8", "replace") if (work / name).is_file() else "" for name in ("out", "err")]
    ours = [line for line in said[1].splitlines() if line.startswith("dateline: ")]
    several = case.module == "index.cli" and case.arguments[0] in {"search", "cite"}
    if code not in CODES or "Traceback" in "".join(said) or "a bug in Dateline" in said[1]:
        return f"{code} by {case}: {said[1][-600:]}"
    return f"several lines by {case}: {ours}" if len(ours) > 1 and not several else None


def test_no_environment_brings_a_traceback(place: Folders) -> None:
    """200 combinations of programs, streams, encodings, folders, damaged files, limits and users, forked."""
    cases = draw(8, FORKED)
    env = process.environment(place, {"WIRE_CONNECTIONS": None})
    command = [sys.executable, "-m", "tests.environments", str(place.home)]
    served = subprocess.run(
        command, input="".join(lines(cases)), env=env, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert served.returncode == 0, served.stderr
    codes = map(int, served.stdout.split())
    ended = [
        (case, code, place.home / f"case-{number}")
        for number, (case, code) in enumerate(zip(cases, codes, strict=True))
    ]
    assert [line for each in ended if (line := complaint(*each))] == []
    assert {code for _, code, _ in ended} >= {0, 1, 2}


def test_no_environment_brings_a_traceback_to_a_program_of_its_own(place: Folders) -> None:
    """Two dozen more, each as a process from its first line on, as users start it."""
    with ThreadPoolExecutor(2) as pool:
        ended = list(pool.map(lambda pair: started(place, *pair), enumerate(draw(9, REAL))))
    assert [line for each in ended if (line := complaint(*each))] == []


def started(place: Folders, number: int, case: Case) -> tuple[Case, int, Path]:
    """A case, how it ended, and its folder."""
    work = place.home / f"real-{number}"
    work.mkdir()
    command = [sys.executable, "-m", case.module, *prepare(case, place.home, work)]
    env = process.environment(place, {"WIRE_CONNECTIONS": None, "HOME": None, "WIRE_DISCORD": "http://127.0.0.1:9"})
    done = subprocess.run(
        [sys.executable, "-c", SETTLED, str(work), next(lines([case])), *command],
        env={name: value for name, value in env.items() if name != "HOME"} | seen(case),
        check=False,
        timeout=120,
    )
    return case, done.returncode, work


SETTLED = """
import dataclasses, json, os, sys
from pathlib import Path
from tests.environments import Case, settle
case = dataclasses.replace(Case(**json.loads(sys.argv[2])), foreign=False)
settle(case, Path(sys.argv[1]))
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Becomes the program, in its environment; the interpreter's own files are not every user's to read."""
