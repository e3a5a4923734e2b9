"""E-mails and mailboxes: text, subject, date, and what is refused."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

from index.models.documents import Document, Unreadable
from tests.makers.files import document, message, read_all, refusal


def test_an_email_is_its_plain_text_with_subject_and_date(tmp_path: Path) -> None:
    """Encoded words are decoded, attachments are not text, and HTML that says the same is ignored."""
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = "a@example.org", "Grüße aus Łódź", "Fri, 22 Oct 2010 23:30:00 -0800"
    mail.set_content("Zażółć.\nWords.\n")
    mail.add_alternative("<p>Zażółć. <b>Words.</b></p>", subtype="html")
    mail.add_attachment(b"attached", maintype="text", subtype="plain", filename="a.txt")
    made = document(tmp_path, "a.eml", bytes(mail))
    assert (made.title, made.title_origin, made.text) == ("Grüße aus Łódź", "source", "Zażółć.\nWords.")


def test_an_email_in_html_alone_is_read_as_a_page(tmp_path: Path) -> None:
    """In the encoding that it declares."""
    data = message("<p>D\u00e9j\u00e0</p><p>vu</p>", Content_Type="text/html; charset=iso-8859-1")
    assert document(tmp_path, "a.eml", data.decode().encode("cp1252")).text == "Déjà\n\nvu"


def test_an_email_of_attachments_alone_says_so(tmp_path: Path) -> None:
    """There is no text to read."""
    data = message("x", Content_Type="application/octet-stream", Date="22 Oct 2010")
    assert refusal(tmp_path, "a.eml", data).startswith("it has no text, perhaps only attachments")


def test_a_mailbox_gives_one_document_per_message(tmp_path: Path) -> None:
    """Numbered in their order, each with its own date; one that can't be read costs its own line."""
    line = b"From a@b Fri Oct 22 10:00:00 2010\n"
    messages = [
        message("One.\nFrom here on.\n>From quoted.\n\n", Subject="A", Date="Fri, 22 Oct 2010 23:30:00 -0800"),
        message("x\n\n", Content_Type="image/png"),
        message("Three.\n", Date="nonsense"),
    ]
    first, second, third = read_all(tmp_path, "2001-02-03.mbox", b"".join(line + mail for mail in messages))
    assert isinstance(first, Document)
    assert isinstance(third, Document)
    assert (first.path, first.title, first.text) == ("2001-02-03.mbox#1", "A", "One.\nFrom here on.\nFrom quoted.")
    assert first.date is not None
    assert first.date.earliest.isoformat() == "2010-10-22"
    assert second == Unreadable(path="2001-02-03.mbox#2", reason="it has no text, perhaps only attachments; "
                             "add those to the archive as files")  # fmt: skip
    assert (third.path, third.date) == ("2001-02-03.mbox#3", None)
    assert third.notes[0].startswith("the metadata's date nonsense can't be read")


def test_a_deeply_nested_email_is_refused(tmp_path: Path) -> None:
    """Three thousand parts within parts."""
    parts = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000))
    reason = refusal(tmp_path, "a.eml", b"From: a\nDate: 22 Oct 2010\nMIME-Version: 1.0\n" + parts)
    assert reason


def test_an_endless_subject_is_cut(tmp_path: Path) -> None:
    """Megabytes of encoded words would take minutes to decode; a message's text is read all the same."""
    made = document(tmp_path, "a.eml", message("Words.", Subject="=?utf-8?q?a?= " * 200_000, Date="22 Oct 2010"))
    assert made.text == "Words."
    assert len(made.title) < 10_000
