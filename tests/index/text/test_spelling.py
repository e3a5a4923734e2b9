"""Slips of the keyboard are corrected, and only those."""

from __future__ import annotations

import pytest

from index.text import edits, spelling
from index.text.spelling import Candidate

TEXTS = ["The landing of the Eagle, and another landing.", "A lander, landings, a banding of bands; Łódź and Potsdam."]
LISTED = {"anchor", "status", "statue", "operation", "channel", "separate", "menu", "weight"}
PASSAGES, MANY = 1000, 20_000


def meant(
    typed: str, *words: str, passages: int = 20, small: bool = True, pieces: int = 2, of: int = PASSAGES
) -> str | None:
    """What is taken for the meaning of `typed`, where so many `of` all passages have each of `words`."""
    candidates = [Candidate(word, passages, small) for word in words]
    return spelling.meant(typed, candidates, of, LISTED.__contains__, pieces)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("landnig", {"landing": (1, True)}),
        ("Eagel", {"eagle": (1, False)}),
        ("landinx", {"landing": (1, True)}),
        ("Potsdaam", {"potsdam": (1, False)}),
        ("landin", {"landing": (1, True)}),
        ("landing", {"banding": (1, True), "landings": (1, True)}),
        ("zebra", {}),
    ],
)
def test_words_near_are_found_in_texts(typed: str, words: dict[str, tuple[int, bool]]) -> None:
    """With how many texts have them, and whether they are written small; the word itself is not near."""
    assert spelling.near(typed, TEXTS, 1) == words


@pytest.mark.parametrize("word", ["moon", "A-10", "2334", "x2", "", "67P", "月面着陸船", "서울에서는"])
def test_short_words_and_designations_are_not_corrected(word: str) -> None:
    """A different number or short word means something different; scripts of syllables have no such slips."""
    assert spelling.max_edits(word) == 0


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("ancohr", "anchor"),
        ("channnel", "channel"),
        ("chanel", "channel"),
        ("seperate", "separate"),
        ("anchpr", "anchor"),
    ],
)
def test_a_slip_is_corrected(typed: str, word: str) -> None:
    """Letters swapped, doubled, not doubled, mistaken for one another or struck beside."""
    assert meant(typed, word) == word


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("status", "statue"),
        ("cooperation", "operation"),
        ("weights", "weighty"),
        ("kanchor", "anchor"),
        ("Ancher", "anchor"),
        ("menú", "menu"),
    ],
)
def test_a_right_word_is_no_slip(typed: str, word: str) -> None:
    """A listed word, a form of one, another first letter, a name, and a word with an accent stay as they are."""
    assert meant(typed, word) is None


def test_of_two_words_the_likelier_is_meant() -> None:
    """By how it was mistyped first, then by how many passages have it."""
    assert meant("ancohr", "archer", "anchor") == "anchor"
    rare, common = Candidate("hambour", 1, True), Candidate("harbour", 500, True)
    assert spelling.meant("habour", [rare, common], PASSAGES, LISTED.__contains__, 2) == "harbour"


def test_a_rare_word_corrects_nothing_but_the_likeliest_slips() -> None:
    """In a large archive a word of one passage is rather a neighbour by chance."""
    assert meant("quarantne", "quarantine", passages=1) is None
    assert meant("quarantne", "quarantine", passages=200) == "quarantine"
    assert spelling.enough(10) < spelling.enough(10_000)


def test_another_form_differs_in_its_ending_only() -> None:
    """The one that begins most alike, of words that the list does not have."""
    assert spelling.other_form("мавзолей", ["мавзолея", "мавринец"], LISTED.__contains__) == "мавзолея"
    assert spelling.other_form("снова", ["слова"], LISTED.__contains__) is None
    assert spelling.other_form("weigher", ["weight"], LISTED.__contains__) is None


@pytest.mark.parametrize("typed", ["ancbor", "weiyht", "cyannel"])
def test_what_falls_into_pieces_is_rather_a_slip(typed: str) -> None:
    """Where the list has what was meant: a right word that it lacks is read in few."""
    word = min(LISTED, key=lambda listed: edits.distance(typed, listed))
    assert meant(typed, word, passages=1, of=MANY) is None
    assert meant(typed, word, passages=1, of=MANY, pieces=4) == word


@pytest.mark.parametrize(
    ("typed", "word"), [("Ancbor", "anchor"), ("anchr", "anchor"), ("statpe", "staple"), ("oepratiom", "operation")]
)
def test_pieces_of_other_words_tell_nothing(typed: str, word: str) -> None:
    """A name, a short word, one whose neighbour no list has, and two edits."""
    assert meant(typed, word, small=False, of=MANY, pieces=4) is None
