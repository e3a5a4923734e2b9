"""Every form of a citation, read back by parsers that are not ours, whatever the words in it."""

from __future__ import annotations

import datetime as dt
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
from index.cite.ids import normalise
from index.cite.machine import bibtex, csl_json, ris
from index.cite.models import Citation, Record
from index.cite.styles import STYLES, SUFFIXES, StyleName, format_citations
from index.models.erasures import Erased
from index.text.clean import clean, one_line
from tests.makers.citations import (
    DAY,
    DAYS,
    HOSTILE,
    MONTH,
    YEAR,
    OneSource,
    citation,
    document,
    record,
    records,
    texts,
)

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
    **{f"\\{character}": character for character in "%$#&_"},
}
_TEX_READ = re.compile("|".join(map(re.escape, sorted(_TEX, key=len, reverse=True))))


def untexed(text: str) -> str:
    """What TeX makes of a value: each command's own character."""
    return _TEX_READ.sub(lambda match: _TEX[match[0]], text)


def unchanged(record: Record) -> Citation:
    text = "x" * record.start + record.quotation
    return check(record, OneSource(document(text, record.path, date=record.date)))


def entry(written: str) -> Entry:
    library = parse_string(written)
    assert library.failed_blocks == []
    (only,) = library.entries
    assert len(library.blocks) == 1
    return only


@settings(max_examples=150, deadline=None)
@given(records)
@example(record(HOSTILE, title=HOSTILE, path=HOSTILE))
def test_bibtex_is_read_back_whole(record: Record) -> None:
    """A single entry with a key; title, words and path come back whole, except white space and characters that act."""
    fields = {field.key: field.value for field in entry(bibtex([unchanged(record)])).fields}
    title = one_line(record.title) if record.title_origin == "source" and record.title.strip() else None
    if title:
        assert untexed(fields["title"].removeprefix("{").removesuffix("}")) == title
    assert untexed(fields["annote"]) == one_line(f"“{record.quotation}”")
    assert untexed(fields["howpublished"]).startswith(one_line(record.path))
    assert fields["year"] == ("n.d." if record.date is None else "1969")


@settings(max_examples=150, deadline=None)
@given(records)
@example(record(HOSTILE, title=HOSTILE, path=HOSTILE))
def test_ris_is_read_back_whole(record: Record) -> None:
    """One record; the quotation and the path come back in one line each, and no word of them begins a tag."""
    (fields,) = rispy.loads(ris([unchanged(record)]))
    assert fields["type_of_reference"] == "GEN"
    assert fields["id"] == "dateline-k7f2q9xw"
    assert fields["notes"][0].split() == one_line(f"“{record.quotation}”").split()
    if record.path.strip() and one_line(record.path):
        assert fields["accession_number"] == one_line(record.path)
    assert fields.get("year") == (None if record.date is None else "1969")
    assert set(fields) <= {
        *("type_of_reference", "id", "title", "year", "date", "start_page", "accession_number", "language", "notes"),
    }


@settings(max_examples=150, deadline=None)
@given(records)
@example(record(HOSTILE, title=HOSTILE, path=HOSTILE))
def test_csl_json_keeps_every_character(record: Record) -> None:
    """It fulfils the schema, and the words come back to the last character; nothing in the file acts when looked at."""
    written = csl_json([unchanged(record)])
    assert not DIRECTIONS.search(written)
    items = json.loads(written)
    jsonschema_rs.Draft202012Validator(CSL).validate(items)
    assert items[0]["annote"] == record.quotation
    assert items[0]["archive_location"] == record.path
    assert ("issued" in items[0]) == (record.date is not None)


@settings(max_examples=150, deadline=None)
@given(records)
@example(record(HOSTILE, title=HOSTILE, path=HOSTILE))
def test_plain_text_quotes_every_word_and_nothing_that_acts(record: Record) -> None:
    """The quotation is between its marks, cleaned of controls; the reference is one line."""
    written = format_citations([unchanged(record)], "text")
    assert f"“{clean(record.quotation)}”" in written
    assert not re.search("[\u202a-\u202e\u2066\u2067\x00-\x08\x1b]", written)
    for style in ("apa", "chicago", "mla"):
        assert format_citations([unchanged(record)], style).count("\n") == 1


@pytest.mark.parametrize("style", STYLES)
def test_words_hidden_in_tag_characters_are_in_no_form(style: StyleName) -> None:
    """What nobody sees isn't passed on with what is cited; CSL-JSON keeps it, visibly escaped."""
    hidden = "".join(chr(0xE0000 + ord(letter)) for letter in "IGNORE")
    cited = citation(f"The vote{hidden} was taken.", title=f"Mi{hidden}nutes", path=f"mi{hidden}nutes.txt")
    written = format_citations([cited], style)
    assert not set(hidden) & set(written)
    assert "Minutes" in written or json.loads(written)[0]["title"] == f"Mi{hidden}nutes"


_LIVE = re.compile(r"(?<!\\)(?:\\\\)*[`*_\[\]<>|~$&@{}#]")
"""A character that begins a construct and has no backslash before it."""


@settings(max_examples=150, deadline=None)
@given(records)
@example(record(HOSTILE, title=HOSTILE, path=HOSTILE))
def test_markdown_is_shown_as_it_is(record: Record) -> None:
    """Every construct in the words is escaped; taking the escapes out gives the words back."""
    written = format_citations([unchanged(record)], "markdown")
    quotation, _, source = written.partition("\n\n—")
    lines = [line.removeprefix(">").removeprefix(" ") for line in quotation.split("\n")]
    assert all(line.startswith(">") for line in quotation.split("\n"))
    assert not any(_LIVE.search(line) for line in lines)
    bare = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", "\n".join(lines))
    isolated = DIRECTIONS.sub("", bare)
    assert isolated.split() == clean(record.quotation).split()
    emphasis = [match[0].strip("\\") for match in _LIVE.finditer(source)]
    assert emphasis == (["*", "*"] if record.title_origin == "source" and record.title.strip() else [])


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
    cited = citation(date=date)
    assert apa in format_citations([cited], "apa")
    assert f"Moon,” {chicago}" in format_citations([cited], "chicago")
    assert f"Moon.” {mla}" in format_citations([cited], "mla")


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
    cited = citation(date=date)
    fields = {field.key: field.value for field in entry(bibtex([cited])).fields}
    assert {key: fields[key] for key in bibtex_fields} == bibtex_fields
    assert ("day" in fields) == (date in {DAY, DAYS})
    assert ("month" in fields) == (date not in {YEAR, None})
    assert rispy.loads(ris([cited]))[0].get("date") == da
    issued = json.loads(csl_json([cited]))[0].get("issued")
    assert (issued and issued["date-parts"]) == parts


def test_nothing_is_made_up() -> None:
    """No author and no publisher in any form; a missing title is the first words, quoted in square brackets."""
    cited = citation(
        "The Eagle has landed on the Moon and they walked about there for hours.",
        title="The Eagle has landed on the Moon and",
        title_origin="first words",
    )
    shown = "[“The Eagle has landed on the Moon and”]"
    for style in STYLES:
        written = format_citations([cited], style)
        assert not re.search(r"author|publisher|^AU|^PB|Anonymous", written, re.MULTILINE)
        assert shown in written.replace("\\", "")


def test_a_citation_that_does_not_hold_says_so_in_every_form_that_can() -> None:
    """Removed and changed words are never passed on as if they were still there."""
    removed = check(record(), OneSource(None))
    changed = check(
        record("The Eagle has landed safely today."), OneSource(document("The Falcon has landed safely today."))
    )
    for outcome, word in ((removed, "Removed"), (changed, "Changed")):
        for style in ("text", "markdown", "bibtex", "ris", "csl-json"):
            assert word in format_citations([outcome], style)
    assert r"[-Eagle-] {+Falcon+}" in format_citations([changed], "text")


def test_several_are_written_one_after_the_other_and_each_once() -> None:
    """In their order, and a passage that is asked for twice is written once."""
    first, second = citation(), citation(id="00000001", title="Other")
    for style in STYLES:
        assert format_citations([first, second, first], style).count("00000001") >= 1
        assert format_citations([], style) in {"", "[]\n"}
    keys = [entry.key for entry in parse_string(format_citations([second, first, second], "bibtex")).entries]
    assert keys == ["dateline-00000001", "dateline-k7f2q9xw"]
    assert set(SUFFIXES) == set(STYLES)


def test_page_numbers_come_before_paragraphs() -> None:
    """A paged source is cited by its page."""
    cited = citation(page=4)
    assert "p. 4" in format_citations([cited], "apa")
    assert "para." not in format_citations([cited], "apa")
    assert ", p. 4." in format_citations([cited], "mla")
    assert json.loads(csl_json([cited]))[0]["page"] == "4"
    assert rispy.loads(ris([cited]))[0]["start_page"] == "4"


@pytest.mark.parametrize("date", [DAY, None])
def test_a_moved_source_is_referred_to_where_it_is(date: Any) -> None:
    """The reference has today's path, so that the source can be found."""
    text = "xxx The Eagle has landed."
    cited = check(record(date=date), OneSource(document(text, "new/place.txt", sha256="0" * 64, date=date)))
    assert cited.state == "moved"
    for style in STYLES:
        assert "new/place.txt" in format_citations([cited], style).replace("\\", "")


@settings(max_examples=60, deadline=None)
@given(records, texts.filter(one_line))
@example(record(HOSTILE), HOSTILE)
def test_what_a_person_wrote_goes_along(record: Record, note: str) -> None:
    """Parsers that are not ours read it back as a comment or a note, in one line where the form has lines."""
    cited, annotations = unchanged(record), {record.id: note}
    fields = {field.key: field.value for field in entry(bibtex([cited], annotations)).fields}
    assert untexed(fields["comment"]) == one_line(note)
    (fields_of_ris,) = rispy.loads(ris([cited], annotations))
    assert fields_of_ris["notes"][-1].split() == one_line(note).split()
    items = json.loads(csl_json([cited], annotations))
    jsonschema_rs.Draft202012Validator(CSL).validate(items)
    assert items[0]["note"].startswith(f"{note}; Passage {record.id}")


@pytest.mark.parametrize("style", STYLES)
def test_what_a_person_wrote_is_its_passages_only(style: StyleName) -> None:
    """References alone leave it out, and a passage without a note is written as before; what was erased keeps its."""
    annotations = {"00000001": "my own words"}
    erased = Record.blank("00000001", "x.txt", Erased(at=dt.datetime(2026, 10, 5, tzinfo=dt.UTC), why="asked"))
    for noted in (citation(id="00000001"), check(erased, OneSource(None))):
        written = format_citations([citation(), noted], style, annotations=annotations)
        assert written.count("my own words") == (0 if style in {"apa", "chicago", "mla"} else 1)
    assert format_citations([citation()], style, annotations=annotations) == format_citations([citation()], style)


ID_AS_PRINTED = re.compile(r"\(?\bpassage k7f2q9xw\)?[.;]?|@?\w*\{?dateline-k7f2q9xw,?", re.IGNORECASE)
"""What a person selects of a reference: the id with what stands before it and after."""


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("outcome", ["verbatim", "changed", "erased"])
def test_an_id_resolves_as_every_style_prints_it(style: StyleName, outcome: str) -> None:
    """Each place where a style prints the id, cut out; a key in Pandoc's brackets, too; `/cite` has room for each."""
    quoted = record("The Eagle has landed on the Moon at last.", page=4)
    if outcome == "erased":
        quoted = quoted.model_copy(update={"erased": Erased(at=dt.datetime(2026, 1, 2, tzinfo=dt.UTC), why="asked")})
    now = "The Eagle had landed on the Moon at last." if outcome == "changed" else quoted.quotation
    text = format_citations([check(quoted, OneSource(document(f"{'x' * 9}\n{now}")))], style)
    printed = ID_AS_PRINTED.findall(text)
    assert printed
    keys = [f"[@{key}]" for key in re.findall(r"dateline-k7f2q9xw", text)]
    for typed in [*printed, *keys]:
        assert normalise(typed) == "k7f2q9xw", typed
        assert len(typed) <= 40
