"""A reindex: what it does again, what it says, and what it refuses to publish."""

from __future__ import annotations

import datetime as dt
import json
import math
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index import ArchiveError, NotPublishedError
from index.data_check import check
from index.errors import SettingsError
from index.generations import following
from index.generations.data_folder import DataFolder
from index.generations.status import report as reported
from index.models.answers import Query
from index.models.data_files import DataFile
from index.models.reports import Moved
from index.models.vectors import Rows
from index.storage import history
from tests.machine import told_of
from tests.makers.archives import Place, comparable, note, notes, segment_of
from tests.stand_ins.hashing_encoder import HashingEncoder

RARE = "smuggler"


def test_an_unchanged_archive_embeds_nothing_and_changes_no_answer(tmp_path: Path) -> None:
    """The second reindex computes no vector, and answers are the same to the score, but for the generation."""
    place = notes(tmp_path)
    place.index()
    queries = ("harbour", "lantern gull", '"keeper"', "storm since:1950")
    before = [comparable(place.ask(query)) for query in queries]
    encoder = HashingEncoder()
    report = place.index(encoder)
    assert encoder.documents_encoded == report.embedded == 0
    assert report.reused == report.passages > 0
    assert (report.generation, report.previous) == (2, 1)
    assert not any((report.added, report.changed, report.removed, report.moved, report.redated, report.citations))
    assert [comparable(place.ask(query)) for query in queries] == before


def test_a_new_time_of_modification_is_no_change(tmp_path: Path) -> None:
    """Files are known by their bytes: a touched one is neither read as changed nor embedded again."""
    place = notes(tmp_path)
    place.index()
    place.file("note-003.txt").touch()
    report = place.index()
    assert (report.changed, report.embedded) == ((), 0)


def test_the_report_says_what_became_of_each_document(tmp_path: Path) -> None:
    """One of every kind of change, each in its own list; copies and moved files cost no embedding."""
    place = notes(tmp_path)
    first = place.index()
    assert len(first.added) == 8
    place.remove("note-000.txt")
    place.write({"new.txt": note(90), "note-001.txt": note(1, RARE), "undated.txt": "No day is in this one."})
    place.move("note-002.txt", "renamed.txt")
    dated = place.file("note-003.txt").read_text("utf-8")
    place.file("note-003.txt").write_text(dated.replace(dated[5:15], "1999-09-09"), "utf-8")
    place.file("broken.pdf").write_bytes(b"%PDF-1.7 nothing follows")
    shutil.copy(place.file("note-005.txt"), place.file("copy.txt"))
    report = place.index()
    assert report.added == ("copy.txt", "new.txt", "undated.txt")
    assert report.removed == ("note-000.txt",)
    assert report.moved == (Moved(before="note-002.txt", after="renamed.txt"),)
    assert report.changed == ("note-001.txt", "note-003.txt")
    assert report.redated == ("note-003.txt",)
    assert report.undated == ("undated.txt",)
    assert [failure.path for failure in report.failed] == ["broken.pdf"]
    # new, note-001 and undated; a head line is no part of what is embedded but for its title
    assert 0 < report.embedded <= 4
    assert report.embedded + report.reused == report.passages
    assert reported(place.settings) == report


def test_the_report_counts_each_first_level_folder(tmp_path: Path) -> None:
    """Deeper folders are counted in theirs; together they are all there is."""
    place = Place(tmp_path, {"a.txt": note(1), "b/c.txt": note(2), "b/d/e.txt": note(3), "f/g.txt": note(4)})
    report = place.index()
    assert report.folders is not None
    assert {name: counts.documents for name, counts in report.folders.items()} == {"": 1, "b": 2, "f": 1}
    assert sum(counts.passages for counts in report.folders.values()) == report.passages


def test_a_ledger_that_fails_is_noted_with_its_place_and_for_a_chat_without(tmp_path: Path) -> None:
    """The report names the file for whoever runs the machine; a chat is told what that means."""
    place = notes(tmp_path, 2)
    place.data.mkdir()
    (place.data / DataFile.CITATIONS).write_bytes(b"no ledger at all" * 99)
    (noted,) = place.index().notes
    assert str(place.data) in noted.reason
    assert noted.chat is not None
    assert "not protected" in noted.chat
    assert told_of(noted.chat, tmp_path) == []


def test_an_unreadable_document_costs_one_line_of_the_report(tmp_path: Path) -> None:
    """A file that can't be read is named with its reason, and all others are found as before."""
    place = notes(tmp_path)
    place.file("broken.pdf").write_bytes(b"%PDF-1.7 nothing follows")
    report = place.index()
    assert [failure.path for failure in report.failed] == ["broken.pdf"]
    assert report.documents == 8
    assert place.ask("harbour").hits


def test_a_removed_document_is_found_no_more(tmp_path: Path) -> None:
    """After the swap neither its rare word nor its path leads to it."""
    place = notes(tmp_path)
    place.write({"secret.txt": note(77, f"A {RARE} came by.")})
    place.index()
    assert place.ask(RARE).hits[0].document == "secret.txt"
    place.remove("secret.txt")
    place.index()
    assert "secret.txt" not in [hit.document for hit in place.ask(RARE, limit=50).hits]


def _emptied(place: Place) -> None:
    for path in place.archive.iterdir():
        path.unlink()


def test_an_emptied_archive_is_not_published(tmp_path: Path) -> None:
    """Neither an empty nor a missing folder wipes the index; only --force does."""
    place = notes(tmp_path)
    place.index()
    _emptied(place)
    with pytest.raises(ArchiveError, match="holds no documents"):
        place.index()
    place.archive.rmdir()
    with pytest.raises(ArchiveError, match="no archive folder"):
        place.index()
    assert place.ask("harbour").generation == 1
    report = place.index(force=True)
    assert report.published
    assert len(report.removed) == 8
    answer = place.ask("harbour")
    assert (answer.generation, answer.hits) == (report.generation, ())


def test_more_than_half_lost_is_published_by_force_only(tmp_path: Path) -> None:
    """Five of eight documents gone: refused with a report of its own, kept aside, and done when forced."""
    place = notes(tmp_path)
    place.index()
    for number in range(5):
        place.remove(f"note-{number:03d}.txt")
    with pytest.raises(NotPublishedError, match=r"5 of 8 documents are gone .* --force"):
        place.index()
    refused = reported(place.settings)
    assert (refused.generation, refused.published, len(refused.removed)) == (2, False, 5)
    assert refused.fault is not None
    assert place.ask("harbour").generation == 1
    assert place.index(force=True).generation == 3


def test_half_lost_and_all_renamed_are_published(tmp_path: Path) -> None:
    """Exactly half may go, and an archive whose files all have new names has lost nothing."""
    place = notes(tmp_path)
    place.index()
    for number in range(4):
        place.remove(f"note-{number:03d}.txt")
    assert len(place.index().removed) == 4
    for path in list(place.archive.iterdir()):
        path.rename(path.with_name(f"moved-{path.name}"))
    report = place.index()
    assert (len(report.moved), report.removed, report.embedded) == (4, (), 0)


class Lying(HashingEncoder):
    """An encoder whose vectors are not of unit length, or not numbers."""

    def __init__(self, factor: float) -> None:
        super().__init__(revision=f"lying {factor}")
        self._factor = np.float32(factor)

    def encode_documents(self, texts: object) -> Rows:
        rows: Rows = super().encode_documents(texts) * self._factor  # type: ignore[arg-type]  # as it came
        return rows


@pytest.mark.parametrize("factor", [1.5, float("nan"), float("inf")])
def test_unsound_vectors_are_kept_aside_and_never_served(tmp_path: Path, factor: float) -> None:
    """Vectors not finite or not of unit length fail the check; the generation and its report are kept aside."""
    place = notes(tmp_path)
    place.index()
    with np.errstate(invalid="ignore"), pytest.raises(NotPublishedError, match="unit length"):
        place.index(Lying(factor))
    assert (place.data / "failed" / "000002" / "report.json").is_file()
    assert "unit length" in str(reported(place.settings, 2).fault)
    assert DataFolder(place.data).whole() == [1]
    assert place.ask("harbour").generation == 1


def test_only_the_last_failed_generations_are_kept(tmp_path: Path) -> None:
    """However often a reindex fails, what is kept of failures stays bounded."""
    place = notes(tmp_path)
    place.index()
    for _ in range(4):
        with pytest.raises(NotPublishedError):
            place.index(Lying(1.5))
    assert sorted(path.name for path in (place.data / "failed").iterdir()) == ["000004", "000005"]
    assert place.index().generation == 6


def _judge(home: Path, queries: dict[str, str]) -> dict[str, Any]:
    lines = [json.dumps({"id": name, "text": words}) for name, words in enumerate(queries.values())]
    (home / "queries.jsonl").write_text("\n".join(lines), "utf-8")
    rows = ["query\tdocument\trelevance", *(f"{name}\t{path}\t1" for name, path in enumerate(queries))]
    (home / "qrels.tsv").write_text("\n".join(rows), "utf-8")
    return {"judged_queries": home / "queries.jsonl", "judged_qrels": home / "qrels.tsv"}


def test_a_generation_that_answers_judged_queries_worse_is_refused(tmp_path: Path) -> None:
    """Recall is measured and reported; a fall beyond the setting is refused, with the figures, unless forced."""
    judged = _judge(tmp_path, {"note-001.txt": "note 1 day 1", "rare.txt": RARE})
    place = notes(tmp_path, **judged)
    place.write({"rare.txt": note(50, RARE)})
    assert place.index().recall == 1.0
    place.remove("rare.txt")
    with pytest.raises(NotPublishedError, match=r"0\.500, before 1\.000"):
        place.index()
    refused = reported(place.settings)
    assert (refused.recall, refused.recall_before, refused.published) == (0.5, 1.0, False)
    assert place.ask("harbour").generation == 1
    assert place.index(judged_drop=0.5).published
    assert place.index().recall_before == 0.5


def test_judged_queries_that_cannot_be_read_are_named_and_block_nothing(tmp_path: Path) -> None:
    """A query at fault is left out of the measure before and after; a file at fault leaves nothing to measure."""
    empty = "note since:2020 until:2010"
    judged = _judge(tmp_path, {"note-001.txt": "note 1 day 1", "note-002.txt": empty, "rare.txt": RARE})
    place = notes(tmp_path, **judged)
    place.write({"rare.txt": note(50, RARE)})
    first, second = place.index(), place.index()
    for report, before in ((first, None), (second, 1.0)):
        assert (report.published, report.recall, report.recall_before) == (True, 1.0, before)
        (noted,) = [line for line in report.notes if line.path == "judged queries"]
        assert f"{judged['judged_queries']}:2: the window ends (2010-12-31)" in noted.reason
        assert str(tmp_path) not in (noted.chat or noted.reason)
    place.remove("rare.txt")
    with pytest.raises(NotPublishedError, match=r"0\.500, before 1\.000"):
        place.index()
    judged["judged_qrels"].write_text("0\tnote-001.txt\t--1\n", "utf-8")
    third = place.index()
    assert (third.published, third.recall, third.recall_before) == (True, None, None)
    (noted,) = [line for line in third.notes if line.path == "judged queries"]
    assert f"{judged['judged_qrels']}:1 has the relevance '--1'" in noted.reason
    judged["judged_queries"].unlink()
    assert place.index().published


def test_judged_queries_without_judgements_are_refused_before_any_work(tmp_path: Path) -> None:
    """A setting without its counterpart is told at once."""
    judged = _judge(tmp_path, {"note-001.txt": "note"})
    place = notes(tmp_path, judged_queries=judged["judged_queries"])
    with pytest.raises(SettingsError, match="judged_qrels is not"):
        place.index()


def test_damage_in_the_previous_generation_is_not_taken_over(tmp_path: Path) -> None:
    """A byte of a stored text is changed: the next reindex reads the archive again instead of that text."""
    place = notes(tmp_path)
    place.write({"rare.txt": note(50, "An extraordinary smuggler came.")})
    place.index()
    stored = segment_of(DataFolder(place.data).folder(1)) / "archive.sqlite"
    stored.write_bytes(stored.read_bytes().replace(b"extraordinary", b"extraordinaru"))
    place.index()
    hit = place.ask("smuggler").hits[0]
    assert "extraordinary" in hit.text
    assert DataFolder(place.data).damage(1) is not None


def first_days(place: Place) -> dict[str, dt.datetime]:
    """When each document was first indexed, as the serving generation has it."""
    data = DataFolder(place.data)
    return {path: known.first for path, known in history.read(data.folder(data.current())).items()}


@pytest.mark.parametrize("file", ["segments/*/archive.sqlite", "manifest.json"])
def test_the_days_of_first_indexing_outlive_a_damaged_index(tmp_path: Path, file: str) -> None:
    """With no generation fit to build upon, or only ones of another format, the days are taken over all the same."""
    place = notes(tmp_path)
    place.index()
    before = first_days(place)
    assert len(before) == 8
    next(DataFolder(place.data).folder(1).glob(file)).write_bytes(b'{"format": 1}')
    place.write({"new.txt": note(90)})
    assert place.index().previous is None
    assert {path: day for path, day in first_days(place).items() if path != "new.txt"} == before


def test_a_damaged_history_is_taken_from_the_generation_before(tmp_path: Path) -> None:
    """Where only the days of the last generation can't be read, those of the one before it count."""
    place = notes(tmp_path)
    place.index()
    before = first_days(place)
    place.index()
    (DataFolder(place.data).folder(2) / history.HISTORY_FILE).write_bytes(b"nothing")
    place.index()
    assert first_days(place) == before


def test_an_open_archive_answers_on_while_it_is_reindexed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The archive opened before goes on from its generation and takes up the new one when it looks again."""
    place = notes(tmp_path)
    place.index()
    monkeypatch.setattr(following, "LOOK_EVERY_S", math.inf)
    with place.opened() as archive:
        place.index()
        assert archive.search(Query(text="harbour")).generation == 1
        monkeypatch.setattr(following, "LOOK_EVERY_S", 0.0)
        assert archive.search(Query(text="harbour")).generation == 2


def test_a_cache_of_nonsense_is_set_aside_and_made_anew(tmp_path: Path) -> None:
    """What the kept generations hold is not embedded again, and the report says what was done."""
    place = notes(tmp_path)
    place.index()
    (place.data / "embeddings.sqlite").write_bytes(b"nonsense" * 1000)
    for suffix in ("-wal", "-shm"):
        (place.data / f"embeddings.sqlite{suffix}").unlink(missing_ok=True)
    place.write({"more.txt": note(60)})
    found = place.index()
    assert (found.embedded, found.passages - found.reused) == (1, 1)
    assert [note.path for note in found.notes] == ["embeddings.sqlite"]
    assert "embeddings.sqlite.damaged" in found.notes[0].reason
    assert (place.data / "embeddings.sqlite.damaged").read_bytes() == b"nonsense" * 1000
    assert place.index().notes == ()


def test_a_damaged_vector_is_embedded_anew(tmp_path: Path) -> None:
    """One bit of one vector in the cache: the reindex computes that one, says so, and nothing stands in its way."""
    place = notes(tmp_path)
    place.index()
    with closing(sqlite3.connect(place.data / "embeddings.sqlite")) as database:
        name, vector = database.execute("SELECT key, vector FROM vectors LIMIT 1").fetchone()
        changed = bytes((vector[0], vector[1] ^ 0x40)) + vector[2:]
        database.execute("UPDATE vectors SET vector = ? WHERE key = ?", (changed, name))
        database.commit()
    assert any("damaged vectors: 1;" in fault for part in check(place.settings) for fault in part.faults)
    found = place.index()
    assert found.embedded == 1
    assert [note.path for note in found.notes] == ["embeddings.sqlite"]
    assert not any(part.faults for part in check(place.settings))
    assert place.index().notes == ()


def test_a_cache_of_an_earlier_version_embeds_nothing_again(tmp_path: Path) -> None:
    """Vectors without digests get them when they are of unit length; one that isn't is embedded anew."""
    place = notes(tmp_path)
    place.index()
    with closing(sqlite3.connect(place.data / "embeddings.sqlite")) as database:
        database.executescript("DROP TABLE digests; PRAGMA user_version = 0")
        name, vector = database.execute("SELECT key, vector FROM vectors LIMIT 1").fetchone()
        database.execute("UPDATE vectors SET vector = ? WHERE key = ?", (bytes(len(vector)), name))
        database.commit()
    assert place.index().embedded == 1
