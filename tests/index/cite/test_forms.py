"""A file rewritten in another form: its citations say so, in the file and in the index, where it stays and moved."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from index.cite.check import check
from index.generations.data_folder import DataFolder
from index.storage.documents import DocumentStore
from tests.makers.archives import Place
from tests.makers.citations import OneSource, cite, document, record, states

MANY = "Café days\n\nÉté q\u0307\u0323 at Łódź, ở 한글 문서 for naïve façades.\nIts second line is in Málaga.\n"
WESTERN = "Café days\n\nÉté at Málaga, with naïve façades and “marks”.\nIts second line is in Göteborg.\n"
FORM = "only their Unicode form"
SAME = "still has these words"
Rewrite = Callable[[str], bytes]

REWRITES: dict[str, tuple[str, Rewrite, str]] = {
    "to NFD": (unicodedata.normalize("NFC", MANY), lambda text: unicodedata.normalize("NFD", text).encode(), FORM),
    "to NFC": (unicodedata.normalize("NFD", MANY), lambda text: unicodedata.normalize("NFC", text).encode(), FORM),
    "line ends of two": (MANY, lambda text: text.replace("\n", "\r\n").encode(), SAME),
    "to cp1252": (WESTERN, lambda text: text.encode("cp1252"), SAME),
    "to UTF-16": (MANY, lambda text: text.encode("utf-16"), SAME),
    "all at once": (
        MANY,
        lambda text: unicodedata.normalize("NFD", text).replace("\n", "\r\n").encode("utf-16"),
        FORM,
    ),
}


def first_id(place: Place) -> str:
    """The id of the first passage of `a.txt`."""
    store = DocumentStore(DataFolder(place.data).folder(1))
    try:
        source = store.document("a.txt")
        assert source is not None
        return store.passages(source)[0].id
    finally:
        store.close()


@pytest.mark.parametrize("rewrite", REWRITES)
@pytest.mark.parametrize("name", ["a.txt", "renamed.txt"])
def test_a_rewritten_file_has_the_same_words(rewrite: str, name: str, tmp_path: Path) -> None:
    """Compared with the file at once and with the index later; moved where it was renamed, and never changed."""
    then, rewritten, reason = REWRITES[rewrite]
    place = Place(tmp_path, {"a.txt": then, "b.txt": "Wheat prices rose in spring.\n"})
    place.index()
    passage = first_id(place)
    cite(place, passage)
    place.remove("a.txt")
    place.file(name).write_bytes(rewritten(then))
    state = "unchanged" if name == "a.txt" else "moved"
    by_file = cite(place, passage)
    assert states(by_file) == (state, "unchanged")
    assert reason in by_file.citation.reason
    place.index()
    by_index = cite(place, passage)
    assert states(by_index) == (state, state)
    assert reason in by_index.stored.reason
    assert by_index.citation.verbatim == (reason == SAME)


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ("The café stood there for years.", "The cafe stood there for years."),
        ("Das Wort Łódź steht hier lange.", "Das Wort Lódź steht hier lange."),
        ("The mark ộ was written by hand.", "The mark ố was written by hand."),
        ("They met at 한글 문서 in the spring.", "They met at 한굴 문서 in the spring."),
        ("A share of ½ was left to them.", "A share of 1⁄2 was left to them."),
    ],
)
def test_another_letter_is_no_other_form(then: str, now: str) -> None:
    """A mark left out or another one, another syllable and a fraction in figures are changes of the text."""
    assert check(record(then), OneSource(document(unicodedata.normalize("NFD", now)))).state == "changed"
