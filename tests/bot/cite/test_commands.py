"""Citations in Discord: the buttons on a passage and `/cite`, over a real archive that changes meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import simcord

import index
from bot.cite import card
from bot.client import DatelineClient
from index import Collection
from tests.bot import pressing
from tests.bot.hostile import alive
from tests.bot.reading import buttons, seen
from tests.bot.world import Shown, World, answer, told
from tests.makers.archives import Place
from tests.makers.barred import barred
from tests.stand_ins.in_process import InProcessReaders

PIER = (
    "date 1901-03-04 The pier\n\n"
    "The pier was opened on a windy morning by the mayor. A brass band played until the rain began.\n\n"
    "In the afternoon forty boats sailed past the pier. Children counted them aloud.\n\n"
    "At night a single lamp burned at its end until the oil was used up.\n\nNobody stayed to watch it.\n"
)
MINUTES = "date 1902-05 Minutes\n\nThe treasurer bought a submarine for the pier. Nobody may know.\n"
HOSTILE = "Beware @everyone: ```ping``` <@1> [tickets](https://example.org) sold by **smugglers** || at the dock.\n"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    documents = {"pier.txt": PIER, "board/minutes.txt": MINUTES, "hostile.txt": HOSTILE}
    place = Place(tmp_path / "place", documents, passage_tokens=16)
    place.index()
    return place


@pytest.fixture
def archive(place: Place) -> Iterator[index.Archive]:
    with place.opened() as archive:
        yield archive


@pytest.fixture
def settings() -> dict[str, Any]:
    return {"collections": {"board": Collection()}}


async def press(world: World, message: Shown, label: str, person: simcord.MemberActor | None = None) -> Shown:
    """Presses the first button with this label."""
    return answer(await pressed(world, message, label, person))


async def pressed(
    world: World, message: Shown, label: str, person: simcord.MemberActor | None = None
) -> simcord.InteractionResult:
    custom_id = buttons(message)[label]["custom_id"]
    return await (person or world.alice).click(message, custom_id=custom_id)


async def cite(world: World, passage: str, person: simcord.MemberActor | None = None, **options: Any) -> Any:
    return await (person or world.alice).slash(world.channel, "cite", id=passage, **options)


async def passage_of(world: World, query: str) -> str:
    """The id of the first passage that a search shows."""
    custom_id: str = buttons(await world.page(query))["Read"]["custom_id"]
    return custom_id.rpartition(":")[2]


async def refer(world: World, message: Shown, style: str, person: simcord.MemberActor | None = None) -> Shown:
    """Chooses a style of the reference."""
    return answer(await (person or world.alice).select(message, [style]))


async def test_read_answers_the_presser_with_date_words_and_state(world: World) -> None:
    """Whoever presses sees, alone, the date with its origin, the verbatim words, and that they hold."""
    shown = await press(world, await world.page("brass band"), "Read", world.bob)
    assert shown.ephemeral
    text = seen(shown).replace("\\", "")
    assert text.startswith("### 4 March 1901\n-# dated by its head line, which says “1901-03-04”\n**The pier**")
    assert "> A brass band played until the rain began." in text
    assert "✅ Unchanged: the source still has these words." in text
    assert "passage 2 of 5" in text
    assert "```" not in text


async def test_a_reference_is_a_code_block(world: World) -> None:
    """The one that is chosen stands below the passage, in the same message, and copies as it is."""
    shown = await press(world, await world.page("brass band"), "Read", world.bob)
    shown = await refer(world, shown, "apa", world.bob)
    assert "```\nThe pier. (1901, March 4). pier.txt, para. 1 (passage " in seen(shown)
    assert "> A brass band" in seen(shown)


async def test_an_edited_file_is_seen_before_any_reindex(world: World, place: Place) -> None:
    """What the file says now stands beside what was quoted, with the difference marked."""
    message = await world.page("brass band")
    place.edit("pier.txt", "brass", "silver")
    text = seen(await press(world, message, "Read"))
    assert "✏️ Changed" in text
    assert "> A brass band played" in text
    assert "A ~~brass~~ **silver** band played" in text
    assert "✅" not in text


async def test_a_removed_passage_keeps_its_words_and_date(world: World, place: Place) -> None:
    """After the file is gone from archive and index, `/cite` still shows what was given out."""
    passage = await passage_of(world, "brass band")
    place.remove("pier.txt")
    place.index()
    text = seen(answer(await cite(world, passage)))
    assert "🗑️ Removed" in text
    assert "last seen in generation 1" in text
    assert "4 March 1901" in text
    assert "> A brass band played until the rain began." in text


@pytest.mark.parametrize(
    ("style", "begins"), [("bibtex", "@misc{dateline-"), ("ris", "TY  - GEN"), ("csl-json", "["), ("markdown", "> ")]
)
async def test_forms_for_programs_are_shown_to_copy(world: World, style: str, begins: str) -> None:
    """One reference needs no file, in whichever form."""
    shown = answer(await cite(world, await passage_of(world, "brass band"), style=style))
    assert f"```\n{begins}" in seen(shown)
    assert not shown.attachments


async def test_a_reference_too_long_to_show_is_a_file(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """It begins as it should, and goes again with another style."""
    shown = await press(world, await world.page("brass band"), "Read")
    monkeypatch.setattr(card, "MAX_REFERENCE", 100)
    shown = await refer(world, shown, "bibtex")
    (file,) = shown.attachments
    assert (await file.read()).decode().startswith("@misc{dateline-")
    monkeypatch.undo()
    assert not (await refer(world, shown, "chicago")).attachments


async def test_a_style_of_a_button_of_an_earlier_version_is_shown(world: World) -> None:
    """Its id carries the style; one that was made up is refused."""
    page = await world.page("brass band")
    passage = buttons(page)["Read"]["custom_id"].rpartition(":")[2]
    assert "“The pier.” 4 Mar. 1901" in seen(answer(await pressing.press(world.alice, page, f"k:s:{passage}:mla")))
    assert "don't know that style" in told(await pressing.press(world.alice, page, f"k:s:{passage}:harvard"))


@pytest.mark.parametrize("action", ["c", "x"])
async def test_the_buttons_of_an_earlier_version_open_the_passage(world: World, action: str) -> None:
    """What cited and what showed the surroundings are answered by what is read now."""
    page = await world.page("brass band")
    passage = buttons(page)["Read"]["custom_id"].rpartition(":")[2]
    assert "> A brass band" in seen(answer(await pressing.press(world.alice, page, f"k:{action}:{passage}")))


async def test_an_unknown_id_offers_the_nearest(world: World) -> None:
    """A slip of the finger is told to its maker only, with what they may have meant to choose from."""
    passage = await passage_of(world, "brass band")
    wrong = passage[:-1] + ("2" if passage[-1] != "2" else "3")
    offered = answer(await cite(world, wrong))
    assert offered.ephemeral
    assert f"did you mean {passage}?" in seen(offered).replace("\\", "")
    assert "> A brass band" in seen(answer(await world.alice.select(offered, [passage])))
    assert "was ever given out" in told(await cite(world, "@everyone"))


async def test_a_passage_is_posted_for_everyone(world: World) -> None:
    """The channel sees the whole passage and who posted it; they can delete it, and everybody can read on."""
    shown = await press(world, await world.page("brass band"), "Read", world.bob)
    result = await pressed(world, shown, "Post this passage", world.bob)
    (post,) = [followup for followup in result.followups if not followup.ephemeral]
    assert "> A brass band played until the rain began." in seen(post)
    assert f"posted by <@{world.bob.id}>" in seen(post)
    assert "passage 2 of 5" in seen(await press(world, post, "Read"))
    assert f"can delete it: <@{world.bob.id}>" in told(await pressed(world, post, "Delete"))
    await pressed(world, post, "Delete", world.bob)
    with pytest.raises(simcord.backend.errors.BackendError, match="Unknown Message"):
        world.env.backend.get_message(post.channel_id, post.id)


async def test_what_only_some_may_see_is_not_posted(world: World, simcord_bot: DatelineClient) -> None:
    """Who has the role reads it, and can't show it to those who haven't."""
    role = world.guild.create_role("board")
    simcord_bot.services.settings.collections["board"] = Collection(roles=frozenset({role.id}))
    member = world.person("member", role)
    shown = await press(world, await world.page("submarine", member, private=True), "Read", member)
    assert "submarine" in seen(shown)
    result = await pressed(world, shown, "Post this passage", member)
    assert "Not everyone in this channel" in told(result)


async def test_ids_lately_shown_here_are_proposed(world: World) -> None:
    """To the person who was shown them, in the channel where that was, and by what their names hold."""
    passage = await passage_of(world, "brass band")

    async def offered(person: simcord.MemberActor, channel: simcord.ChannelHandle, typed: str) -> list[str]:
        return [one["value"] for one in await person.autocomplete(channel, "cite", "id", typed)]

    other = world.guild.create_text_channel("other")
    assert passage in await offered(world.alice, world.channel, "")
    assert (await offered(world.alice, world.channel, "PIER 1901"))[0] == passage
    assert await offered(world.alice, world.channel, "submarine") == []
    assert await offered(world.bob, world.channel, "") == []
    assert await offered(world.alice, other, "") == []


async def test_a_folder_that_was_hidden_since_is_neither_proposed_nor_cited_nor_shown_around(
    world: World, simcord_bot: DatelineClient
) -> None:
    """Every press and every id is judged by what may be seen now, not by what was shown before."""
    simcord_bot.services.settings.collections["board"] = Collection(channels=frozenset({world.channel.id}))
    message = await world.page("treasurer submarine")
    passage = buttons(message)["Read"]["custom_id"].rpartition(":")[2]
    shown = await press(world, message, "Read")
    assert "submarine" in seen(shown)
    simcord_bot.services.settings.collections["board"] = Collection()
    assert "was ever given out" in told(await pressed(world, message, "Read"))
    for label in ("Add to my dossier", "Post this passage", "Document"):
        followups = (await pressed(world, shown, label)).followups
        assert "was ever given out" in seen(followups[-1])
    assert "was ever given out" in told(await cite(world, passage))
    proposed = await world.alice.autocomplete(world.channel, "cite", "id", "")
    assert passage not in [one["value"] for one in proposed]


async def test_reading_goes_on_from_passage_to_passage(world: World) -> None:
    """Earlier and later stay in the message and end at the document's ends."""
    shown = await press(world, await world.page("single lamp"), "Read", world.bob)
    assert "passage 4 of 5" in seen(shown)
    shown = await press(world, shown, "Later", world.bob)
    assert "passage 5 of 5" in seen(shown)
    assert "Nobody stayed" in seen(shown)
    assert buttons(shown)["Later"]["disabled"]
    for number in (4, 3, 2, 1):
        shown = await press(world, shown, "Earlier", world.bob)
        assert f"passage {number} of 5" in seen(shown)
    assert buttons(shown)["Earlier"]["disabled"]
    assert "opened on a windy morning" in seen(shown)


async def test_buttons_work_in_the_next_process(
    world: World, make_bot: Callable[..., DatelineClient], settings: dict[str, Any]
) -> None:
    """The ids say all there is to know: a bot that never saw the search answers them."""
    message = await world.page("brass band")
    await world.env.restart_bot(make_bot(**settings))
    shown = await press(world, message, "Read")
    assert "✅ Unchanged" in seen(shown)
    await world.env.restart_bot(make_bot(**settings))
    assert "passage 3 of 5" in seen(await press(world, shown, "Later"))
    assert "@misc" in seen(await refer(world, shown, "bibtex"))


async def test_hostile_words_do_nothing_in_any_style(world: World) -> None:
    """The message stays within its frame; the world's own check sees to it that nothing pings."""
    shown = await press(world, await world.page("smugglers dock"), "Read")
    for style in index.STYLES:
        shown = await refer(world, shown, style)
        outside, block, rest = seen(shown).split("```")
        assert rest == ""
        assert "everyone" in block or style in {"chicago", "mla", "apa"}
        assert r"\@everyone" in outside
        assert alive(outside.removeprefix("### ").replace("**", "").replace("`9epg37r9`", "")) == []


async def test_a_ledger_that_fails_is_said(world: World, place: Place) -> None:
    """The page, the citation and the context are shown all the same, each with the warning."""
    (place.data / "citations.sqlite").mkdir()
    message = await world.page("brass band")
    for shown in (message, await press(world, message, "Read")):
        assert "not entered as citations" in seen(shown)
        assert "brass" in seen(shown)


async def test_what_can_not_be_compared_is_said_and_not_called_removed(world: World, place: Place) -> None:
    """Its file can't be opened now: the card says so, with the outcome of the index."""
    passage = await passage_of(world, "brass band")
    with barred(place.file("pier.txt")):
        text = seen(answer(await cite(world, passage)))
    assert (
        r"❔ Can't be compared now: pier.txt can't be opened (permission denied) (as indexed in generation 1: " in text
    )
    assert "🗑️" not in text
    assert "> A brass band played until the rain began." in text


@pytest.mark.parametrize("style", index.STYLES)
async def test_what_was_erased_is_a_card_of_when_and_why(
    world: World, place: Place, archive: index.Archive, monkeypatch: pytest.MonkeyPatch, style: str
) -> None:
    """No word, no title, no path and no button in any style, and nothing around it; the bot runs all the while."""
    monkeypatch.setattr("index.generations.following.LOOK_EVERY_S", 0)
    monkeypatch.setattr("index.build.erasures.READERS_LEAVE_S", 0)
    passage = archive.search(index.Query(text="brass band")).hits[0].passage
    index.Eraser(place.settings, InProcessReaders).begin("pier.txt", "the *sender* asked")
    place.index()
    shown = answer(await world.alice.slash(world.channel, "cite", id=passage, style=style))
    text = seen(shown)
    assert text.startswith(f"**Erased** · `{passage}`")
    assert "erased for good on" in text
    assert r"the \*sender\* asked" in text
    assert not any(word in text for word in ("pier", "band", "1901"))
    assert buttons(shown) == {}


async def test_read_says_why_a_search_found_the_passage(world: World) -> None:
    """In a small line, with the words as they were typed, for who searched; of what nobody found there is none."""
    page = await world.page("brass bands")
    shown = await press(world, page, "Read")
    assert "\n-# why: place 1 by words (brass, bands) · place 1 by meaning" in seen(shown)
    again = await refer(world, shown, "apa")
    assert "-# why: place 1 by words (brass, bands)" in seen(again)
    assert "-# why" not in seen(await press(world, page, "Read", world.bob))
    assert "-# why" not in seen(await press(world, shown, "Later"))
