"""The words of Word documents: notes, headers, tracked changes, hidden text, text boxes, signs."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from tests.makers.files import document, packed, refusal

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = (
    f'xmlns:w="{MAIN}" xmlns:r="{RELATIONS}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
)
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def package(body: str, **parts: str) -> bytes:
    """A DOCX with this XML in its body, and in each part named by its relation's kind."""
    roots = {"header": "hdr"}
    entries = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
        f'ContentType="{TYPE}"/></Types>',
        "_rels/.rels": relations({"word/document": "officeDocument"}),
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations({kind: kind for kind in parts}),
    }
    for kind, xml in parts.items():
        root = roots.get(kind, kind)
        entries[f"word/{kind}.xml"] = f"<w:{root} {SPACES}>{xml}</w:{root}>"
    return packed({name: xml.encode() for name, xml in entries.items()})


def relations(parts: dict[str, str]) -> str:
    each = (
        f'<Relationship Id="{kind}" Type="{RELATIONS}/{kind}" Target="{name}.xml"/>' for name, kind in parts.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{"".join(each)}' + (
        "</Relationships>"
    )


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def words_of(tmp_path: Path, data: bytes) -> str:
    return document(tmp_path, "a.docx", data).text


def note(kind: str, number: int, words: str) -> str:
    return f'<w:{kind} w:id="{number}">{paragraph(f"<w:r><w:{kind}Ref/></w:r>", run(words))}</w:{kind}>'


def reference(kind: str, number: int) -> str:
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def test_each_note_is_text_once(tmp_path: Path) -> None:
    """A footnote follows the paragraph that refers to it, endnotes come last; deleted ones are no text."""
    separator = f'<w:footnote w:type="separator" w:id="0">{paragraph(run("-----"))}</w:footnote>'
    body = (
        paragraph(run("The mill"), reference("footnote", 2), run(" turns."), reference("endnote", 1))
        + paragraph(run("It is old."), reference("footnote", 2), reference("footnote", 3))
        + paragraph(run("The end."), f"<w:del>{reference('footnote', 4)}</w:del>")
    )
    footnotes = separator + "".join(note("footnote", number, f"Foot {number}.") for number in (2, 3, 4))
    made = package(body, footnotes=footnotes, endnotes=note("endnote", 1, "Last word."))
    assert words_of(tmp_path, made) == ("The mill turns.\n\nFoot 2.\n\nIt is old.\n\nFoot 3.\n\nThe end.\n\nLast word.")


def test_a_note_within_a_table_follows_the_table(tmp_path: Path) -> None:
    """The row stays whole."""
    cells = f"<w:tc>{paragraph(run('a'), reference('footnote', 2))}</w:tc><w:tc>{paragraph(run('b'))}</w:tc>"
    body = f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>{paragraph(run('After.'))}"
    made = package(body, footnotes=note("footnote", 2, "Of a."))
    assert words_of(tmp_path, made) == "a\tb\n\nOf a.\n\nAfter."


@pytest.mark.parametrize(
    ("kind", "title_page", "written"),
    [("default", "", "2012-05-01"), ("first", "<w:titlePg/>", "2012-05-01"), ("first", "", None),
     ("default", "<w:titlePg/>", None), ("even", "", None), ("default", '<w:titlePg w:val="0"/>', "2012-05-01")],
)  # fmt: skip
def test_a_head_line_counts_in_the_header_of_the_first_page(
    tmp_path: Path, kind: str, title_page: str, written: str | None
) -> None:
    """Of the headers of a section only the one that the first page shows, and of it only the head line."""
    section = f'<w:sectPr><w:headerReference w:type="{kind}" r:id="header"/>{title_page}</w:sectPr>'
    header = paragraph(run("The Gazette")) + paragraph(run("date 2012-05-01 The quay"))
    made = document(tmp_path, "a.docx", package(paragraph(run("The ferry stays.")) + section, header=header))
    assert (made.date.as_written if made.date else None) == written
    assert made.text == ("date 2012-05-01 The quay\n\nThe ferry stays." if written else "The ferry stays.")
    assert (made.title, made.text[made.body :]) == ("The quay" if written else "The ferry stays.", "The ferry stays.")


def test_a_documents_own_head_line_comes_before_its_headers(tmp_path: Path) -> None:
    """The text keeps one head line."""
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header"/></w:sectPr>'
    header = paragraph(run("date 2012-05-01"))
    made = package(paragraph(run("date 2011-04-30")) + paragraph(run("Words.")) + section, header=header)
    assert words_of(tmp_path, made) == "date 2011-04-30\n\nWords."


def test_moved_and_deleted_words_are_where_they_are_now(tmp_path: Path) -> None:
    """What was moved is text once; a paragraph whose end was deleted goes on in the next; deleted rows are gone."""
    body = (
        paragraph(run("Before."))
        + paragraph(f"<w:moveFrom>{run('Moved words.')}</w:moveFrom>", properties="<w:rPr><w:moveFrom/></w:rPr>")
        + paragraph(run("The fer"), properties="<w:rPr><w:del/></w:rPr>")
        + paragraph(run("ry."), f"<w:del>{run('deleted')}</w:del>", f"<w:ins>{run(' New.')}</w:ins>")
        + paragraph(f"<w:moveTo>{run('Moved words.')}</w:moveTo>")
        + f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph(run('gone'))}</w:tc></w:tr>"
        + f"<w:tr><w:tc>{paragraph(run('kept'))}</w:tc></w:tr></w:tbl>"
    )
    assert words_of(tmp_path, package(body)) == "Before.\n\nThe ferry. New.\n\nMoved words.\n\nkept"


STYLES = (
    '<w:style w:type="character" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Child"><w:basedOn w:val="Secret"/></w:style>'
    '<w:style w:type="character" w:styleId="Open"><w:basedOn w:val="Secret"/>'
    '<w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Inner"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"/>'
)


@pytest.mark.parametrize(
    ("direct", "style", "shown"),
    [
        ("<w:vanish/>", "", False),
        ('<w:vanish w:val="true"/>', "", False),
        ('<w:vanish w:val="false"/>', "", True),
        ('<w:rStyle w:val="Secret"/>', "", False),
        ('<w:rStyle w:val="Child"/>', "", False),
        ('<w:rStyle w:val="Open"/>', "", True),
        ('<w:rStyle w:val="Secret"/><w:vanish w:val="0"/>', "", True),
        ("", '<w:pStyle w:val="Inner"/>', False),
        ('<w:rStyle w:val="Secret"/>', '<w:pStyle w:val="Inner"/>', True),
        ("", "<w:rPr><w:vanish/></w:rPr>", True),
        ("<w:webHidden/>", "", True),
    ],
)
def test_hidden_words_are_no_text(tmp_path: Path, direct: str, style: str, shown: bool) -> None:
    """Hidden by themselves or by a style, their own, an inherited one or the paragraph's; the nearest word counts."""
    body = paragraph(run("Open.")) + paragraph(run("secret", direct), properties=style)
    assert ("secret" in words_of(tmp_path, package(body, styles=STYLES))) is shown


def test_a_text_box_is_text_once(tmp_path: Path) -> None:
    """Word writes it for newer and for older programs; where only the older form has words, they count."""
    box = f"<w:txbxContent>{paragraph(run('Boxed.'))}</w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    old = (
        f"<mc:AlternateContent><mc:Choice/><mc:Fallback>{box.replace('B', 'Old b')}</mc:Fallback></mc:AlternateContent>"
    )
    body = paragraph(run("Around "), f"<w:r>{both}</w:r>", run("it.")) + paragraph(f"<w:r>{old}</w:r>")
    assert words_of(tmp_path, package(body)) == "Around it.\n\nBoxed.\n\nOld boxed."


def test_signs_fields_and_controls_are_read_as_shown(tmp_path: Path) -> None:
    """Tabs, breaks, hyphens, symbols and formulas are text; stops of tabs and instructions of fields are not."""
    signs = (
        "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t><w:softHyphen/><w:t>e</w:t>"
        '<w:sym w:font="Symbol" w:char="F062"/><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:char="2713"/></w:r>'
    )
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGEREF x</w:instrText></w:r>' + run("7")
        + f'<w:fldSimple w:instr="AUTHOR">{run(" Mole")}</w:fldSimple>'
    )  # fmt: skip
    link = f"<w:hyperlink>{run('link')}</w:hyperlink>"
    control = f"<w:sdt><w:sdtContent>{paragraph(link)}</w:sdtContent></w:sdt>"
    smart = f"<w:smartTag>{run('Stone ')}</w:smartTag><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"
    body = paragraph(signs, properties="<w:tabs><w:tab w:pos='9'/></w:tabs>") + paragraph(field) + control
    text = words_of(tmp_path, package(body + paragraph(smart)))
    assert text == "a\tb\nc‑d\u00adeβ ✓\n\n7 Mole\n\nlink\n\nStone x=1"


def test_tables_within_tables_keep_their_order(tmp_path: Path) -> None:
    """Cells are apart by tabs, paragraphs of one cell by line ends."""
    inner = f"<w:tbl><w:tr><w:tc>{paragraph(run('c'))}</w:tc><w:tc>{paragraph(run('d'))}</w:tc></w:tr></w:tbl>"
    first = f"<w:tc>{paragraph(run('a'))}{paragraph(run('b'))}</w:tc>"
    row = f"<w:tbl><w:tr>{first}<w:tc>{inner}{paragraph(run('e'))}</w:tc></w:tr></w:tbl>"
    assert words_of(tmp_path, package(row)).split() == ["a", "b", "c", "d", "e"]
    assert words_of(tmp_path, package(row)).startswith("a\nb\n\nc\td\n\ne")


def test_the_strict_form_is_read_alike(tmp_path: Path) -> None:
    """Other names for the same elements and relations (ISO 29500-1)."""
    data = package(paragraph(run("The mill."), reference("footnote", 2)), footnotes=note("footnote", 2, "Old."))
    names = {MAIN: "http://purl.oclc.org/ooxml/wordprocessingml/main",
             RELATIONS: "http://purl.oclc.org/ooxml/officeDocument/relationships"}  # fmt: skip
    assert words_of(tmp_path, renamed(data, names)) == "The mill.\n\nOld."


def renamed(data: bytes, names: dict[str, str]) -> bytes:
    """The package with names replaced in all its entries."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        entries = {name: old.read(name) for name in old.namelist()}
    for usual, strict in names.items():
        entries = {name: content.replace(usual.encode(), strict.encode()) for name, content in entries.items()}
    return packed(entries)


def test_an_embedded_file_is_named(tmp_path: Path) -> None:
    """Its words are not read, and a note says so."""
    made = document(tmp_path, "a.docx", package(paragraph(run("Words.")) + '<w:altChunk r:id="x"/>'))
    assert made.notes == ("it embeds another file (altChunk) that was not read; open it in Word and save it again",)


@pytest.mark.parametrize("missing", ["<w:p", "<w:footnotes"])
def test_a_damaged_part_refuses_the_document(tmp_path: Path, missing: str) -> None:
    """No part's words are lost in silence."""
    data = package(paragraph(run("Words."), reference("footnote", 2)), footnotes=note("footnote", 2, "Old."))
    assert refusal(tmp_path, "a.docx", renamed(data, {missing: "<<"})) == (
        "it is a damaged or truncated DOCX; save it again"
    )
