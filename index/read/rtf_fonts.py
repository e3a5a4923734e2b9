"""Which encoding the bytes of an RTF file are in: that of the font, or of the file. Pure."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from index.read.symbol_font import SYMBOL_FONT

ANSI = "cp1252"
SYMBOLS = "symbols"
"""Stands for a font whose bytes are no letters of any encoding."""
_CHARSETS = {
    0: "cp1252",
    2: SYMBOLS,
    77: "mac_roman",
    78: "shift_jis",
    80: "gb2312",
    81: "big5",
    83: "mac_greek",
    85: "mac_turkish",
    88: "mac_latin2",
    89: "mac_cyrillic",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "cp936",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
"""By `\\fcharset`; 1 is that of the file."""
_PAGES = {10000: "mac_roman", 10006: "mac_greek", 10007: "mac_cyrillic", 10029: "mac_latin2", 10081: "mac_turkish"}
_FAMILIES = {"ansi": ANSI, "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}


@dataclass(slots=True)
class Font:
    """A font of the font table."""

    encoding: str | None = None
    name: str = ""


class Fonts:
    """The fonts of a file and its own encoding."""

    def __init__(self) -> None:
        self.encoding = ANSI
        self.default = 0
        self._fonts: dict[int, Font] = {}

    def set_family(self, word: str) -> None:
        """By `\\ansi`, `\\mac`, `\\pc` or `\\pca`."""
        self.encoding = _FAMILIES[word]

    def set_page(self, number: int) -> None:
        """By `\\ansicpg`, which counts more."""
        self.encoding = of_page(number) or self.encoding

    def font(self, number: int) -> Font:
        """The font of that number, which the table is being read of."""
        return self._fonts.setdefault(number, Font())

    def encoding_of(self, number: int | None) -> str:
        """That of a font; the file's where it names none."""
        font = self._fonts.get(self.default if number is None else number)
        return (font.encoding if font else None) or self.encoding

    def decoded(self, data: bytes, number: int | None) -> str:
        """The text of bytes in a font; of pictures of symbols a blank, so that the words beside them stay apart."""
        encoding = self.encoding_of(number)
        if encoding != SYMBOLS:
            return data.decode(encoding, "replace")
        font = self._fonts.get(self.default if number is None else number)
        if font is None or not font.name.lower().startswith("symbol"):
            return " " * len(data)
        return "".join(SYMBOL_FONT.get(each, each if each in " 0123456789()[]{}+=.,;:%/" else " ")
                       for each in data.decode("latin-1"))  # fmt: skip


def of_charset(number: int) -> str | None:
    """The encoding of a font's character set; None for the file's own."""
    return _CHARSETS.get(number)


def of_page(number: int) -> str | None:
    """The encoding of a code page; None for one that is unknown."""
    name = _PAGES.get(number) or ("utf-8" if number == 65001 else f"cp{number}")
    try:
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
