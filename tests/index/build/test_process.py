"""A reindex in its own process: how it is followed, found, stopped and lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from index import BusyError, IndexDataError, NoIndexError, Step, StoppedError
from index.build.process import Reindexing
from index.generations.data_folder import DataFolder
from index.models.data_files import DataFile
from index.processes import NICENESS
from tests import ROOT
from tests.makers.archives import Place, notes
from tests.wire.process import HOOK


@pytest.fixture(autouse=True)
def _hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process encodes by hashing."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(HOOK), str(ROOT)]))
    monkeypatch.setenv("WIRE_ENCODER", "hashing")


def held(place: Place) -> Reindexing:
    """A reindex that stands still, with the lock, before anything is read."""
    running = Reindexing.start(place.settings, detached=True)
    for step in running.follow():
        if step.phase != "start" or (place.data / DataFile.PROGRESS).exists():
            break
    os.kill(running.builder.pid, signal.SIGSTOP)
    return running


def test_its_steps_are_told_in_order_and_its_totals_beforehand(tmp_path: Path) -> None:
    """Each phase comes once, embedding says how much there is before it begins, and the priority is low."""
    place = notes(tmp_path, 40)
    steps: list[Step] = []
    nice: set[int] = set()

    def told(step: Step) -> None:
        steps.append(step)
        with suppress(OSError):
            nice.add(os.getpriority(os.PRIO_PROCESS, step.pid))

    report = Reindexing.start(place.settings).attend(told)
    assert (report.generation, report.published, report.embedded) == (1, True, report.passages)
    phases = list(dict.fromkeys(step.phase for step in steps))
    assert [phase for phase in phases if phase in {"read", "embed", "write", "check", "publish"}][-1] == "publish"
    assert steps[-1].ended == "published"
    assert max(nice) >= NICENESS
    written = Step.model_validate_json((place.data / DataFile.PROGRESS).read_text("utf-8"))
    assert (written.ended, written.generation) == ("published", 1)


def test_a_running_one_is_found_and_a_second_one_refused(tmp_path: Path) -> None:
    """Whoever looks finds who builds since when; another start ends at once in those words; a stop is heard by both."""
    place = notes(tmp_path, 40)
    running = held(place)
    found = Reindexing.find(place.settings)
    assert found is not None
    assert found.builder.pid == running.builder.pid
    with pytest.raises(BusyError, match=rf"\(process {running.builder.pid}\) since 20"):
        Reindexing.start(place.settings).attend(lambda step: None)
    with pytest.raises(BusyError, match="wait until it is done"):
        found.report()
    found.cancel()
    os.kill(running.builder.pid, signal.SIGCONT)
    assert [step.ended for step in running.follow()][-1] == "stopped"
    assert [step.ended for step in found.follow()][-1] == "stopped"
    with pytest.raises(StoppedError, match="what was embedded is kept"):
        running.report()
    with pytest.raises(NoIndexError):
        DataFolder(place.data).current()
    assert Reindexing.find(place.settings) is None
    assert Reindexing.start(place.settings).attend(lambda step: None).published


def test_a_killed_one_is_told_as_such(tmp_path: Path) -> None:
    """Nobody waits for a process that is gone: starter and finder say that it was ended, and the next one works."""
    place = notes(tmp_path, 40)
    running = held(place)
    found = Reindexing.find(place.settings)
    assert found is not None
    os.kill(running.builder.pid, signal.SIGKILL)
    assert [step.ended for step in running.follow()][-1] == "failed"
    with pytest.raises(IndexDataError, match=r"was killed \(SIGKILL"):
        running.report()
    with pytest.raises(IndexDataError, match="was killed"):
        [*found.follow()][-1:] and found.report()
    assert Reindexing.start(place.settings).attend(lambda step: None).published


def test_ctrl_c_stops_the_command_and_its_build(tmp_path: Path) -> None:
    """The command ends with the shells' code for it and one line; no process is left that builds."""
    place = notes(tmp_path, 40)
    command = [sys.executable, "-m", "index.cli", "index"]
    command += ["--archive", str(place.archive), "--data", str(place.data)]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        while not (place.data / DataFile.PROGRESS).exists():
            assert process.poll() is None
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.startswith("dateline: ")
    assert "what was embedded is kept" in err
    assert len(err.splitlines()) == 1
    assert Reindexing.find(place.settings) is None
    with pytest.raises(NoIndexError):
        DataFolder(place.data).current()
