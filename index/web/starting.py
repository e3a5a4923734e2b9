"""What has to be right before the server starts: each fault is one line that says what to do."""

from __future__ import annotations

import socket
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit

from index import MemberSettings, Settings, SettingsError
from index.web.settings import SECRET, TABLE, ServeSettings

BACKLOG: Final = 512
"""Connections that wait to be accepted."""
_PORTAL: Final = "https://discord.com/developers/applications, page OAuth2"


def check(engine_settings: Settings, members: MemberSettings, settings: ServeSettings) -> None:
    """Raises `SettingsError` for settings that don't go together."""
    if engine_settings.public_url is None:
        if not all(_is_loopback(address[0]) for *_, address in _addresses(settings.host, settings.port)):
            raise SettingsError(
                f"{settings.host} can be reached from outside, where everybody has to sign in; give --public-url, or "
                "listen on 127.0.0.1"
            )
        return
    parts = urlsplit(engine_settings.public_url)
    if parts.scheme != "https" and not _is_loopback(parts.hostname or ""):
        raise SettingsError(
            f"the public URL is {engine_settings.public_url}: sessions need https://, which a proxy speaks for this "
            "server (index/guide/serving.md has one)"
        )
    if not members.guilds:
        raise SettingsError(
            "with a public URL people sign in as members of a Discord server; name its id as guilds in [bot] of "
            "dateline.toml, or in DATELINE_BOT_GUILDS"
        )
    if settings.client_id is None:
        raise SettingsError(
            f"with a public URL people sign in by an application at Discord; put its id ({_PORTAL}) as client_id in "
            f"[{TABLE}] of dateline.toml, or in DATELINE_SERVE_CLIENT_ID"
        )
    if settings.client_secret is None or not settings.client_secret.get_secret_value().strip():
        raise SettingsError(
            f"{SECRET} is not set; put the client secret of your application ({_PORTAL}) in the environment or in a "
            "file .env"
        )


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens there, port 0 for any that is free; raises `SettingsError` where that can't be."""
    family, address = next((family, address) for family, _, _, _, address in _addresses(host, port))
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # said, so that asyncio sends without delay
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(BACKLOG)
    except OSError as error:
        made.close()
        reason = (error.strerror or str(error)).lower()
        raise SettingsError(
            f"{host}, port {port}, can't be listened on ({reason}); choose another by --host and --port"
        ) from error
    return made


def address(host: str, port: int) -> str:
    """Where pages are reached on this machine."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _addresses(host: str, port: int) -> list[Any]:
    try:
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise SettingsError(f"{host!r} is no address of this machine; give --host 127.0.0.1") from error
