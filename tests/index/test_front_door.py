"""The names that the bot and other programs may use of the engine."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from pathlib import Path

import pytest

import index


@pytest.mark.parametrize("name", index.__all__)
def test_every_name_can_be_had(name: str) -> None:
    """Names that are imported when first asked for stand in a table of modules; each must be right."""
    assert getattr(index, name) is not None


def imported(body: Sequence[ast.stmt]) -> dict[str, str | None]:
    """The names that are imported from modules of the engine, and from which."""
    found = [node for node in body if isinstance(node, ast.ImportFrom) and str(node.module).startswith("index.")]
    return {alias.name: node.module for node in found for alias in node.names}


def front_door() -> tuple[dict[str, str | None], dict[str, str | None], dict[str, str]]:
    """What its source imports at once, what it imports for type checkers, and its tables of late names."""
    assert index.__file__ is not None
    tree = ast.parse(Path(index.__file__).read_text("utf-8"))
    (block,) = [node for node in tree.body if isinstance(node, ast.If)]
    tables = [node.value for node in tree.body if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict)]
    values, engines = map(ast.literal_eval, tables)
    named = {name: module for module, names in values.items() for name in names.split()}
    return imported(tree.body), imported(block.body), named | engines


def test_the_modules_of_late_names_are_the_ones_that_type_checkers_are_told() -> None:
    """What mypy sees under `TYPE_CHECKING` is what a program gets at run time, name by name, from its own module."""
    _, typed, table = front_door()
    assert table == typed
    of_classes = {name: found.__module__ for name in typed if isinstance(found := getattr(index, name), type)}
    assert {name: table[name] for name in of_classes} == of_classes


def test_every_name_that_is_imported_is_public_and_no_other() -> None:
    """`__all__` names what is imported at once or late, each name once."""
    at_once, typed, _ = front_door()
    assert sorted(index.__all__) == sorted(at_once | typed)


def test_an_unknown_name_is_an_attribute_error() -> None:
    """As for any module, so that `hasattr` and `from index import …` work."""
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        index.nothing  # noqa: B018 (the look-up is what is tested)
