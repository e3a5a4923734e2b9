"""The bot's settings: the table `[bot]` of `dateline.toml`, `.env` and `DATELINE_BOT_…`, and the token.

Later sources win: defaults, `dateline.toml`, `.env`, the environment. Built in `__main__` and in tests only.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import (
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    InstanceOf,
    SecretStr,
    ValidationError,
)
from pydantic_settings import NoDecode, SettingsConfigDict, TomlConfigSettingsSource

import index
from bot import schedule
from bot.schedule import Schedule

SETTINGS_FILE = "dateline.toml"
DOTENV_FILE = ".env"
TABLE = "bot"
TOKEN = "DISCORD_BOT_TOKEN"  # noqa: S105 - the variable's name, not a token
PREFIX = "DATELINE_BOT_"


def _numbers(value: object) -> object:
    """Ids from the environment are written one after the other, with commas or blanks between."""
    return value.replace(",", " ").split() if isinstance(value, str) else value


def _moments(value: object) -> object:
    return schedule.read(value) if isinstance(value, str) else value


Ids = Annotated[frozenset[int], NoDecode, BeforeValidator(_numbers)]
Moments = Annotated[InstanceOf[Schedule] | None, NoDecode, BeforeValidator(_moments)]


class Collection(BaseModel):
    """Who may see a first-level folder of the archive: these roles, and whoever asks in these channels."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    roles: Ids = frozenset()
    channels: Ids = frozenset()


class BotTable(TomlConfigSettingsSource):
    """The bot's table of `dateline.toml`. The token has no place in a file that is meant to be shared."""

    def __call__(self) -> dict[str, Any]:
        table = super().__call__().get(TABLE, {})
        if not isinstance(table, dict):
            raise index.SettingsError(f"{TABLE!r} in {SETTINGS_FILE} is not a table; write it as [{TABLE}]")
        return table


class BotSettings(index.FileSettings):
    """What the bot can be told. Build it with `load`, which turns faults into `SettingsError`."""

    table = BotTable
    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=DOTENV_FILE,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        dotenv_filtering="match_prefix",
        toml_file=SETTINGS_FILE,
        extra="forbid",
        frozen=True,
    )

    token: SecretStr | None = Field(default=None, validation_alias=AliasChoices("token", TOKEN))
    """Discord's token of the application; only from the environment or `.env`."""
    guilds: Ids = frozenset()
    """Ids of the servers served; none for all the bot is invited to."""
    leave_other_servers: bool = False
    """Whether the bot leaves servers it doesn't serve; else it stays, and refuses there."""
    moderator_roles: Ids = frozenset()
    """Roles that may do what changes the archive; whoever may manage the server may as well."""
    direct_messages: bool = False
    """Whether the bot answers in direct messages."""
    mentions: bool = True
    """Whether the bot answers messages that mention it, and, where direct messages are answered, those as well."""
    collections: dict[str, Collection] = Field(default_factory=dict)
    """First-level folders of the archive that only some may see; a folder not named here is for everyone."""
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
    reindex_at: Moments = None
    """When the bot reindexes by itself: at a time of day, or every so many hours; None for never."""
    reports_channel: int | None = Field(default=None, ge=1)
    """Id of the channel that is told what came of reindexes by the clock; None for nobody."""
    log_format: str = Field(default="text", pattern="^(text|json)$")
    """`text` for people, `json` for one object a line."""
    log_level: str = Field(default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$")
    """Below this nothing is logged."""


def load(**options: Any) -> BotSettings:
    """The settings with `options` winning over every other source; raises `index.SettingsError`."""
    try:
        settings = BotSettings(**options)
    except ValidationError as error:
        raise index.SettingsError(_first_fault(error)) from None  # the cause would hold the value, even a token
    except (ValueError, OSError, RecursionError) as error:  # tomllib's and dotenv's ValueErrors name line and column
        raise index.SettingsError(f"{SETTINGS_FILE} or {DOTENV_FILE} can't be read: {error}") from error
    if "token" in BotTable(BotSettings)():
        raise index.SettingsError(
            f"{SETTINGS_FILE} holds the token; put it in the environment or {DOTENV_FILE} as {TOKEN}"
        )
    return settings


def _first_fault(error: ValidationError) -> str:
    fault = error.errors()[0]
    name = ".".join(str(part) for part in fault["loc"])
    where = f"[{TABLE}] of {SETTINGS_FILE} or {PREFIX}…"
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
