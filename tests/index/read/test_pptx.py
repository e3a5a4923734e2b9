"""PowerPoint's presentations: a slide is a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.read.creation import TEMPLATES
from tests.makers.files import document, packed, refusal, replaced
from tests.makers.office import OOXML_NAMES, pptx, relations, shape


def text_of(folder: Path, slide: str) -> str:
    return document(folder, "a.pptx", pptx([slide])).text


def test_each_slide_is_a_page_with_its_notes_after_it(tmp_path: Path) -> None:
    """An empty slide keeps its number; footers and numbers of slides are left out."""
    first = shape("The ferry", "title") + shape("GONE", "ftr") + shape("GONE", "sldNum") + shape("GONE", "dt")
    made = document(tmp_path, "a.pptx", pptx([first, "", shape("Sheep.\nGoats.")], {1: "Speak slowly.\nPause."}))
    assert made.text == "The ferry\n\nNotes:\nSpeak slowly.\n\nPause.\n\nSheep.\n\nGoats."
    at = made.text.index("Sheep.")
    assert (made.pages, made.title, made.format) == ((0, at, at), "The ferry", "pptx")


def test_title_and_day_are_those_of_the_properties(tmp_path: Path) -> None:
    """The day is the last resort; that of a template and a title that a program made are none."""
    slides = [shape("The first slide", "ctrTitle") + shape("Words.")]
    made = document(tmp_path, "a.pptx", pptx(slides, title="A title", created="2010-10-22T10:00:00Z"))
    assert (made.title, str(made.date and made.date.earliest)) == ("A title", "2010-10-22")
    assert made.date is not None
    assert made.date.origin == "creation metadata"
    for program in ("PowerPoint Presentation", "Présentation PowerPoint", "PowerPoint-Präsentation", "old.pptx"):
        made = document(tmp_path, "b.pptx", pptx(slides, title=program, created=f"{TEMPLATES[1]}Z"))
        assert (made.title, made.date) == ("The first slide", None)


def test_a_head_line_on_the_first_slide_dates_it(tmp_path: Path) -> None:
    """As in any text."""
    made = document(tmp_path, "a.pptx", pptx([shape("date 2025-01-23 The talk", "title"), shape("Words.")]))
    assert (made.title, str(made.date and made.date.earliest)) == ("The talk", "2025-01-23")


def test_the_title_is_read_first_then_shapes_groups_and_tables(tmp_path: Path) -> None:
    """In the order in which they lie on the slide; a table's first row names its columns where it is marked so."""
    cell = "<a:tc{}><a:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></a:txBody></a:tc>"
    rows = "".join(
        f"<a:tr>{''.join(cell.format('', word) for word in words)}</a:tr>"
        for words in (("Year", "Crew", "Place"), ("1969", "3", "Moon"))
    )
    covered = cell.format(' hMerge="1"', "")
    merged = f"<a:tr>{cell.format('', 'Never')}{covered}{cell.format('', 'Sun')}</a:tr>"
    table = (
        f'<p:graphicFrame><a:graphic><a:tbl><a:tblPr firstRow="1"/>{rows}{merged}</a:tbl></a:graphic></p:graphicFrame>'
    )
    group = f"<p:grpSp>{shape('In a group.')}</p:grpSp>"
    slide = shape("First.") + group + table + shape("The title", "title")
    assert text_of(tmp_path, slide) == (
        "The title\n\nFirst.\n\nIn a group.\n\nYear: 1969; Crew: 3; Place: Moon\n\nYear: Never; Place: Sun"
    )  # fmt: skip


def test_line_breaks_fields_and_formulas_are_text(tmp_path: Path) -> None:
    """Of the same content for newer and older programs the newer is read; hidden shapes are not."""
    maths = '<m:t xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">a=2</m:t>'
    runs = f"<a:r><a:t>One</a:t></a:r><a:br/><a:fld><a:t>two</a:t></a:fld> {maths}"
    body = f"<p:sp><p:txBody><a:p>{runs}</a:p></p:txBody></p:sp>"
    both = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice>{shape('New.')}</mc:Choice><mc:Fallback>{shape('GONE')}</mc:Fallback></mc:AlternateContent>"
    )
    unseen = shape("GONE").replace('name="x"', 'name="x" hidden="1"')
    assert text_of(tmp_path, body + both + unseen) == "One\ntwoa=2\n\nNew."


def test_charts_are_tables_and_diagrams_paragraphs(tmp_path: Path) -> None:
    """Both are parts of their own, which the slide names."""
    series = "".join(
        f"<c:ser><c:tx><c:pt idx='0'><c:v>{name}</c:v></c:pt></c:tx><c:cat><c:pt idx='0'><c:v>1969</c:v></c:pt>"
        f"<c:pt idx='1'><c:v>1970</c:v></c:pt></c:cat><c:val><c:pt idx='{at}'><c:v>{value}</c:v></c:pt></c:val></c:ser>"
        for name, at, value in (("Crew", 0, 3), ("Boats", 1, 7))
    )
    title = "<c:title><a:p><a:r><a:t>Flights</a:t></a:r></a:p></c:title>"
    chart = (
        f'<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" {OOXML_NAMES}>'
        f"{title}{series}</c:chartSpace>"
    )
    points = "".join(
        f'<d:pt type="{kind}"><d:t><a:p><a:r><a:t>{word}</a:t></a:r></a:p></d:t></d:pt>'
        for kind, word in (("node", "Load"), ("parTrans", "GONE"), ("node", "Sail"))
    )
    diagram = f'<d:m xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/diagram" {OOXML_NAMES}>{points}</d:m>'
    frames = (
        '<p:graphicFrame><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="r1"/>'
        '</p:graphicFrame><p:graphicFrame><d:relIds xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
        ' r:dm="r2"/></p:graphicFrame>'
    )
    more = {
        "ppt/slides/_rels/slide1.xml.rels": relations(("chart", "../c.xml"), ("diagramData", "../d.xml")),
        "ppt/c.xml": chart.encode(),
        "ppt/d.xml": diagram.encode(),
    }
    made = document(tmp_path, "a.pptx", pptx([frames], more=more))
    assert made.text == "Flights\n\n1969; Crew: 3\n\n1970; Boats: 7\n\nLoad\n\nSail"


def test_hidden_slides_are_read_and_named(tmp_path: Path) -> None:
    """Whoever opens the file sees them, and they keep their numbers."""
    made = document(tmp_path, "a.pptx", pptx([shape("One."), shape("Two."), shape("Three.")], hidden=[2, 3]))
    assert made.text == "One.\n\nTwo.\n\nThree."
    assert made.notes[0].startswith("slides 2, 3 are hidden")


@pytest.mark.parametrize("main", ["slideshow", "presentation"])
def test_the_strict_form_and_shows_are_read(tmp_path: Path, main: str) -> None:
    """The form of ISO 29500-1 names everything otherwise."""
    data = pptx([shape("Words.")], main=main)
    for name, old in (
        ("ppt/presentation.xml", "presentationml/2006/main"),
        ("ppt/slides/slide1.xml", "drawingml/2006/main"),
    ):
        strict = old.replace("/2006", "")
        data = replaced(data, name, f"schemas.openxmlformats.org/{old}", f"purl.oclc.org/ooxml/{strict}")
    assert document(tmp_path, "a.ppsx", data).text == "Words."  # fmt: skip


def test_templates_and_damage_say_what_to_do(tmp_path: Path) -> None:
    """A template is no presentation of anybody's; a package without its slides is damaged."""
    template = pptx([shape("Words.")], main="template")
    assert refusal(tmp_path, "a.potx", template) == "it is a PowerPoint template; save it as a presentation (PPTX)"
    damaged = "it is a damaged or truncated PPTX; save it again"
    assert refusal(tmp_path, "a.pptx", packed({"ppt/presentation.xml": b"<x/>"})) == damaged
    assert refusal(tmp_path, "a.pptx", replaced(pptx([shape("x")]), "ppt/slides/slide1.xml", "<p:cSld>", "")) == damaged
