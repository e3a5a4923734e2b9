"""The encoding that a file declares in its text, whatever its format."""

from __future__ import annotations

import re
from typing import Final

HEAD_BYTES: Final = 4096
"""Where it is declared; for pages the standard asks for the first 1,024."""

_LABEL: Final = rb"[\"']?\s*([A-Za-z0-9_:.-]{1,40})"
_FORMS: Final = (
    re.compile(rb"\A(?>\s+|<!--.*?-->)*+<\?xml[^>]{0,80}?encoding\s*=\s*" + _LABEL, re.IGNORECASE | re.DOTALL),
    re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*" + _LABEL, re.IGNORECASE),
    re.compile(rb"^content-type:[^\n]{0,100}?charset\s*=\s*" + _LABEL, re.IGNORECASE | re.MULTILINE),
    re.compile(rb"\A(?:[^\n]*\n)?[^\n]*?-\*-[^\n]*?coding[:=]\s*" + _LABEL, re.IGNORECASE),
    re.compile(rb"\A(?:[^\n]*\n)?[^\n]*?\bvim?:[^\n]*?\bf(?:ile)?enc(?:oding)?=" + _LABEL, re.IGNORECASE),
)
"""XML; HTML; the header of a saved message; Emacs and Vim, in the first two lines."""


def declared_in(data: bytes) -> str | None:
    """The label that `data` gives as its encoding, or None."""
    head = data[:HEAD_BYTES]
    found = next((match for form in _FORMS if (match := form.search(head))), None)
    return found[1].decode("ascii") if found else None
