"""What moderators were asked: kept for a while, for them alone, and answered once."""

from __future__ import annotations

import gc
import json
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import discord
import pytest

import index
from bot.access import asker_of
from bot.client import DatelineClient
from bot.errors import RefusedError
from bot.moderation.permission import Permission
from bot.moderation.questions import LIFETIME_SECONDS, Questions, SomebodyElsesError
from tests.bot.fakes import Clock

MOST = 4
MO, NAN = 21, 22


@dataclass(frozen=True)
class Upload:
    """Something to be asked about."""

    what: str
    why: str | None = None


@pytest.fixture
def questions(simcord_bot: DatelineClient) -> Questions[Upload]:
    services = simcord_bot.services
    return Questions(services, Permission(services), "archive add", MOST)


def press(person: int) -> Any:
    """A press by a moderator."""
    return SimpleNamespace(
        user=SimpleNamespace(id=person),
        guild_id=1,
        channel_id=2,
        channel=None,
        permissions=discord.Permissions(manage_guild=True),
    )


def ask(questions: Questions[Upload], person: int, what: str) -> str:
    return questions.ask(asker_of(press(person)), Upload(what))


async def taken(questions: Questions[Upload], token: str, person: int) -> str | None:
    """What was answered; None where it is known no more."""
    try:
        _, about = await questions.answered(press(person), token, "replace")
    except RefusedError:
        return None
    return about.what


def held(what: str) -> int:
    gc.collect()
    return sum(type(thing) is Upload and thing.what == what for thing in gc.get_objects())


async def test_a_question_is_answered_once_and_by_who_was_asked(questions: Questions[Upload], tmp_path: Path) -> None:
    """Another moderator is told whose it is, which costs the question nothing; every press is noted."""
    token = ask(questions, MO, "a.txt")
    with pytest.raises(SomebodyElsesError, match="somebody else was asked") as raised:
        await questions.answered(press(NAN), token, "replace")
    assert f"<@{MO}>" in raised.value.line
    assert await taken(questions, token, MO) == "a.txt"
    with pytest.raises(RefusedError, match=r"no longer know .*answered already.* Please use /archive add again\."):
        await questions.answered(press(MO), token, "replace")
    lines = [json.loads(line) for line in (tmp_path / index.DataFile.BOT_AUDIT).read_text("utf-8").splitlines()]
    assert [(line["user"], line["what"]) for line in lines] == [(NAN, None), (MO, "a.txt"), (MO, None)]


async def test_what_nobody_answers_is_gone_after_its_lifetime(
    questions: Questions[Upload], simcord_bot: DatelineClient, clock: Clock
) -> None:
    """A file's bytes are in memory no more, though nobody is asked anything else."""
    token = ask(questions, MO, "unwanted.txt")
    clock.now = LIFETIME_SECONDS
    assert await taken(questions, token, MO) is None
    await simcord_bot.services.hooks.drop_expired()
    assert held("unwanted.txt") == 0


async def test_the_oldest_goes_for_one_too_many_and_a_persons_own_with_them(
    questions: Questions[Upload], simcord_bot: DatelineClient
) -> None:
    """Memory stays bounded, and who wants to be forgotten is."""
    tokens = [ask(questions, number, f"{number}.txt") for number in range(MOST + 1)]
    for forget in simcord_bot.services.hooks.forget:
        done = forget(2)
        if done is not None:
            await done
    answered = [await taken(questions, token, number) is not None for number, token in enumerate(tokens)]
    assert answered == [False, True, False, True, True]
