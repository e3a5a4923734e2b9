"""`dateline mcp`: what the tools see."""

from __future__ import annotations

from argparse import Namespace

import pytest

from index import EVERYTHING, MemberSettings, Scope, Settings, SettingsError
from index.cli.mcp import scope_of
from index.embed.weights import revision
from tests.makers.archives import MOON, Place
from tests.stand_ins.hashing_encoder import HashingEncoder

MEMBERS = MemberSettings(_env_file=None, collections={"secret": {"roles": [1]}})  # type: ignore[dict-item]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    place = Place(
        tmp_path_factory.mktemp("place"), {**MOON, "secret/deep/a.txt": "date 1970 A secret\n\nIt is told.\n"}
    )
    encoder = HashingEncoder(revision=revision(place.settings))
    encoder.name = place.settings.model  # so that the index is the one that the command asks for
    place.index(encoder)
    return place.settings


@pytest.mark.parametrize(
    ("given", "scope"),
    [
        ({}, Scope(hidden=frozenset({"secret"}))),
        ({"folders": "moon"}, Scope(only=frozenset({"moon"}))),
        ({"folders": " secret , moon"}, Scope(only=frozenset({"moon", "secret"}))),
        ({"folders": "."}, Scope(only=frozenset({""}))),
        ({"everything": True}, EVERYTHING),
    ],
)
def test_what_is_seen_is_what_was_said(settings: Settings, given: dict[str, object], scope: Scope) -> None:
    """What every member may see, the folders that are named, or all."""
    options = Namespace(**{"folders": None, "everything": False, **given})
    assert scope_of(options, MEMBERS, settings) == scope


@pytest.mark.parametrize("named", ["moons", "moon,Secret", "secret/deep", " , "])
def test_a_folder_that_isnt_there_is_refused(settings: Settings, named: str) -> None:
    """With the folders that there are."""
    with pytest.raises(SettingsError, match="moon, secret"):
        scope_of(Namespace(folders=named, everything=False), MEMBERS, settings)
