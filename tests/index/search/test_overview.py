"""Overviews are exact: timelines, folders and kinds counted in one look are what each is by itself."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index import EVERYTHING, Answer, Archive, Overview, Query, Scope, Timeline
from tests.makers.archives import WORDS, Place

SCOPES = {
    "all": EVERYTHING,
    "without board": Scope(hidden=frozenset({"board"})),
    "only board": Scope(only=frozenset({"board"})),
    "only the top": Scope(only=frozenset({""})),
}
FOLDERS = ("board", "notes", "")
FORMATS = {".md": "markdown", ".txt": "text", ".html": "html"}
FIRST, LAST = dt.date(1967, 1, 1), dt.date(1969, 6, 30)


def texts(count: int) -> Iterator[tuple[str, str]]:
    """Documents with and without a date, in folders, below folders and in none, of three formats."""
    chance = np.random.default_rng(5)
    for number in range(count):
        day = dt.date(1965, 1, 1) + dt.timedelta(days=int(chance.integers(0, 2500)))
        date = [f"{day}", f"{day:%Y-%m}", f"{day:%Y}", ""][chance.integers(0, 4)]
        one, other = (str(word) for word in chance.choice(WORDS[:6], 2))
        said = f"The book tells of the {one}, and of the {other}."
        folder = ["board/", "notes/", "notes/old/", ""][chance.integers(0, 4)]
        ending = list(FORMATS)[chance.integers(0, 3)]
        heads = {
            ".md": f"---\ntitle: Entry {number}\n{f'date: {date}' if date else ''}\n---\n\n{said}\n",
            ".txt": f"{f'date {date} ' if date else ''}Entry {number}\n\n{said}\n",
            ".html": f"<title>Entry {number}</title><meta name=date content='{date}'><p>{said}</p>",
        }
        yield f"{folder}{number:03}{ending}", heads[ending]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """The documents in two segments."""
    written = dict(texts(120))
    place = Place(tmp_path_factory.mktemp("overview"), dict(list(written.items())[:80]))
    place.index()
    place.write(written)
    place.index()
    with place.opened() as opened:
        yield opened


QUERIES: list[dict[str, object]] = [
    {"text": "harbour"},
    {"text": "harbour", "since": FIRST, "until": LAST},
    {"text": "harbour", "folders": ("notes",), "until": LAST},
    {"text": "harbour", "folders": ("notes/old", ""), "kinds": ("text", "html")},
    {"text": "harbour gull", "folders": ("nowhere",)},
    {"text": "harbour -rope in:notes", "folders": ("notes/old", "board"), "since": FIRST},
    {"text": "harbour", "kinds": ("pdf",)},
    {"text": "harbour since:1966 until:1969", "since": FIRST, "kinds": ("markdown",)},
    {"text": "harbour in 1968", "kinds": ("markdown", "text")},
    {"text": "harbour in 1968", "since": FIRST, "until": LAST, "folders": ("board",)},
    {"text": '"of the anchor"', "until": LAST, "folders": ("notes",)},
    {"text": '"of the zeppelin" harbour', "since": FIRST, "folders": ("notes",)},
    {"text": "in:notes", "kinds": ("html",), "since": FIRST},
    {"text": "1968", "folders": ("board",)},
    {"text": "zeppelin", "since": FIRST},
]


@pytest.mark.parametrize("scope", SCOPES.values(), ids=list(SCOPES))
@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_an_overview_is_what_single_counts_are(archive: Archive, query: dict[str, object], scope: Scope) -> None:
    """The timeline is that of the query without its window; folders and kinds count all that is found with each."""
    asked = Query(**query, scope=scope)  # type: ignore[arg-type]
    found = archive.overview(asked)
    expected = archive.timeline(asked.model_copy(update={"since": None, "until": None}))
    assert alike(found.timeline) == alike(expected)
    assert counts(found) == (
        Counter({name: n for name in FOLDERS if (n := matching(archive, asked, folders=(name,)))}),
        Counter({name: n for name in FORMATS.values() if (n := matching(archive, asked, kinds=(name,)))}),
    )
    for facet in (found.folders, found.kinds):
        assert list(facet) == sorted(facet, key=lambda count: (-count.documents, count.name))


def alike(found: Timeline) -> Timeline:
    return found.model_copy(update={"elapsed_ms": 0.0})


def counts(found: Overview) -> tuple[dict[str, int], dict[str, int]]:
    folders, kinds = ({one.name: one.documents for one in facet} for facet in (found.folders, found.kinds))
    return folders, kinds


def matching(archive: Archive, asked: Query, **chosen: tuple[str, ...]) -> int:
    """How many documents match with other folders or kinds chosen."""
    found = archive.timeline(asked.model_copy(update=chosen))
    return found.documents + (0 if found.reading.windowed else found.undated)


def test_a_search_finds_only_what_was_chosen(archive: Archive) -> None:
    """Of each choice all that matches is found, and nothing of another folder or kind."""
    everything = found(archive, Query(text="harbour", limit=1000))
    for folders in ((), ("notes",), ("notes/old",), ("", "board"), ("nowhere",), ("note",)):
        for kinds in ((), ("text",), ("markdown", "html"), ("pdf",)):
            asked = Query(text="harbour", limit=1000, folders=folders, kinds=kinds)
            assert found(archive, asked) == {path for path in everything if is_chosen(path, folders, kinds)}


def found(archive: Archive, asked: Query) -> set[str]:
    """The paths of all documents found, those that tell the same story too."""
    hits = archive.search(asked, shown=False).hits
    return {path for hit in hits for path in (hit.document, *hit.duplicates)}


def is_chosen(path: str, folders: tuple[str, ...], kinds: tuple[str, ...]) -> bool:
    """Whether a document is in one of the folders and of one of the kinds, where any are given."""
    inside = [path.startswith(f"{folder}/") if folder else "/" not in path for folder in folders]
    return (any(inside) or not folders) and FORMATS[Path(path).suffix] in (kinds or FORMATS.values())


def test_what_was_not_chosen_is_a_reason(archive: Archive) -> None:
    """An explanation says that a document is of another folder, and of another kind."""
    paths = [entry.path for entry in archive.documents(Scope(only=frozenset({"board"})), limit=1000)]
    text = next(path for path in paths if path.endswith(".txt"))
    found = archive.explain(Query(text="harbour", folders=("notes", ""), kinds=("html",)), text)
    said = {reason.kind: reason.said for reason in found.reasons}
    assert said["folder"] == "it is not in notes or no folder"
    assert said["kind"] == "it is text, not html"


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_a_search_with_its_overview_is_both(archive: Archive, query: dict[str, object]) -> None:
    """What is understood and matched once is what each of them finds by itself."""
    asked = Query(**query)  # type: ignore[arg-type]
    answer, found = archive.search_with_overview(asked, shown=False)
    assert untimed(answer) == untimed(archive.search(asked, shown=False))
    assert untimed(found) == untimed(archive.overview(asked))


def untimed(found: Answer | Overview) -> Answer | Overview:
    return found.model_copy(update={"elapsed_ms": 0.0})
