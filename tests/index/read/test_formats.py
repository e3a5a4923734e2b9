"""Each format by itself: its words, title, pages, and what is refused."""

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from index.models.documents import Document, Unreadable
from index.settings import Settings
from tests.makers.files import document, message, packed, page, pdf, read_all, refusal, replaced, word

LONG = "This paragraph goes on for a good while, so that it is plain that it is the main text of the page. " * 3


@pytest.mark.parametrize(
    ("name", "data", "form"),
    [
        ("a.txt", b"Words.", "text"),
        ("a", b"Words.", "text"),
        ("a.txt", pdf([["Words."]]), "pdf"),
        ("a.txt", word(["Words."]), "docx"),
        ("a.txt", page("Words."), "html"),
        ("a.txt", b'<?xml version="1.0"?>\n<!-- x -->\n<HTML><p>Words.', "html"),
        ("a.txt", message("Words.", Date="22 Oct 2010"), "email"),
        ("a.txt", b"From a@b Fri Oct 22 10:00:00 2010\nFrom: a\n\nWords.", "mbox"),
        ("a.txt", b"---\ntitle: x\n---\nWords.", "markdown"),
        ("a.pdf", b"Words.", "text"),
        ("a.docx", b"Words.", "text"),
        ("a.html", b"<p>Words.", "html"),
        ("a.md", b"Words.", "markdown"),
        ("a.txt", b"Date: 2025-01-23 Words.\nMore: words.\n", "text"),
        ("a.txt", b"<p> is a tag.", "text"),
    ],
)
def test_the_content_tells_the_format_and_then_the_name(tmp_path: Path, name: str, data: bytes, form: str) -> None:
    """A PDF called .txt is a PDF, and text called .pdf is text; only where the content is open the name decides."""
    assert read_all(tmp_path, name, data)[0].model_dump().get("format") == form


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\0", "it is a picture (PNG) and no text; remove it"),
        (b"\x1f\x8b\x08\0", "it is compressed (gzip); unpack it"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "it is an old or encrypted Office file; save it as DOCX without a password"),
        (b"{\\rtf1 Words.}", "it is a rich text file (RTF); save it as DOCX or plain text"),
        (packed({"a.txt": b"Words."}), "it is a zip archive; unpack it"),
        (packed({"xl/workbook.xml": b""}), "it is a spreadsheet (XLSX); save it as plain text"),
        (packed({"a.txt": b"Words."})[:-9], "it is a damaged or truncated DOCX or zip archive; save it anew"),
    ],
)  # fmt: skip
def test_formats_that_hold_no_text_are_named(tmp_path: Path, data: bytes, reason: str) -> None:
    """Called .txt or not, the reason says what the file is and what to do."""
    assert refusal(tmp_path, "a.txt", data) == reason


def test_markdown_keeps_its_marks(tmp_path: Path) -> None:
    """Its text is the file's, so that a quotation is verbatim; front matter and heading are head."""
    text = "---\ntitle: 'A title'\ndate: 2024-05-06\ntags: [a, b]\n---\n\nSome *words* [here](x).\n"
    made = document(tmp_path, "a.md", text.encode())
    assert (made.title, made.title_origin, made.text) == ("A title", "source", text)
    assert made.text[made.body :] == "Some *words* [here](x).\n"


@pytest.mark.parametrize(
    "head", ["# A title #\n", "A title\n=======\n", "---\nx: y\n---\n# A title\n\n", "date 2025 # A title\n"]
)
def test_a_first_heading_is_the_title(tmp_path: Path, head: str) -> None:
    """Where the front matter has none."""
    made = document(tmp_path, "a.md", f"{head}Words.".encode())
    assert (made.title, made.title_origin, made.text[made.body :]) == ("A title", "source", "Words.")


def test_front_matter_that_is_no_yaml_is_noted(tmp_path: Path) -> None:
    """The line is named, and the text is read."""
    made = document(tmp_path, "a.md", b"---\ntitle: a: b\n---\nWords.")
    assert made.notes == ("its front matter is not YAML (line 2), so its title and date were not read",)
    assert made.text[made.body :] == "Words."


@pytest.mark.parametrize("yaml", ["date: !!python/object/apply:os.abort []", "date: [2024]", "date: {a: b}", "date:"])
def test_front_matter_is_strings_and_nothing_else(tmp_path: Path, yaml: str) -> None:
    """No tag is acted on, and what is no string is no date."""
    assert document(tmp_path, "a.md", f"---\n{yaml}\n---\nWords.".encode()).date is None


def test_a_pages_main_text_is_taken_without_what_surrounds_it(tmp_path: Path) -> None:
    """Menus and footers are left out; items, cells and paragraphs stand apart, with no sign the page has not."""
    body = (
        "<nav><a href=/>Menu</a> <a href=/x>Other</a></nav>"
        f"<article><h1>The title</h1><p>{LONG}</p><ul><li>First <b>bold</b> item</li><li>Second item</li></ul>"
        f"<table><tr><td>alpha</td><td>beta</td></tr></table><p>{LONG}<br>After.</p></article>"
        "<footer>Imprint</footer>"
    )
    made = document(tmp_path, "a.html", page(body, "<title>Site - The title</title>"))
    paragraphs = ["The title", LONG.strip(), "First bold item", "Second item", "alpha", "beta", LONG.strip(), "After."]
    assert made.text.split("\n\n") == paragraphs
    assert (made.title, made.title_origin) == ("The title", "source")


def test_a_page_without_a_main_text_is_read_whole(tmp_path: Path) -> None:
    """Scripts and styles are no text; what follows a block stands apart from it."""
    made = document(tmp_path, "a.html", page("<style>x</style><p>One.</p>two<script>y</script> three<div>Four.</div>"))
    assert made.text == "One.\n\ntwo three\n\nFour."


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="windows-1251">', "cp1251"),
        ("<meta http-equiv=Content-Type content='text/html; charset=iso-8859-1'>", "cp1252"),
        ('<?xml version="1.0" encoding="koi8-r"?>', "koi8_r"),
        ("", "utf-8"),
        ("", "utf-16"),
    ],
)
def test_a_page_is_in_the_encoding_it_declares(tmp_path: Path, head: str, encoding: str) -> None:
    """Declared in one of three ways, or told by its mark."""
    words = "Привет, мир" if encoding != "cp1252" else "“Déjà vu”"
    declaration, head = (head, "") if head.startswith("<?") else ("", head)
    html = f"{declaration}<html><head>{head}</head><body><p>{words}</p></body></html>"
    made = document(tmp_path, "a.html", html.encode(encoding))
    assert (made.text, made.notes) == (words, ())


@pytest.mark.parametrize(
    ("head", "written"),
    [
        ('<meta property="article:published_time" content="2020-01-02T03:04:05Z">', "2020-01-02T03:04:05Z"),
        ('<meta name="DC.Date.issued" content="2020-01">', "2020-01"),
        ('<script type="application/ld+json">{"@graph": [{"datePublished": "2020-01-02"}]}</script>', "2020-01-02"),
        ('<script type="application/ld+json">{"comment": {"datePublished": "2020-01-02"}}</script>', None),
        ('<script type="application/ld+json">{"datePublished": </script><meta name=date content=2020>', "2020"),
        ('<meta property="article:modified_time" content="2020-01-02">', None),
        ("", None),
    ],
)
def test_only_a_declared_publication_dates_a_page(tmp_path: Path, head: str, written: str | None) -> None:
    """Not its last change, not a comment's date, and not a date that stands in its words."""
    made = document(tmp_path, "a.html", page("<p>Written on 5 May 2010.</p><time datetime=2011-01-01>x</time>", head))
    assert (made.date.as_written if made.date else None) == written


def test_a_page_nested_without_end_is_refused(tmp_path: Path) -> None:
    """A hundred thousand tags inside one another cost their reason."""
    reason = refusal(tmp_path, "a.html", b"<html>" + b"<div>" * 100_000 + b"Words.")
    assert reason == "it has more than 500 tags inside one another; simplify it"


def test_a_pdfs_words_are_whole_and_its_pages_kept(tmp_path: Path) -> None:
    """Hyphens at the ends of lines and pages go, but for those that the document writes elsewhere."""
    pages = [["A well-known word is hyphen-", "ated here; a well-", "known one too."], ["It goes on exam-"], [],
             ["ple by ex-", "Ministers. Nineteen-", "90."], ["and on."], ["Last."]]  # fmt: skip
    made = document(tmp_path, "a.pdf", pdf(pages))
    assert made.text == (
        "A well-known word is hyphenated here; a well-known one too.\n\nIt goes on example by ex-Ministers. "
        "Nineteen-90.\nand on.\n\nLast."
    )
    assert [made.text[start : start + 5] for start in made.pages] == [
        "A wel",
        "It go",
        "ple b",
        "ple b",
        "and o",
        "Last.",
    ]


@pytest.mark.parametrize(
    ("title", "shown"),
    [("(A title)", "A title"), ("(Microsoft Word - a.doc)", "Words."), ("(a.pdf)", "Words."),
     ("<FEFFD800>", "Words."), ("()", "Words.")],
)  # fmt: skip
def test_a_pdfs_title_is_one_that_a_person_wrote(tmp_path: Path, title: str, shown: str) -> None:
    """What a program put there, or what is no text, is none."""
    assert document(tmp_path, "a.pdf", pdf([["Words."]], f"/Title {title}")).title == shown


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf([[""]]), "it has no text inside, only pictures of pages perhaps; run text recognition (OCR) over it"),
        (b"%PDF-1.4\n%%EOF\n", "it is a damaged PDF; save it anew"),
        (pdf([["Words."]], trailer=f"/Encrypt << /Filter /Standard /V 1 /R 2 /O ({'a' * 32}) /U ({'a' * 32}) /P -4 >> "
             "/ID [(a)(a)]"), "it is encrypted; save it without a password"),
    ],
)  # fmt: skip
def test_pdfs_without_words_say_why(tmp_path: Path, data: bytes, reason: str) -> None:
    """No text, damaged, encrypted: each has its own words."""
    assert refusal(tmp_path, "a.pdf", data) == reason


def test_a_pdf_with_more_text_than_allowed_is_refused(tmp_path: Path) -> None:
    """The limit on files bounds what comes out of one."""
    small = Settings(_env_file=None, max_file_mib=1)
    data = pdf([["word " * 20] * 600] * 20)
    assert len(data) > 1024 * 1024
    assert "max_file_mib" in refusal(tmp_path, "a.pdf", data, small)


def test_word_documents_keep_their_paragraphs(tmp_path: Path) -> None:
    """A blank line between paragraphs; the title is the document's own."""
    made = document(tmp_path, "a.docx", word(["One.", "Two."], title="A title"))
    assert (made.text, made.title, made.title_origin) == ("One.\n\nTwo.", "A title", "source")


def test_a_head_line_in_a_word_document_brings_its_title(tmp_path: Path) -> None:
    """What stands on the head line is nearer than what a program keeps in the properties."""
    made = document(tmp_path, "a.docx", word(["date 2025-01-23 The title", "Words."], title="Template"))
    assert (made.title, made.text[made.body :]) == ("The title", "Words.")


def test_word_tables_and_inserted_words_are_read(tmp_path: Path) -> None:
    """Cells of a row stand on a line with tabs; what a reviewer put in is there, what was taken out is not."""
    xml = (
        "<w:p><w:r><w:t>Kept </w:t></w:r><w:ins><w:r><w:t>new</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>old</w:delText></w:r></w:del></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:sectPr"
    )
    made = document(tmp_path, "a.docx", replaced(word([]), "word/document.xml", "<w:sectPr", xml))
    assert made.text == "Kept new\n\na\tb"


def test_entities_in_a_word_document_are_not_expanded(tmp_path: Path) -> None:
    """Ten lines of entities of entities would be gigabytes."""
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(12))
    laughs = replaced(word(["x"]), "word/document.xml", "<w:document", f'<!DOCTYPE d [<!ENTITY e0 "ha">{entities}]>'
                      "<w:document")  # fmt: skip
    laughs = replaced(laughs, "word/document.xml", ">x<", ">x &e12;<")
    (result,) = read_all(tmp_path, "a.docx", laughs)
    assert len(result.model_dump_json()) < 2000


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (word(["Words."])[:9000], "it is a damaged or truncated DOCX or zip archive; save it anew"),
        (packed({"word/document.xml": b"<x/>"}), "it is a damaged or truncated DOCX; save it anew"),
        (packed({"word/document.xml": b"a" * 60 * 1024 * 1024}),
         "it would unpack to far more than the setting max_file_mib allows; split it"),
        (replaced(word(["x"]), "[Content_Types].xml", "document.main", "template.main"),
         "it is a Word template or has macros; save it as a plain DOCX"),
    ],
    ids=["truncated", "damaged", "bomb", "template"],
)  # fmt: skip
def test_word_documents_that_cannot_be_read_say_why(tmp_path: Path, data: bytes, reason: str) -> None:
    """Truncated, damaged, a bomb, a template: each has its own words, and a bomb is never unpacked."""
    assert refusal(tmp_path, "a.docx", data) == reason


def test_an_encrypted_entry_is_called_so(tmp_path: Path) -> None:
    """Bit 0 of an entry's flags, in its own header and in the table at the end."""
    data = bytearray(packed({"word/document.xml": b"<x/>"}))
    entry = zipfile.ZipFile(io.BytesIO(bytes(data))).infolist()[0]
    data[entry.header_offset + 6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(tmp_path, "a.docx", bytes(data)) == "it is encrypted; save it without a password"


def test_an_email_is_its_plain_text_with_subject_and_date(tmp_path: Path) -> None:
    """Encoded words are read, attachments are not text, and HTML is left where there is plain text."""
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = "a@example.org", "Grüße aus Łódź", "Fri, 22 Oct 2010 23:30:00 -0800"
    mail.set_content("Zażółć.\nWords.\n")
    mail.add_alternative("<p>HTML</p>", subtype="html")
    mail.add_attachment(b"attached", maintype="text", subtype="plain", filename="a.txt")
    made = document(tmp_path, "a.eml", bytes(mail))
    assert (made.title, made.title_origin, made.text) == ("Grüße aus Łódź", "source", "Zażółć.\nWords.")


def test_an_email_in_html_alone_is_read_as_a_page(tmp_path: Path) -> None:
    """In the encoding that it declares."""
    data = message("<p>D\u00e9j\u00e0</p><p>vu</p>", Content_Type="text/html; charset=iso-8859-1")
    assert document(tmp_path, "a.eml", data.decode().encode("cp1252")).text == "Déjà\n\nvu"


def test_an_email_of_attachments_alone_says_so(tmp_path: Path) -> None:
    """There are no words to read."""
    data = message("x", Content_Type="application/octet-stream", Date="22 Oct 2010")
    assert refusal(tmp_path, "a.eml", data).startswith("it has no words inside, only attachments perhaps")


def test_a_mailbox_gives_a_document_a_message(tmp_path: Path) -> None:
    """Numbered in their order, each with its own date; one that can't be read costs its own line."""
    line = b"From a@b Fri Oct 22 10:00:00 2010\n"
    messages = [
        message("One.\nFrom here on.\n>From quoted.\n\n", Subject="A", Date="Fri, 22 Oct 2010 23:30:00 -0800"),
        message("x\n\n", Content_Type="image/png"),
        message("Three.\n", Date="nonsense"),
    ]
    one, two, three = read_all(tmp_path, "2001-02-03.mbox", b"".join(line + each for each in messages))
    assert isinstance(one, Document)
    assert isinstance(three, Document)
    assert (one.path, one.title, one.text) == ("2001-02-03.mbox#1", "A", "One.\nFrom here on.\nFrom quoted.")
    assert one.date is not None
    assert one.date.earliest.isoformat() == "2010-10-22"
    assert two == Unreadable(path="2001-02-03.mbox#2", reason="it has no words inside, only attachments perhaps; "
                             "put these into the archive as files")  # fmt: skip
    assert (three.path, three.date) == ("2001-02-03.mbox#3", None)
    assert three.notes[0].startswith("the metadata's date nonsense is in no form")


def test_a_deep_email_costs_its_reason(tmp_path: Path) -> None:
    """Parts within parts without end."""
    parts = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000))
    reason = refusal(tmp_path, "a.eml", b"From: a\nDate: 22 Oct 2010\nMIME-Version: 1.0\n" + parts)
    assert reason


def test_a_subject_without_end_is_cut(tmp_path: Path) -> None:
    """Megabytes of encoded words would take minutes to decode; a message's text is read all the same."""
    made = document(tmp_path, "a.eml", message("Words.", Subject="=?utf-8?q?a?= " * 200_000, Date="22 Oct 2010"))
    assert made.text == "Words."
    assert len(made.title) < 10_000
