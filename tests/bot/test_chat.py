"""Whatever goes wrong, no message of the bot holds anything of the machine: no answer, no reply and no file."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

import pytest

import index
from bot.errors import line_for
from index.errors import DatelineError, IndexDataError
from tests import ROOT
from tests.bot.engine import FakeEngine, FakeReindex, report, step
from tests.bot.fakes import Clock, FakeArchive
from tests.bot.moderation.acting import act
from tests.bot.places import sent
from tests.bot.reading import buttons
from tests.bot.world import World, answer
from tests.index.test_errors import CLASSES
from tests.machine import HOST, USER, told_of

SECRET = f"gone from /srv/archive, says {USER} on {HOST} (process 4711); run: dateline index --force"


Fail = Callable[[type[DatelineError]], None]


@pytest.fixture
def fail(archive: FakeArchive, engine: FakeEngine, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Fail:
    """Has all that is asked of archive and engine fail from now on, and answers that are kept forgotten."""

    def fail(kind: type[DatelineError]) -> None:
        def raised(*arguments: object, **named: object) -> Any:
            raise kind(SECRET)

        clock.now = 1e6
        for name in ("search", "cite", "context", "facts", "history", "named", "original"):
            monkeypatch.setattr(archive, name, raised)
        for name in ("date_counts", "holdings", "status", "verify"):
            monkeypatch.setattr(archive, name, raised)
        for name in ("start", "report", "rollback", "rollback_target", "archive_folder"):
            monkeypatch.setattr(engine, name, raised)

    return fail


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
async def test_whatever_fails_a_chat_is_told_the_line_of_its_kind(
    world: World, fail: Fail, kind: type[DatelineError], caplog: pytest.LogCaptureFixture
) -> None:
    """Every command, button, completion and mention that meets the error says its line, and the log has all of it."""
    page = await world.page("moon")
    pressed = {label: button["custom_id"] for label, button in buttons(page).items()}
    read = answer(await world.alice.click(page, custom_id=pressed["Read"]))
    await world.alice.click(read, label="Add to my dossier")
    card = answer(await world.alice.slash(world.channel, "document", document="moon-01.txt"))
    fail(kind)
    await world.alice.click(card, label="History")
    await world.search("moon")
    await world.search("moon", private=True)
    await world.alice.send(world.channel, f"<@{world.env.backend.bot_user.id}> moon")
    for label in ("›", "Read", "Newest first", "Refine"):
        await world.alice.click(page, custom_id=pressed[label])
    for label in ("Add to my dossier", "Post this passage", "Document"):
        await world.alice.click(read, label=label)
    await world.alice.select(read, ["bibtex"])
    await world.alice.slash(world.channel, "cite", id="k7f2q9xw")
    await world.alice.slash(world.channel, "document", document="moon-01.txt")
    await world.alice.slash(world.channel, "verify", quotation="The moon was seen")
    await world.alice.slash(world.channel, "verify", file=("draft.txt", b'"The moon was seen" and "It rose late."'))
    await world.alice.slash(world.channel, "dossier show")
    await world.alice.slash(world.channel, "dossier export", format="markdown")
    for command, option in (("search", "since"), ("document", "document"), ("dossier remove", "id")):
        assert await world.alice.autocomplete(world.channel, command, option, "1") == []
    for name in ("status", "reindex", "report", "rollback"):
        await act(world, name)
    await act(world, "add", file=("new.txt", b"A new document."))
    await act(world, "remove", document="moon-01.txt")
    await act(world, "restore", document="20241220090500-0123abcd")
    for option, command in (("document", "archive remove"), ("document", "archive restore")):
        assert await world.mo.autocomplete(world.channel, command, option, "m") == []
    said = sent(world.env).replace("\\", "")
    assert told_of(said) == []
    assert said.count(kind.chat_line[1:]) >= 18
    assert SECRET in caplog.text


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
async def test_a_reindex_that_failed_is_told_by_the_line_of_its_kind(
    world: World, engine: FakeEngine, kind: type[DatelineError], caplog: pytest.LogCaptureFixture
) -> None:
    """Also by a step that an earlier version wrote; the message is for the log."""
    await act(world, "reindex")
    assert engine.running is not None
    engine.running.now = step(ended="failed", fault=kind.__name__, message=SECRET)
    await world.env.advance_time(2)
    said = sent(world.env)
    assert kind.chat_line[1:] in said.replace("\\", "")
    assert told_of(said) == []
    assert SECRET in caplog.text


async def test_a_report_says_faults_and_the_ledgers_place_for_a_chat(world: World, engine: FakeEngine) -> None:
    """Neither the message nor its file names the machine, also where an earlier version wrote the report."""
    notes_of = (
        index.Failure(path="citations.sqlite", reason=SECRET),
        index.Failure(path="a.pdf", reason="it is damaged"),
    )
    engine.reports[8] = report(published=False, fault=SECRET, notes=notes_of)
    shown = await act(world, "report")
    text = (await shown.response.attachments[0].read()).decode()
    assert "a.pdf: it is damaged" in text
    assert "not fit to serve" in text
    assert told_of(text.replace("citations.sqlite", "")) == []
    assert told_of(sent(world.env)) == []


async def test_a_running_reindex_is_told_without_where_and_whose(world: World, engine: FakeEngine) -> None:
    """A second one is refused by when the first began; the message of the first has neither host nor process."""
    engine.running = FakeReindex(now=step(user=USER, host=HOST, done=1, total=2))
    await act(world, "reindex")
    engine.running = None
    await act(world, "reindex")
    assert told_of(sent(world.env)) == []
    assert engine.running is not None
    engine.running.end()
    await world.env.advance_time(2)


def test_no_words_of_a_search_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    """What is shown as it is may be what somebody typed; the rest is logged as it stands."""
    line_for(index.QueryError("there are no days beyond my secret", shown=True))
    assert caplog.text == ""
    line_for(IndexDataError("/srv is gone"))
    assert "IndexDataError: /srv is gone" in caplog.text


def test_the_bot_reads_only_what_is_meant_for_a_chat() -> None:
    """No feature reads the fields that are for a terminal; health, which isn't told in a chat, may."""
    for file in (ROOT / "bot").rglob("*.py"):
        if "health" not in file.parts:
            read = {
                node.attr for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Attribute)
            }
            assert not read & {"warnings", "said", "not_compared"}, file
