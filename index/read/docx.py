"""DOCX by python-docx, which opens the package; `docx_text` takes the words from its parts."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from index.dates.head_lines import head_date
from index.read.creation import created_on
from index.read.decode import tidied
from index.read.docx_text import MATHS, NOTE_REFERENCES, W, hidden_styles, is_on, notes_of, paragraph_texts, text_of
from index.read.protocol import Content, Parts, UnreadableError
from index.read.zip_entries import check_sizes

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.opc.part import Part
    from docx.parts.document import DocumentPart
    from lxml.etree import _Element as Element

DAMAGED = "it is a damaged or truncated DOCX; save it again"
EMBEDDED = "it embeds another file (altChunk) that was not read; open it in Word and save it again"

_CREATED = "{http://purl.org/dc/terms/}created"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", f"{W[1:-1]}".encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", _RELATIONS.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", f"{MATHS[1:-1]}".encode()),
)
"""What the strict form of the format (ISO 29500-1) names otherwise than what Word writes by default."""


def read_docx(data: bytes, max_characters: int) -> Parts:
    """One document; its unpacked size is checked before anything is unpacked."""
    check_sizes(data, max_characters, DAMAGED)
    from docx import Document  # noqa: PLC0415 - only where DOCX is read
    from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415 - likewise

    try:
        document = Document(io.BytesIO(_transitional(data)))
        body = document.element.body
        if body is None:
            raise UnreadableError(DAMAGED)
        text, notes = _text(document.part, body)
    except ValueError as error:  # python-docx asks for the content type of a plain document
        raise UnreadableError("it is a Word template or has macros; save it as a plain DOCX") from error
    except (PackageNotFoundError, zipfile.BadZipFile, zlib.error, EOFError, KeyError, SyntaxError) as error:
        raise UnreadableError(DAMAGED) from error
    title, created = _properties(document)
    return [Content("docx", text, title=title or None, may_have_head=True, dates=created_on(created), notes=notes)]


def _properties(document: WordDocument) -> tuple[str, str]:
    """The title and the day of creation as the document keeps them; python-docx makes some up where there are none."""
    package = document.part.package
    if package is None or not any(one.reltype.endswith("/core-properties") for one in package.rels.values()):
        return "", ""
    properties = document.core_properties
    return properties.title, properties._element.findtext(_CREATED) or ""


def _text(part: DocumentPart, body: Element) -> tuple[str, tuple[str, ...]]:
    """The document's text, after the head line that its first page may have in its header, and what was not read."""
    hidden = hidden_styles(_related(part, "styles"))
    kinds = {NOTE_REFERENCES[str(node.tag)] for node in body.iter(*NOTE_REFERENCES)}
    notes = notes_of({kind: _related(part, f"{kind}s") for kind in kinds})
    embedded = any(True for _ in body.iter(f"{W}altChunk"))
    header = _first_header(part, body)
    text = tidied(text_of(body, hidden, notes))
    if header is not None and not head_date(text):
        heads = (line for line in map(tidied, paragraph_texts(header, hidden)) if head_date(line))
        text = "\n\n".join(filter(None, (next(heads, ""), text))) if text else text
    return text, (EMBEDDED,) if embedded else ()


def _related(part: DocumentPart, kind: str) -> Element | None:
    """The root of the document's part of a kind, such as its styles; None if it has none."""
    relations = (one for one in part.rels.values() if one.reltype == f"{_RELATIONS}/{kind}" and not one.is_external)
    relation = next(relations, None)
    return None if relation is None else _root(relation.target_part)


def _root(part: Part) -> Element:
    from docx.opc.part import XmlPart  # noqa: PLC0415 - only where DOCX is read
    from docx.oxml import parse_xml  # noqa: PLC0415 - likewise

    return part.element if isinstance(part, XmlPart) else parse_xml(part.blob)


def _first_header(part: DocumentPart, body: Element) -> Element | None:
    """The header of the first page, where the first section has one."""
    section = next(body.iter(f"{W}sectPr"), None)
    if section is None:
        return None
    kind = "first" if is_on(section.find(f"{W}titlePg")) else "default"
    names = [one.get(_RELATION, "") for one in section.iter(f"{W}headerReference") if one.get(f"{W}type") == kind]
    relation = part.rels.get(names[0]) if names else None
    return None if relation is None or relation.is_external else _root(relation.target_part)


def _transitional(data: bytes) -> bytes:
    """The same document with the names that Word writes by default, where it is in the strict form."""
    package = zipfile.ZipFile(io.BytesIO(data))
    if "_rels/.rels" not in package.namelist() or b"purl.oclc.org/ooxml" not in package.read("_rels/.rels"):
        return data
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for name in dict.fromkeys(package.namelist()):
            content = package.read(name)
            for strict, usual in _STRICT if name.endswith((".xml", ".rels")) else ():
                content = content.replace(strict, usual)
            target.writestr(name, content)
    return made.getvalue()
