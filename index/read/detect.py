"""The encoding of text that declares none and is not UTF-8.

Every encoding in which all bytes are valid gives a reading; `index.read.plausible` says what each costs. The cheapest
counts where it is plausible by itself and clearly cheaper than every reading with other letters; otherwise there is no
answer, since wrong letters would be shown as somebody's words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from index.read.plausible import ASIAN_LANGUAGES, Reading, best_reading, least_cost

_USED: Final = {
    "cp1252": 0.0,
    **dict.fromkeys(("cp1251", "cp932", "gb18030", "cp949"), 0.1),
    **dict.fromkeys(("cp1250", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp874", "koi8_r", "big5"), 0.5),
    **dict.fromkeys(("iso8859_15", "iso8859_2", "iso8859_7", "iso8859_9", "euc_jp", "koi8_u", "cp866"), 1.0),
    **dict.fromkeys(("iso8859_5", "iso8859_6", "iso8859_8", "iso8859_13", "iso8859_4", "cp1258"), 2.0),
    **dict.fromkeys(("mac_roman", "mac_cyrillic", "cp850", "cp852", "cp855"), 3.0),
    **dict.fromkeys(("cp437", "iso8859_3", "iso8859_14", "cp737", "cp857", "cp858", "cp862", "cp865", "cp1125"), 3.5),
    **dict.fromkeys(("mac_latin2", "mac_turkish", "mac_iceland", "mac_croatian", "mac_romanian"), 4.5),
}
"""How much less each encoding is used, in nats."""
DETECTABLE: Final = tuple(_USED)
"""Encodings tried for text without a mark or a declaration."""
WIDE: Final = ("utf-16-le", "utf-16-be")
"""Encodings with zeros or controls in every text, tried where there are some."""

SAMPLE_BYTES: Final = 8 * 1024
"""By which the language is recognised: lines with bytes beyond ASCII."""
MAX_WORDS: Final = 600
"""Different words looked at; and the first of each byte."""
MAX_WORD: Final = 200
"""Bytes; text without blanks comes in words as long as its lines."""
MARGIN: Final = 5.0
"""By how much the next reading with other letters must cost more, in nats."""
MAX_MEAN: Final = 8.0
"""What a character beyond ASCII may cost; random ones cost 12 and more."""
PLAUSIBLE: Final = 4.0
PLAUSIBLE_ASIAN: Final = 6.0
"""What a character costs at most in a reading that needs no other beside it."""

LETTERS_AROUND: Final = 10
"""How many times as many ASCII letters a text may have as Chinese, Japanese or Korean characters."""
_ASIAN: Final = frozenset(("cp932", "euc_jp", "gb18030", "big5", "cp949"))

_WORD: Final = re.compile(rb"\S+")
_HIGH: Final = re.compile(rb"[\x80-\xff]+")


class Found(NamedTuple):
    """The likeliest encoding; `rival` is another that is about as likely, so that neither is to be believed."""

    encoding: str
    rival: str | None = None


def detected(data: bytes, declared: str | None = None, bonus: float = 0.0) -> Found | None:
    """The likeliest encoding that all of `data` is valid in; None if there is none.

    `declared` is one that is likelier than others, by `bonus` nats.
    """
    words, sample = _words(data), _sample(data)
    readings: list[tuple[float, str, Sequence[str]]] = []
    least = MAX_MEAN * len(b"".join(words))
    for floor, encoding, texts in _candidates(words, declared):
        if floor > least + MARGIN + bonus:
            break
        reading = best_reading(texts, _said(sample, encoding))
        if _mean(reading, texts) <= MAX_MEAN and _decodes(data, encoding):
            cost = reading.cost + _USED.get(encoding, 0.0) - bonus * (encoding == declared)
            readings.append((cost, encoding, texts))
            least = min(least, cost)
    readings.sort(key=lambda found: found[0])
    found = _decided(readings)
    if found and found.encoding in _ASIAN and _is_sparse(_said(sample, found.encoding)):
        return Found(found.encoding, found.rival or "another")
    return found


def _is_sparse(text: str) -> bool:
    """Whether there are so few characters beyond ASCII that they may as well be two signs of a Latin text."""
    latin = sum(character.isascii() and character.isalpha() for character in text)
    return LETTERS_AROUND * sum(not character.isascii() for character in text) < latin


def _candidates(words: Sequence[bytes], declared: str | None) -> list[tuple[float, str, tuple[str, ...]]]:
    """Encodings in which all words are valid, with what they cost at least, those first that may cost least; of those
    that give the same letters the one that is used most."""
    tried = dict.fromkeys((declared, *_USED) if declared else _USED)
    decoded = ((encoding, _decoded(words, encoding)) for encoding in tried)
    distinct: dict[tuple[str, ...], str] = {}
    for encoding, texts in decoded:
        if texts:
            distinct.setdefault(tuple(texts), encoding)
    return sorted(
        (least_cost(texts) + _USED.get(encoding, 0.0), encoding, texts) for texts, encoding in distinct.items()
    )


def is_plausible(data: bytes, encoding: str) -> bool:
    """Whether `data`, which is valid in this encoding, reads as somebody's words."""
    texts = _decoded(_words(data), encoding)
    if not texts:
        return True
    reading = best_reading(texts, _said(_sample(data), encoding))
    return _mean(reading, texts) <= (PLAUSIBLE_ASIAN if reading.language in ASIAN_LANGUAGES else PLAUSIBLE)


def cost(data: bytes, encoding: str) -> float:
    """What `data` costs when read in an encoding; infinite if it is not valid."""
    texts = _decoded(_words(data), encoding)
    return best_reading(texts, _said(_sample(data), encoding)).cost if texts else float("inf")


def mean_cost(text: str) -> float:
    """What the characters of `text` beyond ASCII cost on average; 0 if there are none."""
    words = [word[:MAX_WORD] for word in dict.fromkeys(text.split()) if not word.isascii()][:MAX_WORDS]
    return _mean(best_reading(words, text), words) if words else 0.0


def _decided(readings: Sequence[tuple[float, str, Sequence[str]]]) -> Found | None:
    if not readings:
        return None
    least, encoding, texts = readings[0]
    rival = next((other for price, other, said in readings if said != texts and price < least + MARGIN), None)
    return Found(encoding, rival)


def _mean(reading: Reading, texts: Sequence[str]) -> float:
    beyond = sum(character > "\x7f" for text in texts for character in text)
    return reading.cost / max(1, beyond)


def _words(data: bytes) -> list[bytes]:
    """Different words with bytes beyond ASCII: the first ones, and the first that has each byte."""
    words: dict[bytes, None] = {}
    seen: set[int] = set()
    for found in _WORD.finditer(data):
        if found[0].isascii():
            continue
        word = _piece(found[0])
        high = {byte for byte in word if byte > 0x7F}
        if len(words) < MAX_WORDS or not high <= seen:
            words[word] = None
            seen |= high
    return list(words)


def _piece(word: bytes) -> bytes:
    """A word, or of a giant one the beginning of what is beyond ASCII."""
    begin = _HIGH.search(word) if len(word) > MAX_WORD else None
    return word[begin.start() :][:MAX_WORD] if begin else word


def _decoded(words: Sequence[bytes], encoding: str) -> list[str] | None:
    """Each word in an encoding; None if one is not valid. A piece of a giant word may end inside a character."""
    texts: list[str] = []
    for word in words:
        for cut in range(4 if len(word) == MAX_WORD else 1):
            try:
                texts.append(word[: len(word) - cut].decode(encoding))
                break
            except UnicodeDecodeError:
                continue
        else:
            return None
    return texts


def _sample(data: bytes) -> bytes:
    """The first lines with bytes beyond ASCII, a very long line from its first such byte; then the beginning."""
    out = bytearray()
    end = 0
    while len(out) < SAMPLE_BYTES and (high := _HIGH.search(data, end)):
        start = max(end, data.rfind(b"\n", end, high.start()) + 1)
        end = data.find(b"\n", high.start()) + 1 or len(data)
        out += data[start if end - start <= SAMPLE_BYTES else high.start() : end][:SAMPLE_BYTES]
    return bytes(out) + b"\n" + data[: max(0, SAMPLE_BYTES - len(out))]


def _said(sample: bytes, encoding: str) -> str:
    return sample.decode(encoding, "ignore")


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
