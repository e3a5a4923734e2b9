"""OpenDocument texts: what is text and what is not, tables, notes, title and date."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.makers.files import document, refusal
from tests.makers.office import ODF_NAMES, OPEN_TYPE, odt, open_document


def text_of(folder: Path, body: str, styles: str = "", masters: str = "") -> str:
    return document(folder, "a.odt", open_document("text", body, styles=styles, masters=masters)).text


def test_an_open_document_keeps_its_paragraphs_title_and_day(tmp_path: Path) -> None:
    """The day of its creation is the last resort, and called so."""
    made = document(tmp_path, "a.odt", odt(["One.", "Two."], "A title", "2010-10-22T10:00:00"))
    assert (made.text, made.title, made.format) == ("One.\n\nTwo.", "A title", "odt")
    assert made.date is not None
    assert (str(made.date.earliest), made.date.origin) == ("2010-10-22", "creation metadata")


def test_the_day_of_a_change_or_of_a_template_is_no_date(tmp_path: Path) -> None:
    """`dc:date` is when it was saved last; what was converted may have kept a library's own day."""
    assert document(tmp_path, "b.odt", odt(["Words."], created="2013-12-23T23:15:00")).date is None
    data = open_document("text", "<text:p>Words.</text:p>", meta="<dc:date>2010-10-22T10:00:00</dc:date>")
    assert document(tmp_path, "a.odt", data).date is None


def test_a_head_line_counts_more_than_what_the_file_says_of_itself(tmp_path: Path) -> None:
    """Its date and its title, in the text or in the header of the first page."""
    made = document(tmp_path, "a.odt", odt(["date 2025-01-23 The title", "Words."], "Other", "2010-10-22"))
    assert (made.title, str(made.date and made.date.earliest)) == ("The title", "2025-01-23")
    header = "<style:header><text:p>Page 1</text:p><text:p>date 2025-01-23 The title</text:p></style:header>"
    master = f'<style:master-page style:name="Standard">{header}</style:master-page>'
    assert text_of(tmp_path, "<text:p>Words.</text:p>", masters=master) == "date 2025-01-23 The title\n\nWords."


def test_blanks_tabs_and_line_breaks_are_as_shown(tmp_path: Path) -> None:
    """Blanks in the XML are one; those that count are elements."""
    body = '<text:h>A  head\n ing</text:h><text:p>a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d</text:p>'
    assert text_of(tmp_path, body) == "A head ing\n\na   b\tc\nd"


@pytest.mark.parametrize(
    ("header", "lines"),
    [
        ("<table:table-header-rows>{}</table:table-header-rows>", "Year: 1969; Crew: 3"),
        ("{}", "Year\tCrew\n\n1969\t3"),
    ],
)
def test_a_table_is_read_row_by_row(tmp_path: Path, header: str, lines: str) -> None:
    """With the names of its columns where a row is marked as naming them."""
    cells = "<table:table-row>{}</table:table-row>"
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    head, row = (cells.format("".join(cell.format(word) for word in words)) for words in (("Year", "Crew"), (1969, 3)))
    body = f"<text:p>Before.</text:p><table:table>{header.format(head)}{row}</table:table><text:p>After.</text:p>"
    assert text_of(tmp_path, body) == f"Before.\n\n{lines}\n\nAfter."


def test_a_cell_that_covers_others_leaves_them_empty(tmp_path: Path) -> None:
    """So that the ones behind it keep their columns' names; a million repeated cells are no flood."""
    cell = "<table:table-cell{}><text:p>{}</text:p></table:table-cell>"
    head = "".join(cell.format("", name) for name in ("A", "B", "C"))
    wide = cell.format(' table:number-columns-spanned="2"', "x")
    row = f"{wide}<table:covered-table-cell/>{cell.format('', 'z')}"
    much = f'{cell.format("", "y")}<table:table-cell table:number-columns-repeated="999999999"/>'
    rows = "".join(f"<table:table-row>{each}</table:table-row>" for each in (row, much))
    body = f"<table:table><table:table-header-rows><table:table-row>{head}</table:table-row></table:table-header-rows>"
    assert text_of(tmp_path, f"{body}{rows}</table:table>") == "A\tB\tC\n\nA: x; C: z\n\nA: y"


def test_a_footnote_follows_its_paragraph_and_an_endnote_the_text(tmp_path: Path) -> None:
    """Without their numbers; in a table they follow it."""
    note = (
        '<text:note text:note-class="{}"><text:note-citation>1</text:note-citation>'
        "<text:note-body><text:p>{}</text:p></text:note-body></text:note>"
    )
    table = f"<table:table><table:table-row><table:table-cell><text:p>c{note.format('footnote', 'In a cell.')}</text:p>"
    table += (
        "</table:table-cell><table:table-cell><text:p>d</text:p></table:table-cell></table:table-row></table:table>"
    )
    body = (
        f"<text:p>One{note.format('endnote', 'Last.')} word{note.format('footnote', 'Below.')}.</text:p>"
        f"{table}<text:p>Two.</text:p>"
    )
    assert text_of(tmp_path, body) == "One word.\n\nBelow.\n\nc\td\n\nIn a cell.\n\nTwo.\n\nLast."


def test_what_was_deleted_is_hidden_or_is_a_comment_is_left_out(tmp_path: Path) -> None:
    """Tracked deletions, hidden styles (by what they are based on, too), hidden sections and fields, annotations."""
    styles = (
        '<style:style style:family="text" style:name="H"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:family="text" style:name="T" style:parent-style-name="H"/>'
        '<style:style style:family="paragraph" style:name="P">'
        '<style:text-properties text:display="none"/></style:style>'
    )
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>GONE</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        '<text:p>Kept<text:span text:style-name="T">GONE</text:span><office:annotation><text:p>GONE</text:p>'
        '</office:annotation>, too<text:hidden-text text:is-hidden="true">GONE</text:hidden-text>.</text:p>'
        '<text:p text:style-name="P">GONE</text:p>'
        "<text:tracked-changes><text:changed-region text:id='c1'><text:deletion/></text:changed-region>"
        "<text:changed-region text:id='c2'><text:insertion/></text:changed-region></text:tracked-changes>"
        "<text:p><text:change-start text:change-id='c2'/>New<text:change-end text:change-id='c2'/>"
        "<text:span><text:change-start text:change-id='c1'/>GONE<text:tab/></text:span></text:p><text:p>GONE"
        "<text:change-end text:change-id='c1'/>er.</text:p>"
        '<text:section text:display="none"><text:p>GONE</text:p></text:section>'
        "<text:table-of-content><text:table-of-content-source><text:index-title-template>GONE"
        "</text:index-title-template></text:table-of-content-source></text:table-of-content>"
    )
    assert text_of(tmp_path, body, styles=styles) == "Kept, too.\n\nNew\n\ner."


def test_lists_sections_and_text_boxes_are_read(tmp_path: Path) -> None:
    """A text box follows the paragraph it is anchored in; what is told of a picture is no text."""
    box = "<draw:frame><draw:text-box><text:p>In a box.</text:p></draw:text-box><svg:desc>GONE</svg:desc></draw:frame>"
    body = (
        f"<text:section><text:list><text:list-item><text:p>First{box}</text:p></text:list-item></text:list>"
        "</text:section><text:p>Last.</text:p>"
    )
    assert text_of(tmp_path, body) == "First\n\nIn a box.\n\nLast."


def test_formulas_stand_in_the_line_and_charts_are_tables(tmp_path: Path) -> None:
    """Both are documents within the document."""
    formula = b'<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>a</mi><mo>=</mo><mn>2</mn><annotation>GONE'
    formula += b"</annotation></math>"
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    rows = "".join(
        f"<table:table-row>{''.join(cell.format(each) for each in cells)}</table:table-row>"
        for cells in (("1969", "3"), ("1970", "4"))
    )
    head = "<table:table-cell/><table:table-cell><text:p>Crew</text:p></table:table-cell>"
    chart = (
        f"<office:document-content {ODF_NAMES}><office:body><office:chart><text:p>Flights</text:p><table:table>"
        f"<table:table-header-rows><table:table-row>{head}</table:table-row></table:table-header-rows>{rows}"
        "</table:table></office:chart></office:body></office:document-content>"
    )
    held = '<draw:frame><draw:object xlink:href="./Object {}"/></draw:frame>'
    body = f"<text:p>If {held.format(1)} then.</text:p>{held.format(2)}"
    data = open_document("text", body, more={"Object 1/content.xml": formula, "Object 2/content.xml": chart.encode()})
    assert document(tmp_path, "a.odt", data).text == "If a=2 then.\n\nFlights\n\n1969; Crew: 3\n\n1970; Crew: 4"


def test_a_flat_document_is_read_like_a_packed_one(tmp_path: Path) -> None:
    """One file of XML, told by its media type."""
    data = (
        f'<?xml version="1.0"?>\n<office:document {ODF_NAMES} office:mimetype="{OPEN_TYPE}text"><office:meta>'
        "<dc:title>A title</dc:title></office:meta><office:body><office:text><text:p>Words.</text:p></office:text>"
        "</office:body></office:document>"
    ).encode()
    made = document(tmp_path, "a.xml", data)
    assert (made.text, made.title, made.format) == ("Words.", "A title", "odt")


def test_an_encrypted_document_says_so(tmp_path: Path) -> None:
    """Its manifest lists how each entry was encrypted; newer ones hold one entry of all."""
    manifest = b'<m:manifest xmlns:m="x"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    reason = "it is encrypted; save it without a password"
    secret = open_document("text", "", more={"META-INF/manifest.xml": manifest})
    assert refusal(tmp_path, "a.odt", secret) == reason
    assert refusal(tmp_path, "a.odt", open_document("text", "", more={"encrypted-package": b"\1\2"})) == reason
