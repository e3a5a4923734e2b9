"""The drill: what the guide says of backup and restore, done with a small archive while it is in use."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from bot.access import Asker
from bot.moderation.audit import Audit
from index import Archive, ArchiveFolder, Cited, DataFile, Dossiers, Query
from index.models.data_files import IRREPLACEABLE
from index.models.scope import EVERYTHING
from tests import docs
from tests.makers.archives import Place

GUIDE = docs.read("bot/guide/backup.md")
STORIES = {
    f"{year}.txt": f"date {year}-05-06 Year {year}\n\nA ferry of {year} crossed at dawn.\n"
    for year in range(1901, 1907)
}
QUERY = Query(text="ferry at dawn 1903")
WHO = Asker(user=7, guild=8, roles=frozenset(), channels=frozenset(), manages=True)


def shell(commands: str, home: Path) -> None:
    """Runs commands in `home` as a person would, with this Python."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    subprocess.run(["bash", "-euo", "pipefail", "-c", commands], cwd=home, env={"PATH": path}, check=True)  # noqa: S607 (the shell that people have)


def backed_up(home: Path) -> None:
    """Does what the guide says to back up."""
    (commands,) = docs.marked(GUIDE, "backup")
    shell(commands, home)


def restored(place: Place) -> None:
    """Does what the guide says to restore; the index is built in this process."""
    (commands,) = docs.marked(GUIDE, "restore")
    *copies, last = commands.splitlines()
    assert last == "dateline index"
    shell("\n".join(copies), place.archive.parent)
    report = place.index()
    assert (report.embedded, [affected.document for affected in report.citations]) == (0, ["1906.txt"])


def cited(archive: Archive, ids: list[str]) -> list[tuple[str, str]]:
    """What is answered of citations: quotation and state."""
    found = archive.cite(ids, EVERYTHING)
    return [(cited.record.quotation, cited.citation.state) for cited in found if isinstance(cited, Cited)]


def used(place: Place) -> None:
    """Does to an indexed archive what can't be done again."""
    Dossiers(place.data).add(WHO.user, 8, "k7f2q9xw")
    Audit(place.data).note(WHO, "remove", allowed=True, what="1906.txt")
    ArchiveFolder(place.settings).remove("1906.txt")


def test_what_can_not_be_made_again_is_restored(tmp_path: Path) -> None:
    """Backed up while it is searched, citations, dossiers, trash, log and first days come back with the index."""
    place = Place(tmp_path, STORIES, data=tmp_path / ".dateline")
    place.index()
    with place.opened() as archive:
        hits = archive.search(QUERY).hits
        used(place)
        ids = [hit.passage for hit in hits]
        before, first = cited(archive, ids), archive.facts("1901.txt", EVERYTHING).first_indexed
        log = (place.data / DataFile.BOT_AUDIT).read_text("utf-8")
        assert (place.data / "citations.sqlite-wal").stat().st_size
        backed_up(tmp_path)
    place.data.rename(tmp_path / "lost")
    restored(place)
    with place.opened() as archive:
        assert [hit.passage for hit in archive.search(QUERY).hits] == [
            hit.passage for hit in hits if hit.document != "1906.txt"
        ]
        assert cited(archive, ids) == before
        assert sorted(state for _, state in before) == ["removed", *["unchanged"] * (len(STORIES) - 1)]
        assert archive.facts("1901.txt", EVERYTHING).first_indexed == first
    assert Dossiers(place.data).passages(WHO.user, 8) == ["k7f2q9xw"]
    assert [trashed.path for trashed in ArchiveFolder(place.settings).trash()] == ["1906.txt"]
    assert (place.data / DataFile.BOT_AUDIT).read_text("utf-8") == log


def test_the_guide_names_all_that_can_not_be_made_again() -> None:
    """The table has a row for each file and folder that a new index would not bring back."""
    rows = re.findall(r"^\| `([^`]+?)/?` \|", GUIDE, re.MULTILINE)
    assert set(rows) == IRREPLACEABLE


def test_an_archive_that_was_only_indexed_is_backed_up(tmp_path: Path) -> None:
    """Where nothing was ever removed, kept or cited, the commands succeed too."""
    place = Place(tmp_path, STORIES, data=tmp_path / ".dateline")
    place.index()
    backed_up(tmp_path)
    place.data.rename(tmp_path / "lost")
    shell("cp -a backup .dateline", tmp_path)
    assert place.ask(QUERY.text).generation == 1
