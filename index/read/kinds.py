"""Kinds of files that hold no text Dateline reads, what to do with them, and how their names end. Pure."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import NamedTuple

PICTURE = "make a PDF with its text by OCR, for example with OCRmyPDF, or remove it"
SHEET = "save each of its sheets as CSV or plain text, or save it as PDF"
WRITTEN = "save it as DOCX or PDF"
SLIDES = "save it as PDF"
SOUND = "write down its words in a text file, or remove it"
UNPACK = "unpack it"
EXPORT = "export what is to be found as CSV or plain text, or remove it"
BOOK = "save it as HTML or PDF"
LINK = "save the page or file that it leads to, and remove it"
MAIL = "save its messages as .eml or .mbox"
NOTEBOOK = "export its pages as DOCX or PDF"
REMOVE = "remove it"
UNFINISHED = "it is an unfinished download; download it again, or remove it"
WINMAIL = "a wrapper of Outlook's (winmail.dat); save the message that it came with as .eml"


class Kind(NamedTuple):
    """What a file is, what to do with it, and how its name ends."""

    what: str
    cure: str
    suffixes: str

    def __str__(self) -> str:
        return f"{self.what}; {self.cure}"


MESSAGE = Kind("an Outlook message (MSG)", "save the message as .eml", ".msg .oft")
WORD = Kind("an old Word document (DOC)", f"{WRITTEN}, without a password", ".doc .dot .wbk")
EXCEL = Kind("an old spreadsheet (XLS)", f"{SHEET}, without a password", ".xls .xlt .xlm .xla")
POWERPOINT = Kind("an old presentation (PPT)", f"{SLIDES}, without a password", ".ppt .pps .pot")
PREVIEWS = Kind("a cache of preview pictures (Thumbs.db)", REMOVE, "")
VISIO = Kind("a Visio drawing", SLIDES, ".vsd .vss .vst .vsdx .vsdm")
PUBLISHER = Kind("a Publisher document", SLIDES, ".pub")
HANGUL = Kind("a Hangul document (HWP)", WRITTEN, ".hwp .hwpx")
WORKS = Kind("a Works document", WRITTEN, ".wps .wks")
INSTALLER = Kind("a program", REMOVE, ".msi .msp .mst .deb .rpm .pkg .appimage .apk .ipa .jar .war")
WORD_XML = Kind("an old Word document (XML)", WRITTEN, "")
EXCEL_XML = Kind("an old spreadsheet (XML)", SHEET, "")
_BY_NAME = (
    *(MESSAGE, WORD, EXCEL, POWERPOINT, VISIO, PUBLISHER, HANGUL, WORKS, INSTALLER),
    Kind("a Pages document", "export it from Pages as DOCX or PDF", ".pages"),
    Kind("a Numbers spreadsheet", "export it from Numbers as CSV or PDF", ".numbers"),
    Kind("a Keynote presentation", "export it from Keynote as PDF", ".key"),
    Kind("a program", REMOVE, ".exe .dll .so .dylib .com .scr .sys .o .a .class .pyc .pyo .wasm .elc .ocx .drv"),
    Kind(
        "a spreadsheet",
        SHEET,
        ".xlsx .xlsm .xlsb .xltx .ods .ots .sxc .fods .wk1 .wk3 .wk4 .123 .wq1 .wb2 .qpw .gnumeric",
    ),
    Kind("a presentation", SLIDES, ".potx .potm .otp .sxi .sdd"),
    Kind("a text document", WRITTEN, ".docm .dotx .ott .sxw .wpd .wp .wp5 .wri .lwp .sam .zabw .sdw"),
    Kind("a damaged PDF", "save it again", ".pdf"),
    Kind("a damaged DOCX", "save it again", ".docx"),
    Kind("a damaged web archive", "save it again", ".warc .wacz"),
    Kind("a damaged OpenDocument file", "save it again", ".odt .fodt .odp .fodp"),
    Kind("a damaged RTF", "save it again", ".rtf"),
    Kind("a damaged PPTX", "save it again", ".pptx .pptm .ppsx .ppsm"),
    Kind("a damaged EPUB", "save it again", ".epub"),
    Kind("a drawing", SLIDES, ".odg .otg .sxd .fodg .cdr .dwg .dxf .ai .drw .emf .wmf .xmind .mpp .skp"),
    Kind(
        "a picture",
        PICTURE,
        ".png .jpg .jpeg .jpe .jfif .gif .tif .tiff .bmp .dib .webp .heic .heif .avif .jp2 .jpx .j2k .jxl .jb2 .djvu "
        ".djv .psd .xcf .ico .cur .pcx .tga .pbm .pgm .ppm .pnm .raw .cr2 .cr3 .nef .arw .dng .orf .rw2 .icns .exr "
        ".cbz .cbr",
    ),
    Kind(
        "a sound",
        SOUND,
        ".mp3 .wav .wave .ogg .oga .opus .flac .m4a .m4b .aac .wma .aif .aiff .aifc .amr .mid .midi .caf .ra .ac3 .ape",
    ),
    Kind(
        "a film",
        SOUND,
        ".mp4 .m4v .mov .avi .mkv .webm .wmv .mpg .mpeg .flv .3gp .3g2 .ogv .mts .m2ts .vob .asf .rm .rmvb .divx",
    ),
    Kind(
        "a packed archive",
        UNPACK,
        ".zip .tar .gz .tgz .bz2 .tbz .tbz2 .xz .txz .lzma .lz .lz4 .zst .7z .rar .cab .arj .lha .lzh .z .sit .sitx "
        ".ace .cpio .iso .img .dmg .wim .vhd .vmdk .zipx .alz .egg .xar",
    ),
    Kind("a database", EXPORT, ".sqlite .sqlite3 .db .db3 .mdb .accdb .dbf .fdb .gdb .odb .nsf .fp7 .fmp12 .kdbx .mdf"),
    Kind("a store of Outlook's mail", MAIL, ".pst .ost .dbx .pab"),
    Kind("a notebook of OneNote's", NOTEBOOK, ".one .onetoc2 .onepkg"),
    Kind("a book", BOOK, ".mobi .azw .azw3 .prc .kfx .lit .lrf .pdb .ibooks .chm .hlp"),
    Kind("a page description", SLIDES, ".ps .eps .prn .xps .oxps .dvi .pcl"),
    Kind("a layout", SLIDES, ".indd .indt .idml .qxd .qxp .p65 .pmd .sla .fm"),
    Kind("a font", REMOVE, ".ttf .otf .ttc .woff .woff2 .pfb .pfm .eot .fon .dfont"),
    Kind("a link", LINK, ".lnk .url .webloc .website .desktop"),
    Kind("a list of downloads (torrent)", REMOVE, ".torrent"),
)
_OF_SUFFIX = {suffix: kind for kind in _BY_NAME for suffix in kind.suffixes.split()}

_UNFINISHED = frozenset((".crdownload", ".opdownload", ".aria2", ".!ut", ".!qb", ".bc!"))
"""Ends of what browsers and others are still fetching."""
_UNFINISHED_TWICE = frozenset((".part", ".partial", ".download", ".filepart"))
"""Likewise, where another suffix stands before it: `a.pdf.part`, but not `chapter.part`."""


def named(suffix: str) -> str | None:
    """What a file that is no text must be, by its suffix, and what to do; None for a suffix that says nothing."""
    kind = _OF_SUFFIX.get(suffix)
    return str(kind) if kind else None


def unfinished(name: str) -> bool:
    """Whether a file is called like a download that is not complete."""
    suffixes = [suffix.lower() for suffix in PurePosixPath(name).suffixes]
    last, before = suffixes[-1:], suffixes[:-1]
    return not _UNFINISHED.isdisjoint(last) or (not _UNFINISHED_TWICE.isdisjoint(last) and bool(before))


def open_document(media_type: str, suffix: str) -> str:
    """What an OpenDocument file is, by the end of its media type ("spreadsheet"), or else by its suffix."""
    base = media_type.partition("-")[0]
    cures = {"text": WRITTEN, "spreadsheet": SHEET, "presentation": SLIDES, "graphics": SLIDES, "database": EXPORT}
    if base not in cures:
        return named(suffix) or f"an OpenDocument file; {WRITTEN}"
    shown = {"graphics": "drawing", "text": "text document"}.get(base, base)
    return f"an OpenDocument {shown}; {cures[base]}"
