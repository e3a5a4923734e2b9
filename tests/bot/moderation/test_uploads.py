"""A file on its way into the archive: what is said meanwhile, before one is replaced, and when Discord fails."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest

import index
from bot.client import DatelineClient
from bot.moderation import questions
from index import Collection
from tests.bot.engine import FakeEngine
from tests.bot.fakes import Clock, Doc, moon
from tests.bot.hostile import unescaped
from tests.bot.moderation.acting import act, press_made_up
from tests.bot.places import sent
from tests.bot.reading import buttons, seen
from tests.bot.world import World, answer, told
from tests.machine import told_of
from tests.makers.chats import export, said
from tests.makers.pictures import BLANK, png, scan
from tests.makers.scans import FakeTesseract, page, table
from tests.makers.web_archives import response, zipped

DANGER = 4
"""The style of a red button."""
MOON = b"date 1969-07-20 First people on the Moon\n\nThe Eagle has landed.\n"
BOX = b"".join(
    f"From a@b Thu Jan  1 00:00:00 1970\nFrom: a@b\nDate: Thu, 0{day} Jan 1970 00:00:00 +0000\n"
    f"Subject: Tide {day}\n\nThe tide turned {day} times.\n\n".encode()
    for day in range(1, 7)
)


@pytest.fixture
def docs() -> list[Doc]:
    """An archive of one document."""
    return moon(1)


def noted(home: Path) -> list[tuple[str, str | None]]:
    lines = [json.loads(line) for line in (home / index.DataFile.BOT_AUDIT).read_text("utf-8").splitlines()]
    return [(line["action"], line["what"]) for line in lines]


async def test_a_small_file_is_added_in_one_go(world: World) -> None:
    """Nothing is shown and taken away again within a moment."""
    await act(world, "add", file=("moon.txt", MOON))
    assert "Reading" not in sent(world.env)


def failing(status: int) -> discord.HTTPException:
    kinds = {403: discord.Forbidden, 404: discord.NotFound}
    response: Any = SimpleNamespace(status=status, reason="no")
    return kinds.get(status, discord.HTTPException)(response, "asset not to be had")


@pytest.mark.parametrize(
    ("fault", "line"),
    [
        (failing(404), "Discord no longer has that file. Nothing was added; please attach it again with /archive add."),
        (failing(403), "Discord did not hand that file over. Nothing was added; please try /archive add again"),
        (failing(503), "Discord did not hand that file over"),
        (aiohttp.ClientPayloadError("cut off"), "Discord did not hand that file over"),
        (TimeoutError(), "Discord did not hand that file over"),
        (ConnectionResetError("reset"), "Discord did not hand that file over"),
    ],
)
async def test_where_discord_fails_nothing_is_added(
    world: World, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch, fault: Exception, line: str
) -> None:
    """One line says so and what to do; there is no number of an incident, and nothing in the archive."""

    async def fail(attachment: discord.Attachment) -> bytes:
        raise fault

    monkeypatch.setattr(discord.Attachment, "read", fail)
    assert line in unescaped(told(await act(world, "add", file=("moon.txt", MOON))))
    assert list(engine.archive.iterdir()) == []
    assert told_of(sent(world.env)) == []


RECORDS = b"""{"title": "Ebb", "text": "The tide turned.", "date": "1970-01-02"}
{"title": "Cut
{"title": "Flood", "text": "It came back.", "published": "1971-05-03"}
{"title": "Slack", "text": "It stood."}
"""


async def test_what_became_of_a_file_of_several_documents_is_told(world: World, engine: FakeEngine) -> None:
    """How many there are and from when to when, and what was left out with its reason; also where it replaces one."""
    told_now = unescaped(seen(answer(await act(world, "add", file=("tides.jsonl", RECORDS)))))
    counts = "3 documents, dated 2 January 1970 – 3 May 1971, 1 undated"
    cut = "⚠️ tides.jsonl#2 can’t be read: line 2 is no whole JSON"
    assert counts in told_now
    assert cut in told_now
    asked = answer(await act(world, "add", file=("tides.jsonl", RECORDS)))
    replaced = unescaped(seen(answer(await world.mo.click(asked, label="Replace it"))))
    assert counts in replaced
    assert cut in replaced


async def test_what_a_web_archive_leaves_out_is_told(world: World) -> None:
    """As its reader counts it, once."""
    page = response(b"<h1>Tides</h1><p>The tide turned.", "https://example.org/a")
    other = response(b"<p>The tide turned again.", "https://example.org/b")
    data = zipped(page, response(b"", status="301 Moved"), other)
    told_now = unescaped(seen(answer(await act(world, "add", file=("tides.warc.gz", data)))))
    assert "is in the archive: 2 documents, all undated." in told_now
    assert told_now.count("he web archive has 2 pages, captured on 3 May 2021; left out: 1 redirect") == 1


async def test_a_file_of_several_without_a_document_is_refused(world: World, engine: FakeEngine) -> None:
    """With the reason of its first part."""
    assert "line 1 is no whole JSON" in unescaped(told(await act(world, "add", file=("a.jsonl", b'{"text": "Cut'))))
    assert list(engine.archive.iterdir()) == []


async def test_a_file_that_would_be_most_of_the_archive_is_pointed_out(world: World, engine: FakeEngine) -> None:
    """It is added, with the warning and Undo; one that is as much as all else is nothing to speak of."""
    shown = answer(await act(world, "add", file=("box.mbox", BOX)))
    text = unescaped(seen(shown))
    assert "**This one file would be about 86% of the archive**, 6 of 7 documents." in text
    assert "press **Undo**" in text
    await world.mo.click(shown, label="Undo")
    assert list(engine.archive.iterdir()) == []
    assert "of the archive**" not in seen(answer(await act(world, "add", file=("moon.txt", MOON))))


async def test_of_a_file_of_several_documents_it_says_how_many_and_from_when(world: World) -> None:
    """From the first to the last of their days."""
    text = unescaped(seen(answer(await act(world, "add", file=("box.mbox", BOX)))))
    assert "**box.mbox** is in the archive: 6 documents, dated 1 January 1970 – 6 January 1970." in text


async def test_a_part_that_cannot_be_read_is_named_and_stops_no_others(world: World, engine: FakeEngine) -> None:
    """The rest of the mailbox is added."""
    broken = BOX.replace(b"\n\nThe tide turned 2 times.", b"\nContent-Type: image/png\n\nx")
    text = unescaped(seen(answer(await act(world, "add", file=("box.mbox", broken)))))
    assert "5 documents, dated 1 January 1970 – 6 January 1970." in text
    assert "⚠️ box.mbox#2 can’t be read: it has no text" in text
    assert (engine.archive / "box.mbox").read_bytes() == broken


async def test_a_chat_says_what_became_of_it(world: World) -> None:
    """Its days, and how many messages had no words."""
    lines = [said(f"2021-07-2{day}T14:02:00+00:00", "Keeper", words) for day, words in ((0, "A."), (1, ""), (2, "B."))]
    text = unescaped(seen(answer(await act(world, "add", file=("general.json", export(lines))))))
    assert "**general.json** is in the archive: 2 documents, dated 20 July 2021 – 22 July 2021." in text
    assert "1 message was left out, without text." in text


async def test_a_scan_says_how_surely_it_was_recognised(
    world: World, engine: FakeEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its first pages; without the setting it says who can turn it on, and nothing of the machine."""
    refused = unescaped(told(await act(world, "add", file=("page.png", png(BLANK)))))
    assert "called like a picture; ask whoever runs me to turn text recognition on (ocr)" in refused
    assert told_of(refused) == []
    FakeTesseract(tmp_path / "program", monkeypatch).tell({"": table("The tide turned.", 91)})
    engine.settings = engine.settings.model_copy(update={"ocr": True})
    text = unescaped(seen(answer(await act(world, "add", file=("page.png", png(BLANK))))))
    assert "**page.png** is in the archive" in text
    assert "🔍 Recognised text, confidence 91 %." in text
    text = unescaped(seen(answer(await act(world, "add", file=("scan.pdf", scan([page(one) for one in range(5)]))))))
    assert "confidence 91 % on the first 3 pages; the next reindex recognises the others." in text


async def test_the_warning_comes_before_a_file_is_replaced(world: World, engine: FakeEngine) -> None:
    """Where there is a question, it is in the question."""
    (engine.archive / "box.mbox").write_bytes(BOX[:150])
    assert "86% of the archive" in seen(answer(await act(world, "add", file=("box.mbox", BOX))))


async def test_replacing_asks_in_red_and_is_noted(
    world: World, engine: FakeEngine, clock: Clock, tmp_path: Path
) -> None:
    """Answered once, for a quarter of an hour."""
    (engine.archive / "a.txt").write_text("the old words", "utf-8")
    asked = answer(await act(world, "add", file=("a.txt", MOON)))
    assert buttons(asked)["Replace it"]["style"] == DANGER
    clock.now = questions.LIFETIME_SECONDS
    assert "no longer know" in told(await world.mo.click(asked, label="Replace it"))
    asked = answer(await act(world, "add", file=("a.txt", MOON)))
    assert (engine.archive / "a.txt").read_text("utf-8") == "the old words"
    await world.mo.click(asked, label="Replace it")
    assert (engine.archive / "a.txt").read_bytes() == MOON
    assert "no longer know" in told(await world.mo.click(asked, label="Replace it"))
    added, late, done = ("add", "a.txt"), ("replace", None), ("replace", "a.txt")
    assert noted(tmp_path) == [added, late, added, done, late]


async def test_who_moderates_no_more_replaces_nothing(
    world: World, engine: FakeEngine, simcord_bot: DatelineClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked again at the press, as is which folders they may see; the question stays."""
    (engine.archive / "board").mkdir()
    (engine.archive / "board" / "a.txt").write_text("the old words", "utf-8")
    asked = answer(await act(world, "add", file=("a.txt", MOON), folder="board"))
    with monkeypatch.context() as patched:
        patched.setattr(simcord_bot.services.access, "moderates", lambda asker: False)
        assert "Only moderators" in told(await world.mo.click(asked, label="Replace it"))
    simcord_bot.services.settings.collections["board"] = Collection()
    assert "You may not see that folder" in told(await world.mo.click(asked, label="Replace it"))
    assert (engine.archive / "board" / "a.txt").read_text("utf-8") == "the old words"


async def test_what_is_not_there_any_more_is_not_replaced(world: World, engine: FakeEngine) -> None:
    """The new file is added, and Undo takes it out again."""
    (engine.archive / "a.txt").write_text("the old words", "utf-8")
    asked = answer(await act(world, "add", file=("a.txt", MOON)))
    (engine.archive / "a.txt").unlink()
    done = answer(await world.mo.click(asked, label="Replace it"))
    assert "is in the archive" in seen(done)
    await world.mo.click(done, label="Undo")
    assert list(engine.archive.iterdir()) == []


async def test_another_moderator_is_told_whose_question_it_is(
    world: World, engine: FakeEngine, simcord_bot: DatelineClient
) -> None:
    """Without a ping, and the question stays to be answered by who was asked."""
    (engine.archive / "a.txt").write_text("the old words", "utf-8")
    asked = answer(await act(world, "add", file=("a.txt", MOON)))
    nan = world.person("nan", world.managing)
    line = told(await press_made_up(world, simcord_bot, nan, buttons(asked)["Replace it"]["custom_id"]))
    assert line == f"Only <@{world.mo.id}> was asked that, and only they can answer."
    await world.mo.click(asked, label="Replace it")
    assert (engine.archive / "a.txt").read_bytes() == MOON
