"""Zip archives: which of them is a document that can be read, and what all others are and what to do with them."""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterable
from typing import Literal

from index.read import kinds
from index.read.kinds import PICTURE, REMOVE, SHEET, SLIDES, UNPACK
from index.read.protocol import UnreadableError

PackedKind = Literal["docx", "odt", "odp", "pptx", "epub"]
"""A kind of zip archive that is read."""
STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08PK\x03\x04")
"""How a zip archive begins: with a file, with none, or as one of several parts."""
FAULTS = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError),
    *(RuntimeError, NotImplementedError, ValueError, OSError),
)
"""What opening a damaged archive and unpacking one of its entries raise."""
DAMAGED = "it is a damaged or truncated DOCX or zip archive; save it again"
_OPEN_DOCUMENT = ("application/vnd.oasis.opendocument.", "application/vnd.sun.xml.")
_OPEN_KINDS: dict[str, PackedKind] = {
    **dict.fromkeys(("text", "text-web", "text-master"), "odt"),
    "presentation": "odp",
}
"""What is read of OpenDocument, by the end of the media type; templates are not."""
_SUN = {"writer": "text", "calc": "spreadsheet", "impress": "presentation", "draw": "graphics"}
_KINDS = (
    ("xl/workbook.bin", f"a spreadsheet (XLSB); {SHEET}"),
    ("xl/workbook.xml", f"a spreadsheet (XLSX); {SHEET}"),
    ("xl/", f"a spreadsheet (XLSX); {SHEET}"),
    ("visio/", str(kinds.VISIO)),
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


def packed_kind(data: bytes, suffix: str) -> PackedKind:
    """What a zip archive is that can be read; for any other raises `UnreadableError`: what it is, and what to do.

    What it is can't be told where it is cut off; then its name tells it.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except FAULTS as error:
        described = None if suffix in (".docx", ".zip") else kinds.named(suffix)
        raise UnreadableError(f"it is {described}" if described else DAMAGED) from error
    names = frozenset(archive.namelist())
    media_type = _media_type(archive) if "mimetype" in names else ""
    kind = _office_kind(names) or _kind_of(media_type, names, suffix)
    if kind is None:
        raise UnreadableError(f"it is {_described(media_type, names, suffix)}")
    return kind


def _office_kind(names: frozenset[str]) -> PackedKind | None:
    folders = {name.partition("/")[0] for name in names if "/" in name}
    is_typed = "[Content_Types].xml" in names
    if any(map(_DOCX.fullmatch, names)) or (is_typed and "word" in folders):
        return "docx"
    return "pptx" if "ppt/presentation.xml" in names or (is_typed and "ppt" in folders) else None


def _kind_of(media_type: str, names: frozenset[str], suffix: str) -> PackedKind | None:
    """By the media type that an archive keeps; where it keeps none by what every book has, or by its name."""
    if media_type:
        kind = _OPEN_KINDS.get(media_type.removeprefix(_OPEN_DOCUMENT[0]))
        return kind or ("epub" if media_type.startswith("application/epub") else None)
    if "content.xml" in names:
        return _OPEN_KINDS.get({".odt": "text", ".odp": "presentation"}.get(suffix, ""))
    return "epub" if "META-INF/container.xml" in names else None


def open_kind(media_type: str) -> PackedKind | None:
    """What is read of OpenDocument, by the end of its media type ("text")."""
    return _OPEN_KINDS.get(media_type)


def _described(media_type: str, names: frozenset[str], suffix: str) -> str:
    if not names:
        return f"an empty zip archive; {REMOVE}"
    if found := _open_document(media_type, names, suffix):
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


def _open_document(said: str, names: Iterable[str], suffix: str) -> str | None:
    """What the media type says that an archive keeps in an entry of that name; None where it is no OpenDocument."""
    for begin in _OPEN_DOCUMENT:
        if said.startswith(begin):
            kind = said.removeprefix(begin)
            return kinds.open_document(_SUN.get(kind.partition(".")[0], kind), suffix)
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
