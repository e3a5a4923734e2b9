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
    """What its source imports at once, what it imports for type checkers, and its table of late names."""
    assert index.__file__ is not None
    tree = ast.parse(Path(index.__file__).read_text("utf-8"))
    (block,) = [node for node in tree.body if isinstance(node, ast.If)]
    (table,) = [node.value for node in tree.body if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict)]
    return imported(tree.body), imported(block.body), ast.literal_eval(table)


def test_the_modules_of_late_names_are_the_ones_that_type_checkers_are_told() -> None:
    """What mypy sees under `TYPE_CHECKING` is what a program gets at run time, name by name, from its own module."""
    _, typed, table = front_door()
    assert table == typed == {name: getattr(index, name).__module__ for name in typed}


def test_every_name_that_is_imported_is_public_and_no_other() -> None:
    """`__all__` names what is imported at once or late, each name once."""
    at_once, typed, _ = front_door()
    assert sorted(index.__all__) == sorted(at_once | typed)


def test_an_unknown_name_is_an_attribute_error() -> None:
    """As for any module, so that `hasattr` and `from index import …` work."""
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        index.nothing  # noqa: B018 (the look-up is what is tested)
