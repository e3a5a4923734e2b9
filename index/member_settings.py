"""Who may see and do what, by roles and channels of Discord: what not only the bot needs of the table `[bot]`.

Later sources win: defaults, `dateline.toml`, `.env`, the environment (`DATELINE_BOT_…`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_settings import NoDecode, SettingsConfigDict, TomlConfigSettingsSource

from index.errors import SettingsError
from index.models.scope import Scope
from index.settings import BOT_TABLE, DOTENV_FILE, SETTINGS_FILE, FileSettings

PREFIX = "DATELINE_BOT_"


def _numbers(value: object) -> object:
    """Ids from the environment are written one after the other, with commas or blanks between."""
    return value.replace(",", " ").split() if isinstance(value, str) else value


Ids = Annotated[frozenset[int], NoDecode, BeforeValidator(_numbers)]


class Collection(BaseModel):
    """Who may see a first-level folder of the archive: these roles, and whoever asks in these channels."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    roles: Ids = frozenset()
    channels: Ids = frozenset()


class BotTable(TomlConfigSettingsSource):
    """The bot's table of `dateline.toml`."""

    def __call__(self) -> dict[str, Any]:
        table = super().__call__().get(BOT_TABLE, {})
        if not isinstance(table, dict):
            raise SettingsError(f"{BOT_TABLE!r} in {SETTINGS_FILE} is not a table; write it as [{BOT_TABLE}]")
        return table


class MemberSettings(FileSettings):
    """Servers, moderators and collections. Build it with `load_members`, which turns faults into `SettingsError`."""

    table = BotTable
    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=DOTENV_FILE,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        dotenv_filtering="match_prefix",
        toml_file=SETTINGS_FILE,
        extra="ignore",
        frozen=True,
    )

    guilds: Ids = frozenset()
    """Ids of the servers served; none for all the bot is invited to."""
    moderator_roles: Ids = frozenset()
    """Roles that may do what changes the archive; whoever may manage the server may as well."""
    collections: dict[str, Collection] = Field(default_factory=dict)
    """First-level folders of the archive that only some may see; a folder not named here is for everyone."""

    def scope_of_roles(self, roles: Iterable[int]) -> Scope:
        """What somebody with these roles may see where nobody else reads along."""
        held = frozenset(roles)
        return self.scope_beside(folder for folder, tie in self.collections.items() if tie.roles & held)

    def scope_beside(self, opened: Iterable[str]) -> Scope:
        """All but the tied folders that are not `opened`."""
        return Scope(hidden=frozenset(self.collections.keys() - set(opened)))


def load_members(**options: Any) -> MemberSettings:
    """The settings, with `options` winning over every other source; raises `SettingsError`."""
    try:
        return MemberSettings(**options)
    except ValidationError as error:
        fault = error.errors()[0]
        name = ".".join(str(part) for part in fault["loc"])
        raise SettingsError(
            f"the bot setting {name!r} is wrong ([{BOT_TABLE}] of {SETTINGS_FILE} or {PREFIX}…): {fault['msg']}"
        ) from None
    except (ValueError, OSError, RecursionError) as error:  # tomllib's and dotenv's ValueErrors name line and column
        raise SettingsError(f"{SETTINGS_FILE} or {DOTENV_FILE} can't be read: {error}") from error
