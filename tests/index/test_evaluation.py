"""Judged queries: each line of their files is read, or named by file and line."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index import Answer, AnswerMeasures, Archive, Judged, Query, QueryError, Settings, evaluate
from tests.makers.archives import MOON, Place

HEAD = "query\tdocument\trelevance\n"
QUERIES = '{"id": "q1", "text": "Eagle landed"}\n{"id": 2, "text": "landers Moon"}\n'
QRELS = f"{HEAD}q1\tmoon/apollo-11.txt\t1\n2\tmoon/august.txt\t2\n"

Read = Callable[..., Judged]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Writes the files and reads them."""

    def read(
        queries: str | bytes = QUERIES, qrels: str | bytes = QRELS, ids: str | None = None, *, answers: bool = False
    ) -> Judged:
        for name, content in (("queries.jsonl", queries), ("qrels.tsv", qrels), ("ids.tsv", ids or "")):
            (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        names = tmp_path / "ids.tsv" if ids is not None else None
        return Judged.read(tmp_path / "queries.jsonl", tmp_path / "qrels.tsv", names, answers=answers)

    return read


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    place = Place(tmp_path_factory.mktemp("moon"), MOON)
    place.index()
    with place.opened() as opened:
        yield opened


@pytest.mark.parametrize("head", ["", HEAD, "query-id\tcorpus-id\tscore\n", "a b c\n", "\n" + HEAD[:0]])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_judgement_is_read(read: Read, head: str, ends: str, mark: str) -> None:
    """With a head line or none, whatever the lines' ends, with a mark of byte order or none."""
    rows = QRELS.removeprefix(HEAD)
    judged = read(mark + QUERIES.replace("\n", ends), mark + (head + rows).replace("\n", ends))
    assert judged.relevance == {"q1": {"moon/apollo-11.txt": 1}, "2": {"moon/august.txt": 2}}
    assert [query.id for query in judged.queries] == ["q1", "2"]
    assert judged.notes == ()


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c"])
def test_lines_end_at_line_feeds_alone(read: Read, end: str) -> None:
    """Other ends of lines may stand in the strings of JSON, as far as it allows them, and in paths."""
    written = end if ord(end) > 31 else f"\\u{ord(end):04x}"
    judged = read(f'{{"id": "q1", "text": "Eagle{written}landed"}}', f"q1\todd{end}name.txt\t1")
    assert judged.queries[0].text == f"Eagle{end}landed"
    assert judged.relevance == {"q1": {f"odd{end}name.txt": 1}}


@pytest.mark.parametrize("grade", ["--1", "²", "1.0", "", " ", "one", "1_0", "١", "9" * 5000, "+1", "1 2"])
def test_a_grade_that_is_no_whole_number_is_named(read: Read, grade: str) -> None:
    """Not only after a head line but in the first line too, unless it can be a head."""
    with pytest.raises(QueryError, match=r"qrels\.tsv:3 has the relevance"):
        read(qrels=f"{QRELS.splitlines()[0]}\nq1\ta\t1\nq1\tb\t{grade}\n")
    if grade != "one":
        with pytest.raises(QueryError, match=r"qrels\.tsv:1 has the relevance"):
            read(qrels=f"q1\tb\t{grade}\n")


@pytest.mark.parametrize("row", ["q1 a 1", "q1\t0\ta\t1", "q1\ta", "q1"])
def test_a_row_of_other_columns_is_named(read: Read, row: str) -> None:
    """Also where it comes first: it is no head."""
    with pytest.raises(QueryError, match=r"qrels\.tsv:2 does not have 3 columns"):
        read(qrels=HEAD + row)
    if row.endswith("1") and row != "q1":
        with pytest.raises(QueryError, match=r"qrels\.tsv:1 does not have 3 columns"):
            read(qrels=row)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("not json", "Expecting value"),
        ("[]", "it is no JSON object"),
        ("7", "it is no JSON object"),
        ("null", "it is no JSON object"),
        ('{"id": "q3", "text": "a", "text": "b"}', "'text' is there twice"),
        ('{"id": 1e999, "text": "a"}', "the id is inf"),
        ('{"id": ' + "9" * 5000 + ', "text": "a"}', "the id is inf"),
        ('{"text": "a"}', "'id' is missing"),
        ('{"id": "q3"}', "'text' is missing"),
        ('{"id": null, "text": "a"}', "the id is None"),
        ('{"id": true, "text": "a"}', "the id is True"),
        ('{"id": [1], "text": "a"}', r"the id is \[1\]"),
        ('{"id": "q3", "text": 7}', "text: Input should be a valid string"),
        ('{"id": "q3", "text": "\\ud800"}', "half of a character"),
        ('{"id": "\\ud800", "text": "a"}', "half of a character"),
        ('{"id": "q3", "text": "a", "since": "the day of the goat"}', "the day of the goat"),
        ('{"id": "q3", "text": "a", "until": 1969.5}', "until is 1969.5; give a day"),
        ('{"id": "q3", "text": "a", "since": false}', "since is False; give a day"),
        ('{"id": "q3", "text": "a", "since": 0}', "the date '0' can't be read"),
        ('{"id": "q3", "text": ' + "[" * 100_000, ""),
    ],
)
def test_a_line_that_is_no_query_is_named(read: Read, line: str, said: str) -> None:
    """By its file and number, in one line that says why."""
    with pytest.raises(QueryError, match=rf"queries\.jsonl:3 is not .*{said}") as fault:
        read(QUERIES + line)
    assert "\n" not in str(fault.value)


def test_a_year_may_be_a_number_and_a_bound_empty(read: Read) -> None:
    """As in a batch a year needs no quotes; an empty bound is none."""
    (query,) = read('{"id": "q1", "text": "a", "since": 1969, "until": ""}').queries
    assert (query.since, query.until) == (dt.date(1969, 1, 1), None)


def test_a_head_may_follow_blank_lines_but_is_no_judgement(read: Read) -> None:
    """Whatever stands in the first line: a line that judges a query that is asked is read or named."""
    assert read(qrels="\n \n" + QRELS).relevance == read().relevance
    with pytest.raises(QueryError, match=r"qrels\.tsv:1 has the relevance 'good'"):
        read(qrels="q1\ta\tgood\n2\tb\t1\n")


@pytest.mark.parametrize(("row", "missing"), [("\ta\t1", "query"), (" \ta\t1", "query"), ("q1\t\t1", "document")])
def test_a_judgement_of_nothing_is_named(read: Read, row: str, missing: str) -> None:
    """An id that is blank is none."""
    with pytest.raises(QueryError, match=rf"qrels\.tsv:4 names no {missing}"):
        read(qrels=QRELS + row)


def test_files_that_were_put_together_are_read(read: Read) -> None:
    """Marks of byte order in their middle are no part of the lines."""
    queries, qrels = ("\ufeff".join(text.splitlines(keepends=True)) for text in (QUERIES, QRELS))
    assert read(queries, qrels).relevance == read().relevance
    with pytest.raises(QueryError, match=r"queries\.jsonl has no queries"):
        read("\n")


def test_parts_of_a_document_count_once(read: Read, archive: Archive) -> None:
    """Where several files have one id, the document has the place of the best of them."""
    names = "moon/apollo-11.txt\tD\nyear.txt\tD\norbit.txt\tD\nmoon/august.txt\tA\n"
    done = evaluate(archive, read(qrels="q1\tD\t1\n2\tA\t1\n", ids=names))
    assert done.found["q1"]["D"] == 1.0
    assert done.measures["MRR"] == 1.0


def test_bytes_that_are_not_utf_8_are_named_by_their_line(read: Read) -> None:
    """In both files."""
    with pytest.raises(QueryError, match=r"queries\.jsonl:3 is not UTF-8"):
        read(QUERIES.encode() + b'{"id": "q3", "text": "caf\xe9"}')
    with pytest.raises(QueryError, match=r"qrels\.tsv:4 is not UTF-8"):
        read(qrels=QRELS.encode() + b"q1\tcaf\xe9\t1")


def test_what_is_there_twice_is_named(read: Read) -> None:
    """An id of two queries and judgements that contradict each other are faults; one repeated alike is noted."""
    with pytest.raises(QueryError, match=r"queries\.jsonl:3 has the id 'q1' of .*queries\.jsonl:1"):
        read(QUERIES + '{"id": "q1", "text": "goat"}')
    with pytest.raises(QueryError, match=r"qrels\.tsv:4 judges moon/apollo-11.txt 0 for q1, and a line before 1"):
        read(qrels=QRELS + "q1\tmoon/apollo-11.txt\t0\n")
    with pytest.raises(QueryError, match=r"ids\.tsv:2 gives a.txt the id 2, and a line before 1"):
        read(ids="a.txt\t1\na.txt\t2\n")
    (note,) = read(qrels=QRELS + "q1\tmoon/apollo-11.txt\t1\n").notes
    assert note.startswith("1 judgement is there twice (the first at ")
    assert note.endswith("qrels.tsv:4)")


def test_what_is_not_asked_is_counted(read: Read) -> None:
    """Judgements of queries that are not there, and queries without judgements."""
    judged = read(QUERIES + '{"id": "q3", "text": "goat"}\n', QRELS + "q8\ta\t1\nq9\ta\t1\nq9\tb\t1\n")
    unasked, unjudged = judged.notes
    assert unasked.startswith("2 queries are judged but not in ")
    assert unasked.endswith("qrels.tsv:4)")
    assert unjudged.startswith("1 query is not judged in ")
    assert unjudged.endswith("queries.jsonl:3)")
    with pytest.raises(QueryError, match=r"no query of .* is judged in"):
        read(qrels=HEAD)


def test_documents_in_no_archive_are_counted(read: Read) -> None:
    """By the judges' ids, where the documents have other names."""
    assert read().missing(MOON) is None
    line = read().missing([])
    assert line is not None
    assert line.startswith("2 of 2 judged documents are not in the archive (the first is moon/apollo-11.txt, at ")
    assert line.endswith("qrels.tsv:2)")
    named = read(qrels="q1\tD1\t1\nq1\tD2\t0\n", ids="orbit.txt\tD1\n")
    assert "1 of 2 judged documents are not in the archive (the first is D2, at " in str(named.missing(["orbit.txt"]))


def test_a_query_that_cannot_be_understood_is_named_and_the_others_are_measured(read: Read, archive: Archive) -> None:
    """By its file and line; where none can be understood, that is all there is to say."""
    odd = '{"id": "q3", "text": "goat since:2020 until:2010"}'
    done = evaluate(archive, read(f"{odd}\n{QUERIES}", QRELS + "q3\torbit.txt\t1\n"))
    assert set(done.found) == {"q1", "2"}
    assert done.measures["nDCG@10"] == 1.0
    (fault,) = done.faults
    assert "queries.jsonl:1: the window ends (2010-12-31)" in fault
    with pytest.raises(QueryError, match=r"queries\.jsonl:1: the window ends"):
        evaluate(archive, read(odd, "q3\torbit.txt\t1\n"))


def test_the_command_says_what_is_not_measured(
    tmp_path: Path, dateline: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    """The measures stand on standard output, and a line for everything else on standard error."""
    Place(tmp_path, MOON)
    (tmp_path / "queries.jsonl").write_text(QUERIES + '{"id": "q3", "text": "goat since:2020 until:2010"}', "utf-8")
    (tmp_path / "qrels.tsv").write_text("q1\tgone.txt\t1\nq3\torbit.txt\t1\n", "utf-8")
    assert dateline("evaluate", "queries.jsonl", "qrels.tsv", "--json") == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["nDCG@10"] == 0.0
    for line in (
        "1 query is not judged in qrels.tsv, so not asked (the first at queries.jsonl:2)",
        "1 of 2 judged documents are not in the archive (the first is gone.txt, at qrels.tsv:1)",
        "queries.jsonl:3: the window ends (2010-12-31)",
    ):
        assert line in err
    assert dateline("evaluate", "queries.jsonl", "qrels.tsv") == 1
    assert "1 judged query\n" in capsys.readouterr().out


# Answers.

EAGLE = {"document": "moon/apollo-11.txt", "start": 42, "end": 62, "answer": "The Eagle has landed"}
LANDERS = {"document": "moon/august.txt", "answer": "Moon", "start": 0, "end": 4}


def lines(*queries: dict[str, object]) -> str:
    return "\n".join(map(json.dumps, queries))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"end": None}, "end is None; give a whole number"),
        ({"start": "42"}, "start is '42'; give a whole number"),
        ({"start": True}, "start is True; give a whole number"),
        ({"start": -1}, "start is -1; give a whole number"),
        ({"start": 1.0}, "start is 1.0; give a whole number"),
        ({"end": 42}, "end is 42, which is not after start, 42"),
        ({"end": 41}, "end is 41, which is not after start, 42"),
        ({"document": None}, "the document is None; name it as the judgements do"),
        ({"document": " "}, "the document is ' '; name it as the judgements do"),
        ({"document": True}, "the document is True; name it as the judgements do"),
        ({"document": ["a"]}, r"the document is \['a'\]; name it as the judgements do"),
        ({"answer": 308}, "the answer is 308; give its words"),
    ],
)
def test_a_line_that_does_not_say_where_its_answer_is_is_named(read: Read, wrong: dict[str, object], said: str) -> None:
    """By its file and number; nobody who does not ask for answers is told, since such fields may mean anything then."""
    queries = lines({"id": "q1", "text": "Eagle"}, {"id": "2", "text": "Moon", **EAGLE, **wrong})
    assert len(read(queries).queries) == 2
    with pytest.raises(QueryError, match=rf"queries\.jsonl:2 does not say where its answer is as .*{said}"):
        read(queries, answers=True)


def test_what_says_nothing_of_answers_is_no_fault(read: Read) -> None:
    """Neither a query without them, beside one with, nor one whose fields are null; a number may be a document's id."""
    nothing = {"document": None, "start": None, "end": None, "answer": "of no place"}
    judged = read(
        lines({"id": "q1", "text": "Eagle", **nothing}, {"id": 2, "text": "Moon", **EAGLE, "document": 7}), answers=True
    )
    assert {query: span.document for query, span in judged.spans.items()} == {"2": "7"}
    with pytest.raises(
        QueryError, match=r"no judged query of .*queries\.jsonl says where its answer is; give its \"doc"
    ):
        read(lines({"id": "q1", "text": "Eagle", **nothing}, {"id": "q9", "text": "not judged", **EAGLE}), answers=True)


@pytest.fixture
def moon(tmp_path: Path, dateline: Callable[..., int]) -> Settings:
    """The settings of an archive that was indexed by them."""
    place = Place(tmp_path, MOON)
    assert dateline("index") == 0
    return place.settings


class Counting:
    """An archive that counts what it is asked."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self.asked: list[str | None] = []

    def search(self, asked: Query, *, shown: bool = True) -> Answer:
        self.asked.append(asked.id)
        return self._archive.search(asked, shown=shown)


def test_answers_are_measured_by_what_is_found_anyway(read: Read, moon: Settings) -> None:
    """Each query is asked once, and what it finds measures as much as without answers."""
    queries = lines({"id": "q1", "text": "Eagle landed", **EAGLE}, {"id": 2, "text": "landers Moon", **LANDERS})
    judged = read(queries, answers=True)
    answers = judged.locate(moon)
    with closing(Archive.open(moon)) as opened:
        archive = Counting(opened)
        done = evaluate(archive, judged, answers)
        plain = evaluate(opened, read(queries))
    assert archive.asked == ["q1", "2"]
    assert (done.found, done.measures, plain.answers) == (plain.found, plain.measures, None)
    assert done.answers == AnswerMeasures(2, 0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0)


def test_a_query_that_cannot_be_understood_leaves_its_answer_out(read: Read, moon: Settings) -> None:
    """It is counted with those whose answer stands nowhere."""
    odd = {"id": "2", "text": "goat since:2020 until:2010", **LANDERS}
    judged = read(lines({"id": "q1", "text": "Eagle landed"}, odd), answers=True)
    with closing(Archive.open(moon)) as archive:
        measured = evaluate(archive, judged, judged.locate(moon)).answers
    assert measured
    assert (measured.queries, measured.left_out, measured.passage) == (0, 1, None)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({**EAGLE, "answer": "The goat has landed"}, "jsonl:1: “The goat has landed” is nowhere in moon/apollo-11.txt"),
        (
            {**EAGLE, "document": "gone.txt"},
            "1 query is answered by a document that is not in the archive, so left out",
        ),
    ],
)
def test_answers_none_of_which_stands_in_the_archive_are_a_fault(
    read: Read, moon: Settings, answer: dict[str, object], said: str
) -> None:
    """There would be nothing to measure."""
    judged = read(lines({"id": "q1", "text": "Eagle landed", **answer}), "q1\ta\t1\n", answers=True)
    with pytest.raises(QueryError, match=rf"no answer can be measured: .*{said}"):
        judged.locate(moon)


def test_the_command_measures_answers(
    tmp_path: Path, dateline: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    """In JSON as one field more; what stands nowhere is named and left out, and the exit code is 1 then."""
    Place(tmp_path, MOON)
    (tmp_path / "archive.ids.tsv").write_text("moon/apollo-11.txt\tA11\n", "utf-8")
    good = {"id": "q1", "text": "Eagle landed", **EAGLE, "document": "A11"}
    walked = {
        "id": "q2",
        "text": "Eagle landed",
        **EAGLE,
        "document": "A11",
        "start": 64,
        "end": 75,
        "answer": "They walked",
    }
    gone = {"id": "q3", "text": "goat", **EAGLE, "document": "gone.txt"}
    odd = {"id": "q4", "text": "orbit", "document": "orbit.txt", "start": 0, "end": 4, "answer": "a climb"}
    (tmp_path / "qrels.tsv").write_text("".join(f"q{number}\tA11\t1\n" for number in range(1, 5)), "utf-8")
    (tmp_path / "good.jsonl").write_text(lines(good, walked, gone), "utf-8")
    (tmp_path / "odd.jsonl").write_text(lines(good, odd), "utf-8")
    assert dateline("evaluate", "good.jsonl", "qrels.tsv", "--answers", "--json") == 0
    out, err = capsys.readouterr()
    shares = {"document_first": 1.0, "passage": 1.0, "sentence": 0.5, "sentence_of_marked": 0.5, "marked": 1.0}
    assert json.loads(out)["answers"] == {"queries": 2, "left_out": 1, **shares, "unmarked": 0.0, "not_shown": 0.0}
    assert "1 query is answered by a document that is not in the archive, so left out of the answers (" in err
    assert dateline("evaluate", "odd.jsonl", "qrels.tsv", "--answers") == 1
    out, err = capsys.readouterr()
    assert "1 query with its answer (1 left out)\n" in out
    assert "marked sentence holds it   1.0000\n" in out
    assert "odd.jsonl:2: “a climb” is nowhere in orbit.txt; its answer is left out" in err
    assert dateline("evaluate", "odd.jsonl", "qrels.tsv", "--json") == 0
    assert "answers" not in json.loads(capsys.readouterr().out)
