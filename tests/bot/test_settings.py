"""Settings come from file, `.env` and environment, and a wrong one is one line that says where."""

from __future__ import annotations

from pathlib import Path

import pytest

import index
from bot import schedule, settings


@pytest.fixture(autouse=True)
def empty_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without settings, and an environment without any."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(settings.TOKEN, raising=False)
    return tmp_path


def test_the_environment_wins_over_dotenv_and_the_file(empty_place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each source overrides the one before, and ids may be written with commas."""
    (empty_place / "dateline.toml").write_text("archive = 'x'\n[bot]\nguilds = [1]\nmoderator_roles = [5]\n")
    (empty_place / ".env").write_text("DATELINE_BOT_GUILDS=2\nDATELINE_ARCHIVE=y\nDISCORD_BOT_TOKEN=abc\n")
    assert settings.load().guilds == {2}
    monkeypatch.setenv("DATELINE_BOT_GUILDS", "3, 4")
    loaded = settings.load()
    assert (loaded.guilds, loaded.moderator_roles) == (frozenset({3, 4}), frozenset({5}))
    assert settings.token_of(loaded).get_secret_value() == "abc"


def test_the_token_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the settings' text nor their representation holds it."""
    monkeypatch.setenv(settings.TOKEN, "very-secret")
    loaded = settings.load()
    assert "very-secret" not in f"{loaded} {loaded!r}"


def test_without_a_token_a_line_says_where_to_get_one() -> None:
    """The person starting the bot learns the variable and the page."""
    with pytest.raises(index.SettingsError, match=r"DISCORD_BOT_TOKEN is not set; .*discord\.com/developers"):
        settings.token_of(settings.load())


def test_a_token_in_the_shared_file_is_refused(empty_place: Path) -> None:
    """The settings file is meant to be committed; the token isn't."""
    (empty_place / "dateline.toml").write_text("[bot]\ntoken = 'x'\n")
    with pytest.raises(index.SettingsError, match=r"dateline\.toml holds the token"):
        settings.load()


@pytest.mark.parametrize(
    ("toml", "line"),
    [
        ("[bot]\nguildz = [1]\n", "there is no bot setting 'guildz'"),
        ("[bot]\nguilds = ['x']\n", "the bot setting 'guilds.0' is wrong"),
        ("[bot]\nconcurrent_searches = 0\n", "the bot setting 'concurrent_searches' is wrong"),
        ("[bot]\nreindex_at = '3 am'\n", 'the bot setting \'reindex_at\' is wrong .*: .*"03:00", or "every 6 hours"'),
        ("[bot]\nreindex_at = 3\n", "the bot setting 'reindex_at' is wrong"),
        ("[bot]\nshard_ids = [0]\n", "the bot's settings don't fit together .*: shard_ids needs shard_count"),
        ("[bot]\nshard_ids = [0, 2]\nshard_count = 2\n", "shard_ids counts from 0: of 2 the last is 1"),
        ("[bot]\nshard_ids = '1,1'\nshard_count = 2\n", "shard_ids names each shard once"),
        ("[bot]\nshard_ids = '0;1'\nshard_count = 2\n", "the bot setting 'shard_ids.0' is wrong"),
        ("[bot]\nreports_channel = 'reports'\n", "the bot setting 'reports_channel' is wrong .* integer"),
        ("[bot]\nreports_channel = 0\n", "the bot setting 'reports_channel' is wrong"),
        ("bot = 3\n", "is not a table"),
        ("[bot\n", "can't be read: .*line 1"),
    ],
)
def test_a_wrong_setting_is_named(empty_place: Path, toml: str, line: str) -> None:
    """An unknown name, a wrong value and a broken file each give one line that points at it."""
    (empty_place / "dateline.toml").write_text(toml)
    with pytest.raises(index.SettingsError, match=line):
        settings.load()


def test_when_to_reindex_is_read_from_file_and_environment(empty_place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both forms can be written in either, and nothing written means never."""
    assert settings.load().reindex_at is None
    (empty_place / "dateline.toml").write_text("[bot]\nreindex_at = '03:00'\nreports_channel = 600000000000000003\n")
    loaded = settings.load()
    assert (loaded.reindex_at, loaded.reports_channel) == (schedule.read("03:00"), 600000000000000003)
    monkeypatch.setenv("DATELINE_BOT_REINDEX_AT", "every 12 hours")
    assert settings.load().reindex_at == schedule.read("every 12 hours")


def test_shards_come_with_commas() -> None:
    """As the command line and the environment give them."""
    loaded = settings.load(shard_ids="0, 2", shard_count="3")
    assert (loaded.shard_ids, loaded.shard_count) == ((0, 2), 3)
