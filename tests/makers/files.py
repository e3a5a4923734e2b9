"""Files of every format, made in the test from the words given."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx

from index.models.documents import Document, Unreadable
from index.read import SourceFile, read
from index.settings import Settings
from tests import ROOT

SETTINGS = Settings(_env_file=None, data=ROOT / "tests" / "no-data")
"""Of no data folder, lest what somebody keeps in the default one has a say."""
_LEADING = 14


def source(folder: Path, name: str, data: bytes) -> SourceFile:
    """A file in `folder` with these bytes, as `scan` would find it."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return SourceFile(name, str(path), len(data), hashlib.sha256(data).hexdigest())


def read_all(folder: Path, name: str, data: bytes, settings: Settings = SETTINGS) -> list[Document | Unreadable]:
    """What reading these bytes under this name gives."""
    return read(source(folder, name, data), settings)


def document(folder: Path, name: str, data: bytes, settings: Settings = SETTINGS) -> Document:
    """The one document in these bytes."""
    (result,) = read_all(folder, name, data, settings)
    assert isinstance(result, Document), result
    return result


def refusal(folder: Path, name: str, data: bytes, settings: Settings = SETTINGS) -> str:
    """Why these bytes give no document."""
    (result,) = read_all(folder, name, data, settings)
    assert isinstance(result, Unreadable), result
    assert result.path == name
    assert "\n" not in result.reason
    return result.reason


def pdf(pages: Sequence[Sequence[str]], info: str = "", trailer: str = "") -> bytes:
    """A PDF 1.4 whose pages have these lines; `info` and `trailer` are entries of those dictionaries."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        content = _pdf_content(lines)
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] "
            f"/Contents {5 + 2 * number} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    objects.append(f"<< {info} >>")
    return pdf_file(objects, trailer)


def _pdf_content(lines: Sequence[str]) -> str:
    escaped = (line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in lines)
    shown = "".join(f"({line}) Tj T*\n" for line in escaped)
    return f"BT /F1 11 Tf {_LEADING} TL 72 720 Td\n{shown}ET"


def pdf_file(objects: Sequence[str], trailer: str = "") -> bytes:
    """A PDF of these objects, numbered from 1: the catalogue first, the information last."""
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    offsets = []
    for number, one in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(f"{number} 0 obj\n{one}\nendobj\n".encode("cp1252"))
    table = out.tell()
    entries = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    out.write(f"xref\n0 {size}\n0000000000 65535 f \n{entries}".encode("ascii"))
    out.write(f"trailer\n<< /Size {size} /Root 1 0 R /Info {len(objects)} 0 R {trailer} >>\n".encode("ascii"))
    out.write(f"startxref\n{table}\n%%EOF\n".encode("ascii"))
    return out.getvalue()


def word(paragraphs: Sequence[str], title: str = "", created: str | None = None) -> bytes:
    """A DOCX with these paragraphs; `created` is put in as it is written."""
    made = docx.Document()
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    made.core_properties.title = title
    out = io.BytesIO()
    made.save(out)
    return replaced(out.getvalue(), "docProps/core.xml", "2013-12-23T23:15:00Z", created) if created else out.getvalue()


def replaced(packed: bytes, name: str, old: str, new: str) -> bytes:
    """The zip archive `packed` with `old` made `new` in the entry `name`."""
    entries = zipfile.ZipFile(io.BytesIO(packed))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in entries.namelist():
            data = entries.read(entry)
            if entry == name:
                assert old in data.decode("utf-8")
                data = data.decode("utf-8").replace(old, new).encode("utf-8")
            target.writestr(entry, data)
    return out.getvalue()


def packed(entries: dict[str, bytes]) -> bytes:
    """A zip archive of these entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in entries.items():
            target.writestr(name, data)
    return out.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """The entries of a zip archive."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    return {name: archive.read(name) for name in archive.namelist()}


def together(data: bytes, more: bytes) -> bytes:
    """A zip archive of what is in two."""
    return packed(unpacked(data) | unpacked(more))


def page(body: str, head: str = "") -> bytes:
    """A web page in UTF-8."""
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


def message(body: str, **fields: str) -> bytes:
    """An e-mail; `content_type="…"` becomes the field Content-Type."""
    fields = {"From": "Ann <ann@example.org>", "To": "all@example.org"} | fields
    head = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in fields.items())
    return f"{head}\n{body}".encode()
