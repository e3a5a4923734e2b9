"""What stands at the edges of what is quoted, and what was left out or put in."""

from __future__ import annotations

import pytest

from index.quotations.places import Text, Wanted, standing


def told(said: str, is_: str, language: str = "en") -> list[tuple[str, str, bool]]:
    found = standing(Wanted.of(said), Text.of(is_, 0, len(is_), language))
    assert found is not None
    return [(one.kind, one.is_, one.typographic) for one in found.differences]


@pytest.mark.parametrize(
    ("said", "is_", "right"),
    [
        ("the mill was sold.", "then the mill was sold. So", []),
        ("the mill was sold.", "then the mill was sold, too", [("mark", ",", True)]),
        ("the mill was sold,", "then the mill was sold too", [("mark", "", True)]),
        ("the mill was sold.", "then the mill was sold never to mill", [("negation", "never", False)]),
        ("the mill was sold in.", "then the mill was sold in 1931 for good", [("number", "1931", False)]),
        ("the mill was sold by.", "then the mill was sold by Brandt", [("name", "Brandt", False)]),
        ("the mill was sold,", "then the mill was sold by Brandt", [("mark", "", True)]),
        ("the mill was sold?", "then the mill was sold.", [("mark", ".", False)]),
        ("the mill was sold for 5", "the mill was sold for 5 million marks", [("number", "5 million", False)]),
        ("the mill was sold for 5", "the mill was sold for 5 % of it", [("number", "5 %", False)]),
        ("the mill was sold for 5", "the mill was sold for 5 € then", [("number", "5 €", False)]),
        ("5 marks for the old mill", "it cost −5 marks for the old mill", [("number", "−5", False)]),
        ("five marks for the old mill", "twenty-five marks for the old mill", [("number", "twenty-five", False)]),
        ("profit mills were sold there", "all non-profit mills were sold there", [("negation", "non-profit", False)]),
        ("the mill was sold for 5", "the mill was sold for 5 marks", []),
        ("it went to the second", "it went to the second two of them", []),
        ("it went to all thirty", "it went to all thirty one of them", [("number", "thirty one", False)]),
    ],
)
def test_what_a_number_or_a_compound_goes_on_with_is_told(
    said: str, is_: str, right: list[tuple[str, str, bool]]
) -> None:
    """A full stop or comma at the very end is whose text quotes; a number that is cut is another one."""
    assert told(said, is_) == right


def test_scripts_without_blanks_are_cut_before_a_hyphen() -> None:
    """Each character is a word, so that a compound is none."""
    assert told("我们在奥克斯纳德", "我们在奥克斯纳德-千橡住过", "zh") == []


@pytest.mark.parametrize(
    ("said", "kind", "typographic"),
    [
        ("then the mill … was sold at last", "mark", True),
        ("then the mill by […] was sold at last", "mark", True),
        ("then the old [water] mill by the pond was sold", "mark", True),
        ("then the old [not] mill by the pond was sold", "negation", False),
        ("then the old [2] mill by the pond was sold", "number", False),
        ("then the old [Anna] mill by the pond was sold", "name", False),
        ("then the … was sold at last for 90 marks", "mark", True),
        ("was sold at last for … marks by Anna Brandt", "number", False),
        ("sold at last for 90 marks by … Brandt and nobody else", "name", False),
        ("marks by Anna Brandt and … else", "negation", False),
    ],
)
def test_what_was_left_out_or_put_in_is_a_matter_of_form_unless_it_tells(
    said: str, kind: str, typographic: bool
) -> None:
    """Numbers, names and negations do, on either side."""
    is_ = "and then the old mill by the pond was sold at last for 90 marks by Anna Brandt and nobody else"
    found = [one for one in told(said, is_) if one[0] == kind and one[2] is typographic]
    assert found
    assert typographic or not all(one[2] for one in told(said, is_))


def test_what_was_left_out_is_shown() -> None:
    """The words of the source that the dots stand for."""
    assert told("then the … was sold", "then the old mill was sold") == [("mark", "old mill", True)]
