"""A reindex keeps the documents of what it can't look into, and those of a folder that is empty all at once."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index import EVERYTHING, DateSpan, Report
from index.archive_folder import ArchiveFolder
from index.build.gather import gather
from index.build.progress import silent
from index.errors import ArchiveError, NotPublishedError
from index.models.documents import Document, Unreadable
from index.read import SourceFile
from index.settings import Settings
from tests.makers.archives import Place, comparable, note
from tests.makers.barred import barred
from tests.makers.citations import PIER
from tests.stand_ins.hashing_encoder import HashingEncoder
from tests.stand_ins.in_process import InProcessReaders

TAIL = "give access, or reindex with --force to remove them"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Ten notes at the top, two in `moon`, and seven in `press`, of which three in `press/a`; indexed."""
    names = [*(f"{number}.txt" for number in range(10)), "moon/0.txt", "moon/deep/1.txt"]
    names += [*(f"press/{number}.txt" for number in range(4)), *(f"press/a/{number}.txt" for number in range(3))]
    place = Place(tmp_path, {path: note(number) for number, path in enumerate(names)})
    place.index()
    return place


def kept(report: Report) -> dict[str, str]:
    return {line.path: line.reason for line in report.kept}


def untouched(report: Report) -> bool:
    """Whether the report says of no document that anything has become of it."""
    return not (report.added or report.changed or report.removed or report.moved or report.redated or report.failed)


def test_an_unopened_folder_keeps_its_documents_in_one_line(place: Place) -> None:
    """They are neither removed nor changed, answer as before, and nothing is computed again."""
    before = comparable(place.ask("the seen"))
    with barred(place.file("moon")):
        report = place.index()
    assert kept(report) == {
        "moon": f"keeps its 2 documents as indexed before: the folder can't be opened (permission denied); {TAIL}"
    }
    assert (untouched(report), report.documents, report.embedded, report.notes) == (True, 19, 0, ())
    assert comparable(place.ask("the seen")) == before


def test_access_given_back_leaves_no_mark(place: Place) -> None:
    """The next reindex is as if nothing had happened; what changed meanwhile is said then."""
    place.edit("moon/0.txt", "Note", "Notice")
    with barred(place.file("moon"), place.file("press")):
        assert untouched(place.index())
    report = place.index()
    assert (report.changed, report.kept, report.removed, report.added) == (("moon/0.txt",), (), (), ())


def test_force_removes_them_and_says_so(place: Place) -> None:
    """The folder is among what could not be read, then."""
    with barred(place.file("moon")):
        report = place.index(force=True)
    assert report.removed == ("moon/0.txt", "moon/deep/1.txt")
    assert [failed.path for failed in report.failed] == ["moon"]
    assert report.kept == ()


@pytest.mark.parametrize("code", [errno.EIO, errno.ESTALE, errno.ENAMETOOLONG, errno.ENOTCONN])
def test_a_file_that_fails_while_it_is_hashed_keeps_its_document(place: Place, code: int) -> None:
    """Whatever the system's reason is, the report has it, and other files cost nothing."""
    with barred(place.file("2.txt"), code=code):
        report = place.index()
    assert list(kept(report)) == ["2.txt"]
    assert "keeps its document as indexed before: it can't be opened (" in kept(report)["2.txt"]
    assert kept(report)["2.txt"].endswith("see to that, or reindex with --force to remove it")
    assert untouched(report)


def test_a_link_that_leads_round_in_a_circle_keeps_the_document_that_was_there(place: Place) -> None:
    """It can't be opened, though nobody can say what it should be."""
    place.remove("2.txt")
    place.file("2.txt").symlink_to("2.txt")
    report = place.index()
    assert "too many levels of symbolic links" in kept(report)["2.txt"]
    assert report.removed == ()


class Failing(InProcessReaders):
    """Readers before whom files vanish or fail: whatever is new is found by a scan, and then no more."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._archive = settings.archive

    def read_many(self, sources: object) -> Iterator[tuple[SourceFile, list[Document | Unreadable]]]:
        files = list(sources)  # type: ignore[call-overload]  # as it came
        with barred(*(self._archive / file.path for file in files), code=errno.ESTALE):
            yield from super().read_many(files)


def test_a_changed_file_that_fails_between_scan_and_read_keeps_its_document(place: Place) -> None:
    """The next reindex reads the change."""
    place.edit("2.txt", "Note", "Notice")
    place.write({"new.txt": note(30)})
    report = place.index(readers=Failing)
    assert list(kept(report)) == ["2.txt"]
    assert (report.changed, [failed.path for failed in report.failed]) == ((), ["new.txt"])
    assert (place.index().changed, place.index().kept) == (("2.txt",), ())


def test_a_file_that_can_be_opened_but_not_read_is_not_kept(place: Place) -> None:
    """Its content did change: it is among what could not be read, and its old words are no longer found."""
    place.file("2.txt").write_bytes(b" \n")
    report = place.index()
    assert ([failed.path for failed in report.failed], report.removed, report.kept) == (["2.txt"], ("2.txt",), ())


def test_all_messages_of_a_mailbox_are_kept(place: Place) -> None:
    """The line counts documents; and a file named like one of them, which may be read now, does not clash."""
    message = "From a@b.c Sat Jan  1 10:00:00 2000\nSubject: Hay {0}\n\nHay was made on day {0}.\n\n"
    place.write({"post/box.mbox": message.format(1) + message.format(2)})
    place.index()
    with barred(place.file("post/box.mbox")):
        assert "keeps its 2 documents" in kept(place.index())["post/box.mbox"]
        place.write({"post/box.mbox#2": note(50)})
        report = place.index()
    assert (report.documents, report.changed, report.removed) == (21, ("post/box.mbox#2",), ())


def test_an_emptied_folder_keeps_its_documents_until_forced(place: Place) -> None:
    """However often the archive is indexed meanwhile, and whatever is put into the folder; then they are removed."""
    shutil.rmtree(place.file("press"))
    place.file("press").mkdir()
    expected = (
        "keeps its 7 documents as indexed before: the folder {}; bring its files back, or reindex with --force to "
    )
    for _ in range(2):
        report = place.index()
        assert kept(report) == {"press": expected.format("is empty") + "remove them"}
        assert (untouched(report), report.notes) == (True, ())
    place.write({"press/new.txt": note(30)})
    assert place.index().added == ("press/new.txt",)
    report = place.index()
    assert kept(report) == {"press": expected.format("holds none of them now") + "remove them"}
    assert len(place.index(force=True).removed) == 7


def test_files_that_come_back_are_as_they_were(place: Place) -> None:
    """Nothing is embedded, noted or changed once the disk is mounted again."""
    before = comparable(place.ask("the seen"))
    place.file("press").rename(place.file("../press"))
    place.index()
    place.file("../press").rename(place.file("press"))
    report = place.index()
    assert (untouched(report), report.kept, report.embedded) == (True, (), 0)
    assert comparable(place.ask("the seen")) == before
    with place.generation() as generation:
        assert {document.notes for document in generation.documents.documents()} == {()}


def test_a_folder_of_few_files_is_removed_as_it_always_was(place: Place) -> None:
    """Four files and fewer, or one mailbox of many messages, are removed and not lost."""
    message = "From a@b.c Sat Jan  1 10:00:00 2000\nSubject: Hay {0}\n\nHay was made on day {0}.\n\n"
    place.write({"post/box.mbox": "".join(map(message.format, range(6)))})
    assert place.index().documents == 25
    shutil.rmtree(place.file("moon"))
    shutil.rmtree(place.file("post"))
    report = place.index()
    assert (len(report.removed), report.kept) == (8, ())


def test_a_renamed_folder_needs_no_force(place: Place) -> None:
    """Its documents are moved."""
    place.move("press", "shore/press-cuttings")
    report = place.index()
    assert (len(report.moved), report.removed, report.kept) == (7, (), ())


def test_what_a_moderator_removed_is_removed(place: Place) -> None:
    """All seven files of a folder, one by one: that is meant."""
    folder = ArchiveFolder(place.settings)
    for path in [path for path in place.file("press").rglob("*") if path.is_file()]:
        folder.remove(path.relative_to(place.archive).as_posix())
    report = place.index()
    assert (len(report.removed), report.kept) == (7, ())


def test_links_to_a_folder_that_is_gone_count_as_gone(place: Place) -> None:
    """They are still there, but lead to nothing."""
    for number in range(4):
        place.file("best").mkdir(exist_ok=True)
        place.file(f"best/{number}.txt").symlink_to(f"../press/{number}.txt")
    place.file("best/4.txt").symlink_to("../press/a/0.txt")
    place.index()
    shutil.rmtree(place.file("press"))
    report = place.index()
    assert (set(kept(report)), report.removed) == ({"press", "best"}, ())


def test_another_archive_loses_nothing(place: Place, tmp_path: Path) -> None:
    """Where the index was made of a folder that is still there, the new one is taken as it is."""
    other = tmp_path / "other"
    shutil.copytree(place.archive, other)
    shutil.rmtree(other / "press")
    report = place.index(archive=other)
    assert (len(report.removed), report.kept) == (7, ())


def test_an_archive_without_anything_is_an_error_as_before(place: Place) -> None:
    """An empty folder of documents is most likely not mounted as a whole."""
    shutil.rmtree(place.archive)
    place.archive.mkdir()
    with pytest.raises(ArchiveError, match="holds no documents"):
        place.index()


def test_an_archive_that_can_not_be_looked_for_is_not_gone_even_when_forced(place: Place) -> None:
    """Force makes an empty index of an archive that is gone, but not of one behind a folder that can't be opened."""
    with barred(place.archive.parent), pytest.raises(ArchiveError, match="can't be read"):
        gather(place.settings, None, HashingEncoder, silent, may_be_empty=True, readers=InProcessReaders)


def test_more_than_half_removed_one_by_one_is_still_refused(place: Place) -> None:
    """The gate counts what would be removed, not what is kept."""
    place.remove(*(f"{number}.txt" for number in range(10)))
    with pytest.raises(NotPublishedError, match="10 of 19 documents are gone"):
        place.index()


def passages(place: Place, path: str) -> list[str]:
    """The ids of a document's passages in the generation that serves."""
    with place.generation() as generation:
        document = generation.documents.document(path)
        assert document is not None
        return [passage.id for passage in generation.documents.passages(document)]


def test_with_other_settings_what_is_kept_is_cut_anew_from_the_stored_text(place: Place) -> None:
    """Its words are cut and embedded as all others are; and every citation still resolves."""
    place.write({"moon/pier.txt": PIER})
    place.index()
    cited = passages(place, "moon/pier.txt")
    with place.opened() as archive:
        archive.cite(cited, EVERYTHING)  # which enters them
    with barred(place.file("moon")):
        report = place.index(passage_tokens=16)
    assert (untouched(report), report.documents, report.citations) == (True, 20, ())
    assert "other settings" not in kept(report)["moon"]
    assert len(passages(place, "moon/pier.txt")) > len(cited)


def test_other_fields_read_a_file_again(place: Place) -> None:
    """A setting of fields makes other documents of the same bytes; until then a search finds what there is."""
    place.write({"moon/3.jsonl": '{"text": "A lantern shone.", "story": "A cannon spoke."}\n'})
    place.index()
    assert place.first("lantern", text_field="story").document == "moon/3.jsonl"
    place.index(text_field="story")
    assert place.first("cannon", text_field="story").text == "A cannon spoke."


def test_what_would_be_read_in_another_way_is_read_again_once_it_can_be(place: Place) -> None:
    """A date that settings now tell is not taken over undated for ever, however many reindexes lie between."""
    place.write({"moon/2.txt": "date 03/04/2025 A new moon\n\nNobody saw it.\n"})
    place.index()
    with barred(place.file("moon")):
        report = place.index(date_order="day first")
        assert "as indexed before, with other settings or by another version: the folder" in kept(report)["moon"]
        assert (report.redated, report.undated) == ((), ("moon/2.txt",))
        place.index(date_order="day first")
    report = place.index(date_order="day first")
    assert (report.redated, report.kept) == (("moon/2.txt",), ())
    with place.generation() as generation:
        document = generation.documents.document("moon/2.txt")
    assert document is not None
    assert isinstance(document.date, DateSpan)
    assert document.notes == ()
    assert document.date.earliest.isoformat() == "2025-04-03"


@pytest.mark.parametrize("damage", [lambda place: place.forget(), lambda place: shutil.rmtree(place.file("moon"))])
def test_without_a_document_before_an_unopened_folder_has_failed(place: Place, damage: Callable[[Place], None]) -> None:
    """There is nothing to keep: one line says what can't be read, as ever."""
    damage(place)
    place.index(force=True)
    place.write({"shut/0.txt": note(60)})
    with barred(place.file("shut")):
        report = place.index()
    assert [failed.path for failed in report.failed] == ["shut"]
    assert report.kept == ()
