"""What the README says of citations is so."""

from __future__ import annotations

import re
import shlex
from typing import get_args

from index import cli
from index.cite.ids import LENGTH, normalise
from index.cite.models import State
from index.cite.styles import STYLES
from tests import ROOT

README = (ROOT / "README.md").read_text("utf-8")
SECTION = README.split("\n## Citations\n")[1].split("\n## ")[0]


def test_every_style_and_outcome_is_named() -> None:
    """Those there are, and no other."""
    styles = SECTION.split("Styles are ")[1].split(". ")[0]
    assert set(re.findall(r"`([\w-]+)`", styles)) == set(STYLES)
    outcomes = re.findall(r"^\| (\w+(?: id)?) \|", SECTION, re.MULTILINE)[1:]
    assert outcomes == [*get_args(State), "unknown id"]


def test_the_commands_are_taken() -> None:
    """Each example is a command with an id and a style that there are."""
    commands = re.findall(r"^dateline (.*?)(?: +#.*| > .*)?$", SECTION, re.MULTILINE)
    assert len(commands) == 2
    for command in commands:
        options = cli._parser().parse_args(shlex.split(command))
        assert all(normalise(one) == one and len(one) == LENGTH for one in options.passages)


def test_an_id_is_read_as_the_readme_says() -> None:
    """The example that is copied with capitals and a blank is the same id."""
    plain, copied = re.search(r"such as `(\w+)`", SECTION), re.search(r"\(`(\[.*?\])` is the same\)", SECTION)
    assert plain
    assert copied
    assert normalise(copied[1]) == plain[1]
