"""Settings of `dateline serve`: the table `[serve]` of `dateline.toml`, `.env` and `DATELINE_SERVE_…`."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated, Any, ClassVar

from pydantic import AliasChoices, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import NoDecode, SettingsConfigDict

from index import NamedTable, SettingsError, TableSettings, read_settings

SETTINGS_FILE = "dateline.toml"
DOTENV_FILE = ".env"
TABLE = "serve"
SECRET = "DISCORD_CLIENT_SECRET"  # noqa: S105 - the variable's name, not a secret
PREFIX = "DATELINE_SERVE_"
DEFAULT_PORT = 8321

Network = IPv4Network | IPv6Network


def _networks(value: object) -> object:
    """Addresses and networks; from the environment one after the other, with commas or blanks between."""
    given = value.replace(",", " ").split() if isinstance(value, str) else value
    return tuple(ip_network(each) for each in given) if isinstance(given, list | tuple) else given


Networks = Annotated[tuple[Network, ...], NoDecode, BeforeValidator(_networks)]


class ServeTable(NamedTable):
    """The table `[serve]` of `dateline.toml`."""

    name = TABLE


class ServeSettings(TableSettings):
    """What `dateline serve` can be told. Build it with `load`, which turns faults into `SettingsError`."""

    table = ServeTable
    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(env_prefix=PREFIX)

    host: str = "127.0.0.1"
    """The address to listen on; any but this machine's own needs a public URL."""
    port: int = Field(default=DEFAULT_PORT, ge=0, le=65_535)
    """The port to listen on; 0 for any that is free."""
    client_id: str | None = Field(default=None, pattern="^[0-9]{15,22}$")
    """The id of the application at Discord by which people sign in."""
    client_secret: SecretStr | None = Field(default=None, validation_alias=AliasChoices("client_secret", SECRET))
    """Its secret; only from the environment or `.env`."""
    trusted_proxies: Networks = ()
    """Addresses of proxies, such as `127.0.0.1`, and networks of them: what they say of who asks is believed."""
    requests_per_person: int = Field(default=120, ge=1)
    """Requests that one person, or one token, may make in a minute."""
    requests_per_address: int = Field(default=300, ge=1)
    """Requests that may come from one address in a minute; it may be that of many people."""


def load(**options: Any) -> ServeSettings:
    """The settings, with `options` (None is "not given") winning over every other source; raises `SettingsError`."""
    given = {name: value for name, value in options.items() if value is not None}
    settings = read_settings(ServeSettings, given, _first_fault)
    if "client_secret" in ServeTable(ServeSettings)():
        raise SettingsError(
            f"{SETTINGS_FILE} holds the client secret; put it in the environment or {DOTENV_FILE} as {SECRET}"
        )
    return settings


def _first_fault(error: ValidationError) -> str:
    fault = error.errors()[0]
    name = ".".join(str(part) for part in fault["loc"])
    where = f"[{TABLE}] of {SETTINGS_FILE} or {PREFIX}…"
    if fault["type"] == "extra_forbidden":
        known = ", ".join(sorted(set(ServeSettings.model_fields) - {"client_secret"}))
        return f"there is no setting {name!r} of dateline serve ({where}); the settings are {known}"
    return f"the setting {name!r} of dateline serve is wrong ({where}): {fault['msg']}"
