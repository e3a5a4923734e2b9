"""What is checked of a draft, and what is kept of it behind buttons."""

from __future__ import annotations

from pathlib import Path

import pytest

import index
from bot.search.kept_searches import KeptSearches
from bot.verify import check as checks
from bot.verify.check import Check, Mentioned, Quoted
from bot.verify.kept_checks import KeptChecks, kept_checks
from tests.bot.fakes import Clock

CHECK = Check(7, (Quoted("a b c", ("vj41gcsm",), "line 1"),), (Mentioned("vj41gcsm", "line 2"),), "ß.md", ("a note",))


def kept(home: Path, clock: Clock | None = None) -> KeptChecks:
    """What one process keeps."""
    return kept_checks(home, 9, 60.0, clock or Clock())


def test_a_check_is_found_by_the_next_process(tmp_path: Path) -> None:
    """All of it, by its token; an unknown token finds nothing."""
    token = kept(tmp_path).keep(CHECK)
    assert kept(tmp_path).find(token) == CHECK
    assert kept(tmp_path).find("nothing") is None


def test_a_person_is_forgotten(tmp_path: Path) -> None:
    """In memory and on disk; other people's checks stay."""
    checks_kept = kept(tmp_path)
    mine, others = checks_kept.keep(CHECK), checks_kept.keep(checks.of_text(8, "a b c"))
    checks_kept.forget(7)
    for one in (checks_kept, kept(tmp_path)):
        assert one.find(mine) is None
        assert one.find(others) is not None


def test_searches_and_checks_are_told_apart(tmp_path: Path) -> None:
    """Both lie in one file; the token of one is unknown to the other."""
    token = kept(tmp_path).keep(CHECK)
    assert KeptSearches(tmp_path, 9, 60.0, Clock()).find(token) is None
    (search,) = index.Searches(tmp_path).keep(7, ['{"text": "moon", "since": null, "until": null, "sort": null}'])
    assert kept(tmp_path).find(search) is None


def test_a_check_lives_in_memory_where_nothing_can_be_written(tmp_path: Path) -> None:
    """Its buttons work until the process ends."""
    (tmp_path / index.DataFile.SEARCHES).mkdir()
    checks_kept = kept(tmp_path)
    assert checks_kept.find(checks_kept.keep(CHECK)) == CHECK


def test_only_so_much_of_a_draft_is_checked() -> None:
    """The first quotations and ids, which is said."""
    text = "\n\n".join(f"“quotation {number} of many words” [@dateline-{number:08}]" for number in range(250))
    found = checks.of_draft(7, index.draft_of(text, "d.md", "markdown"))
    assert (len(found.quotations), len(found.ids)) == (checks.MAX_QUOTATIONS, checks.MAX_IDS)
    assert found.notes == ("only the first 200 of 250 quotations were checked",)


def test_a_message_and_its_file_are_checked_together() -> None:
    """Places in the file are told by its name; what is too much is left out, which is said."""
    of_message = checks.without_places(checks.of_draft(7, index.draft_of("“a b c”", "That message", "markdown")))
    few, many = (
        checks.of_draft(7, index.draft_of("\n\n".join(["“d e f”"] * number), "d.md", "markdown")) for number in (1, 200)
    )
    both = checks.together(of_message, few)
    assert [(one.text, one.where) for one in both.quotations] == [("a b c", ""), ("d e f", "d.md, line 1")]
    assert (both.name, both.notes) == ("That message and d.md", ())
    assert checks.together(of_message, many).notes == ("only the first 200 of 201 quotations were checked",)


@pytest.mark.parametrize(("marks", "notes"), [(1, 1), (3, 3), (5, 4)])
def test_marks_that_nothing_closes_are_named(marks: int, notes: int) -> None:
    """The first of them by their places, the others by their number."""
    found = checks.of_draft(7, index.draft_of("\n\n".join(["so “on"] * marks), "d.md", "markdown"))
    assert len(found.notes) == notes
    assert found.notes[0].startswith("line 1: nothing closes")


def test_an_id_is_checked_where_it_stands_first() -> None:
    """Once, however often it is named."""
    draft = index.draft_of("[@dateline-vj41gcsm]\n\n[@dateline-vj41gcsm] [@dateline-0000aaaa]", "d.md", "markdown")
    found = checks.of_draft(7, draft)
    assert [(one.id, one.where) for one in found.ids] == [("vj41gcsm", "line 1"), ("0000aaaa", "line 3")]
