"""What `dateline index` says it read, and what `dateline documents` lists of it later."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from index.build import before
from index.models.documents import Document, Unreadable
from index.read import OpenReaders, SourceFile
from tests.makers.archives import Place
from tests.makers.files import message, page, pdf, word
from tests.stand_ins.in_process import InProcessReaders

TWO_WAYS = "the head line's date 03/04/2025 can mean 3 April or 4 March"
AMBIGUOUS = f"{TWO_WAYS}; set date_order to say which; the document is undated"
BY_HAND = 'set its date: dateline date PATH 1971-05-03 --why "…"'
HEAD_LINE = f"begin its first line with date 2025-01-23, or {BY_HAND}"
FOR_TEXT = (
    "begin its first line with date 2025-01-23, or begin its file name with its date (2025-01-23-name.txt), "
    f"or {BY_HAND}"
)
NAMED = "begin its file name with its date (2025-01-23-name.docx)"
CREATED = f"begin its first line with date 2025-01-23, or {NAMED}, or {BY_HAND}"
NO_DATE = "no date is stated in it or in its name"
BINARY = "it is a binary file, not text; save it in a format Dateline reads"
FILES = {
    "a.txt": b"date 2025-01-23 A title\n\nWords are here.",
    "b.txt": b"date 03/04/2025 B title\n\nWords are here too.",
    "c.txt": b"Nothing dated\n\nWords are here too.",
    "d.md": b"---\ntitle: D\ndate: 2999-04\n---\nWords of the future.",
    "2010-10-22-e.pdf": pdf([["Words on paper."]]),
    "f.docx": word(["date 2009 F title", "Words of an office."]),
    "g.html": page("<p>Words of a page.</p>", '<meta name="date" content="2011-05-06">'),
    "h.eml": message("Words of a letter.", Date="Fri, 22 Oct 2010 23:30:00 -0800", Subject="H"),
    "k.docx": word(["Words of a desk."], created="2012-05-06T10:00:00Z"),
    "l.txt~": b"Words as they were.",
    "i.txt": b"\0\1\2",
    "j\n.txt": b"Words.",
}

Run = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path, dateline: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on an archive of every format, and returns what it prints."""
    place = Place(tmp_path)
    for path, data in FILES.items():
        place.file(path).write_bytes(data)

    def run(*arguments: str, code: int = 0) -> str:
        assert dateline(*arguments) == code
        return capsys.readouterr().out

    return run


def listed(printed: str) -> Any:
    return json.loads(printed)


def test_a_reindex_ends_with_what_was_read(run: Run) -> None:
    """Formats, days, undated and failed with their reasons, and what is worth a look: a line each, whole when piped."""
    lines = [" ".join(line.split()) for line in run("index").splitlines()]
    for line in (
        *("text 3", "markdown 1", "pdf 1", "docx 2", "html 1", "email 1"),
        *("undated 2", "weakly dated 1", "not read 2", "dated 7 1 January 2009 – 30 April 2999"),
        *("Undated (2):", f"set date_order to say which, or {HEAD_LINE}:", f"b.txt: {TWO_WAYS}"),
        *(f"{FOR_TEXT}:", f"c.txt: {NO_DATE}"),
        *("Weakly dated (1):", f"if its day is another, {CREATED}:"),
        "k.docx: 6 May 2012, dated by its creation metadata",
        *("Not read (2):", f"i.txt: {BINARY}"),
        r"j\n.txt: its name holds a line break or another character that can't be printed; rename it",
        *("Worth checking (1):", "d.md: the front matter's date 2999-04 is in the future"),
    ):
        assert line in lines


def test_json_has_all_of_it(run: Run) -> None:
    """What the table says and more, for programs; what systems and editors left there is in it, too."""
    report = listed(run("index", "--json"))
    assert report["formats"] == {"text": 3, "markdown": 1, "pdf": 1, "docx": 2, "html": 1, "email": 1}
    assert (report["earliest"], report["latest"]) == ("2009-01-01", "2999-04-30")
    assert report["undated"] == ["b.txt", "c.txt"]
    assert [failure["path"] for failure in report["failed"]] == ["i.txt", r"j\n.txt"]
    assert {"path": "b.txt", "reason": AMBIGUOUS} in report["notes"]
    assert [(document["path"], document["reason"]) for document in report["undated_documents"]] == [
        ("b.txt", TWO_WAYS),
        ("c.txt", NO_DATE),
    ]
    assert report["undated_documents"][1]["cure"] == FOR_TEXT
    assert "/archive date" in report["undated_documents"][1]["chat"]
    (weak,) = report["weakly_dated"]
    assert (weak["path"], weak["date"]["origin"], weak["cure"]) == ("k.docx", "creation metadata", CREATED)
    assert report["left_out"] == ["l.txt~"]


def test_documents_are_listed_later(run: Run) -> None:
    """By path, each with its date at its own precision and its title; then how many there are of what."""
    run("index", "--json")
    assert run("documents").splitlines() == [
        "2010-10-22  2010-10-22-e.pdf  Words on paper.",
        "2025-01-23  a.txt             A title",
        "undated     b.txt             B title",
        "undated     c.txt             Nothing dated",
        "2999-04     d.md              D",
        "2009        f.docx            F title",
        "2011-05-06  g.html            Words of a page.",
        "2010-10-22  h.eml             H",
        "2012-05-06  k.docx            Words of a desk.",
        "",
        "9 documents, 2 undated · 1 weakly dated (dateline documents --weakly-dated says how) · "
        "2 files not read (dateline documents --failed says why) · generation 1",
    ]


def test_undated_and_failed_are_listed_with_reasons(run: Run) -> None:
    """Whole lines when piped, however long."""
    run("index", "--json")
    assert run("documents", "--undated").splitlines() == [
        f"undated     b.txt  {TWO_WAYS}; set date_order to say which, or {HEAD_LINE}",
        f"undated     c.txt  {NO_DATE}; {FOR_TEXT}",
    ]
    assert run("documents", "--weakly-dated").splitlines() == [
        f"2012-05-06  k.docx  dated by its creation metadata; if its day is another, {CREATED}",
    ]
    assert run("documents", "--failed").splitlines() == [
        f"i.txt: {BINARY}",
        r"j\n.txt: its name holds a line break or another character that can't be printed; rename it",
    ]


def test_lists_are_json_for_programs(run: Run) -> None:
    """One object: the generation, and of documents and failures what was asked for."""
    run("index", "--json")
    asked: tuple[list[str], ...] = ([], ["--undated"], ["--weakly-dated"], ["--failed"])
    whole, undated, weak, failed = (listed(run("documents", "--json", *only)) for only in asked)
    assert (len(whole["documents"]), len(whole["failed"])) == (9, 2)
    told = [(document["reason"], document["cure"]) for document in undated["documents"]]
    assert told == [(TWO_WAYS, f"set date_order to say which, or {HEAD_LINE}"), (NO_DATE, FOR_TEXT)]
    assert [(document["reason"], document["cure"]) for document in weak["documents"]] == [
        ("dated by its creation metadata", CREATED)
    ]
    assert weak["documents"] == [whole["documents"][8]]
    assert undated == {
        "generation": 1,
        "documents": [document for document in whole["documents"] if document["date"] is None],
    }
    assert failed == {"generation": 1, "failed": whole["failed"]}
    assert whole["documents"][4] == {
        "path": "d.md",
        "format": "markdown",
        "title": "D",
        "title_origin": "source",
        "date": {
            "earliest": "2999-04-01",
            "latest": "2999-04-30",
            "precision": "month",
            "origin": "front matter",
            "as_written": "2999-04",
        },
        "notes": ["the front matter's date 2999-04 is in the future"],
    }


def test_before_the_first_index_there_is_nothing_to_list(run: Run) -> None:
    """One line says what to do; nothing is indexed for it."""
    assert run("documents", code=1) == ""


class RewordingReaders(InProcessReaders):
    """Notes future dates as an earlier version did."""

    def read(self, source: SourceFile) -> list[Document | Unreadable]:
        return [
            result.model_copy(update={"notes": tuple(note.replace("is in", "lies in") for note in result.notes)})
            if isinstance(result, Document)
            else result
            for result in super().read(source)
        ]


@pytest.mark.parametrize("readers", [InProcessReaders, RewordingReaders])
def test_a_future_that_has_come_is_no_longer_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, readers: OpenReaders
) -> None:
    """An unchanged document is read again once its note isn't true any more, whichever version wrote the note."""
    place = Place(tmp_path, {"a.txt": "date 2999-04-01 T\n\nWords."})
    assert len(place.index(readers=readers).notes) == len(place.index(readers=readers).notes) == 1
    day = dt.date(2999, 4, 1)
    monkeypatch.setattr(before, "latest_today", lambda: day)
    assert place.index(readers=partial(InProcessReaders, today=day)).notes == ()
