"""The bot on a real archive and its index, in a simulated Discord: what people do, and every word they are shown."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import simcord

import index
from bot import features
from bot.client import DatelineClient
from bot.services import assemble
from bot.settings import BotSettings
from index.build import worker
from index.generations.status import report
from index.quotations.drafts import read_draft
from tests.bot.engine import step
from tests.bot.fakes import Clock
from tests.bot.reading import BUTTON, buttons, seen, walk
from tests.bot.world import World
from tests.makers.archives import Place
from tests.stand_ins.in_process import InProcessReaders

_RANK = re.compile(r"^\*\*\d+\*\* · ")
_MOMENTS = re.compile(
    r"\d{1,2} [A-Z][a-z]+ \d{4}, \d\d:\d\d UTC|<t:\d+:\w>|(?<=ra:back:)[0-9a-f]{16}|(?<=v:[jopsw]:\d:)[\w-]{16}"
    r"|(?<=s:[a-z]:\d:[\w-]{11}:=)[\w-]{16}|(?<=w:[pxy]:[mn]:1:)[\w-]+"
)
"""Times, and the tokens of questions, checks, searches and watches, which are random."""


@dataclass
class PlaceReindex:
    """A reindex of a place that is halfway until it is finished, in this process."""

    place: Place
    force: bool
    now: index.Step = field(init=False)

    def __post_init__(self) -> None:
        files = sum(1 for file in self.place.archive.rglob("*") if file.is_file())
        self.now = step(phase="read", done=files // 2, total=files, rate=float(files), left_s=float(files))

    def step(self) -> index.Step:
        return self.now

    def cancel(self) -> None:
        self.now = step(ended="stopped", fault="StoppedError", message="somebody on this machine stopped it")

    def report(self) -> index.Report:
        return report(self.place.settings, self.now.generation)

    def finish(self) -> None:
        """Goes on to the end, which is written as the process of its own writes it."""
        try:
            done = self.place.index(force=self.force)
        except Exception as error:  # whatever it is, as in the process of its own
            self.now = step(**worker.ending(error))
        else:
            self.now = step(ended="published", generation=done.generation)


@dataclass
class PlaceEngine:
    """Changes a place as `bot.engine.LocalEngine` does, without processes of its own."""

    place: Place
    running: PlaceReindex | None = None

    def start(self, *, force: bool) -> PlaceReindex:
        self.running = PlaceReindex(self.place, force)
        return self.running

    def find(self) -> PlaceReindex | None:
        return self.running if self.running and self.running.now.ended is None else None

    def known(self, pid: int, *, host: str | None = None, since: dt.datetime | None = None) -> PlaceReindex | None:
        return self.running

    def report(self, generation: int | None) -> index.Report:
        return report(self.place.settings, generation)

    def rollback(self, generation: int | None) -> index.Swap:
        return self.place.rollback(generation)

    def rollback_target(self, generation: int | None, scope: index.Scope) -> index.RollbackTarget:
        return self.place.rollback_target(generation, scope)

    def archive_folder(self) -> index.ArchiveFolder:
        return index.ArchiveFolder(self.place.settings, readers=InProcessReaders)

    def eraser(self) -> index.Eraser:
        return index.Eraser(self.place.settings, readers=InProcessReaders)

    def dating(self) -> index.Dating:
        return index.Dating(self.place.settings, readers=InProcessReaders)

    def watcher(self, archive: Any) -> index.Watcher:
        return index.Watcher(archive, self.place.settings)

    def most_bytes(self) -> int:
        return self.place.settings.max_file_bytes

    def read_draft(self, data: bytes, name: str) -> index.Draft:
        return read_draft(data, name, self.place.settings, InProcessReaders)


@dataclass
class Told:
    """Everything that people were shown, in order, but for moments of time and random tokens."""

    world: World
    engine: PlaceEngine
    lines: list[str] = field(default_factory=list)

    async def slash(self, person: simcord.MemberActor, command: str, **options: Any) -> simcord.InteractionResult:
        """A command in the lobby."""
        result = await person.slash(self.world.channel, command, **options)
        self.lines.append(f"/{command} {options}")
        await self._note([result.response, *result.followups])
        return result

    async def search(self, person: simcord.MemberActor, query: str, **options: Any) -> simcord.InteractionResult:
        """A search and all its pages, in no order: which of two near hits comes first hangs on the whole archive."""
        found = await person.slash(self.world.channel, "search", query=query, **options)
        page = found
        said = {*_said(page.response), *(line for other in page.followups for line in _said(other))}
        while page.response is not None and not buttons(page.response).get("›", {"disabled": True}).get("disabled"):
            page = await person.click(page.response, label="›")
            said |= {*_said(page.response)}
        self.lines += [f"/search {query} {options}", *sorted({_RANK.sub("", line) for line in said})]
        return found

    async def click(self, person: simcord.MemberActor, shown: Any, **button: str) -> simcord.InteractionResult:
        """A press of a button."""
        result = await person.click(shown, **button)
        self.lines.append(f"pressed {button}")
        await self._note([result.response, *result.followups])
        return result

    async def complete(
        self, person: simcord.MemberActor, command: str, option: str, typed: str, *, values: bool = True
    ) -> None:
        """What is offered while an option is typed."""
        offered = await person.autocomplete(self.world.channel, command, option, typed)
        self.lines.append(f"/{command} {option}:{typed}")
        self.lines += [str((one["name"], one["value"] if values else "")) for one in offered]

    async def mention(self, person: simcord.MemberActor, words: str) -> None:
        """A message that mentions the bot, and its reply."""
        await person.send(self.world.channel, f"<@{self.world.env.backend.bot_user.id}> {words}")
        self.lines.append(f"@bot {words}")
        await self._note([self._latest()])

    async def reindex(self, person: simcord.MemberActor, **options: Any) -> None:
        """A reindex, and its message halfway and at its end."""
        await self.slash(person, "archive reindex", **options)
        self.lines.append("halfway")
        await self._note([self._latest()])
        assert self.engine.running is not None
        self.engine.running.finish()
        await self.world.env.advance_time(2)
        self.lines.append("ended")
        await self._note([self._latest()])

    def _latest(self) -> simcord.ResponseMessage:
        bot, kept = self.world.env.backend.bot_user.id, self.world.env.backend.messages[self.world.channel.id].values()
        return simcord.ResponseMessage(self.world.env, [one for one in kept if one.author_id == bot][-1])

    async def _note(self, shown: Iterable[simcord.ResponseMessage | None]) -> None:
        for message in shown:
            if message is not None:
                self.lines += _said(message)
                for file in message.attachments:
                    self.lines += [file.filename, (await file.read()).decode("utf-8", "replace")]

    @property
    def text(self) -> str:
        """All of it, with moments of time and tokens left out."""
        return _MOMENTS.sub("…", "\n".join(self.lines))


def sent(env: simcord.Env) -> str:
    """All that the bot has sent for people to read, but for what describes its commands."""
    bodies = [one.json for one in env.http_requests if one.json is not None and "/commands" not in one.path]
    return "\n".join(line for body in bodies for line in _strings(body))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            if key not in {"custom_id", "url", "token"}:
                yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def _said(message: simcord.ResponseMessage | None) -> list[str]:
    """The lines and buttons of a message."""
    if message is None:
        return []
    pressed = [part for part in walk(message.components) if part["type"] == BUTTON]
    return [*seen(message).split("\n"), *(str((part["label"], part["custom_id"])) for part in pressed)]


@asynccontextmanager
async def served(place: Place, **options: Any) -> AsyncIterator[Told]:
    """The bot on an indexed place, with the settings given by name."""
    with place.opened() as archive:
        engine = PlaceEngine(place)
        often: dict[str, Any] = {"searches_per_person": 1000, "searches_per_guild": 1000}
        services = assemble(BotSettings(_env_file=None, **often, **options), archive, engine, place.data, clock=Clock())
        env = simcord.Env(features.install(DatelineClient(services, shard_count=1), services))
        await env.start()
        env.settle_timeout = 60.0
        try:
            world = World(env)
            yield Told(world, engine)
            world.check()
        finally:
            await env.shutdown()
