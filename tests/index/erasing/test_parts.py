"""A message of a mailbox can't be cut out of it; once somebody has taken it out, what is left of it can go."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import ArchiveError, ArchiveFolder, Cited
from index.models.scope import EVERYTHING
from tests.index.erasing.test_erasing import RARE, WHY, erase, eraser
from tests.makers import traces
from tests.makers.archives import Place, note


def mailbox(*bodies: str) -> str:
    """A mailbox of messages with these words."""
    return "\n".join(
        f"From keeper@example.org Mon Jan  2 10:00:00 2023\nFrom: keeper@example.org\nSubject: Message {number}\n"
        f"Date: Mon, 2 Jan 2023 10:0{number}:00 +0000\nMessage-ID: <{number}@example.org>\n\n{body}\n"
        for number, body in enumerate(bodies, 1)
    )


FIRST = "The harbour lights were out all night and nobody came."
MESSAGE = f"The {RARE} family hid the lantern beneath the goat shed."
LAST = "The ferry left with forty sheep and a piano on its deck."


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    traces.keep(monkeypatch)
    place = Place(
        tmp_path,
        {"box.mbox": mailbox(FIRST, MESSAGE, LAST), **{f"note-{number}.txt": note(number) for number in range(4)}},
    )
    place.index()
    return place


def test_it_is_refused_as_long_as_it_is_in_the_file(place: Place) -> None:
    """The line says what can be done: take it out first, or erase all of the file."""
    with pytest.raises(
        ArchiveError, match=r"can't be cut out of it; take it out .* or erase all of the file: box.mbox"
    ):
        eraser(place).begin("box.mbox#2", WHY)
    assert MESSAGE in place.file("box.mbox").read_text("utf-8")


def test_what_was_taken_out_is_gone_for_good(place: Place) -> None:
    """Its words go from index, cache, trash and ledger; the other messages stay, and so do their citations."""
    passages = {hit.title: hit.passage for hit in place.ask("lantern goat lights ferry sheep").hits}
    old = place.file("box.mbox").read_bytes()
    messages = old.split(b"From keeper@")
    left = b"From keeper@".join([*messages[:2], messages[3]])
    ArchiveFolder(place.settings).put("box.mbox", left, replace=True)
    found = eraser(place).look("box.mbox#2")
    assert (found.part, found.citations, len(found.trashed)) == (True, 1, 1)
    erase(place, "box.mbox#2")
    assert traces.of_words(place, RARE) == []
    with place.opened() as archive:
        cited = [archive.cite([passages[f"Message {number}"]], EVERYTHING)[0] for number in (1, 2, 3)]
    states = [one.citation.state for one in cited if isinstance(one, Cited)]
    assert (states[0], states[1]) == ("unchanged", "erased")
    assert states[2] in {"unchanged", "moved"}
    place.write({"box.mbox": old.decode()})
    assert [failure.path for failure in place.index().failed] == ["box.mbox"]


def test_the_whole_file_can_be_erased(place: Place) -> None:
    """All its messages go, whatever they are called in the index."""
    passage = place.first("lantern goat shed").passage
    found = eraser(place).look("box.mbox")
    assert [file.path for file in found.files] == ["box.mbox"]
    erase(place, "box.mbox")
    assert traces.of_words(place, RARE, "piano") == []
    with place.opened() as archive:
        (cited,) = archive.cite([passage], EVERYTHING)
    assert isinstance(cited, Cited)
    assert cited.citation.state == "erased"
