"""Channels in DiscordChatExporter's pages."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.models.documents import Document
from index.read.discord_page import read_discord_page
from index.read.protocol import Content, UnreadableError
from tests.makers.chats import box, group, page
from tests.makers.files import SETTINGS, document, read_all, refusal

FIRST = "2021-07-20T14:02:26.5+00:00"
SECOND = "2021-07-20T14:05:00+00:00"
EDITED = '<span class=chatlog__edited-timestamp title="7/20/2021 2:09 PM">(edited)</span>'


def test_a_channel_is_a_document_a_day(tmp_path: Path) -> None:
    """Each message with the time that its number tells, and with the author of its group."""
    data = page(
        group("Keeper", box(FIRST, "7/20/2021 2:02 PM", "The bell is back."), box(SECOND, "2:05 PM", "Come & see.")),
        group("Ferryman", box("2021-07-21T09:00:00+00:00", "7/21/2021 9:00 AM", "At last!")),
    )
    first, second = read_all(tmp_path, "general.html", data)
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.path, first.title) == ("general.html#20210720", "#general in Town hall, 20 July 2021")
    assert first.text == "14:02 Keeper: The bell is back.\n\n14:05 Keeper: Come & see."
    assert first.messages[0].time == "2021-07-20T14:02+00:00"
    assert first.messages[0].link is None
    assert second.text == "09:00 Ferryman: At last!"


@pytest.mark.parametrize(
    ("shown", "clock"),
    [
        ("7/20/2021 10:02 AM", "2021-07-20T10:02-04:00"),
        ("20.07.2021 16:02", "2021-07-20T16:02+02:00"),
        ("20/07/2021 19:32:26", "2021-07-20T19:32+05:30"),
        ("21/07/2021 01:02", "2021-07-21T01:02+11:00"),
        ("Tuesday, July 20, 2021 2:02\u202fPM", "2021-07-20T14:02+00:00"),
        ("", "2021-07-20T14:02+00:00"),
    ],
)
def test_the_day_and_time_are_those_that_the_page_shows(tmp_path: Path, shown: str, clock: str) -> None:
    """In whatever language: what the clock shows, less the time in the message's number, is the zone."""
    made = document(tmp_path, "a.html", page(group("Keeper", box(FIRST, shown, "Words."))))
    assert made.messages[0].time == clock
    assert made.date is not None
    assert made.date.earliest.isoformat() == clock[:10]


def test_replies_edits_pins_and_files(tmp_path: Path) -> None:
    """What is to know of a message, and the names of what is attached; the mark of an edit is none of its words."""
    reply = (
        "<div class=chatlog__reply><div class=chatlog__reply-author>Keeper</div>"
        "<div class=chatlog__reply-content>Is it?</div></div>"
    )
    file = (
        "<div class=chatlog__attachment><a href=files/bell-7A.png><img class=chatlog__attachment-media src=x "
        "title='Image: bell.png (12.5 KB)'></a></div>"
        "<div class=chatlog__attachment><div class=chatlog__attachment-generic>"
        "<div class=chatlog__attachment-generic-name><a href=files/tides.csv>tides.csv</a></div></div></div>"
    )
    embed = (
        "<div class=chatlog__embed><div class=chatlog__embed-title>Tides</div><div class=chatlog__embed-description>"
        "High at<br>noon.</div></div>"
    )
    message = box(SECOND, "2:05 PM", "Yes.", reply=reply, more=file + embed + EDITED, pinned=True)
    assert document(tmp_path, "a.html", page(group("Ferryman", message))).text == (
        "14:05 Ferryman (reply to Keeper, edited, pinned): Yes.\nTides\nHigh at\nnoon.\n"
        "[attached: bell.png]\n[attached: tides.csv]"
    )


def test_a_notice_of_discord_itself(tmp_path: Path) -> None:
    """It has an author and words of its own."""
    notice = box(FIRST, "2:02 PM", "").replace(
        "<div class=chatlog__header>AUTHOR",
        "<span class=chatlog__system-notification-author>Keeper</span>"
        "<span class=chatlog__system-notification-content>pinned <a>a message</a> to this channel.</span>"
        "<div class=chatlog__header>",
    )
    data = page(f"<div class=chatlog__message-group>{notice}</div>")
    assert document(tmp_path, "a.html", data).text == "14:02 Keeper (notice): pinned a message to this channel."


def test_authors_as_the_settings_say(tmp_path: Path) -> None:
    """Those who are mentioned, too."""
    words = box(FIRST, "2:02 PM", "MENTION, come.").replace(
        "MENTION", '<span class="chatlog__markdown-mention" title="old_ferryman">@Old Ferryman</span>'
    )
    made = document(
        tmp_path, "a.html", page(group("Bell Keeper", words)), SETTINGS.model_copy(update={"chat_authors": "none"})
    )
    assert made.text == "14:02: @someone, come."


def test_a_page_without_messages_says_so(tmp_path: Path) -> None:
    """The style sheet names the boxes, and there is none."""
    data = page("<style>.chatlog__message-container{}</style>")
    assert refusal(tmp_path, "a.html", data) == "it is a damaged export of a Discord channel; export it again"


@settings(deadline=None)
@given(st.binary(max_size=60), st.integers(0, 1200))
def test_whatever_the_bytes_are_nothing_else_is_raised(put_in: bytes, at: int) -> None:
    """Bytes put into a page at any place."""
    whole = page(group("Keeper", box(FIRST, "7/20/2021 2:02 PM", "The bell.", more=EDITED)))
    with suppress(UnreadableError):
        assert all(isinstance(one, Content) for one in read_discord_page(whole[:at] + put_in + whole[at:], 1000))
