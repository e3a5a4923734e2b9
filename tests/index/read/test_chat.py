"""Chats by day: each message with its time and author, none parted from them, and people named as the settings say."""

from __future__ import annotations

import datetime as dt

import pytest

from index.embed.weights import DEFAULT_MODEL, model_folder
from index.read.chat import Answered, Authors, Chat, ChatMessage, initials, read_chat
from index.read.protocol import Content, UnreadableError


def at(clock: str, day: str = "2021-07-20") -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day}T{clock}+00:00")


def days(*messages: ChatMessage, authors: Authors = "names", people: tuple[str, ...] = ()) -> list[Content]:
    found = read_chat("discord", Chat("#general", messages, people), authors)
    return [content for content in found if isinstance(content, Content)]


def test_a_day_is_a_document_titled_by_channel_and_date() -> None:
    """In the order of their times, dated by the day, and numbered by it, so that another export keeps its path."""
    found = days(
        ChatMessage(at("09:00", "2021-07-21"), "Keeper", "The next day."),
        ChatMessage(at("14:02"), "Keeper", "The bell is back."),
        ChatMessage(at("14:05"), "Ferryman", "At last!"),
    )
    assert [(one.title, one.part, one.dates[0].written) for one in found] == [
        ("#general, 20 July 2021", 20210720, "2021-07-20"),
        ("#general, 21 July 2021", 20210721, "2021-07-21"),
    ]
    assert found[0].text == "14:02 Keeper: The bell is back.\n\n14:05 Ferryman: At last!"


def test_each_message_is_known_with_its_place_time_and_address() -> None:
    """What a passage begins in is cited by these."""
    first, second = (
        ChatMessage(at("14:02"), "Keeper", "One."),
        ChatMessage(at("14:05"), "Keeper", "Two.", (), "https://x"),
    )
    (content,) = days(first, second)
    assert [(message.time, message.link) for message in content.messages] == [
        ("2021-07-20T14:02+00:00", None),
        ("2021-07-20T14:05+00:00", "https://x"),
    ]
    assert [content.text[message.start :][:5] for message in content.messages] == ["14:02", "14:05"]


def test_what_is_to_know_of_a_message_stands_behind_its_author() -> None:
    """Whom it answers, that it was edited, that it is pinned."""
    message = ChatMessage(
        at("14:05"), "Ferryman", "Yes.", ("edited 14:09", "pinned"), None, Answered("Keeper", "14:02")
    )
    assert days(message)[0].text == "14:05 Ferryman (reply to Keeper, 14:02, edited 14:09, pinned): Yes."


def test_authors_are_named_by_initials_or_not_at_all() -> None:
    """Wherever they are named: before their messages, in replies, and where they are mentioned."""
    messages = (
        ChatMessage(at("14:02"), "Bell Keeper", "Ask @Old Ferryman, or @nobody else."),
        ChatMessage(at("14:05"), "Old Ferryman", "Yes.", (), None, Answered("Bell Keeper", "14:02")),
    )
    assert days(*messages, authors="initials")[0].text == (
        "14:02 B. K.: Ask @O. F., or @nobody else.\n\n14:05 O. F. (reply to B. K., 14:02): Yes."
    )
    assert days(*messages, authors="none")[0].text == (
        "14:02: Ask @someone, or @nobody else.\n\n14:05 (reply to 14:02): Yes."
    )
    assert days(*messages, authors="none", people=("nobody",))[0].text.count("@someone") == 2


@pytest.mark.parametrize(("name", "short"), [("Bell Keeper", "B. K."), ("old_ferry_man", "O. F. M."), ("😀", "?")])
def test_initials(name: str, short: str) -> None:
    """The first letter of each word, whatever parts them."""
    assert initials(name) == short


def test_messages_without_text_are_counted() -> None:
    """The report says how many there were; a chat of nothing else is refused."""
    content, *_ = days(ChatMessage(at("14:02"), "Keeper", " "), ChatMessage(at("14:05"), "Keeper", "Words."))
    assert content.notes == ("1 message was left out, without text",)
    with pytest.raises(UnreadableError, match="it has no text"):
        days(ChatMessage(at("14:02"), "Keeper", "\n"))


@pytest.mark.parametrize(
    "sentence",
    [
        "The ferry crossed the river in the fog at the end of the morning. ",
        "Паром пересёк реку в тумане в конце долгого утра. ",
        "渡船在晨雾中渡过了河流，钟声在对岸响起。",
        "https://example.org/a/long/address?with=a&lot=of&signs=1234567890 ",
        "wordwithoutend" * 20,
    ],
)
def test_a_long_message_goes_on_with_its_author_in_parts_that_fit_a_passage(sentence: str) -> None:
    """All its words are there in their order, and no part has more tokens than a passage of the default settings."""
    from tokenizers import Tokenizer  # noqa: PLC0415 (only here)

    folder = model_folder(DEFAULT_MODEL)
    assert folder
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    (content,) = days(ChatMessage(at("14:02"), "Keeper", sentence * 40))
    first, *others = content.text.split("\n\n")
    assert first.startswith("14:02 Keeper: ")
    assert others
    assert all(part.startswith("14:02 Keeper (continued): ") for part in others)
    assert "".join(part.partition(": ")[2] for part in (first, *others)).split() == (sentence * 40).split() or (
        "".join(part.partition(": ")[2] for part in (first, *others)).replace(" ", "")
        == (sentence * 40).replace(" ", "")
    )
    if " " in sentence or not sentence.isascii():
        assert max(len(tokenizer.encode(part, add_special_tokens=False).ids) for part in (first, *others)) <= 200
