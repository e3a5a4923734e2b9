"""XHTML as an HTML parser understands it."""

from __future__ import annotations

import re

_XHTML = re.compile(r"(?i)\A[\s\ufeff]*<\?xml|<html[^<>]*\sxmlns\s*=")
_EMPTY = re.compile(
    r"(?i)<(script|style|title|textarea|iframe|noscript|template|object|video|audio|canvas|p|div|span|a|b|i|em|strong|"
    r"td|th|tr|li|ul|ol|dl|dd|dt|h[1-6]|table|section|article|aside|nav|header|footer)((?:\s[^<>]*)?)(?<!/)/>"
)


def with_end_tags(html: str) -> str:
    """XHTML whose empty elements have end tags, without which an HTML parser takes what follows for their content."""
    return _EMPTY.sub(r"<\1\2></\1>", html) if _XHTML.search(html[:2000]) else html
