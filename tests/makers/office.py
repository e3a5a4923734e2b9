"""Files of office programs and books, made in the test from the words given: as small as their formats allow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from tests.makers.files import packed

_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_NAMES = (
    *("office", "text", "table", "style", "meta", "presentation"),
    *("drawing:draw", "svg-compatible:svg", "xsl-fo-compatible:fo"),
)
ODF_NAMES = (
    " ".join(f'xmlns:{name.rpartition(":")[2]}="{_ODF}:{name.partition(":")[0]}:1.0"' for name in _NAMES)
    + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
OPEN_TYPE = "application/vnd.oasis.opendocument."


def open_document(
    kind: str,
    body: str,
    *,
    styles: str = "",
    masters: str = "",
    meta: str = "",
    more: Mapping[str, bytes] | None = None,
) -> bytes:
    """An OpenDocument of a kind ("text", "presentation") with this XML in its body and among its styles."""
    content = (
        f"<office:document-content {ODF_NAMES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    looks = f"<office:document-styles {ODF_NAMES}><office:master-styles>{masters}</office:master-styles>"
    about = f"<office:document-meta {ODF_NAMES}><office:meta>{meta}</office:meta></office:document-meta>"
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return packed(
        {
            "mimetype": f"{OPEN_TYPE}{kind}".encode("ascii"),
            "content.xml": content.encode(),
            "styles.xml": f"{looks}</office:document-styles>".encode(),
            "meta.xml": about.encode(),
            "META-INF/manifest.xml": manifest.encode("ascii"),
            **(more or {}),
        }
    )


def odt(paragraphs: Sequence[str], title: str = "", created: str = "") -> bytes:
    """An OpenDocument text with these paragraphs."""
    meta = f"<dc:title>{escape(title)}</dc:title><meta:creation-date>{created}</meta:creation-date>"
    return open_document("text", "".join(f"<text:p>{escape(each)}</text:p>" for each in paragraphs), meta=meta)


def odp(slides: Sequence[str], styles: str = "") -> bytes:
    """An OpenDocument presentation whose slides hold this XML."""
    return open_document("presentation", "".join(f"<draw:page>{slide}</draw:page>" for slide in slides), styles=styles)


def frame(text: str, kind: str = "") -> str:
    """A frame on a slide with a paragraph, such as its "title"."""
    named = f' presentation:class="{kind}"' if kind else ""
    return f"<draw:frame{named}><draw:text-box><text:p>{text}</text:p></draw:text-box></draw:frame>"


_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PR = "http://schemas.openxmlformats.org/package/2006/relationships"
OOXML_NAMES = f'xmlns:a="{_A}" xmlns:p="{_P}" xmlns:r="{_R}"'


def relations(*targets: tuple[str, str]) -> bytes:
    """Relationships of these kinds to these parts, with the ids `r1`, `r2` …"""
    each = "".join(
        f'<Relationship Id="r{number}" Type="{_R}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PR}">{each}</Relationships>'.encode()


def shape(text: str, kind: str = "") -> str:
    """A shape on a slide with a paragraph a line, such as its "title"."""
    place = f'<p:ph type="{kind}"/>' if kind else ""
    paragraphs = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in text.split("\n"))
    named = f'<p:nvSpPr><p:cNvPr id="1" name="x"/><p:cNvSpPr/><p:nvPr>{place}</p:nvPr></p:nvSpPr>'
    return f"<p:sp>{named}<p:txBody>{paragraphs}</p:txBody></p:sp>"


def pptx(
    slides: Sequence[str],
    notes: Mapping[int, str] | None = None,
    *,
    hidden: Sequence[int] = (),
    title: str = "",
    created: str = "",
    main: str = "presentation",
    more: Mapping[str, bytes] | None = None,
) -> bytes:
    """A PPTX whose slides hold this XML; `notes` and `hidden` are by the number of the slide, from 1."""
    numbers = range(1, len(slides) + 1)
    ids = "".join(f'<p:sldId id="{255 + number}" r:id="r{number}"/>' for number in numbers)
    kind = f"application/vnd.openxmlformats-officedocument.presentationml.{main}.main+xml"
    core = (
        '<c:coreProperties xmlns:c="x" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:t="http://purl.org/dc/terms/">'
        f"<dc:title>{title}</dc:title><t:created>{created}</t:created></c:coreProperties>"
    )
    types = f'<Types><Override PartName="/ppt/presentation.xml" ContentType="{kind}"/></Types>'
    presentation = f"<p:presentation {OOXML_NAMES}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>"
    entries = {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": relations(("officeDocument", "ppt/presentation.xml"), ("core-properties", "docProps/core.xml")),
        "docProps/core.xml": core.encode(),
        "ppt/presentation.xml": presentation.encode(),
        "ppt/_rels/presentation.xml.rels": relations(*(("slide", f"slides/slide{number}.xml") for number in numbers)),
    }
    for number, slide in zip(numbers, slides, strict=True):
        shown = ' show="0"' if number in hidden else ""
        entries[f"ppt/slides/slide{number}.xml"] = _slide("sld", slide, shown)
        if notes and number in notes:
            entries[f"ppt/slides/_rels/slide{number}.xml.rels"] = relations(("notesSlide", f"../notes/n{number}.xml"))
            entries[f"ppt/notes/n{number}.xml"] = _slide("notes", shape(notes[number], "body") + shape("7", "sldNum"))
    return packed(entries | dict(more or {}))


def _slide(tag: str, shapes: str, attributes: str = "") -> bytes:
    tree = f"<p:cSld><p:spTree>{shapes}</p:spTree></p:cSld>"
    return f"<p:{tag} {OOXML_NAMES}{attributes}>{tree}</p:{tag}>".encode()


def rtf(body: str, head: str = "") -> bytes:
    """A rich text file with this RTF; `head` stands before it, such as `{\\info …}`."""
    fonts = r"{\fonttbl{\f0\froman\fcharset0 Times;}{\f1\fcharset204 Times Cyr;}{\f2\fcharset2 Symbol;}}"
    return f"{{\\rtf1\\ansi\\ansicpg1252\\deff0{fonts}{head}\n{body}}}".encode("cp1252")


_CONTAINER = (
    b'<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    b'<rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)


def xhtml(body: str) -> str:
    """A page of a book."""
    names = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<html {names}><head><title/></head><body>{body}</body></html>'


def epub(
    pages: Mapping[str, str],
    *,
    title: str = "The Ferry",
    author: str = "Ann Miller",
    metadata: str = "",
    toc: Sequence[tuple[str, str]] = (),
    guide: str = "",
    more: Mapping[str, bytes] | None = None,
) -> bytes:
    """An EPUB 3 whose pages have these bodies; `toc` is a list of labels and of the places that they lead to."""
    items = "".join(f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"/>' for name in pages)
    refs = "".join(f'<itemref idref="{name}"/>' for name in pages)
    links = "".join(f'<li><a href="{to}">{label}</a></li>' for label, to in toc)
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:opf="http://www.idpf.org/2007/opf" version="3.0">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title>'
        f"<dc:creator>{author}</dc:creator>{metadata}</metadata><manifest>{items}"
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/></manifest>'
        f"<spine>{refs}</spine>{guide}</package>"
    )
    entries = {f"OPS/{name}": xhtml(body).encode() for name, body in pages.items()}
    return packed(
        {
            "mimetype": b"application/epub+zip",
            "META-INF/container.xml": _CONTAINER,
            "OPS/book.opf": package.encode(),
            "OPS/nav.xhtml": xhtml(f'<nav epub:type="toc"><ol>{links}</ol></nav>').encode(),
            **entries,
            **(more or {}),
        }
    )
