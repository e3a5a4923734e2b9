"""PowerPoint's presentations (.pptx, .ppsx, .pptm): the slides in their order, by the relationships of the package.

By lxml, and not by python-pptx: that brings Pillow and XlsxWriter with it, and reads neither charts nor diagrams.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from index.dates.stated import StatedDate
from index.read.creation import created_on
from index.read.paragraphs import Budget
from index.read.pptx_text import RELATIONS, P, Related, is_hidden, notes_text, slide_text
from index.read.protocol import Content, Parts, UnreadableError
from index.read.slides import Slide, joined, remarks
from index.read.title import by_program
from index.read.xml_tree import parse_xml
from index.read.zip_entries import Entries

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

DAMAGED = "it is a damaged or truncated PPTX; save it again"
TEMPLATE = "it is a PowerPoint template; save it as a presentation (PPTX)"
MAX_SLIDES = 20_000

_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "[Content_Types].xml"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_CREATED = "{http://purl.org/dc/terms/}created"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/presentationml/", b"http://schemas.openxmlformats.org/presentationml/2006/"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
)
"""What the strict form of the format (ISO 29500-1) names otherwise than what PowerPoint writes by default."""


def read_pptx(data: bytes, max_characters: int) -> Parts:
    """One document, with the offset in its text of each slide."""
    package = _Package(data, max_characters)
    if b"template.main+xml" in (package.entries.read(_TYPES) or b""):
        raise UnreadableError(TEMPLATE)
    main = package.target("", "officeDocument")
    root = package.tree(main)
    if root is None:
        raise UnreadableError(DAMAGED)
    budget = Budget(max_characters)
    slides = [_slide(package, name, budget) for name in _names(package, main, root)]
    text, starts = joined(slides)
    title, dates = _properties(package)
    notes = remarks(slides)
    return [Content("pptx", text, title=title, may_have_head=True, dates=dates, pages=starts, notes=notes)]


def _names(package: _Package, main: str, root: Element) -> list[str]:
    """The slides in order, each once."""
    relations = package.relations(main)
    ids = (each.get(f"{RELATIONS}id", "") for each in root.iterfind(f"{P}sldIdLst/{P}sldId"))
    names = list(dict.fromkeys(relations[each][1] for each in ids if each in relations))
    if len(names) > MAX_SLIDES:
        raise UnreadableError(f"it has more than {MAX_SLIDES} slides; split it")
    return names


def _slide(package: _Package, name: str, budget: Budget) -> Slide:
    root = package.tree(name)
    if root is None:
        raise UnreadableError(DAMAGED)
    notes = package.tree(package.target(name, "notesSlide"))
    noted = "" if notes is None else notes_text(notes, budget)
    return Slide(slide_text(root, package.related(name), budget), noted, is_hidden(root))


def _properties(package: _Package) -> tuple[str | None, tuple[StatedDate, ...]]:
    """The title and the day of creation as the presentation keeps them."""
    core = package.tree(package.target("", "core-properties"))
    if core is None:
        return None, ()
    title = (core.findtext(_TITLE) or "").strip()
    created = (core.findtext(_CREATED) or "").strip()
    return None if not title or by_program(title) else title, created_on(created)


class _Package:
    """The parts of a package and what relates them (ISO 29500-2)."""

    def __init__(self, data: bytes, max_characters: int) -> None:
        self.entries = Entries(data, max_characters, DAMAGED)

    def tree(self, name: str) -> Element | None:
        """The root of a part; None if there is none of that name."""
        data = self.entries.read(name)
        if data is None:
            return None
        for strict, usual in _STRICT if b"purl.oclc.org/ooxml" in data else ():
            data = data.replace(strict, usual)
        return parse_xml(data, DAMAGED)

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """What a part, or with an empty name the package, is related to inside it: kind and name, by id."""
        folder, base = posixpath.split(name)
        root = self.tree(posixpath.join(folder, "_rels", f"{base}.rels"))
        found = () if root is None else root.iterchildren(f"{{{_PACKAGE}}}Relationship")
        return {
            each.get("Id", ""): (each.get("Type", "").rpartition("/")[2], _resolved(folder, each.get("Target", "")))
            for each in found
            if each.get("TargetMode") != "External"
        }

    def target(self, name: str, kind: str) -> str:
        """The part of a kind that a part is related to; empty if there is none."""
        return next((target for found, target in self.relations(name).values() if found == kind), "")

    def related(self, name: str) -> Related:
        """What finds the tree that a part names by the id of a relationship."""

        def find(identifier: str) -> Element | None:
            return self.tree(self.relations(name).get(identifier, ("", ""))[1])

        return find


def _resolved(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
