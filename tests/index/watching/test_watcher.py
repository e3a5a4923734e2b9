"""What is new to a watch: the new documents that a search would show, unless they tell what it knows."""

from __future__ import annotations

import datetime as dt
import random
import shutil
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from index import EVERYTHING, Archive, DataFile, Scope, Watch, WatchCheck, Watcher, Watches, WatchPosts
from index.embed.encoder import Encoder
from index.generations.data_folder import DataFolder
from index.models.vectors import Rows
from index.search.matching import matching
from tests.index.search.test_matching import FRAME, QUERIES, encode, read, texts
from tests.makers.archives import WORDS, Place
from tests.stand_ins.hashing_encoder import HashingEncoder
from tests.stand_ins.in_process import InProcessReaders

NOW = dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)


def story(name: str, said: str = "", year: int = 1971) -> str:
    """A document of English words in an order that no other has, and what else is said in it."""
    words = " ".join(random.Random(name).choices(WORDS, k=70))
    return f"date {year}-05-03 About {name}\n\n{FRAME} {words}.\n\n{said}\n"


class Bench:
    """An archive, the watches on it, and whoever looks."""

    def __init__(self, folder: Path) -> None:
        self.place = Place(folder, {"a/old.txt": story("old", "A zeppelin came."), "a/plain.txt": story("plain")})
        self.place.index()
        self.watches, self.posts = Watches(self.place.data), WatchPosts(self.place.data)

    def watch(self, query: str = "zeppelin") -> Watch:
        checked = DataFolder(self.place.data).current()
        return self.watches.add(0, query, checked=checked, made=dt.datetime.now(dt.UTC))

    def opened(self, encoder: Encoder | None = None) -> Archive:
        return Archive.open(self.place.settings, encoder or HashingEncoder(), readers=InProcessReaders)

    def check(self, watch: Watch, scope: Scope = EVERYTHING, encoder: Encoder | None = None) -> WatchCheck | None:
        """What comes of the archive as it is served now, noted."""
        with closing(self.opened(encoder)) as archive:
            now = self.watches.find(watch.token)
            assert now is not None
            checks = Watcher(archive, self.place.settings).check([(now, scope)])
        self.watches.note(checks)
        return checks[0] if checks else None

    def new(self, watch: Watch, scope: Scope = EVERYTHING) -> list[str]:
        """The paths of what is new after a reindex."""
        self.place.index(force=True)
        check = self.check(watch, scope)
        return [match.document for match in check.matches] if check else []

    def hits(self, watch: Watch, scope: Scope = EVERYTHING, limit: int = 5) -> tuple[list[str], int, list[str]]:
        """What is shown of all that waits: the documents, how many there are, and those that are gone."""
        with closing(self.opened()) as archive:
            matches = self.posts.waiting().get(watch.token, ())
            found = Watcher(archive, self.place.settings).hits(watch, matches, scope, limit)
        return [one.hit.document for one in found.hits], found.found, [match.document for match in found.gone]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_what_is_new_is_what_matches_of_the_new_documents(tmp_path: Path) -> None:
    """For words, phrases, exclusions, windows, folders and lists: as if every document were looked at."""
    known, added = dict(list(texts())[:40]), dict(list(texts())[40:70])
    place = Place(tmp_path, known)
    place.index()
    watches = Watches(place.data)
    made = {query: watches.add(0, query, checked=1, made=NOW) for query in QUERIES}
    place.write(added)
    place.index()
    with place.opened() as archive, place.generation() as generation:
        store = generation.passages
        checks = Watcher(archive, place.settings).check([(watch, EVERYTHING) for watch in made.values()])
        numbers = tuple(sorted(store.numbers(list(added)).values()))
        for query, check in zip(made, checks, strict=True):
            found = matching(store, read(store, query, HashingEncoder()).among(numbers), encode)
            assert {version.document for version in check.versions} == set(store.paths(found.tolist()).values()), query


def test_a_new_document_is_told_with_the_day_since_when_the_archive_has_it(bench: Bench) -> None:
    """What doesn't match is not; what was there when the watch was made is not; a second look tells nothing."""
    watch = bench.watch()
    bench.place.write({"new.txt": story("new", "The zeppelin left."), "other.txt": story("other")})
    bench.place.index()
    check = bench.check(watch)
    assert check is not None
    (match,) = check.matches
    assert (match.document, match.change, match.since) == ("new.txt", "added", dt.datetime.now(dt.UTC).date())
    assert bench.check(watch) is None
    assert bench.hits(watch) == (["new.txt"], 1, [])


@pytest.mark.parametrize(
    "change",
    [
        lambda place: place.move("a/old.txt", "moved/old.txt"),
        lambda place: place.write({"reprint.txt": story("old", "A zeppelin came, it is said.", 1999)}),
        lambda place: place.edit("a/old.txt", "A zeppelin came.", "A zeppelin came twice that day."),
        lambda place: place.edit("a/old.txt", "1971-05-03", "1981-05-03"),
        lambda place: place.write({"a/old.txt": story("another", "A zeppelin again.")}),
        lambda place: place.remove("a/old.txt"),
    ],
    ids=["moved", "reprinted", "edited", "re-dated", "another text at its path", "removed"],
)
def test_what_is_known_is_silent(bench: Bench, change: Callable[[Place], None]) -> None:
    """What matched in the generation checked before is no news, however it comes back."""
    watch = bench.watch()
    change(bench.place)
    assert bench.new(watch) == []


def test_what_was_told_is_silent_for_ever(bench: Bench) -> None:
    """Its text, a reprint of it and later versions, though the document was gone in between."""
    watch = bench.watch()
    bench.place.write({"new.txt": story("new", "The zeppelin left.")})
    assert bench.new(watch) == ["new.txt"]
    bench.place.edit("new.txt", "The zeppelin left.", "The zeppelin has left us.")
    assert bench.new(watch) == []
    bench.place.write({"new.txt": story("quite", "Another zeppelin.")})
    assert bench.new(watch) == []
    bench.place.remove("new.txt")
    assert bench.new(watch) == []
    bench.place.write(
        {"b/again.txt": story("new", "The zeppelin left."), "b/quite.txt": story("quite", "Another zeppelin.")}
    )
    assert bench.new(watch) == []


def test_a_document_is_new_once_it_matches(bench: Bench) -> None:
    """One that changed, one whose new date lies in the window, and one that was moved out of a hidden folder."""
    watch, late = bench.watch(), bench.watch("zeppelin since:1980")
    hidden = bench.watches.add(7, "zeppelin", checked=1, made=NOW)
    bench.place.edit("a/plain.txt", "nothing else", "a zeppelin")
    assert bench.new(watch) == ["a/plain.txt"]
    check = bench.check(late)
    assert check is not None
    assert check.matches == ()
    assert bench.posts.waiting()[watch.token][0].change == "changed"
    bench.place.edit("a/old.txt", "1971-05-03", "1981-05-03")
    assert bench.new(late) == ["a/old.txt"]
    scope = Scope(hidden=frozenset({"a"}))
    assert bench.check(hidden, scope) is not None
    bench.place.move("a/old.txt", "b/old.txt")
    assert bench.new(hidden, scope) == ["b/old.txt"]


def test_one_story_is_told_once_and_who_else_tells_it_is_named(bench: Bench) -> None:
    """Of several new documents the earliest; the others stand beside it."""
    watch = bench.watch()
    said = "The zeppelin left."
    bench.place.write(
        {"one.txt": story("new", said, 1990), "two.txt": story("new", said, 1980), "b.txt": story("b", said)}
    )
    assert sorted(bench.new(watch)) == ["b.txt", "two.txt"]
    with closing(bench.opened()) as archive:
        found = Watcher(archive, bench.place.settings).hits(watch, bench.posts.waiting()[watch.token], EVERYTHING)
    assert {one.hit.document: one.hit.duplicates for one in found.hits} == {"b.txt": (), "two.txt": ("one.txt",)}
    assert found.hits[0].hit.best is not None


def test_a_part_of_a_file_is_known_by_its_words_and_not_by_its_number(bench: Bench) -> None:
    """A mail that comes before another takes its path, and is new all the same."""
    watch = bench.watch()
    mails = [f"From a@b.c Mon May  3 10:00:00 1971\nSubject: {name}\n\n{story(name, 'A zeppelin.')}\n" for name in "xy"]
    bench.place.write({"box.mbox": mails[1]})
    assert len(bench.new(watch)) == 1
    bench.place.write({"box.mbox": mails[0] + mails[1]})
    assert len(bench.new(watch)) == 1


def test_nothing_is_told_of_an_earlier_generation(bench: Bench) -> None:
    """After a rollback a watch waits for a newer one, and what was told isn't told twice."""
    watch = bench.watch()
    bench.place.write({"new.txt": story("new", "The zeppelin left.")})
    assert bench.new(watch) == ["new.txt"]
    bench.place.rollback()
    assert bench.check(watch) is None
    bench.place.write({"third.txt": story("third", "A third zeppelin.")})
    assert bench.new(watch) == ["third.txt"]


def test_the_generation_that_was_checked_is_kept(bench: Bench) -> None:
    """However many come after it, while the watch runs; and no more than a few for all watches together."""
    watches = [bench.watch("zeppelin")]
    for number in range(7):
        bench.place.write({f"{number}.txt": story(f"new{number}", "A zeppelin.")})
        bench.place.index()
        watches.append(bench.watch(f"zeppelin {number}"))
    assert DataFolder(bench.place.data).whole() == [1, 2, 3, 6, 7, 8]
    check = bench.check(watches[0])
    assert check is not None
    assert (len(check.matches), check.warnings) == (7, ())
    bench.watches.pause(watches[1].token, "by you")
    bench.place.write({"last.txt": story("last")})
    bench.place.index()
    assert DataFolder(bench.place.data).whole() == [3, 6, 7, 8, 9]


def test_where_nobody_knows_what_watches_need_no_generation_goes(bench: Bench) -> None:
    """A reindex succeeds all the same, and the file is left as it is."""
    (bench.place.data / DataFile.WATCHES).write_bytes(b"no database at all" * 99)
    for number in range(4):
        bench.place.write({f"{number}.txt": story(f"new{number}")})
        bench.place.index()
    assert DataFolder(bench.place.data).whole() == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("damage", ["gone", "damaged"])
def test_another_generation_stands_in_for_one_that_is_gone(
    bench: Bench, damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An earlier one, without what was there when the watch was made; else reports, or a later one; that is said."""
    bench.place.write({"second.txt": story("second", "A second zeppelin.")})
    bench.place.index()
    watch, data = bench.watch(), DataFolder(bench.place.data)
    bench.place.write({"third.txt": story("third", "A third zeppelin.")})
    bench.place.index()
    if damage == "gone":
        shutil.rmtree(data.folder(2))
    else:
        data.mark_damaged(2, "it is damaged")
    check = bench.check(watch)
    assert check is not None
    assert [match.document for match in check.matches] == ["third.txt"]
    assert "compared with generation 1 instead" in check.warnings[0]
    shutil.rmtree(data.folder(1))
    bench.place.write({"fourth.txt": story("fourth", "A fourth zeppelin.")})
    bench.place.index()
    for told, said in (
        (["fourth.txt", "third.txt"], "what changed since is told as new"),
        (["fourth.txt"], "what came before that is not told"),
    ):
        late = bench.watches.add(0, "zeppelin", checked=2, made=NOW, channel=len(told))
        check = bench.check(late)
        assert check is not None
        assert sorted(match.document for match in check.matches) == told
        assert said in check.warnings[0]
        monkeypatch.setattr(DataFolder, "report", lambda *_: None)


def test_a_watch_goes_on_where_the_numbers_begin_again(bench: Bench) -> None:
    """In a new data folder with the watches of an old one: nothing can be compared, and that is said."""
    watch = bench.watches.add(0, "zeppelin", checked=57, made=NOW)
    check = bench.check(watch)
    assert check is not None
    assert (check.matches, check.after) == ((), 1)
    assert "no other can be compared with" in check.warnings[0]
    bench.place.write({"new.txt": story("new", "The zeppelin left.")})
    assert bench.new(watch) == ["new.txt"]


def test_what_can_no_longer_be_read_as_a_query_says_so(bench: Bench) -> None:
    """It stands in the way of no other watch."""
    bad, good = bench.watch("since:never"), bench.watch()
    bench.place.write({"new.txt": story("new", "The zeppelin left.")})
    bench.place.index()
    with closing(bench.opened()) as archive:
        checks = Watcher(archive, bench.place.settings).check([(bad, EVERYTHING), (good, EVERYTHING)])
    assert [len(check.matches) for check in checks] == [0, 1]
    assert "never" in checks[0].warnings[0]


class Counting(HashingEncoder):
    """Notes every query that it reads."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> Rows:
        self.read += texts
        return super().encode_queries(texts)


def test_a_model_reads_each_query_once(bench: Bench) -> None:
    """Its vector is kept with the watch, for later processes too."""
    watch, encoder = bench.watch("zeppelin beacon"), Counting()
    for number in range(3):
        bench.place.write({f"{number}.txt": story(f"new{number}", "A zeppelin at the beacon.")})
        bench.place.index()
        bench.check(watch, encoder=encoder)
    assert encoder.read == ["zeppelin beacon"]
