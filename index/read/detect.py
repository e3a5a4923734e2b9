"""The encoding of text that declares none and is not UTF-8.

Latin scripts have few letters beyond ASCII, and those stand alone, which gives charset-normalizer little to go by;
there the language of the words says which code page is meant. charset-normalizer distinguishes all other scripts, and
the language confirms its choice.
"""

from __future__ import annotations

import re

from index.read.language import language_of

_CYRILLIC = frozenset(("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn"))
_LATIN: dict[str, frozenset[str] | None] = {
    "cp1252": None,  # every language without a page of its own
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
"""Encodings tried for text without a mark or a declaration."""

SAMPLE_BYTES = 8 * 1024
"""How much is examined: lines with bytes beyond ASCII, since ASCII is the same in all encodings tried."""

_HIGH = re.compile(rb"[\x80-\xff]+")
MIN_LETTERS = 20
"""Fewer than elsewhere: here a wrong guess of the language does less harm than none."""
MAX_CHARACTER_BYTES = 4
"""Of a character in GB 18030; in the other encodings it is shorter."""
MAX_LATIN_RUN = 2.0
"""Mean length: bytes beyond ASCII stand alone in Latin scripts, and in runs of a word's length in all others."""

_BROKEN_WORD = re.compile(r"[^\W\d_](?![’·])[^\w\s\x00-\x7f]+[^\W\d_]|[^\W\d_][¹²³][^\W\d_]")
"""A symbol inside a word: the mark of a wrong code page."""


def detected(data: bytes) -> str | None:
    """The likeliest encoding that all of `data` is valid in; None if there is none."""
    sample = _sample(data)
    runs = [len(run) for run in _HIGH.findall(sample)]
    latin = bool(runs) and sum(runs) < MAX_LATIN_RUN * len(runs)
    candidates = _latin(sample) if latin else _other(sample)
    return next((encoding for encoding in candidates if _decodes(data, encoding)), None)


def damaged_utf8(data: bytes) -> int | None:
    """The first byte that is invalid where `data` is mostly UTF-8; None if it is another encoding."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        sample = _sample(data)
        text = sample.decode("utf-8", "replace")
        valid = len(re.findall(r"[\x80-\ufffc\U00010000-\U0010ffff]", text))
        return error.start if valid > text.count("\ufffd") else None
    return None


def _sample(data: bytes) -> bytes:
    """The first lines with bytes beyond ASCII; a very long line from its first such byte."""
    out = bytearray()
    end = 0
    while len(out) < SAMPLE_BYTES and (high := _HIGH.search(data, end)):
        start = max(end, data.rfind(b"\n", end, high.start()) + 1)
        end = data.find(b"\n", high.start()) + 1 or len(data)
        out += data[start if end - start <= SAMPLE_BYTES else high.start() : end][:SAMPLE_BYTES]
    return bytes(out)


def _latin(sample: bytes) -> list[str]:
    """Code pages in which no word is broken, those of the words' own language first."""
    texts = {page: sample.decode(page, "replace") for page in _LATIN}
    whole = [page for page, text in texts.items() if "\ufffd" not in text and not _BROKEN_WORD.search(text)]
    return [page for page in whole if _suits_language(texts[page], page)] + whole + ["cp1252"]


def _suits_language(text: str, page: str) -> bool:
    language = language_of(text, MIN_LETTERS)
    expected = next((name for name, languages in _LATIN.items() if languages and language in languages), "cp1252")
    return expected == page


def _other(sample: bytes) -> list[str]:
    """What charset-normalizer finds, encodings first in which the text's language is written."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to import, seldom needed

    encodings: list[str] = []
    for cut in range(MAX_CHARACTER_BYTES):  # a sample may end inside a character, which makes it invalid
        part = sample[: len(sample) - cut]
        matches = from_bytes(part, cp_isolation=list(DETECTABLE), enable_fallback=False)
        encodings += [match.encoding for match in matches]
        fitting = [encoding for encoding in encodings if _is_written_in(part.decode(encoding, "replace"), encoding)]
        if fitting:
            return fitting + encodings
    return encodings


def _is_written_in(text: str, encoding: str) -> bool:
    return language_of(text, MIN_LETTERS) in _OTHER.get(encoding, frozenset())


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
