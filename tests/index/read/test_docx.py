"""Word documents: paragraphs, tables, titles, and what is refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from tests.makers.files import document, packed, read_all, refusal, replaced, word


def test_word_documents_keep_their_paragraphs(tmp_path: Path) -> None:
    """A blank line between paragraphs; the title is the document's own."""
    made = document(tmp_path, "a.docx", word(["One.", "Two."], title="A title"))
    assert (made.text, made.title, made.title_origin) == ("One.\n\nTwo.", "A title", "source")


def test_a_head_line_in_a_word_document_brings_its_title(tmp_path: Path) -> None:
    """A title on the head line counts more than one that a program keeps in the properties."""
    made = document(tmp_path, "a.docx", word(["date 2025-01-23 The title", "Words."], title="Template"))
    assert (made.title, made.text[made.body :]) == ("The title", "Words.")


def test_word_tables_and_inserted_words_are_read(tmp_path: Path) -> None:
    """Cells of a row are on a line with tabs; a reviewer's insertions are read, deletions are not."""
    xml = (
        "<w:p><w:r><w:t>Kept </w:t></w:r><w:ins><w:r><w:t>new</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>old</w:delText></w:r></w:del></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:sectPr"
    )
    made = document(tmp_path, "a.docx", replaced(word([]), "word/document.xml", "<w:sectPr", xml))
    assert made.text == "Kept new\n\na\tb"


def test_entities_in_a_word_document_are_not_expanded(tmp_path: Path) -> None:
    """Entities of entities, in ten lines, would expand to gigabytes."""
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(12))
    laughs = replaced(word(["x"]), "word/document.xml", "<w:document", f'<!DOCTYPE d [<!ENTITY e0 "ha">{entities}]>'
                      "<w:document")  # fmt: skip
    laughs = replaced(laughs, "word/document.xml", ">x<", ">x &e12;<")
    (result,) = read_all(tmp_path, "a.docx", laughs)
    assert len(result.model_dump_json()) < 2000


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (word(["Words."])[:9000], "it is a damaged or truncated DOCX or zip archive; save it again"),
        (packed({"word/document.xml": b"<x/>"}), "it is a damaged or truncated DOCX; save it again"),
        (packed({"word/document.xml": b"a" * 60 * 1024 * 1024}),
         "it would unpack to far more than the setting max_file_mib allows; split it"),
        (replaced(word(["x"]), "[Content_Types].xml", "document.main", "template.main"),
         "it is a Word template or has macros; save it as a plain DOCX"),
    ],
    ids=["truncated", "damaged", "bomb", "template"],
)  # fmt: skip
def test_word_documents_that_cannot_be_read_say_why(tmp_path: Path, data: bytes, reason: str) -> None:
    """Truncated, damaged, a bomb, a template: each has its own reason, and a bomb is never unpacked."""
    assert refusal(tmp_path, "a.docx", data) == reason


def test_an_encrypted_entry_is_called_so(tmp_path: Path) -> None:
    """Bit 0 of an entry's flags, in its own header and in the table at the end."""
    data = bytearray(packed({"word/document.xml": b"<x/>"}))
    entry = zipfile.ZipFile(io.BytesIO(bytes(data))).infolist()[0]
    data[entry.header_offset + 6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(tmp_path, "a.docx", bytes(data)) == "it is encrypted; save it without a password"
