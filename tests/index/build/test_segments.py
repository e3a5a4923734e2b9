"""Generations made of segments: whatever an archive went through, answers are those of one written whole."""

from __future__ import annotations

import datetime as dt
import errno
import os
import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from index import Query
from index.build import merging, writing
from index.data_check import check
from index.eraser import Eraser
from index.generations.data_folder import DataFolder
from index.generations.manifest import checksums, read_manifest, write_manifest
from index.storage import history
from index.storage.engine import Predicate
from index.storage.segments import Layout, read_layout
from tests.makers import traces
from tests.makers.archives import Place, note, notes, segment_of
from tests.stand_ins.hashing_encoder import HashingEncoder
from tests.stand_ins.in_process import InProcessReaders

WORDS = (
    *("harbour", "lantern", "gull", "ferry", "anchor", "rope", "keeper", "storm", "bread", "sledge", "goat", "tide"),
    *("signal", "moon", "river", "market", "the", "of", "and", "was", "in", "to", "on", "hammer", "hammers", "running"),
    *("runs", "e-mail", "F-16", "naïve", "桥", "猫的故事", "月面"),
)
QUERIES = (
    *("harbour lantern", "moon river 1950", '"harbour"', "gull -storm", "桥", "猫的故事", "hammer running"),
    *("e-mail F-16", "the and of", "keeper in the 1960s", "lantrn", "bread market tide rope", "zzz", "latest tide"),
    *("in:a goat", "title:moon sledge", "email", "F16 the of signal"),
)
OPTIONS: tuple[dict[str, Any], ...] = (
    {},
    {"since": dt.date(1930, 1, 1), "until": dt.date(1960, 12, 31)},
    {"sort": "newest"},
    {"limit": 2},
)
STEPS = 5


@pytest.fixture(autouse=True)
def never_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """However small an archive is, segments stay."""
    monkeypatch.setattr(merging, "SMALL_ROWS", 0)
    monkeypatch.setattr(merging, "SLIGHT_ROWS", 0)


def layout(place: Place, number: int | None = None) -> Layout:
    """What a generation, or the one that serves, is made of."""
    data = DataFolder(place.data)
    found = read_layout(data.folder(number or data.current()))
    assert found is not None
    return found


def document(chance: random.Random) -> str:
    """A document of drawn words, dated in one of many ways or not at all, some with a title of its own."""
    words = " ".join(
        chance.choice(WORDS) + chance.choice((".\n\n", ". ", "", "")) for _ in range(chance.choice((3, 24, 180)))
    )
    title = " ".join(chance.choices(WORDS, k=chance.randint(1, 5)))
    year, month, day = chance.randint(1900, 1999), chance.randint(1, 12), chance.randint(1, 28)
    heads = (
        *("", f"date {year} ", f"date {year}-{month:02d} ", f"date {year}-{month:02d}-{day:02d} "),
        *(f"---\ntitle: {title}\ndate: {year}-01-02/{year}-03-04\n---\n\n", f"---\ntitle: {title}\n---\n\n"),
    )
    return f"{chance.choice(heads)}{title}\n\n{words}\n"


def change(chance: random.Random, place: Place, paths: list[str]) -> None:
    """Adds a document, or a copy of one, changes, removes or moves one."""
    act = chance.choice(("add", "add", "copy", "change", "remove", "move"))
    path = chance.choice(paths)
    new = f"{chance.choice(('', 'a/', 'b/c/'))}{chance.randrange(10**9)}.txt"
    if act in {"add", "copy"}:
        place.write({new: document(chance) if act == "add" else place.file(path).read_text("utf-8")})
    elif act == "change":
        place.write({path: document(chance)})
    elif act == "remove":
        place.remove(path)
    else:
        place.move(path, new)
    paths[:] = sorted(file.relative_to(place.archive).as_posix() for file in place.archive.rglob("*.txt"))


def written_whole(place: Place, folder: Path) -> Place:
    """The same archive, indexed for the first time."""
    other = Place(folder)
    shutil.rmtree(other.archive)
    shutil.copytree(place.archive, other.archive)
    other.index()
    return other


def rounded(value: Any) -> Any:
    """An answer without what tells generations apart; single precision numbers are added up in any order."""
    if isinstance(value, float):
        return float(f"{value:.3g}")
    if isinstance(value, dict):
        return {name: rounded(each) for name, each in value.items() if name not in {"generation", "elapsed_ms"}}
    return [rounded(each) for each in value] if isinstance(value, list | tuple) else value


def as_of_an_earlier_version(generation: Path) -> None:
    """Makes a generation of one segment what it was before there were segments."""
    segment = segment_of(generation)
    for file in segment.iterdir():
        file.rename(generation / file.name)
    shutil.rmtree(generation / "segments")
    for name in ("segments.json", "order.npy", "starts.npy"):
        (generation / name).unlink()
    with closing(sqlite3.connect(generation / "archive.sqlite")) as database:
        database.execute("CREATE TABLE failures (path TEXT NOT NULL, reason TEXT NOT NULL)")
        database.commit()
    manifest = read_manifest(generation, 1)
    files, sizes = checksums(generation, {})
    write_manifest(generation, manifest.model_copy(update={"format": 3, "files": files, "sizes": sizes}))


def answers(place: Place) -> Iterator[tuple[str, Any]]:
    with place.opened() as archive:
        for text in QUERIES:
            for options in OPTIONS:
                found = archive.search(Query(text=text, **options))
                yield f"{text} {options}", rounded(found.model_dump(mode="json"))


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_answers_are_those_of_a_generation_written_whole(tmp_path: Path, seed: int) -> None:
    """After a random history: ties, windows, orders, corrections, counts and notes, with much of it gone and merged."""
    chance = random.Random(seed)
    place = Place(tmp_path / "place", {f"{number}.txt": document(chance) for number in range(40)})
    paths = [f"{number}.txt" for number in range(40)]
    place.index()
    seen = set()
    for step in range(STEPS):
        for _ in range(chance.randint(1, 5)):
            change(chance, place, paths)
        place.index()
        segments = layout(place).segments
        seen |= {"several"} if len(segments) > 1 else set()
        seen |= {"gone"} if any(segment.gone.numbers for segment in segments) else set()
        if step >= STEPS - 2:
            whole = written_whole(place, tmp_path / f"whole-{step}")
            for (query, found), (_, expected) in zip(answers(place), answers(whole), strict=True):
                assert found == expected, (seed, step, query)
    assert seen == {"several", "gone"}


def ranked(place: Place, limit: int) -> Iterator[Any]:
    """What each of the rankings that answers are made of has first, of all and within rows and a window."""
    with place.generation() as generation:
        store = generation.passages
        predicates = (Predicate(), Predicate(since=dt.date(1930, 1, 1), until=dt.date(1960, 12, 31)))
        for text in ("harbour", "gull storm", "tide anchor rope keeper", "moon hammer bread sledge goat"):
            vector = HashingEncoder().encode_queries([text])[0]
            weights = {stem: round(store.rarity(stem), 3) for stem in store.stems(text)}
            for predicate in predicates:
                yield text, rounded(store.holding(weights, limit, predicate))
                yield text, rounded(store.nearest(vector, limit, predicate))


@pytest.mark.parametrize("seed", [21, 22, 23, 24])
def test_of_equal_passages_the_first_are_those_of_a_generation_written_whole(tmp_path: Path, seed: int) -> None:
    """Where more passages are as good than are wanted, the rows decide, in whichever segments they lie."""
    chance = random.Random(seed)
    place = Place(tmp_path / "place", {f"{number}.txt": document(chance) for number in range(40)})
    paths = [f"{number}.txt" for number in range(40)]
    place.index()
    for _ in range(4):
        for _ in range(chance.randint(1, 4)):
            change(chance, place, paths)
        place.index()
    assert len(layout(place).segments) > 1
    whole = written_whole(place, tmp_path / "whole")
    for limit in (1, 2, 3, 5, 8, 13, 21):
        assert list(ranked(place, limit)) == list(ranked(whole, limit)), limit


def test_what_stays_is_shared_and_what_is_new_is_one_segment_more(tmp_path: Path) -> None:
    """One document more in forty: the large segment's files are the same files, and one document is embedded."""
    place = notes(tmp_path, 40)
    place.index()
    place.write({"more.txt": note(77, "smuggler")})
    assert place.index().embedded == 1
    first, second = layout(place, 1).segments, layout(place, 2).segments
    assert [segment.name for segment in second] == ["000001", "000002"]
    assert second[0] == first[0]
    folders = [first[0].folder(DataFolder(place.data).folder(number)) for number in (1, 2)]
    for file in folders[0].iterdir():
        assert file.samefile(folders[1] / file.name), file.name
    assert place.ask("smuggler").hits[0].document == "more.txt"


def test_nothing_new_is_no_segment_more(tmp_path: Path) -> None:
    """An unchanged archive, and one that has only lost a document."""
    place = notes(tmp_path, 40)
    place.index()
    place.index()
    place.remove("note-003.txt")
    place.index()
    assert layout(place, 2) == layout(place, 1)
    (segment,) = layout(place, 3).segments
    assert segment.gone.numbers
    assert place.index().documents == 39


def test_first_days_of_what_stays_are_carried_on(tmp_path: Path) -> None:
    """A document that stays has its first day, one that changed new bytes, and one that went is out."""
    place = notes(tmp_path, 40)
    place.index()
    place.write({"note-001.txt": note(1, "changed"), "more.txt": note(77)})
    place.remove("note-002.txt")
    place.index()
    data = DataFolder(place.data)
    before, after = history.read(data.folder(1)), history.read(data.folder(2))
    assert after["note-000.txt"] == before["note-000.txt"]
    assert after["note-001.txt"].first == before["note-001.txt"].first < after["note-001.txt"].since
    assert after["more.txt"].first == after["more.txt"].since
    assert after.keys() == {*before.keys() - {"note-002.txt"}, "more.txt"}


def test_without_hard_links_files_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a FAT disk or some network file systems."""

    def refused(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    place = notes(tmp_path, 40)
    place.index()
    place.write({"more.txt": note(77, "smuggler")})
    place.index()
    assert place.ask("smuggler").hits[0].document == "more.txt"
    assert not any(checked.faults for checked in check(place.settings))


def test_a_rollback_goes_across_a_merge(tmp_path: Path) -> None:
    """The generation before answers as it did, though the one that serves has its segments merged."""
    place = notes(tmp_path, 40)
    place.index()
    place.write({"one.txt": note(70, "smuggler")})
    place.index()
    before = dict(answers(place))
    place.write({"two.txt": note(71, "smuggler"), "one.txt": note(72, "pirate")})
    place.index()
    assert [segment.name for segment in layout(place).segments] == ["000001", "000003"]
    place.rollback(2)
    assert dict(answers(place)) == before


def test_damage_that_is_shared_is_not_taken_over(tmp_path: Path) -> None:
    """A search comes upon a damaged record in a segment of three generations: the next reindex takes none of it."""
    place = notes(tmp_path, 40)
    place.write({"rare.txt": note(50, "An extraordinary smuggler came.")})
    place.index()
    place.write({"more.txt": note(77)})
    place.index()
    shared = DataFolder(place.data).folder(2) / "segments" / "000001" / "archive.sqlite"
    whole = shared.read_bytes()
    assert b"extraordinary" in whole
    with shared.open("r+b") as file:
        file.write(whole.replace(b"extraordinary", b"extraordinaru"))
    place.write({"last.txt": note(78)})
    place.index()
    assert [segment.name for segment in layout(place).segments] == ["000003"]
    assert "extraordinary smuggler" in place.ask('"extraordinary smuggler"').hits[0].text


def test_what_is_erased_is_in_no_segment(tmp_path: Path) -> None:
    """Of a document that changed long before, the words stay on the disk with their segment, until it is erased."""
    place = notes(tmp_path, 40)
    place.write({"letter.txt": note(50, "Quillfeather came.")})
    place.index()
    place.write({"letter.txt": note(50, "Nobody came.")})
    for number in range(5):
        place.write({f"more-{number}.txt": note(60 + number)})
        place.index()
    assert traces.of_words(place, "Quillfeather")
    place.write({"letter.txt": note(50, "Quillfeather came.")})
    place.index()
    eraser = Eraser(place.settings, InProcessReaders)
    eraser.begin("letter.txt", "the sender asked for it")
    place.index()
    assert eraser.outcome("letter.txt").done
    assert traces.of_words(place, "Quillfeather") == []


def test_a_generation_of_an_earlier_version_is_taken_over_without_embedding(tmp_path: Path) -> None:
    """Its own folder is its one segment: it serves, and the next reindex writes segments out of it."""
    place = notes(tmp_path, 40)
    place.index()
    expected = dict(answers(place))
    as_of_an_earlier_version(DataFolder(place.data).folder(1))
    assert dict(answers(place)) == expected
    report = place.index()
    assert (report.embedded, report.added, report.changed) == (0, (), ())
    assert dict(answers(place)) == expected
    assert len(layout(place).segments) == 1


def test_word_indexes_of_what_is_gone_become_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each reindex that something goes with adds one, up to a number."""
    monkeypatch.setattr(writing, "MAX_GONE_PARTS", 3)
    place = notes(tmp_path, 60)
    place.index()
    counts = []
    for number in range(6):
        place.remove(f"note-{number:03d}.txt")
        place.index()
        counts.append(len(layout(place).segments[0].gone.words))
    assert counts == [1, 2, 3, 1, 2, 3]
    whole = written_whole(place, tmp_path / "whole")
    assert dict(answers(place)) == dict(answers(whole))
