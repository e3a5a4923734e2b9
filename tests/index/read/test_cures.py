"""Why a document has no date, and the cure that works for its kind; each cure is followed, and gives the date."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from index.models.documents import DateSpan, Document, Origin
from index.models.undated import BY_HAND, BY_HAND_IN_CHAT, NO_DATE, Undated
from index.read.cures import undated, weakly_dated
from tests.makers.files import document, message, page, pdf, read_all, word
from tests.makers.web_archives import response

HEAD_LINE = "begin its first line with date 2025-01-23"
FRONT_MATTER = f"{HEAD_LINE}, or put date: 2025-01-23 into its front matter"
META = '<meta property="article:published_time" content="2025-01-23">'
FIELD = "give it a field called date, or name the one it has in the setting date_field"
DECLARED = "let it declare one date, as " + META


def span(written: str, origin: Origin) -> DateSpan:
    day = dt.date.fromisoformat(written)
    return DateSpan(earliest=day, latest=day, precision="day", origin=origin, as_written=written)


def named(suffix: str) -> str:
    return f"begin its file name with its date (2025-01-23-name{suffix})"


def why(folder: Path, name: str, data: bytes) -> Undated:
    """What is said of the one document in these bytes."""
    (made,) = read_all(folder, name, data)
    assert isinstance(made, Document), made
    assert made.date is None
    return undated(made)


@pytest.mark.parametrize(
    ("name", "data", "cures"),
    [
        ("a.txt", b"Words.", [HEAD_LINE, named(".txt")]),
        ("a", b"Words.", [HEAD_LINE, named("")]),
        ("a.csv", b"Words.", [named(".csv")]),
        ("a.json", b'{"text": "Words."}', [FIELD, named(".json")]),
        ("b.csv", b"height,year\n3.4,1912\n", [named(".csv")]),
        ("a.md", b"# T\n\nWords.", [FRONT_MATTER]),
        ("a.html", page("<p>Words."), [f"put {META} into its head", named(".html")]),
        ("a.PDF", pdf([["Words."]]), [named(".pdf")]),
        ("a.docx", word(["Words."]), [HEAD_LINE, named(".docx")]),
        ("a.eml", message("Words."), [named(".eml")]),
    ],
)
def test_a_document_that_states_no_date_is_told_how_to(
    tmp_path: Path, name: str, data: bytes, cures: list[str]
) -> None:
    """By its kind, and in the end by hand; a chat is told the command of the chat."""
    told = why(tmp_path, name, data)
    assert (told.path, told.reason) == (name, NO_DATE)
    assert told.cure == ", or ".join((*cures, BY_HAND))
    assert told.chat == ", or ".join((*cures, BY_HAND_IN_CHAT))


@pytest.mark.parametrize(
    ("name", "data", "reason", "cures"),
    [
        ("a.jsonl", b'[{"text": "Words."}]', "it states no date", [FIELD]),
        ("a.csv", b"title,text\nA,Words.\n", "it states no date", [FIELD]),
        ("a.warc", response(b"<p>Words."), "it states no date; it was captured on 3 May 2021", []),
        ("a.csv", b"date,text\n2020-13-45,Words.\n", None, ["correct the cell with its date"]),
        ("a.json", b'[{"text": "Words.", "date": 17}]', None, ["correct the field with its date"]),
    ],
)
def test_a_record_or_page_in_a_file_is_not_dated_by_the_files_name(
    tmp_path: Path, name: str, data: bytes, reason: str | None, cures: list[str]
) -> None:
    """Renaming the file would not help, and is not advised."""
    told = why(tmp_path, name, data)
    assert told.path == f"{name}#1"
    assert reason is None or told.reason == reason
    assert told.cure.endswith(", or ".join((*cures, BY_HAND)))
    assert "file name" not in told.cure


def test_a_message_in_a_mailbox_is_not_dated_by_the_files_name(tmp_path: Path) -> None:
    """Renaming the mailbox would not help, and is not advised."""
    made = document(tmp_path, "a.txt", b"Words.").model_copy(update={"path": "a.mbox#1", "format": "mbox"})
    told = undated(made)
    assert (told.path, told.reason) == ("a.mbox#1", "the message states no date")
    assert told.cure == f"give the message a Date field, or {BY_HAND}"


@pytest.mark.parametrize(
    ("name", "data", "reason", "cures"),
    [
        ("a.txt", b"date 2025-13-45 Words.", "the head line's date 2025-13-45 does not exist", [HEAD_LINE]),
        (
            "a.md",
            b"---\ndate: 2025-02-30\n---\nWords.",
            "the front matter's date 2025-02-30 does not exist",
            [FRONT_MATTER],
        ),
        (
            "a.pdf",
            pdf([["date 03/04/2025 Words."]]),
            "the head line's date 03/04/2025 can mean 3 April or 4 March",
            ["set date_order to say which"],
        ),
        (
            "a.docx",
            word(["date 03/04/2025 Words."]),
            "the head line's date 03/04/2025 can mean 3 April or 4 March",
            ["set date_order to say which", HEAD_LINE],
        ),
        (
            "a.html",
            page("<p>Words.", '<meta name="date" content="2025-02-30">'),
            "the metadata's date 2025-02-30 does not exist",
            [DECLARED],
        ),
        (
            "a.eml",
            message("Words.", Date="30 Feb 2025"),
            "the metadata's date 30 Feb 2025 does not exist",
            ["correct its Date field"],
        ),
        (
            "2025-02-30-a.pdf",
            pdf([["Words."]]),
            "the file name's date 2025-02-30 does not exist",
            [named(".pdf")],
        ),
    ],
)  # fmt: skip
def test_a_date_at_fault_is_named_and_mended_where_it_stands(
    tmp_path: Path, name: str, data: bytes, reason: str, cures: list[str]
) -> None:
    """A name doesn't outdo what a document says of itself, so nobody is told to rename it for that."""
    told = why(tmp_path, name, data)
    assert told.reason == reason
    assert told.cure == ", or ".join((*cures, BY_HAND))


@pytest.mark.parametrize(("form", "path"), [("html", "a.mhtml"), ("html", "a.MHT"), ("email", "a.msg"), ("new", "a.x")])
def test_what_can_not_be_edited_is_renamed_or_dated_by_hand(tmp_path: Path, form: str, path: str) -> None:
    """A saved page and an Outlook message; and a kind of which nothing is known here."""
    made = document(tmp_path, "a.txt", b"Words.").model_copy(update={"path": path, "format": form})
    assert undated(made).cure == f"{named(path[1:].lower())}, or {BY_HAND}"
    at_fault = made.model_copy(update={"notes": ("the metadata's date x can't be read; the document is undated",)})
    assert undated(at_fault).cure == BY_HAND


def test_notes_on_anything_else_are_no_reason(tmp_path: Path) -> None:
    """How it was decoded is another matter."""
    made = document(tmp_path, "a.txt", b"Words.").model_copy(
        update={"notes": ("it names no encoding; it was read as cp1252", "3 of 4 pages hold no text (2-4)")}
    )
    assert undated(made).reason == NO_DATE


def test_a_note_that_does_not_end_as_others_is_a_reason_if_it_is_about_the_date(tmp_path: Path) -> None:
    """Front matter that can't be read, and advice that a note has of its own."""
    fault = "its front matter is not YAML (line 2), so its title and date were not read"
    made = document(tmp_path, "a.md", b"Words.").model_copy(update={"notes": (fault, "it was read as cp1252")})
    assert undated(made).reason == fault
    made = document(tmp_path, "a.eml", message("Words.")).model_copy(
        update={"notes": ("it has two Date fields; remove the wrong one; the document is undated",)}
    )
    assert undated(made).reason == "it has two Date fields"
    assert undated(made).cure == f"remove the wrong one, or correct its Date field, or {BY_HAND}"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", b"date 2025-01-23 Words."),
        ("a.md", b"---\na: b: c\n---\ndate 2025-01-23 Words."),
        ("a.md", b"---\ndate: 2025-01-23\n---\nWords."),
        ("a.html", page("<p>Words.", META)),
        ("2025-01-23-name.txt", b"Words."),
        ("2025-01-23-name.html", page("<p>Words.")),
        ("2025-01-23-name.pdf", pdf([["Words."]], info="/CreationDate (D:20300101)")),
        ("2025-01-23-name.docx", word(["Words."])),
        ("a.docx", word(["date 2025-01-23 Words."])),
        ("2025-01-23-name.eml", message("Words.")),
        ("a.mbox", b"From a@b Thu Oct 22 10:00:00 2010\nFrom: Ann\nDate: 23 Jan 2025 10:00:00 +0000\n\nWords.\n"),
    ],
)
def test_every_cure_works(tmp_path: Path, name: str, data: bytes) -> None:
    """A document that was given a date as it was told has that date, and no weak one."""
    (made,) = read_all(tmp_path, name, data)
    assert isinstance(made, Document), made
    assert made.date is not None
    assert made.date.earliest.isoformat() == "2025-01-23"
    assert weakly_dated(made) is None


@pytest.mark.parametrize(
    ("origin", "form", "path", "cures"),
    [
        ("creation metadata", "pdf", "a.pdf", [named(".pdf")]),
        ("page text", "html", "a.html", [f"put {META} into its head", named(".html")]),
        ("received", "email", "a.eml", [named(".eml")]),
        ("received", "mbox", "a.mbox#3", ["give the message a Date field"]),
        ("middle of the file name", "text", "Scan 2025-01-23 a.txt", [HEAD_LINE, named(".txt")]),
        ("middle of the file name", "pdf", "Scan 2025-01-23 a", [named("")]),
    ],
)
def test_a_weak_date_is_settled_by_what_its_kind_takes(
    tmp_path: Path, origin: Origin, form: str, path: str, cures: list[str]
) -> None:
    """Where the date comes from is said, and what settles it."""
    made = document(tmp_path, "a.txt", b"Words.").model_copy(
        update={"path": path, "format": form, "date": span("2025-01-23", origin)}
    )
    told = weakly_dated(made)
    assert told is not None
    assert (told.path, told.date.origin) == (path, origin)
    assert told.cure == ", or ".join((*cures, BY_HAND))
    assert told.in_chat == ", or ".join((*cures, BY_HAND_IN_CHAT))


@pytest.mark.parametrize("origin", ["set by a moderator", "head line", "front matter", "metadata", "file name"])
def test_what_a_document_or_its_name_declares_is_no_weak_date(tmp_path: Path, origin: Origin) -> None:
    """Nor is what a moderator set."""
    made = document(tmp_path, "a.txt", b"Words.")
    assert weakly_dated(made.model_copy(update={"date": span("2025-01-23", origin)})) is None
