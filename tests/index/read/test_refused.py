"""Files that hold no text: each is named for what it is, and told what to do that works for its kind."""

from __future__ import annotations

import ast
import plistlib
import struct
from collections.abc import Sequence
from pathlib import Path

import pytest

from index.models.documents import Document
from index.read import kinds, packed, refused
from index.read.compound import names_at_top
from tests import ROOT
from tests.makers.files import packed as zipped
from tests.makers.files import read_all, refusal
from tests.makers.outlook import Tree, compound

OCR = "make a PDF with its text by OCR, for example with OCRmyPDF, or remove it"
ON = "set ocr = true in dateline.toml and install Tesseract (apt-get install tesseract-ocr), or"
SHEETS = "save each of its sheets as CSV or plain text, or save it as PDF"
WORDS = "write down its words in a text file, or remove it"
EXPORT = "export what is to be found as CSV or plain text, or remove it"
DOCX = "save it as DOCX or PDF"
ODF = b"application/vnd.oasis.opendocument."

COMPOUND = [
    (["WordDocument", "1Table"], f"an old Word document (DOC); {DOCX}, without a password"),
    (["Workbook"], f"an old spreadsheet (XLS); {SHEETS}, without a password"),
    (["Book"], f"an old spreadsheet (XLS); {SHEETS}, without a password"),
    (["Current User", "PowerPoint Document"], "an old presentation (PPT); save it as PDF, without a password"),
    (["__nameid_version1.0", "__substg1.0_0037001F"], "an Outlook message (MSG); save the message as .eml"),
    (["__substg1.0_0037001F"], "an Outlook message (MSG); save the message as .eml"),
    (["EncryptionInfo", "EncryptedPackage"], "encrypted; save it without a password"),
    (["VisioDocument"], "a Visio drawing; save it as PDF"),
    (["Quill", "Contents"], "a Publisher document; save it as PDF"),
    (["FileHeader", "BodyText"], "a Hangul document (HWP); save it as DOCX or PDF"),
    (["Catalog", "1", "2"], "a cache of preview pictures (Thumbs.db); remove it"),
    (["Something", "else"], refused.OLD_OFFICE),
]


def streams(names: Sequence[str]) -> Tree:
    return dict.fromkeys(names, b"x")


@pytest.mark.parametrize(("names", "reason"), COMPOUND)
def test_a_compound_file_is_told_by_what_lies_at_its_top(tmp_path: Path, names: list[str], reason: str) -> None:
    """Whatever the file is called, also where its directory is longer than one sector."""
    padding = [f"Stream {number}" for number in range(9)]
    assert refusal(tmp_path, "a.txt", compound(streams(names))) == f"it is {reason}"
    assert refusal(tmp_path, "a.txt", compound(streams([*padding, *names]))) == f"it is {reason}"


def test_what_is_embedded_in_a_compound_file_does_not_tell_its_kind(tmp_path: Path) -> None:
    """A letter with a table in it is a letter."""
    embedded = streams(["Workbook", "__substg1.0_0037001F", "__properties_version1.0"])
    data = compound({"WordDocument": b"x", "ObjectPool": embedded})
    assert names_at_top(data) == {"WordDocument", "ObjectPool"}
    assert "old Word document" in refusal(tmp_path, "a.xls", data)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a.msg", "an Outlook message (MSG); save the message as .eml"),
        ("A.XLS", f"an old spreadsheet (XLS); {SHEETS}, without a password"),
        ("a.ppt", "an old presentation (PPT); save it as PDF, without a password"),
        ("a.doc", f"an old Word document (DOC); {DOCX}, without a password"),
        ("a.pub", "a Publisher document; save it as PDF"),
        ("a.docx", "encrypted; save it without a password"),
        ("previews.db", "a cache of preview pictures (Thumbs.db); remove it"),
        ("a", refused.OLD_OFFICE),
    ],
)
def test_a_compound_file_without_a_directory_is_told_by_its_name(tmp_path: Path, name: str, reason: str) -> None:
    """One that is cut off right behind its mark, or is full of zeros or of ones."""
    magic = compound({})[:8]
    for rest in (b"", bytes(1016), b"\xff" * 1016):
        assert refusal(tmp_path, name, magic + rest) == f"it is {reason}"


def test_a_compound_file_that_leads_in_a_circle_is_read_to_an_end() -> None:
    """A directory that goes back to its own beginning, and an entry that is its own sibling."""
    data = bytearray(compound({"Workbook": b""}))
    struct.pack_into("<I", data, 1024, 0)  # the directory's only sector is followed by itself
    struct.pack_into("<III", data, 512 + 128 + 68, 1, 1, 1)
    assert names_at_top(bytes(data)) == {"Workbook"}


PACKED = [
    ({"xl/workbook.xml": b"x"}, "a.xlsx", f"a spreadsheet (XLSX); {SHEETS}"),
    ({"xl/workbook.bin": b"x"}, "a.xlsb", f"a spreadsheet (XLSB); {SHEETS}"),
    ({"mimetype": ODF + b"presentation-template"}, "a", "an OpenDocument presentation; save it as PDF"),
    (
        {"mimetype": b"application/vnd.sun.xml.writer", "content.xml": b"x"},
        "a",
        f"an OpenDocument text document; {DOCX}",
    ),
    ({"mimetype": ODF + b"text-template", "content.xml": b"x"}, "a", f"an OpenDocument text document; {DOCX}"),
    ({"mimetype": ODF + b"spreadsheet", "content.xml": b"x"}, "a.txt", f"an OpenDocument spreadsheet; {SHEETS}"),
    ({"mimetype": ODF + b"graphics", "content.xml": b"x"}, "a", "an OpenDocument drawing; save it as PDF"),
    ({"mimetype": b"application/vnd.sun.xml.calc", "content.xml": b"x"}, "a", f"an OpenDocument spreadsheet; {SHEETS}"),
    ({"content.xml": b"x"}, "a.ods", f"a spreadsheet; {SHEETS}"),
    ({"content.xml": b"x"}, "a", f"an OpenDocument file; {DOCX}"),
    ({"Index/Document.iwa": b"x"}, "a.pages", "a Pages document; export it from Pages as DOCX or PDF"),
    ({"Index/Document.iwa": b"x"}, "a.numbers", "a Numbers spreadsheet; export it from Numbers as CSV or PDF"),
    ({"Index/Slide.iwa": b"x"}, "a.key", "a Keynote presentation; export it from Keynote as PDF"),
    ({"index.xml": b"x", "buildVersionHistory.plist": b"x"}, "a.zip", packed.IWORK),
    ({"FixedDocSeq.fdseq": b"x"}, "a.xps", "a page description (XPS); save it as PDF"),
    ({"visio/document.xml": b"x"}, "a.vsdx", "a Visio drawing; save it as PDF"),
    ({"mimetype": b"application/hwp+zip"}, "a.hwpx", "a Hangul document (HWP); save it as DOCX or PDF"),
    ({"META-INF/MANIFEST.MF": b"x", "A.class": b"x"}, "a.jar", "a program; remove it"),
    ({"1.jpg": b"x"}, "a.cbz", f"a book of pictures (CBZ); {OCR}"),
    ({"a.txt": b"Words."}, "a.docx", "a zip archive; unpack it"),
    ({}, "a.zip", "an empty zip archive; remove it"),
]


@pytest.mark.parametrize(("entries", "name", "reason"), PACKED)
def test_a_zip_archive_is_told_by_what_is_in_it(
    tmp_path: Path, entries: dict[str, bytes], name: str, reason: str
) -> None:
    """By its entries and its media type, and only then by its name."""
    assert refusal(tmp_path, name, zipped(entries)) == f"it is {reason}"


def test_a_zip_archive_that_is_cut_off_is_damaged(tmp_path: Path) -> None:
    """What it was its name alone can tell."""
    reason = "it is a damaged or truncated DOCX or zip archive; save it again"
    data = zipped({"a.txt": b"Words."})[:-9]
    assert refusal(tmp_path, "a.docx", data) == refusal(tmp_path, "a", data) == reason
    assert refusal(tmp_path, "a.xlsx", data) == f"it is a spreadsheet; {SHEETS}"


BINARY = [
    ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", f"a picture (PNG); {ON} {OCR}"),
    ("a.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF", f"a picture (JPEG); {ON} {OCR}"),
    ("a.gif", b"GIF89a\1\0\1\0\0\0\0", f"a picture (GIF); {OCR}"),
    ("a.tiff", b"II*\0\x08\0\0\0", f"a picture (TIFF); {ON} {OCR}"),
    ("a.tif", b"MM\0*\0\0\0\x08", f"a picture (TIFF); {ON} {OCR}"),
    ("a.bmp", b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0", f"a picture (BMP); {OCR}"),
    ("a.webp", b"RIFF\x24\0\0\0WEBPVP8 ", f"a picture (WebP); {OCR}"),
    ("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0", f"a picture (HEIC); {OCR}"),
    ("a.avif", b"\0\0\0\x18ftypavif\0\0\0\0", f"a picture (AVIF); {OCR}"),
    ("a.djvu", b"AT&TFORM\0\0\0\x20DJVU", f"a picture of pages (DjVu); {OCR}"),
    ("a.jp2", b"\0\0\0\x0cjP  \r\n\x87\n", f"a picture (JPEG 2000); {OCR}"),
    ("a.mp3", b"ID3\4\0\0\0\0\0\0", f"a sound (MP3); {WORDS}"),
    ("a.mp3", b"\xff\xfb\x90\x64\0\0\0", f"a sound (MP3 or AAC); {WORDS}"),
    ("a.wav", b"RIFF\x24\0\0\0WAVEfmt ", f"a sound (WAV); {WORDS}"),
    ("a.flac", b"fLaC\0\0\0\x22", f"a sound (FLAC); {WORDS}"),
    ("a.ogg", b"OggS\0\2", f"a sound or film (Ogg); {WORDS}"),
    ("a.m4a", b"\0\0\0\x20ftypM4A \0", f"a sound (M4A); {WORDS}"),
    ("a.mp4", b"\0\0\0\x20ftypisom\0", f"a film (MP4); {WORDS}"),
    ("a.mov", b"\0\0\0\x08wide\0\0\0\0mdat", f"a film (QuickTime); {WORDS}"),
    ("a.avi", b"RIFF\x24\0\0\0AVI LIST", f"a film (AVI); {WORDS}"),
    ("a.mkv", b"\x1aE\xdf\xa3\0", f"a film (Matroska or WebM); {WORDS}"),
    ("a.gz", b"\x1f\x8b\x08\0", "compressed (gzip); unpack it"),
    ("a.bz2", b"BZh91AY&SY\0", "compressed (bzip2); unpack it"),
    ("a.xz", b"\xfd7zXZ\0", "compressed (xz); unpack it"),
    ("a.zst", b"\x28\xb5\x2f\xfd\0", "compressed (zstd); unpack it"),
    ("a.7z", b"7z\xbc\xaf\x27\x1c\0", "a 7z archive; unpack it"),
    ("a.rar", b"Rar!\x1a\x07\1\0", "a RAR archive; unpack it"),
    ("a.tar", b"a.txt".ljust(257, b"\0") + b"ustar\0", "a tar archive; unpack it"),
    ("a.iso", bytes(32769) + b"CD001", "a disk image; unpack it"),
    ("a.sqlite", b"SQLite format 3\0", f"a database (SQLite); {EXPORT}"),
    ("a.mdb", b"\0\1\0\0Standard Jet DB\0", f"a database (Access); {EXPORT}"),
    ("a.nsf", b"\x1a\0\0\4\0\0", f"a database (Notes); {EXPORT}"),
    ("a.pst", b"!BDN\0\0\0\0SM", "a store of Outlook's mail; save its messages as .eml or .mbox"),
    ("winmail.dat", b"\x78\x9f\x3e\x22\0", kinds.WINMAIL),
    ("a.one", b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\0", "a notebook of OneNote's; export its pages as DOCX or PDF"),
    ("a.mobi", b"Book".ljust(60, b"\0") + b"BOOKMOBI", "a book (Mobipocket or Kindle); save it as HTML or PDF"),
    ("a.wpd", b"\xffWPC\0", f"a WordPerfect document; {DOCX}"),
    ("a.ps", b"%!PS-Adobe-3.0\n", "a PostScript file; save it as PDF"),
    ("a.eps", b"\xc5\xd0\xd3\xc6\x20\0", "a PostScript picture (EPS); save it as PDF"),
    ("a.ai", b"%!PS-Adobe-3.0\n", "a PostScript file; save it as PDF"),
    ("a.indd", b"\x06\x06\xed\xf5\xd8\x1d\x46\xe5\0", "a layout (InDesign); save it as PDF"),
    ("a.exe", b"MZ\x90\0", "a program; remove it"),
    ("a", b"\x7fELF\2\1\1\0", "a program; remove it"),
    ("a.ttf", b"\0\1\0\0\0\x0f", "a font; remove it"),
    ("a.woff2", b"wOF2\0\1\0\0", "a font; remove it"),
    ("a.lnk", b"L\0\0\0\1\x14\2\0", f"a link (LNK); {kinds.LINK}"),
    ("a.url", b"[InternetShortcut]\r\nURL=https://example.org/\r\n", f"a link; {kinds.LINK}"),
    ("a.url", b"[{000214A0}]\nProp3=19,2\n[InternetShortcut]\nURL=https://example.org/\n", f"a link; {kinds.LINK}"),
    ("a.desktop", b"[Desktop Entry]\nType=Link\nURL=https://example.org/\n", f"a link; {kinds.LINK}"),
    ("a.mp3", b"\xff\xfb\x90\x44" + b"\x11" * 900, f"a sound; {WORDS}"),
    ("a.webloc", plistlib.dumps({"URL": "https://example.org/"}), f"a link; {kinds.LINK}"),
    ("a.webloc", plistlib.dumps({"URL": "x"}, fmt=plistlib.FMT_BINARY), f"a link; {kinds.LINK}"),
    ("a.torrent", b"d8:announce20:https://example.orge", "a list of downloads (torrent); remove it"),
    ("a.torrent", b"d4:infod6:lengthi1eee", "a list of downloads (torrent); remove it"),
    ("a.svg", b'<?xml version="1.0"?><!-- x --><svg xmlns="x"></svg>', "a drawing (SVG); save it as PDF"),
    (
        "a.fods",
        b'<?xml version="1.0"?>\n<office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet">',
        f"an OpenDocument spreadsheet; {SHEETS}",
    ),
    ("a.xml", b'<?xml version="1.0"?>\n<Workbook xmlns="x">', f"an old spreadsheet (XML); {SHEETS}"),
    ("a.xml", b'<?xml version="1.0"?>\n<w:wordDocument xmlns="x">', f"an old Word document (XML); {DOCX}"),
    ("a.txt", b"b0VIM 9.0\0\0", refused.VIM),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "reason"), BINARY)
def test_a_file_that_holds_no_text_is_named_by_its_content(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    """With what to do."""
    assert refusal(tmp_path, name, data) == f"it is {reason}"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a.HEIC", f"a picture; {OCR}"),
        ("a.pages", "a Pages document; export it from Pages as DOCX or PDF"),
        ("a.mp3", f"a sound; {WORDS}"),
        ("a.mobi", "a book; save it as HTML or PDF"),
        ("a.ost", "a store of Outlook's mail; save its messages as .eml or .mbox"),
        ("a.ods", f"a spreadsheet; {SHEETS}"),
        ("a.pdf", "a damaged PDF; save it again"),
        ("a.odt", "a damaged OpenDocument file; save it again"),
        ("a.rtf", "a damaged RTF; save it again"),
        ("a.dat", "a binary file, not text; save it in a format Dateline reads"),
    ],
)
def test_the_name_tells_where_the_content_does_not(tmp_path: Path, name: str, reason: str) -> None:
    """Bytes that no format has and that are no text either."""
    assert refusal(tmp_path, name, b"\0\1\2\3" * 40) == f"it is {reason}"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xls", b"Day,Boats\n1901-05-06,12\n"),
        ("a.csv", b"Day,Boats\n1901-05-06,12\n"),
        ("a.tex", b"\\documentclass{article}\nWords."),
        ("a.ics", b"BEGIN:VCALENDAR\nSUMMARY:Words\n"),
        ("a.srt", b"1\n00:00:01,000 --> 00:00:02,000\nWords."),
        ("a.msg", b"A message of the ferry's keeper."),
        ("a.key", b"The key to the map: a cross is a ford."),
        ("a.bak", b"The only copy of these words."),
        ("a.tmp", b"The only copy of these words."),
        ("a.url", b"Words about addresses."),
        ("a.txt", b"[InternetShortcut] is how such a file begins."),
        ("a.txt", b"GIF89a was a kind of picture."),
        ("a.txt", b"BM is a benchmark, and MZ a man's initials."),
        ("a.txt", b"RIFF is a family of formats: WEBP and WAVE."),
        ("a.txt", b"1234ftypographers met at noon."),
        ("a.txt", b"d is the fourth letter."),
        ("a.txt", b"SIT! said the keeper, and the dog sat."),
        ("a.txt", b"<svg> is an element."),
        ("chapter.part", b"A part of a book."),
        ("a.swp", b"Words of a swap."),
        ("a.txt", b"Word. " * 42 + b"hist ustar, said the sign."),
        ("b.txt", "\ufeffGIF89a in UTF-16.".encode("utf-16-le")),
    ],
)
def test_a_text_is_read_whatever_it_is_called_and_begins_with(tmp_path: Path, name: str, data: bytes) -> None:
    """No suffix of another kind, and no letters that another kind begins with, cost a text its words."""
    (result,) = read_all(tmp_path, name, data)
    assert isinstance(result, Document), result


def test_two_letters_of_another_encoding_are_no_sound() -> None:
    """A frame of MPEG's begins with bytes that are letters in windows-1252."""
    assert refused.refusal("ÿû are two letters.".encode("cp1252"), ".txt") is None


@pytest.mark.parametrize(
    "name", ["a.pdf.crdownload", "a.crdownload", "a.pdf.part", "A.TXT.PART", "a.mp4.partial", "a.zip.download"]
)
def test_a_download_that_is_not_complete_is_refused(tmp_path: Path, name: str) -> None:
    """What there is of it may be read as if it were all."""
    assert refusal(tmp_path, name, b"The first words.") == kinds.UNFINISHED


REFUSING = ("UnreadableError", "UnreadablePart", "Unreadable")


def _said(call: ast.Call) -> str | None:
    """The words of a reason written where it is raised; None for one that comes from elsewhere."""
    words = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "reason")][-1]
    if isinstance(words, ast.Constant):
        return str(words.value)
    if not isinstance(words, ast.JoinedStr):
        return None
    said = "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in words.values)
    return None if said == "it is …" or said.startswith("…") else said


def test_every_reason_says_what_to_do() -> None:
    """Wherever a file or a part of one is refused while it is read."""
    reasons = [
        (module.name, reason)
        for module in sorted((ROOT / "index" / "read").glob("*.py"))
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in REFUSING and (reason := _said(node))
    ]
    assert len(reasons) > 15
    assert [reason for reason in reasons if "; " not in reason[1]] == []


def test_every_refusal_says_what_to_do() -> None:
    """After a semicolon, on one line."""
    told = [*(str(kind) for kind in kinds._BY_NAME), *(text for text, _, _ in refused._BINARY)]
    told += [*(text for text, _ in refused._WRITTEN), *(text for _, text in refused._SHAPES)]
    told += [*(text for _, text in refused._IN_COMPOUND), *(text for _, text in packed._KINDS), packed.IWORK]
    assert len(told) > 100
    assert all("; " in text and "\n" not in text for text in told)
