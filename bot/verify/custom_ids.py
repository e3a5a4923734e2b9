"""What the buttons and selects of a check say in their custom ids: what to do, on which page or quotation, and of which
check, by the token under which it is kept. Pure.
"""

from __future__ import annotations

import re
from typing import Final

TURN, JUMP, OPEN, SHARE, SHARE_ONE = "p", "j", "o", "w", "s"
"""Turn to a page; to the page that is chosen; show the quotation that is chosen; post a page; post a quotation."""
TEMPLATE: Final = re.compile(r"v:(?P<action>[a-z]):(?P<argument>\d{1,4}):(?P<token>[\w-]{1,40})", re.ASCII)


def custom_id(action: str, argument: int, token: str) -> str:
    """`argument` is a page, counted from 1, or a quotation, counted from 0."""
    return f"v:{action}:{argument}:{token}"
