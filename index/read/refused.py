"""Files that hold no text Dateline reads, told by their content: why, and what to do.

The name tells the kind only where the content leaves it open: a text is read, whatever it is called.
"""

from __future__ import annotations

import re

from index.read import compound, kinds, packed
from index.read.kinds import BOOK, EXPORT, LINK, MAIL, PICTURE, REMOVE, SLIDES, SOUND, UNPACK, WRITTEN
from index.read.protocol import ENCRYPTED

NEAR = 512
"""Bytes within which a binary file that begins with letters has a zero, which no text in such an encoding has."""

VIM = f"a swap file of the editor Vim; recover its text with Vim if it is needed, then {REMOVE}"

_BINARY: tuple[tuple[str, int, tuple[bytes, ...]], ...] = (
    (f"a picture (PNG); {PICTURE}", 0, (b"\x89PNG\r\n",)),
    (f"a picture (JPEG); {PICTURE}", 0, (b"\xff\xd8\xff",)),
    (f"a picture (GIF); {PICTURE}", 0, (b"GIF87a", b"GIF89a")),
    (f"a picture (TIFF); {PICTURE}", 0, (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")),
    (f"a picture of pages (DjVu); {PICTURE}", 0, (b"AT&TFORM",)),
    (f"a picture (Photoshop); {PICTURE}", 0, (b"8BPS\0\1",)),
    (f"a picture (XCF); {PICTURE}", 0, (b"gimp xcf",)),
    (f"a picture (JPEG 2000); {PICTURE}", 0, (b"\0\0\0\x0cjP  ", b"\xff\x4f\xff\x51")),
    (f"a picture (JPEG XL); {PICTURE}", 0, (b"\0\0\0\x0cJXL ",)),
    (f"a picture (JBIG2); {PICTURE}", 0, (b"\x97JB2\r\n",)),
    (f"a picture (icon); {PICTURE}", 0, (b"\0\0\1\0", b"icns\0")),
    (f"a drawing (WMF); {SLIDES}", 0, (b"\xd7\xcd\xc6\x9a",)),
    (f"a drawing (EMF); {SLIDES}", 40, (b" EMF\0",)),
    (f"a sound or film (Ogg); {SOUND}", 0, (b"OggS\0",)),
    (f"a sound (MP3); {SOUND}", 0, (b"ID3\2", b"ID3\3", b"ID3\4")),
    (f"a sound (FLAC); {SOUND}", 0, (b"fLaC\0",)),
    (f"a sound (MIDI); {SOUND}", 0, (b"MThd\0",)),
    (f"a sound (AMR); {SOUND}", 0, (b"#!AMR\n", b"#!AMR-WB\n")),
    (f"a sound (CAF); {SOUND}", 0, (b"caff\0",)),
    (f"a film (Matroska or WebM); {SOUND}", 0, (b"\x1aE\xdf\xa3",)),
    (f"a sound or film (Windows Media); {SOUND}", 0, (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11",)),
    (f"a sound or film (RealMedia); {SOUND}", 0, (b".RMF\0", b".ra\xfd")),
    (f"a film (FLV); {SOUND}", 0, (b"FLV\1",)),
    (f"a film (MPEG); {SOUND}", 0, (b"\0\0\1\xba", b"\0\0\1\xb3")),
    (f"a program; {REMOVE}", 0, (b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"\0asm")),
    (f"compressed (gzip); {UNPACK}", 0, (b"\x1f\x8b",)),
    (f"compressed (compress); {UNPACK}", 0, (b"\x1f\x9d",)),
    (f"compressed (xz); {UNPACK}", 0, (b"\xfd7zXZ\0",)),
    (f"compressed (zstd); {UNPACK}", 0, (b"\x28\xb5\x2f\xfd",)),
    (f"compressed (lz4); {UNPACK}", 0, (b"\x04\x22\x4d\x18",)),
    (f"compressed (lzip); {UNPACK}", 0, (b"LZIP\1",)),
    (f"a 7z archive; {UNPACK}", 0, (b"7z\xbc\xaf\x27\x1c",)),
    (f"a RAR archive; {UNPACK}", 0, (b"Rar!\x1a\x07",)),
    (f"a CAB archive; {UNPACK}", 0, (b"MSCF\0\0\0\0",)),
    (f"a packed archive (RPM); {UNPACK}", 0, (b"\xed\xab\xee\xdb",)),
    (f"a packed archive (xar); {UNPACK}", 0, (b"xar!\0",)),
    (f"a StuffIt archive; {UNPACK}", 0, (b"SIT!", b"StuffIt (c)")),
    (f"an ACE archive; {UNPACK}", 7, (b"**ACE**",)),
    (f"a tar archive; {UNPACK}", 257, (b"ustar",)),
    (f"a disk image; {UNPACK}", 32769, (b"CD001",)),
    (f"a database (SQLite); {EXPORT}", 0, (b"SQLite format 3\0",)),
    (f"a database (Access); {EXPORT}", 0, (b"\0\1\0\0Standard ",)),
    (f"a database (Notes); {EXPORT}", 0, (b"\x1a\0\0\4\0\0",)),
    (f"a store of Outlook's mail; {MAIL}", 0, (b"!BDN", b"\xcf\xad\x12\xfe")),
    (kinds.WINMAIL, 0, (b"\x78\x9f\x3e\x22",)),
    (
        f"a notebook of OneNote's; {kinds.NOTEBOOK}",
        0,
        (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", b"\xa1\x2f\xff\x43\xd9\xef"),
    ),
    (f"a book (Mobipocket or Kindle); {BOOK}", 60, (b"BOOKMOBI",)),
    (f"a book (Palm); {BOOK}", 60, (b"TEXtREAd",)),
    (f"a book (LIT); {BOOK}", 0, (b"ITOLITLS",)),
    (f"a help file (CHM); {BOOK}", 0, (b"ITSF\3\0",)),
    (f"a WordPerfect document; {WRITTEN}", 0, (b"\xffWPC",)),
    (f"a Write document; {WRITTEN}", 0, (b"\x31\xbe\0\0\0\xab",)),
    (f"an old Word document (DOC); {WRITTEN}", 0, (b"\xdb\xa5\x2d\0",)),
    (f"a PostScript picture (EPS); {SLIDES}", 0, (b"\xc5\xd0\xd3\xc6",)),
    (f"a page description (DVI); {SLIDES}", 0, (b"\xf7\2\1\x83\x92\xc0",)),
    (f"a layout (InDesign); {SLIDES}", 0, (b"\x06\x06\xed\xf5\xd8\x1d\x46\xe5",)),
    (f"a drawing (DWG); {SLIDES}", 0, (b"AC10",)),
    (f"a font; {REMOVE}", 0, (b"OTTO\0", b"ttcf\0", b"true\0", b"\0\1\0\0\0", b"wOFF", b"wOF2")),
    (f"a link (LNK); {LINK}", 0, (b"L\0\0\0\1\x14\2\0",)),
    (f"a link (alias of macOS); {LINK}", 0, (b"book\0\0\0\0mark\0\0\0\0",)),
    (VIM, 0, (b"b0VIM ",)),
    (f"a program's data; {EXPORT}", 0, (b"\xac\xed\0\5", b"\x93NUMPY", b"\x89HDF\r\n", b"PAR1\x15")),
)
"""What a file is, and the bytes that it has at this offset."""
_WRITTEN: tuple[tuple[str, tuple[bytes, ...]], ...] = (
    (f"a PostScript file; {SLIDES}", (b"%!PS", b"\x04%!PS")),
    (f"a packed archive (ar); {UNPACK}", (b"!<arch>\n",)),
    (f"a packed archive (cpio); {UNPACK}", (b"070701", b"070707")),
    (f"a list of downloads (torrent); {REMOVE}", (b"d8:announce", b"d13:announce-list")),
    (f"an index of Thunderbird's; {REMOVE}; the mail is in the mailbox beside it", (b"// <!-- <mdb:mork",)),
)
"""Likewise of what begins with letters and may have no zero."""

_SHAPES = tuple(
    (re.compile(shape, re.DOTALL), description)
    for shape, description in (
        (rb"RIFF.{4}WEBP", f"a picture (WebP); {PICTURE}"),
        (rb"RIFF.{4}WAVE", f"a sound (WAV); {SOUND}"),
        (rb"RIFF.{4}AVI ", f"a film (AVI); {SOUND}"),
        (rb"FORM.{4}AIF[FC]", f"a sound (AIFF); {SOUND}"),
        (rb"\0.{3}ftyp(?:hei[cmsx]|hevc|mif1|msf1)", f"a picture (HEIC); {PICTURE}"),
        (rb"\0.{3}ftypavi[fs]", f"a picture (AVIF); {PICTURE}"),
        (rb"\0.{3}ftypcrx ", f"a picture (CR3); {PICTURE}"),
        (rb"\0.{3}ftyp[FM]4[AB] ", f"a sound (M4A); {SOUND}"),
        (rb"\0.{3}ftyp", f"a film (MP4); {SOUND}"),
        (rb"\0.{3}(?:moov|mdat|wide|free)", f"a film (QuickTime); {SOUND}"),
        (rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)", f"compressed (bzip2); {UNPACK}"),
        (rb".{2}-l[hz].-", f"an LHA archive; {UNPACK}"),
        (rb"MZ(?=.{0,512}\0)", f"a program; {REMOVE}"),
        (rb"BM(?=.{0,512}\0)", f"a picture (BMP); {PICTURE}"),
        (rb"bplist00", f"a settings file of macOS (plist); {REMOVE}"),
        (rb"\xff[\xfa\xfb\xf1-\xf3\xf9](?=.{0,512}\0)", f"a sound (MP3 or AAC); {SOUND}"),
    )
)
"""What is told by more than one mark. ISO media files (`ftyp`) are told by their brand (https://mp4ra.org)."""

_IN_COMPOUND = (
    ({"EncryptedPackage", "EncryptionInfo"}, ENCRYPTED.removeprefix("it is ")),
    ({"__properties_version1.0", "__nameid_version1.0"}, str(kinds.MESSAGE)),
    ({"WordDocument"}, str(kinds.WORD)),
    ({"Workbook", "Book"}, str(kinds.EXCEL)),
    ({"PowerPoint Document", "PP40", "PP97_DUALSTORAGE"}, str(kinds.POWERPOINT)),
    ({"VisioDocument"}, str(kinds.VISIO)),
    ({"Quill"}, str(kinds.PUBLISHER)),
    ({"\x05HwpSummaryInformation", "BodyText"}, str(kinds.HANGUL)),
    ({"MatOST", "MatadorObject"}, str(kinds.WORKS)),
    ({"Catalog"}, str(kinds.PREVIEWS)),
)
"""What of the names at a compound file's top tells what it is, the surest first."""
_NEVER_COMPOUND = (".docx", ".docm", ".dotx", ".xlsx", ".xlsm", ".xlsb", ".pptx", ".pptm")
"""Suffixes of files that are compound ones only where they are encrypted."""
OLD_OFFICE = f"an old or encrypted Office file; {WRITTEN}, a spreadsheet as CSV, without a password"

_SPACE = rb"(?:\xef\xbb\xbf)?(?>\s+|<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^>]*>)*+"
_LINKS = (".url", ".webloc", ".website", ".desktop")
_SHORTCUT = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*\[(?:(?:\w+\.)*InternetShortcut|Desktop Entry)|\Abplist00|<key>URL</key>",
    re.IGNORECASE | re.MULTILINE,
)
_BENCODED = re.compile(rb"d[0-9]+:")
_DRAWN = re.compile(_SPACE + rb"<(?:\w+:)?svg[\s>]", re.DOTALL)
_FLAT = re.compile(_SPACE + rb"<office:document[\s>]", re.DOTALL)
_FLAT_KIND = re.compile(rb"office:mimetype=[\"']application/vnd\.oasis\.opendocument\.([\w-]+)")
_OLD_XML = re.compile(_SPACE + rb"<(?:w:wordDocument|Workbook)[\s>]", re.DOTALL)
_HEAD_BYTES = 8192


def flat_kind(data: bytes) -> packed.PackedKind | None:
    """What an OpenDocument is that is one file of XML and can be read; None for any other file."""
    head = data[:_HEAD_BYTES]
    kind = _FLAT_KIND.search(head) if _FLAT.match(head) else None
    return packed.open_kind(kind[1].decode("ascii")) if kind else None


def refusal(data: bytes, suffix: str) -> str | None:
    """What a file with these bytes is, and what to do, where it can't be read; None where nothing speaks against it.

    `suffix` is in lower case, with its dot. PDFs and zip archives are not told here.
    """
    if data.startswith(compound.MAGIC):
        return _compound(data, suffix)
    binary = (text for text, at, marks in _BINARY if data.startswith(marks, at) and b"\0" in data[: at + NEAR])
    written = (text for text, marks in _WRITTEN if data.startswith(marks))
    if described := next(binary, None) or next(written, None):
        return described
    if described := _by_words(data[:_HEAD_BYTES], suffix):
        return described
    return next((description for shape, description in _SHAPES if shape.match(data)), None)


def _compound(data: bytes, suffix: str) -> str:
    names = compound.names_at_top(data)
    found = next((description for known, description in _IN_COMPOUND if not names.isdisjoint(known)), None)
    if found is None and any(name.startswith("__substg1.0_") for name in names):
        return str(kinds.MESSAGE)
    if found is None and suffix in _NEVER_COMPOUND:
        return ENCRYPTED.removeprefix("it is ")
    return found or (str(kinds.PREVIEWS) if suffix == ".db" else kinds.named(suffix)) or OLD_OFFICE


def _by_words(head: bytes, suffix: str) -> str | None:
    """What is written in letters and yet is no text for people."""
    if suffix in _LINKS and _SHORTCUT.search(head):
        return f"a link; {LINK}"
    if suffix == ".torrent" and _BENCODED.match(head):
        return f"a list of downloads (torrent); {REMOVE}"
    if suffix == ".svg" and _DRAWN.match(head):
        return f"a drawing (SVG); {SLIDES}"
    if _FLAT.match(head):
        kind = _FLAT_KIND.search(head)
        return kinds.open_document(kind[1].decode("ascii") if kind else "", suffix)
    if found := _OLD_XML.match(head):
        return str(kinds.EXCEL_XML if found[0].endswith(b"Workbook", 0, -1) else kinds.WORD_XML)
    return None
