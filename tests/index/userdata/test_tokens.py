"""Tokens of programs: found by their secrets alone, which are nowhere on disk, and gone once they are revoked."""

from __future__ import annotations

import datetime as dt
import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from index import Collection, DataFile, IndexDataError, MemberSettings, Scope, Token, TokenError, Tokens

MADE = dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    return Tokens(tmp_path)


def test_a_token_is_found_by_its_secret_alone(tokens: Tokens, tmp_path: Path) -> None:
    """Neither its name, another's secret, a part of it nor what is kept of it opens anything."""
    one, other = tokens.add("one", None, MADE), tokens.add("other", ("board", ""), MADE)
    assert tokens.find(one) == Token(name="one", folders=None, made=MADE)
    assert Tokens(tmp_path).find(other) == Token(name="other", folders=("board", ""), made=MADE)
    assert tokens.all() == (tokens.find(one), tokens.find(other))
    kept = hashlib.sha256(one.encode()).hexdigest()
    for wrong in ("", "one", one[:-1], f"{one} ", one.upper(), one.removeprefix("dl_"), kept, "\udce9"):
        assert tokens.find(wrong) is None


def test_secrets_are_long_and_on_no_disk(tokens: Tokens, tmp_path: Path) -> None:
    """32 random bytes each, of which the file has a digest only, and which nobody else may read."""
    secrets = [tokens.add(f"t{number}", None, MADE) for number in range(20)]
    assert len(set(secrets)) == 20
    assert all(secret.startswith("dl_") and len(secret) == 46 for secret in secrets)
    file = tmp_path / DataFile.TOKENS
    assert not any(
        secret.encode() in file.read_bytes() or secret[3:].encode() in file.read_bytes() for secret in secrets
    )
    assert file.stat().st_mode & 0o077 == 0


def test_what_was_revoked_opens_nothing_and_its_name_is_free(tokens: Tokens) -> None:
    """A second token of the name has a secret of its own."""
    first = tokens.add("reader", None, MADE)
    assert (tokens.revoke("reader"), tokens.revoke("reader"), tokens.find(first)) == (True, False, None)
    second = tokens.add("reader", ("board",), MADE)
    assert tokens.find(first) is None
    assert tokens.all() == (tokens.find(second),)


@pytest.mark.parametrize("name", ["", " ", "a b", "-x", "a" * 65, "ä", "a/b", "a\nb", "@everyone"])
def test_names_are_plain(tokens: Tokens, name: str) -> None:
    """They stand in logs and lists."""
    with pytest.raises(TokenError, match="a token can't be named"):
        tokens.add(name, None, MADE)


def test_names_are_unique(tokens: Tokens) -> None:
    """The token that is there stays as it is."""
    secret = tokens.add("reader", ("board",), MADE)
    with pytest.raises(TokenError, match="there is a token “reader” already"):
        tokens.add("reader", None, MADE)
    found = tokens.find(secret)
    assert found is not None
    assert found.folders == ("board",)


def test_a_token_sees_what_members_see_or_its_folders() -> None:
    """Without folders all but collections; with folders those, collections or not."""
    members = MemberSettings(_env_file=None, collections={"board": Collection(roles=frozenset({5}))})
    everyone, board = (Token(name="t", folders=folders, made=MADE).scope(members) for folders in (None, ("board",)))
    assert everyone == Scope(hidden=frozenset({"board"}))
    assert board == Scope(only=frozenset({"board"}))


def test_a_damaged_token_opens_nothing_and_is_told(tokens: Tokens, tmp_path: Path) -> None:
    """More folders than it was made with are not seen; whoever checks the data folder reads its name."""
    secret, whole = tokens.add("reader", ("moon",), MADE), tokens.add("whole", None, MADE)
    with closing(sqlite3.connect(tmp_path / DataFile.TOKENS)) as database, database:
        database.execute("UPDATE tokens SET folders = NULL WHERE name = 'reader'")
    assert tokens.find(secret) is None
    assert tokens.all() == (tokens.find(whole),)
    assert tokens.faults() == ("the token “reader” is damaged and opens nothing; revoke it",)
    assert tokens.revoke("reader")
    assert (tokens.faults(), tokens.count()) == ((), 1)


def test_nothing_is_made_where_there_are_none(tokens: Tokens, tmp_path: Path) -> None:
    """Looking and revoking leave the folder as it is."""
    assert (tokens.find("dl_x"), tokens.all(), tokens.revoke("x")) == (None, (), False)
    assert list(tmp_path.iterdir()) == []


def test_another_programs_file_is_refused_and_left_alone(tokens: Tokens, tmp_path: Path) -> None:
    """Nobody is let in while the tokens can't be read."""
    (tmp_path / DataFile.TOKENS).write_bytes(b"somebody's notes")
    for use in (lambda: tokens.find("dl_x"), lambda: tokens.add("x", None, MADE), tokens.all):
        with pytest.raises(IndexDataError, match="the tokens can't be opened right now"):
            use()
    assert (tmp_path / DataFile.TOKENS).read_bytes() == b"somebody's notes"
