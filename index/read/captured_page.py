"""A page that came with its address and character set told apart from it, as in saved pages and web archives."""

from __future__ import annotations

import codecs
import re
from dataclasses import replace
from typing import Final

from index.read.decode import decode
from index.read.html import read_html
from index.read.protocol import Content

_MARKS: Final = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ADDRESS: Final = re.compile(r"https?://[!-;=?-~]{1,2000}")


def web_address(stated: str) -> str:
    """Where a page is from; empty for a place on somebody's machine, and for what is none."""
    return stated if _ADDRESS.fullmatch(stated) else ""


def read_captured_page(page: bytes, address: str, charset: str | None, max_characters: int) -> Content | None:
    """The page, dated by its address, too; None where there is nothing. Raises `UnreadableError` for no text."""
    notes: tuple[str, ...] = ()
    if charset:
        html, notes = decode(page, charset)
        page = html.encode("utf-8", "replace")
    if address and not page.startswith(_MARKS):  # as browsers write it into pages that they save in one file
        page = f"<!-- saved from url=({len(address):04}){address} -->\n".encode("ascii") + page
    if charset:
        page = codecs.BOM_UTF8 + page
    content = next((each for each in read_html(page, max_characters) if isinstance(each, Content)), None)
    return replace(content, notes=(*notes, *content.notes)) if content else None
