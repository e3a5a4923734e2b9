"""Every form of a citation, read back by parsers that are not ours, whatever the words in it."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema_rs
import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Entry
from hypothesis import example, given, settings

from index.cite.check import check
from index.cite.machine import bibtex, csl_json, ris
from index.cite.models import Citation, Record
from index.cite.styles import STYLES, SUFFIXES, StyleName, format_citations
from index.text.clean import clean, one_line
from tests.makers.citations import DAY, DAYS, HOSTILE, MONTH, YEAR, One, citation, document, record, records

DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""The controls of direction (Unicode Standard Annex 9, section 2)."""

CSL: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["id", "type"],
        "additionalProperties": False,
        "properties": {
            "id": {"type": ["string", "number"]},
            "type": {"enum": ["document", "article", "webpage", "report", "book", "chapter", "manuscript"]},
            **{name: {"type": "string"} for name in ("title", "annote", "note", "language", "archive_location")},
            "page": {"type": ["string", "number"]},
            "issued": {
                "type": "object",
                "required": ["date-parts"],
                "additionalProperties": False,
                "properties": {
                    "date-parts": {
                        "type": "array",
                        "minItems": 1,
                        "maxItems": 2,
                        "items": {
                            "type": "array",
                            "minItems": 1,
                            "maxItems": 3,
                            "items": {"type": ["string", "number"]},
                        },
                    }
                },
            },
            "custom": {"type": "object"},
        },
    },
}
"""Those parts of CSL's own schema (csl-data.json, 1.0.2) that can concern us, with no property more than it has."""

_TEX = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    r"\textasciigrave{}": "`",
    "{@}": "@",
    "{}": "",
    **{f"\\{one}": one for one in "%$#&_"},
}
_TEX_READ = re.compile("|".join(map(re.escape, sorted(_TEX, key=len, reverse=True))))


def untexed(text: str) -> str:
    """What TeX makes of a value: each command's own character."""
    return _TEX_READ.sub(lambda match: _TEX[match[0]], text)


def unchanged(one: Record) -> Citation:
    text = "x" * one.start + one.quotation
    return check(one, One(document(text, one.path, date=one.date)))


def entry(written: str) -> Entry:
    library = parse_string(written)
    assert library.failed_blocks == []
    (found,) = library.entries
    assert len(library.blocks) == 1
    return found


@settings(max_examples=150, deadline=None)
@given(records)
@example(record(HOSTILE, title=HOSTILE, path=HOSTILE))
def test_bibtex_is_read_back_whole(one: Record) -> None:
    """One entry with one key; title, words and path come back to the character, but for white space and what acts."""
    found = {field.key: field.value for field in entry(bibtex([unchanged(one)])).fields}
    title = one_line(one.title) if one.title_origin == "source" and one.title.strip() else None
    if title:
        assert untexed(found["title"].removeprefix("{").removesuffix("}")) == title
    assert untexed(found["annote"]) == one_line(f"“{one.quotation}”")
    assert untexed(found["howpublished"]).startswith(one_line(one.path))
    assert found["year"] == ("n.d." if one.date is None else "1969")


@settings(max_examples=150, deadline=None)
@given(records)
@example(record(HOSTILE, title=HOSTILE, path=HOSTILE))
def test_ris_is_read_back_whole(one: Record) -> None:
    """One record; the quotation and the path come back in one line each, and no word of them begins a tag."""
    (found,) = rispy.loads(ris([unchanged(one)]))
    assert found["type_of_reference"] == "GEN"
    assert found["id"] == "dateline-k7f2q9xw"
    assert found["notes"][0].split() == one_line(f"“{one.quotation}”").split()
    if one.path.strip() and one_line(one.path):
        assert found["accession_number"] == one_line(one.path)
    assert found.get("year") == (None if one.date is None else "1969")
    assert set(found) <= {
        *("type_of_reference", "id", "title", "year", "date", "start_page", "accession_number", "language", "notes"),
    }


@settings(max_examples=150, deadline=None)
@given(records)
@example(record(HOSTILE, title=HOSTILE, path=HOSTILE))
def test_csl_json_keeps_every_character(one: Record) -> None:
    """It fulfils the schema, and the words come back to the last character; nothing in the file acts when looked at."""
    written = csl_json([unchanged(one)])
    assert not DIRECTIONS.search(written)
    found = json.loads(written)
    jsonschema_rs.Draft202012Validator(CSL).validate(found)
    assert found[0]["annote"] == one.quotation
    assert found[0]["archive_location"] == one.path
    assert ("issued" in found[0]) == (one.date is not None)


@settings(max_examples=150, deadline=None)
@given(records)
@example(record(HOSTILE, title=HOSTILE, path=HOSTILE))
def test_plain_text_quotes_every_word_and_nothing_that_acts(one: Record) -> None:
    """The quotation stands between its marks, cleaned of controls; the reference is one line."""
    written = format_citations([unchanged(one)], "text")
    assert f"“{clean(one.quotation)}”" in written
    assert not re.search("[\u202a-\u202e\u2066\u2067\x00-\x08\x1b]", written)
    for style in ("apa", "chicago", "mla"):
        assert format_citations([unchanged(one)], style).count("\n") == 1


@pytest.mark.parametrize("style", STYLES)
def test_words_hidden_in_tag_characters_stand_in_no_form(style: StyleName) -> None:
    """What nobody sees isn't handed on with what is cited; CSL-JSON keeps it, visibly escaped."""
    hidden = "".join(chr(0xE0000 + ord(letter)) for letter in "IGNORE")
    one = citation(f"The vote{hidden} was taken.", title=f"Mi{hidden}nutes", path=f"mi{hidden}nutes.txt")
    written = format_citations([one], style)
    assert not set(hidden) & set(written)
    assert "Minutes" in written or json.loads(written)[0]["title"] == f"Mi{hidden}nutes"


_LIVE = re.compile(r"(?<!\\)(?:\\\\)*[`*_\[\]<>|~$&@{}#]")
"""A character that begins a construct and has no backslash before it."""


@settings(max_examples=150, deadline=None)
@given(records)
@example(record(HOSTILE, title=HOSTILE, path=HOSTILE))
def test_markdown_is_shown_as_it_is(one: Record) -> None:
    """Every construct in the words is escaped; taking the escapes out gives the words back."""
    written = format_citations([unchanged(one)], "markdown")
    quotation, _, source = written.partition("\n\n—")
    lines = [line.removeprefix(">").removeprefix(" ") for line in quotation.split("\n")]
    assert all(line.startswith(">") for line in quotation.split("\n"))
    assert not any(_LIVE.search(line) for line in lines)
    bare = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", "\n".join(lines))
    isolated = DIRECTIONS.sub("", bare)
    assert isolated.split() == clean(one.quotation).split()
    emphasis = [match[0].strip("\\") for match in _LIVE.finditer(source)]
    assert emphasis == (["*", "*"] if one.title_origin == "source" and one.title.strip() else [])


@pytest.mark.parametrize(
    ("style", "dated", "undated"),
    [
        (
            "apa",
            "First people on the Moon. (1969, July 20). moon/apollo-11.txt, para. 3 (passage k7f2q9xw).",
            "First people on the Moon. (n.d.). moon/apollo-11.txt, para. 3 (passage k7f2q9xw).",
        ),
        (
            "chicago",
            "“First people on the Moon,” July 20, 1969, moon/apollo-11.txt, para. 3 (passage k7f2q9xw).",
            "“First people on the Moon,” n.d., moon/apollo-11.txt, para. 3 (passage k7f2q9xw).",
        ),
        (
            "mla",
            "“First people on the Moon.” 20 July 1969, moon/apollo-11.txt. Passage k7f2q9xw.",
            "“First people on the Moon.” moon/apollo-11.txt. Passage k7f2q9xw.",
        ),
    ],
)
def test_the_styles_of_a_dated_and_an_undated_source(style: Any, dated: str, undated: str) -> None:
    """The exact references; MLA leaves a missing date out, the others write n.d."""
    assert format_citations([citation()], style) == dated + "\n"
    assert format_citations([citation(date=None)], style) == undated + "\n"


@pytest.mark.parametrize(
    ("date", "apa", "chicago", "mla"),
    [
        (MONTH, "(1969, July)", "July 1969,", "July 1969,"),
        (YEAR, "(1969)", "1969,", "1969,"),
        (DAYS, "(1969, July 16–1969, July 24)", "July 16, 1969–July 24, 1969,", "16 July 1969–24 July 1969,"),
    ],
)
def test_a_date_is_as_precise_as_its_source(date: Any, apa: str, chicago: str, mla: str) -> None:
    """A month is no first day of it, a year no January."""
    one = citation(date=date)
    assert apa in format_citations([one], "apa")
    assert f"Moon,” {chicago}" in format_citations([one], "chicago")
    assert f"Moon.” {mla}" in format_citations([one], "mla")


@pytest.mark.parametrize(
    ("date", "bibtex_fields", "da", "parts"),
    [
        (DAY, {"year": "1969", "month": "jul", "day": "20"}, "1969/07/20/", [[1969, 7, 20]]),
        (MONTH, {"year": "1969", "month": "jul"}, "1969/07//", [[1969, 7]]),
        (YEAR, {"year": "1969"}, "1969///", [[1969]]),
        (DAYS, {"year": "1969", "date": "1969-07-16/1969-07-24"}, "1969/07/16/", [[1969, 7, 16], [1969, 7, 24]]),
        (None, {"year": "n.d."}, None, None),
    ],
)
def test_machine_forms_date_at_the_same_precision(date: Any, bibtex_fields: Any, da: Any, parts: Any) -> None:
    """No month, day or year is made up in any of them."""
    one = citation(date=date)
    found = {field.key: field.value for field in entry(bibtex([one])).fields}
    assert {key: found[key] for key in bibtex_fields} == bibtex_fields
    assert ("day" in found) == (date in {DAY, DAYS})
    assert ("month" in found) == (date not in {YEAR, None})
    assert rispy.loads(ris([one]))[0].get("date") == da
    issued = json.loads(csl_json([one]))[0].get("issued")
    assert (issued and issued["date-parts"]) == parts


def test_nothing_is_made_up() -> None:
    """No author and no publisher in any form; a missing title is the first words, quoted in square brackets."""
    one = citation(
        "The Eagle has landed on the Moon and they walked about there for hours.",
        title="The Eagle has landed on the Moon and",
        title_origin="first words",
    )
    shown = "[“The Eagle has landed on the Moon and”]"
    for style in STYLES:
        written = format_citations([one], style)
        assert not re.search(r"author|publisher|^AU|^PB|Anonymous", written, re.MULTILINE)
        assert shown in written.replace("\\", "")


def test_a_citation_that_does_not_hold_says_so_in_every_form_that_can() -> None:
    """Removed and changed words are never handed on as if they stood there still."""
    removed = check(record(), One(None))
    changed = check(record("The Eagle has landed safely today."), One(document("The Falcon has landed safely today.")))
    for one, word in ((removed, "Removed"), (changed, "Changed")):
        for style in ("text", "markdown", "bibtex", "ris", "csl-json"):
            assert word in format_citations([one], style)
    assert r"[-Eagle-] {+Falcon+}" in format_citations([changed], "text")


def test_several_are_written_one_after_the_other_and_each_once() -> None:
    """In their order, and a passage that is asked for twice is written once."""
    one, other = citation(), citation(id="00000001", title="Other")
    for style in STYLES:
        assert format_citations([one, other, one], style).count("00000001") >= 1
        assert format_citations([], style) in {"", "[]\n"}
    keys = [found.key for found in parse_string(format_citations([other, one, other], "bibtex")).entries]
    assert keys == ["dateline-00000001", "dateline-k7f2q9xw"]
    assert set(SUFFIXES) == set(STYLES)


def test_page_numbers_come_before_paragraphs() -> None:
    """A paged source is cited by its page."""
    one = citation(page=4)
    assert "p. 4" in format_citations([one], "apa")
    assert "para." not in format_citations([one], "apa")
    assert ", p. 4." in format_citations([one], "mla")
    assert json.loads(csl_json([one]))[0]["page"] == "4"
    assert rispy.loads(ris([one]))[0]["start_page"] == "4"


@pytest.mark.parametrize("date", [DAY, None])
def test_a_moved_source_is_referred_to_where_it_is(date: Any) -> None:
    """The path of today stands in the reference, so that it can be found."""
    text = "xxx The Eagle has landed."
    one = check(record(date=date), One(document(text, "new/place.txt", sha256="0" * 64, date=date)))
    assert one.state == "moved"
    for style in STYLES:
        assert "new/place.txt" in format_citations([one], style).replace("\\", "")
