"""That a form was sent by a page of ours: a token in it that no other site can read or make up.

It is signed by a key that lives as long as the process, over the session's cookie, where there is one: the token of one
session is of no use in another.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request

from index.web import cookies

_KEY: Final = secrets.token_bytes(32)
_STALE: Final = "This form is out of date; load its page again and send it once more."


def token(request: HTTPConnection) -> str:
    """What the forms of this answer carry, in a field named `csrf`."""
    session = cookies.session(request) or ""
    return hmac.new(_KEY, session.encode(), hashlib.sha256).hexdigest()


async def check(request: Request, form_value: str | None) -> None:
    """Raises a 403 where the form's token is not the one it was given."""
    if not hmac.compare_digest(token(request).encode(), (form_value or "").encode()):
        raise HTTPException(403, _STALE)
