"""`dateline watch` as people and scripts use it: what is new is printed once, whoever is killed when."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index import COMMAND_LINE, Watches, WatchPosts
from index.userdata.watch_posts import WatchPosts as Posts
from tests.makers.archives import MOON, Place

Run = Callable[..., int]
LANDING = "date 1971-05-03 A third landing\n\nThe crew walked on the Moon and pulled a cart of tools.\n"
WORDS = "crew pulled tools"


@pytest.fixture
def place(tmp_path: Path, dateline: Run, capsys: pytest.CaptureFixture[str]) -> Place:
    place = Place(tmp_path, MOON)
    assert dateline("index") == 0
    capsys.readouterr()
    return place


def made(dateline: Run, capsys: pytest.CaptureFixture[str], *query: str) -> dict[str, Any]:
    """A watch, as it is printed."""
    assert dateline("watch", "add", *query, "--json") == 0
    watch: dict[str, Any] = json.loads(capsys.readouterr().out)
    return watch


def told(dateline: Run, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """What a run prints, a line for each watch."""
    assert dateline("watch", "run", "--json") == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_what_is_new_is_printed_once(place: Place, dateline: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """With its date, since when the archive has it, its title, sentence and id; a second run prints nothing."""
    assert dateline("watch", "add", *WORDS.split()) == 0
    out = capsys.readouterr().out
    assert f": “{WORDS}”, on what comes after generation 1; see dateline watch run\n" in out
    place.write({"landing.txt": LANDING})
    dateline("index")
    capsys.readouterr()
    assert dateline("watch", "run") == 0
    shown = capsys.readouterr()
    today = f"{dt.datetime.now(dt.UTC):%-d %B %Y}"
    assert shown.out.splitlines()[0] == f"{WORDS} · 1 new document"
    assert f" 1. 3 May 1971 · new in the archive since {today} · A third landing\n" in shown.out
    assert "  > The crew walked on the Moon" in shown.out
    assert "  — landing.txt ¶" in shown.out
    assert dateline("watch", "run") == 0
    assert capsys.readouterr() == ("", "dateline: nothing new for 1 watch\n")


def test_scripts_get_a_line_for_each_watch(place: Place, dateline: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """With the watch, and the hits as a search has them with since when the archive has each."""
    one, other = made(dateline, capsys, WORDS), made(dateline, capsys, "orbit", "--since", "1990")
    assert (other["since"], other["until"], one["checked"]) == ("1990-01-01", None, 1)
    place.write({"landing.txt": LANDING})
    dateline("index")
    capsys.readouterr()
    first, second = told(dateline, capsys)
    assert (first["watch"]["token"], first["found"], first["generation"]) == (one["token"], 1, 2)
    (hit,) = first["hits"]
    assert (hit["document"], hit["change"], hit["since"]) == (
        "landing.txt",
        "added",
        f"{dt.datetime.now(dt.UTC):%Y-%m-%d}",
    )
    assert dateline("cite", hit["passage"]) == 0
    capsys.readouterr()
    assert (second["found"], second["hits"], second["notes"], second["generation"]) == (0, [], [], 2)
    assert [line["found"] for line in told(dateline, capsys)] == [0, 0]


def test_watches_are_listed_and_removed(place: Place, dateline: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """Only those of the command line: somebody else's is no watch here."""
    watch = made(dateline, capsys, "moon", "--until", "1969")
    theirs = Watches(place.data).add(7, "moon", checked=1, made=dt.datetime.now(dt.UTC))
    assert dateline("watch", "list") == 0
    line = f"{watch['token']}  moon · until 31 December 1969  checked up to generation 1\n"
    assert capsys.readouterr().out == line
    assert dateline("watch", "list", "--json") == 0
    assert [one["token"] for one in json.loads(capsys.readouterr().out)["watches"]] == [watch["token"]]
    assert dateline("watch", "remove", theirs.token) == 1
    assert "there is no watch" in capsys.readouterr().err
    assert dateline("watch", "remove", watch["token"]) == 0
    assert Watches(place.data).of_person(COMMAND_LINE) == []


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("add",), 2, "watch needs one of"),
        (("list", "moon"), 2, "watch needs one of"),
        (("run", "--since", "1990"), 2, "--since and --until go with"),
        (("watch",), 2, "invalid choice"),
        (("add", "since:never"), 1, "never"),
        (("add", "moon", "--since", "never"), 1, "never"),
        (("add", "moon", "--since", "1990", "--until", "1980"), 1, "the window ends"),
        (("remove", "nothing"), 1, "there is no watch 'nothing'; dateline watch list"),
    ],
)
@pytest.mark.usefixtures("place")
def test_wrong_input_is_one_line(
    dateline: Run, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: int, said: str
) -> None:
    """It says what to write instead, and nothing is kept."""
    assert dateline("watch", *arguments) == code
    assert said in capsys.readouterr().err
    assert Watches(Path("data")).of_person(COMMAND_LINE) == []


def test_without_watches_a_run_says_how_to_make_one(dateline: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is indexed for it, and nothing made; the same query is not kept twice."""
    assert dateline("watch", "run") == 0
    assert capsys.readouterr().err == "dateline: there is no watch yet; make one with: dateline watch add QUERY\n"
    assert told(dateline, capsys) == []
    assert not Path("data").exists()


def test_the_same_query_is_kept_once(place: Place, dateline: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """It is said, and is an error, since a script may rely on the token."""
    made(dateline, capsys, "moon")
    assert dateline("watch", "add", "moon") == 1
    assert "already" in capsys.readouterr().err


def test_a_run_that_was_ended_is_told_and_not_repeated(
    place: Place, dateline: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between printing and noting that: the next run names what may not have been printed, and prints none as new."""
    made(dateline, capsys, WORDS)
    place.write({"landing.txt": LANDING})
    dateline("index")
    capsys.readouterr()
    with monkeypatch.context() as patched:
        patched.setattr(Posts, "done", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        assert dateline("watch", "run") == 130
    capsys.readouterr()
    assert dateline("watch", "run") == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "a run that was ended may not have printed what was new: landing.txt\n" in shown.err
    assert WatchPosts(place.data).unfinished() == []
    assert dateline("watch", "run") == 0
    assert "ended" not in capsys.readouterr().err
