"""Nobody waits for another: what a feature asks of the archive runs where it holds up nothing of another kind."""

from __future__ import annotations

import asyncio
import threading
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import simcord

import index
from bot.client import DatelineClient
from bot.health.heartbeat import examine
from bot.ports import Archive
from tests.bot import pressing
from tests.bot.engine import FakeEngine
from tests.bot.fakes import Doc, FakeArchive, moon
from tests.bot.reading import buttons, seen
from tests.bot.world import World, answer, told
from tests.stand_ins.in_process import InProcessReaders

SEARCHES, CITES, CHECKS, LOOK_UPS, LOOP = "searches", "cites", "checks", "look-ups", "MainThread"
PORT = {name for name in vars(Archive) if not name.startswith("_")} - {"close"}
FOLDER = {"look", "holds", "put", "mark", "marked", "take_back", "remove", "trash", "kept", "exchange"}
"""What of the archive's folder touches a disk."""
SUBMITTED = b"date 1969-07-20 The Moon\n\nThe Eagle has landed.\n"

Queues = dict[str, set[str]]
"""For each method the queues on whose threads it was called, as their threads are named."""


class Noting:
    """Stands before an object and notes on which threads its methods are called."""

    def __init__(self, real: object, names: set[str], queues: Queues) -> None:
        self._real, self._names, self._queues = real, names, queues

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._real, name)
        return self._noted(name, found) if name in self._names else found

    def _noted(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            self._queues[name].add(threading.current_thread().name.rpartition("_")[0] or LOOP)
            return method(*args, **options)

        return call


class NotingEngine(FakeEngine):
    """Its folder notes as well."""

    def __init__(self, home: Path, queues: Queues) -> None:
        super().__init__(home)
        self._queues = queues

    def archive_folder(self) -> Any:
        folder = index.ArchiveFolder(self.settings, readers=InProcessReaders)
        return Noting(folder, FOLDER, self._queues)


@pytest.fixture
def queues() -> Queues:
    return defaultdict(set)


@pytest.fixture
def docs() -> list[Doc]:
    return moon(12)


@pytest.fixture
def archive(docs: list[Doc], queues: Queues) -> Any:
    return Noting(FakeArchive(docs), PORT, queues)


@pytest.fixture
def engine(tmp_path: Path, queues: Queues) -> FakeEngine:
    return NotingEngine(tmp_path, queues)


@pytest.fixture
def settings() -> dict[str, Any]:
    """Everybody may do as much as a test needs."""
    return {"searches_per_person": 1000, "cites_per_person": 1000}


async def press(world: World, message: Any, label: str, person: simcord.MemberActor | None = None) -> Any:
    return answer(await (person or world.alice).click(message, custom_id=buttons(message)[label]["custom_id"]))


async def test_each_question_runs_on_its_own_queue(world: World, queues: Queues, simcord_bot: DatelineClient) -> None:
    """Searches run on the workers of searches, what looks at files on those of cites, quotations on those of checks."""
    await _search(world)
    await _cite(world)
    await _verify(world)
    await _keep(world)
    await _moderate(world)
    await examine(simcord_bot, simcord_bot.services)
    on_cites = {"bundle", "cite", "context", "facts", "history", "original", *(FOLDER - {"trash"})}
    on_look_ups = {"reading", "folders", "records", "date_counts", "status", "holdings", "trash", "keeps", "erasures"}
    assert queues.pop("named") == {LOOK_UPS, CITES}  # completing a name, and `/document` with a part of one
    assert queues == {
        **{name: {SEARCHES} for name in ("search", "timeline", "compare", "like")},
        "verify": {CHECKS},
        **{name: {CITES} for name in on_cites},
        **{name: {LOOK_UPS} for name in on_look_ups},
    }
    assert {"named", *queues} == PORT | FOLDER


async def _search(world: World) -> None:
    message = await world.page("moon", since="1969", until="1970")
    await world.alice.click(message, label="›")
    await press(world, message, "Drop the dates")
    form = await world.alice.click(message, label="Refine")
    await world.alice.submit_modal(form, {"words": "moon"})
    await world.search("-moon zebra", since="1969")
    await world.alice.autocomplete(world.channel, "search", "since", "19")
    await press(world, message, "Timeline")
    await world.alice.slash(world.channel, "compare", query="moon", first="1969", second="1970")


async def _cite(world: World) -> None:
    message = await world.page("moon")
    cited = await press(world, message, "Read")
    await world.alice.select(cited, ["mla"])
    await world.alice.select(cited, ["ris"])
    for label in ("Document", "More like this"):
        await world.alice.click(cited, label=label)
    await world.alice.click(cited, label="Post this passage")
    passage = buttons(message)["Read"]["custom_id"].rpartition(":")[2]
    await world.alice.slash(world.channel, "cite", id=passage)
    await world.alice.autocomplete(world.channel, "cite", "id", "")
    for typed in ("moon-01.txt", "story 12", "nothing like it"):
        await world.alice.slash(world.channel, "document", document=typed)
    card = answer(await world.alice.slash(world.channel, "document", document="moon-01.txt"))
    await world.alice.click(card, label="History")
    await world.alice.autocomplete(world.channel, "document", "document", "moon")


async def _verify(world: World) -> None:
    await world.alice.slash(world.channel, "verify", quotation="It rose late.")
    draft = "“It rose late.” “It set early.” “The sun came.” [@dateline-abcd1234] or perhaps answered".encode()
    await world.alice.slash(world.channel, "verify", file=("draft.md", draft))


async def _keep(world: World) -> None:
    for number in range(1, 11):
        await press(world, await press(world, await world.page(f'"day {number}"'), "Read"), "Add to my dossier")
    shown = answer(await world.alice.slash(world.channel, "dossier show"))
    await press(world, shown, "›")
    await press(world, shown, "Evidence bundle")
    for form in ("markdown", "ris"):
        await world.alice.slash(world.channel, "dossier export", format=form)
    (kept, *_) = await world.alice.autocomplete(world.channel, "dossier remove", "id", "")
    await world.alice.slash(world.channel, "dossier remove", id=kept["value"])
    for command, label in (("dossier clear", "Empty my dossier"), ("forget-me", "Erase everything")):
        await press(world, answer(await world.alice.slash(world.channel, command)), label)


async def _moderate(world: World) -> None:
    async def act(name: str, **options: Any) -> Any:
        return await world.mo.slash(world.channel, f"archive {name}", **options)

    await act("status")
    added = answer(await act("add", file=("new.txt", SUBMITTED)))
    await world.mo.click(added, label="Undo")
    await act("add", file=("new.txt", SUBMITTED))
    again = answer(await act("add", file=("new.txt", SUBMITTED)))
    await world.mo.click(again, label="Replace it")
    removed = answer(await act("remove", document="new.txt"))
    await world.mo.autocomplete(world.channel, "archive remove", "document", "moon")
    await world.mo.autocomplete(world.channel, "archive restore", "document", "")
    await world.mo.click(removed, label="Undo")


async def test_searches_go_on_while_the_desk_for_citations_is_full(world: World, simcord_bot: DatelineClient) -> None:
    """With every place of it taken, a search is answered and an option completed; a citation is refused in private."""
    cites, held = simcord_bot.services.cites, threading.Event()
    waiting = []
    while not cites.full:
        waiting.append(asyncio.create_task(cites.run(lambda: held.wait(60))))
        await asyncio.sleep(0)
    message = await world.page("moon")
    assert await world.alice.autocomplete(world.channel, "document", "document", "moon")
    assert "try again" in told(await world.alice.click(message, custom_id=buttons(message)["Read"]["custom_id"]))
    held.set()
    await asyncio.gather(*waiting)
    assert "Unchanged" in seen(await press(world, message, "Read"))


async def test_a_quotation_is_checked_while_drafts_take_their_time(world: World, simcord_bot: DatelineClient) -> None:
    """With every place for reading drafts taken, quotations and searches go on; a draft is refused in private."""
    drafts, held = simcord_bot.services.drafts, threading.Event()
    waiting = []
    while not drafts.full:
        waiting.append(asyncio.create_task(drafts.run(lambda: held.wait(60))))
        await asyncio.sleep(0)
    draft = "“It rose late.”".encode()
    assert "try again" in told(await world.alice.slash(world.channel, "verify", file=("a.txt", draft)))
    card = answer(await world.alice.slash(world.channel, "verify", quotation="It rose late."))
    assert "Exact" in seen(card)
    await world.page("moon")
    held.set()
    await asyncio.gather(*waiting)
    assert "Exact" in seen(answer(await world.alice.slash(world.channel, "verify", file=("a.txt", draft))))


@pytest.mark.parametrize("settings", [{"cites_per_person": 1}])
async def test_whoever_looks_at_sources_too_often_is_told_in_private(world: World, queues: Queues) -> None:
    """Whichever way they do it; a search, another person and an option that is typed are not held up."""
    message = await world.page("moon")
    cited = await press(world, message, "Read")
    queues.clear()
    refused = [
        await world.alice.select(cited, ["mla"]),
        *[await world.alice.click(cited, label=label) for label in ("Add to my dossier", "Document")],
        await world.alice.click(message, custom_id=buttons(message)["Read"]["custom_id"]),
        await world.alice.slash(world.channel, "cite", id="x"),
        await world.alice.slash(world.channel, "document", document="moon-01.txt"),
        await world.alice.slash(world.channel, "verify", quotation="The moon was seen"),
        await world.alice.slash(world.channel, "verify", file=("a.txt", b'"The moon was seen"')),
        await world.alice.slash(world.channel, "dossier show"),
        await world.alice.slash(world.channel, "dossier export", format="ris"),
        await pressing.press(world.alice, message, f"d:b:{world.alice.id}:1"),
    ]
    assert all("You are looking at sources very often" in told(one) for one in refused)
    assert not queues
    await world.page("moon")
    assert await world.alice.autocomplete(world.channel, "document", "document", "moon")
    assert "Unchanged" in seen(await press(world, message, "Read", world.bob))
    await world.mo.slash(world.channel, "archive add", file=("new.txt", SUBMITTED))
    again = await world.mo.slash(world.channel, "archive add", file=("new.txt", SUBMITTED))
    assert "You are looking at sources very often" in told(again)
