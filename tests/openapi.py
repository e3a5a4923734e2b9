"""Request bodies held against Discord's own OpenAPI description, and against the limits it lacks.

The description (https://github.com/discord/discord-api-spec, openapi.json) is not part of this project: its path is
read from DATELINE_DISCORD_OPENAPI, or it lies beside the repository. Where it is absent, tests that need it skip.
"""

from __future__ import annotations

import copy
import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import jsonschema_rs
import pytest

from tests import ROOT
from tests.wire import limits

VARIABLE: Final = "DATELINE_DISCORD_OPENAPI"
BESIDE: Final = ROOT.parent / "shared" / "discord" / "openapi.json"
ABSENT: Final = f"Discord's OpenAPI description is not here; name the file in {VARIABLE}"

_UNDESCRIBED: Final = {"ApplicationCommandUpdateRequest": ("nsfw",), "ApplicationCommandCreateRequest": ("nsfw",)}
"""Documented for commands (https://discord.com/developers/docs/interactions/application-commands), not described."""
_BEGIN, _END = 80, 200
"""What is kept of a fault that prints a whole instance: its first and last characters."""

Schema = dict[str, Any]


def find() -> Path | None:
    """The description's file, if this machine has it."""
    named = os.environ.get(VARIABLE)
    path = Path(named) if named else BESIDE
    return path if path.is_file() else None


@cache
def load() -> Spec | None:
    """The description, read once; None where it is absent."""
    path = find()
    return Spec(json.loads(path.read_text("utf-8"))) if path else None


def load_or_skip() -> Spec:
    spec = load()
    if spec is None:
        pytest.skip(ABSENT)
    return spec


def faults(method: str, path: str, body: Any) -> list[str]:
    """What is wrong with a request by the description, where it is present, and by the limits written by hand."""
    spec = load()
    return spec.validate(method, path, body) if spec else limits.faults(method, path, body)


class Spec:
    """Validates bodies by operation; each operation's validator is built when it is first needed."""

    def __init__(self, description: Schema) -> None:
        self._components = {"schemas": _strict(description["components"]["schemas"])}
        self._routes = sorted(map(_Route, description["paths"].items()), key=lambda route: route.parameters)
        self._validators: dict[tuple[str, str], jsonschema_rs.Draft202012Validator | None] = {}

    def validate(self, method: str, path: str, body: Any) -> list[str]:
        """Faults of a request, one line each, none for a good one; `path` begins after `/api/v10`."""
        route = next((route for route in self._routes if route.serves(method, path)), None)
        if route is None:
            return [f"Discord has no operation {method} {path}"]
        validator = self._validator(route, method)
        if validator is None:
            return [] if body is None else [f"{method} {route.template} takes no body"]
        if body is None:
            return [f"{method} {route.template} needs a body"]
        found = [_line(error) for error in validator.iter_errors(_as_discord_reads(body))]
        return found + limits.faults(method, path, body)

    def _validator(self, route: _Route, method: str) -> jsonschema_rs.Draft202012Validator | None:
        key = (method, route.template)
        if key not in self._validators:
            self._validators[key] = self._build(route.operations[method.lower()])
        return self._validators[key]

    def _build(self, operation: Schema) -> jsonschema_rs.Draft202012Validator | None:
        if "requestBody" not in operation:
            return None
        asked = _told_apart(operation["requestBody"]["content"]["application/json"]["schema"], self._components)
        root = {**asked, "components": self._components}
        return jsonschema_rs.Draft202012Validator(root, validate_formats=True, ignore_unknown_formats=True)


class _Route:
    """A path of the description with its operations by method."""

    def __init__(self, entry: tuple[str, Schema]) -> None:
        self.template, self.operations = entry
        self.parameters = self.template.count("{")
        pattern = "".join(
            "[^/]+" if part.startswith("{") else re.escape(part) for part in re.split(r"(\{\w+\})", self.template)
        )
        self._pattern = re.compile(pattern)

    def serves(self, method: str, path: str) -> bool:
        return method.lower() in self.operations and self._pattern.fullmatch(path) is not None


def _strict(schemas: dict[str, Schema]) -> dict[str, Schema]:
    """The schemas with unknown keys refused, and with unions decided by `type`, so that faults say where they are."""
    schemas = copy.deepcopy(schemas)
    for name, keys in _UNDESCRIBED.items():
        for key in keys:
            schemas[name]["properties"].setdefault(key, {"type": ["boolean", "null"]})
    for part in _parts(schemas):
        if part.get("type") == "object" and "properties" in part:
            part.setdefault("additionalProperties", False)
    components = {"schemas": schemas}
    for part in list(_parts(schemas)):
        part.update(_told_apart(part, components, part))
    return schemas


def _parts(node: Any) -> Iterator[Schema]:
    """Every object in the tree."""
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    for child in node if isinstance(node, list) else ():
        yield from _parts(child)


def _told_apart(schema: Schema, components: Schema, emptied: Schema | None = None) -> Schema:
    """A union whose branches differ in `type` as a chain of conditions; any other schema as it is.

    `emptied` loses the union's key.
    """
    for key in ("oneOf", "anyOf"):
        branches = schema.get(key)
        chain = _chain(branches, components) if isinstance(branches, list) else None
        if chain is not None:
            if emptied is not None:
                del emptied[key]
            return chain
    return schema


def _chain(branches: list[Schema], components: Schema) -> Schema | None:
    kinds = [_kinds(branch, components) for branch in branches]
    if len(branches) == 2 and kinds[0] == [None]:
        return {"if": {"type": "null"}, "else": branches[1]}
    return {"allOf": [_known(kinds), *map(_condition, kinds, branches)]} if len(kinds) > 1 and all(kinds) else None


def _kinds(branch: Schema, components: Schema) -> list[Any]:
    """The values of `type` that a branch is for; `[None]` for the branch that is null; empty if it doesn't say."""
    if branch == {"type": "null"}:
        return [None]
    named = components["schemas"].get(branch.get("$ref", "").rpartition("/")[2], {})
    kinds = named.get("properties", {}).get("type", {}).get("enum", [])
    return list(kinds)


def _known(kinds: list[list[Any]]) -> Schema:
    values = [value for values in kinds for value in values if value is not None]
    of = {"type": "object", "required": ["type"], "properties": {"type": {"enum": values}}}
    return {"if": {"type": "null"}, "else": of} if [None] in kinds else of


def _condition(kinds: list[Any], branch: Schema) -> Schema:
    if kinds == [None]:
        return {}
    return {"if": {"type": "object", "required": ["type"], "properties": {"type": {"enum": kinds}}}, "then": branch}


def _as_discord_reads(body: Any) -> Any:
    """The body without four habits of discord.py that Discord doesn't mind: ids of attachments, of a message that is
    replied to and of who gets direct messages as numbers, and `tts` stated in edits."""
    if not isinstance(body, dict):
        return body
    read = {key: value for key, value in body.items() if key != "tts" or value}
    if "data" in read:
        read["data"] = _as_discord_reads(read["data"])
    if isinstance(read.get("attachments"), list):
        read["attachments"] = [
            {**file, "id": str(file["id"])} if "id" in file else file for file in read["attachments"]
        ]
    if isinstance(read.get("message_reference"), dict):
        reference = read["message_reference"].items()
        read["message_reference"] = {key: str(value) if key.endswith("_id") else value for key, value in reference}
    if isinstance(read.get("recipient_id"), int):
        read["recipient_id"] = str(read["recipient_id"])
    return read


def _line(error: jsonschema_rs.ValidationError) -> str:
    where = "/".join(map(str, error.instance_path)) or "body"
    said = error.message
    if len(said) > _BEGIN + _END:
        said = f"{said[:_BEGIN]} … {said[-_END:]}"
    return f"{where}: {said}"
