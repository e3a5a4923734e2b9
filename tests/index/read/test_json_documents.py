"""JSON and JSON Lines of documents: which of their fields is what, and what damage costs."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.models.documents import Document, Unreadable
from index.settings import Settings
from tests import ROOT
from tests.makers.files import document, read_all, refusal

HYPOTHESIS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ONE = {"title": "The mill", "text": "The mill turns.", "date": "2020-01-02"}
TWO = {"title": "The weir", "text": "The weir holds.", "date": "2020-03-04"}


def named(**fields: object) -> Settings:
    return Settings(_env_file=None, data=ROOT / "tests" / "no-data", **fields)  # type: ignore[arg-type]


def lines(*records: object) -> bytes:
    return "\n".join(json.dumps(record) for record in records).encode()


def told(results: list[Document | Unreadable]) -> list[tuple[str, str]]:
    """The path of each result with its text or the reason why there is none."""
    return [(each.path, each.text if isinstance(each, Document) else each.reason) for each in results]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", lines(ONE, TWO)),
        ("a.ndjson", b"\xef\xbb\xbf" + lines(ONE, TWO) + b"\r\n\r\n"),
        ("a.json", lines(ONE, TWO)),
        ("a.json", json.dumps([ONE, TWO], indent=2).encode()),
        ("a.json", json.dumps([ONE, TWO]).encode("utf-16")),
        ("a.json", json.dumps({"count": 2, "articles": [ONE, TWO]}).encode()),
        ("a.json", json.dumps({"answer": {"hits": [ONE, TWO]}, "tags": ["x"]}).encode()),
        ("a.jsonl", f"{json.dumps(ONE, indent=2)}\n{json.dumps(TWO, indent=2)}".encode()),
        ("a.jsonl", f"{json.dumps(ONE)}{json.dumps(TWO)}".encode()),
        ("a.json", f"[{json.dumps(ONE)},{json.dumps(TWO)},]".encode()),
    ],
)
def test_each_record_is_a_document(tmp_path: Path, name: str, data: bytes) -> None:
    """A line each, a list, a list within an object, one after the other: with text, title and date."""
    first, second = read_all(tmp_path, name, data)
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.path, first.title, first.text) == (f"{name}#1", "The mill", "The mill turns.")
    assert (second.path, second.title, second.text) == (f"{name}#2", "The weir", "The weir holds.")
    assert second.date is not None
    assert (second.date.earliest, second.date.origin) == (dt.date(2020, 3, 4), "metadata")


def test_one_object_is_one_document(tmp_path: Path) -> None:
    """With its comments left out, under the file's own path."""
    made = document(tmp_path, "a.json", json.dumps({**ONE, "comments": [{"text": "No."}]}).encode())
    assert (made.path, made.title, made.text, made.format) == ("a.json", "The mill", "The mill turns.", "json")


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2020-01-02T23:30:00-05:00", "2020-01-02"),
        ("2020-01-02 23:30", "2020-01-02"),
        ("Thu, 02 Jan 2020 23:30:00 +0000", "2020-01-02"),
        ("Thu Jan 02 23:30:00 +0000 2020", "2020-01-02"),
        ("2 January 2020", "2020-01-02"),
        (1577923200, "2020-01-02"),
        (1577923200.5, "2020-01-02"),
        (1577923200123, "2020-01-02"),
        ("1577923200", "2020-01-02"),
        (20200102, "2020-01-02"),
        ({"$date": "2020-01-02T00:00:00Z"}, "2020-01-02"),
        ({"$date": {"$numberLong": "1577923200000"}}, "2020-01-02"),
        (["", "2020-01-02"], "2020-01-02"),
        (2020, "2020-01-01"),
        ("2020-01", "2020-01-01"),
        (None, None),
        (0, None),
        (True, None),
        ("0000-00-00 00:00:00", None),
        ("n/a", None),
        (17, None),
        (10**30, None),
        ("03/04/2020", None),
        ("2020-13-45", None),
    ],
)
def test_a_date_is_read_in_every_form_that_programs_write(tmp_path: Path, value: object, day: str | None) -> None:
    """The day is the one that is written, and nothing is guessed."""
    (made,) = read_all(tmp_path, "a.jsonl", lines({"text": "Words.", "date": value}))
    assert isinstance(made, Document)
    assert (str(made.date.earliest) if made.date else None) == day


def test_a_date_that_cant_be_read_is_said(tmp_path: Path) -> None:
    """So that it can be mended; an empty one says nothing."""
    odd, ambiguous, empty = read_all(
        tmp_path, "a.jsonl", lines(*({"text": "Words.", "date": value} for value in (17, "03/04/2020", "")))
    )
    assert isinstance(odd, Document)
    assert isinstance(ambiguous, Document)
    assert isinstance(empty, Document)
    assert "is no year, no day and no time in seconds since 1970" in odd.notes[0]
    assert "set date_order" in ambiguous.notes[0]
    assert empty.notes == ()


def test_the_first_usual_field_with_a_date_counts(tmp_path: Path) -> None:
    """Publication before creation, however its name is written; a day of change never."""
    record = {"text": "x", "updated_at": "2024-01-01", "Created-At": "2021-01-01", "PublishedAt": "2020-01-01"}
    made = document(tmp_path, "a.json", json.dumps(record).encode())
    assert made.date is not None
    assert made.date.earliest == dt.date(2020, 1, 1)


def test_settings_name_the_fields(tmp_path: Path) -> None:
    """Texts joined in their order, paths into objects and lists, and rows of what else is wanted."""
    record = {
        "text": "Not this.",
        "lead": "The lead.",
        "story": {"parts": [{"p": "One."}, {"p": "Two."}], "when": "2020-01-02"},
        "head": {"main": "A head"},
        "lang": "de-AT",
        "by": {"author": ["Ann", "Bob"]},
        "views": 12,
        "seen": True,
    }
    given = named(
        text_field=("lead", "story.parts.p"),
        title_field="head.main",
        date_field="story.when",
        shown_fields=("by.author", "views", "seen", "missing"),
    )
    made = document(tmp_path, "a.json", json.dumps(record).encode(), given)
    assert made.text == "The lead.\n\nOne., Two.\n\nauthor: Ann, Bob\nviews: 12\nseen: yes"
    assert (made.title, made.language) == ("A head", "de")
    assert made.date is not None
    assert made.date.as_written == "2020-01-02"


def test_where_a_named_field_is_missing_usual_ones_count(tmp_path: Path) -> None:
    """One setting does not close an archive's other files."""
    assert document(tmp_path, "a.json", json.dumps(ONE).encode(), named(text_field="body_html")).text == ONE["text"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (["First paragraph that is a good deal longer than a word or two, so that it stands alone.", "Second."], None),
        (["red", "blue"], "red, blue"),
        ({"what": "mill", "parts": {"sails": 4, "roof": None}}, "what: mill\nparts: sails: 4"),
        (1.10, "1.1"),
        ("a\r\nb\u0000\tc  ", "a\nb\tc"),
    ],
)
def test_values_are_written_as_people_read_them(tmp_path: Path, value: object, text: str | None) -> None:
    """Lists side by side or one under the other, objects by name."""
    expected = "\n\n".join(value) if text is None and isinstance(value, list) else text
    assert document(tmp_path, "a.json", json.dumps({"text": value}).encode()).text == expected


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("\n<p>Fish &amp; chips</p>\n<p>It <b>turns</b>.</p>", "Fish & chips\n\nIt turns."),
        ('<div class="x"><h2>The mill</h2><ul><li>One</li></ul></div>', "The mill\n\nOne"),
        ("In HTML, <p> begins a paragraph and </p> ends it.", "In HTML, <p> begins a paragraph and </p> ends it."),
        ("<3 and <pre-war> days", "<3 and <pre-war> days"),
    ],
)
def test_a_text_in_html_is_read_as_a_page_shows_it(tmp_path: Path, value: str, text: str) -> None:
    """As websites export it, with its title's signs; a text that speaks of tags keeps them."""
    made = document(tmp_path, "a.json", json.dumps({"title": "A&#8217;s mill", "text": value}).encode())
    assert (made.title, made.text) == ("A’s mill", text)


def test_numbers_stay_as_they_are_written(tmp_path: Path) -> None:
    """However long they are."""
    made = document(tmp_path, "a.json", b'{"text": [1.10, 1e400, ' + b"9" * 5000 + b", NaN]}")
    assert made.text.split("\n\n") == ["1.10", "1e400", "9" * 5000, "NaN"]


def test_a_broken_line_costs_itself_and_no_more(tmp_path: Path) -> None:
    """It is named by its line, and so is one that is no object."""
    data = lines(ONE) + b'\n{"text": "Cut\n[1]\nwords\n' + lines(TWO) + b'\n{"text": ""}'
    found = told(read_all(tmp_path, "a.jsonl", data))
    assert [path for path, _ in found] == [f"a.jsonl#{number}" for number in range(1, 5)]
    assert found[0][1] == ONE["text"]
    assert found[1][1].startswith("line 2 is no whole JSON (Invalid control character, line 2 column 14)")
    assert found[2][1] == TWO["text"]
    assert found[3][1] == "line 6: its field text has no text; remove it or add its text"


def test_a_list_that_breaks_off_gives_what_it_has(tmp_path: Path) -> None:
    """What is missing is named."""
    whole = json.dumps([ONE, TWO])
    for end in (len(whole) - 1, len(whole) - 10, len(json.dumps([ONE])) + 3):
        results = told(read_all(tmp_path, "a.json", whole[:end].encode()))
        assert results[0] == ("a.json#1", ONE["text"])
        assert "breaks off" in results[-1][1] or "what follows in the list can't be read" in results[-1][1]


def test_a_whole_number_of_its_own_names_a_record(tmp_path: Path) -> None:
    """So that it keeps its path, and its citations theirs, when others are put before it."""
    old = lines({**ONE, "id": 41}, {**TWO, "id": "42"})
    new = lines({"id": 43, "text": "New."}) + b"\n" + old
    assert [path for path, _ in told(read_all(tmp_path, "a.jsonl", old))] == ["a.jsonl#41", "a.jsonl#42"]
    assert [path for path, _ in told(read_all(tmp_path, "a.jsonl", new))] == ["a.jsonl#43", "a.jsonl#41", "a.jsonl#42"]


@pytest.mark.parametrize("ids", [(1, 1), (5, None), (5, "x"), (5, 0), (5, True), (5, -6), (5, "06")])
def test_without_that_its_place_does(tmp_path: Path, ids: tuple[object, object]) -> None:
    """Where a number is missing, is there twice, or is none, none counts."""
    data = lines({**ONE, "id": ids[0]}, {**TWO, "id": ids[1]})
    assert [path for path, _ in told(read_all(tmp_path, "a.jsonl", data))] == ["a.jsonl#1", "a.jsonl#2"]


def test_a_broken_line_takes_no_record_s_number(tmp_path: Path) -> None:
    """Beside records with numbers of their own it has one that none of them has."""
    data = lines({**ONE, "id": 1}) + b"\n{broken\n" + lines({**TWO, "id": 2})
    assert [path for path, _ in told(read_all(tmp_path, "a.jsonl", data))] == ["a.jsonl#1", "a.jsonl#3", "a.jsonl#2"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"a": [{"text": "x"}], "b": [{"text": "y"}]}', "it holds several lists of documents (a, b)"),
        (b'[{"text\\ud800": ""}, {"Text": "\\ud800"}]', "entry 1"),
        (b"[]", "it holds no records"),
        (b"[1]", "entry 1: it is no object with fields"),
        (b'{"text": "cut', "line 1 is no whole JSON (Unterminated string"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b'{"text": ' + b"[" * 100 + b'"x"' + b"]" * 100 + b"}", "nested too deeply"),
        (b'{"text": " "}', "its field text has no text"),
    ],
)
def test_what_gives_no_document_is_said(tmp_path: Path, data: bytes, reason: str) -> None:
    """With the fields that it has and the setting to write."""
    (result,) = {each.reason for each in read_all(tmp_path, "a.json", data) if isinstance(each, Unreadable)}
    assert reason in result
    assert "\n" not in result


@pytest.mark.parametrize(
    ("data", "setting"),
    [
        (
            b'{"name": "x", "story": "Long words of a story.", "n": 1}',
            'text_field = "story" (its fields: name, story, n)',
        ),
        (lines({"a": 1}, {"a": 2}), 'text_field = "a" (its fields: a)'),
        (b'{"\\ud800\\n\\u0001": 1}', 'text_field = "?" (its fields: ?)'),
        (b"{}", "(its fields: none)"),
    ],
)
def test_json_without_a_field_of_text_is_read_as_it_stands(tmp_path: Path, data: bytes, setting: str) -> None:
    """No word is lost, and the note names the fields that it has and the setting to write."""
    made = document(tmp_path, "a.json", data)
    assert (made.format, made.text) == ("text", data.decode())
    assert made.notes[0].startswith("it is read as one text: none of its fields is called text, body or content")
    assert made.notes[0].endswith(setting)


def test_text_called_json_is_read_as_text(tmp_path: Path) -> None:
    """The content decides."""
    assert document(tmp_path, "a.json", b"Just words.").format == "text"


def test_too_many_records_are_refused(tmp_path: Path) -> None:
    """Rather than running until the deadline."""
    assert refusal(tmp_path, "a.jsonl", b"{}\n" * 100_001) == "it holds more than 100000 records; split it"


PIECES = st.lists(
    st.sampled_from(
        [
            b'{"text":"a"}',
            b'{"id":1,',
            b'"text":"b"}',
            b"[",
            b"]",
            b"{",
            b"}",
            b",",
            b'"',
            b"\n",
            b"1e9",
            b"\\u00",
            b"\0",
        ]
    )
    | st.binary(max_size=8),
    max_size=20,
)


@HYPOTHESIS
@given(pieces=PIECES)
def test_no_bytes_raise(tmp_path: Path, pieces: list[bytes]) -> None:
    """Whatever a file holds, its results are documents with words and reasons without a traceback."""
    for result in read_all(tmp_path, "a.jsonl", b"".join(pieces)):
        assert result.text.strip() if isinstance(result, Document) else "while reading it" not in result.reason


RECORD = st.fixed_dictionaries(
    {"text": st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)},
    optional={"n": st.integers() | st.none() | st.booleans(), "more": st.lists(st.text(max_size=5), max_size=3)},
)


@HYPOTHESIS
@given(records=st.lists(RECORD, min_size=1, max_size=5), ascii_only=st.booleans())
def test_what_json_writes_is_read_back(tmp_path: Path, records: list[dict[str, object]], ascii_only: bool) -> None:
    """As many documents as records, each with its words."""
    data = "\n".join(json.dumps(record, ensure_ascii=ascii_only) for record in records).encode("utf-8", "replace")
    assert [text for _, text in told(read_all(tmp_path, "a.jsonl", data))] == [str(each["text"]) for each in records]
