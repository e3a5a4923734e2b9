"""One file to documents: heads, titles, dates, and that no bytes raise."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.models.documents import Document
from index.read import SourceFile, read
from index.read.title import first_words
from index.settings import Settings
from tests.makers.files import SETTINGS, document, message, packed, page, pdf, read_all, refusal, source, word
from tests.makers.outlook import compound, msg

DAY_FIRST = Settings(_env_file=None, date_order="day first")
LETTER = (
    b" date 2025-01-23 THE movement has urged the young people of the whole land to join forces with each other.\n"
    b"\nThe army launched on Tuesday an attack.\n"
)


def dated(made: Document) -> tuple[str, str, str] | None:
    return (made.date.as_written, made.date.precision, made.date.origin) if made.date else None


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("date 2025-01-23 ", ("2025-01-23", "day", "head line")),
        ("DATE: 2025-01-23 ", ("2025-01-23", "day", "head line")),
        ("\ufeff\n  Date 2025-01 ", ("2025-01", "month", "head line")),
        ("date:2025 ", ("2025", "year", "head line")),
        ("date 2025-01-23: ", ("2025-01-23", "day", "head line")),
        ("", None),
    ],
)
def test_the_archives_own_form(tmp_path: Path, head: str, expected: tuple[str, str, str] | None) -> None:
    """The head line gives the date, the short line after it the title, and the text begins after both."""
    made = document(tmp_path, "a.txt", f"{head}A short title\n\nThe text. It goes on.\n".encode())
    assert dated(made) == expected
    assert (made.title, made.title_origin) == ("A short title", "source")
    assert made.text[made.body :] == "The text. It goes on.\n"


def test_without_a_title_the_first_words_are_shown_and_marked(tmp_path: Path) -> None:
    """A head line that runs straight into the first sentence has no title, and all of the sentence stays text."""
    made = document(tmp_path, "a.txt", LETTER)
    assert dated(made) == ("2025-01-23", "day", "head line")
    assert (made.title, made.title_origin) == (
        "THE movement has urged the young people of the whole land to join forces with…",
        "first words",
    )
    assert made.text[made.body :].startswith("THE movement has urged")
    assert made.text == LETTER.decode()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "The bells were heard on Jan. 5 at St. Paul. Then came the vote.",
            "The bells were heard on Jan. 5 at St. Paul.",
        ),
        (
            "In 1973, Nixon named William E. Simon to the post. He took it.",
            "In 1973, Nixon named William E. Simon to the post.",
        ),
        ("He said: “It is done, and all may go.” Then he left.", "He said: “It is done, and all may go.”"),
        ("Why? Because it rained all day. Then came night.", "Why? Because it rained all day."),
        ("No stop at the end of this line\n\nThe next paragraph. And more.", "No stop at the end of this line"),
        ("月面着陸は成功した。" * 4, "月面着陸は成功した。" * 3),
    ],
)
def test_first_words_are_whole_sentences(text: str, words: str) -> None:
    """No abbreviation or initial ends them, quotations keep their marks, and a very short sentence takes the next."""
    assert first_words(text) == words


@pytest.mark.parametrize(
    ("first", "origin"),
    [
        ("A title", "source"),
        ("Is this a title?", "source"),
        ("It is a sentence.", "first words"),
        ("“It is a sentence.”", "first words"),
        ("To be continued…", "first words"),
        ("文章です。", "first words"),
        ("one, two,", "first words"),
        ("word " * 50, "first words"),
    ],
)
def test_a_title_is_recognised_by_its_form(tmp_path: Path, first: str, origin: str) -> None:
    """Short, without a full stop, a blank line after it: a title. Anything else is text."""
    made = document(tmp_path, "a.txt", f"date 2025-01-23 {first}\n\nThe text.".encode())
    assert made.title_origin == origin
    assert made.text[made.body :].startswith("The text." if origin == "source" else first.strip())


@pytest.mark.parametrize(
    "text", ["date 2025 Only a line", "date 2025 A line\nand the next\n", "date 2025 A line\n\n \n"]
)
def test_a_line_with_no_text_under_it_is_text(tmp_path: Path, text: str) -> None:
    """A title needs a blank line and text after it, or nothing would be left to search."""
    made = document(tmp_path, "a.txt", text.encode())
    assert made.title_origin == "first words"
    assert made.text[made.body :].startswith(("Only", "A line"))


def test_a_document_knows_its_file(tmp_path: Path) -> None:
    """Its path, size and SHA-256 are those of the bytes that were read."""
    file = source(tmp_path, "folder/a.txt", b"Words.")
    (made,) = read(file, SETTINGS)
    assert isinstance(made, Document)
    assert (made.path, made.size, made.sha256) == ("folder/a.txt", 6, file.sha256)


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("2001-02-03-a.txt", b"date 2025-01-23 Words.", ("2025-01-23", "day", "head line")),
        ("2001-02-03-a.md", b"---\ndate: 2024-05\n---\nWords.", ("2024-05", "month", "front matter")),
        ("a.md", b"---\ndate: 2024-05\n---\ndate 2023 Words.", ("2023", "year", "head line")),
        ("2001-02-03-a.html", page("Words.", '<meta name="date" content="2020-01-02T23:30:00-08:00">'),
         ("2020-01-02T23:30:00-08:00", "day", "metadata")),
        ("2001-02-03-a.eml", message("Words.", Date="Fri, 22 Oct 2010 23:30:00 -0800"),
         ("Fri, 22 Oct 2010 23:30:00 -0800", "day", "metadata")),
        ("2001-02-03-a.pdf", pdf([["Words."]], "/CreationDate (D:20200102233000-08'00')"),
         ("2001-02-03", "day", "file name")),
        ("a.pdf", pdf([["Words."]], "/CreationDate (D:20200102233000-08'00')"),
         ("D:20200102233000-08'00'", "day", "creation metadata")),
        ("20250123_x.txt", b"Words.", ("20250123", "day", "file name")),
        ("a.docx", word(["Words."], created="2020-01-02T23:30:00Z"),
         ("2020-01-02T23:30:00Z", "day", "creation metadata")),
        ("a.docx", word(["date 2019-03-04 Words."], created="2020-01-02T23:30:00Z"),
         ("2019-03-04", "day", "head line")),
        ("a.docx", word(["Words."]), None),
        ("a.txt", b"Words.", None),
    ],
)  # fmt: skip
def test_the_most_trusted_date_counts(
    tmp_path: Path, name: str, data: bytes, expected: tuple[str, str, str] | None
) -> None:
    """Head line, front matter, metadata, file name, and creation only as a last resort and labelled so."""
    made = document(tmp_path, name, data)
    assert dated(made) == expected
    assert made.notes == ()


def test_no_time_zone_shifts_the_day(tmp_path: Path) -> None:
    """Half past eleven at night eight hours west of Greenwich is still that day."""
    made = document(tmp_path, "a.eml", message("Words.", Date="Fri, 22 Oct 2010 23:30:00 -0800"))
    assert made.date is not None
    assert made.date.earliest == made.date.latest == dt.date(2010, 10, 22)


def test_a_files_time_is_never_its_date(tmp_path: Path) -> None:
    """A file that states no date is undated, whenever it was changed."""
    file = source(tmp_path, "a.txt", b"Words.")
    (made,) = read(file, SETTINGS)
    assert isinstance(made, Document)
    assert (made.date, made.notes) == (None, ())


@pytest.mark.parametrize("written", ["2025-13-45", "03/04/2025", "25-01-23"])
def test_a_date_that_cannot_be_read_leaves_a_note(tmp_path: Path, written: str) -> None:
    """Impossible and ambiguous dates: the document is read, undated, and the report says why."""
    made = document(tmp_path, "2001-02-03.txt", f"date {written} Words.".encode())
    assert made.date is None
    assert made.text[made.body :] == "Words."
    (note,) = made.notes
    assert note.startswith(f"the head line's date {written} ")
    assert note.endswith("; the document is undated")


def test_the_settings_decide_an_ambiguous_date(tmp_path: Path) -> None:
    """With date_order 03/04/2025 is a day."""
    made = document(tmp_path, "a.txt", b"date 03/04/2025 Words.", DAY_FIRST)
    assert made.date is not None
    assert made.date.earliest == dt.date(2025, 4, 3)


def test_a_future_date_is_kept_with_a_note(tmp_path: Path) -> None:
    """It stays the document's date; whether it is in the future depends on the day given."""
    file = source(tmp_path, "a.txt", b"date 2025-01-23 Words.")
    for today, notes in ((dt.date(2025, 1, 22), ("the head line's date 2025-01-23 is in the future",)),
                         (dt.date(2025, 1, 23), ())):  # fmt: skip
        (made,) = read(file, SETTINGS, today=today)
        assert isinstance(made, Document)
        assert (made.notes, made.date is not None) == (notes, True)


def test_a_date_with_halves_of_characters_breaks_nothing(tmp_path: Path) -> None:
    """JSON and YAML can spell what UTF-8 can't; titles, dates and notes come out writable."""
    script = '<script type="application/ld+json">{"datePublished":"2020\\ud800"}</script>'
    for name, data in (("a.html", page("Words.", script)), ("a.md", b'---\ntitle: "a\\ud800\\0b"\n---\nWords.')):
        made = document(tmp_path, name, data)
        assert made.model_dump_json()
        assert "\0" not in made.title


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.txt", b""), ("a.txt", b" \n\t\n"), ("a.txt", b"date 2025-01-23 \n"), ("a.html", page("<p> </p>")),
     ("a.docx", word([])), ("a.md", b"---\ntitle: x\n---\n")],
)  # fmt: skip
def test_a_file_without_text_is_refused(tmp_path: Path, name: str, data: bytes) -> None:
    """A head without text is not a document."""
    assert refusal(tmp_path, name, data) == "it has no text; remove it or add its text"


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    """Even if it has grown since it was scanned."""
    reason = refusal(tmp_path, "a.txt", b"x" * (1024 * 1024 + 1), Settings(_env_file=None, max_file_mib=1))
    assert reason == "it is larger than 1 MiB; split it or raise the setting max_file_mib"


def test_a_file_that_is_gone_is_refused(tmp_path: Path) -> None:
    """A file may vanish between scanning and reading."""
    file = SourceFile("a.txt", str(tmp_path / "a.txt"), 1, "")
    (failed,) = read(file, SETTINGS)
    assert failed.model_dump() == {
        "path": "a.txt",
        "reason": "it can't be opened (no such file or directory); check its permissions",
        "chat": None,
        "os_fault": "no such file or directory",
    }


WHOLE = {
    "a.txt": b"date 2025-01-23 Title\n\nCaf\xc3\xa9 words. More words.",
    "a.md": b"---\ntitle: A\ndate: 2020-01-02\n---\n# Heading\n\nWords *and* words.",
    "a.html": page("<h1>T</h1><p>Words &amp; words.<p>More.", "<title>x</title><meta name=date content=2020>"),
    "a.pdf": pdf([["Words on a line-", "break."], ["More."]], "/Title (T) /CreationDate (D:2020)"),
    "a.docx": word(["One.", "Two."], title="T"),
    "a.eml": message("Words.\n", Subject="=?utf-8?q?a?=", Date="Fri, 22 Oct 2010 23:30:00 -0800"),
    "a.mbox": b"From a@b Fri Oct 22 10:00:00 2010\n" + message("Words.\n", Date="22 Oct 2010"),
    "a.emlx": b"80\n" + message("Words.\n", Date="22 Oct 2010") + b"<plist><dict></dict></plist>",
    "a.mhtml": b"From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
    b"Content-Type: text/html\n\n<title>T</title><p>Words.\n--b--\n",
    "a.msg": compound(msg({0x37: "T", 0x1000: "Words."}, {0x1013: b"<p>Words."})),
    "a.zip": packed({"a": b"b"}),
}
"""A good file of each format, to damage."""


def check(folder: Path, name: str, data: bytes) -> None:
    """Reading gives documents whose offsets hold, or reasons in one line, and all of it can be written as JSON."""
    results = read_all(folder, name, data)
    assert results
    for result in results:
        assert result.model_dump_json()
        if isinstance(result, Document):
            assert result.text[result.body :].strip()
            assert list(result.pages) == sorted(result.pages)
            assert all(0 <= start <= len(result.text) for start in result.pages)
            assert result.title == " ".join(result.title.split()) != ""
        else:
            assert "\n" not in result.reason


HYPOTHESIS = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@HYPOTHESIS
@given(data=st.binary(max_size=400), name=st.sampled_from(sorted(WHOLE)))
def test_no_bytes_make_reading_raise(tmp_path: Path, data: bytes, name: str) -> None:
    """Any bytes under any name."""
    check(tmp_path, name, data)


@HYPOTHESIS
@given(text=st.text(max_size=200), head=st.sampled_from(["date ", "date: 2025-01-23 ", "---\n", "<html>", "From: "]))
def test_no_text_makes_reading_raise(tmp_path: Path, text: str, head: str) -> None:
    """Any text after the beginnings by which formats are recognised."""
    check(tmp_path, "a.txt", (head + text).encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("name", sorted(WHOLE))
@HYPOTHESIS
@given(data=st.data())
def test_no_damage_makes_reading_raise(tmp_path: Path, name: str, data: st.DataObject) -> None:
    """A good file cut short, or with bytes inserted."""
    whole = WHOLE[name]
    at = data.draw(st.integers(0, len(whole)))
    to = data.draw(st.one_of(st.just(len(whole)), st.integers(at, len(whole))))
    check(tmp_path, name, whole[:at] + data.draw(st.binary(max_size=20)) + whole[to:])
