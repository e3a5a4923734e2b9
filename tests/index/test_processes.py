"""A limit on the address space is compared with what is needed, and what is said to be needed is enough."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from index import processes
from tests.wire import process
from tests.wire.archive import RARE
from tests.wire.process import Folders


def limited(folders: Folders, kibibytes: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command below `ulimit -v`."""
    places = ["--archive", str(folders.archive), "--data", str(folders.data)]
    command = ["bash", "-c", 'ulimit -v "$0" && exec "$@"', str(kibibytes), sys.executable, "-m", "index.cli"]
    return subprocess.run(
        [*command, *arguments, *places],
        env=process.environment(folders),
        cwd=folders.home,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("arguments", [["search", RARE], ["status"], ["documents"], ["index"]])
def test_too_little_address_space_is_a_line_and_as_much_as_it_says_is_enough(
    arguments: list[str], folders: Folders
) -> None:
    """Below what is needed the line says how much that is; with that it works, or says how much its next step needs."""
    kibibytes, ended = 100_000, limited(folders, 100_000, *arguments)
    assert ended.returncode == 1
    while ended.returncode != 0:
        assert ended.stderr.count("\n") == 1
        (needed,) = map(int, re.findall(r"raise the limit: ulimit -v (\d+)\n", ended.stderr))
        assert needed > kibibytes
        kibibytes, ended = needed, limited(folders, needed, *arguments)


def test_without_a_limit_nothing_is_refused() -> None:
    """However much is needed."""
    processes.check_address_space((10**9, 10**6), 10**18)
