"""Which words one group of texts has more often than another."""

from __future__ import annotations

import math

import pytest

from index.text.keyness import Text, counted, keywords, log_likelihood, stems_of_query


@pytest.mark.parametrize(
    ("published", "counts"),
    [
        (270.72, (110, 2442, 111, 29114)),
        (263.90, (29, 13, 123, 31612)),
        (256.84, (31, 23, 139, 31584)),
        (167.23, (10, 0, 3, 31764)),
    ],
)
def test_log_likelihood_is_as_published(published: float, counts: tuple[int, int, int, int]) -> None:
    """Dunning 1993, the first lines of his table of bigrams, whose four cells are those of a word and of all others."""
    word, others, other_word, other_others = counts
    totals = word + others, other_word + other_others
    cells = ((word, other_word), (others, other_others))
    assert round(sum(log_likelihood(here, totals[0], there, totals[1]) for here, there in cells), 2) == published


@pytest.mark.parametrize("counts", [(5, 100, 0, 90), (12, 4000, 30, 2000), (0, 50, 7, 60), (3, 30, 6, 60)])
def test_log_likelihood_is_twice_the_relative_entropy(counts: tuple[int, int, int, int]) -> None:
    """As SciPy has it, of the observed and the expected counts: the power divergence of Cressie & Read for G."""
    special = pytest.importorskip("scipy.special")
    count, total, other_count, other_total = counts
    share = (count + other_count) / (total + other_total)
    known = 2 * special.rel_entr([count, other_count], [total * share, other_total * share]).sum()
    assert math.isclose(log_likelihood(*counts), known, abs_tol=1e-9)


def texts(*groups: tuple[str, int], language: str | None = None, first: int = 0) -> list[Text]:
    """Each text as often as said, in a document of its own."""
    whole = [text for text, times in groups for _ in range(times)]
    return [Text(number, language, text) for number, text in enumerate(whole, first)]


FILL = "harbour lantern gull ferry anchor rope keeper storm glass bread sledge goat beam engine tide signal"


def test_words_are_shown_in_the_form_written_most_often_and_equal_ones_by_the_alphabet() -> None:
    """All forms of a word count together; function words, numbers and words of the query are not told of."""
    one = counted(texts(("The landings of 1969, a landing zone. Zebras, apples.", 8), (f"Landings. {FILL}", 2)))
    other = counted(texts((f"{FILL} of the", 20)))
    found = keywords(one, other, without=stems_of_query("zones", ["en"]), most=9)
    assert [(word.word, word.count, word.other_count) for word in found] == [
        ("landing", 18, 0),
        ("Zebras", 8, 0),
        ("apples", 8, 0),
    ]
    assert found[1].log_likelihood == found[2].log_likelihood > 15.13


def test_a_word_of_a_single_document_or_too_few_times_is_no_keyword() -> None:
    """However much more frequent it is."""
    other = counted(texts((FILL, 9)))
    assert keywords(counted(texts(("zebra " * 30, 1), (FILL, 3))), other, without=frozenset(), most=9) == ()
    assert keywords(counted(texts(("zebra zebra", 2))), other, without=frozenset(), most=9) == ()


def test_function_words_are_those_of_the_texts_language() -> None:
    """German “war” is left out of German texts and told of English ones."""
    german, english = (counted(texts(("war war war Krieg", 5), language=one)) for one in ("de", "en"))
    rest = counted(texts((FILL, 20)))
    assert [word.word for word in keywords(german, rest, without=frozenset(), most=9)] == ["Krieg"]
    assert [word.word for word in keywords(english, rest, without=frozenset(), most=9)] == ["war", "Krieg"]


def test_without_blanks_every_two_characters_are_a_word() -> None:
    """As everywhere in scripts that have none between words."""
    found = keywords(
        counted(texts(("登月成功", 9), language="zh")), counted(texts((FILL, 9))), without=frozenset(), most=9
    )
    assert [word.word for word in found] == ["成功", "月成", "登月"]
