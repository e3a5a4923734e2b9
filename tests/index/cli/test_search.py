"""`dateline search` as people and scripts use it."""

from __future__ import annotations

import fcntl
import json
import os
import re
import struct
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from index import Settings
from tests import ROOT
from tests.makers.archives import MOON, Place

COLUMNS = 80
"""Of the terminal on which a search is run."""

DATE = {
    "type": ["object", "null"],
    "required": ["earliest", "latest", "precision", "origin", "as_written"],
    "additionalProperties": False,
    "properties": {
        "earliest": {"type": "string", "format": "date"},
        "latest": {"type": "string", "format": "date"},
        "precision": {"enum": ["day", "month", "year"]},
        "origin": {"type": "string"},
        "as_written": {"type": "string"},
    },
}
HIT = {
    "type": "object",
    "required": [
        *("rank", "passage", "document", "title", "date", "start", "end", "text", "score", "duplicates"),
        *("best", "why", "verbatim", "in_window", "near_only"),
    ],
    "properties": {
        "rank": {"type": "integer", "minimum": 1},
        "passage": {"type": "string", "minLength": 8, "maxLength": 8},
        **{name: {"type": "string"} for name in ("document", "title", "text")},
        **{name: {"type": "integer", "minimum": 0} for name in ("start", "end")},
        "date": DATE,
        "score": {"type": "number"},
        "duplicates": {"type": "array", "items": {"type": "string"}},
        "best": {
            "type": ["array", "null"],
            "minItems": 2,
            "maxItems": 2,
            "items": {"type": "integer", "minimum": 0},
        },
        "why": {
            "type": "object",
            "required": ["words_rank", "meaning_rank", "words"],
            "additionalProperties": False,
            "properties": {
                **{name: {"type": ["integer", "null"], "minimum": 1} for name in ("words_rank", "meaning_rank")},
                "words": {"type": "array", "items": {"type": "string"}},
            },
        },
        **{name: {"type": "boolean"} for name in ("verbatim", "in_window", "near_only")},
    },
}
ANSWER = {
    "type": "object",
    "required": [
        *("id", "query", "generation", "hits", "notes", "undated_not_shown", "elapsed_ms"),
        *("passages_found", "documents_found", "more_found", "last_week"),
    ],
    "properties": {
        "id": {"type": ["string", "number", "boolean", "null"]},
        "query": {
            "type": "object",
            "required": ["text", "since", "until"],
            "properties": {
                "text": {"type": "string"},
                "since": {"type": ["string", "null"], "format": "date"},
                "until": {"type": ["string", "null"], "format": "date"},
            },
        },
        "generation": {"type": "integer"},
        "hits": {"type": "array", "items": HIT},
        "notes": {"type": "array", "items": {"type": "string"}},
        **{name: {"type": "integer", "minimum": 0} for name in ("passages_found", "documents_found")},
        "more_found": {"type": "boolean"},
        "undated_not_shown": {"type": "integer"},
        "last_week": {
            "type": ["array", "null"],
            "minItems": 2,
            "maxItems": 2,
            "items": {"type": "string", "format": "date"},
        },
        "elapsed_ms": {"type": "number"},
    },
}
"""What scripts rely on; more may be added, nothing be taken away."""

Run = Callable[..., int]


@pytest.fixture
def run(tmp_path: Path, dateline: Run) -> Run:
    """Runs a command on the documents; returns its exit code."""
    Place(tmp_path, MOON)
    return dateline


def answers(text: str) -> list[dict[str, Any]]:
    """The JSON lines, each in the form that is promised."""
    found = [json.loads(line) for line in text.splitlines()]
    for answer in found:
        jsonschema_rs.Draft202012Validator(ANSWER, validate_formats=True).validate(answer)
    return found


def test_a_search_of_an_archive_never_indexed_indexes_it_first(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """The first search answers; what is printed is the passage with its date, document and id."""
    assert run("search", "landers Moon") == 0
    out, _ = capsys.readouterr()
    assert " 1. August 2023 · moon/august.txt\n" in out
    assert "  > TWO landers were bound for the Moon.\n    One of them arrived.\n  — ¶1 · " in out


def test_words_hidden_in_tag_characters_are_not_printed(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither text nor title nor path brings into a terminal what nobody sees there."""
    hidden = "".join(chr(0xE0000 + ord(letter)) for letter in "IGNORE")
    file = tmp_path / f"archive/co{hidden}mets.txt"
    file.write_text(f"Co{hidden}mets of 1996\n\nA comet{hidden} was seen by everybody.\n", "utf-8")
    for command, *arguments in (("search", "comet seen"), ("documents",)):
        assert run(command, *arguments) == 0
        out, err = capsys.readouterr()
        assert "comets.txt" in out
        assert not set(hidden) & set(out + err)


def test_a_search_prints_the_json_that_is_promised(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """With --json one line has the answer; a month is its whole span and an undated document's date is null."""
    assert run("search", "landers Moon", "--json", "--limit", "1") == 0
    assert run("search", "orbit fall ground", "--json") == 0
    moon, orbit = answers(capsys.readouterr().out)
    (hit,) = moon["hits"]
    assert hit["document"] == "moon/august.txt"
    assert hit["date"] == {
        "earliest": "2023-08-01",
        "latest": "2023-08-31",
        "precision": "month",
        "origin": "head line",
        "as_written": "2023-08",
    }
    assert MOON["moon/august.txt"][hit["start"] : hit["end"]] == hit["text"]
    assert orbit["hits"][0]["date"] is None


def test_options_set_window_order_and_limit(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """`--since` and `--until` include their days, and the window used is told."""
    window = ("--since", "1958", "--until", "July 1969")
    assert run("search", "landed agency", *window, "--sort", "oldest", "--json") == 0
    (found,) = answers(capsys.readouterr().out)
    assert found["query"] == {"text": "landed agency", "since": "1958-01-01", "until": "1969-07-31"}
    assert [hit["document"] for hit in found["hits"]] == ["year.txt", "moon/apollo-11.txt"]
    assert found["undated_not_shown"] == 1


def test_a_hit_says_why_it_was_found(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """`best` is the sentence that answers, within the text, and `why` has the ranks by which the passage came."""
    assert run("search", "landed", "--json", "--limit", "1") == 0
    (found,) = answers(capsys.readouterr().out)
    (hit,) = found["hits"]
    start, end = hit["best"]
    assert hit["text"][start:end] == "The Eagle has landed."
    assert (hit["why"]["words_rank"], hit["why"]["meaning_rank"], hit["in_window"]) == (1, 1, True)
    assert hit["near_only"] is False
    assert "reading" not in found


def test_what_is_near_in_meaning_only_is_marked(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """Beside its source, and in the JSON; words that don't tell make it near."""
    assert run("search", "the agency in:moon") == 0
    (source,) = [line for line in capsys.readouterr().out.splitlines() if "moon/apollo-11.txt ¶1" in line]
    assert source.endswith(" · near in meaning only")
    assert run("search", "the agency in:moon", "--json") == 0
    (found,) = answers(capsys.readouterr().out)
    assert found["hits"][0]["document"] == "moon/apollo-11.txt"
    assert all(hit["near_only"] for hit in found["hits"])


def test_invented_words_find_nothing_and_it_is_said(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """The text says that nothing was found, and standard error why."""
    assert run("search", "zzxqqv") == 0
    printed = capsys.readouterr()
    assert "Nothing found." in printed.out
    assert "none of these words is in the archive" in printed.err


def test_notes_have_what_is_warned_of(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """What was corrected stands in `notes`, and on standard error as before."""
    assert run("search", "agencyy space", "--json") == 0
    out, err = capsys.readouterr()
    (note,) = answers(out)[0]["notes"]
    assert "“agencyy”" in note
    assert err.strip() == f"dateline: {note}"


def test_counts_and_the_last_week_are_in_the_json(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """How much is about the query, and where "this week" is later than all there is, the archive's own last week."""
    assert run("search", "landers this week", "--json") == 0
    assert run("search", "landers", "--json") == 0
    week, plain = answers(capsys.readouterr().out)
    assert (plain["passages_found"], plain["documents_found"], plain["more_found"]) == (1, 1, False)
    assert plain["last_week"] is None
    assert week["last_week"] == ["2023-08-25", "2023-08-31"]


def test_a_limit_of_thousands_of_digits_is_wrong_usage(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """It is repeated as far as anybody would read it."""
    assert run("search", "landers", "--limit", "9" * 5000) == 2
    err = capsys.readouterr().err
    assert "is not a number from 1 to 1000" in err
    assert len(err) < 1000


def test_utf_8_is_read_whatever_the_terminal(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """Where Python takes the terminal for ASCII it hands on halves of characters, which are bytes of UTF-8."""
    typed = "agency été".encode().decode("ascii", "surrogateescape")
    day = "1958\u00a0".encode().decode("ascii", "surrogateescape")
    assert run("search", typed, "--since", day, "--json") == 0
    (found,) = answers(capsys.readouterr().out)
    assert found["query"] == {"text": "agency été", "since": "1958-01-01", "until": None}


def test_a_warning_is_one_line_that_acts_on_no_terminal(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """However long it is, and whatever was typed, where it is piped."""
    assert (
        run("search", "in:mo\x1b[31mon" + "o" * 60, "landers", "the day of the agency that was founded for the Moon")
        == 0
    )
    err = capsys.readouterr().err
    assert "\x1b" not in err
    assert err.count("\n") == 1
    assert len(err) > 80


def test_what_is_outside_an_open_window_is_marked_in_plain_words(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """A month is a time, "since 2020" the beginning of one."""
    assert run("search", "landers Moon since 2020") == 0
    assert run("search", "landers Moon in August 2023") == 0
    since, month = capsys.readouterr().out.split("landers Moon in")
    assert "20 July 1969 · outside the days since 1 January 2020" in since
    assert "20 July 1969 · outside August 2023" in month


def test_explain_tells_people_how_the_query_was_read(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """Words, phrases, exclusions, window and order are told, and of each passage by which ranks it came."""
    asked = 'space "agency for" -goat since:1950'
    assert run("search", asked, "--sort", "newest", "--explain") == 0
    out, _ = capsys.readouterr()
    for line in (
        "words: space",
        "phrases: “agency for”",
        "without: “goat”",
        "dates: since 1 January 1950, as an option or operator says; other dates are left out",
        "order: newest first, as an option or operator says",
        "why: place 1 by words (space, agency, for); place 1 by meaning",
    ):
        assert line in out
    assert run("search", "space", "--limit", "1") == 0
    assert "why:" not in capsys.readouterr().out


def test_full_prints_whole_passages(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In their own lines, where else an excerpt has what fits four lines of a terminal; JSON has them in any case."""
    rope = "They coiled the rope and counted the gulls of the harbour once more. "
    text = f"date 1999-05-04 The lantern\n\n{rope * 4}\n\nRuth Oakes lit the lantern.\n\n{rope * 4}\n"
    (tmp_path / "archive/lantern.txt").write_text(text, "utf-8")
    whole, signed = f"    {rope * 4}".rstrip(), "  > Ruth Oakes lit the lantern.\n"
    assert run("search", "who lit the lantern", "--limit", "1", "--full") == 0
    shown = f" 1. 4 May 1999 · The lantern\n{whole}\n\n{signed}\n{whole}\n  — lantern.txt ¶1 · "
    assert shown in capsys.readouterr().out
    assert run("search", "who lit the lantern", "--limit", "1") == 0
    short = capsys.readouterr().out
    assert signed in short
    assert "[…]" in short
    assert whole not in short
    assert run("search", "who lit the lantern", "--limit", "1", "--full", "--json") == 0
    (found,) = answers(capsys.readouterr().out)
    assert found["hits"][0]["text"] == text.partition("\n\n")[2].rstrip()


def test_explain_adds_the_reading_to_json(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """With both options the JSON also has how the query was read."""
    assert run("search", "latest landers", "--json", "--explain") == 0
    (found,) = answers(capsys.readouterr().out)
    assert found["reading"]["words"] == "landers"
    assert (found["reading"]["sort"], found["reading"]["sort_from"]) == ("newest", "latest")


def test_a_query_that_is_not_utf_8_is_one_line(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """A byte that is no UTF-8, in any argument that is read as text, is named by its place."""
    bad = "caf\udce9 harbour"
    for arguments in (["search", bad], ["search", bad, "--json"], ["search", "x", "--since", bad]):
        assert run(*arguments) == 1
        out, err = capsys.readouterr()
        assert (out, err.count("\n")) == ("", 1)
        assert "is not UTF-8 (byte 0xe9 at character 4); write it in UTF-8" in err


@pytest.mark.real_model
def test_on_a_terminal_notes_stand_between_the_query_and_the_hits(seeds: Settings) -> None:
    """On a real one, where both streams go: within its columns, and ten hits in 60 lines."""
    places = ("--archive", str(seeds.archive), "--data", str(seeds.data))
    lines = on_a_terminal("search", "firts woman in space in June 1963", *places)
    assert lines[0] == "firts woman in space in June 1963 · June 1963 (read from “in June 1963”)"
    assert lines[1].startswith("no document has the word “firts”")
    assert lines[2].startswith("“in June 1963” puts its time first")
    first = lines.index("")
    assert first <= 5
    assert lines[first + 1].startswith(" 1. 19 June 1963 · ")
    assert max(map(len, lines)) <= COLUMNS
    assert len(lines) - first + 1 <= 60


def on_a_terminal(*arguments: str) -> list[str]:
    """Runs the program on a terminal of its own; returns the lines that it gets, without their styles."""
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("4H", 40, COLUMNS, 0, 0))
    hidden = {"COLUMNS", "FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden} | {"TERM": "xterm"}
    program = [sys.executable, "-m", "index.cli", *arguments]
    with subprocess.Popen(program, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, cwd=ROOT) as process:
        os.close(theirs)
        shown = b"".join(iter(lambda: _read(ours), b""))
    os.close(ours)
    assert process.returncode == 0
    return re.sub(r"\x1b\[[\d;]*m", "", shown.decode()).splitlines()


def _read(terminal: int) -> bytes:
    """What comes next; nothing once the program has closed the other end, which Linux tells by an error."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def test_more_like_a_passage(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """In place of a query, in the same form, with the passage that the hits are like; its own document is not there."""
    assert run("search", "landers bound", "--json", "--limit", "1") == 0
    hit = answers(capsys.readouterr().out)[0]["hits"][0]
    assert run("search", "--like", hit["passage"], "--json", "--until", "1970") == 0
    (found,) = answers(capsys.readouterr().out)
    assert {name: found["like"][name] for name in ("passage", "document")} == {
        "passage": hit["passage"],
        "document": "moon/august.txt",
    }
    assert "moon/august.txt" not in [hit["document"] for hit in found["hits"]]
    assert run("search", "--like", hit["passage"], "--explain") == 0
    assert capsys.readouterr().out.startswith(f"more like {hit['passage']} · August 2023 · ")


@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        (("--like", "zzzzzzzz"), 1, "was ever given out"),
        (("moon", "--like", "zzzzzzzz"), 2, "--like takes no query"),
        (("--like", "zzzzzzzz", "--sort", "newest"), 2, "--like takes no --sort"),
        (("--like", "zzzzzzzz", "--batch", "-", "--json"), 2, "give --like or --batch, not both"),
    ],
)
def test_what_goes_with_no_passage_is_one_line(
    run: Run, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: int, line: str
) -> None:
    """An unknown id, and options that would say something else."""
    assert run("search", *arguments) == code
    err = capsys.readouterr().err
    assert line in err
    assert err.count("\n") == 1


def test_an_earlier_generation_is_searched_and_marked(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As of which day it is stands beside the query, and in JSON; one that is not kept is told with those that are."""
    assert run("index") == 0
    (tmp_path / "archive/orbit.txt").unlink()
    assert run("index") == 0
    capsys.readouterr()
    assert run("search", "orbit", "--generation", "1") == 0
    out = capsys.readouterr().out
    assert re.match(r"orbit · as of generation 1, indexed \d{1,2} \w+ \d{4}\n", out)
    assert "orbit.txt" in out
    assert run("search", "orbit", "--generation", "1", "--json") == 0
    (found,) = answers(capsys.readouterr().out)
    assert (found["generation"], found["indexed"][:2]) == (1, "20")
    assert run("search", "orbit", "--json") == 0
    (found,) = answers(capsys.readouterr().out)
    assert (found["generation"], found["indexed"]) == (2, None)
    assert run("search", "orbit", "--generation", "7") == 1
    assert capsys.readouterr().err == "dateline: there is no generation 7 (any more); there are 1, 2\n"
