"""Numbers are the same term in whichever language they are written."""

from __future__ import annotations

import pytest

from index.text import numbers


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("1750000", "1750000"),
        ("1,750,000", "1750000"),
        ("1.750.000", "1750000"),
        ("1'750'000", "1750000"),
        ("17,50,000", "1750000"),
        (f"1{numbers.BLANK}750{numbers.BLANK}000", "1750000"),
        ("1,750.25", "1750.25"),
        ("1.750,25", "1750.25"),
        ("0.750", "0.750"),
        ("3,5", "3.5"),
        ("3.5", "3.5"),
        ("2.10.7", "2.10.7"),
    ],
)
def test_a_number_is_one_term(written: str, text: str) -> None:
    """Signs between thousands vanish, decimals follow a full stop, versions stay as they are."""
    assert numbers.read(written).text == text
    assert not numbers.read(written).several


@pytest.mark.parametrize("written", ["1,2,3", "12.05.2016", "2016.05.12"])
def test_lists_and_dates_are_several_numbers(written: str) -> None:
    """Their parts are searched for by themselves."""
    assert numbers.read(written).several


def test_a_version_is_one_of_wider_ones() -> None:
    """Who looks for 2.10 wants 2.10.7, but not the other way round."""
    assert numbers.read("2.10.7.1").wider == ("2.10", "2.10.7")
    assert numbers.read("2.10").wider == ()
    assert numbers.read("10.200.0.1").wider[0] == numbers.read("10.200").text


def test_only_signs_between_thousands_may_be_left_out() -> None:
    """2.10 is no 210, while 2,100 is 2100."""
    assert numbers.read("2.10").exact
    assert not numbers.read("2,100").exact
