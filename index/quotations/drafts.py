"""A draft of any format that is read, as its quotations: through the readers of the archive's own files.

What a page or a Word document marks as a block quotation is put between two characters that no text has, before the
file is read; so the reader needs to know nothing of it.
"""

from __future__ import annotations

import hashlib
import io
import re
import tempfile
import zipfile
from bisect import bisect_right
from collections.abc import Collection
from itertools import accumulate
from pathlib import Path, PurePosixPath
from typing import Final

from index.errors import DraftError
from index.models.documents import Document, Unreadable
from index.quotations import extract
from index.quotations.models import Draft, DraftMention, DraftQuotation, InDraft, Quotation
from index.read import OpenReaders, ReaderPool, SourceFile
from index.read.packed import FAULTS
from index.settings import Settings

HEAD_BYTES: Final = 4096
_LINED: Final = frozenset({"text", "markdown"})
_OPEN, _CLOSE = b"&#xE000;", b"&#xE001;"
_HTML_OPEN: Final = re.compile(rb"<blockquote(?=[\s>])[^>]*>|<q(?=[\s>])[^>]*>", re.IGNORECASE)
_HTML_CLOSE: Final = re.compile(rb"</(?:blockquote|q)\s*>", re.IGNORECASE)
_IS_HTML: Final = re.compile(rb"<(?:!doctype\s+html|html|head|body|blockquote|p|div)[\s>]", re.IGNORECASE)
_WORD_TEXT: Final = "word/document.xml"
_WORD_STYLES: Final = "word/styles.xml"
_STYLE: Final = re.compile(rb"<w:style\s[^>]*?w:styleId=\"([^\"]+)\"[^>]*>(.*?)</w:style>", re.DOTALL)
_STYLE_NAME: Final = re.compile(rb"<w:name\s+w:val=\"([^\"]+)\"")
_BASED_ON: Final = re.compile(rb"<w:basedOn\s+w:val=\"([^\"]+)\"")
_QUOTES: Final = frozenset(
    {
        *("quote", "intense quote", "block text", "quotations", "block quote", "blockquote", "block quotation"),
        *("zitat", "blockzitat", "intensives zitat", "citation", "citation intense", "cita", "cita destacada"),
        *("citazione", "citazione intensa", "citação", "citat", "starkt citat", "sitat", "sterkt sitat", "citaat"),
        *("duidelijk citaat", "lainaus", "cytat", "cytat intensywny", "citát", "idézet", "alıntı", "цитата", "цитат"),
        *("выделенная цитата", "παράθεση", "引用", "引用文", "明显引用", "인용"),
    }
)
"""Names of styles, in small letters. Word keeps the English name of its own styles in every language."""
_INDENT: Final = re.compile(rb"<w:ind\s[^>]*>")
_SIDES: Final = (re.compile(rb"w:(?:left|start)=\"(\d+)\""), re.compile(rb"w:(?:right|end)=\"(\d+)\""))
_LISTED: Final = re.compile(rb"<w:numPr>")
MIN_INDENT: Final = 280
"""Twentieths of a point by which a paragraph is indented on both sides where that marks a block quotation."""
_PARAGRAPH: Final = re.compile(rb"<w:p[ >](?:(?!<w:p[ >]).)*?</w:p>", re.DOTALL)
_PARAGRAPH_STYLE: Final = re.compile(rb"<w:pStyle\s+w:val=\"([^\"]+)\"\s*/>")
_PARAGRAPH_END: Final = b"</w:p>"
_RUN: Final = b"<w:r><w:t>%s</w:t></w:r>"
_PROPERTIES: Final = re.compile(rb"<w:p(?:\s[^>]*)?>(?:\s*<w:pPr>.*?</w:pPr>)?", re.DOTALL)


def read_draft(data: bytes, name: str, settings: Settings, readers: OpenReaders = ReaderPool) -> Draft:
    """The draft in `data`, whose format its bytes tell, or else `name`; raises `DraftError` where it is no text."""
    found = list(_read(_with_blocks(data, settings.max_file_bytes), name, settings, readers))
    documents = [one for one in found if isinstance(one, Document)]
    if not documents:
        reason = next((one.reason for one in found if isinstance(one, Unreadable)), "it has no text")
        raise DraftError(f"{name} can't be read as a draft: {reason}", shown=True)
    return draft_of("\n\n".join(one.text for one in documents), name, documents[0].format)


def draft_of(text: str, name: str, form: str = "text") -> Draft:
    """A text as a draft; `form` is its format's name."""
    found = extract.extract(text, markdown=form == "markdown")
    shown = text.translate({ord(extract.BLOCK_OPEN): " ", ord(extract.BLOCK_CLOSE): " "})
    places = _Places(shown)
    return Draft(
        name=name,
        text=shown,
        lined=form in _LINED,
        quotations=tuple(
            DraftQuotation(quotation=Quotation(text=one.text, sources=one.sources), **places.of(one.start, one.end))
            for one in found.quotations
        ),
        mentions=tuple(
            DraftMention(id=one.id, certain=one.certain, **places.of(one.start, one.end)) for one in found.mentions
        ),
        unclosed=tuple(InDraft(**places.of(at, at + 1)) for at in found.unclosed),
    )


class _Places:
    """The lines and paragraphs of a text."""

    def __init__(self, text: str) -> None:
        self._lines = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
        self._paragraphs = extract.paragraph_starts(text)

    def of(self, start: int, end: int) -> dict[str, int]:
        """The place of a stretch of the text, as the fields of `InDraft`."""
        line, paragraph = bisect_right(self._lines, start), bisect_right(self._paragraphs, start)
        return {"start": start, "end": end, "line": line, "paragraph": max(1, paragraph)}


def _read(data: bytes, name: str, settings: Settings, readers: OpenReaders) -> list[Document | Unreadable]:
    """Reads the bytes from a file of their own, whose name ends as theirs does."""
    file_name = PurePosixPath(name).name.removeprefix("-") or "draft"
    with tempfile.TemporaryDirectory(prefix="dateline-draft-") as folder, readers(settings) as reading:
        file = Path(folder) / f"draft{PurePosixPath(file_name).suffix}"
        file.write_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        return reading.read(SourceFile(file.name, str(file), len(data), digest))


def _with_blocks(data: bytes, most: int) -> bytes:
    """The bytes with block quotations between the characters that stand for their marks."""
    if data[:2] == b"PK":
        return _word_with_blocks(data, most)
    if _IS_HTML.search(data[:HEAD_BYTES]):
        opened = _HTML_OPEN.sub(lambda tag: tag[0] + _OPEN, data)
        return _HTML_CLOSE.sub(lambda tag: _CLOSE + tag[0], opened)
    return data


def _word_with_blocks(data: bytes, most: int) -> bytes:
    """A Word document in which each paragraph in a style of quotations stands between those characters."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        named = [_WORD_TEXT, *(name for name in package.namelist() if name == _WORD_STYLES)]
        parts = [package.getinfo(name) for name in named]
        if any(part.file_size > most for part in parts):
            return data  # the reader says what is wrong with it
        text, *rest = (package.read(part) for part in parts)
        styles = b"".join(rest)
        quotes = _styles_of_quotations(styles)
        marked = _PARAGRAPH.sub(lambda found: _marked(found[0], quotes), text)
        return data if marked == text else _replaced(package, _WORD_TEXT, marked)
    except (*FAULTS, KeyError):
        return data  # likewise


def _styles_of_quotations(styles: bytes) -> set[bytes]:
    """The ids of styles that are named so, and of those that are based on them."""
    known = dict(_STYLE.findall(styles))
    names = {style: _STYLE_NAME.search(body) for style, body in known.items()}
    quotes = {style for style, name in names.items() if name and name[1].decode("utf-8", "replace").lower() in _QUOTES}
    bases = {style: based[1] for style, body in known.items() if (based := _BASED_ON.search(body))}
    while more := {style for style, base in bases.items() if base in quotes} - quotes:
        quotes |= more
    return quotes


def _is_indented(properties: bytes) -> bool:
    """Whether a paragraph is indented on both sides, and no part of a list."""
    indent = _INDENT.search(properties)
    if indent is None or _LISTED.search(properties):
        return False
    sides = [side.search(indent[0]) for side in _SIDES]
    return all(side and int(side[1][:9]) >= MIN_INDENT for side in sides)


def _marked(paragraph: bytes, quotes: Collection[bytes]) -> bytes:
    start = _PROPERTIES.match(paragraph)
    if start is None:
        return paragraph
    style = _PARAGRAPH_STYLE.search(start[0])
    if not (style and style[1] in quotes) and not _is_indented(start[0]):
        return paragraph
    body = paragraph[start.end() : -len(_PARAGRAPH_END)]
    return start[0] + _RUN % _OPEN + body + _RUN % _CLOSE + _PARAGRAPH_END


def _replaced(package: zipfile.ZipFile, name: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in package.namelist():
            target.writestr(entry, content if entry == name else package.read(entry))
    return made.getvalue()
