"""`/timeline`, the timeline of an answer, and its selects and buttons in a simulated Discord."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import discord
import pytest
import simcord

from bot.client import DatelineClient
from bot.timeline import custom_ids, window
from bot.timeline.custom_ids import Asked
from index import Collection
from tests.bot.fakes import Clock, Doc, FakeArchive, day, moon
from tests.bot.pressing import choose, chooser, press
from tests.bot.reading import buttons, seen, selects, stories, walk
from tests.bot.world import Shown, World, answer, told

Bot = Callable[..., DatelineClient]
SECRET = Doc("board/minutes.txt", "Moon minutes", "The moon budget.", day("1969-07-05"))
YEAR = Doc("year.txt", "A year", "The moon all year.", day("1969"))
UNDATED = Doc("undated.txt", "No date", "The moon, some day.")
GALLERY = 12


@pytest.fixture
def docs() -> list[Doc]:
    return [*moon(12), SECRET, UNDATED]


@pytest.fixture
def settings() -> dict[str, Any]:
    return {"collections": {"board": Collection()}}


async def asked(world: World, query: str = "moon", person: simcord.MemberActor | None = None, **options: Any) -> Shown:
    """The message that answers `/timeline`."""
    return answer(await (person or world.alice).slash(world.channel, "timeline", query=query, **options))


def numbers(message: Shown) -> dict[str, str]:
    """What stands below the picture: each time and its number."""
    below = seen(message).splitlines()[-1].replace("\N{NO-BREAK SPACE}", " ")
    return dict(re.findall(r"(\w[\w –]*) \*\*([^*]+)\*\*", below))


def description(message: Shown) -> str:
    """What who can't see the picture is told of it."""
    (gallery,) = (part for part in walk(message.components) if part["type"] == GALLERY)
    return str(gallery["items"][0]["description"])


async def test_a_timeline_is_a_picture_and_its_numbers(world: World, archive: FakeArchive) -> None:
    """A PNG with words for who can't see it, the number of each bar, and what the bars don't show."""
    archive.docs.append(YEAR)
    message = await asked(world)
    assert not message.ephemeral
    assert "📊 **moon**" in seen(message)
    assert "13 dated documents · each bar a month · 1 dated to several bars and counted in each · 1 undated" in seen(
        message
    )
    assert numbers(message)["Jul"] == "13"
    assert numbers(message)["Jan"] == "1"
    (picture,) = message.attachments
    assert (picture.filename, (await picture.read())[:4]) == ("timeline.png", b"\x89PNG")
    assert description(message).startswith("Bar chart: how many documents that match “moon”")
    assert "Jul 1969: 13" in description(message)


async def test_shares_are_drawn_instead_of_numbers_and_back(world: World, archive: FakeArchive) -> None:
    """Of all documents of that time; nothing is counted again for it."""
    archive.docs.append(Doc("sun.txt", "Sun", "The sun.", day("1969-07-02")))
    message = await asked(world, until="1969-07-03")
    assert numbers(message) == {"2 Jul": "1", "3 Jul": "1"}
    before = len(archive.queries)
    message = answer(await world.alice.click(message, label="As percentages"))
    assert numbers(message) == {"2 Jul": "50 %", "3 Jul": "100 %"}
    assert "in % of all documents of that time" in seen(message)
    assert "the share of documents" in description(message)
    message = answer(await world.alice.click(message, label="As numbers"))
    assert numbers(message) == {"2 Jul": "1", "3 Jul": "1"}
    assert len(message.attachments) == 1
    assert len(archive.queries) == before
    assert numbers(await asked(world, until="1969-07-03", share=True)) == {"2 Jul": "50 %", "3 Jul": "100 %"}


async def test_the_unit_of_the_bars_can_be_fixed(world: World) -> None:
    """By year there is one; where there would be too many, only the asker is told what to do."""
    assert numbers(await asked(world, by="year")) == {"1969": "12"}
    refused = await world.alice.slash(world.channel, "timeline", query="moon", since="1900", by="day")
    assert "narrow the window with since and until, or count by month" in seen(refused.followups[0])


async def test_an_answer_leads_to_its_timeline(world: World, archive: FakeArchive) -> None:
    """Of the same query in the same window, for the presser alone, whoever asked."""
    message = await world.page("moon", since="1969-07-04", until="1969-07-06")
    for person in (world.alice, world.bob):
        shown = answer(await person.click(message, label="Timeline"))
        assert shown.ephemeral
        assert numbers(shown) == {"4 Jul": "1", "5 Jul": "1", "6 Jul": "1"}
        assert "Share" in buttons(shown)
    assert stories(seen(message)) == [3, 4, 5]


@pytest.mark.parametrize("query", ["moon", f"moon {'story ' * 30}".strip()], ids=["short", "long"])
async def test_two_selects_lead_to_the_answer_of_a_window(
    world: World, archive: FakeArchive, make_bot: Bot, settings: dict[str, Any], query: str
) -> None:
    """Chosen in any order and after restarts: what is chosen stays, the other has what may follow."""
    for first in (True, False):
        message = await asked(world, query)
        await world.env.restart_bot(make_bot(**settings))
        one, other = (window.SINCE, "1969-07-04"), (window.UNTIL, "1969-07-06")
        message = answer(await choose(world.alice, message, *(one if first else other)))
        chosen = chooser(message, one[0] if first else other[0])["options"]
        assert [option["label"] for option in chosen if option["default"]] == ["4 Jul 1969" if first else "6 Jul 1969"]
        assert len(chooser(message, window.UNTIL if first else window.SINCE)["options"]) == (10 if first else 5)
        assert len(message.attachments) == 1
        await world.env.restart_bot(make_bot(**settings))
        page = answer(await choose(world.alice, message, *(other if first else one)))
        assert page.ephemeral
        assert stories(seen(page)) == [3, 4, 5]
        assert archive.queries[-1].text == query


async def test_whoever_else_chooses_gets_a_timeline_of_their_own(world: World) -> None:
    """It is private and goes on from there; the asker's stays as it was."""
    message = await asked(world)
    mine = answer(await choose(world.bob, message, window.SINCE, "1969-07-04"))
    assert mine.ephemeral
    assert not any(option["default"] for one in selects(message) for option in one["options"])
    page = answer(await choose(world.bob, mine, window.UNTIL, "1969-07-04"))
    assert (page.ephemeral, stories(seen(page))) == (True, [3])
    assert answer(await world.bob.click(message, label="As percentages")).ephemeral


async def test_a_window_said_in_words_is_narrowed(world: World, archive: FakeArchive) -> None:
    """The words that stated it are no words to search for beside another window."""
    message = await asked(world, "moon in July 1969")
    assert "read from “in July 1969”" in seen(message)
    message = answer(
        await choose(world.alice, message, window.SINCE, chooser(message, window.SINCE)["options"][0]["value"])
    )
    await choose(world.alice, message, window.UNTIL, chooser(message, window.UNTIL)["options"][0]["value"])
    asked_for = archive.queries[-1]
    assert (asked_for.text, str(asked_for.since)[:7], str(asked_for.until)[:7]) == ("moon", "1969-07", "1969-07")


async def test_what_a_person_may_not_see_is_not_counted(world: World) -> None:
    """Where nothing is left, that is said, and there is neither a picture nor anything to choose."""
    message = await asked(world, "budget")
    assert "Nothing dated matches." in seen(message)
    assert (message.attachments, selects(message), list(buttons(message))) == ([], [], ["Delete"])


@pytest.fixture
def with_role(world: World, make_bot: Bot) -> tuple[simcord.MemberActor, DatelineClient]:
    """Somebody who may see the hidden folder where nobody reads along, and a bot that knows."""
    role = world.guild.create_role("board")
    return world.person("ida", role), make_bot(collections={"board": Collection(roles=frozenset({role.id}))})


async def test_a_replay_shows_nobody_more(world: World, with_role: tuple[simcord.MemberActor, DatelineClient]) -> None:
    """What was counted for one person is counted anew for another, and for all when it is shared."""
    insider, bot = with_role
    await world.env.restart_bot(bot)
    private = await asked(world, person=insider, private=True)
    assert "13 dated documents" in seen(private)
    state = Asked(insider.id, "moon")
    mine = [custom_ids.custom_id(action, state) for action in (custom_ids.FROM, custom_ids.SWITCH)]
    public = await asked(world)
    for custom_id, value in zip(mine, ("1969-07-05", None), strict=True):
        shown = answer(await press(world.bob, public, custom_id, value))
        assert shown.ephemeral
        assert "12 dated documents" in seen(shown)
    shared = answer(await insider.click(private, label="Share"))
    assert not shared.ephemeral
    assert "12 dated documents" in seen(shared)


async def test_only_its_asker_shares_and_deletes(world: World) -> None:
    """Somebody else is told whose it is; who may not write in a channel can't have it shown there."""
    message = await asked(world)
    assert "Only whoever asked for that can delete it" in told(await world.bob.click(message, label="Delete"))
    share = custom_ids.custom_id(custom_ids.SHARE, Asked(world.alice.id, "moon"))
    assert "can show it to others" in told(await press(world.bob, message, share))
    await world.alice.click(message, label="Delete")
    with pytest.raises(simcord.backend.errors.BackendError, match="Unknown Message"):
        world.env.backend.get_message(message.channel_id, message.id)
    mute = discord.PermissionOverwrite(send_messages=False, send_messages_in_threads=False)
    quiet = world.guild.create_text_channel("notices", overwrites={world.alice: mute})
    private = answer(await world.alice.slash(quiet, "timeline", query="moon", private=True))
    assert "may not write" in told(await world.alice.click(private, label="Share"))


async def test_what_was_forgotten_is_counted_again(world: World, archive: FakeArchive, clock: Clock) -> None:
    """By what is there now; so is what comes from a generation that an erasure removed."""
    message = await asked(world)
    clock.now = 61 * 60
    archive.docs[:] = moon(7)
    assert "7 dated documents" in seen(answer(await world.alice.click(message, label="As percentages")))
    archive.docs[:] = moon(3)
    archive.removed.add(7)
    assert "3 dated documents" in seen(answer(await world.alice.click(message, label="As numbers")))


async def test_dates_are_completed(world: World) -> None:
    """As for a search, by what may be seen."""
    offered = await world.alice.autocomplete(world.channel, "timeline", "since", "July")
    assert offered[0]["name"] == "July 1969 · 12 documents"


@pytest.mark.parametrize(
    ("custom_id", "value"),
    [
        ("t:s:AAAAAAAAAAA:zzzzzz::::-n:-moon", None),
        ("t:s:AAAAAAAAAAA:::::-n:=unknown", None),
        ("t:z:AAAAAAAAAAA:::::-n:-moon", None),
        ("t:f:AAAAAAAAAAA:::::-n:-moon", "soon"),
        ("t:f:AAAAAAAAAAA:::::-n:-moon", "9" * 500),
        ("t:u:AAAAAAAAAAA:::fern::-n:-moon", "1900-01-01"),
        ("t:s:AAAAAAAAAAA:fern:b:::-n:-moon", None),
    ],
)
async def test_a_button_that_was_made_up_is_refused_in_words(world: World, custom_id: str, value: str | None) -> None:
    """Impossible days, options, actions and queries end in a line for who pressed, or an answer, and in no incident."""
    own = custom_ids.custom_id("s", Asked(world.alice.id, "moon")).split(":")[2]
    message = await asked(world)
    result = await press(world.alice, message, custom_id.replace("AAAAAAAAAAA", own), value)
    assert result.acknowledged
    assert not any("incident" in seen(one) for one in (answer(result), *result.followups))
