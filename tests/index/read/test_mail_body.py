"""The text of an e-mail: all that mail programs show, once."""

from __future__ import annotations

import base64
import binascii
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.read.alternatives import joined, united
from index.read.mail_blocks import from_base64, without_files
from index.read.mail_flow import unflowed
from tests.makers.files import document, message, refusal

DATE = "Tue, 5 Mar 2019 08:00:00 +0000"
INNER = "Subject: Inside\nFrom: Bob <bob@example.org>\nContent-Type: text/plain\n\nThe mill turns.\n"


def parted(kind: str, *parts: str) -> bytes:
    """A message of parts; each part is its header fields, an empty line, and its text."""
    body = "".join(f"--cut\n{part}\n" for part in parts) + "--cut--\n"
    return message(body, Subject="Weir", Date=DATE, Content_Type=f"multipart/{kind}; boundary=cut")


def text_of(tmp_path: Path, data: bytes) -> str:
    return document(tmp_path, "a.eml", data).text


def part(kind: str, text: str, **fields: str) -> str:
    head = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in fields.items())
    return f"Content-Type: {kind}\n{head}\n{text}"


PLAIN, RICH = part("text/plain", "The weir holds."), part("text/html", "<p>The <b>weir</b> holds.</p>")
FOOTER = part("text/plain", "____\nWeir mailing list", Content_Disposition="inline")


@pytest.mark.parametrize(
    ("kind", "parts", "text"),
    [
        ("alternative", (PLAIN, RICH), "The weir holds."),
        ("mixed", (RICH, FOOTER), "The weir holds.\n\n____\nWeir mailing list"),
        ("mixed", (PLAIN, RICH), "The weir holds."),
        ("mixed", (PLAIN, part("text/plain", "Sent from my boat")), "The weir holds.\n\nSent from my boat"),
        ("mixed", (part('text/plain; name="note.txt"', "The weir holds."), FOOTER),
         "The weir holds.\n\n____\nWeir mailing list"),
        ("mixed", (part("text/x-patch; name=a.diff", "+ oak"), PLAIN), "+ oak\n\nThe weir holds."),
        ("mixed", (PLAIN, part("text/plain", "Filed.", Content_Disposition='inline; filename="b.txt"')),
         "The weir holds.\n\nFiled."),
        ("alternative", (part("text/plain", " \n"), RICH), "The weir holds."),
        ("alternative", (part("text/plain", "Your mail program does not show HTML."), RICH), "The weir holds."),
        ("alternative", (part("text/plain", "Bitte im Browser ansehen."), RICH), "The weir holds."),
        ("alternative", (part("text/plain", "The weir..."), RICH), "The weir holds."),
        ("alternative", (part("text/plain", "The weir holds. Call 555."), RICH), "The weir holds. Call 555."),
        ("alternative", (part("text/plain", "Ring me."), RICH), "Ring me.\n\nThe weir holds."),
        ("alternative", (part("text/plain", "The weir holds.\n\nhttps://example.org/x"),
                         part("text/html", "<p>The weir holds.<p>Unsubscribe")),
         "The weir holds.\n\nhttps://example.org/x\n\nUnsubscribe"),
        ("alternative", (PLAIN, part("text/x-amp-html", "<p>Other words"), RICH), "The weir holds."),
        ("related", (RICH, part("image/png; name=a.png", "x", Content_ID="<1>")), "The weir holds."),
        ("related", (RICH, FOOTER), "The weir holds.\n\n____\nWeir mailing list"),
        ("signed", (PLAIN, part("application/pgp-signature; name=s.asc", "x")), "The weir holds."),
        ("digest", (f"\n{INNER}", "\nSubject: Second\n\nMore."),
         "Subject: Inside\nFrom: Bob <bob@example.org>\n\nThe mill turns.\n\nSubject: Second\n\nMore."),
        ("report", (PLAIN, part("message/delivery-status", "Reporting-MTA: dns; mill\n\nStatus: 5.1.1\n"),
                    part("text/rfc822-headers", "Subject: Sent")),
         "The weir holds.\n\nReporting-MTA: dns; mill\n\nStatus: 5.1.1\n\nSubject: Sent"),
    ],
)  # fmt: skip
def test_every_word_that_is_shown_is_text_once(tmp_path: Path, kind: str, parts: tuple[str, ...], text: str) -> None:
    """Parts side by side are all text; of alternatives the one that says all, with what only the other says."""
    made = document(tmp_path, "a.eml", parted(kind, *parts))
    assert (made.text, made.notes) == (text, ())


@pytest.mark.parametrize("encoding", ["7bit", "base64", "BASE64", "quoted-printable"])
@pytest.mark.parametrize("disposition", ["inline", "attachment; filename=a.eml"])
def test_a_forwarded_message_is_text_however_it_is_sent(tmp_path: Path, encoding: str, disposition: str) -> None:
    """Also encoded, as the standard forbids and programs do."""
    inner = INNER.encode()
    coded = {"base64": base64.encodebytes(inner), "quoted-printable": binascii.b2a_qp(inner)}
    sent = coded.get(encoding.lower(), inner).decode()
    fields = {"Content_Transfer_Encoding": encoding, "Content_Disposition": disposition}
    text = text_of(tmp_path, parted("mixed", PLAIN, part("message/rfc822", sent, **fields)))
    assert text == "The weir holds.\n\nSubject: Inside\nFrom: Bob <bob@example.org>\n\nThe mill turns."


def test_parts_in_parts_are_all_read(tmp_path: Path) -> None:
    """A page with a picture, its plain form, a file and a footer."""
    mail = EmailMessage()
    mail["From"], mail["Date"] = "a@example.org", DATE
    mail.set_content("The weir holds.\n")
    mail.add_alternative("<p>The weir holds.</p>", subtype="html")
    page = mail.get_payload(1)
    assert isinstance(page, EmailMessage)
    page.add_related(b"x", "image", "png", cid="<1>")
    mail.add_attachment(b"x", maintype="application", subtype="pdf", filename="Plan für März.pdf")
    made = document(tmp_path, "a.eml", bytes(mail))
    assert made.text == "The weir holds."
    assert made.notes == ("not read: 1 attachment (Plan für März.pdf); add what matters as files of the archive",)


def test_attachments_are_named_in_a_note_or_in_the_refusal(tmp_path: Path) -> None:
    """Some of them, where there are many."""
    files = [part(f"application/pdf; name={n}.pdf", "x", Content_Disposition="attachment") for n in range(7)]
    (note,) = document(tmp_path, "a.eml", parted("mixed", PLAIN, *files)).notes
    assert note.startswith("not read: 7 attachments (0.pdf, 1.pdf, 2.pdf, 3.pdf, 4.pdf and 2 more); ")
    reason = refusal(tmp_path, "a.eml", parted("mixed", *files[:1]))
    assert reason == "it has no text but 1 attachment (0.pdf); add what matters as files of the archive"


@pytest.mark.parametrize(
    "data",
    [
        parted("encrypted", part("application/pgp-encrypted", "Version: 1"), part("application/octet-stream", "x")),
        message("x", Date=DATE, Content_Type="application/pkcs7-mime; name=smime.p7m"),
        message("-----BEGIN PGP MESSAGE-----\n\nx\n-----END PGP MESSAGE-----\n", Date=DATE),
    ],
    ids=["multipart", "smime", "armour"],
)
def test_an_encrypted_message_says_so(tmp_path: Path, data: bytes) -> None:
    """What is sealed is no text, and the reason says what to do."""
    assert refusal(tmp_path, "a.eml", data).startswith("it is encrypted or sealed; decrypt it")


def test_a_damaged_part_costs_itself(tmp_path: Path) -> None:
    """The others are read, and a note says what was not."""
    made = document(tmp_path, "a.eml", parted("mixed", PLAIN, part("text/plain", "\0" * 9)))
    assert made.text == "The weir holds."
    assert made.notes[0].startswith("a part of it was not read: it is a binary file")


@pytest.mark.parametrize("declared", ['multipart/mixed; boundary="other"', "multipart/mixed"])
def test_parts_are_found_without_the_right_boundary(tmp_path: Path, declared: str) -> None:
    """As long as they begin as parts do; otherwise the text is what stands there."""
    body = f"--cut\n{PLAIN}\n--cut\n{FOOTER}\n--cut--\n"
    data = message(body, Date=DATE, Content_Type=declared)
    assert text_of(tmp_path, data) == "The weir holds.\n\n____\nWeir mailing list"
    assert text_of(tmp_path, message("--Words--\n", Date=DATE, Content_Type=declared)) == "--Words--"


def test_what_a_list_puts_below_all_parts_is_text(tmp_path: Path) -> None:
    """It lies outside of every part."""
    assert text_of(tmp_path, parted("mixed", PLAIN) + b"\nTo leave the list, write.\n").endswith(
        "To leave the list, write."
    )


def test_an_encoding_of_mails_only_is_read(tmp_path: Path) -> None:
    """UTF-7 looks like ASCII."""
    data = message("", Date=DATE, Content_Type="text/plain; charset=utf-7") + "Über die Mühle + Wehr.".encode("utf-7")
    assert text_of(tmp_path, data) == "Über die Mühle + Wehr."


@pytest.mark.parametrize("charset", ["us-ascii", "iso-8859-1", "windows-1252", "utf-8", "nonsense", None])
def test_utf8_is_read_whatever_is_declared(tmp_path: Path, charset: str | None) -> None:
    """Programs declare Latin letters out of habit."""
    kind = f"text/plain; charset={charset}" if charset else "text/plain"
    assert text_of(tmp_path, message("Über die Mühle.", Date=DATE, Content_Type=kind)) == "Über die Mühle."


def test_a_footer_below_base64_is_text(tmp_path: Path) -> None:
    """Lists put it there as it is, though the text above it is encoded."""
    coded = base64.encodebytes("Über die Mühle. ".encode() * 9).decode()
    fields = {"Content_Type": "text/plain; charset=utf-8", "Content_Transfer_Encoding": "base64"}
    made = text_of(tmp_path, message(f"{coded}\nWeir\n____\nTo leave the list, write.\n", Date=DATE, **fields))
    assert made == f"{'Über die Mühle. ' * 9}\nWeir\n____\nTo leave the list, write.".replace(" \n", "\n\n", 1)
    assert text_of(tmp_path, message(coded, Date=DATE, **fields)) == ("Über die Mühle. " * 9).strip()
    assert text_of(tmp_path, message("No letters!", Date=DATE, **fields)) == "No letters!"


@given(st.binary(max_size=300))
def test_base64_is_what_the_standard_library_writes(data: bytes) -> None:
    """With and without the blanks, line ends and signs at the end that programs drop."""
    coded = base64.encodebytes(data)
    assert from_base64(coded) == data
    assert from_base64(coded + base64.encodebytes(b"end")) == data + b"end"
    assert from_base64(b"\n\n" + coded.rstrip(b"\n=") + b"  \r\n\n") == data


def test_a_page_says_its_encoding_itself(tmp_path: Path) -> None:
    """Where the header doesn't."""
    html = '<meta charset="iso-8859-2"><p>Młyn i śluza.'.encode("iso-8859-2")
    data = message("", Date=DATE, Content_Type="text/html") + html
    assert text_of(tmp_path, data) == "Młyn i śluza."


@pytest.mark.parametrize(
    ("data", "text", "names"),
    [
        (b"One.\nbegin 644 cat.bin\n#0V%T\n`\nend\nTwo.\n", b"One.\nTwo.\n", ("cat.bin",)),
        (b"begin 644 of them\nno lines\nend\n", b"begin 644 of them\nno lines\nend\n", ()),
        (b"One.\n=ybegin line=128 size=3 name=a.bin\n\xaa\xab\0\n=yend size=3\nTwo.\n", b"One.\nTwo.\n", ("a.bin",)),
        (b"One.\n" + base64.encodebytes(bytes(range(256)) * 2) + b"Mole\n", b"One.\nMole\n", ("",)),
        (b"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nOne.\n-----BEGIN PGP SIGNATURE-----\n\nx\n"
         b"-----END PGP SIGNATURE-----\n", b"One.\n\n", ()),
        (b"-----BEGIN PGP MESSAGE-----\n\nx\n-----END PGP MESSAGE-----\nTwo.\n", b"\nTwo.\n", ()),
        (b"begin-base64 644 a.bin\nQUJD\n====\nTwo.\n", b"Two.\n", ("a.bin",)),
    ],
)  # fmt: skip
def test_files_written_as_letters_are_left_out(data: bytes, text: bytes, names: tuple[str, ...]) -> None:
    """And named where they have names; what only looks like one stays."""
    found = without_files(data)
    assert (found.data, found.names) == (text, names)


@given(st.binary(min_size=1, max_size=500))
def test_whatever_is_uuencoded_is_left_out(data: bytes) -> None:
    """As the standard library encodes it, also with the blanks at line ends gone."""
    lines = [binascii.b2a_uu(data[at : at + 45]) for at in range(0, len(data), 45)]
    for coded in (lines, [line.rstrip() + b"\n" for line in lines]):
        body = b"One.\nbegin 644 a\n" + b"".join(coded) + b"`\nend\nTwo.\n"
        assert without_files(body).data == b"One.\nTwo.\n"


@pytest.mark.parametrize(
    ("flowed", "text", "delete"),
    [
        ("The mill \nturns.\nThe weir.", "The mill turns.\nThe weir.", False),
        ("> The mill \n> turns.\n>> Deeper. \n> Back.", "> The mill turns.\n>> Deeper. \n> Back.", False),
        (" From here.\n  Two.", "From here.\n Two.", False),
        ("Words. \n-- \nAnn", "Words. \n-- \nAnn", False),
        ("water \nwheel  \nturns", "waterwheel turns", True),
    ],
)
def test_flowed_lines_go_on_as_they_say(flowed: str, text: str, delete: bool) -> None:
    """Paragraphs, quotations and signatures of RFC 3676."""
    assert unflowed(flowed, delete_space=delete) == text


WORDS = st.lists(st.sampled_from(["mill", "weir", "oak", "boat", "wren", "1", "2", "3"]), max_size=8).map(" ".join)


@given(st.lists(WORDS, max_size=4), st.lists(WORDS, max_size=4))
def test_no_word_of_an_alternative_is_lost(first: list[str], second: list[str]) -> None:
    """Whatever the two say."""
    texts = ["\n\n".join(first), "\n\n".join(second)]
    said = set(" ".join(texts).split())
    assert set(united(texts).split()) == said
    assert set(joined(texts).split()) == said
