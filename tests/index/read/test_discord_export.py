"""Channels in DiscordChatExporter's JSON."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.models.documents import Document
from index.read.discord_export import CUT_OFF, read_discord_export
from index.read.protocol import Content, UnreadableError
from tests.makers.chats import CHANNEL, SERVER, export, number, said
from tests.makers.files import SETTINGS, document, read_all, refusal

FIRST = "2021-07-20T14:02:26.5+00:00"
SECOND = "2021-07-20T14:05:00+00:00"


def text_of(*messages: dict[str, object]) -> str:
    (content,) = read_discord_export(export(messages), 10_000)
    assert isinstance(content, Content)
    return content.text


def test_a_channel_is_a_document_a_day(tmp_path: Path) -> None:
    """With the day as its date, the channel and the day as its title, and each message's address."""
    data = export(
        [said(FIRST, "Keeper", "The bell is back."), said("2021-07-21T00:10:00+00:00", "Keeper", "Good night.")]
    )
    first, second = read_all(tmp_path, "general.json", data)
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.path, first.format, first.title) == ("general.json#20210720", "discord", "#general, 20 July 2021")
    assert first.text == "14:02 Keeper: The bell is back."
    assert first.date is not None
    assert (first.date.earliest.isoformat(), first.date.origin) == ("2021-07-20", "metadata")
    assert first.messages[0].time == "2021-07-20T14:02+00:00"
    assert first.messages[0].link == f"https://discord.com/channels/{SERVER}/{CHANNEL}/{number(FIRST)}"
    assert (second.path, second.text) == ("general.json#20210721", "00:10 Keeper: Good night.")


def test_the_day_is_that_of_the_zone_in_which_it_was_exported() -> None:
    """As the export writes it, whatever day it is in UTC."""
    (content,) = read_discord_export(export([said("2021-07-20T23:30:00-07:00", "Keeper", "Late.")]), 1000)
    assert isinstance(content, Content)
    assert (content.part, content.text) == (20210720, "23:30 Keeper: Late.")


def test_replies_edits_and_pins() -> None:
    """Whom a message answers and when, when it was edited, and that it is pinned."""
    reply = said(SECOND, "Ferryman", "Yes.", type="Reply", reference={"messageId": number(FIRST)}, isPinned=True)
    edited = said(FIRST, "Keeper", "Is it?", timestampEdited="2021-07-20T14:03:00+00:00")
    assert text_of(edited, reply).split("\n\n") == [
        "14:02 Keeper (edited 14:03): Is it?",
        "14:05 Ferryman (reply to Keeper, 14:02, pinned): Yes.",
    ]


def test_a_reply_to_another_day_and_one_to_what_is_not_there() -> None:
    """The day is named; what is not in the export is said to be elsewhere."""
    later = said("2021-07-22T08:00:00+00:00", "Ferryman", "Yes.", type="Reply", reference={"messageId": number(FIRST)})
    lost = said("2021-07-22T08:01:00+00:00", "Ferryman", "No.", type="Reply", reference={"messageId": "5"})
    _, content = read_discord_export(export([said(FIRST, "Keeper", "Is it?"), later, lost]), 1000)
    assert isinstance(content, Content)
    assert content.text.split("\n\n") == [
        "08:00 Ferryman (reply to Keeper, 2021-07-20 14:02): Yes.",
        "08:01 Ferryman (reply to a message that is not in the export): No.",
    ]


def test_embeds_attachments_stickers_and_forwarded_messages() -> None:
    """Their words and names, in lines of the message."""
    embed = {
        "title": "Tides",
        "description": "High at noon.",
        "author": {"name": "The harbour"},
        "fields": [{"name": "Low", "value": "18:10"}],
        "footer": {"text": "Since 1911"},
    }
    message = said(
        FIRST,
        "Keeper",
        "Look:",
        embeds=[embed],
        attachments=[{"fileName": "bell.png"}],
        stickers=[{"name": "wave"}],
        forwardedMessage={"content": "Fog tomorrow.", "attachments": [{"fileName": "map.pdf"}]},
    )
    assert text_of(message) == (
        "14:02 Keeper: Look:\nForwarded: Fog tomorrow.\n[attached: map.pdf]\nThe harbour\nTides\nHigh at noon.\n"
        "Low: 18:10\nSince 1911\n[attached: bell.png]\n[sticker: wave]"
    )


@pytest.mark.parametrize("kind", ["ChannelPinnedMessage", "GuildMemberJoin", "8"])
def test_what_discord_itself_writes_is_a_notice(kind: str) -> None:
    """Under its name or, where the exporter has none, its number."""
    pointing = said(FIRST, "Keeper", "Pinned a message.", type=kind, reference={"messageId": "5"})
    assert text_of(pointing) == "14:02 Keeper (notice): Pinned a message."


def test_direct_messages_have_an_address_too(tmp_path: Path) -> None:
    """Their server is 0 in an export, and @me in an address; they have a person's name and no mark."""
    data = export([said(FIRST, "Keeper", "Hello.")], type="DirectTextChat", name="Keeper")
    made = document(tmp_path, "a.json", data.replace(f'"{SERVER}"'.encode(), b'"0"'))
    assert made.title == "Keeper, 20 July 2021"
    assert made.messages[0].link == f"https://discord.com/channels/@me/{CHANNEL}/{number(FIRST)}"


def test_a_thread_is_named_with_its_channel(tmp_path: Path) -> None:
    """As channels are with their category."""
    assert document(tmp_path, "a.json", export([said(FIRST, "Keeper", "Hm.")], category="news")).title.startswith(
        "#general in news, "
    )


def test_authors_as_the_settings_say(tmp_path: Path) -> None:
    """Whoever is mentioned is named likewise."""
    data = export([said(FIRST, "Bell Keeper", "Ask @Old Ferryman.", mentions=[{"nickname": "Old Ferryman"}])])
    settings = SETTINGS.model_copy(update={"chat_authors": "initials"})
    assert document(tmp_path, "a.json", data, settings).text == "14:02 B. K.: Ask @O. F.."


def test_an_export_that_ends_in_the_middle_gives_what_is_there() -> None:
    """With a note that the rest is missing."""
    whole = export([said(FIRST, "Keeper", "The bell."), said(SECOND, "Keeper", "The ferry.")])
    (content,) = read_discord_export(whole[: whole.index(b"The ferry")], 1000)
    assert isinstance(content, Content)
    assert (content.text, content.notes) == ("14:02 Keeper: The bell.", (CUT_OFF,))


@pytest.mark.parametrize(
    "damaged",
    [
        b'{"guild": {"id": "1"}, "channel": {}}',
        b'{"guild": {"id": "1"}, "channel": 5, "messages": [{"id": "1"}]}',
        export([{"id": "1", "timestamp": "noon", "content": "x", "author": {}}]),
        export([{"id": "1", "timestamp": 5, "content": "x", "author": {}}]),
        export([said(FIRST, "Keeper", "x", embeds=[7])]),
    ],
)
def test_a_damaged_export_says_so(tmp_path: Path, damaged: bytes) -> None:
    """In one line that tells what to do."""
    assert refusal(tmp_path, "a.json", damaged) == "it is a damaged export of a Discord channel; export it again"


def test_an_export_without_words_has_no_text(tmp_path: Path) -> None:
    """A channel of pictures without names."""
    assert refusal(tmp_path, "a.json", export([said(FIRST, "Keeper", "")])).startswith("it has no text")


plain = st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["", "x", "5", FIRST])
fields = st.dictionaries(
    st.sampled_from(["content", "id", "name", "messageId", "timestamp", "author"]), plain, max_size=3
)
json_values = plain | fields | st.lists(plain | fields, max_size=2)


@settings(deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(list(said(FIRST, "Keeper", ""))), json_values, max_size=6), max_size=4))
def test_whatever_the_messages_are_nothing_else_is_raised(messages: list[dict[str, object]]) -> None:
    """Fields of any kind, or none, give documents or a reason."""
    with suppress(UnreadableError):
        assert read_discord_export(export(messages), 1000)


@settings(deadline=None)
@given(st.binary(max_size=60), st.integers(0, 400))
def test_whatever_the_bytes_are_nothing_else_is_raised(put_in: bytes, at: int) -> None:
    """Bytes put into an export at any place."""
    whole = export([said(FIRST, "Keeper", "The bell.")])
    with suppress(UnreadableError):
        assert read_discord_export(whole[:at] + put_in + whole[at:], 1000)


def test_json_of_another_kind_is_no_export(tmp_path: Path) -> None:
    """It is read or refused as before."""
    (result,) = read_all(tmp_path, "a.json", json.dumps({"channel": {"name": "x"}, "messages": []}).encode())
    assert "Discord" not in getattr(result, "reason", "")
