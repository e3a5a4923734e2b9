"""Whoever sees only some folders is told what an archive of those alone would tell, by every call."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from pydantic import BaseModel

from index import Archive, CitationError, DateCounts, Query, Quotation, Scope, read_days
from tests.makers.archives import Place

TEXTS = {
    "board/minutes.txt": "date 1969-07-20 Zanzibar minutes\n\nThey bought a zanzibar lantern for the harbour.\n",
    "board/old/secret.txt": "date 1969 Zanzibar secret\n\nThe harbour lamp and the zanzibar ferry are to be sold.\n",
    "board/list.md": "---\ndate: 2031-05\n---\n\n# Zanzibar list\n\nThe zanzibar lantern, a ferry, and the harbour.\n",
    "moon/landing.txt": "date 1969-07-21 Quetzal landing\n\nThe quetzal walked by the harbour with a lantern.\n",
    "moon/undated.txt": "Quetzal undated\n\nThe quetzal ferry crossed the harbour without a lantern that day.\n",
    "pier.txt": "date 1971-02 Ocelot pier\n\nThe ocelot lamp burned all night at the harbour by the ferry.\n",
    "board.txt": "date 1970 Ocelot board\n\nThe ocelot of the harbour is named like a folder, and is in none.\n",
}
PATHS = (*TEXTS, "board/gone.txt", "nowhere/none.txt")
WORDS = {"board": "zanzibar", "moon": "quetzal", "": "ocelot"}
"""A word that the documents of each folder have, and no others."""
ONLY = [{"board"}, {""}, {"moon", ""}, {"board.txt"}, set[str]()]
QUOTED = ("The ocelot lamp burned all night at the harbour", "bought a zanzibar lantern for the harbour")


Asked = tuple[Archive, list[str]]
"""An archive, and ids of passages: as they were, changed and gone since they were cited, and of none."""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """The documents in two segments."""
    place = Place(tmp_path_factory.mktemp("scope"), TEXTS)
    place.write(
        {"board/gone.txt": "date 1969-07-22 Zanzibar gone\n\nThe zanzibar goat of the harbour was seen once.\n"}
    )
    place.index()
    cited = {hit.document: hit.passage for hit in place.ask("harbour", limit=100).hits}
    place.remove("board/gone.txt")
    place.edit("board/minutes.txt", "for the harbour", "for the old harbour")
    place.index()
    names = ("board/gone.txt", "board/minutes.txt", "moon/landing.txt", "pier.txt")
    with place.opened() as opened:
        yield opened, [*(cited[name] for name in names), "k7f2q9xw"]


Ask = Callable[[Archive, Scope, list[str]], Any]
QUERY = "zanzibar quetzal ocelot harbour lantern"


def each(ask: Callable[[str], Any], given: list[str] | tuple[str, ...]) -> dict[str, Any]:
    """What each of some paths or ids is answered with, or why it isn't."""
    found: dict[str, Any] = {}
    for one in given:
        try:
            found[one] = ask(one)
        except CitationError as error:
            found[one] = str(error)
    return found


FIRST, SECOND = read_days("1969"), read_days("1971")
CALLS: Mapping[str, Ask] = {
    "search": lambda archive, scope, _: archive.search(Query(text=QUERY, limit=50, scope=scope), shown=False),
    "a misspelt search": lambda archive, scope, _: archive.search(Query(text="zanzibra ferry", scope=scope)),
    "a list": lambda archive, scope, _: archive.search(Query(text="since:1900", limit=50, scope=scope), shown=False),
    "a folder": lambda archive, scope, _: archive.search(Query(text="harbour in:board in:Moon", scope=scope)),
    "chosen": lambda archive, scope, _: archive.search(Query(text="harbour", folders=("board", ""), scope=scope)),
    "timeline": lambda archive, scope, _: archive.timeline(Query(text="harbour", scope=scope), "year"),
    "overview": lambda archive, scope, _: archive.overview(Query(text="harbour", scope=scope)),
    "both": lambda archive, scope, _: archive.search_with_overview(Query(text=QUERY, scope=scope), shown=False),
    "reading": lambda archive, scope, _: archive.reading(Query(text="harbour in 1970", scope=scope)),
    "cite": lambda archive, scope, ids: archive.cite(ids, scope),
    "records": lambda archive, scope, ids: archive.records(ids, scope),
    "context": lambda archive, scope, ids: each(lambda one: archive.context(one, scope), ids),
    "like": lambda archive, scope, ids: each(lambda one: archive.like(one, scope, shown=False), ids),
    "named": lambda archive, scope, _: [archive.named(typed, scope) for typed in ("", "a", "board")],
    "folders": lambda archive, scope, _: archive.folders(scope),
    "date counts": lambda archive, scope, _: archive.date_counts(scope),
    "holdings": lambda archive, scope, _: archive.holdings(scope),
    "facts": lambda archive, scope, _: each(lambda path: archive.facts(path, scope), PATHS),
    "history": lambda archive, scope, _: each(lambda path: archive.history(path, scope), PATHS),
    "document": lambda archive, scope, _: each(lambda path: archive.document(path, scope), PATHS),
    "documents": lambda archive, scope, _: archive.documents(scope),
    "original": lambda archive, scope, _: each(lambda path: archive.original(path, 10_000, scope), PATHS),
    "verify": lambda archive, scope, _: [archive.verify(Quotation(text=text), scope, shown=False) for text in QUOTED],
    "compare": lambda archive, scope, _: archive.compare(Query(text="harbour", scope=scope), FIRST, SECOND),
    "explain": lambda archive, scope, _: each(
        lambda path: archive.explain(Query(text="harbour lantern", scope=scope), path), PATHS
    ),
}


def named(folders: set[str]) -> str:
    """The same name in every process, in whichever order a set holds its folders there."""
    return " and ".join(folder or "none" for folder in sorted(folders)) or "nothing"


@pytest.mark.parametrize("only", ONLY, ids=named)
@pytest.mark.parametrize("call", CALLS.values(), ids=list(CALLS))
def test_seeing_only_some_folders_is_not_seeing_the_others(asked: Asked, call: Ask, only: set[str]) -> None:
    """It answers as where all other folders are hidden, and with no path and no word of what is not seen."""
    (archive, ids), others = asked, WORDS.keys() - only
    found = plain(call(archive, Scope(only=frozenset(only)), ids))
    assert found == plain(call(archive, Scope(hidden=frozenset(others | {"nowhere"})), ids))
    told = [text.lower() for text in values(found) if text not in {*PATHS, *QUOTED, QUERY}]
    assert [text for folder in others for text in told if WORDS[folder] in text] == []


@pytest.mark.parametrize("only", ONLY, ids=named)
def test_what_is_seen_is_all_that_is_there(asked: Asked, only: set[str]) -> None:
    """By brute force over the paths: listed, counted and found."""
    archive, scope = asked[0], Scope(only=frozenset(only))
    seen = sorted(path for path in TEXTS if (path.partition("/")[0] if "/" in path else "") in only)
    dated = [path for path in seen if path != "moon/undated.txt"]
    assert [entry.path for entry in archive.documents(scope)] == seen
    assert archive.holdings(scope).documents == len(seen)
    found = archive.search(Query(text="since:1900", limit=50, scope=scope), shown=False)
    assert sorted(hit.document for hit in found.hits) == dated
    overview = archive.overview(Query(text="since:1900", scope=scope))
    assert sum(facet.documents for facet in overview.folders) == len(dated)
    assert archive.timeline(Query(text="since:1900", scope=scope)).documents == len(dated)


def plain(found: Any) -> Any:
    """An answer as JSON has it, but for how long it took and who asked."""
    if isinstance(found, BaseModel):
        return plain(found.model_dump(mode="json"))
    if isinstance(found, DateCounts):
        return plain([found.days, found.months, found.years, found.count(FIRST.first, SECOND.last)])
    if isinstance(found, Mapping):
        return {name: plain(value) for name, value in found.items() if name not in {"elapsed_ms", "scope"}}
    if isinstance(found, (list, tuple)):
        return [plain(one) for one in found]
    return found if isinstance(found, (int, float, type(None))) else str(found)


def values(found: Any) -> Iterator[str]:
    """Every text of an answer, with names of its fields."""
    if isinstance(found, dict):
        for name, value in found.items():
            yield from (name, *values(value))
    elif isinstance(found, list):
        for one in found:
            yield from values(one)
    elif isinstance(found, str):
        yield found
