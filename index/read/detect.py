"""In which encoding text is that does not say so and is not UTF-8.

Latin scripts have few letters beyond ASCII and these stand apart, so that charset-normalizer has little to go by;
there the language of the words says which code page is meant. All other scripts charset-normalizer tells apart,
and the language confirms it.
"""

from __future__ import annotations

import re

from index.read.language import language_of

_CYRILLIC = frozenset(("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn"))
_LATIN: dict[str, frozenset[str] | None] = {
    "cp1252": None,  # every language that no other page is for
    "cp1250": frozenset(("pl", "cs", "sk", "hu", "sl", "hr", "bs", "ro", "sq")),
    "cp1254": frozenset(("tr", "az", "ku")),
    "cp1257": frozenset(("lt", "lv", "et")),
    "cp1258": frozenset(("vi",)),
}
"""Code pages of Latin letters and their languages, likeliest first."""
_OTHER = {
    **dict.fromkeys(("cp1251", "koi8_r", "koi8_u", "cp866", "iso8859_5"), _CYRILLIC),
    "cp1253": frozenset(("el",)),
    "cp1255": frozenset(("he",)),
    "cp1256": frozenset(("ar", "fa", "ur", "ps", "ug")),
    "tis_620": frozenset(("th",)),
    **dict.fromkeys(("cp932", "euc_jp"), frozenset(("ja",))),
    **dict.fromkeys(("gb18030", "big5"), frozenset(("zh",))),
    "cp949": frozenset(("ko",)),
}
DETECTABLE = (*_LATIN, *_OTHER)
"""The encodings that text without a mark or declaration is tried as."""

SAMPLE = 8 * 1024
"""Bytes that are looked at: of lines that are not ASCII alone, for the others tell nothing."""

_HIGH = re.compile(rb"[\x80-\xff]+")
FEWEST_LETTERS = 20
"""From which a language is told here: a wrong guess does less harm than none."""
LONGEST_CHARACTER = 4
"""Bytes, of GB 18030."""
LATIN_RUN = 2.0
"""Bytes beyond ASCII stand alone in Latin scripts, and in runs of a word's length in all others."""

_BROKEN_WORD = re.compile(r"[^\W\d_](?![’·])[^\w\s\x00-\x7f]+[^\W\d_]|[^\W\d_][¹²³][^\W\d_]")
"""A sign inside a word: the mark of a wrong code page."""


def detected(data: bytes) -> str | None:
    """The likeliest encoding that all of `data` is valid in; None if there is none."""
    sample = _sample(data)
    runs = [len(run) for run in _HIGH.findall(sample)]
    latin = bool(runs) and sum(runs) < LATIN_RUN * len(runs)
    found = _latin(sample) if latin else _other(sample)
    return next((one for one in found if _decodes(data, one)), None)


def damaged_utf8(data: bytes) -> int | None:
    """Where the first byte is that makes `data` no UTF-8, if most of it is; None if it is another encoding."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        sample = _sample(data)
        text = sample.decode("utf-8", "replace")
        valid = len(re.findall(r"[\x80-\ufffc\U00010000-\U0010ffff]", text))
        return error.start if valid > text.count("\ufffd") else None
    return None


def _sample(data: bytes) -> bytes:
    """The first lines that are not ASCII alone; a very long one from its first such byte."""
    out = bytearray()
    end = 0
    while len(out) < SAMPLE and (high := _HIGH.search(data, end)):
        start = max(end, data.rfind(b"\n", end, high.start()) + 1)
        end = data.find(b"\n", high.start()) + 1 or len(data)
        out += data[start if end - start <= SAMPLE else high.start() : end][:SAMPLE]
    return bytes(out)


def _latin(sample: bytes) -> list[str]:
    """Code pages in which no word is broken, first those of the language that the words are in."""
    texts = {page: sample.decode(page, "replace") for page in _LATIN}
    whole = [page for page, text in texts.items() if "\ufffd" not in text and not _BROKEN_WORD.search(text)]
    return [page for page in whole if _is_of(texts[page], page)] + whole + ["cp1252"]


def _is_of(text: str, page: str) -> bool:
    language = language_of(text, FEWEST_LETTERS)
    meant = next((one for one, languages in _LATIN.items() if languages and language in languages), "cp1252")
    return meant == page


def _other(sample: bytes) -> list[str]:
    """What charset-normalizer finds, first that in which the language is one written so."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to import, seldom needed

    found: list[str] = []
    for cut in range(LONGEST_CHARACTER):  # a sample may end inside a character, which makes it invalid
        part = sample[: len(sample) - cut]
        found += [one.encoding for one in from_bytes(part, cp_isolation=list(DETECTABLE), enable_fallback=False)]
        fitting = [one for one in found if _is_written_in(part.decode(one, "replace"), one)]
        if fitting:
            return fitting + found
    return found


def _is_written_in(text: str, encoding: str) -> bool:
    return language_of(text, FEWEST_LETTERS) in _OTHER.get(encoding, frozenset())


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
