"""A chat from its export to an answer and a citation: passages of whole messages, each with its time and address."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index import Cited, Scope, format_citations
from index.cli.show.answers import answer_json
from tests.makers.archives import Place
from tests.makers.chats import CHANNEL, SERVER, export, number, said


def clock(minute: int) -> str:
    return f"2021-07-20T{10 + minute // 60}:{minute % 60:02}:00+00:00"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    words = ("The tide is high at the mill today.", "Who rings the bell of the ferry?", "Fog on the river, go slowly.")
    lines = [said(clock(minute), ("Keeper", "Ferryman")[minute % 2], words[minute % 3]) for minute in range(90)]
    lines[41]["content"] = "The lantern of the lighthouse was replaced, and weighs 340 kilograms."
    made = Place(tmp_path, {"general.json": export(lines).decode()})
    made.index()
    return made


def test_no_passage_parts_a_message_from_its_author(place: Place) -> None:
    """Each begins with a time and an author, and none ends in the middle."""
    with place.generation() as generation:
        (document,) = generation.documents.documents()
        passages = generation.documents.passages(document)
    assert len(passages) > 2
    texts = [document.text[passage.start : passage.end] for passage in passages]
    assert "\n\n".join(texts) == document.text
    assert all(text[2] == ":" and ("Keeper: " in text[:14] or "Ferryman: " in text[:16]) for text in texts)


def test_a_hit_names_the_time_of_its_message_and_its_address(place: Place) -> None:
    """Those of the message in which the passage begins."""
    hit = place.first("lantern of the lighthouse")
    begins = next(minute for minute in range(90) if hit.text.startswith(clock(minute)[11:16]))
    assert hit.time == clock(begins)[:16] + "+00:00"
    assert hit.link == f"https://discord.com/channels/{SERVER}/{CHANNEL}/{number(clock(begins))}"
    assert hit.page is None


def test_a_citation_keeps_both_and_every_style_names_them(place: Place) -> None:
    """As long as the ledger is kept, whatever becomes of the export."""
    hit = place.first("lantern of the lighthouse")
    with place.opened() as archive:
        (cited,) = archive.cite([hit.passage], Scope())
    assert isinstance(cited, Cited)
    assert (cited.record.time, cited.record.link) == (hit.time, hit.link)
    time, link = str(hit.time)[11:16] + " UTC", str(hit.link)
    for style in ("text", "apa", "chicago", "mla"):
        written = format_citations([cited.citation], style)
        assert time in written
        assert link in written
    assert f"url = {{{link}}}" in format_citations([cited.citation], "bibtex").replace("\\", "")
    assert f"UR  - {link}" in format_citations([cited.citation], "ris")
    (item,) = json.loads(format_citations([cited.citation], "csl-json"))
    assert (item["URL"], item["custom"]["time"]) == (link, hit.time)


def test_time_and_address_outlive_reindexing(place: Place) -> None:
    """Documents that stay, and those that are written anew with others, keep their messages."""
    before = place.first("lantern of the lighthouse")
    place.write({"a.txt": "date 1950 The mill\n\nThe mill is old.\n"})
    place.index()
    after = place.first("lantern of the lighthouse")
    assert (after.passage, after.time, after.link) == (before.passage, before.time, before.link)
    with place.generation() as generation:
        document = generation.documents.document(after.document)
        assert document is not None
        assert len(document.messages) == 90


def test_json_of_the_command_line_has_both(place: Place) -> None:
    """As scripts read them."""
    found = place.ask("lantern of the lighthouse")
    (first, *_) = answer_json(found)["hits"]
    assert (first["time"], first["link"], first["page"]) == (found.hits[0].time, found.hits[0].link, None)
    assert first["link"]
