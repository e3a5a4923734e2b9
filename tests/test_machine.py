"""What tests take for a word of the machine, and what not."""

from __future__ import annotations

import pytest

from tests.machine import HOST, USER, told_of


@pytest.mark.parametrize(
    "line",
    [
        "there is no index in /srv/data yet",
        "gone from the archive /srv/archive, so",
        "run: dateline index --force",
        "see: dateline report",
        "run it again with --force",
        f"by {USER} on somewhere",
        f"it can only be stopped on {HOST}",
        "inside another program (process 4711)",
        "the model is not there; pip install it",
        "set DATELINE_ARCHIVE",
        "citations.sqlite: the ledger",
        r"\/srv\/data\/current names no generation",
    ],
)
def test_words_of_the_machine_are_found(line: str) -> None:
    """Each of these must never be said in a chat."""
    assert told_of(line)


@pytest.mark.parametrize(
    "line",
    [
        "a moderator can make a new one with /archive reindex force:True, or see /archive report",
        "there is a file board/minutes.txt already; nothing was changed",
        "-# /dossier show · /dossier export",
        "The archive is being indexed right now; please wait until that is done",
    ],
)
def test_words_of_a_chat_are_not(line: str) -> None:
    """Commands of the bot and documents by their paths in the archive are what people ask about."""
    assert told_of(line) == []
