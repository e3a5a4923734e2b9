"""Titles within the quotation marks of Chicago and MLA, by a table of titles and of what the manuals ask for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.cite.nested import nested
from index.cite.styles import format_citations
from tests.makers.citations import citation

TITLES = [
    # Title, then in Chicago up to the date, then in MLA. Chicago, 17th and 18th edition: 11.7 (marks of other
    # languages), 13.30 (marks within marks, by turns), 8.173 and 14.94 (titles within titles), 6.9 and 6.11 (comma and
    # full stop before closing marks, single or double, but behind an apostrophe), 6.125 and 14.96 (after a question
    # mark a comma stands, and no full stop does), 6.115 to 6.117 (apostrophes). MLA, 9th
    # edition: chapter 2, titles within titles and titles that end in a mark, and chapter 6, quotations in quotations.
    ("The old mill", "“The old mill,”", "“The old mill.”"),
    ("The city of “Lodz”", "“The city of ‘Lodz,’”", "“The city of ‘Lodz.’”"),
    ("The “old” mill", "“The ‘old’ mill,”", "“The ‘old’ mill.”"),
    ("The ‘old’ mill", "“The ‘old’ mill,”", "“The ‘old’ mill.”"),
    ("The ‘old’", "“The ‘old,’”", "“The ‘old.’”"),
    ('The "old" mill', "“The ‘old’ mill,”", "“The ‘old’ mill.”"),
    ("The 'old' mill", "“The ‘old’ mill,”", "“The ‘old’ mill.”"),
    ("“She said ‘no’ again”", "“‘She said “no” again,’”", "“‘She said “no” again.’”"),
    ("“She said ‘no’”", "“‘She said “no,”’”", "“‘She said “no.”’”"),
    ("‘She said “no” again’", "“‘She said “no” again,’”", "“‘She said “no” again.’”"),
    ("“One ‘of “three”’ deep”", "“‘One “of ‘three’” deep,’”", "“‘One “of ‘three’” deep.’”"),
    ("Ein Tag in „Łódź“", "“Ein Tag in ‘Łódź,’”", "“Ein Tag in ‘Łódź.’”"),
    ("Dzień w „Łodzi”", "“Dzień w ‘Łodzi,’”", "“Dzień w ‘Łodzi.’”"),
    ("”Łódź” är en stad", "“‘Łódź’ är en stad,”", "“‘Łódź’ är en stad.”"),
    ("„Er sagte ‚nein‘ dazu“", "“‘Er sagte “nein” dazu,’”", "“‘Er sagte “nein” dazu.’”"),
    ("Das ‚alte‘ Haus", "“Das ‘alte’ Haus,”", "“Das ‘alte’ Haus.”"),
    ("Die »alte« Mühle", "“Die ‘alte’ Mühle,”", "“Die ‘alte’ Mühle.”"),
    ("Die ›alte‹ Mühle", "“Die ‘alte’ Mühle,”", "“Die ‘alte’ Mühle.”"),
    ("»Die ›alte‹ Mühle«", "“‘Die “alte” Mühle,’”", "“‘Die “alte” Mühle.’”"),
    ("Le « vieux » moulin", "“Le ‘vieux’ moulin,”", "“Le ‘vieux’ moulin.”"),
    ("Le «\u00a0vieux moulin\u00a0»", "“Le ‘vieux moulin,’”", "“Le ‘vieux moulin.’”"),
    ("« Non », dit-elle", "“‘Non’, dit-elle,”", "“‘Non’, dit-elle.”"),
    ("El «viejo» molino", "“El ‘viejo’ molino,”", "“El ‘viejo’ molino.”"),
    ("Le ‹ vieux › moulin", "“Le ‘vieux’ moulin,”", "“Le ‘vieux’ moulin.”"),
    ("«Старая «новая» мельница»", "“‘Старая “новая” мельница,’”", "“‘Старая “новая” мельница.’”"),
    ("「水車」の話", "“‘水車’の話,”", "“‘水車’の話.”"),
    ("「水車『小屋』の話」", "“‘水車“小屋”の話,’”", "“‘水車“小屋”の話.’”"),
    ("《紅樓夢》考", "“《紅樓夢》考,”", "“《紅樓夢》考.”"),
    ("Was ist „Łódź“?", "“Was ist ‘Łódź’?,”", "“Was ist ‘Łódź’?”"),
    ("„Was ist Łódź?“", "“‘Was ist Łódź?,’”", "“‘Was ist Łódź?’”"),
    ("Stop!", "“Stop!,”", "“Stop!”"),
    ("He said “No.”", "“He said ‘No,’”", "“He said ‘No.’”"),
    ("Songs of the ’90s", "“Songs of the ’90s,”", "“Songs of the ’90s.”"),
    ("Rock ’n’ roll, and “more”", "“Rock ’n’ roll, and ‘more,’”", "“Rock ’n’ roll, and ‘more.’”"),
    ("The dogs’", "“The dogs’,”", "“The dogs’.”"),
    ("The dogs’ “home” by O’Hara", "“The dogs’ ‘home’ by O’Hara,”", "“The dogs’ ‘home’ by O’Hara.”"),
    ("'Tis the 'season'", "“'Tis the ‘season,’”", "“'Tis the ‘season.’”"),
    ('A 12" pipe', '“A 12" pipe,”', '“A 12" pipe.”'),
    ('The "12" pipe"', '“The ‘12" pipe,’”', '“The ‘12" pipe.’”'),
    ("A 6' 2\" door", "“A 6' 2\" door,”", "“A 6' 2\" door.”"),
    ("A 6′ 2″ door", "“A 6′ 2″ door,”", "“A 6′ 2″ door.”"),
    ("An “open end", "“An “open end,”", "“An “open end.”"),
    ("An end” left", "“An end” left,”", "“An end” left.”"),
    ("Ein „offenes Ende", "“Ein „offenes Ende,”", "“Ein „offenes Ende.”"),
    ("One “two «three” four»", "“One ‘two «three’ four»,”", "“One ‘two «three’ four».”"),
]


@pytest.mark.parametrize(("title", "chicago", "mla"), TITLES)
def test_titles_are_marked_as_the_manuals_ask(title: str, chicago: str, mla: str) -> None:
    """Inner marks are English and by turns, what closes takes the comma in, and apostrophes and inches are no marks."""
    cited = [citation(title=title)]
    assert format_citations(cited, "chicago").partition(" July")[0] == chicago
    assert format_citations(cited, "mla").partition(" 20 July")[0] == mla


def test_a_title_of_first_words_is_no_title_in_marks() -> None:
    """A work without a title is described in brackets, in which its marks are its own."""
    cited = [citation(title="The „old“ mill", title_origin="first words")]
    assert format_citations(cited, "chicago").startswith("[“The „old“ mill”],")


@given(st.text("„“”‟\"‘’‚'«»‹›「」《》 abz.Ł12", max_size=40))
def test_nothing_but_marks_changes(title: str) -> None:
    """Whatever the marks, the words stay in order, and what is made of marks are English ones."""
    marks = "„“”‟\"‘’‚'«»‹›「」《》 "
    text = "".join(nested(title))
    assert [char for char in text if char not in marks] == [char for char in title if char not in marks]
    assert sum(text.count(mark) for mark in "‘“") >= len(nested(title).closing)
    made = [char for char in marks if text.count(char) > title.count(char)]
    assert set(made) <= set("‘’“”")


@pytest.mark.parametrize("title", ["“" * 500, "«" * 200 + "»" * 200, '"' * 999, "1\" 2' " * 150])
def test_titles_of_marks_are_read(title: str) -> None:
    """However many there are within one another, what isn't understood stays."""
    assert "".join(nested(title))
