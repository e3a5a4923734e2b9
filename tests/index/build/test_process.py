"""A reindex in its own process: how it is followed, found, stopped and lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from index import ArchiveError, BusyError, IndexDataError, NoIndexError, Settings, Step, StoppedError, processes
from index.build.launch import WORKER
from index.build.process import Reindexing
from index.generations import lock
from index.generations.data_folder import DataFolder
from index.models.data_files import DataFile
from index.processes import NICENESS
from tests import ROOT
from tests.bot.fakes import Clock
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
    """Whoever looks finds who builds since when; another start is refused in those words; a stop is heard by both."""
    place = notes(tmp_path, 40)
    running = held(place)
    found = Reindexing.find(place.settings)
    assert found is not None
    assert found.builder.pid == running.builder.pid
    with pytest.raises(BusyError, match=rf"\(process {running.builder.pid}\) since 20"):
        Reindexing.start(place.settings)
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


def test_whoever_has_started_one_has_the_lock(tmp_path: Path) -> None:
    """Of eight that start at the same moment one does, and the lock is its build's; the others are told that."""
    place = notes(tmp_path)
    together = threading.Barrier(8)

    def start(_number: int) -> Reindexing | str:
        together.wait(60)
        try:
            running = Reindexing.start(place.settings)
        except BusyError as error:
            return str(error)
        assert lock.builder(place.data) == running.builder
        return running

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(start, range(8)))
    (running,) = [one for one in told if isinstance(one, Reindexing)]
    assert [one for one in told if isinstance(one, str) and "already being indexed" in one] == [
        one for one in told if one is not running
    ]
    assert running.attend(lambda step: None).published


def test_one_that_is_stopped_at_once_says_so(tmp_path: Path) -> None:
    """A stop that comes before the process can hear it waits for it, and is no death."""
    running = Reindexing.start(notes(tmp_path).settings, detached=True)
    running.cancel()
    assert [step.ended for step in running.follow()][-1] == "stopped"
    with pytest.raises(StoppedError, match="was stopped"):
        running.report()


def test_a_starter_without_standard_streams_hands_over_the_lock_all_the_same(tmp_path: Path) -> None:
    """Started with its standard input closed, as some services are, it holds the lock by that number."""
    place = notes(tmp_path)
    code = "import os, sys; os.close(0); from pathlib import Path; from index import Reindexing, Settings; "
    code += "from index.generations import lock; s = Settings(archive=Path(sys.argv[1]), data=Path(sys.argv[2])); "
    code += "r = Reindexing.start(s); assert lock.held(s.data); assert r.attend(lambda step: None).published"
    command = [sys.executable, "-c", code, str(place.archive), str(place.data)]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, env=processes.environment(), check=False
    )
    assert done.returncode == 0, done.stderr


def test_folders_that_cannot_be_used_are_refused_before_anything_starts(tmp_path: Path) -> None:
    """An index within the archive, and another program's folder, are told to whoever asks, by the error itself."""
    place = notes(tmp_path)
    inside = Settings(_env_file=None, archive=place.archive, data=place.archive / "data")
    with pytest.raises(ArchiveError, match="lies inside the archive"):
        Reindexing.start(inside)
    place.data.mkdir()
    (place.data / "theirs.txt").touch()
    with pytest.raises(IndexDataError, match="holds something other than an index"):
        Reindexing.start(place.settings)


@pytest.mark.parametrize("handed", [{}, {"lock": 2}, {"lock": 4711}])
def test_a_build_that_is_handed_no_lock_takes_it(tmp_path: Path, handed: dict[str, int]) -> None:
    """A bot that runs since before an upgrade starts builds as it always did: one builds, and one is refused."""
    place = notes(tmp_path)
    request = json.dumps({"settings": place.settings.model_dump_json(), "force": False, **handed})
    command = processes.module_command(WORKER, request)
    DataFolder(place.data).make()
    with lock.building(place.data):
        refused = subprocess.run(command, capture_output=True, text=True, env=processes.environment(), check=False)
    assert '"fault":"BusyError"' in refused.stdout.splitlines()[-1]
    done = subprocess.run(command, capture_output=True, text=True, env=processes.environment(), check=False)
    assert '"ended":"published"' in done.stdout.splitlines()[-1]


def test_one_is_known_by_host_and_start_besides_its_number(tmp_path: Path) -> None:
    """It is known from its start on, before it has written a line; the same number elsewhere or later is another's."""
    place = notes(tmp_path)
    running = Reindexing.start(place.settings)
    who = running.builder
    os.kill(who.pid, signal.SIGSTOP)
    (place.data / DataFile.PROGRESS).unlink(missing_ok=True)
    later = who.since + timedelta(minutes=1)
    for known in (None, later):
        found = Reindexing.known(place.settings, who.pid, host=who.host, since=known)
        assert (found is not None) == (known is None)
    assert Reindexing.known(place.settings, who.pid, host="elsewhere", since=who.since) is None
    assert Reindexing.known(place.settings, who.pid, host=who.host, since=who.since) is not None
    os.kill(who.pid, signal.SIGCONT)
    assert running.attend(lambda step: None).published
    ended = Reindexing.known(place.settings, who.pid, host=who.host, since=who.since)
    assert ended is not None
    assert ended.step().ended == "published"
    assert Reindexing.known(place.settings, who.pid, host=who.host, since=later) is None


def test_one_that_was_killed_before_it_wrote_a_line_is_known_as_killed(tmp_path: Path) -> None:
    """Whoever asks after it later learns what became of it, though it never said how far it was."""
    place = notes(tmp_path)
    running = Reindexing.start(place.settings)
    who = running.builder
    os.kill(who.pid, signal.SIGSTOP)
    (place.data / DataFile.PROGRESS).unlink(missing_ok=True)
    os.kill(who.pid, signal.SIGKILL)
    assert [step.ended for step in running.follow()][-1] == "failed"
    found = Reindexing.known(place.settings, who.pid, host=who.host, since=who.since)
    assert found is not None
    with pytest.raises(IndexDataError, match="was killed"):
        [*found.follow()][-1:] and found.report()


def test_one_that_another_has_followed_is_over(tmp_path: Path) -> None:
    """Whoever waits for a build isn't kept waiting by the lock of the next one."""
    place = notes(tmp_path)
    place.data.mkdir()
    (place.data / DataFile.PROGRESS).write_text(
        Step(**lock.myself().model_dump(), phase="embed").model_dump_json(), "utf-8"
    )
    before = lock.myself()
    with lock.building(place.data) as me:
        later = me.model_copy(update={"since": me.since + timedelta(minutes=1)})
        lock.sign(place.data, later)
        found = Reindexing.known(place.settings, before.pid, host=before.host, since=before.since)
        assert found is not None
        assert found.step().ended == "failed"
        with pytest.raises(IndexDataError, match="another one has begun since"):
            found.report()


def test_one_on_a_machine_that_is_gone_is_given_up(tmp_path: Path) -> None:
    """Its lock outlives it; ten minutes of our own clock without a line end it, whatever wall clocks say."""
    place = notes(tmp_path)
    place.data.mkdir()
    clock = Clock()
    elsewhere = lock.myself().model_copy(update={"host": "elsewhere"})
    step = Step(**elsewhere.model_dump(), phase="embed", done=1, total=9)
    file = place.data / DataFile.PROGRESS
    with lock.building(place.data):
        lock.sign(place.data, elsewhere)
        file.write_text(step.model_dump_json(), "utf-8")
        found = Reindexing.known(place.settings, elsewhere.pid, host="elsewhere", since=elsewhere.since, clock=clock)
        assert found is not None
        for wall in (0, 4_000_000_000, 1_000_000_000):  # it writes a line now and then, whatever the time is there
            os.utime(file, (wall, wall))
            clock.now += lock.SILENT_S
            assert found.step().ended is None
        clock.now += lock.SILENT_S + 1
        assert found.step().ended == "failed"
        with pytest.raises(IndexDataError, match="nothing was heard of the reindex for 10 minutes"):
            found.report()


def test_damaged_notes_of_a_build_are_no_fault(tmp_path: Path) -> None:
    """What is no text where a build writes who and how far it is says nothing, and nothing fails for it."""
    place = notes(tmp_path)
    with_bytes = b"\xff\xfe\x00"
    place.data.mkdir()
    (place.data / DataFile.PROGRESS).write_bytes(with_bytes)
    assert Reindexing.known(place.settings, 7) is None
    with lock.building(place.data):
        (place.data / DataFile.LOCK_HOLDER).write_bytes(with_bytes)
        assert Reindexing.find(place.settings) is None
        with pytest.raises(BusyError, match="by another process"):
            Reindexing.start(place.settings)
