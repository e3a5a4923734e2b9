"""Terms: the same for queries as for documents, whatever the script."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from index.text.terms import ENOUGH_TERMS, MAX_TERM, exact, pairs, stems, surrounded


@pytest.mark.parametrize(
    ("written", "typed"),
    [("Łódź", "lodz"), ("Straße", "STRASSE"), ("Søren", "Soren"), ("Ελλάδα", "ελλαδα"), ("naïve", "naive")],
)
def test_accents_may_be_left_out(written: str, typed: str) -> None:
    """A name typed without its accents still matches."""
    assert exact(written) == exact(typed)


def test_marks_that_are_vowels_stay() -> None:
    """In Hindi a different mark makes a different word."""
    assert exact("कि") != exact("का")


@pytest.mark.parametrize("typed", ["A-10", "A10", "a–10", "A/10"])
def test_designations_are_one_term_however_they_are_joined(typed: str) -> None:
    """A-10 and A10 are found by each other."""
    assert "a10" in stems(typed, ["en"])


def test_words_are_stemmed_in_their_language() -> None:
    """ "Landings" has the stem of "landing"; without a stemmer words stay as they are."""
    assert stems("landings", ["en"]) == stems("landing", ["en"])
    assert stems("Häuser", ["de"]) == stems("Haus", ["de"])
    assert stems("words", ["xx"]) == ["words"]


def test_scripts_without_blanks_are_pairs() -> None:
    """A word within a run of Chinese or Thai is found by its pairs."""
    assert stems("北码头", []) == ["北码", "码头"]
    assert set(stems("码头", [])) <= set(stems("渡轮将在北码头停靠", []))
    assert set(stems("ไทย", [])) <= set(stems("ภาษาไทยดี", []))


def test_neighbours_are_one_term_in_any_of_their_forms() -> None:
    """ "Climate bills" has the pair of "climate bill"; words that are not adjacent have none."""
    assert pairs("climate bills", ["en"]) == pairs("Climate bill", ["en"]) == ["climat+bill"]
    assert pairs("bill climate", ["en"]) != pairs("climate bill", ["en"])
    assert set(pairs("kleine Häuser", ["de"])) <= set(pairs("kleine Häuser", ["de", "en"]))
    assert pairs("Łódź tram", []) == ["lodz+tram"]
    assert pairs("one", ["en"]) == pairs("北码头 ABC", ["en"]) == []


def test_a_short_passage_is_ranked_with_its_neighbours() -> None:
    """Its own words count twice; a passage that is long enough is ranked alone, and no word comes from far away."""
    long = [f"w{number}" for number in range(ENOUGH_TERMS)]
    assert list(surrounded([["a"], ["b"], ["c"]])) == [
        ["a", "b", "c", "a"],
        ["a", "b", "c", "b"],
        ["a", "b", "c", "c"],
    ]
    first, middle, last = surrounded([["a"], long, ["z"]])
    assert (first, middle, last) == ([*["a"], *long, "a"], long, [*long, "z", "z"])
    assert list(surrounded([])) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=80))
@example("İ")
@example("ﬁ")
def test_terms_have_no_blanks_and_bounded_length(text: str) -> None:
    """The index splits at blanks, and no term bloats it; the same text gives the same terms."""
    for terms in (exact(text), stems(text, ["en", "de"])):
        assert all(term and not any(char.isspace() for char in term) for term in terms)
        assert all(len(term) <= 4 * MAX_TERM for term in terms)
    assert exact(text) == exact(text)


SAMPLES = st.sampled_from(
    ["A-10", "naïve", "Łódź", "e\u0301tat", "月面着陸", "ไทย", "हिन्दी", "don’t", "🚀", " ", "\n", "x_1"]
)


@given(st.lists(SAMPLES | st.text(max_size=6), max_size=12).map("".join))
def test_words_are_the_same_beside_a_script_without_spaces(text: str) -> None:
    """A text without such a script is split by a simpler pattern, into the same words as beside such a script."""
    beside = exact(f"{text} 月")
    added = len(beside) - 1 - beside[::-1].index("月")
    assert beside[:added] + beside[added + 1 :] == exact(text)
