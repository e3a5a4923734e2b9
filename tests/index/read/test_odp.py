"""OpenDocument presentations: a slide is a page."""

from __future__ import annotations

from pathlib import Path

from tests.makers.files import document
from tests.makers.office import frame, odp

NOTES = f"<presentation:notes><draw:page-thumbnail/>{frame('Speak slowly.', 'notes')}</presentation:notes>"


def test_each_slide_is_a_page_with_its_notes_after_it(tmp_path: Path) -> None:
    """An empty slide keeps its number; what stands on every slide is left out."""
    footer = frame("GONE", "footer") + frame("GONE", "page-number")
    data = odp([frame("The ferry", "title") + footer + NOTES, "", frame("Sheep.")])
    made = document(tmp_path, "a.odp", data)
    assert made.text == "The ferry\n\nNotes:\nSpeak slowly.\n\nSheep."
    assert (made.pages, made.title, made.format) == ((0, 33, 33), "The ferry", "odp")
    assert made.text[33:] == "Sheep."


def test_the_title_is_read_first_wherever_it_is_drawn(tmp_path: Path) -> None:
    """Then all shapes in the order in which they lie on the slide, groups and tables among them."""
    table = (
        '<draw:frame><table:table table:use-first-row-styles="true">'
        "<table:table-row><table:table-cell><text:p>Year</text:p></table:table-cell><table:table-cell><text:p>Crew"
        "</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell><text:p>1969</text:p>"
        "</table:table-cell><table:table-cell><text:p>3</text:p></table:table-cell></table:table-row></table:table>"
        "</draw:frame>"
    )
    group = "<draw:g><draw:custom-shape><text:p>In a group.</text:p></draw:custom-shape></draw:g>"
    made = document(tmp_path, "a.odp", odp([frame("First.") + group + table + frame("The title", "title")]))
    assert made.text == "The title\n\nFirst.\n\nIn a group.\n\nYear: 1969; Crew: 3"


def test_a_hidden_slide_is_read_and_named(tmp_path: Path) -> None:
    """By its style; an empty one is not named."""
    styles = (
        '<style:style style:family="drawing-page" style:name="d1"><style:drawing-page-properties '
        'presentation:visibility="hidden"/></style:style>'
    )
    data = odp([frame("One."), "x"], styles=styles)
    assert document(tmp_path, "a.odp", data).notes == ()
    slides = f'</draw:page><draw:page draw:style-name="d1">{frame("Two.")}</draw:page><draw:page>'
    made = document(tmp_path, "b.odp", odp([frame("One.") + slides], styles=styles))
    assert made.text == "One.\n\nTwo."
    assert made.notes == ("slide 2 is hidden when it is shown, and read all the same; remove what is not to be found",)
