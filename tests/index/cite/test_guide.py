"""What the guide says of citations is so."""

from __future__ import annotations

import re
from typing import get_args

from index import cli
from index.cite.ids import LENGTH, normalise
from index.cite.models import State
from index.cite.styles import STYLES
from tests import docs

GUIDE = docs.read("index/guide/citations.md")


def test_every_style_and_outcome_is_named() -> None:
    """Those there are, and no other."""
    styles = GUIDE.split("Styles are ")[1].split(". ")[0]
    assert set(re.findall(r"`([\w-]+)`", styles)) == set(STYLES)
    outcomes = re.findall(r"^\| (\w+(?: id)?) \|", GUIDE, re.MULTILINE)[1:]
    assert outcomes == [*get_args(State), "damaged", "unknown id"]


def test_the_ids_of_the_examples_are_ids() -> None:
    """Each id that an example cites has the form of one."""
    lines = [line for _, block in docs.code(GUIDE) for line in block.splitlines()]
    commands = [words for line in lines if (words := docs.dateline(line)) and words[0] == "cite"]
    assert len(commands) == 2
    for command in commands:
        passages = cli.parser().parse_args(command).passages
        assert all(normalise(passage) == passage and len(passage) == LENGTH for passage in passages)


def test_an_id_is_read_as_the_guide_says() -> None:
    """The example that is copied with capitals and a blank is the same id."""
    plain, copied = re.search(r"such as `(\w+)`", GUIDE), re.search(r"\(`(\[.*?\])` is the same\)", GUIDE)
    assert plain
    assert copied
    assert normalise(copied[1]) == plain[1]
