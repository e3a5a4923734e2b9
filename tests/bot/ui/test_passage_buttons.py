"""The buttons on passages are told apart by their custom ids."""

from __future__ import annotations

import re

import pytest

from bot.dossier import listing
from bot.ui import passage_buttons

PASSAGE = "k7f2q9xw"


def actions(without: str | None = None) -> list[str]:
    """What the buttons below a passage do, by their custom ids."""
    ids = [control.custom_id for control in passage_buttons.below(PASSAGE, without)]
    return [found["action"] for found in map(passage_buttons.TEMPLATE.fullmatch, ids) if found]


@pytest.mark.parametrize("left_out", [passage_buttons.CITE, passage_buttons.ADD, passage_buttons.CONTEXT])
def test_a_message_has_no_button_for_what_it_shows(left_out: str) -> None:
    """One action is left out, and all others stay in their order."""
    assert actions() == [passage_buttons.CITE, passage_buttons.ADD, passage_buttons.CONTEXT]
    assert actions(without=left_out) == [action for action in actions() if action != left_out]


def test_the_ids_of_buttons_are_told_apart() -> None:
    """Each is matched by one template only, and what is made up by none."""
    templates: tuple[re.Pattern[str], ...] = (passage_buttons.TEMPLATE, passage_buttons.STYLED, listing.TEMPLATE)
    ids = (
        passage_buttons.custom_id(passage_buttons.CITE, PASSAGE),
        passage_buttons.styled_id(PASSAGE, "csl-json"),
        "d:p:2",
    )
    for custom_id, own in zip(ids, templates, strict=True):
        assert [template for template in templates if template.fullmatch(custom_id)] == [own]
    for made_up in ("k:c:", "k:c:K7F2", "k:z:k7f2q9xw", "k:c:k7f2q9xw:more", "k:c:" + "a" * 99, "d:p:99999"):
        assert not any(template.fullmatch(made_up) for template in templates)
