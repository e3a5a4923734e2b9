"""Discord's rules of interactions as the loopback server keeps them, by a clock that is told the time."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.wire import acts
from tests.wire.interactions import (
    ANSWER_WITHIN,
    COMMAND,
    COMPONENT,
    DEFERRED,
    DEFERRED_UPDATE,
    EPHEMERAL,
    MESSAGE,
    TOKEN_LIVES,
    UPDATE,
    Interaction,
    Message,
    RefusalError,
)
from tests.wire.limits import V2
from tests.wire.payloads import ALICE, BOB, LOBBY, Json


@dataclass
class Clock:
    """Seconds that pass when told."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def command(clock: Clock) -> Interaction:
    return Interaction(COMMAND, ALICE, LOBBY, clock)


def code(refusal: pytest.ExceptionInfo[RefusalError]) -> tuple[int, int]:
    return refusal.value.status, refusal.value.body["code"]


def says(text: str, kind: int = MESSAGE, flags: int = 0) -> Json:
    return {"type": kind, "data": {"content": text, "flags": flags}}


def test_an_answer_in_time_is_taken(command: Interaction, clock: Clock) -> None:
    """An answer within three seconds stands, and how long it took is known."""
    clock.now = ANSWER_WITHIN
    command.answer(says("here"), {})
    assert command.first_answer_s == ANSWER_WITHIN
    assert [message.text for message in command.messages()] == ["here"]


def test_an_answer_too_late_is_refused(command: Interaction, clock: Clock) -> None:
    """After three seconds the interaction is lost, and not known any more."""
    clock.now = ANSWER_WITHIN + 0.01
    with pytest.raises(RefusalError, match="Unknown interaction") as refusal:
        command.answer(says("here"), {})
    assert code(refusal) == (404, 10062)
    assert command.lost


def test_a_second_answer_is_refused(command: Interaction) -> None:
    """An interaction is answered once."""
    command.answer({"type": DEFERRED}, {})
    with pytest.raises(RefusalError, match="already been acknowledged") as refusal:
        command.answer(says("again"), {})
    assert code(refusal) == (400, 40060)


def test_the_webhook_opens_with_the_answer_and_closes_with_the_token(command: Interaction, clock: Clock) -> None:
    """Edits and further messages are possible after the first answer, for fifteen minutes."""
    with pytest.raises(RefusalError, match="Unknown Webhook") as early:
        command.find("@original")
    command.answer({"type": DEFERRED}, {})
    clock.now = TOKEN_LIVES
    command.edit(command.find("@original"), {"content": "page"}, {})
    clock.now = TOKEN_LIVES + 1
    with pytest.raises(RefusalError, match="Invalid Webhook Token") as late:
        command.find("@original")
    assert (code(early), code(late)) == ((404, 10015), (401, 50027))


def test_a_follow_up_takes_the_place_of_the_answer_awaited(command: Interaction) -> None:
    """While the bot is thinking a follow-up is the answer, seen by whoever was to see that."""
    command.answer({"type": DEFERRED}, {})
    message = command.follow_up({"content": "told", "flags": EPHEMERAL}, {})
    assert message is command.original
    assert message.reader is None
    assert command.follow_up({"content": "more", "flags": EPHEMERAL}, {}).reader == ALICE


def test_a_deleted_message_is_unknown(command: Interaction) -> None:
    """What was deleted can't be edited any more."""
    command.answer(says("here"), {})
    command.delete(command.find("@original"))
    with pytest.raises(RefusalError, match="Unknown Message"):
        command.find("@original")


@pytest.mark.parametrize("kind", [UPDATE, DEFERRED_UPDATE])
def test_only_a_press_changes_the_message_it_is_on(command: Interaction, clock: Clock, kind: int) -> None:
    """An update answers a press on a message, and nothing else."""
    with pytest.raises(RefusalError, match="doesn't answer this"):
        command.answer(says("changed", kind), {})
    page = Message(LOBBY, body={"content": "page"})
    pressed = Interaction(COMPONENT, ALICE, LOBBY, clock, page)
    pressed.answer(says("changed", kind), {})
    assert page.text == ("changed" if kind == UPDATE else "page")


def test_what_a_message_can_not_become_is_refused() -> None:
    """A message isn't empty, and one of Components V2 never gets content."""
    with pytest.raises(RefusalError, match="empty message"):
        Message(LOBBY).write({"content": ""}, {})
    page = Message(LOBBY)
    page.write({"flags": V2, "components": [{"type": 10, "content": "page"}]}, {})
    with pytest.raises(RefusalError, match="Components V2"):
        page.write({"content": "words"}, {})


def test_people_do_only_what_their_client_offers() -> None:
    """Nobody presses what isn't there, is disabled, or isn't theirs to see; commands want their options."""
    buttons = [{"type": 2, "custom_id": name, "label": name, "disabled": name == "off"} for name in ("on", "off")]
    page = Message(LOBBY, reader=ALICE, body={"components": [{"type": 1, "components": buttons}]})
    assert acts.press(page, "on", ALICE)["custom_id"] == "on"
    for custom_id, person, words in (
        ("gone", ALICE, "no button"),
        ("off", ALICE, "disabled"),
        ("on", BOB, "can't see"),
    ):
        with pytest.raises(AssertionError, match=words):
            acts.press(page, custom_id, person)
    option = {"name": "query", "type": acts.STRING, "required": True, "max_length": 3}
    commands = [{"id": "1", "name": "search", "type": 1, "options": [option]}]
    for name, given, words in (
        ("find", {}, "no command"),
        ("search", {}, "required"),
        ("search", {"query": "long"}, "0 to 3 characters"),
        ("search", {"query": 1}, "takes no 1"),
        ("search", {"query": "a", "more": 1}, "the options are"),
    ):
        with pytest.raises(AssertionError, match=words):
            acts.slash(commands, name, given)
