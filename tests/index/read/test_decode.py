"""Bytes to text: every encoding, and what is refused."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.read.decode import decode, encoding_named, normalised, scrubbed, tidied
from index.read.protocol import UnreadableError
from tests.makers.files import document, refusal

TEXT = "date 2025-01-23 A café in Kraków\n\nIt costs 5 € – “déjà vu”, naïve Ærø."
FRENCH = "Le gouvernement a annoncé des mesures pour les élèves, où mille bâtiments doivent être rénovés."
GERMAN = "Die Behörde prüft, ob größere Maßnahmen nötig sind, um die Straßen für Fußgänger zu öffnen."
POLISH = "Rząd zapowiedział, że w przyszłym tygodniu przedstawi ustawę o ochronie środowiska."
CZECH = "Vláda oznámila, že příští týden předloží zákon, který má zlepšit podmínky v největších městech."
TURKISH = "Hükümet, çevrenin korunmasına ilişkin yeni bir yasa tasarısı sunacağını açıkladı; işçiler karşı."
RUSSIAN = "Правительство сообщило, что на следующей неделе представит закон об охране окружающей среды."
GREEK = "Η κυβέρνηση ανακοίνωσε ότι την επόμενη εβδομάδα θα παρουσιάσει νόμο για το περιβάλλον."
JAPANESE = "政府は来週、大都市の環境保護に関する法案を提出すると発表した。国民の生活を改善するためのものである。"
CHINESE = "政府宣布将于下周提出一项有关大城市环境保护的法案，旨在改善居民的生活质量。"
KOREAN = "정부는 다음 주에 대도시의 환경 보호에 관한 법안을 제출할 것이라고 발표했다."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_unicode_form_is_read(encoding: str) -> None:
    """With a byte order mark and, but for UTF-32, without: the text is the same, and no note is needed."""
    assert decode(TEXT.encode(encoding)) == (TEXT, ())


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "cp1252"),
        (GERMAN, "cp1252"),
        ("It’s “fine” and costs 5 £.", "cp1252"),
        ("5 £", "cp1252"),
        (POLISH, "cp1250"),
        (CZECH, "cp1250"),
        (TURKISH, "cp1254"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (RUSSIAN, "cp866"),
        (GREEK, "cp1253"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (CHINESE, "gb18030"),
        (KOREAN, "cp949"),
    ],
)
def test_encodings_without_a_mark_are_detected(text: str, encoding: str) -> None:
    """Each text comes back to the letter, in one line or many, and a note names what it was read as."""
    for whole in (text, f"date 2025-01-23 {text}\n\n{text}\n", f"{text}\n" * 300, text * 300):
        assert decode(whole.encode(encoding)) == (whole, (f"it names no encoding; it was read as {encoding}",))


def test_an_encoding_shown_by_its_escapes_is_recognised() -> None:
    """ISO-2022-JP is ASCII byte by byte, yet not ASCII text."""
    assert decode(JAPANESE.encode("iso2022_jp")) == (JAPANESE, ())


def test_letters_far_below_plain_ascii_are_decoded() -> None:
    """Only lines beyond ASCII tell the encoding, wherever they are."""
    text = "Words and words again.\n" * 10_000 + FRENCH
    assert decode(text.encode("cp1252")).text == text


@pytest.mark.parametrize("label", ["windows-1252", "ISO-8859-1", "latin1", " 'us-ascii' "])
def test_a_declared_encoding_counts(label: str) -> None:
    """Labels mean what they mean to browsers, so that Latin-1 is windows-1252."""
    assert decode("“é”".encode("cp1252"), label) == ("“é”", ())


def test_a_declaration_that_is_wrong_is_noted() -> None:
    """UTF-8 that claims to be UTF-16 is read as UTF-8."""
    text, notes = decode("ein Wort: \u010d \u0141".encode(), "utf-16")
    assert (text, notes) == (
        "ein Wort: \u010d \u0141",
        ("it declares the encoding 'utf-16' but is not in it; it was read as utf-8",),
    )


@pytest.mark.parametrize("label", ["rot13", "zip", "idna", "unicode_escape", "no such", "", "a\0b", None])
def test_codecs_that_do_not_encode_text_are_not_run(label: str | None) -> None:
    """A file can't have Python unpack or unescape it by naming a codec."""
    assert encoding_named(label) is None


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"date 2025-01-23 \x00\x01\x02 binary", "it is a binary file, not text"),
        (b"\x01\x02\x03\x04 words" * 100, "it is a binary file, not text"),
        (b"\0\1\2", "it is a binary file, not text"),
        (b"\0\1\0\2", "it is a binary file, not text"),
        (b"\xef\xbb\xbfcaf\xe9 \xe9\xe8", "it begins like utf-8 text but has invalid bytes; save it as UTF-8"),
        (b"\xff\xfe" + b"\x00\xd8" * 9, "it begins like utf-16-le text but has invalid bytes; save it as UTF-8"),
        (b"words \x81 of \x90 no page", "its encoding is unknown; save it as UTF-8"),
    ],
)
def test_data_that_is_not_text_is_refused(data: bytes, reason: str) -> None:
    """Binary files, damaged encodings and bytes that fit none: no text is made up from them."""
    with pytest.raises(UnreadableError, match=reason):
        decode(data)


@pytest.mark.parametrize(
    ("data", "text", "note"),
    [
        ("Déjà vu,\n\nà côté".encode() + b"\xff!", "Déjà vu,\n\nà côté\ufffd!", "utf-8 with an invalid byte in line 3"),
        ("日本語の文章".encode()[:-1], "日本語の文\ufffd", "utf-8 with an invalid byte in line 1"),
        (
            "Été “là”.\r\n".encode() + "à été".encode("cp1252"),
            "Été “là”.\n\ufffd \ufffdt\ufffd",
            "3 invalid bytes, the first in line 2",
        ),
        (b"\xef\xbb\xbfcaf\xe9", "caf\ufffd", "utf-8 with an invalid byte in line 1"),
        (b"\xff\xfea\x00b", "a\ufffd", "utf-16-le with an invalid byte in line 1"),
    ],
)
def test_a_stray_byte_costs_that_byte(data: bytes, text: str, note: str) -> None:
    """Whatever is valid is read, and a note names the line of what is not."""
    decoded = decode(data)
    assert decoded.text == text
    assert f"{note}, shown as \ufffd; save it again" in decoded.notes[0]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CZECH, "iso8859_2"),
        (POLISH, "cp852"),
        (TURKISH, "iso8859_9"),
        (FRENCH + " L’œuvre coûte 5 €.", "cp1252"),
        (FRENCH + " L'œuvre coûte 5 €.", "iso8859_15"),
        (GERMAN, "mac_roman"),
        (GERMAN, "cp850"),
        (RUSSIAN, "mac_cyrillic"),
        (RUSSIAN, "cp855"),
        (RUSSIAN, "iso8859_5"),
        (RUSSIAN, "utf-16-le"),
        (GREEK, "iso8859_7"),
        ("ستعلن الحكومة في الأسبوع القادم عن قانون جديد لحماية البيئة في المدن الكبرى.", "iso8859_6"),
        ("渡し舟は冬も動く。町の人は喜んだ。", "cp932"),
        (CHINESE, "utf-16-be"),
        ("那艘船只有冬天才開，城裡的人都很高興。", "big5"),
    ],
)
def test_letters_are_right_or_refused_in_every_encoding(text: str, encoding: str) -> None:
    """One sentence, and the same with a head line and another paragraph: never other letters than were written."""
    for whole in (text, f"date 2025-01-23 X\n\n{text}\n\n{text}\n"):
        assert decode(whole.encode(encoding)).text == whole


def test_letters_that_could_be_others_are_refused() -> None:
    """One letter of a word in no language says nothing: the report names both encodings and what to do."""
    with pytest.raises(UnreadableError, match=r"may be \w+ or \w+\); save it as UTF-8"):
        decode(b"xq \xe6zk\xf8 9")


@pytest.mark.parametrize(
    ("text", "encoding", "label"),
    [
        (RUSSIAN, "koi8_r", "windows-1251"),
        (GERMAN, "utf-8", "iso-8859-1"),
        (CZECH, "cp1250", "iso-8859-1"),
        (JAPANESE, "euc_jp", "shift_jis"),
        (CHINESE, "utf-8", "gbk"),
    ],
)
def test_a_declaration_that_gives_other_letters_is_not_believed(text: str, encoding: str, label: str) -> None:
    """The bytes may be valid in what is declared and still say nothing in it; a note says so."""
    decoded = decode(text.encode(encoding), label)
    assert decoded.text == text
    assert decoded.notes[0].startswith(f"it declares the encoding {label!r} but is not in it; it was read as")


@pytest.mark.parametrize(
    "head",
    [
        "<?xml version='1.0' encoding='ISO-8859-5'?>\n",
        '<html><meta charset="iso-8859-5">\n',
        "# -*- coding: iso-8859-5 -*-\n",
        "% vim: set fileencoding=iso-8859-5 :\n",
        "Content-Type: text/plain; charset=iso-8859-5\n\n",
    ],
)
def test_what_a_text_declares_is_asked_in_every_format(head: str) -> None:
    """Without its declaration, one letter would say nothing of the encoding."""
    assert decode((head + "Ж").encode("iso8859_5")) == (head + "Ж", ())


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_are_the_only_thing_changed(tmp_path: Path, line_end: str) -> None:
    """Offsets into the text are offsets into the file read as text: blanks, tabs and lines are all kept."""
    lines = "\ufeff \tdate 2025-01-23 T\n\n\n\n  A  b\u00a0c\t d \n\x0cEnd.\n\n"
    made = document(tmp_path, "a.txt", lines.replace("\n", line_end).encode())
    assert made.text == lines.removeprefix("\ufeff")


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_every_text_in_utf8_is_read_back(text: str) -> None:
    """Decoded text equals what was written but for line ends; texts with control characters may be refused."""
    if any(ord(character) < 32 or ord(character) == 127 for character in text.replace("\n", "")):
        return
    assert decode(b"\xef\xbb\xbf" + text.encode()).text == normalised(text)


@settings(max_examples=200, deadline=None)
@given(st.binary())
def test_no_bytes_break_decoding(data: bytes) -> None:
    """Whatever the bytes are, they give text that UTF-8 can write, or `UnreadableError`."""
    try:
        text = decode(data).text
    except UnreadableError:
        return
    assert "\r" not in text.encode().decode()


@given(st.text())
def test_tidying_twice_changes_nothing(text: str) -> None:
    """Text is normalised once: doing it again leaves it alone, and UTF-8 can always write it."""
    once = tidied(text)
    assert tidied(once) == once == once.encode().decode()
    assert "\n\n\n" not in once
    assert scrubbed(once) == once


def test_tidying_looks_at_each_blank_once() -> None:
    """A megabyte of blanks without a line end takes no longer than other text, rather than an hour."""
    assert tidied("a" + " \t" * 500_000 + "b  \n\t\n\n c \u00a0\n") == "a" + " \t" * 500_000 + "b\n\n c"


def test_a_file_that_is_not_text_says_why(tmp_path: Path) -> None:
    """A binary file called .txt is refused in words that say what to do."""
    assert refusal(tmp_path, "a.txt", bytes(range(256)) * 9).startswith("it is a binary file, not text; save it")
