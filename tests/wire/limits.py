"""Limits that Discord enforces and its OpenAPI description doesn't state. Pure.

Sources, in https://discord.com/developers/docs: resources/message, components/reference,
interactions/application-commands, interactions/receiving-and-responding.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final

Json = dict[str, Any]

V2: Final = 1 << 15
"""The message flag IS_COMPONENTS_V2."""
EMBED_TEXT: Final = 6000
MESSAGE_TEXT: Final = 4000
MESSAGE_COMPONENTS: Final = 40
ROWS: Final = 5
MODAL_PARTS: Final = 5
CHOICE_VALUE: Final = 100
NAME: Final = 32
COMMANDS: Final = {1: 100, 2: 15, 3: 15}
"""Most commands of a scope, by type: chat input, user, message."""
COMMAND_TEXT: Final = 8000
"""Most characters of a command's names, descriptions and choices' values together."""

ROW, BUTTON, TEXT_DISPLAY, SUBCOMMAND, GROUP, LINK = 1, 2, 10, 1, 2, 5
_NUMBERED: Final = frozenset({4, 10})
_WRITES_MESSAGE: Final = re.compile(r"(/webhooks/\d+/[^/]+|/channels/\d+/messages)(/messages)?(/(@original|\d+))?")
_CALLBACK: Final = re.compile(r"/interactions/\d+/[^/]+/callback")
_COMMANDS: Final = re.compile(r"/applications/\d+(/guilds/\d+)?/commands(/\d+)?")


def faults(method: str, path: str, body: Any) -> list[str]:
    """What is wrong with a request's body, one line each."""
    if method == "GET" or body is None:
        return []
    if _CALLBACK.fullmatch(path):
        return list(_callback(body))
    if _COMMANDS.fullmatch(path):
        return list(_commands(body if isinstance(body, list) else [body]))
    return list(_message(body)) if _WRITES_MESSAGE.fullmatch(path) else []


def walk(components: Iterable[Json] | None) -> Iterator[Json]:
    """Every component, nested ones and accessories after their parent."""
    for component in components or ():
        yield component
        yield from walk(component.get("components"))
        yield from walk(part for key in ("accessory", "component") if (part := component.get(key)))


def _callback(body: Json) -> Iterator[str]:
    data = body.get("data") or {}
    match body.get("type"):
        case 4 | 5 | 7:
            yield from _message(data)
        case 8:
            yield from _choices(data.get("choices"), "data/choices")
        case 9:
            yield from _modal(data)


def _message(message: Json) -> Iterator[str]:
    parts = list(walk(message.get("components")))
    yield from _ids(parts)
    yield from _buttons(parts)
    yield from _embeds(message.get("embeds") or [])
    yield from _mentions(message.get("allowed_mentions") or {})
    yield from _new_style(message, parts) if (message.get("flags") or 0) & V2 else _old_style(message)


def _new_style(message: Json, parts: list[Json]) -> Iterator[str]:
    for key in ("content", "embeds", "poll", "sticker_ids"):
        if message.get(key):
            yield f"{key}: not allowed in a message of Components V2"
    if len(parts) > MESSAGE_COMPONENTS:
        yield f"components: {len(parts)} components, at most {MESSAGE_COMPONENTS} in a message"
    shown = sum(len(part.get("content") or "") for part in parts if part.get("type") == TEXT_DISPLAY)
    if shown > MESSAGE_TEXT:
        yield f"components: {shown} characters of text, at most {MESSAGE_TEXT} in a message"


def _old_style(message: Json) -> Iterator[str]:
    rows = message.get("components") or []
    if len(rows) > ROWS:
        yield f"components: {len(rows)} rows, at most {ROWS} without Components V2"
    if any(row.get("type") != ROW for row in rows):
        yield "components: only rows are allowed without the flag of Components V2"


def _ids(parts: list[Json]) -> Iterator[str]:
    for name, count in Counter(part["custom_id"] for part in parts if part.get("custom_id")).items():
        if count > 1:
            yield f"components: the custom_id {name!r} stands {count} times in one message"


def _buttons(parts: list[Json]) -> Iterator[str]:
    for button in (part for part in parts if part.get("type") == BUTTON):
        link = button.get("style") == LINK
        if link != bool(button.get("url")) or link == bool(button.get("custom_id")):
            yield "components: a link button has a url and no custom_id, any other a custom_id and no url"
        if not button.get("label") and not button.get("emoji"):
            yield "components: a button needs a label or an emoji"


def _embeds(embeds: list[Json]) -> Iterator[str]:
    total = sum(_embed_text(embed) for embed in embeds)
    if total > EMBED_TEXT:
        yield f"embeds: {total} characters, at most {EMBED_TEXT} in all embeds of a message"


def _embed_text(embed: Json) -> int:
    texts = [embed.get("title"), embed.get("description")]
    texts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    texts += [field.get(key) for field in embed.get("fields") or [] for key in ("name", "value")]
    return sum(len(text) for text in texts if text)


def _mentions(allowed: Json) -> Iterator[str]:
    for key in ("users", "roles"):
        if allowed.get(key) and key in (allowed.get("parse") or []):
            yield f"allowed_mentions: {key} are both listed and parsed"


def _modal(modal: Json) -> Iterator[str]:
    parts = modal.get("components") or []
    if len(parts) > MODAL_PARTS:
        yield f"data/components: {len(parts)} components, at most {MODAL_PARTS} in a modal"
    yield from _ids(list(walk(parts)))


def _choices(choices: list[Json] | None, where: str) -> Iterator[str]:
    for place, choice in enumerate(choices or []):
        value = choice.get("value")
        if isinstance(value, str) and len(value) > CHOICE_VALUE:
            yield f"{where}/{place}/value: {len(value)} characters, at most {CHOICE_VALUE}"


def _commands(commands: list[Json]) -> Iterator[str]:
    for kind, count in Counter(command.get("type") or 1 for command in commands).items():
        if count > COMMANDS.get(kind, 1):
            yield f"{count} commands of type {kind}, at most {COMMANDS.get(kind, 1)}"
    names = Counter((command.get("type") or 1, command.get("name")) for command in commands)
    yield from (f"two commands are named {name!r}" for (_, name), count in names.items() if count > 1)
    for command in commands:
        yield from _command(command)


def _command(command: Json) -> Iterator[str]:
    name = str(command.get("name"))
    if (command.get("type") or 1) == 1:
        yield from _named(name, name)
        if not command.get("description"):
            yield f"{name}: a command needs a description"
        yield from _options(command.get("options"), name)
        if (size := _command_text(command)) > COMMAND_TEXT:
            yield f"{name}: {size} characters, at most {COMMAND_TEXT} in a command"
    elif command.get("description") or command.get("options"):
        yield f"{name}: a menu's command has neither description nor options"


def _options(options: list[Json] | None, where: str) -> Iterator[str]:
    options = options or []
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        yield f"{where}: required options come first"
    if len({option.get("type") in {SUBCOMMAND, GROUP} for option in options}) > 1:
        yield f"{where}: a command has either subcommands or options of its own"
    names = Counter(option.get("name") for option in options)
    yield from (f"{where}: two options are named {name!r}" for name, count in names.items() if count > 1)
    for option in options:
        yield from _option(option, f"{where} {option.get('name')}")


def _option(option: Json, where: str) -> Iterator[str]:
    yield from _named(str(option.get("name")), where)
    yield from _choices(option.get("choices"), f"{where}/choices")
    if option.get("choices") and option.get("autocomplete"):
        yield f"{where}: an option has either choices or autocompletion"
    low, high = ("min_value", "max_value") if option.get("type") in _NUMBERED else ("min_length", "max_length")
    if None not in (option.get(low), option.get(high)) and option[low] > option[high]:
        yield f"{where}: {low} is above {high}"
    yield from _options(option.get("options"), where)


def _named(name: str, where: str) -> Iterator[str]:
    if not 1 <= len(name) <= NAME or not all(map(_may_name, name)) or name != name.lower():
        yield f"{where}: the name must be 1 to {NAME} lower-case letters, digits, - or _"


def _may_name(character: str) -> bool:
    """Whether Discord's pattern `[-_'\\p{L}\\p{N}\\p{sc=Deva}\\p{sc=Thai}]` has it."""
    script = unicodedata.name(character, "").startswith(("DEVANAGARI", "THAI"))
    return character in "-_'" or unicodedata.category(character)[0] in "LN" or script


def _command_text(part: Json) -> int:
    own = sum(len(str(part[key])) for key in ("name", "description") if part.get(key))
    values = sum(len(str(choice.get("value"))) for choice in part.get("choices") or [])
    return own + values + sum(_command_text(option) for option in part.get("options") or [])
