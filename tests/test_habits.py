"""How the project checks itself: linters first, the same examples for everyone, new ones once a week."""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path

import hypothesis
import pytest

from tests import ROOT

RUN = (ROOT / ".ci" / "run").read_text("utf-8")
LINTERS = ("ruff check", "ruff format --check", "mypy", "lint-imports", "vulture")


def workflow(name: str) -> str:
    return (ROOT / ".github" / "workflows" / name).read_text("utf-8")


def test_everyone_draws_the_same_examples_unless_they_ask_for_others(pytestconfig: pytest.Config) -> None:
    """The profile in use is the one chosen by an option, or the one without chance."""
    chosen = pytestconfig.getoption("--hypothesis-profile")
    assert hypothesis.settings.get_current_profile_name() == (chosen or "fixed")
    assert hypothesis.settings.get_profile("fixed").derandomize
    assert not hypothesis.settings.get_profile("random").derandomize


def test_new_examples_are_drawn_once_a_week_and_never_by_the_checks() -> None:
    """A pull request fails for what it changes; what chance finds has a workflow of its own."""
    assert "--hypothesis-profile=random" in workflow("random.yml")
    assert "schedule:" in workflow("random.yml")
    assert "--hypothesis-profile" not in RUN


def test_the_linters_run_before_the_tests() -> None:
    """What takes a minute fails first, and the tests' command is the README's own."""
    places = [RUN.index(f".venv/bin/{linter}") for linter in LINTERS]
    assert places == sorted(places)
    assert places[-1] < RUN.index('-c "$command"')
    assert ".ci/run" in workflow("checks.yml")


def test_no_folder_of_tests_is_passed_over(pytestconfig: pytest.Config) -> None:
    """Pytest leaves out folders of certain names, such as build, without a word."""
    folders = {path.parent.relative_to(ROOT) for path in (ROOT / "tests").rglob("test_*.py")}
    assert Path("tests/index/build") in folders
    for pattern in pytestconfig.getini("norecursedirs"):
        assert not [folder for folder in folders if any(fnmatch(name, pattern) for name in folder.parts)], pattern
