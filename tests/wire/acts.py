"""What a person's client sends when they use a command, a button, a menu or a form. Pure.

Whatever Discord's client would not let them do raises AssertionError: an undefined command, a missing or overlong
option, a button that isn't there, is disabled, or is on a message that they can't see.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from tests.wire import interactions, limits, payloads
from tests.wire.interactions import Interaction, Message
from tests.wire.payloads import Json

FILE_SIZE: Final = 10 * 1024 * 1024
"""The upload limit of a server without boosts."""
STRING, INTEGER, BOOLEAN, NUMBER, ATTACHMENT = 3, 4, 5, 10, 11
_TYPES: Final[dict[int, type | tuple[type, ...]]] = {STRING: str, INTEGER: int, BOOLEAN: bool, NUMBER: (int, float)}


@dataclass(frozen=True)
class File:
    """A file that a person hands over with a command; `url` is where the bot can fetch it."""

    name: str
    data: bytes
    url: str = ""


def event(interaction: Interaction, data: Json, base: str) -> Json:
    """The body of INTERACTION_CREATE."""
    person, channel = interaction.person, interaction.channel
    body = {
        "id": str(interaction.id),
        "application_id": str(payloads.APPLICATION),
        "type": interaction.kind,
        "token": interaction.token,
        "version": 1,
        "channel": payloads.channel(channel, person),
        "channel_id": str(channel.id),
        "locale": "en-US",
        "app_permissions": str(payloads.READS_AND_WRITES),
        "entitlements": [],
        "attachment_size_limit": FILE_SIZE,
        "data": data,
    }
    if interaction.source is not None:
        body["message"] = interaction.source.payload(base)
    if channel.guild is None:
        owners = {"1": str(person.id)}
        return body | {"user": payloads.user(person), "context": 1, "authorizing_integration_owners": owners}
    guild = {"id": str(channel.guild), "locale": "en-US", "features": []}
    body |= {"guild_id": str(channel.guild), "guild": guild, "guild_locale": "en-US", "context": 0}
    owners = {"0": str(channel.guild)}
    return body | {"member": payloads.member(person), "authorizing_integration_owners": owners}


def slash(commands: list[Json], name: str, given: Mapping[str, Any], focused: str | None = None) -> Json:
    """The data of a command, or of the completion of its option `focused`; `name` may be `group command`."""
    words = name.split()
    command = _defined(commands, words[0], 1)
    leaf = command
    for word in words[1:]:
        leaf = _defined(leaf.get("options") or [], word, None)
    options = _options(leaf, given, focused)
    for word in reversed(words[1:]):
        kind = limits.SUBCOMMAND if word == words[-1] else limits.GROUP
        options = [{"type": kind, "name": word, "options": options}]
    data: Json = {"id": command["id"], "type": 1, "name": words[0], "options": options}
    files = {value for value in given.values() if isinstance(value, File)}
    if files:
        data["resolved"] = {"attachments": {str(_number(file)): _attachment(file) for file in files}}
    return data


def menu(commands: list[Json], name: str, target: Json) -> Json:
    """The data of a message's menu command; `target` is the message's body."""
    command = _defined(commands, name, 3)
    resolved = {"messages": {target["id"]: target}}
    return {"id": command["id"], "type": 3, "name": name, "target_id": target["id"], "resolved": resolved}


def press(message: Message, custom_id: str, presser: payloads.Person) -> Json:
    """The data of a pressed button."""
    assert not message.deleted, "the message was deleted"
    assert message.reader in {None, presser}, f"{presser.name} can't see this message"
    parts = [part for part in message.components if part.get("custom_id") == custom_id]
    assert parts, f"no button {custom_id!r} is on the message"
    assert not parts[0].get("disabled"), f"the button {custom_id!r} is disabled"
    return {"custom_id": custom_id, "component_type": parts[0]["type"], "id": 1}


def choose(message: Message, custom_id: str, value: str, chooser: payloads.Person) -> Json:
    """The data of an option that was chosen."""
    data = press(message, custom_id, chooser)
    (select,) = [part for part in message.components if part.get("custom_id") == custom_id]
    known = [option["value"] for option in select["options"]]
    assert value in known, f"{value!r} can't be chosen; the options are {known}"
    return data | {"values": [value]}


def submit(asked: Interaction, values: Mapping[str, str]) -> Json:
    """The data of a form, filled in and sent."""
    assert asked.callback is not None, "the bot has not answered"
    assert asked.callback["type"] == interactions.MODAL, "no form was shown"
    modal = asked.callback["data"]
    fields = [part["custom_id"] for part in limits.walk(modal["components"]) if "custom_id" in part]
    assert set(values) <= set(fields), f"the form has the fields {fields}"
    return {"custom_id": modal["custom_id"], "components": [_filled(part, values) for part in modal["components"]]}


def _filled(part: Json, values: Mapping[str, str]) -> Json:
    filled = {key: part[key] for key in ("type", "custom_id") if key in part} | {"id": 1}
    if part["type"] == 4:
        filled["value"] = values.get(part["custom_id"], "")
    if part["type"] == 3:
        chosen = values.get(part["custom_id"])
        filled["values"] = [chosen] if chosen else []
    if "component" in part:
        filled["component"] = _filled(part["component"], values)
    if "components" in part:
        filled["components"] = [_filled(inner, values) for inner in part["components"]]
    return filled


def _defined(among: list[Json], name: str, kind: int | None) -> Json:
    for command in among:
        if command["name"] == name and kind in {None, command.get("type") or 1}:
            return command
    raise AssertionError(f"Discord was told of no command {name!r}; it knows {[command['name'] for command in among]}")


def _options(leaf: Json, given: Mapping[str, Any], focused: str | None) -> list[Json]:
    known = {option["name"]: option for option in leaf.get("options") or []}
    assert set(given) <= set(known), f"the options are {sorted(known)}"
    if focused is None:
        missing = [name for name, option in known.items() if option.get("required") and name not in given]
        assert not missing, f"the options {missing} are required"
    else:
        assert known[focused].get("autocomplete"), f"the option {focused!r} isn't completed"
    return [_option(known[name], value, typing=name == focused) for name, value in given.items()]


def _option(option: Json, value: Any, *, typing: bool) -> Json:
    kind, name = option["type"], option["name"]
    if not typing:
        assert isinstance(value, _TYPES.get(kind, object)), f"{name} takes no {value!r}"
        _check_range(option, value)
    shown = str(_number(value)) if isinstance(value, File) else value
    return {"type": kind, "name": name, "value": shown, **({"focused": True} if typing else {})}


def _check_range(option: Json, value: Any) -> None:
    if option.get("choices"):
        known = [choice["value"] for choice in option["choices"]]
        assert value in known, f"{option['name']} takes one of {known}"
    if isinstance(value, str):
        low, high = option.get("min_length") or 0, option.get("max_length") or 6000
        assert low <= len(value) <= high, f"{option['name']} takes {low} to {high} characters"


def _number(file: File) -> int:
    return 1 + hash((file.name, file.data)) % 10**17


def _attachment(file: File) -> Json:
    return payloads.attachment(_number(file), file.name, len(file.data), file.url)
