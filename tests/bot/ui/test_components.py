"""Pages that turn and jump, and selects within Discord's bounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui import components, limits
from bot.ui.components import Option, Select
from tests.bot.drawing import fits
from tests.bot.hostile import hostile


def test_one_page_is_neither_turned_nor_jumped_to() -> None:
    """There is nowhere to go."""
    assert components.paging(str, "jump", 1, 1) == ([], None)


@pytest.mark.parametrize(("page", "back", "on"), [(1, True, False), (2, False, False), (3, False, True)])
def test_the_first_page_has_none_before_and_the_last_none_after(page: int, back: bool, on: bool) -> None:
    """The button that leads nowhere is there, and can't be pressed."""
    buttons, _ = components.paging(str, "jump", page, 3)
    assert [(button.label, button.disabled) for button in buttons] == [("‹", back), ("›", on)]


@given(st.integers(2, 200), st.data())
def test_a_jump_offers_the_pages_around(pages: int, data: st.DataObject) -> None:
    """As many as a select holds, all where there are no more, the open one among them and chosen."""
    page = data.draw(st.integers(1, pages))
    _, jump = components.paging(str, "jump", page, pages)
    assert jump is not None
    numbers = [int(option.value) for option in jump.options]
    assert len(numbers) == min(pages, limits.CHOICES)
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert [option.value for option in jump.options if option.chosen] == [str(page)]


@given(st.lists(hostile, min_size=1, max_size=limits.CHOICES), hostile)
def test_any_text_fits_an_option(labels: list[str], description: str) -> None:
    """What is too long is cut and marked; nothing else is changed."""
    options = [Option(str(number), f"x{label}" * 9, description * 9) for number, label in enumerate(labels)]
    view = components.notice(["A text."], [Select("id", "Choose", options)])
    fits(view)
    (select,) = [part for part in view.walk_children() if hasattr(part, "options")]
    for shown, option in zip(select.options, options, strict=True):
        assert shown.label == limits.cut(option.label, limits.CHOICE_NAME)
        assert 0 < limits.length(shown.label) <= limits.CHOICE_NAME


def test_a_select_without_options_is_left_out() -> None:
    """Discord takes none."""
    view = components.notice(["A text."], [Select("id", "Choose", [])])
    assert not [part for part in view.walk_children() if hasattr(part, "options")]


@given(st.text(), st.integers(1, 30))
def test_a_cut_is_a_marked_beginning(text: str, most: int) -> None:
    """It is never longer than it may be, and what fits is left alone."""
    shown = limits.cut(text, most)
    assert limits.length(shown) <= most
    if limits.length(text) <= most:
        assert shown == text
    else:
        assert shown.endswith("…")
        assert text.startswith(shown[:-1])
