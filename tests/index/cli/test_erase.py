"""`dateline erase` as people and scripts use it."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.makers import traces
from tests.makers.archives import Place, note

LETTER = "date 1921-03-04 A letter\n\nThe Quillfeather family hid the lantern beneath the goat shed.\n"
Run = Callable[..., int]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, {"a.txt": LETTER, **{f"note-{number}.txt": note(number) for number in range(4)}})


@pytest.fixture
def passage(place: Place, dateline: Run, capsys: pytest.CaptureFixture[str]) -> str:
    """The letter's passage, as a search showed it."""
    assert dateline("search", "Quillfeather lantern", "--limit", "1", "--json") == 0
    return str(json.loads(capsys.readouterr().out)["hits"][0]["passage"])


class Terminal(io.StringIO):
    """Somebody who types this."""

    def isatty(self) -> bool:
        return True


def test_it_erases_and_says_so(place: Place, dateline: Run, passage: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One line says what was done; the citation says when and why, and exits with 0."""
    assert dateline("erase", "a.txt", "--why", "the sender asked", "--yes") == 0
    assert capsys.readouterr().out == "a.txt is erased for good; its 1 citation says so.\n"
    assert traces.of_words(place, "Quillfeather") == []
    assert dateline("cite", passage) == 0
    line = capsys.readouterr().out
    assert line.startswith(f"Passage {passage}. Erased: its document was erased for good on ")
    assert line.endswith(" (the sender asked).\n")


def test_json_tells_the_outcome(place: Place, dateline: Run, passage: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Scripts get path, files and ids, and of the citation the outcome with date and reason, and no word of it."""
    assert dateline("erase", "a.txt", "--why", "the sender asked", "--yes", "--json") == 0
    done = json.loads(capsys.readouterr().out)
    assert (done["path"], done["files"], done["citations"], done["done"]) == ("a.txt", ["a.txt"], [passage], True)
    assert dateline("cite", passage, "--json", "--style", "bibtex") == 0
    cited = json.loads(capsys.readouterr().out)
    assert (cited["outcome"], cited["now"], cited["verbatim"]) == ("erased", None, False)
    assert [cited[name] for name in ("quotation", "document", "title", "date")] == [None] * 4
    assert cited["erased"] == {"at": done["at"], "why": "the sender asked"}
    assert "Erased" in cited["citation"]


@pytest.mark.parametrize("style", ["text", "markdown", "apa", "chicago", "mla", "bibtex", "ris", "csl-json"])
def test_every_style_says_that_it_was_erased(
    place: Place, dateline: Run, passage: str, capsys: pytest.CaptureFixture[str], style: str
) -> None:
    """None leaves quotation marks around nothing, and each gives id and reason."""
    assert dateline("erase", "a.txt", "--why", "the sender asked", "--yes") == 0
    capsys.readouterr()
    assert dateline("cite", passage, "--style", style) == 0
    shown = capsys.readouterr().out
    assert passage in shown
    assert "the sender asked" in shown
    assert "“”" not in shown
    assert "a.txt" not in shown


def test_it_asks_first(
    place: Place, dateline: Run, passage: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What will be gone is listed, with the question last; whoever says no has lost nothing."""
    monkeypatch.setattr(sys, "stdin", Terminal("no\n"))
    assert dateline("erase", "a.txt", "--why", "the sender asked") == 1
    asked = capsys.readouterr().err
    assert "a.txt (“A letter”, 4 March 1921)" in asked
    assert "the words of 1 citation" in asked
    assert "can't be undone" in asked
    assert place.file("a.txt").exists()
    monkeypatch.setattr(sys, "stdin", Terminal("yes\n"))
    assert dateline("erase", "a.txt", "--why", "the sender asked") == 0
    assert not place.file("a.txt").exists()


def test_nobody_is_asked_where_nobody_is(place: Place, dateline: Run, passage: str) -> None:
    """In a pipe the command wants --yes, and is wrong usage without it; so is one without a reason."""
    assert dateline("erase", "a.txt", "--why", "the sender asked") == 2
    assert dateline("erase", "a.txt", "--yes") == 2
    assert place.file("a.txt").exists()


def test_faults_are_one_line(place: Place, dateline: Run, passage: str, capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown path names the nearest, and exits with 1."""
    assert dateline("erase", "b.txt", "--why", "the sender asked", "--yes") == 1
    assert capsys.readouterr().err == "dateline: no document b.txt is or was in the archive; did you mean a.txt?\n"


def test_bytes_are_allowed_again(place: Place, dateline: Run, passage: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What came back is read again after `--allow`, and the citation stays erased."""
    assert dateline("erase", "a.txt", "--why", "the sender asked", "--yes") == 0
    place.write({"back.txt": LETTER})
    assert dateline("erase", "back.txt", "--allow", "--json") == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {"path": "back.txt", "allowed": 1}
    assert dateline("index", "--json") == 0
    assert json.loads(capsys.readouterr().out)["failed"] == []
    assert dateline("erase", "note-1.txt", "--allow") == 1
