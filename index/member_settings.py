"""Who may see and do what, by roles and channels of Discord: what not only the bot needs of the table `[bot]`.

Later sources win: defaults, `dateline.toml`, `.env`, the environment (`DATELINE_BOT_…`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_settings import NoDecode, SettingsConfigDict

from index.models.scope import Scope
from index.settings import BOT_TABLE, SETTINGS_FILE, NamedTable, TableSettings, read_settings

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


class BotTable(NamedTable):
    """The bot's table of `dateline.toml`."""

    name = BOT_TABLE


class MemberSettings(TableSettings):
    """Servers, moderators and collections. Build it with `load_members`, which turns faults into `SettingsError`."""

    table = BotTable
    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(env_prefix=PREFIX, extra="ignore")

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
    return read_settings(MemberSettings, options, _first_fault)


def _first_fault(error: ValidationError) -> str:
    """What is wrong with a setting in the bot's table, and where settings are."""
    fault = error.errors()[0]
    name = ".".join(str(part) for part in fault["loc"])
    return f"the bot setting {name!r} is wrong ([{BOT_TABLE}] of {SETTINGS_FILE} or {PREFIX}…): {fault['msg']}"
