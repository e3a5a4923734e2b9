"""The validator of request bodies finds each fault it is there for, and none in what is good."""

from __future__ import annotations

from typing import Any

import pytest

from tests import openapi
from tests.wire import limits

COMMANDS = "/applications/1/commands"
CALLBACK = "/interactions/1/token/callback"
WEBHOOK = "/webhooks/1/token"
ORIGINAL = f"{WEBHOOK}/messages/@original"
CHANNEL = "/channels/1/messages"

Json = dict[str, Any]


def command(**changes: Any) -> Json:
    return {"name": "search", "type": 1, "description": "Searches", **changes}


def option(name: str = "query", **changes: Any) -> Json:
    return {"name": name, "type": 3, "description": "Words", **changes}


def button(custom_id: str = "a", **changes: Any) -> Json:
    return {"type": 2, "style": 1, "label": "Press", "custom_id": custom_id, **changes}


def row(*parts: Json) -> Json:
    return {"type": 1, "components": list(parts)}


def text(content: str = "x") -> Json:
    return {"type": 10, "content": content}


def v2(*parts: Json, **changes: Any) -> Json:
    return {"flags": limits.V2, "components": list(parts), **changes}


def line(number: int = 0) -> Json:
    return row({"type": 4, "custom_id": f"line {number}", "style": 1, "label": "Words"})


def modal(*parts: Json, **changes: Any) -> Json:
    return {"type": 9, "data": {"custom_id": "form", "title": "Form", "components": list(parts), **changes}}


def choices(*values: str) -> Json:
    return {"type": 8, "data": {"choices": [{"name": value[:100], "value": value} for value in values]}}


GOOD: list[tuple[str, str, Any]] = [
    ("GET", "/users/@me", None),
    ("GET", "/gateway/bot", None),
    ("DELETE", ORIGINAL, None),
    ("PUT", COMMANDS, [command(options=[option(required=True), option("since")], nsfw=False)]),
    ("PUT", COMMANDS, [{"name": "Search the archive", "type": 3}]),
    ("PUT", "/applications/1/guilds/2/commands", [command(name="поиск")]),
    ("POST", CALLBACK, {"type": 5}),
    ("POST", CALLBACK, {"type": 5, "data": {"flags": 64}}),
    ("POST", CALLBACK, {"type": 4, "data": {"content": "x", "tts": False, "allowed_mentions": {"parse": []}}}),
    ("POST", CALLBACK, {"type": 7, "data": v2({"type": 17, "components": [text(), row(button())]})}),
    ("POST", CALLBACK, choices("a", "b" * 100)),
    ("POST", CALLBACK, modal(line())),
    ("POST", WEBHOOK, {"content": "x", "flags": 64}),
    ("PATCH", ORIGINAL, v2({"type": 9, "components": [text()], "accessory": button()})),
    ("PATCH", ORIGINAL, {"content": "x", "tts": False, "attachments": [{"id": 0, "filename": "a.txt"}]}),
    ("POST", CHANNEL, {"content": "x"}),
]

BY_HAND: list[tuple[str, str, Any, str]] = [
    ("POST", CHANNEL, {"embeds": [{"description": "x" * 3001}] * 2}, "6002 characters, at most 6000"),
    ("POST", CALLBACK, choices("x" * 101), "101 characters, at most 100"),
    ("PUT", COMMANDS, [command(options=[option(choices=[{"name": "a", "value": "x" * 101}])])], "at most 100"),
    ("POST", CHANNEL, {"components": [row(button(str(number))) for number in range(6)]}, "6 rows, at most 5"),
    ("POST", CHANNEL, {"components": [text()]}, "only rows"),
    ("PATCH", ORIGINAL, v2(row(button(), button())), "'a' stands 2 times"),
    ("PATCH", ORIGINAL, v2(text(), content="x"), "content: not allowed"),
    ("PATCH", ORIGINAL, v2(text(), embeds=[{"title": "x"}]), "embeds: not allowed"),
    ("POST", CALLBACK, {"type": 4, "data": v2(text(), content="x")}, "content: not allowed"),
    ("POST", WEBHOOK, v2(*[{"type": 17, "components": [text()] * 10}] * 4), "44 components, at most 40"),
    ("POST", WEBHOOK, v2(text("x" * 2500), {"type": 17, "components": [text("x" * 1501)]}), "4001 characters of text"),
    ("POST", CALLBACK, modal(*map(line, range(6))), "6 components, at most 5"),
    ("POST", CALLBACK, modal(line(), line()), "stands 2 times"),
    ("PUT", COMMANDS, [command(name="Search")], "lower-case"),
    ("PUT", COMMANDS, [command(name="a search")], "lower-case"),
    ("PUT", COMMANDS, [command(options=[option("Query")])], "lower-case"),
    ("PUT", COMMANDS, [command(options=[option("since"), option(required=True)])], "required options come first"),
    ("PUT", COMMANDS, [command(options=[option(), option()])], "two options are named 'query'"),
    ("PUT", COMMANDS, [command(options=[option(), option("sub", type=1)])], "either subcommands or options"),
    ("PUT", COMMANDS, [command(options=[option(min_length=5, max_length=4)])], "min_length is above max_length"),
    (
        "PUT",
        COMMANDS,
        [command(options=[option(autocomplete=True, choices=[{"name": "a", "value": "a"}])])],
        "either choices or autocompletion",
    ),
    ("PUT", COMMANDS, [command(description="")], "needs a description"),
    ("PUT", COMMANDS, [command(), command()], "two commands are named"),
    ("PUT", COMMANDS, [command(name=f"c{number}") for number in range(101)], "101 commands of type 1, at most 100"),
    ("POST", CHANNEL, {"components": [row(button(style=5))]}, "a link button has a url"),
    ("POST", CHANNEL, {"components": [row(button(label=""))]}, "needs a label or an emoji"),
    (
        "POST",
        CHANNEL,
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        "both listed and parsed",
    ),
]

DESCRIBED: list[tuple[str, str, Any, str]] = [
    ("GET", "/no/such/path", None, "no operation GET /no/such/path"),
    ("GET", "/users/@me", {}, "takes no body"),
    ("POST", CALLBACK, None, "needs a body"),
    ("POST", CALLBACK, {"type": 99}, "type: 99"),
    ("POST", CALLBACK, {"kind": 5}, '"type" is a required property'),
    ("POST", CALLBACK, {"type": 5, "date": {}}, "'date' was unexpected"),
    ("POST", CALLBACK, choices(*map(str, range(26))), "data"),
    ("POST", CALLBACK, modal(line(), title="x" * 46), "data/title"),
    ("POST", CALLBACK, modal(), "data/components"),
    ("PATCH", ORIGINAL, {"content": "x" * 2001}, "content"),
    ("PATCH", ORIGINAL, {"contents": "x"}, "'contents' was unexpected"),
    ("PATCH", ORIGINAL, {"content": "x", "attachments": [{"id": 0, "file": "a"}]}, "attachments/0"),
    ("PATCH", ORIGINAL, v2(row(button("x" * 101))), "components/0/components/0/custom_id"),
    ("PATCH", ORIGINAL, v2(row(button(label="x" * 81))), "components/0/components/0/label"),
    ("PATCH", ORIGINAL, v2(row(*(button(str(number)) for number in range(6)))), "components/0/components"),
    ("PATCH", ORIGINAL, v2(text("")), "components/0/content"),
    ("PATCH", ORIGINAL, v2({"type": 9, "components": [text()]}), '"accessory" is a required property'),
    ("PATCH", ORIGINAL, v2({"type": 17, "components": [{"type": 17, "components": [text()]}]}), "17 is not one of"),
    ("POST", CHANNEL, {"embeds": [{"title": "x" * 257}]}, "embeds/0/title"),
    ("PUT", COMMANDS, [command(description="x" * 101)], "0/description"),
    ("PUT", COMMANDS, [command(options=[option(str(number)) for number in range(26)])], "0/options"),
    ("PUT", COMMANDS, [command(options=[option(default="x")])], "'default' was unexpected"),
]


@pytest.mark.parametrize(("method", "path", "body"), GOOD)
def test_what_discord_takes_has_no_fault(method: str, path: str, body: Any) -> None:
    """Bodies as discord.py sends them and as the documentation shows them pass both kinds of checks."""
    assert limits.faults(method, path, body) == []
    assert openapi.load_or_skip().validate(method, path, body) == []


@pytest.mark.parametrize(("method", "path", "body", "words"), BY_HAND)
def test_a_limit_written_by_hand_is_found(method: str, path: str, body: Any, words: str) -> None:
    """Each limit that the description lacks is kept, with or without the description."""
    found = limits.faults(method, path, body)
    assert any(words in fault for fault in found), found
    assert set(found) <= set(openapi.faults(method, path, body))


@pytest.mark.parametrize(("method", "path", "body", "words"), DESCRIBED)
def test_a_fault_against_the_description_is_found(method: str, path: str, body: Any, words: str) -> None:
    """Each kind of fault that the description knows is found, and the line says where it is."""
    found = openapi.load_or_skip().validate(method, path, body)
    assert any(words in fault for fault in found), found


def test_a_fault_of_a_great_body_is_a_short_line() -> None:
    """A validator that prints whole instances doesn't flood the report."""
    found = openapi.load_or_skip().validate("PATCH", ORIGINAL, {"content": "x" * 100_000})
    assert [len(fault) < 400 for fault in found] == [True]


def test_without_the_description_only_the_limits_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the file is absent the hand-written limits are still kept, and nothing else is."""
    monkeypatch.setenv(openapi.VARIABLE, "/no/such/file.json")
    openapi.load.cache_clear()
    assert openapi.find() is None
    assert openapi.faults("PATCH", ORIGINAL, {"contents": "x"}) == []
    assert openapi.faults("PATCH", ORIGINAL, v2(text(), content="x"))
    with pytest.raises(pytest.skip.Exception, match=openapi.VARIABLE):
        openapi.load_or_skip()
    openapi.load.cache_clear()
