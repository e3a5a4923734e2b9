"""The bot's settings: the table `[bot]` of `dateline.toml`, `.env` and `DATELINE_BOT_…`, and the token.

Later sources win: defaults, `dateline.toml`, `.env`, the environment. Built in `__main__` and in tests only.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Self

from pydantic import AliasChoices, BeforeValidator, Field, InstanceOf, SecretStr, ValidationError, model_validator
from pydantic_settings import NoDecode, SettingsConfigDict

import index
from bot import schedule
from bot.schedule import Schedule

SETTINGS_FILE = "dateline.toml"
DOTENV_FILE = ".env"
TABLE = "bot"
TOKEN = "DISCORD_BOT_TOKEN"  # noqa: S105 - the variable's name, not a token
PREFIX = "DATELINE_BOT_"


def _moments(value: object) -> object:
    return schedule.read(value) if isinstance(value, str) else value


def _numbers(value: object) -> object:
    """The numbers in `0,1`."""
    return [part.strip() for part in value.split(",")] if isinstance(value, str) else value


ShardIds = Annotated[tuple[Annotated[int, Field(ge=0)], ...] | None, NoDecode, BeforeValidator(_numbers)]
Moments = Annotated[InstanceOf[Schedule] | None, NoDecode, BeforeValidator(_moments)]


class BotSettings(index.MemberSettings):
    """What the bot can be told. Build it with `load`, which turns faults into `SettingsError`."""

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(extra="forbid")

    token: SecretStr | None = Field(default=None, validation_alias=AliasChoices("token", TOKEN))
    """Discord's token of the application; only from the environment or `.env`."""
    leave_other_servers: bool = False
    """Whether the bot leaves servers it doesn't serve; else it stays, and refuses there."""
    direct_messages: bool = False
    """Whether the bot answers in direct messages."""
    mentions: bool = True
    """Whether the bot answers messages that mention it, and, where direct messages are answered, those as well."""
    concurrent_searches: int = Field(default=2, ge=1, le=64)
    """Searches that run at the same time."""
    waiting_searches: int = Field(default=100, ge=0, le=10_000)
    """Searches that may wait; beyond them the bot asks people to try again."""
    searches_per_person: int = Field(default=10, ge=1)
    """Searches one person may start in a minute."""
    searches_per_guild: int = Field(default=60, ge=1)
    """Searches one server may start in a minute."""
    cites_per_person: int = Field(default=30, ge=1)
    """Citations, documents, pages of a dossier, checks and uploads that one person may ask for in a minute."""
    cites_per_guild: int = Field(default=180, ge=1)
    """Those that one server may ask for in a minute."""
    kept_answers: int = Field(default=300, ge=1)
    """Answers kept in memory for turning pages."""
    result_minutes: int = Field(default=60, ge=1)
    """How long an answer is kept."""
    shard_count: int | None = Field(default=None, ge=1, le=16_000)
    """How many connections to Discord there are on all hosts together; None for as many as Discord wants, all here."""
    shard_ids: ShardIds = None
    """Which of them this host has, as `0,1`, counted from 0; None for all."""
    reindex_at: Moments = None
    """When the bot reindexes by itself: at a time of day, or every so many hours; None for never."""
    reports_channel: int | None = Field(default=None, ge=1)
    """Id of the channel that is told what came of reindexes by the clock; None for nobody."""
    log_format: str = Field(default="text", pattern="^(text|json)$")
    """`text` for people, `json` for one object a line."""
    log_level: str = Field(default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$")
    """Below this nothing is logged."""

    @model_validator(mode="after")
    def _has_its_shards(self) -> Self:
        """Raises `ValueError` for shards that there are not."""
        if self.shard_ids is None:
            return self
        if self.shard_count is None:
            raise ValueError("shard_ids needs shard_count, how many there are on all hosts together")
        if not self.shard_ids or len(set(self.shard_ids)) < len(self.shard_ids):
            raise ValueError("shard_ids names each shard once, and at least one")
        if max(self.shard_ids) >= self.shard_count:
            raise ValueError(f"shard_ids counts from 0: of {self.shard_count} the last is {self.shard_count - 1}")
        return self


def load(**options: Any) -> BotSettings:
    """The settings with `options` winning over every other source; raises `index.SettingsError`."""
    settings = index.read_settings(BotSettings, options, _first_fault)
    if "token" in index.BotTable(BotSettings)():
        raise index.SettingsError(
            f"{SETTINGS_FILE} holds the token; put it in the environment or {DOTENV_FILE} as {TOKEN}"
        )
    return settings


def _first_fault(error: ValidationError) -> str:
    fault = error.errors()[0]
    name = ".".join(str(part) for part in fault["loc"])
    where = f"[{TABLE}] of {SETTINGS_FILE} or {PREFIX}…"
    if not name:
        return f"the bot's settings don't fit together ({where}): {fault['msg'].removeprefix('Value error, ')}"
    if fault["type"] == "extra_forbidden":
        known = ", ".join(sorted(set(BotSettings.model_fields) - {"token"}))
        return f"there is no bot setting {name!r} ({where}); the settings are {known}"
    return f"the bot setting {name!r} is wrong ({where}): {fault['msg']}"


def token_of(settings: BotSettings) -> SecretStr:
    """The token; raises `index.SettingsError` that says where to get one."""
    if settings.token is None or not settings.token.get_secret_value().strip():
        raise index.SettingsError(
            f"{TOKEN} is not set; put the token of your application (https://discord.com/developers/applications, "
            f"page Bot) in the environment or in a file {DOTENV_FILE}"
        )
    return settings.token
