"""What kind of thing a question asks for, and what a sentence names."""

from __future__ import annotations

import pytest

from index.search import asked_for

NUMBER, TIME, PERSON, PLACE, REASON = range(5)


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("How many boats sank?", NUMBER),
        ("number of boats", NUMBER),
        ("Wie viele Boote sanken?", NUMBER),
        ("¿Cuántos barcos se hundieron?", NUMBER),
        ("when did the mill burn", TIME),
        ("In what year did the mill burn?", TIME),
        ("Wann brannte die Mühle?", TIME),
        ("¿Cuándo ardió el molino?", TIME),
        ("who built the pier", PERSON),
        ("Wer baute den Steg?", PERSON),
        ("where is the spring", PLACE),
        ("In which city was it shown?", PLACE),
        ("Wo liegt die Quelle?", PLACE),
        ("why did the bridge fall", REASON),
        ("cause of the fire", REASON),
        ("Warum fiel die Brücke?", REASON),
    ],
)
def test_question_words_tell_the_kind(query: str, kind: int) -> None:
    """Each asks for one kind of thing and no other."""
    assert [place for place, asked in enumerate(asked_for.kinds(query)) if asked] == [kind]


@pytest.mark.parametrize("query", ["lighthouse keeper", "the whole story", "What is a weir?", "anywhere", ""])
def test_other_queries_ask_for_no_kind(query: str) -> None:
    """Without a question word, or within another word, nothing is asked for."""
    assert not any(asked_for.kinds(query))


def named(query: str, sentence: str) -> list[float]:
    """How much a sentence names of each kind that is asked for."""
    return [told(sentence) for told in asked_for.kinds(query) if told]


def test_what_the_query_says_itself_is_no_answer() -> None:
    """A number, a time or a name that is in the question answers nothing."""
    query = "How many of the 12 boats of Ashby sank in 1931, who said it, and when?"
    assert named(query, "In 1931 all 12 boats left Ashby.") == [0, 0, 0]
    assert named(query, "In 1932 only 9 boats of Ashby met the Corran.") == [1, 1, 1 / 3]


def test_places_and_reasons_are_named_by_the_words_before_them() -> None:
    """A capital after a preposition is a place; words such as "because" give a reason."""
    assert named("where?", "It was moved to Ashby.") == [1]
    assert named("where?", "It was moved to a barn.") == [0]
    assert named("why?", "It fell because the rope was old.") == [1]
    assert named("why?", "It fell at noon.") == [0]


@pytest.mark.parametrize(
    ("query", "right", "wrong"),
    [
        ("how long did the crossing take", "It took 6 hours.", "It had 6 sails."),
        ("weight of the bell", "The bell weighs 340 kg.", "The bell rang 340 times."),
        ("how tall is the tower", "The tower is 31 metres high.", "The tower was built in 1931."),
        ("how hot is the spring", "Its water has 40 degrees.", "It has 40 steps."),
        ("price of the ferry", "The ferry cost 9,000 dollars.", "The ferry carries 9,000 people."),
        ("How often does the ferry go?", "It goes twice a day, or 14 times a week.", "It went in 1931."),
        ("Wie lange dauerte die Fahrt?", "Sie dauerte 6 Stunden.", "Sie hatte 6 Segel."),
    ],
)
def test_a_measure_is_a_number_with_its_unit(query: str, right: str, wrong: str) -> None:
    """A number in what is asked for answers; another number doesn't."""
    told = asked_for.measure(query)
    assert told is not None
    assert (told(right), told(wrong)) == (1, 0)


def test_no_measure_is_asked_for() -> None:
    """A query that asks for none is answered by none."""
    assert asked_for.measure("who built the tower") is None
