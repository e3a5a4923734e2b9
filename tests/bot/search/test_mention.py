"""A message that mentions the bot is a search, answered in a reply; nothing else that is said is."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bot.fakes import Clock, FakeArchive
from tests.bot.reading import buttons, seen, stories
from tests.bot.world import Shown, World, answer


def mention(world: World) -> str:
    return f"<@{world.env.backend.bot_user.id}>"


def replies(world: World) -> list[Shown]:
    """What the bot has said in the lobby."""
    bot, kept = world.env.backend.bot_user.id, world.env.backend.messages[world.channel.id].values()
    return [Shown(world.env, one) for one in kept if one.author_id == bot]


async def test_a_question_is_answered_by_a_reply_with_buttons(world: World, archive: FakeArchive) -> None:
    """The page is everyone's, its pages the asker's to turn; operators act as in the command."""
    asked = await world.alice.send(world.channel, f"{mention(world)} moon  since:1969")
    (page,) = replies(world)
    assert archive.queries[-1].text == "moon since:1969"
    assert stories(seen(page)) == [1, 2, 3, 4, 5]
    assert page.message.reference is not None
    assert page.message.reference.message_id == asked.id
    assert answer(await world.bob.click(page, label="›")).ephemeral
    turned = answer(await world.alice.click(page, label="›"))
    assert stories(seen(turned)) == [6, 7, 8, 9, 10]
    assert "Share" not in buttons(page)


async def test_a_question_is_answered_where_the_bot_may_not_say_that_it_types(world: World) -> None:
    """The sign that an answer is coming is a courtesy; the answer comes without it."""
    world.env.inject_error("POST", "/channels/*/typing", status=403, code=50013)
    await world.alice.send(world.channel, f"{mention(world)} moon")
    (page,) = replies(world)
    assert stories(seen(page)) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("content", ["moon", "moon <@1>", "@TestBot moon", ""])
async def test_what_does_not_mention_the_bot_is_left_alone(world: World, archive: FakeArchive, content: str) -> None:
    """People talk to each other without being searched for."""
    await world.alice.send(world.channel, content or "…")
    assert (replies(world), archive.queries) == ([], [])


async def test_a_reply_to_an_answer_is_no_question(world: World, archive: FakeArchive) -> None:
    """Talking about a page pings the bot, but doesn't ask it."""
    await world.alice.send(world.channel, f"{mention(world)} moon")
    (page,) = replies(world)
    before = len(archive.queries)
    await world.bob.send(world.channel, "how nice", reply_to=page.message)
    assert len(archive.queries) == before


async def test_a_mention_alone_says_how_to_ask(world: World, archive: FakeArchive) -> None:
    """Whoever only calls the bot learns what to write."""
    await world.alice.send(world.channel, mention(world))
    assert "Mention me together with" in seen(replies(world)[0])
    assert archive.queries == []


async def test_a_fault_is_told_a_few_times_and_no_more(world: World, clock: Clock) -> None:
    """A wrong question is answered in words; nobody can make the bot fill a channel with them."""
    for _ in range(5):
        await world.alice.send(world.channel, f"{mention(world)} titel:red")
    assert len(replies(world)) == 3
    assert "There is no operator titel" in seen(replies(world)[0])
    clock.now = 61
    await world.alice.send(world.channel, f"{mention(world)} titel:red")
    assert len(replies(world)) == 4


async def test_an_unforeseen_error_gets_a_number(
    world: World, archive: FakeArchive, caplog: pytest.LogCaptureFixture
) -> None:
    """What went wrong stands in the log only."""

    def fail(query: object) -> None:
        raise RuntimeError("the disk is on fire")

    archive.before = fail
    await world.alice.send(world.channel, f"{mention(world)} moon")
    line = seen(replies(world)[0])
    assert "the disk" not in line
    assert line.split("`")[1] in caplog.text


async def test_a_channel_where_the_bot_may_not_write_is_borne(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """A reply that Discord refuses is a line in the log, not an error."""
    caplog.set_level("INFO")
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013)
    await world.alice.send(world.channel, f"{mention(world)} moon")
    assert replies(world) == []
    assert "could not be answered" in caplog.text
    assert not any(record.exc_info for record in caplog.records)


class TestLimits:
    """The limits are those of the command."""

    @pytest.fixture
    def settings(self) -> dict[str, Any]:
        return {"searches_per_person": 1}

    async def test_a_mention_counts_as_a_search(self, world: World) -> None:
        """Whoever searched already is told to wait, however they ask."""
        await world.page("moon")
        await world.alice.send(world.channel, f"{mention(world)} moon")
        assert "searching very often" in seen(replies(world)[-1])


class TestSwitchedOff:
    """Where the settings say so."""

    @pytest.fixture
    def settings(self) -> dict[str, Any]:
        return {"mentions": False}

    async def test_mentions_are_not_heard(self, world: World, archive: FakeArchive) -> None:
        """The bot doesn't even ask Discord for messages."""
        assert not world.env.bot.intents.messages
        await world.alice.send(world.channel, f"{mention(world)} moon")
        assert archive.queries == []


class TestDirectly:
    """In direct messages."""

    @pytest.fixture
    def settings(self) -> dict[str, Any]:
        return {"direct_messages": True}

    async def test_every_message_is_a_question(self, world: World, archive: FakeArchive) -> None:
        """With nobody else there, no mention is needed; the whole page is the asker's."""
        await world.alice.send_dm("moon")
        assert archive.queries[-1].text == "moon"
        (page,) = (
            Shown(world.env, one)
            for one in world.env.backend.messages[world.alice.user.dm_channel.id].values()
            if one.author_id == world.env.backend.bot_user.id
        )
        assert stories(seen(page)) == [1, 2, 3, 4, 5]
