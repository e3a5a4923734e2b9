"""Nobody is spoken to but Discord and nothing is left but in the data folder, by native libraries neither."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from index import offline
from tests import ROOT
from tests.stand_ins import tiny_models
from tests.wire.secluded import DISCORD, HOMES

UNSHARE = ["unshare", "--net", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
"""Runs a command on a network and in a tree of mounts of its own."""


@pytest.fixture
def secluded(tmp_path: Path) -> Path:
    """A folder for a life without a network; skips where the machine allows none."""
    try:
        refusal = subprocess.run([*UNSHARE, "true"], capture_output=True, text=True, check=False).stderr
    except OSError as error:
        refusal = str(error)
    if refusal:
        pytest.skip(f"no network of its own can be had here: {refusal.strip()}")
    for name in HOMES:
        (tmp_path / name).mkdir()
    return tmp_path


def names_asked(folder: Path, *arguments: str) -> set[str]:
    """The names that a secluded life asks for."""
    command = [*UNSHARE, sys.executable, "-m", "tests.wire.secluded", str(folder), *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


def left(folder: Path) -> list[str]:
    """Everything in the home and temporary folders."""
    return sorted(str(path.relative_to(folder)) for name in HOMES for path in (folder / name).rglob("*"))


def test_a_whole_life_asks_for_no_name_but_discords_and_leaves_nothing_at_home(secluded: Path) -> None:
    """Index, search, cite and the bot, with all native libraries at work, leave home and temporary folders empty."""
    model = tiny_models.save(secluded / "model")
    assert names_asked(secluded, str(model)) == {DISCORD}
    assert left(secluded) == []


def test_what_a_native_library_asks_and_leaves_is_seen(secluded: Path) -> None:
    """A file in each folder and a name asked of the C library are found, so that the test above can fail."""
    assert names_asked(secluded) == {"telemetry.example.org"}
    assert left(secluded) == sorted(f"{name}/left" for name in HOMES)


@pytest.mark.parametrize(
    "module", ["index", "index.cli", "index.build.worker", "index.read.worker", "bot", "bot.health"]
)
def test_each_program_is_quiet_before_it_imports_any_library(module: str) -> None:
    """Whatever is imported first, the environment is set before the first library, however it was set before."""
    told = dict.fromkeys(offline.QUIET, "0")
    code = (
        "import os, sys, importlib.abc\n"
        "class Watch(importlib.abc.MetaPathFinder):\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        top = name.partition('.')[0]\n"
        "        if top not in sys.stdlib_module_names and top not in {'index', 'bot'}:\n"
        "            print(top, *(os.environ.get(name) for name in sys.argv[2:]))\n"
        "sys.meta_path.insert(0, Watch())\n"
        "importlib.import_module(sys.argv[1])\n"
        "importlib.import_module('index').Settings\n"  # a program may import none before it needs one
    )
    done = subprocess.run(
        [sys.executable, "-c", code, module, *offline.QUIET, offline.HUB],
        env={name: value for name, value in os.environ.items() if name != offline.HUB} | told,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    seen = {line.split(maxsplit=1)[1] for line in done.stdout.splitlines()}
    assert seen == {" ".join([*offline.QUIET.values(), "1"])}
