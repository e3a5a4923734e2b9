"""Rich text: encodings, what is text and what is not, tables, notes, title and date."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.read.rtf import CUT_OFF
from index.read.rtf_text import RtfText
from tests.makers.files import document, refusal
from tests.makers.office import rtf


def text_of(folder: Path, body: str) -> str:
    return document(folder, "a.rtf", rtf(body)).text


def test_rich_text_keeps_its_paragraphs_title_and_day(tmp_path: Path) -> None:
    """The day of its creation is the last resort, and called so; a file called .doc may be rich text."""
    head = r"{\info{\title A {\b title}}{\author GONE}{\creatim\yr2010\mo10\dy22\hr9}{\revtim\yr2020\mo1\dy1}}"
    made = document(tmp_path, "a.doc", rtf(r"One.\par Two.", head))
    assert (made.text, made.title, made.format) == ("One.\n\nTwo.", "A title", "rtf")
    assert made.date is not None
    assert (str(made.date.earliest), made.date.origin) == ("2010-10-22", "creation metadata")
    assert document(tmp_path, "b.rtf", rtf("Words.", r"{\info{\creatim\yr0\mo0\dy0}}")).date is None


def test_a_head_line_counts_more_than_what_the_file_says_of_itself(tmp_path: Path) -> None:
    """In the text, or in the header of its pages."""
    made = document(tmp_path, "a.rtf", rtf(r"date 2025-01-23 The title\par Words.", r"{\info{\title Other}}"))
    assert (made.title, str(made.date and made.date.earliest)) == ("The title", "2025-01-23")
    assert text_of(tmp_path, r"{\header Page\par date 2025-01-23 X\par}Words.") == "date 2025-01-23 X\n\nWords."


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"Caf\'e9", "Café"),
        (r"{\f1 \'cc\'e8\'f0}", "Мир"),
        (r"{\f1 \'cc}{\'e9}", "Мé"),
        (r"{\f2 a} b", "α b"),
        (r"\u1052?\u1080?\u1088?", "Мир"),
        (r"\u8364\'80", "€"),
        (r"\uc2\u28450\'8a\'bf!", "漢!"),
        (r"\uc0\u233 x", "éx"),
        (r"{\uc3 \u233 abc}\u233 ax", "ééx"),
        (r"\u-10179?\u-8704?", "\U0001f600"),
        (r"\u128512?", "\U0001f600"),
        (r"\u-10179?x", "\ufffdx"),
        (r"a\~b\_c\emdash d\ldblquote e\rdblquote", "a\u00a0b\u2011c—d“e”"),
        (r"\{a\\b\}", "{a\\b}"),
        ("One\\\nTwo", "One\n\nTwo"),
        ("One \r\ntwo", "One two"),
        (r"{\upr{GONE}{\*\ud{Kept}}}", "Kept"),
        (r"x\'zz", "xzz"),
    ],
)  # fmt: skip
def test_characters_are_read_in_every_form(tmp_path: Path, body: str, text: str) -> None:
    """Bytes in the font's encoding, numbers with what stands for them elsewhere, names, and escapes."""
    assert text_of(tmp_path, body) == text


@pytest.mark.parametrize(
    ("page", "data", "text"),
    [
        (r"\ansicpg932", rb"\'8a\'bf\'8e\'9a \'83A", "漢字 ア"),
        (r"\ansicpg1250", rb"\'a3\'f3d\'9f", "Łódź"),
        (r"\mac", rb"\'8e", "é"),
        (r"\pc", rb"\'82", "é"),
        (r"\ansicpg65001", "Łódź".encode(), "Łódź"),
        (r"\ansicpg99", rb"\'e9", "é"),
    ],
)
def test_the_file_names_its_encoding(page: str, data: bytes, text: str) -> None:
    """Also where the second byte of a character is written as a letter; an unknown one is windows-1252."""
    assert RtfText(b"{\\rtf1\\ansi%s " % page.encode("ascii") + data + b"}", 1000).text == text


@pytest.mark.parametrize(
    "gone",
    [
        r"{\v GONE}", r"\v GONE\v0 ", r"{\deleted GONE}", r"{\*\unknown GONE {GONE}}", r"{\pict 47 4f 4e 45}",
        r"{\*\shppict{\pict 474f}}", r"{\field{\*\fldinst HYPERLINK GONE}}", r"{\stylesheet{\s0 GONE;}}",
        r"{\footer GONE\par}", r"{\*\annotation GONE}", r"{\xe GONE}", r"{\listtext\'b7\tab}",
        r"{\object{\*\objdata 4f}}",
        r"{\v{\footnote GONE}}", r"{\*\bkmkstart GONE}", r"{\info{\comment GONE}}", r"{\colortbl;\red0;GONE}",
        "{\\pict\\bin5 }GO{E}",
    ],
)  # fmt: skip
def test_what_is_hidden_deleted_or_no_text_is_left_out(tmp_path: Path, gone: str) -> None:
    """Pictures, also as bytes that look like braces, instructions of fields, comments, entries of an index."""
    assert text_of(tmp_path, f"One{gone} two.") == "One two."


def test_results_of_fields_inserted_words_and_formulas_are_text(tmp_path: Path) -> None:
    """What a reader of the document sees."""
    body = r"{\field{\*\fldinst HYPERLINK x}{\fldrslt a link}}, {\revised new} "
    body += r"{\mmath{\*\moMath{\mr\mscr0 a=2}{\*\mctrlPr x}}}"
    assert text_of(tmp_path, body) == "a link, new a=2"


def test_a_footnote_follows_its_paragraph_and_an_endnote_the_text(tmp_path: Path) -> None:
    """Word writes them as destinations that may be passed over, or not; a text box follows its paragraph, too."""
    body = (
        r"One{\super\chftn{\*\footnote\pard\plain {\super\chftn} Below.}} word{\footnote\ftnalt Last.}.\par "
        r"Two{\shp{\*\shpinst{\sp{\sn x}{\sv GONE}}{\shptxt In a box.\par}}{\shprslt{\*\do{\dptxbxtext GONE}}}}."
        r"\par Three."
    )
    assert text_of(tmp_path, body) == "One word.\n\nBelow.\n\nTwo.\n\nIn a box.\n\nThree.\n\nLast."


def test_a_table_is_read_row_by_row(tmp_path: Path) -> None:
    """With the names of its columns where a row is marked as the header; paragraphs of a cell are joined."""
    head = r"\trowd\trhdr\cellx1\cellx2\pard\intbl Year\cell Crew\cell\row"
    row = r"\trowd\cellx1\cellx2\pard\intbl 1969\par July\cell 3\cell\row"
    body = rf"Before.\par {head} {row}\pard After.\par"
    assert text_of(tmp_path, body) == "Before.\n\nYear: 1969 July; Crew: 3\n\nAfter."
    assert text_of(tmp_path, body.replace(r"\trhdr", "")) == "Before.\n\nYear\tCrew\n\n1969 July\t3\n\nAfter."
    two = rf"{head}{row}{head}{row}"
    assert text_of(tmp_path, two) == "Year: 1969 July; Crew: 3\n\nYear: 1969 July; Crew: 3"


def test_a_file_that_is_cut_off_is_read_and_said_to_be(tmp_path: Path) -> None:
    """Whatever it is cut off in; what stands behind the end is no text."""
    whole = rtf(r"One.\par {\pict 4f4f}Two {\footnote Three.}.")
    for at in (len(whole) - 1, len(whole) - 8, whole.index(b"4f4f") + 2):
        made = document(tmp_path, f"{at}.rtf", whole[:at])
        assert made.text.startswith("One.")
        assert made.notes == (CUT_OFF,)
    made = document(tmp_path, "a.rtf", whole + b"\0\0GONE")
    assert (made.text, made.notes) == ("One.\n\nTwo .\n\nThree.", ())


def test_a_file_without_words_or_with_too_many_groups_is_refused(tmp_path: Path) -> None:
    """In linear time: neither groups nor control words are walked twice."""
    assert refusal(tmp_path, "a.rtf", rtf(r"\par{\pict 4f}")) == "it has no text; remove it or add its text"
    assert "nested groups" in refusal(tmp_path, "a.rtf", rtf("{" * 200_000 + "x"))
    assert document(tmp_path, "a.rtf", rtf(r"{\*\x " + "{" * 200_000 + "}" * 200_000 + "}Words.")).text == "Words."
