"""What every store of documents must answer, held against going through them all by hand."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from index.errors import ClosedError
from index.models.documents import DateSpan, Document, DocumentEntry, Fingerprint, Holdings
from index.models.reports import Failure
from index.models.scope import EVERYTHING, Scope, folder_of
from index.storage.document_engine import Documents, StoredPassage
from tests.index.storage.conformance.archive import ARCHIVE, FAILURES, FERRY, OTHERS
from tests.makers.generations import SharedTables, Written, embedded, in_row_order


def _embedded(folder: Path) -> Documents:
    return embedded(folder, ARCHIVE, FAILURES)


def _shared(folder: Path) -> Documents:
    tables = SharedTables(folder)
    tables.add(ARCHIVE)
    tables.index()
    return tables.opened(FAILURES)


def _grown(folder: Path) -> Documents:
    """Written in parts, the last of which no index has, and without what went meanwhile."""
    tables = SharedTables(folder)
    tables.add([*OTHERS, *ARCHIVE[1::3]])
    tables.index()
    tables.add(ARCHIVE[2::3])
    tables.remove(*(document.path for document, _ in OTHERS))
    tables.index()
    tables.add(ARCHIVE[::3])
    return tables.opened(FAILURES)


STORES: dict[str, Callable[[Path], Documents]] = {"embedded": _embedded, "shared": _shared, "shared, grown": _grown}
"""Every implementation of the protocol, by name: whoever writes another one adds it here."""


@pytest.fixture(scope="module", params=list(STORES))
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Documents]:
    with closing(STORES[request.param](tmp_path_factory.mktemp("store"))) as opened:
        yield opened


ORDERED = in_row_order(ARCHIVE)
DOCUMENTS = [document for document, _ in ORDERED]
PATHS = [document.path for document in DOCUMENTS]
BY_PATH = dict(zip(PATHS, ORDERED, strict=True))
SCOPES = (
    *(EVERYTHING, Scope(hidden=frozenset({"board"})), Scope(only=frozenset({"board", "nowhere"}))),
    *(Scope(only=frozenset({""})), Scope(only=frozenset())),
)
WORDS: tuple[tuple[str, ...], ...] = (
    (),
    ("goat",),
    ("THE", "e"),
    ("100%_",),
    ("it's",),
    ("%",),
    ("\u00e9",),
    ("none",),
)


def within(scope: Scope) -> list[Document]:
    return [document for document in DOCUMENTS if scope.sees(document.path)]


def spans(scope: Scope) -> list[DateSpan]:
    return [document.date for document in within(scope) if document.date]


def passages(documents: list[Document]) -> int:
    return sum(len(BY_PATH[document.path][1]) for document in documents)


def newest(scope: Scope) -> DateSpan | None:
    return max(spans(scope), key=lambda span: (span.latest, span.earliest), default=None)


def folded(text: str) -> str:
    """Small letters for those of ASCII."""
    return "".join(letter.lower() if letter.isascii() else letter for letter in text)


def named_with(words: tuple[str, ...], scope: Scope) -> list[Document]:
    found = [
        document
        for document in within(scope)
        if all(folded(word) in folded(document.path) or folded(word) in folded(document.title) for word in words)
    ]
    return sorted(found, key=lambda document: document.path)


def holdings(scope: Scope) -> Holdings:
    seen, dates = within(scope), spans(scope)
    return Holdings(
        documents=len(seen),
        undated=len(seen) - len(dates),
        passages=passages(seen),
        earliest=min((span.earliest for span in dates), default=None),
        latest=max((span.latest for span in dates), default=None),
        newest=newest(scope),
    )


def entry(document: Document) -> DocumentEntry:
    count = len(BY_PATH[document.path][1])
    place = {"path": document.path, "title": document.title, "format": document.format}
    return DocumentEntry(**place, date=document.date, passages=count)


def known(document: Document) -> Fingerprint:
    return Fingerprint(document.sha256, document.date)


def test_documents_come_in_row_order(store: Documents) -> None:
    """With all that was written, passages and places of pages and messages included."""
    assert list(store.documents()) == DOCUMENTS
    assert list(store.cuts()) == ORDERED
    assert [store.passages(document) for document in DOCUMENTS] == [found for _, found in ORDERED]


@pytest.mark.parametrize("path", [*PATHS, "gone.txt", "nowhere.txt", "board", "it's"])
def test_a_document_is_found_by_its_path(store: Documents, path: str) -> None:
    """And none at a path where there is none, or no longer."""
    document, cut = BY_PATH.get(path, (None, []))
    assert store.document(path) == document
    assert store.count_passages(path) == len(cut)
    assert store.origins([path, "none.txt"]) == ({path: (document.sha256, document.language)} if document else {})
    assert store.known([path, "none.txt"]) == ({path: known(document)} if document else {})


def test_a_passage_is_found_by_its_id(store: Documents) -> None:
    """With its document and its words; none by an id that was never given or is gone, whatever is in it."""
    for document, cut in ORDERED:
        for passage in cut:
            text = document.text[passage.start : passage.end]
            assert store.find_passage(passage.id) == StoredPassage(passage, document, text)
            assert store.path_of(passage.id) == document.path
            assert store.segment_of(passage.id, document.path)
            assert store.segment_of(passage.id, "other.txt") is None
    for identifier in ("", "' OR 1 = 1 --", OTHERS[1][1][0].id):
        assert (store.find_passage(identifier), store.path_of(identifier)) == (None, None)
        assert store.segment_of(identifier, "pier.txt") is None


def test_documents_are_found_by_the_bytes_of_their_file(store: Documents) -> None:
    """Those of an archive's parts and of copies."""
    for sha256 in {*(document.sha256 for document in DOCUMENTS), OTHERS[1][0].sha256, "none"}:
        same = [document for document in DOCUMENTS if document.sha256 == sha256]
        assert store.with_sha(sha256) == sorted(same, key=lambda document: document.path)
    parts = [BY_PATH[f"chat/ferry.json#{part}"][0] for part in (1, 2)]
    assert store.read_from("chat/ferry.json", FERRY) == parts
    assert store.read_from("chat/ferry.json#2", FERRY) == parts[1:]
    assert store.read_from("chat/ferry", FERRY) == []
    assert store.read_from("chat/ferry.json", "none") == []


BEFORE = [*OTHERS, *ARCHIVE[1:5]]
"""What there was in the generation before."""


def _two_embedded(folder: Path) -> tuple[Documents, Documents]:
    return embedded(folder / "1", BEFORE), embedded(folder / "2", ARCHIVE, name="000002")


def _two_versions(folder: Path) -> tuple[Documents, Documents]:
    """One document is written anew as it was."""
    tables = SharedTables(folder)
    tables.add(BEFORE)
    before = tables.opened()
    tables.remove(ARCHIVE[1][0].path, *(document.path for document, _ in OTHERS))
    tables.add([*ARCHIVE[:2], *ARCHIVE[5:]])
    tables.index()
    return before, tables.opened()


@pytest.mark.parametrize("generations", [_two_embedded, _two_versions])
def test_news_are_told_by_number(tmp_path: Path, generations: Callable[[Path], tuple[Documents, Documents]]) -> None:
    """Of what is new or has changed, and of nothing else; by these numbers documents are read."""
    before, now = generations(tmp_path)
    with closing(before), closing(now):
        numbers = now.news(before)
        assert numbers == sorted(numbers)
        assert set(now.paths(numbers).values()) == {document.path for document, _ in [ARCHIVE[0], *ARCHIVE[5:]]}
        assert [now.numbered(number).path for number in numbers] == list(now.paths(numbers).values())
        assert set(before.paths(before.news(now)).values()) == {"pier.txt", "gone.txt"}
        assert now.news(now) == []


TABLES: dict[str, tuple[Callable[[Documents], Any], Any]] = {
    "formats": (lambda store: store.formats(), Counter(document.format for document in DOCUMENTS)),
    "languages": (lambda store: store.languages(), Counter(it.language for it in DOCUMENTS if it.language)),
    "undated": (lambda store: store.undated(), sorted(it.path for it in DOCUMENTS if it.date is None)),
    "digests": (lambda store: dict(store.digests()), {it.path: it.sha256 for it in DOCUMENTS}),
    "versions": (lambda store: store.versions(), {(it.path, it.sha256) for it in DOCUMENTS}),
    "known": (lambda store: store.known(), {it.path: known(it) for it in DOCUMENTS}),
    "notes": (lambda store: store.notes(), {it.path: it.notes for it in DOCUMENTS if it.notes}),
    "noted": (lambda store: store.noted("its date was guessed"), {"pier.txt"}),
    "noted by nothing": (lambda store: store.noted("its date"), set()),
    "dated by": (lambda store: store.dated_by("metadata"), {"may.txt", "end-1.txt", "scan.pdf"}),
    "dated by nothing": (lambda store: store.dated_by("received"), set()),
    "failures": (lambda store: store.failures(), [Failure(path=path, reason=why) for path, why in FAILURES]),
    "counts": (lambda store: store.counts(), (len(DOCUMENTS), 3, passages(DOCUMENTS))),
    "span": (lambda store: store.span(), (dt.date.min, dt.date.max)),
    "is dated": (lambda store: store.is_dated, True),
}


@pytest.mark.parametrize("name", list(TABLES))
def test_all_documents_are_counted_and_listed(store: Documents, name: str) -> None:
    """As by going through them one by one."""
    ask, expected = TABLES[name]
    assert ask(store) == expected


def test_folders_are_counted(store: Documents) -> None:
    """In order of name, those in none first."""
    documents = Counter(folder_of(path) for path in PATHS)
    expected = {
        name: (count, passages([it for it in DOCUMENTS if folder_of(it.path) == name]))
        for name, count in sorted(documents.items())
    }
    assert list(store.by_folder().items()) == list(expected.items())


@pytest.mark.parametrize("scope", SCOPES, ids=range(len(SCOPES)))
def test_only_what_is_in_scope_is_told(store: Documents, scope: Scope) -> None:
    """Folders, dates, counts and entries of a scope are those of the documents that may be seen."""
    assert store.holdings(scope) == holdings(scope)
    assert store.newest(scope) == newest(scope)
    assert store.oldest(scope) == min((span.earliest for span in spans(scope)), default=None)
    counted = Counter((span.earliest.toordinal(), span.latest.toordinal()) for span in spans(scope))
    assert sorted(store.dated(scope)) == sorted((*days, count) for days, count in counted.items())
    parts = [it.path.split("/")[:-1] for it in within(scope)]
    assert store.folders(scope) == sorted({"/".join(it[:depth]) for it in parts for depth in range(1, len(it) + 1)})


@pytest.mark.parametrize("scope", SCOPES, ids=range(len(SCOPES)))
def test_documents_are_listed_page_by_page(store: Documents, scope: Scope) -> None:
    """By path, in the order of its characters' numbers."""
    expected = [entry(it) for it in sorted(within(scope), key=lambda it: it.path)]
    found, after = [], ""
    while page := store.entries(scope, after, 3):
        found += page
        after = page[-1].path
    assert found == expected


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("scope", SCOPES[:2], ids=range(2))
def test_documents_are_found_by_words_in_path_or_title(store: Documents, words: tuple[str, ...], scope: Scope) -> None:
    """Whatever a pattern means by a character, and undated ones first where that is asked."""
    found = named_with(words, scope)
    undated_first = [*(it for it in found if not it.date), *(it for it in found if it.date)]
    for limit in (2, 100):
        assert store.names_with(words, scope, limit) == [(it.path, it.title) for it in found[:limit]]
        asked = store.names_with(words, scope, limit, undated_first=True)
        assert asked == [(it.path, it.title) for it in undated_first[:limit]]


def test_a_store_without_some_documents_tells_of_the_others(store: Documents) -> None:
    """Nothing of what is left out is counted, found or listed."""
    gone = {"pier.txt", "island/goat.txt", "chat/ferry.json#1", "nowhere.txt"}
    left: list[Written] = [(document, cut) for document, cut in ARCHIVE if document.path not in gone]
    passage = BY_PATH["pier.txt"][1][0]
    with closing(store.without(gone)) as others:
        assert others.digests() == {document.path: document.sha256 for document, _ in left}
        assert others.counts() == (len(left), 2, sum(len(cut) for _, cut in left))
        assert others.document("pier.txt") is None
        assert others.notes() == {}
        assert others.document("war.txt") == BY_PATH["war.txt"][0]
        assert others.find_passage(passage.id) is None
        assert others.path_of(passage.id) is None
        assert [it.path for it in others.with_sha(FERRY)] == ["chat/ferry.json#2"]


@pytest.mark.parametrize("open_store", STORES.values(), ids=STORES)
def test_a_closed_store_says_so(tmp_path: Path, open_store: Callable[[Path], Documents]) -> None:
    """It is a fault of the program, never called damage."""
    store = open_store(tmp_path)
    store.close()
    with pytest.raises(ClosedError, match="is closed"):
        store.document("pier.txt")
    with pytest.raises(ClosedError):
        store.counts()


def _empty_tables(folder: Path) -> Documents:
    tables = SharedTables(folder)
    tables.add(ARCHIVE[:1])
    tables.remove("pier.txt")
    tables.index()
    return tables.opened()


@pytest.mark.parametrize("open_store", [lambda folder: embedded(folder, []), _empty_tables], ids=["embedded", "shared"])
def test_a_store_may_be_empty(tmp_path: Path, open_store: Callable[[Path], Documents]) -> None:
    """Then it answers that there is nothing."""
    with closing(open_store(tmp_path)) as store:
        assert (list(store.documents()), list(store.cuts()), store.counts()) == ([], [], (0, 0, 0))
        assert store.holdings(EVERYTHING) == holdings(Scope(only=frozenset()))
        assert (store.span(), store.newest(EVERYTHING), store.oldest(EVERYTHING)) == (None, None, None)
        assert (store.dated(EVERYTHING), store.folders(EVERYTHING), store.undated()) == ([], [], [])
        assert (dict(store.digests()), store.known(), store.by_folder(), store.notes()) == ({}, {}, {}, {})
        assert (store.formats(), store.languages()) == (Counter(), Counter())
        assert (store.entries(EVERYTHING, "", 5), store.names_with(["a"], EVERYTHING, 5)) == ([], [])
        assert (store.document("pier.txt"), store.find_passage("none")) == (None, None)
