"""Where a mailbox's messages begin, compared with the standard library's own mailboxes."""

from __future__ import annotations

import mailbox
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.models.documents import Document, Unreadable
from index.read.mbox import begins_mailbox, envelope_date, messages
from tests.makers.files import document, message, read_all

HYPOTHESIS = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ENVELOPE = b"From ann@example.org  Tue Mar  5 08:00:00 2019\n"


def boxed(*bodies: str, line: bytes = ENVELOPE) -> bytes:
    """A mailbox with these texts; the third message has the subject "3"."""
    each = (message(body, Subject=str(number), Date="5 Mar 2019") for number, body in enumerate(bodies, 1))
    return b"".join(line + one for one in each)


def texts(results: list[Document | Unreadable]) -> list[str]:
    return [result.text for result in results if isinstance(result, Document)]


@pytest.mark.parametrize(
    "line",
    [
        b"From ann@example.org  Tue Mar  5 08:00:00 2019\n",
        b"From ann@example.org Tue Mar 05 08:00:00 +0000 2019\n",
        b"From ann@example.org Tue Mar  5 08:00:00 GMT 2019\n",
        b"From ann@example.org Tue, 5 Mar 2019 08:00:00 +0000\n",
        b"From ann at example.org  Tue Mar  5 08:00:00 2019\n",
        b"From ann Tue Mar  5 08:00:00 2019 remote from mill\n",
        b"From - Tue Mar  5 08:00:00 2019\r\n",
        b"From MAILER-DAEMON Tue Mar  5 08:00:00 2019\n",
        b"From ???@??? Tue Mar 05 08:00:00 2019\n",
        b'From "ann lee"@example.org Tue Mar  5 08:00:00 2019\n',
        b"From ann@example.org 2019-03-05 08:00:00\n",
        b"From ann Di Mar  5 08:00:00 2019\n",
        b"From ann@example.org\n",
        b"From -\n",
        b"From ann\n",
        b"From \n",
        b"From ann@example.org  Tue Mar  5 08:00:00 2019\n>From bob Tue Mar  5 07:00:00 2019 remote from mill\n",
    ],
)
@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_every_kind_of_line_parts_messages(tmp_path: Path, line: bytes, between: str) -> None:
    """As programs write it, without a sender, without a time, and with or without a blank line before it."""
    data = boxed(f"The mill turns.{between}", "The weir holds.\n", line=line)
    assert begins_mailbox(data)
    assert texts(read_all(tmp_path, "a.mbox", data)) == ["The mill turns.", "The weir holds."]


@pytest.mark.parametrize(
    "paragraph",
    [
        "From the mill at 10:30 in 2019 we saw the weir.\nIt held.",
        "From here on it rained.\nNote: bring coats.",
        "From 08:00 on 5 March 2019:\nNote: the road is closed.\nTo: everyone who drives",
        "From ann@example.org we heard:\nNote: the weir holds.",
        "From \nthe hill.",
        "From Tuesday on\n\nSubject: mills",
    ],
)
def test_a_paragraph_that_begins_so_stays_in_its_message(tmp_path: Path, paragraph: str) -> None:
    """Whole, wherever in the message it stands; as a file of its own it is text."""
    data = boxed(f"Dear all,\n\n{paragraph}\n", f"{paragraph}\n")
    assert texts(read_all(tmp_path, "a.mbox", data)) == [
        f"Dear all,\n\n{paragraph}".replace("From \n", "From\n"),
        paragraph.replace("From \n", "From\n"),
    ]
    for name, form in (("a.txt", "text"), ("a.md", "markdown")):
        made = document(tmp_path, name, paragraph.encode())
        assert (made.format, made.text) == (form, paragraph)


def test_a_letter_under_its_senders_address_is_text(tmp_path: Path) -> None:
    """An address and a date are not yet a mailbox."""
    letter = "From ann@example.org\nDate: 5 March 2019\n\nThe weir holds."
    assert document(tmp_path, "a.txt", letter.encode()).format == "text"


def test_a_stated_length_keeps_a_quoted_message_whole(tmp_path: Path) -> None:
    """Mailboxes that state lengths don't quote "From "; a wrong length is not believed."""
    inner = boxed("Inner words.\n").decode()
    body = f"See:\n\n{inner}"
    stated = ENVELOPE + message(body, Content_Length=str(len(body)), Date="5 Mar 2019") + b"\n" + boxed("Next.\n")
    first, second = texts(read_all(tmp_path, "a.mbox", stated))
    assert ("Inner words." in first, second) == (True, "Next.")
    wrong = ENVELOPE + message("One.\n", Content_Length="999999", Date="5 Mar 2019") + boxed("Two.\n")
    assert texts(read_all(tmp_path, "a.mbox", wrong)) == ["One.", "Two."]


def test_what_stands_before_the_first_line_is_read(tmp_path: Path) -> None:
    """No word is dropped in silence; a byte order mark is no text."""
    assert texts(read_all(tmp_path, "a.mbox", b"\xef\xbb\xbf" + boxed("One.\n"))) == ["One."]
    assert texts(read_all(tmp_path, "a.mbox", b"Kept for the mill.\n\n" + boxed("One.\n"))) == [
        "Kept for the mill.",
        "One.",
    ]


@pytest.mark.parametrize(
    ("line", "date"),
    [
        (b"From ann@example.org  Tue Mar  5 08:00:00 2019\n", "Tue Mar  5 08:00:00 2019"),
        (b"From ann at example.org  Tue Mar  5 08:00:00 2019\n", "Tue Mar  5 08:00:00 2019"),
        (b"From - Tue Mar  5 08:00:00 2019\n", ""),
        (b"From MAILER-DAEMON Tue Mar  5 08:00:00 2019\n", ""),
        (b"From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n", ""),
        (b"From \n", ""),
    ],
)
def test_only_a_line_with_a_sender_says_when_a_message_came(line: bytes, date: str) -> None:
    """Who stores mail for a person writes the time of storing, and git a day of its own."""
    assert envelope_date(line) == date


WORDS = st.lists(
    st.sampled_from(["From", ">From", "here", "on", "Subject: x", "ann@example.org", "08:00", "2019", "", "--b", "."]),
    max_size=12,
)


@HYPOTHESIS
@given(bodies=st.lists(st.lists(WORDS, min_size=1, max_size=6), min_size=1, max_size=4))
def test_what_the_standard_library_stores_is_read_back(tmp_path: Path, bodies: list[list[list[str]]]) -> None:
    """As many messages as were stored, each with its words and no other's."""
    path = tmp_path / "box.mbox"
    path.unlink(missing_ok=True)
    said = ["\n".join(" ".join(line) for line in [*lines, ["end", str(n)]]) for n, lines in enumerate(bodies)]
    box = mailbox.mbox(path)
    for text in said:
        mail = EmailMessage()
        mail["From"], mail["Date"] = "ann@example.org", "Tue, 5 Mar 2019 08:00:00 +0000"
        mail.set_content(text)
        box.add(mail)
    box.close()
    found = texts(read_all(tmp_path, "box.mbox", path.read_bytes()))
    assert [text.replace(">", "").split() for text in found] == [text.replace(">", "").split() for text in said]


@given(st.lists(st.sampled_from([b"From \n", b"A: b\n", b"\n", b" \n", ENVELOPE, b"Words.\n", b"Content-Length: 3\n"])))
def test_every_byte_is_in_one_message_or_a_line_between(pieces: list[bytes]) -> None:
    """Spans follow each other, and nothing but lines that begin with "From" lies between them."""
    data = b"".join(pieces)
    end = 0
    for span in messages(data):
        between = data[end : span.begin]
        assert between.strip() == span.line.strip() or not span.line
        end = span.end
    assert end in (0, len(data))
