"""The fields of front matter as they are written: YAML, TOML, JSON, and plain lines where it is none of them.

Values are strings, lists, or fields again, never what a format makes of them: a date stays as it is written, and a key
that is given twice is there twice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from yaml import Node

Value: TypeAlias = "str | list[Value] | Fields"

MAX_DEPTH = 8
"""Of values within values; what lies deeper is left out."""

_LINE = re.compile(
    r"(?P<indent>[^\S\n]*)[\"']?(?P<key>[A-Za-z_<][\w .<-]{0,40}?)[\"']?[^\S\n]*[:=](?:[^\S\n]+(?P<value>.*)|\Z)"
)
_ITEM = re.compile(r"[^\S\n]*-[^\S\n]+(?P<value>.*)")
_COMMENT = re.compile(r"(?:\A|[^\S\n])#.*\Z")
_LIST = re.compile(r"\[(?P<items>.*)\]")


@dataclass(frozen=True, slots=True)
class Fields:
    """Names and values in their order. `fault` says of what is not what it claims to be where it is at fault."""

    pairs: tuple[tuple[str, Value], ...]
    fault: str = ""


def yaml_fields(text: str, first_line: int) -> Fields | None:
    """The fields of a YAML mapping, or its plain lines where it is no YAML; None where it is something else."""
    import yaml  # noqa: PLC0415 - only where Markdown is read

    try:
        # Composed and not constructed: nothing is made of a value, and what aliases repeat is not copied.
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
        return line_fields(text, "is not YAML" + (f" (line {mark.line + first_line})" if mark else ""))
    return _mapping(node, {}, 0) if isinstance(node, yaml.MappingNode) else None


def toml_fields(text: str) -> Fields | None:
    """The fields of a TOML document, or its plain lines where it is no TOML."""
    import tomllib  # noqa: PLC0415 - only where it is wanted

    try:
        data = tomllib.loads(text, parse_float=str)
    except (ValueError, RecursionError):
        return line_fields(text, "is not TOML")
    written: dict[str, Value] = {key: value for key, value in _lines(text.splitlines()) if isinstance(value, str)}
    return _of_pairs(data.items(), written, 0)


def json_fields(text: str, start: int) -> tuple[Fields, int] | None:
    """The fields of the JSON object that begins at `text[start]`, and where it ends; None where there is none."""
    decoder = json.JSONDecoder(object_pairs_hook=_Pairs, parse_int=str, parse_float=str)
    try:
        pairs, end = decoder.raw_decode(text, start)
    except (ValueError, RecursionError):
        return None
    return (_of_pairs(pairs, {}, 0), end) if isinstance(pairs, _Pairs) else None


def line_fields(text: str, fault: str) -> Fields | None:
    """What can be read line by line of what is at `fault`; None where most lines are no fields."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    known = sum(bool(_LINE.match(line) or _ITEM.match(line) or line[0].isspace()) for line in lines)
    return Fields(tuple(_lines(lines)), fault) if 2 * known > len(lines) else None


class _Pairs(list[tuple[str, Any]]):
    """The names and values of a JSON object."""


def _mapping(node: Node, made: dict[int, Value], depth: int) -> Fields:
    import yaml  # noqa: PLC0415 - as above

    named = ((key.value, value) for key, value in node.value if isinstance(key, yaml.ScalarNode))
    return Fields(tuple((key, _of_node(value, made, depth + 1)) for key, value in named))


def _of_node(node: Node, made: dict[int, Value], depth: int) -> Value:
    """The value of a node; `made` has those of nodes that were met before, since aliases lead to the same ones."""
    import yaml  # noqa: PLC0415 - as above

    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if id(node) not in made:
        made[id(node)] = ""
        if depth <= MAX_DEPTH:
            mapping = isinstance(node, yaml.MappingNode)
            found = _mapping(node, made, depth) if mapping else [_of_node(item, made, depth + 1) for item in node.value]
            made[id(node)] = found
    return made[id(node)]


def _of_pairs(pairs: Any, written: dict[str, Value], depth: int) -> Fields:
    return Fields(tuple((key, _of_data(value, written.get(key, ""), depth + 1)) for key, value in pairs))


def _of_data(data: Any, written: Value, depth: int) -> Value:
    """What TOML or JSON has made of a value; a day or time is given as `written`, or else in the same digits."""
    if depth > MAX_DEPTH or data is None or isinstance(data, bool):
        return ""
    if isinstance(data, dict | _Pairs):
        return _of_pairs(data.items() if isinstance(data, dict) else data, {}, depth)
    if isinstance(data, list):
        return [_of_data(item, "", depth + 1) for item in data]
    return (written or data.isoformat()) if hasattr(data, "isoformat") else str(data)


def _lines(lines: list[str]) -> Iterator[tuple[str, Value]]:
    """The fields of lines such as `key: value`, with the items and fields that are indented below a key alone."""
    at = 0
    while at < len(lines):
        match = _LINE.match(lines[at])
        at += 1
        if match is None or match["indent"]:
            continue
        value = _plain(match["value"] or "")
        if value:
            yield match["key"], value
            continue
        end = at
        while end < len(lines) and (lines[end][:1].isspace() or _ITEM.match(lines[end])):
            end += 1
        yield match["key"], _below(lines[at:end])
        at = end


def _below(lines: list[str]) -> Value:
    items = [_plain(match["value"]) for line in lines if (match := _ITEM.match(line))]
    return items or Fields(tuple(_lines([line.strip() for line in lines])))


def _plain(written: str) -> Value:
    """A value without quotation marks around it or a comment after it; a list in brackets as such."""
    written = written.strip()
    if written[:1] in ("'", '"') and written.endswith(written[0]) and len(written) > 1:
        return written[1:-1]
    written = _COMMENT.sub("", written).strip()
    if match := _LIST.fullmatch(written):
        return [item.strip().strip("'\"") for item in match["items"].split(",")]
    return "" if written in ("|", ">", "|-", ">-") else written
