"""What a report's readers can mend: short in the message, whole in the file, and safe whatever documents are called."""

from __future__ import annotations

import datetime as dt

from hypothesis import given

import index
from bot.moderation import report_groups, report_texts
from bot.ui import limits
from bot.ui.command_names import CommandNames
from index import DateSpan, Failure, Undated, WeaklyDated
from tests.bot.engine import report
from tests.bot.hostile import alive, blocks, hostile, unescaped

NO_DATE = "no date is stated in it or in its name"
OR_BY_HAND = ", or set its date with /archive date"
HEAD_LINE = "begin its first line with date 2025-01-23"
LIMITED = index.Scope(hidden=frozenset({"board"}))


def undated(path: str, reason: str = NO_DATE, cure: str = HEAD_LINE) -> Undated:
    shell = f'{cure}, or set its date: dateline date PATH 1971-05-03 --why "…"'
    return Undated(path=path, reason=reason, cure=shell, chat=cure + OR_BY_HAND)


def weak(path: str) -> WeaklyDated:
    day = dt.date(2012, 5, 6)
    span = DateSpan(earliest=day, latest=day, precision="day", origin="creation metadata", as_written="x")
    cure = "begin its file name with its date (2025-01-23-name.pdf)"
    return WeaklyDated(path=path, date=span, cure=f"{cure}, or set its date: dateline date", chat=cure + OR_BY_HAND)


def of(*documents: Undated, **known: object) -> index.Report:
    return report(undated=tuple(document.path for document in documents), undated_documents=documents, **known)


def test_what_has_one_cure_and_reason_is_said_once_with_how_many_and_the_first() -> None:
    """Forty documents take three lines, the largest group first; the file has each with its reason."""
    many = [undated(f"a{number:02}.txt") for number in range(40)]
    other = undated("b.pdf", "the head line's date 3/4/25 can't be read", "rename it")
    full = of(other, *many)
    (part,) = report_texts.to_mend(full, index.EVERYTHING, CommandNames())
    assert unescaped(part).splitlines() == [
        "**Undated** (41) · /archive date sets a date",
        "- Begin its first line with date 2025-01-23",
        f"  - 40 × {NO_DATE}: a00.txt, a01.txt and 38 more",
        "- Rename it",
        "  - the head line's date 3/4/25 can't be read: b.pdf",
    ]
    text = report_texts.full(full, index.EVERYTHING)
    assert text.count(NO_DATE) == 40
    assert "Undated (41)\n  begin its first line with date 2025-01-23, or set its date with /archive date:\n" in text
    assert "\n  rename it, or set its date with /archive date:\n    b.pdf: the head line's date 3/4/25 can't" in text


def test_weakly_dated_documents_stand_apart_with_their_day_and_where_it_comes_from() -> None:
    """Counted, grouped in the message, and in the file each with its day."""
    full = report(weakly_dated=(weak("a.pdf"), weak("b.pdf"), weak("c.pdf")))
    assert "3 weakly dated" in report_texts.summary(full, index.EVERYTHING)
    (part,) = report_texts.to_mend(full, index.EVERYTHING, CommandNames())
    assert "**Weakly dated** (3) · /archive date sets a date where that one is wrong" in part
    assert "  - 3 × dated by its creation metadata: a.pdf, b.pdf and 1 more" in unescaped(part)
    text = report_texts.full(full, index.EVERYTHING)
    assert "    c.pdf: 6 May 2012, dated by its creation metadata\n" in text


def test_files_that_were_not_read_are_grouped_by_their_reason() -> None:
    """The reason says what to do."""
    reason = "it is a picture (PNG); make a PDF with its text by OCR"
    failed = tuple(Failure(path=path, reason=reason) for path in ("a.png", "b.png", "c.png"))
    (part,) = report_texts.to_mend(report(failed=failed), index.EVERYTHING, CommandNames())
    assert unescaped(part) == f"**Not read** (3)\n- 3 × {reason}: a.png, b.png and 1 more"


def test_nothing_to_mend_is_not_spoken_of() -> None:
    """No heading without an entry."""
    assert report_texts.to_mend(report(), index.EVERYTHING, CommandNames()) == []
    assert "Undated" not in report_texts.full(report(), index.EVERYTHING)


def test_the_message_fits_however_many_reasons_there_are_and_says_what_is_left_to_the_file() -> None:
    """Three thousand documents, each with a reason of its own, and long names."""
    many = [
        undated(f"{'folder/' * 30}{number}.txt", f"{'x' * 400} {number}", f"cure {number % 50}")
        for number in range(999)
    ]
    failed = tuple(Failure(path=f"{'y' * 200}{number}", reason=f"{'z' * 300} {number}") for number in range(999))
    weakly = tuple(weak(f"{number}.pdf") for number in range(999))
    full = of(*many, failed=failed, weakly_dated=weakly)
    parts = report_texts.to_mend(full, index.EVERYTHING, CommandNames())
    assert len(parts) == 3
    assert limits.length("".join(parts)) + 500 < limits.MESSAGE_TEXT
    assert "more in the file, with what to do" in parts[0]
    assert report_texts.full(full, index.EVERYTHING).count("x" * 400) == 999


def test_hidden_folders_are_in_no_group() -> None:
    """Neither in the message nor in the file, in no list and in no number."""
    full = of(
        undated("board/a.txt"),
        undated("open.txt"),
        weakly_dated=(weak("board/b.pdf"),),
        left_out=("board/", "board/desktop.ini", "Thumbs.db"),
    )
    seen = report_texts.summary(full, LIMITED) + "".join(report_texts.to_mend(full, LIMITED, CommandNames()))
    seen += report_texts.full(full, LIMITED)
    assert "board" not in seen
    assert "**Undated** (1)" in seen
    assert "Left out, since systems and editors leave them in folders (1)\n  Thumbs.db" in seen


def test_no_command_of_the_machine_is_told_in_a_chat() -> None:
    """A chat names the command of the chat."""
    full = of(undated("a.txt"), undated("b.mbox#1", "the message states no date"), weakly_dated=(weak("c.pdf"),))
    said = "".join(report_texts.to_mend(full, index.EVERYTHING, CommandNames())) + report_texts.full(
        full, index.EVERYTHING
    )
    assert "dateline date" not in said
    assert "/archive date" in said


@given(hostile)
def test_no_document_breaks_out_of_its_line(words: str) -> None:
    """Whatever it is called, and whatever is written where its date should be."""
    full = of(undated(words, f"the head line's date {words} can't be read"))
    (part,) = report_texts.to_mend(full, index.EVERYTHING, CommandNames())
    assert len(part.splitlines()) == 3
    line = part.split("\n")[2].removeprefix("  - ")
    assert (alive(line), blocks(line)) == ([], [])
    assert all(len(line.splitlines()) == 1 for line in report_groups.listed(report_groups.undated(full)))


def test_a_report_of_an_earlier_version_has_the_reasons_of_its_notes() -> None:
    """It names no cures, and says so by their absence."""
    note = Failure(path="a.txt", reason="the head line's date x can't be read; the document is undated")
    other = Failure(path="a.txt", reason="it names no encoding; it was read as cp1252")
    full = report(undated=("a.txt", "b.txt"), notes=(note, other))
    text = report_texts.full(full, index.EVERYTHING)
    assert "Undated (2)\n    a.txt: the head line's date x can't be read; the document is undated\n" in text
    assert f"    b.txt: {NO_DATE}\n" in text
    assert "Notes (1)\n  a.txt: it names no encoding; it was read as cp1252\n" in text
