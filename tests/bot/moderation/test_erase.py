"""A document is erased for good from Discord: asked twice, checked at every press, and noted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import simcord

import index
from bot.client import DatelineClient
from bot.moderation import erase, questions
from index import Collection
from tests.bot.engine import FakeEngine, FakeReindex, step
from tests.bot.fakes import Clock, FakeArchive
from tests.bot.reading import seen
from tests.bot.world import World, answer, told
from tests.makers import traces
from tests.makers.archives import Place, note

LETTER = "date 1921-03-04 A letter\n\nThe Quillfeather family hid the lantern beneath the goat shed.\n"
WHY = "the sender asked for it"


class IndexingEngine(FakeEngine):
    """Its reindex is done when it is started."""

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.place = Place(home, archive=self.archive, data=home / "index")
        self.settings = self.place.settings

    def start(self, *, force: bool) -> FakeReindex:
        self.started.append(force)
        self.place.index()
        return FakeReindex(now=step(phase="publish", done=1, total=1, ended="published", generation=2))


@pytest.fixture
def engine(tmp_path: Path) -> IndexingEngine:
    """An archive of a letter and notes, indexed."""
    engine = IndexingEngine(tmp_path)
    engine.place.write({"letters/a.txt": LETTER, **{f"note-{number}.txt": note(number) for number in range(4)}})
    engine.place.index()
    return engine


async def ask(world: World, person: simcord.MemberActor | None = None, document: str = "letters/a.txt") -> Any:
    """`/archive erase` by Mo, who manages the server, or by another person."""
    return await (person or world.mo).slash(world.channel, "archive erase", document=document, why=WHY)


def noted(home: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (home / index.DataFile.BOT_AUDIT).read_text("utf-8").splitlines()]


async def test_it_is_asked_twice_and_gone(world: World, engine: IndexingEngine, tmp_path: Path) -> None:
    """The first answer lists what will be gone, the second asks again; then no byte of it is left."""
    engine.place.first("lantern goat shed")
    engine.place.write({"copy.txt": LETTER})
    first = answer(await ask(world))
    text = seen(first)
    for part in ("letters/a", "copy", "4 March 1921", "1 generation of the index", "the words of 1 citation;"):
        assert part in text
    assert "can't be undone" in text
    second = answer(await world.mo.click(first, label="Erase it …"))
    assert WHY in seen(second)
    assert engine.place.file("letters/a.txt").exists()
    done = answer(await world.mo.click(second, label="Yes, erase it for good"))
    assert "is erased for good" in seen(done)
    assert traces.of_words(engine.place, "Quillfeather") == []
    assert engine.started == [False]
    lines = [(line["action"], line["what"], line["why"], line["user"]) for line in noted(tmp_path)]
    assert lines == [
        (action, "letters/a.txt", WHY, world.mo.id) for action in ("erase", "erase, asked again", "erase, confirmed")
    ]


async def test_every_press_is_checked_and_counts_once(
    world: World, engine: IndexingEngine, simcord_bot: DatelineClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No question is answered twice, nor by a moderator who is none any more when they press."""
    first = answer(await ask(world))
    second = answer(await world.mo.click(first, label="Erase it …"))
    assert "no longer know" in told(await world.mo.click(first, label="Erase it …"))
    monkeypatch.setattr(simcord_bot.services.access, "moderates", lambda asker: False)
    assert "Only moderators" in told(await world.mo.click(second, label="Yes, erase it for good"))
    assert engine.place.file("letters/a.txt").exists()


async def test_what_has_changed_since_is_asked_anew(world: World, engine: IndexingEngine) -> None:
    """More would be gone than was said: nothing is erased."""
    first = answer(await ask(world))
    second = answer(await world.mo.click(first, label="Erase it …"))
    engine.place.write({"letters/a.txt": LETTER + "More.\n"})
    assert "has changed since you were asked" in told(await world.mo.click(second, label="Yes, erase it for good"))
    assert engine.place.file("letters/a.txt").exists()


async def test_an_old_question_is_forgotten(world: World, engine: IndexingEngine, clock: Clock) -> None:
    """After a quarter of an hour a press leads nowhere."""
    first = answer(await ask(world))
    clock.now = questions.LIFETIME_SECONDS
    assert "no longer know" in told(await world.mo.click(first, label="Erase it …"))


async def test_members_can_not_erase(world: World, engine: IndexingEngine, tmp_path: Path) -> None:
    """Where a server opened the command to Alice, she is refused, and that is noted."""
    root = world.env.backend.find_command("archive", world.guild.id, type=1) or {}
    world.guild.set_command_permissions(int(root["id"]), {world.alice: True})
    assert "Only moderators" in told(await ask(world, world.alice))
    assert [line["allowed"] for line in noted(tmp_path)] == [False]


async def test_a_hidden_folder_is_as_unknown_as_none(
    world: World, engine: IndexingEngine, simcord_bot: DatelineClient
) -> None:
    """Who may not see the folder is told what they would be told of a path that never was."""
    simcord_bot.services.settings.collections["letters"] = Collection()
    hidden = told(await ask(world))
    never = told(await ask(world, document="letters/b.txt"))
    assert hidden.replace("letters/a", "letters/b") == never
    assert "did you mean" not in never
    engine.place.write({"copy.txt": LETTER})
    assert "letters" not in told(await ask(world, document="copy.txt"))
    assert engine.place.file("letters/a.txt").exists()


async def test_an_index_that_can_not_be_built_is_said(
    world: World, engine: IndexingEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words and file are gone, and what is left to be done is said."""
    failed = FakeReindex(now=step(ended="failed", fault="ModelError", message="the model is gone"))
    monkeypatch.setattr(engine, "start", lambda *, force: failed)
    second = answer(await world.mo.click(answer(await ask(world)), label="Erase it …"))
    done = seen(answer(await world.mo.click(second, label="Yes, erase it for good")))
    assert "but not from the index yet" in done
    assert not engine.place.file("letters/a.txt").exists()


async def test_a_restarted_bot_goes_on_with_what_was_begun(engine: IndexingEngine, simcord_bot: DatelineClient) -> None:
    """An erasure whose reindex never came is finished when the bot begins."""
    assert not engine.eraser().begin("letters/a.txt", WHY).done
    for begin in simcord_bot.services.hooks.begin:
        if getattr(begin, "__self__", None).__class__ is erase.Erase:
            await begin()
    assert engine.started == [False]
    assert engine.eraser().unfinished() == 0


async def test_a_kept_answer_with_it_is_not_shown_again(
    world: World, engine: IndexingEngine, archive: FakeArchive
) -> None:
    """Its generation was removed: turning the page searches again, and finds it no more."""
    page = await world.page("moon")
    archive.docs = archive.docs[6:]
    archive.removed.add(7)
    turned = answer(await world.alice.click(page, label="›"))
    assert "moon-01.txt" not in seen(turned)
    assert len(archive.queries) == 2


async def test_what_was_lately_shown_is_not_proposed_again(
    world: World, engine: IndexingEngine, archive: FakeArchive, simcord_bot: DatelineClient
) -> None:
    """Within a minute of an erasure no title is offered that was shown before it."""
    await world.page("moon")
    assert list(await world.alice.autocomplete(world.channel, "cite", "id", "Moon"))
    archive.removed.add(7)
    await simcord_bot.services.hooks.drop_expired()
    assert list(await world.alice.autocomplete(world.channel, "cite", "id", "Moon")) == []
