"""Chats that WhatsApp exports, in the forms of many countries."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.models.documents import Document
from index.read.protocol import UnreadableError
from index.read.whatsapp import read_whatsapp
from tests.makers.files import SETTINGS, document, read_all, refusal

NAME = "WhatsApp Chat with Ferry.txt"


def chat(head: str, *, days: tuple[int, int] = (20, 21)) -> bytes:
    """A chat whose lines begin as `head`, with DD for the day."""
    first, second = (head.replace("DD", f"{day:02}") for day in days)
    lines = f"{first}Keeper: The bell is back.\nIt is heavy.\n{first}Ferryman: At last!\n{second}Keeper: Good day.\n"
    return lines.encode()


@pytest.mark.parametrize(
    "head",
    [
        "7/DD/21, 2:02 PM - ",
        "7/DD/21, 2:02\u202fPM - ",
        "07/DD/2021, 14:02 - ",
        "DD/07/2021, 14:02 - ",
        "DD/07/21 14:02 - ",
        "DD.07.21, 14:02 - ",
        "DD.7.2021 klo 14.02 - ",
        "DD/07/2021 às 14:02 - ",
        "DD/7/21 2:02 p. m. - ",
        "2021-07-DD, 14:02 - ",
        "2021/7/DD 下午2:02 - ",
        "2021. 7. DD. 오후 2:02 - ",
        "[DD/07/2021, 14:02:26] ",
        "\u200e[DD.07.21, 14:02:26] ",
        "[7/DD/21, 2:02:26\u202fPM] ",
        "[2021/7/DD 下午2:02:26] ",
        "DD-07-2021 14:02 - ",
    ],
)
def test_days_and_times_as_they_are_written_in_many_countries(tmp_path: Path, head: str) -> None:
    """A document a day, of messages with their lines; the order of day and month is told by the whole chat."""
    first, second = read_all(tmp_path, NAME, chat(head))
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.path, first.title) == (f"{NAME}#20210720", "Ferry, 20 July 2021")
    assert first.text == "14:02 Keeper: The bell is back.\nIt is heavy.\n\n14:02 Ferryman: At last!"
    assert first.date is not None
    assert (first.date.earliest.isoformat(), first.date.origin) == ("2021-07-20", "metadata")
    assert second.text == "14:02 Keeper: Good day."


def test_order_in_time_tells_day_from_month(tmp_path: Path) -> None:
    """The fourth of March comes before the fifth of February in no chat."""
    first, second = read_all(
        tmp_path, NAME, chat("DD/05/21, 14:02 - ", days=(2, 3)) + b"01/06/21, 14:02 - Keeper: X.\n"
    )[:2]
    assert [one.path[-8:] for one in (first, second)] == ["20210502", "20210503"]


def test_days_that_can_be_read_in_two_ways_need_the_setting(tmp_path: Path) -> None:
    """Nothing is guessed: the line says what to set, and then the chat is read so."""
    data = chat("DD/05/21, 14:02 - ", days=(2, 3))
    assert refusal(tmp_path, NAME, data).endswith('set date_order = "day first" or "month first" in dateline.toml')
    first, _ = read_all(tmp_path, NAME, data, SETTINGS.model_copy(update={"date_order": "month first"}))
    assert first.path.endswith("#20210205")


def test_files_edits_and_notices(tmp_path: Path) -> None:
    """Names of files, that a message was edited, and what WhatsApp itself says."""
    head = "20/07/2021, 14:02 - "
    data = (
        f"{head}Messages and calls are end-to-end encrypted.\n{head}Keeper changed the subject to “Bell: news”\n"
        f"{head}Keeper: \u200eIMG-1.jpg (file attached)\nThe bell.\n{head}Keeper: It rings. <This message was edited>\n"
        f"{head}Ferryman: <attached: 00012-map.pdf>\n"
    ).encode()
    assert document(tmp_path, NAME, data).text.split("\n\n") == [
        "14:02 (notice): Messages and calls are end-to-end encrypted.",
        "14:02 (notice): Keeper changed the subject to “Bell: news”",
        "14:02 Keeper: [attached: IMG-1.jpg]\nThe bell.",
        "14:02 Keeper (edited): It rings.",
        "14:02 Ferryman: [attached: 00012-map.pdf]",
    ]


def test_a_chat_is_known_by_its_lines_under_any_name(tmp_path: Path) -> None:
    """Three messages are enough; a text that only begins with a day and a time is no chat."""
    assert read_all(tmp_path, "_chat.txt", chat("20.07.21, 14:02 - "))[0].path == "_chat.txt#20210720"
    diary = b"20.07.2021, 14:02 - We met: all of us.\n\nThen we went home.\n"
    assert document(tmp_path, "diary.txt", diary).format == "text"


def test_authors_as_the_settings_say(tmp_path: Path) -> None:
    """Left out."""
    data = chat("20.07.21, 14:02 - ")
    made = document(tmp_path, NAME, data, SETTINGS.model_copy(update={"chat_authors": "none"}))
    assert made.text.startswith("14:02: The bell is back.")


def test_days_that_do_not_exist_are_told(tmp_path: Path) -> None:
    """A chat of the 40th."""
    assert refusal(tmp_path, NAME, chat("40.07.21, 14:02 - ")).startswith(
        "it looks like a WhatsApp chat, but some of its days"
    )


@settings(deadline=None)
@given(st.binary(max_size=60), st.integers(0, 120))
def test_whatever_the_bytes_are_nothing_else_is_raised(put_in: bytes, at: int) -> None:
    """Bytes put into a chat at any place, and none."""
    whole = chat("DD.07.21, 14:02 - ")
    for data in (whole[:at] + put_in + whole[at:], put_in):
        with suppress(UnreadableError):
            assert read_whatsapp(data, 1000)
