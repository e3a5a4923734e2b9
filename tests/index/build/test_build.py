"""A reindex: what it does again, what it says, and what it refuses to publish."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index import ArchiveError, NotPublishedError, Settings
from index.errors import SettingsError
from index.generations.data_folder import DataFolder
from index.generations.status import report as reported
from index.models.answers import Query
from index.models.reports import Moved
from index.models.vectors import Rows
from tests.archives import ask, filled, index, opened, shown, text, write
from tests.hashing import HashingEncoder
from tests.here import read_here

RARE = "smuggler"

__all__ = ["read_here"]
pytestmark = pytest.mark.usefixtures("read_here")


def test_an_unchanged_archive_embeds_nothing_and_changes_no_answer(tmp_path: Path) -> None:
    """The second reindex computes no vector, and answers are the same to the score, but for the generation."""
    chosen = filled(tmp_path)
    index(chosen)
    queries = ("harbour", "lantern gull", '"keeper"', "storm since:1950")
    before = [shown(ask(chosen, query)) for query in queries]
    encoder = HashingEncoder()
    report = index(chosen, encoder)
    assert encoder.documents_encoded == report.embedded == 0
    assert report.reused == report.passages > 0
    assert (report.generation, report.previous) == (2, 1)
    assert not any((report.added, report.changed, report.removed, report.moved, report.redated, report.citations))
    assert [shown(ask(chosen, query)) for query in queries] == before


def test_a_new_time_of_modification_is_no_change(tmp_path: Path) -> None:
    """Files are known by their bytes: a touched one is neither read as changed nor embedded again."""
    chosen = filled(tmp_path)
    index(chosen)
    (chosen.archive / "note-003.txt").touch()
    report = index(chosen)
    assert (report.changed, report.embedded) == ((), 0)


def test_the_report_says_what_became_of_each_document(tmp_path: Path) -> None:
    """One of every kind of change, each in its own list; copies and moved files cost no embedding."""
    chosen = filled(tmp_path)
    first = index(chosen)
    assert len(first.added) == 8
    (chosen.archive / "note-000.txt").unlink()
    write(chosen, {"new.txt": text(90), "note-001.txt": text(1, RARE), "undated.txt": "No day is in this one."})
    (chosen.archive / "note-002.txt").rename(chosen.archive / "renamed.txt")
    dated = (chosen.archive / "note-003.txt").read_text("utf-8")
    (chosen.archive / "note-003.txt").write_text(dated.replace(dated[5:15], "1999-09-09"), "utf-8")
    (chosen.archive / "broken.pdf").write_bytes(b"%PDF-1.7 nothing follows")
    shutil.copy(chosen.archive / "note-005.txt", chosen.archive / "copy.txt")
    report = index(chosen)
    assert report.added == ("copy.txt", "new.txt", "undated.txt")
    assert report.removed == ("note-000.txt",)
    assert report.moved == (Moved(before="note-002.txt", after="renamed.txt"),)
    assert report.changed == ("note-001.txt", "note-003.txt")
    assert report.redated == ("note-003.txt",)
    assert report.undated == ("undated.txt",)
    assert [one.path for one in report.failed] == ["broken.pdf"]
    # new, note-001 and undated; a head line is no part of what is embedded but for its title
    assert 0 < report.embedded <= 4
    assert report.embedded + report.reused == report.passages
    assert reported(chosen) == report


def test_an_unreadable_document_costs_one_line_of_the_report(tmp_path: Path) -> None:
    """A file that can't be read is named with its reason, and all others are found as before."""
    chosen = filled(tmp_path)
    (chosen.archive / "broken.pdf").write_bytes(b"%PDF-1.7 nothing follows")
    report = index(chosen)
    assert [one.path for one in report.failed] == ["broken.pdf"]
    assert report.documents == 8
    assert ask(chosen, "harbour").hits


def test_a_removed_document_is_found_no_more(tmp_path: Path) -> None:
    """After the swap neither its rare word nor its path leads to it."""
    chosen = filled(tmp_path)
    write(chosen, {"secret.txt": text(77, f"A {RARE} came by.")})
    index(chosen)
    assert ask(chosen, RARE).hits[0].document == "secret.txt"
    (chosen.archive / "secret.txt").unlink()
    index(chosen)
    assert "secret.txt" not in [hit.document for hit in ask(chosen, RARE, limit=50).hits]


def _emptied(chosen: Settings) -> None:
    for path in chosen.archive.iterdir():
        path.unlink()


def test_an_emptied_archive_is_not_published(tmp_path: Path) -> None:
    """Neither an empty nor a missing folder wipes the index; only --force does."""
    chosen = filled(tmp_path)
    index(chosen)
    _emptied(chosen)
    with pytest.raises(ArchiveError, match="holds no documents"):
        index(chosen)
    chosen.archive.rmdir()
    with pytest.raises(ArchiveError, match="no archive folder"):
        index(chosen)
    assert ask(chosen, "harbour").generation == 1
    report = index(chosen, force=True)
    assert report.published
    assert len(report.removed) == 8
    answer = ask(chosen, "harbour")
    assert (answer.generation, answer.hits) == (report.generation, ())


def test_more_than_half_lost_is_published_by_force_only(tmp_path: Path) -> None:
    """Five of eight documents gone: refused with a report of its own, kept aside, and done when forced."""
    chosen = filled(tmp_path)
    index(chosen)
    for number in range(5):
        (chosen.archive / f"note-{number:03d}.txt").unlink()
    with pytest.raises(NotPublishedError, match=r"5 of 8 documents are gone .* --force"):
        index(chosen)
    refused = reported(chosen)
    assert (refused.generation, refused.published, len(refused.removed)) == (2, False, 5)
    assert refused.fault is not None
    assert ask(chosen, "harbour").generation == 1
    assert index(chosen, force=True).generation == 3


def test_half_lost_and_all_renamed_are_published(tmp_path: Path) -> None:
    """Exactly half may go, and an archive whose files all have new names has lost nothing."""
    chosen = filled(tmp_path)
    index(chosen)
    for number in range(4):
        (chosen.archive / f"note-{number:03d}.txt").unlink()
    assert len(index(chosen).removed) == 4
    for path in list(chosen.archive.iterdir()):
        path.rename(path.with_name(f"moved-{path.name}"))
    report = index(chosen)
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
    chosen = filled(tmp_path)
    index(chosen)
    with np.errstate(invalid="ignore"), pytest.raises(NotPublishedError, match="unit length"):
        index(chosen, Lying(factor))
    assert (chosen.data / "failed" / "000002" / "report.json").is_file()
    assert "unit length" in str(reported(chosen, 2).fault)
    assert DataFolder(chosen.data).whole() == [1]
    assert ask(chosen, "harbour").generation == 1


def test_only_the_last_failed_generations_are_kept(tmp_path: Path) -> None:
    """However often a reindex fails, what is kept of failures stays bounded."""
    chosen = filled(tmp_path)
    index(chosen)
    for _ in range(4):
        with pytest.raises(NotPublishedError):
            index(chosen, Lying(1.5))
    assert sorted(path.name for path in (chosen.data / "failed").iterdir()) == ["000004", "000005"]
    assert index(chosen).generation == 6


def _judge(home: Path, queries: dict[str, str]) -> dict[str, Any]:
    lines = [json.dumps({"id": name, "text": words}) for name, words in enumerate(queries.values())]
    (home / "queries.jsonl").write_text("\n".join(lines), "utf-8")
    rows = ["query\tdocument\trelevance", *(f"{name}\t{path}\t1" for name, path in enumerate(queries))]
    (home / "qrels.tsv").write_text("\n".join(rows), "utf-8")
    return {"judged_queries": home / "queries.jsonl", "judged_qrels": home / "qrels.tsv"}


def test_a_generation_that_answers_judged_queries_worse_is_refused(tmp_path: Path) -> None:
    """Recall is measured and reported; a fall beyond the setting is refused, with the figures, unless forced."""
    judged = _judge(tmp_path, {"note-001.txt": "note 1 day 1", "rare.txt": RARE})
    chosen = filled(tmp_path, **judged)
    write(chosen, {"rare.txt": text(50, RARE)})
    assert index(chosen).recall == 1.0
    (chosen.archive / "rare.txt").unlink()
    with pytest.raises(NotPublishedError, match=r"0\.500, before 1\.000"):
        index(chosen)
    refused = reported(chosen)
    assert (refused.recall, refused.recall_before, refused.published) == (0.5, 1.0, False)
    assert ask(chosen, "harbour").generation == 1
    assert index(chosen.model_copy(update={"judged_drop": 0.5})).published
    assert index(chosen).recall_before == 0.5


def test_judged_queries_without_judgements_are_refused_before_any_work(tmp_path: Path) -> None:
    """A setting without its counterpart is told at once."""
    judged = _judge(tmp_path, {"note-001.txt": "note"})
    chosen = filled(tmp_path, judged_queries=judged["judged_queries"])
    with pytest.raises(SettingsError, match="judged_qrels is not"):
        index(chosen)


def test_damage_in_the_previous_generation_is_not_taken_over(tmp_path: Path) -> None:
    """A byte of a stored text is changed: the next reindex reads the archive again instead of that text."""
    chosen = filled(tmp_path)
    write(chosen, {"rare.txt": text(50, "An extraordinary smuggler came.")})
    index(chosen)
    stored = DataFolder(chosen.data).folder(1) / "archive.sqlite"
    stored.write_bytes(stored.read_bytes().replace(b"extraordinary", b"extraordinaru"))
    index(chosen)
    hit = ask(chosen, "smuggler").hits[0]
    assert "extraordinary" in hit.text
    assert DataFolder(chosen.data).damage(1) is not None


def test_an_open_archive_answers_on_while_it_is_reindexed(tmp_path: Path) -> None:
    """The archive opened before goes on from its generation and takes up the new one when it looks again."""
    chosen = filled(tmp_path)
    index(chosen)
    archive = opened(chosen)
    index(chosen)
    assert archive.search(Query(text="harbour")).generation == 1
    archive._looked -= 2  # two seconds later
    assert archive.search(Query(text="harbour")).generation == 2
    archive.close()
