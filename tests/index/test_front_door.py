"""The names that the bot and other programs may use of the engine."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import index


@pytest.mark.parametrize("name", index.__all__)
def test_every_name_can_be_had(name: str) -> None:
    """Names that are imported when first asked for stand in a table of modules; each must be right."""
    assert getattr(index, name) is not None


def test_the_modules_of_late_names_are_the_ones_that_type_checkers_are_told() -> None:
    """What mypy sees under `TYPE_CHECKING` is what a program gets at run time, name by name."""
    assert index.__file__ is not None
    tree = ast.parse(Path(index.__file__).read_text("utf-8"))
    (block,) = [node for node in tree.body if isinstance(node, ast.If)]
    typed = {alias.name: node.module for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert {name: getattr(index, name).__module__ for name in typed} == typed


def test_an_unknown_name_is_an_attribute_error() -> None:
    """As for any module, so that `hasattr` and `from index import …` work."""
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        index.nothing  # noqa: B018 (the look-up is what is tested)
