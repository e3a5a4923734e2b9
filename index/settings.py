"""Settings of the archive engine.

Later sources win: defaults, `dateline.toml`, `.env`, the environment (`DATELINE_…`), the command line.
The tables `[bot]` and `[serve]` of `dateline.toml` belong to the bot and to `dateline serve`; any other unknown key is
refused.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from index.errors import SettingsError
from index.files import os_reason
from index.models.data_files import DataFile
from index.shared.address import Address, check_kind, is_address, mirror_of, sign_mirror, store_of

SETTINGS_FILE = "dateline.toml"
DOTENV_FILE = ".env"
BOT_TABLE = "bot"
SERVE_TABLE = "serve"
HIDDEN_TRASH = ".dateline-trash"
"""A folder of the archive that is never read, as all hidden ones."""
MEBIBYTE = 1024 * 1024
_WEB_ADDRESS = re.compile(r"https?://[A-Za-z0-9.:\[\]_-]+/*", re.IGNORECASE)
"""Letters that mean nothing in a link of Discord's or HTML's; a name in other scripts is written in Punycode."""
_LONGEST_ADDRESS = 200
"""In characters: a message of Discord's holds half a dozen."""
_NO_ADDRESS = "write https:// (or http://), a host and, if need be, a port, and nothing after it"
_OTHERWISE = "give access to it, or work in another folder"


class EngineTable(TomlConfigSettingsSource):
    """`dateline.toml` without the tables of the bot and of `dateline serve`."""

    def __call__(self) -> dict[str, Any]:
        return {key: value for key, value in super().__call__().items() if key not in {BOT_TABLE, SERVE_TABLE}}


class FileSettings(BaseSettings):
    """Settings from options, the environment, `.env` and part of `dateline.toml`, in this order."""

    table: ClassVar[type[TomlConfigSettingsSource]]
    """Reads that part of the file."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, dotenv_settings, cls.table(settings_cls)


class TableSettings(FileSettings):
    """Settings in a table of `dateline.toml`; each has a name, and a prefix of its variables."""

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        env_file=DOTENV_FILE,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        dotenv_filtering="match_prefix",
        toml_file=SETTINGS_FILE,
        extra="forbid",
        frozen=True,
    )


class NamedTable(TomlConfigSettingsSource):
    """The table `name` of `dateline.toml`."""

    name: ClassVar[str]

    def __call__(self) -> dict[str, Any]:
        table = super().__call__().get(self.name, {})
        if not isinstance(table, dict):
            raise SettingsError(f"{self.name!r} in {SETTINGS_FILE} is not a table; write it as [{self.name}]")
        return table


Read = TypeVar("Read", bound=FileSettings)


def read_settings(kind: type[Read], options: Mapping[str, Any], fault: Callable[[ValidationError], str]) -> Read:
    """The settings, with `options` winning over every other source; raises `SettingsError` with the line of a fault."""
    try:
        return kind(**options)
    except ValidationError as error:
        raise SettingsError(fault(error)) from None  # the cause would hold the value, even a secret
    except (ValueError, OSError, RecursionError) as error:  # tomllib's and dotenv's ValueErrors name line and column
        raise SettingsError(f"{SETTINGS_FILE} or {DOTENV_FILE} can't be read: {error}") from error


class Settings(FileSettings):
    """The engine's settings. Build them with `load`, which raises `SettingsError` for wrong names and values."""

    table = EngineTable
    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        env_prefix="DATELINE_",
        env_file=DOTENV_FILE,
        env_file_encoding="utf-8",
        dotenv_filtering="match_prefix",
        toml_file=SETTINGS_FILE,
        extra="forbid",
        frozen=True,
    )

    archive: Path = Path("seeds")
    """The folder of documents; indexing and searching never write to it."""
    data: Path = Path(".dateline")
    """Where the index lives: a folder, or the address of a store that many hosts share (`s3://bucket/prefix` or
    `file:///folder`), of which this is then the host's mirror. `dateline index` can make all of it again, except
    `citations.sqlite`, `dossiers.sqlite`, `watches.sqlite`, `erasures.sqlite`, `dates.sqlite`, `tokens.sqlite`,
    `trash/`, `bot-audit.jsonl`, and the days of first indexing in the current generation's `history.sqlite`."""
    group_access: bool = False
    """Whether the data folder's group may work in it, too; otherwise only its owner can look into it."""
    model: str = "default"
    """`default` (all-MiniLM-L6-v2 from PyPI), a folder, or a sentence-transformers name."""
    revision: str | None = None
    """The revision of a model named on a hub."""
    allow_download: bool = False
    """Whether `dateline index` may download the model from a hub. A search never does."""
    rerank_model: str | None = None
    """A cross-encoder (a folder or a sentence-transformers name) that reorders the best documents."""
    device: str = "cpu"
    """The device that embeds documents, by PyTorch's names (`cpu`, `cuda`, …)."""
    public_url: str | None = None
    """The address at which `dateline serve` is reached from outside, such as `https://archive.example.org`; with it
    pages are shown to those alone who signed in, and messages in Discord link to pages."""
    passage_tokens: int = Field(default=200, ge=16, le=8192)
    """Tokens a passage is packed to, at most; the encoder's own limit may lower it."""
    keep_generations: int = Field(default=3, ge=1)
    """How many generations stay on disk."""
    max_file_mib: int = Field(default=50, ge=1)
    """Larger files are not read, and the report says so."""
    trust_file_times: bool = True
    """Whether a file whose size, times and inode are as they were is taken as unchanged; otherwise all are read."""
    date_order: Literal["day first", "month first"] | None = None
    """How 03/04/2025 is read in documents; without it such a date is ambiguous and not guessed."""
    chat_authors: Literal["names", "initials", "none"] = "names"
    """How the authors of messages are named in exported chats: whole, by their initials, or not at all."""
    text_field: str | tuple[str, ...] | None = None
    """Which field of JSON, or column of CSV, has a document's text; of several all, in this order. `meta.text` is the
    field `text` of the object in `meta`. None, here and below: the fields with usual names."""
    title_field: str | None = None
    """Likewise its title."""
    date_field: str | None = None
    """Likewise its date: a date, or seconds or milliseconds since 1970."""
    id_field: str | None = None
    """Likewise what it is known by among the documents of its file: a whole number."""
    language_field: str | None = None
    """Likewise the code of its language, such as `en`."""
    shown_fields: tuple[str, ...] = ()
    """Other fields that are put under its text, as `author: …`."""
    ocr: bool = False
    """Whether text is recognised on PDF pages without text and in pictures (PNG, JPEG, TIFF); it needs Tesseract."""
    ocr_languages: str = Field(default="eng", pattern=r"^[A-Za-z0-9_/][A-Za-z0-9_/-]*(\+[A-Za-z0-9_/-]+)*$")
    """The languages of scans by Tesseract's names, such as `eng+deu`."""
    ocr_pages: int = Field(default=2000, ge=1)
    """Most pages of a file that are recognised."""
    judged_queries: Path | None = None
    """Queries with known answers that a new generation must still answer (`dateline evaluate` reads the same form)."""
    judged_qrels: Path | None = None
    """Which documents answer them; needed with `judged_queries`."""
    judged_drop: float = Field(default=0.02, ge=0, le=1)
    """How far their Recall@10 may fall from one generation to the next."""

    @field_validator("data", mode="before")
    @classmethod
    def _place(cls, data: object) -> object:
        """The folder of the index: of a shared store's address this host's mirror, made where there is none."""
        if not isinstance(data, str) or not is_address(data):
            return data
        address = Address.parse(data)
        sign_mirror(mirror_of(address), address)
        return mirror_of(address)

    @field_validator("public_url")
    @classmethod
    def _is_address(cls, url: str | None) -> str | None:
        """The address as links begin with it: without a slash at its end."""
        return url if url is None else _address(url)

    @property
    def trash(self) -> Path:
        """Where the files are that moderators removed: of hosts that share a store, in the archive that they share."""
        return self.archive / HIDDEN_TRASH if store_of(self.data) else self.data / DataFile.TRASH

    @property
    def max_file_bytes(self) -> int:
        return self.max_file_mib * MEBIBYTE


def _address(url: str) -> str:
    """An address of pages; raises `ValueError` for one that links can't begin with."""
    if len(url) > _LONGEST_ADDRESS or not _WEB_ADDRESS.fullmatch(url):
        raise ValueError(_NO_ADDRESS)
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port  # a port that is none is a fault
    except ValueError:
        raise ValueError(_NO_ADDRESS) from None
    if not host or port == 0 or parts.username is not None or parts.path.rstrip("/"):
        raise ValueError(_NO_ADDRESS)
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}"


def load(**options: Any) -> Settings:
    """The settings, with `options` (from a command line; None is "not given") winning over every other source."""
    given = {name: value for name, value in options.items() if value is not None}
    check_files()
    try:
        settings = Settings(**given)
    except ValidationError as error:
        raise SettingsError(_first_fault(error)) from error
    except (ValueError, OSError, RecursionError) as error:  # tomllib's and dotenv's ValueErrors name line and column
        raise SettingsError(f"{SETTINGS_FILE} or {DOTENV_FILE} can't be read: {error}") from error
    for name in ("archive", "data"):
        _check_place(name, getattr(settings, name))
    check_kind(settings.data, store_of(settings.data))
    for name, value in settings:
        if not _is_text(str(value)):
            raise SettingsError(f"the setting {name!r} is not UTF-8 ({str(value)[:100]}); write it in UTF-8")
    return settings


def _is_text(value: str) -> bool:
    """Whether it can be written down: what is not UTF-8 on the command line or in the environment can't."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def check_files() -> None:
    """Raises `SettingsError` for a settings file that is there and can't be read, which would go by in silence."""
    for name in (SETTINGS_FILE, DOTENV_FILE):
        try:
            kind = Path(name).stat().st_mode
        except FileNotFoundError:
            continue
        except OSError as error:
            raise SettingsError(f"{name} can't be read ({os_reason(error)}); {_OTHERWISE}") from error
        if stat.S_ISDIR(kind):
            raise SettingsError(f"{name} is a folder; remove it, or put a file of settings in its place")
        if not os.access(name, os.R_OK):
            raise SettingsError(f"{name} can't be read (permission denied); {_OTHERWISE}")


def _check_place(name: str, place: Path) -> None:
    """Raises `SettingsError` for a folder that can't be reached; one that isn't there may be made yet."""
    try:
        if not place.is_absolute():
            Path.cwd()
    except OSError as error:
        raise SettingsError(
            f"the current folder is gone or can't be reached ({os_reason(error)}); change to another, or name --{name} "
            "in full"
        ) from error
    try:
        os.stat(place)  # noqa: PTH116 (`Path.exists` passes over a loop of links)
        if not _is_text(str(place.resolve())):  # an index notes whose it is
            raise ValueError("its name is not UTF-8")  # noqa: TRY301 (it is one of several reasons)
    except (FileNotFoundError, NotADirectoryError):
        return
    except (OSError, ValueError) as error:
        reason = os_reason(error) if isinstance(error, OSError) else str(error)
        raise SettingsError(
            f"the folder {str(place)[:100]} can't be used ({reason}); name another with --{name}"
        ) from error


def _first_fault(error: ValidationError) -> str:
    fault = error.errors()[0]
    name = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "extra_forbidden":
        known = ", ".join(sorted(Settings.model_fields))
        return f"there is no setting {name!r} (in {SETTINGS_FILE} or DATELINE_…); the settings are {known}"
    reason = fault["msg"].removeprefix("Value error, ")
    return f"the setting {name!r} is {fault['input']!r}: {reason}"
