"""How far a reindex is, as one process writes it and another reads it, whatever versions they are of."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pytest

from index.build.process import Reindexing
from index.build.progress import ProgressWriter, beating
from index.generations import lock
from index.models.data_files import DataFile
from index.models.reports import PHASES, Phase, Step
from tests.makers.archives import Place

LINE = (
    '{"pid":7,"host":"shelf","user":"keeper","since":"2026-11-29T10:00:00Z","phase":"%s","done":3,"total":4,'
    '"rate":2.5,"left_s":0.4,"ended":null,"generation":null,"fault":null,"message":null}'
)


@pytest.mark.parametrize("phase", Phase)
def test_a_phase_is_written_as_it_always_was(phase: Phase) -> None:
    """A line of any phase is read as that phase and written again as the same line."""
    step = Step.model_validate_json(LINE % phase.value)
    assert step.phase is phase
    assert step.model_dump_json() == LINE % phase.value


def test_the_phases_stand_in_files_by_these_words() -> None:
    """Other versions read and write them, so none may be renamed."""
    written = ["start", "read", "recognise", "load model", "embed", "write", "check", "citations", "judge", "publish"]
    assert [phase.value for phase in Phase] == written
    assert list(PHASES) == list(Phase)


def test_a_phase_of_another_version_can_be_followed(tmp_path: Path) -> None:
    """A process that only finds the reindex says how far it is and that it works, though it knows no such phase."""
    place = Place(tmp_path)
    place.data.mkdir()
    (place.data / DataFile.PROGRESS).write_text(LINE % "polish" + "\n", "utf-8")
    found = Reindexing.known(place.settings, 7)
    assert found is not None
    step = found.step()
    assert (step.phase, step.done, step.total, step.activity) == ("polish", 3, 4, "Working")
    assert Step.model_validate_json(LINE % "embed").activity == "Embedding passages"


def test_a_build_that_is_slow_writes_all_the_same(tmp_path: Path) -> None:
    """Whoever follows from another machine sees that it lives; nothing comes after the last line."""
    file, lines = tmp_path / DataFile.PROGRESS, io.StringIO()
    writer = ProgressWriter(lines, file, lock.myself())
    writer.begin()
    first = file.stat().st_ino, file.stat().st_mtime_ns
    with beating(writer, every_s=0.001):
        while (file.stat().st_ino, file.stat().st_mtime_ns) == first:
            time.sleep(0.001)
    writer.end(ended="stopped", message="it was stopped")
    assert Step.model_validate_json(file.read_text("utf-8")).ended == "stopped"
    assert len(lines.getvalue().splitlines()) == 2
