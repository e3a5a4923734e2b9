"""The text of RTF: body, notes, text boxes and headers, by a reader of tokens with a stack of groups.

Our own, since striprtf 0.0.35 loses footnotes, text boxes and Unicode alternatives, keeps hidden and deleted text,
ignores the encodings of fonts, raises on letters of two bytes, and tells neither title nor dates.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from index.read import rtf_words as words
from index.read.paragraphs import Budget
from index.read.protocol import UnreadableError
from index.read.rtf_flow import Flow
from index.read.rtf_fonts import Fonts, of_charset, of_page
from index.read.rtf_tokens import MAX_DEPTH, Token, Tokens

_PRIVATE = range(0xF000, 0xF100)
"""Where Word has the bytes of fonts of symbols."""
_MAX_FALLBACK = 100


@dataclass(slots=True)
class _Group:
    """What holds until a group is closed, and what is done then. `place` is what its text is part of."""

    place: str = ""
    font: int | None = None
    fallback: int = 1
    """Characters after one in Unicode that stand for it in other programs."""
    hidden: bool = False
    deleted: bool = False
    close: Callable[[], None] | None = None

    def inner(self) -> _Group:
        """What holds in a group within this one."""
        return _Group(self.place, self.font, self.fallback, self.hidden, self.deleted)


class RtfText:
    """A file that has been read: `text`, `title`, `created` and `headers`; `is_whole` where all groups are closed."""

    def __init__(self, data: bytes, most: int) -> None:
        self.title = ""
        self.headers: list[str] = []
        self._created: dict[str, int] = {}
        self._budget = Budget(most)
        self._fonts = Fonts()
        self._font = 0
        self._group = _Group()
        self._outer: list[_Group] = []
        self._flows = [Flow(self._budget)]
        self._bytes = bytearray()
        self._fallback = 0
        self._is_marked = False
        self._pass_next = False
        self._tokens = Tokens(data)
        self.is_whole = self._read()
        while self._outer:
            self._close()
        self._write_bytes()
        self.text = self._flows[0].text()

    @property
    def created(self) -> str:
        """The day on which it was created, as 2010-10-22; empty where none is stated."""
        year, month, day = (self._created.get(word, 0) for word in ("yr", "mo", "dy"))
        return f"{year:04}-{month:02}-{day:02}" if year >= 1000 and month and day else ""

    def _read(self) -> bool:
        for token in self._tokens:
            if token.kind in ("text", "hex") or token.data in words.LITERAL:
                self._put_bytes(token)
            else:
                self._write_bytes()
                self._act(token)
            if token.kind == "}" and not self._outer:
                return True
        return False

    def _act(self, token: Token) -> None:
        if token.kind == "{":
            self._open()
        elif token.kind == "}":
            self._close()
        elif token.kind == "symbol":
            self._symbol(token.data)
        else:
            self._word(token.word, token.number)

    def _open(self) -> None:
        self._fallback = 0
        if len(self._outer) >= MAX_DEPTH:
            raise UnreadableError(f"it has more than {MAX_DEPTH} nested groups; simplify it")
        self._outer.append(self._group)
        self._group = self._group.inner()
        if self._pass_next:
            self._pass_next = False
            self._tokens.skip_group()

    def _close(self) -> None:
        self._write_bytes()
        self._fallback, self._is_marked, self._pass_next = 0, False, False
        if self._group.close:
            self._group.close()
        if self._outer:
            self._group = self._outer.pop()

    def _put_bytes(self, token: Token) -> None:
        """Bytes of text, less those that stand for a character in Unicode before them."""
        passed = min(self._fallback, len(token.data))
        self._fallback -= passed
        self._bytes += token.data[passed:]
        self._is_marked = False

    def _write_bytes(self) -> None:
        if not self._bytes:
            return
        data = bytes(self._bytes)
        self._bytes.clear()
        if self._group.place == "fonttbl":
            self._fonts.font(self._font).name += data.decode("latin-1").partition(";")[0][:100]
        else:
            self._write(self._fonts.decoded(data, self._group.font))

    def _write(self, text: str) -> None:
        if not (self._group.place or self._group.hidden or self._group.deleted):
            self._flows[-1].write(text)

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._is_marked = True
        elif symbol in words.LINE_ENDS:
            self._flows[-1].end_paragraph()
        elif self._fallback:
            self._fallback -= 1
        else:
            self._write(words.SYMBOLS.get(symbol, ""))

    def _word(self, word: str, number: int | None) -> None:
        is_marked, self._is_marked = self._is_marked, False
        if word in words.PASSED or (is_marked and word not in words.ENTERED) or _is_maths_property(word):
            self._tokens.skip_group()
        elif word == "u":
            self._unicode(number or 0)
        elif self._group.place:
            self._word_of_table(word, number or 0)
        elif not self._begins(word):
            self._fallback = 0
            self._format(word, number)

    def _unicode(self, number: int) -> None:
        """A character by its number, of 16 bits or of more where a program writes so."""
        code = number if 0x10000 <= number <= 0x10FFFF else number & 0xFFFF
        is_symbol = code in _PRIVATE
        self._write(self._fonts.decoded(bytes([code & 0xFF]), self._group.font) if is_symbol else chr(code))
        self._fallback = self._group.fallback

    def _word_of_table(self, word: str, number: int) -> None:
        """In the table of fonts, and in what the file says of itself."""
        place = self._group.place
        if place == "fonttbl" and word == "f":
            self._font = number
        elif place == "fonttbl" and word in ("fcharset", "cpg"):
            found = of_charset(number) if word == "fcharset" else of_page(number)
            self._fonts.font(self._font).encoding = found or self._fonts.font(self._font).encoding
        elif place == "creatim":
            self._created.setdefault(word, number)
        elif place == "info" and word == "creatim":
            self._group.place = word
        elif place == "info" and word == "title":
            self._group.place = ""
            self._begin(self._set_title)

    def _begins(self, word: str) -> bool:
        """Begins a text of its own, or a table; False for any other word."""
        if word in ("fonttbl", "info"):
            self._group.place = word
        elif word == "footnote":
            self._begin(self._note)
        elif word in words.BOXES:
            self._begin(self._box)
        elif word in words.HEADERS:
            self._begin(self._header)
        elif word == "upr":
            self._pass_next = True
        else:
            return False
        return True

    def _begin(self, put: Callable[[Flow], None]) -> None:
        """A text of its own until the group is closed, which `put` is then given; none where it is hidden."""
        if self._group.hidden or self._group.deleted:
            self._tokens.skip_group()
            return
        flow = Flow(self._budget)
        self._flows.append(flow)

        def close() -> None:
            self._flows.remove(flow)
            put(flow)

        self._group.close = close

    def _note(self, note: Flow) -> None:
        flow = self._flows[-1]
        (flow.conclude if note.is_endnote else flow.follow)(note.text())

    def _box(self, box: Flow) -> None:
        self._flows[-1].follow(box.text())

    def _header(self, header: Flow) -> None:
        self.headers.append(header.text())

    def _set_title(self, title: Flow) -> None:
        self.title = " ".join(title.text().split())

    def _format(self, word: str, number: int | None) -> None:
        flow = self._flows[-1]
        if word in words.SIGNS:
            self._write(words.SIGNS[word])
        elif word in words.PARAGRAPH_ENDS:
            flow.end_paragraph()
        elif word in ("cell", "row"):
            (flow.end_cell if word == "cell" else flow.end_row)()
        elif word in ("pard", "intbl"):
            flow.in_table = word == "intbl"
        elif word in ("trowd", "trhdr"):
            flow.is_header_row = word == "trhdr"
        elif word == "ftnalt":
            flow.is_endnote = True
        else:
            self._format_characters(word, number)

    def _format_characters(self, word: str, number: int | None) -> None:
        group = self._group
        if word == "v":
            group.hidden = number != 0
        elif word == "deleted":
            group.deleted = number != 0
        elif word == "plain":
            group.hidden, group.font = False, None
        elif word == "f":
            group.font = number or 0
        elif word == "uc":
            group.fallback = min(max(number or 0, 0), _MAX_FALLBACK)
        else:
            self._of_file(word, number or 0)

    def _of_file(self, word: str, number: int) -> None:
        if word in ("ansi", "mac", "pc", "pca"):
            self._fonts.set_family(word)
        elif word == "ansicpg":
            self._fonts.set_page(number)
        elif word == "deff":
            self._fonts.default = number


def _is_maths_property(word: str) -> bool:
    return word.startswith("m") and word.endswith("Pr")
