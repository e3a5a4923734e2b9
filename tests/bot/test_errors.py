"""What goes wrong is told to who asked, in one line, and to the log."""

from __future__ import annotations

import pytest

from tests.bot.fakes import Clock, FakeArchive
from tests.bot.reading import seen, stories
from tests.bot.world import World, told


async def test_an_unforeseen_error_has_a_number(
    world: World, archive: FakeArchive, caplog: pytest.LogCaptureFixture
) -> None:
    """The asker alone is told a number; the log has the traceback under it; the next search is answered."""

    def fail(query: object) -> None:
        raise RuntimeError("the disk is on fire")

    archive.before = fail
    line = told(await world.search("moon"))
    world.incidents = 1
    number = line.split("`")[1]
    assert "the disk" not in line
    assert [record.exc_info is not None for record in caplog.records if number in record.getMessage()] == [True]
    archive.before = lambda query: None
    assert stories(seen(await world.page("moon")))


async def test_a_press_that_fails_has_a_number_too(
    world: World, archive: FakeArchive, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """Buttons end in the same handler as commands, and the page stays."""
    message = await world.page("moon")
    clock.now = 1e6
    archive.docs = []

    def fail(query: object) -> None:
        raise RuntimeError("the disk is on fire")

    archive.before = fail
    result = await world.alice.click(message, label="›")
    assert any("incident" in seen(followup) and followup.ephemeral for followup in result.followups)
    assert stories(seen(message)) == [1, 2, 3, 4, 5]
    assert any(record.exc_info for record in caplog.records)


@pytest.mark.parametrize("code", [10062, 40060])
async def test_an_interaction_that_has_expired_or_was_answered_raises_nothing(
    world: World, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    """There is nobody left to tell; the log has a line and no traceback, and the next search is answered."""
    caplog.set_level("INFO")
    world.env.inject_error("POST", "/interactions/*/callback", status=404 if code == 10062 else 400, code=code)
    assert not (await world.search("moon")).acknowledged
    assert "expired or was answered" in caplog.text
    assert not any(record.exc_info for record in caplog.records)
    assert stories(seen(await world.page("moon")))


async def test_a_page_that_comes_after_its_token_died_raises_nothing(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """A search that took longer than a quarter of an hour is let go."""
    world.env.inject_error("PATCH", "/webhooks/*", status=401, code=50027)
    await world.search("moon")
    assert not any(record.exc_info for record in caplog.records)
