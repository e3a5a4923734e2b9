"""What every store of passages must do: the protocol's promises, held against brute force over its passages."""

from __future__ import annotations

import datetime as dt
import gc
import math
import weakref
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from index.errors import ClosedError
from index.generations.data_folder import DataFolder
from index.generations.opened import Generation
from index.models.scope import EVERYTHING, Scope, folder_of
from index.storage.engine import PassageStore, PassageView, Predicate
from index.storage.words import entries
from index.text.edits import distance
from index.text.terms import exact
from tests.makers.archives import Place
from tests.makers.tables import in_changed_tables, in_segments, in_tables
from tests.stand_ins.hashing_encoder import HashingEncoder

Opener = Callable[[Place], AbstractContextManager[PassageStore]]

ALL = 1000
"""More than there are passages."""
QUERY = "whale lamp harbour"


@contextmanager
def embedded(place: Place) -> Iterator[PassageStore]:
    """The store that lies in the folder of the archive's current generation."""
    data = DataFolder(place.data)
    generation = Generation(data, data.current())
    try:
        yield generation.passages
    finally:
        generation.close()


@contextmanager
def scattered(place: Place) -> Iterator[PassageStore]:
    """The same, where any candidates count as too many ranges for a clause."""
    with pytest.MonkeyPatch.context() as patch, embedded(place) as store:
        patch.setattr(entries, "MAX_RANGES", -1)
        yield store


@contextmanager
def shared(place: Place) -> Iterator[PassageStore]:
    """The same passages in the tables of a store that many hosts share, written at once."""
    with place.generation() as generation, in_tables(generation, place.data / "tables") as store:
        yield store


@contextmanager
def shared_in_segments(place: Place) -> Iterator[PassageStore]:
    """Likewise in several files, each index made in segments by the workers of a cluster."""
    with place.generation() as generation, in_segments(generation, place.data / "tables") as store:
        yield store


@contextmanager
def shared_and_changed(place: Place) -> Iterator[PassageStore]:
    """Likewise after documents were taken out and others added: rows have gaps, and are in no order of dates."""
    with place.generation() as generation, in_changed_tables(generation, place.data / "tables") as store:
        yield store


STORES: dict[str, Opener] = {
    "embedded": embedded,
    "embedded, scattered": scattered,
    "shared": shared,
    "shared, in segments": shared_in_segments,
    "shared, changed": shared_and_changed,
}
"""Every implementation of the protocol, by name: whoever writes another one adds it here."""

ARCHIVE = {
    "pier.txt": "date 1953-02-01 The pier\n\nThe whale was seen from the pier. A lamp burned all night.\n",
    "board/minutes.txt": "date 1953-02 Minutes of the board\n\nThe board met about the lamp. No whale was mentioned.\n",
    "board/1999/secret.txt": "date 1999 A secret\n\nThe harbour lamp is to be sold. Tell nobody about the lamp.\n",
    "boards/planks.txt": "date 1960-05-17 Planks\n\nTen planks of oak for the harbour wall.\n",
    "island/goat.txt": "The goat\n\nA goat ate the rope of the ferry. Nobody saw a whale that day.\n",
    "island/oil.txt": "date 1953-12-31 Lamp oil\n\nWhale oil for the lamp came by ferry.\n",
    "island/list.md": "---\ndate: 1954\n---\n\n# A list\n\nThe goat, the lamp, the whale.\n",
    "long.txt": "date 1971-03-01 Long\n\n" + "\n\n".join(f"Part {n} tells of rope and bread." for n in range(60)),
}


@pytest.fixture(scope="module", params=list(STORES))
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PassageStore]:
    place = Place(tmp_path_factory.mktemp("engine"), ARCHIVE, passage_tokens=16)
    place.index()
    with STORES[request.param](place) as opened:
        yield opened


BOARD = Scope(hidden=frozenset({"board"}))
ONLY_BOARD, ONLY_TOP = Scope(only=frozenset({"board"})), Scope(only=frozenset({"", "nowhere"}))
NAMED_LIKE_A_FILE = frozenset({"pier.txt"})
PREDICATES = (
    Predicate(),
    Predicate(scope=BOARD),
    Predicate(folders=("board",)),
    Predicate(folders=("board", "island")),
    Predicate(folders=("pier.txt",)),
    Predicate(folders=("nowhere",)),
    Predicate(scope=BOARD, folders=("board",)),
    Predicate(since=dt.date(1953, 2, 1), until=dt.date(1953, 2, 1)),
    Predicate(until=dt.date(1953, 12, 30)),
    Predicate(since=dt.date(1960, 1, 1)),
    Predicate(since=dt.date(2050, 1, 1)),
    Predicate(undated=True),
    Predicate(undated=True, phrases=("goat ate",)),
    Predicate(phrases=("the lamp",)),
    Predicate(phrases=("lamp oil",)),
    Predicate(excluded=("whale",)),
    Predicate(excluded=("of the board",)),
    Predicate(titles=("secret",)),
    Predicate(scope=BOARD, since=dt.date(1953, 1, 1), phrases=("lamp",), excluded=("board",)),
    Predicate(phrases=("no such words anywhere",)),
    Predicate(scope=ONLY_BOARD),
    Predicate(scope=ONLY_TOP),
    Predicate(scope=ONLY_TOP, folders=("board",)),
    Predicate(scope=Scope(only=frozenset({"board", "island"}), hidden=frozenset({"board"}))),
    Predicate(scope=Scope(only=NAMED_LIKE_A_FILE)),
    Predicate(scope=Scope(hidden=NAMED_LIKE_A_FILE)),
    Predicate(scope=Scope(only=frozenset())),
    Predicate(chosen=("board",)),
    Predicate(chosen=("board/1999", "")),
    Predicate(chosen=("",), until=dt.date(1960, 1, 1)),
    Predicate(chosen=("pier.txt",)),
    Predicate(chosen=("board", "island"), folders=("island", "boards"), phrases=("lamp",)),
    Predicate(scope=BOARD, chosen=("board",)),
    Predicate(formats=("text",)),
    Predicate(formats=("markdown", "nothing")),
    Predicate(formats=("markdown",), chosen=("island",), excluded=("goat",)),
)


def named(predicate: Predicate) -> str:
    """The same name in every process, in whichever order a set holds its folders there."""
    scope = predicate.scope
    seen = f"hidden {sorted(scope.hidden)}, only {scope.only if scope.only is None else sorted(scope.only)}"
    return f"{seen}, {replace(predicate, scope=EVERYTHING)}"


@pytest.mark.parametrize("predicate", PREDICATES, ids=named)
def test_a_predicate_finds_what_fulfils_it_and_ranks_it_as_ever(store: PassageStore, predicate: Predicate) -> None:
    """Counts, both rankings and single words are those of brute force over the passages that fulfil the predicate."""
    holds_against_brute_force(store, predicate)


def holds_against_brute_force(store: PassageStore, predicate: Predicate) -> None:
    rows = store.fulfilling(Predicate()).tolist()
    passages = dict(zip(rows, store.shown(rows), strict=True))
    inside = {row: view for row, view in passages.items() if fulfils(view, predicate)}
    assert store.count(predicate) == len(inside)
    assert store.fulfilling(predicate).tolist() == list(inside)
    numbers = store.documents_fulfilling(predicate)
    assert list(store.paths(numbers.tolist()).values()) == list(dict.fromkeys(view.path for view in inside.values()))
    assert store.count_documents(predicate) == len(numbers)
    vector = HashingEncoder().encode_queries([QUERY])[0]
    cosines = store.cosines(vector, np.array(list(inside), dtype=np.int64))
    nearest = store.nearest(vector, ALL, predicate)
    assert {row for row, _ in nearest} == inside.keys()
    assert dict(nearest) == pytest.approx(dict(zip(inside, cosines.tolist(), strict=True)), abs=1e-5)
    assert store.near(vector, 0.2, predicate).tolist() == sorted(row for row, cosine in nearest if cosine >= 0.2)
    worded = store.worded(QUERY, ALL, predicate)
    assert list(worded) == [found for found in store.worded(QUERY, ALL, Predicate()) if found[0] in inside]
    for ranking in (nearest, worded):
        assert all((-a[1], a[0]) < (-b[1], b[0]) for a, b in pairwise(ranking))
        assert all(math.isfinite(score) for _, score in ranking)
    for word in ("whale", "lamp", "goat", "zeppelin"):
        said = any(word in exact(f"{view.title} {view.text}") for view in inside.values())
        assert store.holds(word, predicate) == said, word
    weights = {"whale": 2.0, "lamp": 1.0}
    held = {row: set(store.stems(f"{view.title} {view.text}")) for row, view in inside.items()}
    weighed = {row: sum(weight for term, weight in weights.items() if term in terms) for row, terms in held.items()}
    found = sorted(((row, weight) for row, weight in weighed.items() if weight), key=lambda pair: (-pair[1], pair[0]))
    assert store.holding(weights, ALL, predicate) == (found, len(found))
    assert store.holding(weights, 1, predicate) == (found[:1], len(found))
    near = [row for row, view in inside.items() if any(distance("whall", word) <= 1 for word in exact(view.text))]
    assert store.nearly("whall", 1, ALL, predicate) == near


def fulfils(view: PassageView, predicate: Predicate) -> bool:
    """Whether a passage fulfils a predicate, by the words of the protocol alone."""
    date = view.date
    in_folder = not predicate.folders or any(
        view.path == folder or view.path.startswith(f"{folder}/") for folder in predicate.folders
    )
    in_window = not predicate.windowed or (date is not None and date.overlaps(predicate.since, predicate.until))
    title = view.title if view.title_origin == "source" else ""
    says = {phrase: said(phrase, view.text) or said(phrase, title) for phrase in predicate.phrases + predicate.excluded}
    chosen = not predicate.chosen or any(
        view.path.startswith(f"{folder}/") if folder else "/" not in view.path for folder in predicate.chosen
    )
    form = "markdown" if view.path.endswith(".md") else "text"
    return (
        predicate.scope.sees(view.path)
        and in_folder
        and chosen
        and form in (predicate.formats or (form,))
        and in_window
        and (date is None or not predicate.undated)
        and all(says[phrase] for phrase in predicate.phrases)
        and not any(says[phrase] for phrase in predicate.excluded)
        and all(said(phrase, title) for phrase in predicate.titles)
    )


def said(phrase: str, text: str) -> bool:
    """Whether the words of `phrase` stand in `text`, one after the other."""
    wanted, words = exact(phrase), exact(text)
    return any(words[at : at + len(wanted)] == wanted for at in range(len(words) - len(wanted) + 1))


def test_documents_are_counted_by_folder_and_by_format(store: PassageStore) -> None:
    """Each of the documents given counts once, by its first-level folder and by its format; others don't."""
    every = np.unique(store.places(store.fulfilling(Predicate())).documents)
    paths = store.paths(every.tolist())
    for some in (every, every[::2], every[:0]):
        folders = Counter(folder_of(paths[number]) for number in some.tolist())
        formats = Counter("markdown" if paths[number].endswith(".md") else "text" for number in some.tolist())
        assert (store.counted("folder", some), store.counted("format", some)) == (folders, formats)


def test_folders_are_those_that_may_be_seen(store: PassageStore) -> None:
    """Every folder with a document in it, at any depth, is named once, and no hidden one."""
    assert store.folders(EVERYTHING) == ["board", "board/1999", "boards", "island"]
    assert store.folders(BOARD) == ["boards", "island"]


def test_what_terms_weigh_is_summed_for_each_row(store: PassageStore) -> None:
    """Each row has the weights of the terms in its text or title, in the order asked for; no other row counts."""
    rows = store.fulfilling(Predicate())[::-1].copy()
    weights = {"whale": 2.0, "plank": 1.5, "lamp": 0.25}
    found = dict(zip(rows.tolist(), store.weighed(weights, rows).tolist(), strict=True))
    for row, view in zip(rows.tolist(), store.shown(rows.tolist()), strict=True):
        held = set(store.stems(f"{view.title} {view.text}"))
        assert found[row] == pytest.approx(sum(weight for term, weight in weights.items() if term in held))
    assert store.weighed(weights, rows[:0]).tolist() == []


def test_a_limit_takes_the_best(store: PassageStore) -> None:
    """The first two of all are the two that are asked for."""
    vector = HashingEncoder().encode_queries([QUERY])[0]
    everything = Predicate()
    assert list(store.nearest(vector, 2, everything)) == list(store.nearest(vector, ALL, everything))[:2]
    assert list(store.worded(QUERY, 2, everything)) == list(store.worded(QUERY, ALL, everything))[:2]
    assert list(store.worded("", 2, everything)) == []


def test_rows_know_their_document_and_its_other_rows(store: PassageStore) -> None:
    """A document's rows lie side by side, and what is told of it by number is what its passages show."""
    rows = store.fulfilling(Predicate())
    places, views = store.places(rows), store.shown(rows.tolist())
    paths = store.paths(places.documents.tolist())
    assert [paths[number] for number in places.documents.tolist()] == [view.path for view in views]
    for number in set(places.documents.tolist()):
        mine = places.documents == number
        own = rows[mine]
        assert own.tolist() == list(range(own[0], own[-1] + 1))
        assert (places.first_rows[mine] == own[0]).all()
        assert (places.end_rows[mine] == own[-1] + 1).all()
    days = store.earliest_days(places.documents.tolist())
    expected = [view.date.earliest.toordinal() if view.date else None for view in views]
    assert [days[number] for number in places.documents.tolist()] == expected
    ends = [(view.date.earliest.toordinal(), view.date.latest.toordinal()) if view.date else (0, 0) for view in views]
    assert list(map(tuple, store.days(places.documents).tolist())) == ends
    assert store.sketches(places.documents.tolist()).keys() == set(places.documents.tolist())


def test_a_row_that_is_not_there_is_an_error(store: PassageStore) -> None:
    """Never another passage instead."""
    for row in (-1, store.fulfilling(Predicate())[-1] + 1):
        with pytest.raises(LookupError):
            store.shown([row])


def test_the_oldest_and_newest_days_are_those_of_what_is_seen(store: PassageStore) -> None:
    """What is hidden dates nothing."""
    assert store.oldest(EVERYTHING) == dt.date(1953, 2, 1)
    newest, seen = store.newest(EVERYTHING), store.newest(BOARD)
    assert newest is not None
    assert seen is not None
    assert (newest.latest, seen.latest) == (dt.date(1999, 12, 31), dt.date(1971, 3, 1))
    nothing = Scope(hidden=frozenset({"board", "boards", "island"}))
    assert store.oldest(nothing) == dt.date(1953, 2, 1)


def test_a_rare_word_tells_more_than_a_common_one(store: PassageStore) -> None:
    """Rarity is above 0 and falls with the passages that have the word."""
    common, rare = (store.stems(word)[0] for word in ("rope", "oak"))
    assert store.rarity(rare) > store.rarity(common) > 0


@pytest.mark.parametrize("name", STORES)
def test_a_closed_store_says_so(name: str, tmp_path: Path) -> None:
    """A fault of the program is never called damage."""
    place = Place(tmp_path, {"a.txt": "date 1953-02-01 A\n\nThe whale.\n"})
    place.index()
    with STORES[name](place) as opened:
        opened.close()
        with pytest.raises(ClosedError, match="closed"):
            opened.shown([0])


DAYS = st.dates(dt.date(1950, 1, 1), dt.date(1953, 12, 31))
HEADS = st.one_of(
    st.just(""),
    DAYS.map(lambda day: f"date {day} "),
    DAYS.map(lambda day: f"date {day:%Y-%m} "),
    DAYS.map(lambda day: f"date {day:%Y} "),
)
WORDS = ["whale", "tower", "lamp", "goat", "rope", "ice", "bread", "oil"]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=2, max_size=8).map(lambda words: " ".join(words).capitalize() + ".")
FOLDERS = st.sampled_from(["", "board/", "island/", "island/north/"])
WINDOWS = st.tuples(st.none() | DAYS, st.none() | DAYS)
SMALL = hypothesis_settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@SMALL
@pytest.mark.parametrize("name", [name for name in STORES if name != "shared"])  # of which the changed one shows more
@given(
    documents=st.lists(st.tuples(FOLDERS, HEADS, TEXTS), min_size=1, max_size=25),
    windows=st.lists(WINDOWS, min_size=1, max_size=5),
    phrase=st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(" ".join),
)
def test_any_predicate_ranks_as_brute_force_over_its_passages(
    name: str,
    tmp_path_factory: pytest.TempPathFactory,
    documents: list[tuple[str, str, str]],
    windows: list[tuple[dt.date | None, dt.date | None]],
    phrase: str,
) -> None:
    """For any archive, window, scope and phrase."""
    texts = {f"{folder}{n:02d}.txt": head + text for n, (folder, head, text) in enumerate(documents)}
    place = Place(tmp_path_factory.mktemp("window"), texts)
    place.index()
    with STORES[name](place) as opened:
        for since, until in windows:
            if since and until and until < since:
                continue
            window = Predicate(since=since, until=until)
            for predicate in (
                window,
                replace(window, scope=BOARD),
                replace(window, folders=("island",), phrases=(phrase,)),
                replace(window, excluded=(phrase,)),
                window.undated_instead(),
            ):
                holds_against_brute_force(opened, predicate)


def test_nothing_of_a_predicate_is_kept(store: PassageStore) -> None:
    """What somebody looked for is forgotten with their search."""
    asked = Predicate(phrases=("the whale",))
    assert store.count(asked) > 0
    kept = weakref.ref(asked)
    del asked
    gc.collect()
    assert kept() is None
