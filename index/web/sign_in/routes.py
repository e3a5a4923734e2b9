"""`/sign-in`, `/sign-in/callback`, to which Discord sends people back, and `/sign-out`."""

from __future__ import annotations

import logging
import secrets
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from index.web import audit, cookies, csrf, errors_page, paths
from index.web.accounts import SigningIn
from index.web.accounts.attempts import ATTEMPT_SECONDS, Attempt
from index.web.accounts.discord import DeclinedError, Prompt, UnreachableError
from index.web.accounts.sessions import SESSION_SECONDS, NoMemberError
from index.web.local_paths import local_path
from index.web.services import Serving

log = logging.getLogger(__name__)
router = APIRouter(include_in_schema=False)

KNOWN_SECONDS: Final = 4 * SESSION_SECONDS
"""How long a browser says that it had a session: then Discord is asked again, and nobody has to press anything."""
_AGAIN: Final = "Please sign in again from the page that you want to see."


@router.get(paths.SIGN_IN)
async def sign_in(request: Request, services: Serving) -> Response:
    """Leads to Discord, which asks whether they agree; not again whoever has a session that ended."""
    browser = cookies.get(request, cookies.SIGN_IN) or secrets.token_urlsafe(32)
    attempt = _signing(services).attempts.begin(browser, local_path(request.query_params.get("next")))
    prompt: Prompt = "none" if cookies.session(request) else "consent"
    discord = _signing(services).discord
    answer = RedirectResponse(discord.authorize_url(attempt.state, attempt.challenge, prompt), 303)
    cookies.put(answer, request, cookies.SIGN_IN, browser, ATTEMPT_SECONDS)
    return answer


@router.get(paths.CALLBACK)
async def callback(request: Request, services: Serving) -> Response:
    """Makes a session of Discord's answer, and leads to where they wanted."""
    sent = request.query_params
    attempt = _signing(services).attempts.end(sent.get("state", ""), cookies.get(request, cookies.SIGN_IN))
    if attempt is None:
        return _refused(request, 400, "This sign-in is out of date", f"It was begun elsewhere or long ago. {_AGAIN}")
    if "code" not in sent:
        return _refused(request, 403, "You are not signed in", f"Discord says that you did not agree. {_AGAIN}")
    try:
        return await _signed_in(request, services, attempt, sent["code"])
    except NoMemberError:
        return _refused(request, 403, "Not a member", "This archive is shown to members of its Discord server alone.")
    except DeclinedError:
        return _refused(request, 403, "You are not signed in", f"Discord did not confirm who you are. {_AGAIN}")
    except UnreachableError as error:
        log.warning("Discord can't be asked who signs in: %s", error)
        return _refused(request, 503, "Discord can't be reached", "Please try again in a few minutes.")


async def _signed_in(request: Request, services: Serving, attempt: Attempt, code: str) -> Response:
    signing = _signing(services)
    grant = await signing.discord.exchange(code, attempt.verifier)
    if not grant.whole:
        raise DeclinedError(403)
    person = await signing.discord.person(grant.access_token)
    try:
        identifier, session = await signing.sessions.begin(grant)
    except NoMemberError:
        await signing.audit.note(person.id, audit.SIGN_IN, allowed=False)
        raise
    try:
        await signing.audit.note(person.id, audit.SIGN_IN, allowed=True, guild=session.guild)
    except BaseException:  # what can't be noted is not done
        signing.sessions.end(identifier)
        raise
    signing.sessions.end(cookies.session(request))
    answer = RedirectResponse(attempt.after, 303)
    cookies.put(answer, request, cookies.SESSION, identifier, KNOWN_SECONDS)
    cookies.drop(answer, request, cookies.SIGN_IN)
    return answer


@router.post(paths.SIGN_OUT)
async def sign_out(
    request: Request, services: Serving, form_token: Annotated[str | None, Form(alias="csrf")] = None
) -> Response:
    """Ends the session, and has the browser forget that there was one."""
    await csrf.check(request, form_token)
    _signing(services).sessions.end(cookies.session(request))
    answer = RedirectResponse("/", 303)
    cookies.drop(answer, request, cookies.SESSION)
    return answer


def _refused(request: Request, status: int, title: str, detail: str) -> Response:
    """A page that says why; a session of before is forgotten, so that nobody is sent to Discord again by themselves."""
    answer = errors_page.page(request, status, title, detail)
    cookies.drop(answer, request, cookies.SESSION)
    cookies.drop(answer, request, cookies.SIGN_IN)
    return answer


def _signing(services: Serving) -> SigningIn:
    assert services.signing_in is not None  # noqa: S101 (the routes are there where people sign in)
    return services.signing_in
