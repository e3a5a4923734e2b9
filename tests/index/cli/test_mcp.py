"""`dateline mcp`: what the tools see."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

import pytest

from index import EVERYTHING, Archive, MemberSettings, Scope, SettingsError
from index.cli.mcp import scope_of
from tests.makers.archives import MOON, Place

MEMBERS = MemberSettings(_env_file=None, collections={"secret": {"roles": [1]}})  # type: ignore[dict-item]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    place = Place(
        tmp_path_factory.mktemp("place"), {**MOON, "secret/deep/a.txt": "date 1970 A secret\n\nIt is told.\n"}
    )
    place.index()
    with place.opened() as opened:
        yield opened


@pytest.mark.parametrize(
    ("given", "scope"),
    [
        ({}, Scope(hidden=frozenset({"secret"}))),
        ({"folders": "moon"}, Scope(only=frozenset({"moon"}))),
        ({"folders": " secret/ , moon"}, Scope(only=frozenset({"moon", "secret"}))),
        ({"everything": True}, EVERYTHING),
    ],
)
def test_what_is_seen_is_what_was_said(archive: Archive, given: dict[str, object], scope: Scope) -> None:
    """What every member may see, the folders that are named, or all."""
    options = Namespace(**{"folders": None, "everything": False, **given})
    assert scope_of(options, MEMBERS, archive) == scope


@pytest.mark.parametrize("named", ["moons", "moon,Secret", "secret/deep", " , "])
def test_a_folder_that_isnt_there_is_refused(archive: Archive, named: str) -> None:
    """With the folders that there are."""
    with pytest.raises(SettingsError, match="moon, secret"):
        scope_of(Namespace(folders=named, everything=False), MEMBERS, archive)
