"""Who is served, how often, and what they may see."""

from __future__ import annotations

import pytest

import index
from bot.access import Access, Asker, access
from bot.errors import RefusedError
from bot.settings import BotSettings
from index import Collection
from tests.bot.fakes import Clock

GUILD, CHANNEL, ROLE = 10, 20, 30


def asker(
    user: int = 1, guild: int | None = GUILD, roles: set[int] | None = None, channels: set[int] | None = None
) -> Asker:
    return Asker(user, guild, frozenset(roles or ()), frozenset(channels or ()), manages=False)


def made(clock: Clock | None = None, **options: object) -> Access:
    return access(BotSettings(_env_file=None, **options), clock or Clock())  # type: ignore[arg-type] # options by name


def test_a_server_that_is_not_named_is_refused() -> None:
    """With servers named in the settings the others are told so."""
    with pytest.raises(RefusedError, match="don't serve this server"):
        made(guilds=[11]).admit(asker())
    made(guilds=[GUILD]).admit(asker())
    made().admit(asker())


def test_direct_messages_are_answered_only_where_allowed() -> None:
    """Without the setting the bot answers in servers only."""
    with pytest.raises(RefusedError, match="only answer in servers"):
        made().admit(asker(guild=None))
    made(direct_messages=True).admit(asker(guild=None))


def test_a_person_who_searches_too_often_is_told_when_to_go_on() -> None:
    """The share of a minute is free again a minute later, for each person alone."""
    clock = Clock()
    doors = made(clock, searches_per_person=2)
    for _ in range(2):
        doors.count_search(asker())
    clock.now = 20.5
    with pytest.raises(RefusedError, match="try again in 40 s"):
        doors.count_search(asker())
    doors.count_search(asker(user=2))
    clock.now = 60
    doors.count_search(asker())


def test_a_server_that_searches_too_often_is_told_so() -> None:
    """Many people of one server together are limited, other servers are not."""
    doors = made(searches_per_guild=2)
    doors.count_search(asker(user=1))
    doors.count_search(asker(user=2))
    with pytest.raises(RefusedError, match="This server"):
        doors.count_search(asker(user=3))
    doors.count_search(asker(user=3, guild=11))


def test_citations_are_counted_apart_from_searches() -> None:
    """Who looks at sources too often, or whose server does, is told so, and searches all the same."""
    clock = Clock()
    doors = made(clock, searches_per_person=1, cites_per_person=2, cites_per_guild=3)
    for _ in range(2):
        doors.count_cite(asker())
    with pytest.raises(RefusedError, match=r"You are looking at sources very often\. .* 60 s"):
        doors.count_cite(asker())
    doors.count_cite(asker(user=2))
    with pytest.raises(RefusedError, match="This server is looking at sources"):
        doors.count_cite(asker(user=3))
    doors.count_search(asker())
    clock.now = 60
    doors.count_cite(asker())


def test_a_tied_folder_is_hidden_unless_something_opens_it() -> None:
    """Default deny: neither a stranger nor someone in another channel or role sees it."""
    doors = made(collections={"board": Collection(roles=frozenset({ROLE}), channels=frozenset({CHANNEL}))})
    assert doors.scope(asker(), private=True) == index.Scope(hidden=frozenset({"board"}))
    assert doors.scope(asker(roles={31}, channels={21}), private=True) == index.Scope(hidden=frozenset({"board"}))
    assert doors.scope(asker(channels={CHANNEL}), private=False).everything
    assert doors.scope(asker(roles={ROLE}), private=True).everything


def test_what_a_role_opens_is_not_shown_before_everyone() -> None:
    """In a public answer others without the role read along, so the folder stays hidden."""
    doors = made(collections={"board": Collection(roles=frozenset({ROLE}))})
    assert doors.scope(asker(roles={ROLE}), private=False) == index.Scope(hidden=frozenset({"board"}))


def test_moderators_have_the_role_or_manage_the_server() -> None:
    """A role of another server's id or nothing at all makes nobody a moderator."""
    doors = made(moderator_roles=[ROLE])
    assert doors.moderates(asker(roles={ROLE}))
    assert doors.moderates(Asker(1, GUILD, frozenset(), frozenset(), manages=True))
    assert not doors.moderates(asker(roles={31}))
    assert not doors.moderates(asker(guild=None, roles={ROLE}))
