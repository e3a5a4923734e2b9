"""A document that is erased is gone: no byte of its words or vectors is left, and what cites it says so."""

from __future__ import annotations

import datetime as dt
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import pytest

from index import (
    ArchiveError,
    ArchiveFolder,
    BusyError,
    Cited,
    DataFile,
    Query,
    Unknown,
    Watcher,
    Watches,
    WatchPosts,
)
from index.build.build import locked
from index.eraser import Eraser
from index.generations.data_folder import DataFolder
from index.models.scope import EVERYTHING, Scope
from tests.makers import traces
from tests.makers.archives import Place, note
from tests.stand_ins.in_process import InProcessReaders

RARE = "Quillfeather"
"""A word of the letter that nothing else has."""
LETTER = f"date 1921-03-04 A letter from {RARE}\n\nThe {RARE} family hid the lantern beneath the goat shed.\n"
OTHERS = {f"note-{number}.txt": note(number) for number in range(6)}
WHY = "the sender asked for it"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Notes and a letter, indexed, where SQLite itself would leave what is deleted."""
    traces.keep(monkeypatch)
    place = Place(tmp_path, {**OTHERS, "letters/a.txt": LETTER})
    place.index()
    return place


def eraser(place: Place) -> Eraser:
    return Eraser(place.settings, InProcessReaders)


def erase(place: Place, path: str = "letters/a.txt") -> None:
    """Erases a document as the command does, with the index built in this process."""
    if not eraser(place).begin(path, WHY).done:
        place.index()
    assert eraser(place).outcome(path).done


def cite(place: Place, passage: str, scope: Scope = EVERYTHING) -> Cited | Unknown:
    with place.opened() as archive:
        return archive.cite([passage], scope)[0]


def gone(place: Place) -> None:
    """Nothing of the letter is left, and the others are found."""
    assert traces.of_words(place, RARE, RARE.lower(), "goat shed") == []
    assert RARE not in place.first("lantern goat shed").text
    assert place.first("harbour")


def test_no_byte_of_it_is_left(place: Place) -> None:
    """Archive, trash, each generation, cache, ledger and their write-ahead logs: neither a word nor a vector."""
    passage = place.first("lantern goat shed").passage
    with place.generation() as generation:
        document = generation.documents.document("letters/a.txt")
        assert document
    ArchiveFolder(place.settings).put("letters/a.txt", f"{LETTER}More of {RARE}.\n".encode(), replace=True)
    place.index()
    place.write({"more.txt": note(50)})
    place.index()
    held = traces.of_words(place, RARE)
    vector = traces.vector(document)
    assert {Path(file).name for file in held} >= {"a.txt", "archive.sqlite"}
    assert any("trash" in file for file in held)
    assert len([file for file in held if "generations" in file]) >= 3
    assert {"data/embeddings.sqlite"} < set(traces.of(place, vector))
    erase(place)
    gone(place)
    assert traces.of(place, vector) == []
    assert DataFolder(place.data).whole() == [4]
    assert isinstance(cite(place, passage), Cited)


def test_its_citations_say_when_and_why(place: Place) -> None:
    """No word, no title: only the id, the day and the reason; and the id is never given to another passage."""
    passage = place.first("lantern goat shed").passage
    erase(place)
    cited = cite(place, passage)
    assert isinstance(cited, Cited)
    assert cited.citation.state == cited.stored.state == "erased"
    assert (cited.record.quotation, cited.record.title, cited.record.date) == ("", "", None)
    assert cited.record.erased
    assert cited.record.erased.why == WHY
    assert f"erased for good on {cited.record.erased.at.day} " in cited.said
    assert WHY in cited.said
    eraser(place).allow("letters/a.txt")
    place.write({"letters/a.txt": LETTER})
    place.index()
    assert place.first("lantern goat shed").passage != passage
    assert isinstance(cited := cite(place, passage), Cited)
    assert cited.citation.state == "erased"


def test_a_search_in_the_old_generation_enters_no_word_again(place: Place) -> None:
    """Between the record and the new generation the old one is searched: the ledger takes nothing of the letter."""
    with place.opened() as archive:
        assert not eraser(place).begin("letters/a.txt", WHY).done
        assert any(RARE in hit.text for hit in archive.search(Query(text="lantern goat shed")).hits)
        with closing(sqlite3.connect(place.data / DataFile.CITATIONS)) as database:
            kept = "".join(text for (text,) in database.execute("SELECT quotation FROM citations"))
        assert RARE not in kept
    place.index()
    gone(place)


def test_a_running_archive_serves_no_word_of_it(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that was opened before follows at its next look, though its generation was removed under it."""
    monkeypatch.setattr("index.generations.following.LOOK_EVERY_S", 0)
    monkeypatch.setattr("index.build.erasures.READERS_LEAVE_S", 0)
    with place.opened() as archive:
        assert RARE in archive.search(Query(text="lantern goat shed")).hits[0].text
        passage = archive.search(Query(text="lantern goat shed")).hits[0].passage
        erase(place)
        gone(place)
        assert not any(RARE in hit.text for hit in archive.search(Query(text="lantern goat shed")).hits)
        (cited,) = archive.cite([passage], EVERYTHING)
        assert isinstance(cited, Cited)
        assert cited.citation.state == "erased"
    gone(place)


def test_copies_go_with_it_and_near_duplicates_are_named(place: Place) -> None:
    """The same bytes under another name are listed and erased; nearly the same text is listed and stays."""
    near = LETTER.replace("beneath", "behind") + "\nSo they said in the village, and so it was written down by hand.\n"
    long = LETTER + "\n".join(note(number) for number in range(3))
    place.write({"letters/a.txt": long, "copy.txt": long, "near.txt": long.replace("family", "people")})
    place.write({"other.txt": near.replace(RARE, "Somebody")})
    place.index()
    found = eraser(place).look("letters/a.txt")
    assert [file.path for file in found.files] == ["letters/a.txt", "copy.txt"]
    assert found.alike == ("near.txt",)
    place.move("letters/a.txt", "../a.txt")
    place.index()
    assert eraser(place).look("letters/a.txt").alike == ("near.txt",)
    place.move("../a.txt", "letters/a.txt")
    erase(place)
    assert not place.file("copy.txt").exists()
    assert place.file("near.txt").exists()


def test_words_that_moved_out_of_it_go_and_those_of_others_stay(place: Place) -> None:
    """A citation of a file that was renamed is erased with it; one whose own document has the words is not."""
    renamed = place.first("lantern goat shed").passage
    words = f"The {RARE} family hid the lantern beneath the goat shed.\n"
    place.write({"quotes.txt": f"date 1930-01-01 Quotes\n\n{words}"})
    place.index()
    with place.generation() as generation:
        (quotes,) = (one for one in generation.documents.documents() if one.path == "quotes.txt")
        quoting = generation.documents.passages(quotes)[0].id
    cite(place, quoting)
    place.move("letters/a.txt", "letters/b.txt")
    place.index()
    erase(place, "letters/b.txt")
    states = [
        cited.citation.state for cited in (cite(place, renamed), cite(place, quoting)) if isinstance(cited, Cited)
    ]
    assert states == ["erased", "unchanged"]


def test_what_was_removed_before_is_erased_without_a_reindex(place: Place) -> None:
    """Only trash, older generations and ledger have it: they are enough, and are cleared at once."""
    passage = place.first("lantern goat shed").passage
    ArchiveFolder(place.settings).remove("letters/a.txt")
    place.index()
    assert eraser(place).begin("letters/a.txt", WHY).done
    gone(place)
    assert ArchiveFolder(place.settings).trash() == []
    cited = cite(place, passage)
    assert isinstance(cited, Cited)
    assert cited.citation.state == "erased"


def test_the_only_document_can_be_erased(tmp_path: Path) -> None:
    """An archive that is empty then is no loss; and most of it gone otherwise still is."""
    place = Place(tmp_path, {"a.txt": LETTER})
    place.index()
    erase(place, "a.txt")
    assert traces.of_words(place, RARE) == []
    assert place.ask("lantern").hits == ()


def test_the_same_bytes_are_not_read_again_until_they_are_allowed(place: Place) -> None:
    """Brought back under any name they fail with the day, the reason and the way; allowed, they are indexed."""
    erase(place)
    place.write({"back.txt": LETTER})
    report = place.index()
    (failure,) = report.failed
    assert failure.path == "back.txt"
    assert WHY in failure.reason
    assert "dateline erase --allow" in failure.reason
    with pytest.raises(ArchiveError, match="erased for good"):
        ArchiveFolder(place.settings, InProcessReaders).look("new.txt", LETTER.encode())
    assert eraser(place).allow("back.txt") == 1
    assert place.index().failed == ()
    assert place.first("lantern goat shed").document == "back.txt"


def test_another_document_at_its_path_is_none_of_it(place: Place) -> None:
    """What is put there later is indexed and cited, and stays what it is when the index is built again."""
    erase(place)
    place.write({"letters/a.txt": "date 1950-01-01 New\n\nA kettle whistled on the stove all morning.\n"})
    place.index()
    passage = place.first("kettle").passage
    place.index()
    cited = cite(place, passage)
    assert isinstance(cited, Cited)
    assert cited.citation.state == "unchanged"


def test_unknown_and_hidden_paths_are_one_line(place: Place) -> None:
    """The nearest paths are named; of a folder that the asker may not see nothing is said but that."""
    with pytest.raises(ArchiveError, match=r"did you mean letters/a\.txt"):
        eraser(place).begin("a.txt", WHY)
    hidden = Scope(hidden=frozenset({"letters"}))
    with pytest.raises(ArchiveError, match=r"no document letters/a\.txt is or was") as told:
        eraser(place).look("letters/a.txt", hidden)
    assert "did you mean letters" not in str(told.value)
    place.write({"copy.txt": LETTER})
    with pytest.raises(ArchiveError, match="can't be erased from here") as told:
        eraser(place).begin("copy.txt", WHY, hidden)
    assert "letters" not in str(told.value)
    erase(place)
    with pytest.raises(ArchiveError, match="already, and nothing of it is left"):
        eraser(place).look("letters/a.txt")


def test_nothing_is_begun_while_another_process_builds(place: Place) -> None:
    """Whoever builds is named, and nothing is recorded or removed."""
    with locked(place.settings), pytest.raises(BusyError, match="already being indexed"):
        eraser(place).begin("letters/a.txt", WHY)
    assert not (place.data / DataFile.ERASURES).exists()
    assert place.file("letters/a.txt").exists()


def test_a_ledger_that_comes_back_loses_the_words_again(place: Place) -> None:
    """Somebody copies an old ledger over the new one: the next reindex takes the words out again."""
    place.first("lantern goat shed")
    old = place.data.parent / "old.sqlite"
    with closing(sqlite3.connect(place.data / DataFile.CITATIONS)) as database, closing(sqlite3.connect(old)) as copy:
        database.backup(copy)
    erase(place)
    old.replace(place.data / DataFile.CITATIONS)
    place.index()
    with closing(sqlite3.connect(place.data / DataFile.CITATIONS)) as database:
        assert RARE not in "".join(text for (text,) in database.execute("SELECT quotation FROM citations"))


def test_the_texts_kept_of_its_versions_are_gone(place: Place) -> None:
    """Each version that was cited, to the last byte of what was packed; a store that comes back loses them again."""
    cite(place, place.first("lantern goat shed").passage)
    place.edit("letters/a.txt", "hid the lantern", "hid the old lantern")
    place.index()
    cite(place, place.first("lantern goat shed").passage)
    cite(place, place.first("harbour").passage)
    file = place.data / DataFile.CITED_TEXTS
    with closing(sqlite3.connect(file)) as database, closing(sqlite3.connect(place.data.parent / "old")) as copy:
        packed = [blob for (blob,) in database.execute("SELECT packed FROM texts")]
        database.backup(copy)
    theirs = [blob for blob in packed if RARE in zlib.decompress(blob).decode()]
    assert (len(packed), len(theirs)) == (3, 2)
    assert all(traces.of(place, blob) == [f"data/{DataFile.CITED_TEXTS}"] for blob in theirs)
    erase(place)
    assert [traces.of(place, blob) for blob in theirs] == [[], []]
    (place.data.parent / "old").replace(file)
    place.index()
    with closing(sqlite3.connect(file)) as database:
        left = [zlib.decompress(blob).decode() for (blob,) in database.execute("SELECT packed FROM texts")]
    assert len(left) == 1
    assert RARE not in left[0]


def test_a_rollback_meanwhile_does_not_bring_it_back(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody serves the old generation again before it is removed: it is not done, and the next reindex does it."""
    monkeypatch.setattr("index.build.erasures.READERS_LEAVE_S", 0)
    assert not eraser(place).begin("letters/a.txt", WHY).done
    publish = DataFolder.publish

    def and_back(data: DataFolder, generation: int) -> None:
        publish(data, generation)
        data.make_current(1)

    monkeypatch.setattr(DataFolder, "publish", and_back)
    place.index()
    assert not eraser(place).outcome("letters/a.txt").done
    monkeypatch.setattr(DataFolder, "publish", publish)
    place.index()
    assert eraser(place).outcome("letters/a.txt").done
    gone(place)


def test_watches_forget_what_is_erased_and_go_on(place: Place) -> None:
    """No trace of where it stood is left; what came with the same reindex is told, though no generation is left."""
    watches, posts = Watches(place.data), WatchPosts(place.data)
    now = dt.datetime.now(dt.UTC)
    watch = watches.add(0, "family sledge", checked=1, made=now)
    place.write({"letters/b.txt": LETTER.replace("goat shed", "sledge")})
    place.index()

    def check() -> list[str]:
        found = watches.find(watch.token)
        assert found is not None
        with place.opened() as archive:
            (checked,) = Watcher(archive, place.settings).check([(found, EVERYTHING)])
        watches.note([checked])
        return [match.document for match in checked.matches]

    assert check() == ["letters/b.txt"]
    assert posts.waiting()
    place.write({"more.txt": note(50, "The family had a sledge.")})
    erase(place, "letters/b.txt")
    assert posts.waiting() == {}
    assert "data/watches.sqlite" not in traces.of_words(place, "letters/b.txt")
    assert check() == ["more.txt"]
