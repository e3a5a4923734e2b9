"""Which generation a watch is compared with."""

from __future__ import annotations

import pytest

from index.watching import stand_ins


@pytest.mark.parametrize(
    ("checked", "serving", "whole", "due"),
    [
        (3, 4, [2, 3, 4], True),
        (4, 4, [2, 3, 4], False),
        (4, 3, [2, 3, 4], False),  # after a rollback
        (57, 1, [1], True),  # in a new data folder
        (57, 1, [], True),
    ],
)
def test_a_watch_is_due_by_a_newer_generation(checked: int, serving: int, whole: list[int], due: bool) -> None:
    """And where its generation is of a data folder that is gone; not by an earlier one that serves again."""
    assert stand_ins.is_due(checked, serving, whole) == due


@pytest.mark.parametrize(
    ("checked", "serving", "whole", "found"),
    [
        (3, 6, [1, 3, 5, 6], [3, 1]),
        (3, 6, [1, 2, 5, 6], [2, 1]),
        (3, 6, [6], []),
        (57, 1, [1], []),
    ],
)
def test_earlier_generations_stand_in(checked: int, serving: int, whole: list[int], found: list[int]) -> None:
    """The nearest first: by them nothing is lost."""
    assert stand_ins.earlier(whole, checked, serving) == found


def test_later_generations_stand_in_last() -> None:
    """The oldest first: what came before it can't be told."""
    assert stand_ins.later([1, 3, 5, 6, 8], 4, 8) == [5, 6]
