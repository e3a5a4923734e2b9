"""The drill: what the README says of backup and restore, done with a small archive while it is in use."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from index.models.answers import Query
from tests import ROOT
from tests.makers.archives import Place

pytestmark = pytest.mark.usefixtures("read_here")

README = (ROOT / "README.md").read_text("utf-8")
STORIES = {
    f"{year}.txt": f"date {year}-05-06 Year {year}\n\nA ferry of {year} crossed at dawn.\n"
    for year in range(1901, 1907)
}


def command() -> list[str]:
    """The arguments of the command that copies the ledger, as the README has it."""
    found = re.search(r"<!-- backup -->\n```\n(.*)\n```", README)
    assert found
    return shlex.split(found[1])[1:]


def cited(archive: Any, ids: list[str]) -> list[tuple[str, str, str]]:
    """What is answered of citations, but for the generation: quotation, state and reason."""
    return [(one.record.quotation, one.citation.state, one.citation.reason) for one in archive.cite(ids)]


def test_a_restored_place_answers_and_cites_as_the_lost_one_did(tmp_path: Path) -> None:
    """Backed up while the archive is open and searched, restored where there is nothing but the documents."""
    lost, restored = tmp_path / "lost", tmp_path / "restored"
    place = Place(lost, STORIES)
    place.index()
    (lost / "data").rename(lost / ".dateline")
    (lost / "data").symlink_to(".dateline")
    query = Query(text="ferry at dawn 1903")
    with place.opened() as archive:
        hits = archive.search(query).hits
        (lost / "archive" / "1906.txt").unlink()
        subprocess.run([sys.executable, *command()], cwd=lost, check=True)
        ids = [one.passage for one in hits]
        before = cited(archive, ids)
    shutil.copytree(lost / "archive", restored / "archive")
    (restored / "data").mkdir()
    shutil.move(lost / "citations-backup.sqlite", restored / "data" / "citations.sqlite")
    shutil.rmtree(lost)
    again = Place(restored)
    report = again.index()
    assert [one.document for one in report.citations] == ["1906.txt"]
    with again.opened() as archive:
        found = archive.search(query).hits
        assert [(one.passage, one.text) for one in found] == [
            (one.passage, one.text) for one in hits if one.document != "1906.txt"
        ]
        after = cited(archive, ids)
    assert [one[:2] for one in after] == [one[:2] for one in before]
    assert sorted(state for _, state, _ in after) == ["removed", *["unchanged"] * (len(STORIES) - 1)]
