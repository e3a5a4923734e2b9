"""The places of messages about reindexes: kept one and all, whoever else writes, and never a reason to fail."""

from __future__ import annotations

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import index
from bot.moderation.commands import BUTTON_TEMPLATE
from bot.moderation.places import MOST, Place, Places
from bot.moderation.telling import cancel_id, is_cancelled_by
from tests.bot.engine import PID, SINCE, step


def place(asked: int, **known: Any) -> Place:
    return Place(**{"channel": 5, "pid": PID, "host": "shelf", "since": SINCE, "asked": asked, **known})


def test_each_place_is_kept_until_it_is_dropped(tmp_path: Path) -> None:
    """What is new of a place replaces it, and others stay; with the last one the file goes."""
    places = Places(tmp_path)
    for asked in (1, 2):
        places.put(place(asked))
    places.put(place(1, message=11))
    assert Places(tmp_path).all() == [place(1, message=11), place(2)]
    places.drop(place(1))
    assert places.all() == [place(2)]
    places.drop(place(2))
    places.drop(place(2))
    places.forget(7)
    assert list(tmp_path.iterdir()) == []


def test_who_asked_can_be_forgotten(tmp_path: Path) -> None:
    """The person's number goes, and the place stays."""
    places = Places(tmp_path)
    places.put(place(1, asker=7))
    places.put(place(2, asker=8))
    places.forget(7)
    assert [one.asker for one in places.all()] == [None, 8]


def test_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    """Of forty places, each written by its own process's store at the same moment as the others, forty are there."""
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda asked: Places(tmp_path).put(place(asked)), range(1, 41)))
    assert sorted(one.asked or 0 for one in Places(tmp_path).all()) == list(range(1, 41))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda asked: Places(tmp_path).drop(place(asked)), range(1, 41)))
    assert Places(tmp_path).all() == []


def test_the_file_has_a_bound(tmp_path: Path) -> None:
    """Places of a bot that never comes back don't grow without end; the newest stay."""
    places = Places(tmp_path)
    for asked in range(1, MOST + 3):
        places.put(place(asked))
    assert [one.asked for one in places.all()] == list(range(3, MOST + 3))


def test_what_earlier_versions_wrote_is_read(tmp_path: Path) -> None:
    """They knew one place, and of its reindex the process alone; with a new one it becomes a list."""
    file = tmp_path / index.DataFile.BOT_REINDEX
    file.write_text('{"channel":5,"message":6,"pid":4711}', "utf-8")
    places = Places(tmp_path)
    assert places.all() == [Place(channel=5, message=6, pid=4711)]
    places.put(place(1))
    assert [one["channel"] for one in json.loads(file.read_text("utf-8"))] == [5, 5]
    places.drop(Place(channel=5, message=6, pid=4711))
    assert places.all() == [place(1)]


@pytest.mark.parametrize(
    "content",
    [b"{", b"\xff\xfe", b"7", b'"x"', b"[1]", b'{"surprise": 1}', b'[{"channel": -1, "pid": 1}]', b"[" * 5000],
)
def test_a_damaged_or_foreign_file_is_one_line_in_the_log(
    tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    """It holds no places, fails nobody, and is replaced by the next place that is noted."""
    (tmp_path / index.DataFile.BOT_REINDEX).write_bytes(content)
    places = Places(tmp_path)
    with caplog.at_level(logging.WARNING):
        assert places.all() == []
        places.put(place(1))
        assert places.all() == [place(1)]
    (line,) = caplog.messages
    assert "bot-reindex.json is damaged" in line
    assert "\n" not in line


def test_a_folder_that_cannot_be_written_is_one_line_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Noting a place fails nobody."""
    with caplog.at_level(logging.WARNING):
        Places(tmp_path / "gone").put(place(1))
    (line,) = caplog.messages
    assert "can't be written" in line


def test_a_button_means_one_reindex() -> None:
    """Its id has the form that is answered; an earlier one named the process alone and still cancels it."""
    now = step()
    later = now.model_copy(update={"since": SINCE.replace(microsecond=1)})
    written = cancel_id(place(1))
    assert written == cancel_id(now)
    assert BUTTON_TEMPLATE.fullmatch(written)
    assert is_cancelled_by(now, written.removeprefix("ra:cancel:"))
    assert not is_cancelled_by(later, written.removeprefix("ra:cancel:"))
    assert is_cancelled_by(later, str(PID))
    assert not is_cancelled_by(later, str(PID + 1))
