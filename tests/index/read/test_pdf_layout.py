"""The order of a PDF's words: columns, tables, headings, fields, and pages that are pictures."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, zip_longest
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.read.pdf import read_pdf
from index.read.protocol import Content
from index.read.recognise import OCR, OFF, Recogniser
from tests.makers.files import SETTINGS, document, refusal
from tests.makers.pdfs import PICTURE, Text, Typed, column, drawn, field

LEFT = [
    "The council of Millbrook met",
    "on the quay and voted to keep",
    "the old ferry, which has sailed",
    "for a hundred years.",
]
RIGHT = [
    "The mill at the weir was sold",
    "to a baker who will grind rye",
    "there again, as was done in the",
    "days of his grandmother.",
]
THIRD = [
    "Snow fell on the high pass and",
    "closed the road until the first",
    "week of spring, when a plough",
    "came up from the valley.",
]
HEADLINE = Text("A headline over both of the columns of this page", 60, 700, 18)


def text_of(tmp_path: Path, *pages: Sequence[Text | Typed | str]) -> str:
    return document(tmp_path, "a.pdf", drawn(*pages)).text


def by_rows(*columns: list[Text]) -> list[Text]:
    """The lines of columns row by row, as some programs draw them."""
    return [text for text in chain.from_iterable(zip_longest(*columns)) if text]


@pytest.mark.parametrize("lower", [0, 5, -4], ids=["level", "lower", "higher"])
@pytest.mark.parametrize("headline", [[], [HEADLINE]], ids=["alone", "under a headline"])
def test_columns_drawn_row_by_row_are_read_one_after_the_other(
    tmp_path: Path, lower: int, headline: list[Text]
) -> None:
    """Whether or not their lines are level, and below a headline across both."""
    rows = by_rows(column(LEFT, 60, 660), column(RIGHT, 330, 660 - lower))
    text = text_of(tmp_path, [*headline, *rows])
    expected = ([HEADLINE.words] if headline else []) + ["\n".join(LEFT), "\n".join(RIGHT)]
    assert text == "\n\n".join(expected)


def test_three_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    """Each is whole, and so is the line across them below."""
    across = Text(
        "A last line that goes from the left edge of the page to the right edge, over all columns of it.", 40, 560
    )
    rows = by_rows(column(LEFT, 40, 660), column(RIGHT, 230, 660), column(THIRD, 420, 660))
    assert text_of(tmp_path, [*rows, across]) == "\n\n".join(
        ["\n".join(LEFT), "\n".join(RIGHT), "\n".join(THIRD), across.words]
    )


def test_columns_of_words_that_stand_each_at_its_place_are_read(tmp_path: Path) -> None:
    """As programs draw justified lines."""
    rows = [
        [
            Text(word, x + 6 * sum(len(one) + 1 for one in words[:at]), 660 - 13 * number)
            for at, word in enumerate(words)
        ]
        for number, lines in enumerate(zip(LEFT, RIGHT, strict=True))
        for x, words in zip((40, 300), (line.split() for line in lines), strict=True)
    ]
    assert text_of(tmp_path, list(chain.from_iterable(rows))) == "\n\n".join(["\n".join(LEFT), "\n".join(RIGHT)])


def test_columns_above_a_table_are_read_and_the_table_keeps_its_rows(tmp_path: Path) -> None:
    """Also in German, whose nouns begin large, and where one column is short."""
    left = ["Der Rat von Mühlbach hat am", "Montag am Kai beschlossen, die", "alte Fähre zu behalten."]
    right = [
        "Die Mühle am Wehr wurde an",
        "einen Bäcker verkauft, der dort",
        "Roggen mahlen will, so wie es",
        "früher war.",
    ]
    table = [column(cells, 60 + 270 * at, 560) for at, cells in enumerate((["Jahr", "1990"], ["Fahrten", "800"]))]
    assert text_of(tmp_path, [*by_rows(column(left, 60, 660), column(right, 330, 660)), *by_rows(*table)]) == (
        "\n\n".join(["\n".join(left), "\n".join(right), "Jahr Fahrten\n1990 800"])
    )


def test_words_broken_at_the_end_of_a_columns_line_are_joined(tmp_path: Path) -> None:
    """With the next line of their column, and not with the line beside it."""
    left = ["The council of Mill-", "brook met on the quay and a", "few from the well-", "known houses came too."]
    rows = by_rows(column(left, 60, 660), column(RIGHT, 330, 660))
    text = text_of(tmp_path, rows)
    assert text.startswith("The council of Millbrook met on the quay and a\nfew from the well-known houses came too.")
    assert text.endswith("\n".join(RIGHT))


def test_columns_drawn_in_order_stay_so(tmp_path: Path) -> None:
    """As most programs draw them."""
    assert text_of(tmp_path, [*column(LEFT, 60, 660), *column(RIGHT, 330, 660)]) == "\n\n".join(
        ["\n".join(LEFT), "\n".join(RIGHT)]
    )


@pytest.mark.parametrize(
    "rows",
    [
        [("Place", "Price"), ("Mill", "12"), ("Weir", "15"), ("Quay", "7")],
        [("Monday 3 June", "Open from nine to five"), ("Tuesday 4 June", "Open from ten to four"),
         ("Friday 7 June", "Closed for the whole day"), ("Sunday 9 June", "Open after the noon bell")],
        [("Weir Mill in the east", "4,512.20 and 3,000.00"), ("Quay House at the bridge", "1,200.00 and 2,000.00"),
         ("Ferry and its landing", "9,412.70 and 8,000.10"), ("Roads and paths of it", "2,212.20 and 1,500.00")],
    ],
)  # fmt: skip
def test_a_table_keeps_its_rows(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    """What stands beside each other is read together."""
    first, second = zip(*rows, strict=True)
    text = text_of(tmp_path, by_rows(column(first, 60, 660), column(second, 330, 660)))
    assert text.split("\n") == [" ".join(row) for row in rows]


WORDS = st.lists(st.integers(1, 3), min_size=0, max_size=12)


@given(columns=st.lists(WORDS, min_size=1, max_size=4), interleaved=st.booleans(), headline=st.booleans())
def test_every_word_comes_out_once(columns: list[list[int]], interleaved: bool, headline: bool) -> None:
    """Whatever stands where."""
    number = iter(range(10_000))
    drawings = [
        column([" ".join(f"word{next(number)}x" for _ in range(words)) for words in lines], 40 + 140 * at, 660)
        for at, lines in enumerate(columns)
    ]
    texts = by_rows(*drawings) if interleaved else list(chain.from_iterable(drawings))
    page = [*([HEADLINE] if headline else []), *texts, Text("end", 300, 40)]
    (content,) = read_pdf(drawn(page), 1_000_000, recogniser=Recogniser(SETTINGS))
    assert isinstance(content, Content)
    assert sorted(content.text.split()) == sorted(" ".join(text.words for text in page).split())


@pytest.mark.parametrize(
    ("texts", "title", "rest"),
    [
        ([Text("Ferry kept", 60, 700, 16), *column(LEFT, 60, 670)], "Ferry kept", LEFT),
        ([Text("Ferry kept", 60, 700), *column(LEFT, 60, 660)], "Ferry kept", LEFT),
        ([Text("Ferry kept on the river", 60, 700, 16), Text("of the old mill", 60, 681, 16), *column(LEFT, 60, 650)],
         "Ferry kept on the river of the old mill", LEFT),
        ([Text("date 2025-01-23", 60, 713), Text("Ferry kept", 60, 700), *column(LEFT, 60, 674)], "Ferry kept", LEFT),
        ([Text("date 2025-01-23 Ferry kept", 60, 700), Text("It sails on.", 60, 674)], "Ferry kept", ["It sails on."]),
    ],
    ids=["larger", "apart", "two lines", "under the date", "on the date's line"],
)  # fmt: skip
@pytest.mark.parametrize("info", ["", "/Title (Microsoft Word - a.doc)", "/Title (untitled)", "/Title (minutes.docx)"])
def test_a_heading_is_the_title(tmp_path: Path, texts: list[Text], title: str, rest: list[str], info: str) -> None:
    """A line set larger or apart, where the properties have no title that a person wrote."""
    made = document(tmp_path, "a.pdf", drawn(texts, info=info))
    assert (made.title, made.title_origin, made.text[made.body :]) == (title, "source", "\n".join(rest))


def test_a_title_that_begins_like_a_programs_counts(tmp_path: Path) -> None:
    """Only the whole of it can be a program's."""
    made = document(tmp_path, "a.pdf", drawn([Text("Words.", 60, 700)], info="/Title (Untitled love story)"))
    assert made.title == "Untitled love story"


def test_paragraphs_apart_are_paragraphs(tmp_path: Path) -> None:
    """A larger distance than usual parts them, unless a sentence plainly goes on."""
    lines = [*column(LEFT, 60, 700), *column(RIGHT, 60, 630), Text("and so on.", 60, 560)]
    assert text_of(tmp_path, lines) == "\n".join(LEFT) + "\n\n" + "\n".join([*RIGHT, "and so on."])


def test_lines_twice_as_far_from_each_other_as_usual_are_one_paragraph(tmp_path: Path) -> None:
    """A typescript with double spacing."""
    assert text_of(tmp_path, [*column([*LEFT, *RIGHT], 60, 700, leading=26)]) == "\n".join([*LEFT, *RIGHT])


def test_filled_fields_are_text_where_they_stand(tmp_path: Path) -> None:
    """Texts and choices, after the words to their left; not what is hidden, secret, or only a button."""
    page: list[Text | Typed | str] = [
        Text("Name:", 60, 705), Text("Place:", 300, 705), Text("Ferry:", 60, 675), Text("The end.", 60, 600),
        field(340, 700, "Stone Weir", name="b"), field(100, 700, "Old Heron", name="a"),
        field(100, 670, "x2", kind="/Ch", more="/Ff 131072 /Opt [[(x1) (Kept)] [(x2) (Sold by the town)]]"),
        field(100, 640, "Line one\\rline two", more="/Ff 4096"),
        field(100, 580, "a secret", more="/Ff 8192"), field(100, 550, "unseen", more="/F 2"),
        field(100, 520, "Yes", kind="/Btn"), field(100, 500, ""),
    ]  # fmt: skip
    text = text_of(tmp_path, page)
    assert " ".join(text.split()) == (
        "Name: Old Heron Place: Stone Weir Ferry: Sold by the town Line one line two The end."
    )


def test_a_field_whose_value_is_drawn_too_is_text_once(tmp_path: Path) -> None:
    """As some programs write both; a field with other words is text beside them."""
    page: list[Text | Typed] = [Text("Name:", 60, 705), Text("Old Heron", 102, 705), field(100, 700, "Old Heron")]
    assert text_of(tmp_path, page) == "Name: Old Heron"
    assert text_of(tmp_path, [*page[:2], field(100, 700, "Wren")]) == "Name: Wren Old Heron"


def test_a_page_with_only_fields_or_notes_has_their_text(tmp_path: Path) -> None:
    """A free text is drawn on the page; a note beside it is not its text."""
    free = Typed(60, 640, "/Subtype /FreeText /Contents (Seen by the mayor.) /DA (/Helv 10 Tf)")
    note = Typed(60, 600, "/Subtype /Text /Contents (A comment.)")
    assert text_of(tmp_path, [field(60, 700, "Old Heron"), free, note]) == "Old Heron\nSeen by the mayor."


def test_pages_that_are_pictures_are_named(tmp_path: Path) -> None:
    """Also those with hardly more than a number on the picture; not those that are blank, or have a small picture."""
    text = Text("The ferry stays, as the council has decided in its meeting on the quay of Millbrook.", 60, 700)
    small = "q 60 0 0 60 10 10 cm /Im Do Q"
    pages: list[list[Text | Typed | str]] = [
        [text], [PICTURE], [PICTURE, Text("3", 300, 30)], [], [text, small], ["0 0 m 50 50 l S"], [text, PICTURE],
        [Text("Short.", 60, 700), small],
    ]  # fmt: skip
    made = document(tmp_path, "a.pdf", drawn(*pages))
    assert made.notes == (f"3 of 8 pages hold no text (2–3, 6); {OFF}, or {OCR}",)
    assert len(made.pages) == 8


def test_a_pdf_of_pictures_only_is_refused(tmp_path: Path) -> None:
    """With what to do."""
    assert refusal(tmp_path, "a.pdf", drawn([PICTURE], [PICTURE])) == (
        f"it has no text, perhaps only pictures of pages; {OFF}, or {OCR}"
    )


def test_the_invisible_text_of_recognised_pages_is_read(tmp_path: Path) -> None:
    """Text recognition lays it under the picture."""
    made = document(tmp_path, "a.pdf", drawn([PICTURE, *(text._replace(mode=3) for text in column(LEFT, 60, 700))]))
    assert (made.text, made.notes) == ("\n".join(LEFT), ())


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["a well-known man, a well-", "known one"], "a well-known man, a well-known one"),
        (["the mother-in-law and a mother-in-", "law"], "the mother-in-law and a mother-in-law"),
        (["state-of-the-", "art"], "state-of-the-art"),
        (["a well-estab-", "lished house"], "a well-established house"),
        (["the pre-", "1914 years of COVID-", "19, pages 10-", "12"], "the pre-1914 years of COVID-19, pages 10-12"),
        (["twenty-", "five and self-", "taught, self-", "ish well-", "ness"],
         "twenty-five and self-taught, selfish wellness"),
        (["the cooperative and the co-", "operative"], "the cooperative and the cooperative"),
        (["the pre-", "sent pre-", "mier pre-", "war ex-", "ample"], "the present premier pre-war example"),
        (["long-", "term and high-", "speed, e-", "mail, short-", "age, high-", "way"],
         "long-term and high-speed, e-mail, shortage, highway"),
        (["Nord-", "und Ostsee, thou-", "sand"], "Nord-\nund Ostsee, thousand"),
        (["Hazel-", "ford of Stone-", "Weir"], "Hazelford of Stone-Weir"),
    ],
)  # fmt: skip
def test_a_hyphen_that_belongs_to_a_word_stays(tmp_path: Path, lines: list[str], text: str) -> None:
    """As the document writes the word elsewhere, or as English does; digits and capitals keep theirs."""
    assert text_of(tmp_path, [*column(lines, 60, 700)]) == text


def test_only_words_on_the_paper_are_text(tmp_path: Path) -> None:
    """A word that is cut by its edge is whole."""
    page = [Text("Seen words.", 60, 700), Text("Beside it.", 900, 700), Text("Printer's mark", 60, 900),
            Text("Cut at the edge", 560, 650)]  # fmt: skip
    assert text_of(tmp_path, page) == "Seen words.\n\nCut at the edge"


def test_a_large_first_letter_is_part_of_its_word(tmp_path: Path) -> None:
    """As books and magazines set it."""
    page = [Text("T", 60, 674, 36), *column(["he council met on the quay", "and voted for the ferry."], 90, 700)]
    assert text_of(tmp_path, page) == "The council met on the quay\nand voted for the ferry."


def test_a_page_of_many_small_pieces_is_read(tmp_path: Path) -> None:
    """Thousands of words at their own places, in rows and out of them."""
    pieces = [Text(f"w{number}", 40 + number % 40 * 14, 780 - number // 40 * 4, 3) for number in range(6000)]
    assert len(text_of(tmp_path, [*pieces]).split()) == 6000
