"""Zip archives: which of them is a document that can be read, and what all others are and what to do with them."""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterable

from index.read import kinds
from index.read.kinds import BOOK, PICTURE, REMOVE, SHEET, SLIDES, UNPACK
from index.read.protocol import UnreadableError

STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08PK\x03\x04")
"""How a zip archive begins: with a file, with none, or as one of several parts."""
FAULTS = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError),
    *(RuntimeError, NotImplementedError, ValueError, OSError),
)
"""What unpacking an entry of a damaged archive raises."""
DAMAGED = "it is a damaged or truncated DOCX or zip archive; save it again"
_OPEN_DOCUMENT = ("application/vnd.oasis.opendocument.", "application/vnd.sun.xml.")
_SUN = {"writer": "text", "calc": "spreadsheet", "impress": "presentation", "draw": "graphics"}
_KINDS = (
    ("xl/workbook.bin", f"a spreadsheet (XLSB); {SHEET}"),
    ("xl/workbook.xml", f"a spreadsheet (XLSX); {SHEET}"),
    ("xl/", f"a spreadsheet (XLSX); {SHEET}"),
    ("ppt/", f"a presentation (PPTX); {SLIDES}"),
    ("visio/", str(kinds.VISIO)),
    ("META-INF/container.xml", f"a book (EPUB); {BOOK}"),
    ("FixedDocSeq.fdseq", f"a page description (XPS); {SLIDES}"),
    ("FixedDocumentSequence.fdseq", f"a page description (XPS); {SLIDES}"),
    ("Contents/header.xml", str(kinds.HANGUL)),
    ("designmap.xml", f"a layout (InDesign); {SLIDES}"),
    ("AndroidManifest.xml", str(kinds.INSTALLER)),
    ("META-INF/MANIFEST.MF", str(kinds.INSTALLER)),
    ("doc.kml", f"a map (KMZ); {UNPACK}"),
)
"""An entry, or a folder of entries, that tells what the archive is; the surest first."""
_IWORK = ("index.xml", "index.apxl", "Index.zip", "buildVersionHistory.plist", "Metadata/BuildVersionHistory.plist")
IWORK = "an iWork document (Pages, Numbers or Keynote); export it as DOCX or PDF, or as CSV"
_DOCX = re.compile(r"word/document\d*\.xml")
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".tif", ".tiff")


def is_packed(data: bytes) -> bool:
    """Whether this is a zip archive."""
    return data.startswith(STARTS)


def check_is_docx(data: bytes, suffix: str) -> None:
    """Raises `UnreadableError` for a zip archive that is no DOCX: what it is, and what to do.

    What it is can't be told where it is cut off; then its name tells it.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except FAULTS as error:
        described = None if suffix in (".docx", ".zip") else kinds.named(suffix)
        raise UnreadableError(f"it is {described}" if described else DAMAGED) from error
    names = archive.namelist()
    folders = {name.partition("/")[0] for name in names if "/" in name}
    if any(map(_DOCX.fullmatch, names)) or ("[Content_Types].xml" in names and "word" in folders):
        return
    raise UnreadableError(f"it is {_described(archive, frozenset(names), suffix)}")


def _described(archive: zipfile.ZipFile, names: frozenset[str], suffix: str) -> str:
    if not names:
        return f"an empty zip archive; {REMOVE}"
    if found := _open_document(archive, names, suffix):
        return found
    if _is_iwork(names):
        return (kinds.named(suffix) if suffix in (".pages", ".numbers", ".key") else None) or IWORK
    tops = {f"{name.partition('/')[0]}/" for name in names if "/" in name}
    for entry, description in _KINDS:
        if entry in names or entry in tops:
            return description
    if suffix in (".cbz", ".cbr") and any(name.lower().endswith(_PICTURES) for name in names):
        return f"a book of pictures (CBZ); {PICTURE}"
    return f"a zip archive; {UNPACK}"


def _open_document(archive: zipfile.ZipFile, names: Iterable[str], suffix: str) -> str | None:
    """What the media type says that an archive keeps in an entry of that name; None where it is no OpenDocument."""
    said = _media_type(archive) if "mimetype" in names else ""
    for begin in _OPEN_DOCUMENT:
        if said.startswith(begin):
            kind = said.removeprefix(begin)
            return kinds.open_document(_SUN.get(kind.partition(".")[0], kind), suffix)
    if said.startswith("application/epub"):
        return f"a book (EPUB); {BOOK}"
    if said.startswith("application/hwp"):
        return str(kinds.HANGUL)
    return kinds.open_document("", suffix) if "content.xml" in names else None


def _media_type(archive: zipfile.ZipFile) -> str:
    try:
        with archive.open("mimetype") as entry:
            return entry.read(120).decode("ascii", "replace").strip()
    except FAULTS:
        return ""


def _is_iwork(names: Iterable[str]) -> bool:
    return any(name.endswith(".iwa") or name in _IWORK for name in names)
