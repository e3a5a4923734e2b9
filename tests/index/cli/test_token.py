"""`dateline token` as people and scripts use it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index import DataFile, Token, Tokens
from tests.makers.archives import MOON, Place

Run = Callable[..., int]


@pytest.fixture
def place(tmp_path: Path, dateline: Run, capsys: pytest.CaptureFixture[str]) -> Place:
    """Documents in the folders `a,b` and `moon`, and in none."""
    place = Place(tmp_path, {**MOON, "a,b/one.txt": "One\n\nA document in a folder with a comma.\n"})
    assert dateline("index") == 0
    capsys.readouterr()
    return place


def audited(place: Place) -> list[dict[str, Any]]:
    """The audit log's lines."""
    return [json.loads(line) for line in (place.data / DataFile.BOT_AUDIT).read_text("utf-8").splitlines()]


def test_a_token_is_made_listed_and_revoked(place: Place, dateline: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """The secret alone is printed, once; each change is a line of the audit log, and no secret is in it."""
    assert dateline("token", "add", "reader", "--folders", "moon,.") == 0
    made = capsys.readouterr()
    secret = made.out.strip()
    found = Tokens(place.data).find(secret)
    assert found is not None
    assert (found.name, found.folders) == ("reader", ("moon", ""))
    assert made.err == "dateline: this is the secret of the token reader, which sees moon, .; it is not shown again\n"
    assert dateline("token", "list") == 0
    assert capsys.readouterr().out == f"reader  moon, .  made {found.made:%Y-%m-%d}\n"
    assert dateline("token", "revoke", "reader") == 0
    assert capsys.readouterr().out == "The token reader is revoked.\n"
    assert Tokens(place.data).find(secret) is None
    lines = audited(place)
    assert [(line["action"], line["what"], line.get("folders")) for line in lines] == [
        ("token add", "reader", "moon, ."),
        ("token revoke", "reader", None),
    ]
    assert all(line["by"] and line["allowed"] and line["user"] is None for line in lines)
    assert secret not in (place.data / DataFile.BOT_AUDIT).read_text("utf-8")


def test_scripts_read_json(place: Place, dateline: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """A value each, and no secret but that of a token that is made."""
    assert dateline("token", "add", "all", "--json") == 0
    made = json.loads(capsys.readouterr().out)
    secret = made.pop("secret")
    assert Tokens(place.data).find(secret) == Token(**made)
    assert dateline("token", "list", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"tokens": [made]}
    assert dateline("token", "revoke", "all", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"revoked": "all"}


def test_a_folder_is_one_that_is_there(place: Place, dateline: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """One that isn't is refused with those that are, and nothing is made; one with a comma in its name is known."""
    for typed in ("mooon", "moon,nowhere", "moon/apollo-11.txt", ""):
        assert dateline("token", "add", "reader", "--folders", typed) == 1
        assert capsys.readouterr().err.endswith("it has ., a,b, moon\n")
    assert not (place.data / DataFile.TOKENS).exists()
    assert dateline("token", "add", "reader", "--folders", "a,b") == 0
    assert Tokens(place.data).all()[0].folders == ("a,b",)


def test_what_can_not_be_done_is_one_line(place: Place, dateline: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """A name in use or not there is a fault; options that don't go together are wrong usage."""
    assert dateline("token", "add", "reader") == 0
    capsys.readouterr()
    assert dateline("token", "add", "reader") == 1
    assert "there is a token “reader” already" in capsys.readouterr().err
    assert dateline("token", "revoke", "writer") == 1
    assert "dateline token list lists them" in capsys.readouterr().err
    for wrong in (["add"], ["list", "reader"], ["revoke"], ["revoke", "reader", "--folders", "moon"]):
        assert dateline("token", *wrong) == 2


def test_no_token_is_made_without_a_line_of_the_log(
    place: Place, dateline: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the audit log can't be written nobody gets a secret."""
    (place.data / DataFile.BOT_AUDIT).mkdir()
    assert dateline("token", "add", "reader") == 1
    assert capsys.readouterr().out == ""
    assert Tokens(place.data).all() == ()
