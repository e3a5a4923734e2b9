"""`dateline cite` as people and scripts use it."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bibtexparser.entrypoint import parse_string

from tests.makers.archives import Place
from tests.makers.barred import barred

DOCUMENTS = {
    "apollo.txt": "date 1969-07-20 First people on the Moon\n\nThe Eagle has landed. They walked.\n",
    "orbit.txt": "An orbit is a fall that misses the ground. That is all there is to it.\n",
}
Run = Callable[..., int]


@pytest.fixture
def run(tmp_path: Path, dateline: Run) -> Run:
    """Runs a command on the documents; returns its exit code."""
    Place(tmp_path, DOCUMENTS)
    return dateline


@pytest.fixture
def passages(run: Run, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """The id of each document's passage, as a search showed it."""
    found = {}
    for words in ("Eagle", "orbit"):
        assert run("search", words, "--json") == 0
        hit = json.loads(capsys.readouterr().out)["hits"][0]
        found[hit["document"]] = hit["passage"]
    return found


def edit(path: str, old: str, new: str) -> None:
    file = Path("archive") / path
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")


def test_it_prints_quotation_source_and_state(
    run: Run, passages: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """By default a person sees the words, where they are from, and that they hold."""
    assert run("cite", passages["apollo.txt"]) == 0
    assert capsys.readouterr().out == (
        "“The Eagle has landed. They walked.”\n"
        "— First people on the Moon, 20 July 1969 (dated by its head line). "
        f"apollo.txt, ¶ 1, passage {passages['apollo.txt']}.\n"
        "Unchanged: the source still has these words.\n"
    )


def test_an_id_is_read_as_references_print_it(
    run: Run, passages: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """What a style or BibTeX prints names the passage, in one argument or word by word; a bad byte is one line."""
    name = passages["apollo.txt"]
    for typed in ([f"passage {name}"], ["passage", name], [f"(passage {name})."], [f"[dateline-{name}]"]):
        assert run("cite", *typed, "--style", "bibtex") == 0
        assert f"@misc{{dateline-{name}," in capsys.readouterr().out
    for json_too in ((), ("--json",)):
        assert run("cite", "passage", *json_too) == 1
        assert run("cite", "caf\udce9", *json_too) == 1
        assert capsys.readouterr().err.count("was ever given out") == 2


def test_json_tells_outcome_and_difference(
    run: Run, passages: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """One object an id: the outcome by the files as they are, that of the index beside it, both texts, the marks."""
    edit("apollo.txt", "Eagle", "Falcon")
    assert run("cite", passages["apollo.txt"], passages["orbit.txt"], "--json") == 0
    changed, unchanged = map(json.loads, capsys.readouterr().out.splitlines())
    assert (changed["outcome"], changed["stored"]["outcome"], changed["verbatim"]) == ("changed", "unchanged", False)
    assert changed["quotation"] == "The Eagle has landed. They walked."
    assert changed["now"]["text"] == "The Falcon has landed. They walked."
    assert changed["difference_marked"] == "The [-Eagle-] {+Falcon+} has landed. They walked."
    assert (unchanged["outcome"], unchanged["verbatim"], unchanged["date"]) == ("unchanged", True, None)
    assert unchanged["now"]["document"] == unchanged["document"] == "orbit.txt"


def test_removed_in_json_keeps_what_was_quoted(
    run: Run, passages: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """After file and index have lost it, quotation, date and the last generation are still there."""
    Path("archive/apollo.txt").unlink()
    assert run("index", "--json") == 0
    capsys.readouterr()
    assert run("cite", passages["apollo.txt"], "--json") == 0
    removed = json.loads(capsys.readouterr().out)
    assert (removed["outcome"], removed["now"], removed["generation_last"]) == ("removed", None, 1)
    assert removed["quotation"] == "The Eagle has landed. They walked."
    assert removed["date"]["as_written"] == "1969-07-20"


def test_what_can_not_be_compared_is_said_in_every_form(
    run: Run, passages: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """JSON keeps the stored outcome beside the reason; text says it plainly; a reference leaves it to stderr."""
    passage, reason = passages["apollo.txt"], "can't be compared now: apollo.txt can't be opened (input/output error)"
    with barred(Path("archive/apollo.txt"), code=errno.EIO):
        assert run("cite", passage, "--json") == 0
        found = json.loads(capsys.readouterr().out)
        assert (found["outcome"], found["stored"]["outcome"], found["not_compared"]) == (
            "unchanged",
            "unchanged",
            reason,
        )
        assert run("cite", passage) == 0
        assert capsys.readouterr().out.splitlines()[-1].startswith(reason[0].upper() + reason[1:])
        for style in ("mla", "bibtex"):
            assert run("cite", passage, "--style", style) == 0
            assert capsys.readouterr().err.startswith(f"dateline: {passage} {reason} (as indexed in generation 1: ")


def test_an_unknown_id_is_an_exit_code_and_the_nearest_ids(
    run: Run, passages: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """The known ones are printed all the same; the unknown one is named on stderr, or in its own line of JSON."""
    known = passages["apollo.txt"]
    wrong = known[:-1] + ("2" if known[-1] != "2" else "3")
    assert run("cite", wrong, known) == 1
    printed = capsys.readouterr()
    assert "The Eagle has landed" in printed.out
    assert printed.err == f"dateline: no passage “{wrong}” was ever given out; did you mean {known}?\n"
    assert run("cite", wrong, "--json") == 1
    unknown: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert (unknown["outcome"], unknown["nearest"]) == ("unknown id", [known])


def test_a_bibliography_is_written_to_standard_output(
    run: Run, passages: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """What `> refs.bib` would catch is a bibliography and nothing else."""
    assert run("cite", *passages.values(), "--style", "bibtex") == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    entries = parse_string(printed.out)
    assert entries.failed_blocks == []
    assert [entry.key for entry in entries.entries] == [f"dateline-{passage}" for passage in passages.values()]


def test_a_reference_of_changed_words_warns_beside_it(
    run: Run, passages: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Styles that can't say so themselves leave it to stderr."""
    edit("apollo.txt", "Eagle", "Falcon")
    assert run("cite", passages["apollo.txt"], "--style", "mla") == 0
    printed = capsys.readouterr()
    source = f"“First people on the Moon.” 20 July 1969, apollo.txt. Passage {passages['apollo.txt']}.\n"
    assert printed.out == source
    assert printed.err.startswith(f"dateline: {passages['apollo.txt']} changed: the document's wording has changed")


def test_a_ledger_that_can_not_be_written_is_said_in_words(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """A search still answers, in JSON as in words, and the warning stands on stderr."""
    assert run("index", "--json") == 0
    Path("data/citations.sqlite").mkdir()
    capsys.readouterr()
    for form in (["--json"], []):
        assert run("search", "Eagle", *form) == 0
        printed = capsys.readouterr()
        assert "The Eagle has landed" in printed.out
        assert "not entered as citations" in " ".join(printed.err.split())


def test_citing_in_an_archive_never_indexed_indexes_it_first(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """Like a search; an id that is in no ledger and no index is unknown then."""
    assert run("cite", "00000000") == 1
    assert "was ever given out" in capsys.readouterr().err
