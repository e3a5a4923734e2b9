"""Accounts at Discord: who somebody is there, and for how long they have signed in here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from index import MemberSettings
from index.web import paths
from index.web.accounts.attempts import Attempts
from index.web.accounts.discord import Discord, Endpoints
from index.web.accounts.sessions import Sessions
from index.web.audit import Audit
from index.web.settings import ServeSettings


@dataclass(frozen=True, slots=True)
class SigningIn:
    """Discord, those who are on their way to it, and those who came back."""

    discord: Discord
    attempts: Attempts
    sessions: Sessions
    audit: Audit


def signing_in(
    base_url: str,
    data: Path,
    *,
    members: MemberSettings,
    settings: ServeSettings,
    clock: Callable[[], float],
    endpoints: Endpoints,
) -> SigningIn:
    """Signing in for the pages at `base_url`, by the application that the settings name."""
    secret = settings.client_secret or SecretStr("")
    discord = Discord(endpoints, settings.client_id or "", secret, base_url + paths.CALLBACK)
    return SigningIn(discord, Attempts(clock), Sessions(discord, members, clock), Audit(data))
