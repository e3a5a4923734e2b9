"""The parts of a query are told apart as people mean them, nothing that was typed is lost, and hints say the rest."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from index.errors import QueryError
from index.models.answers import MAX_CHARACTERS, Query, Reading
from index.search.hints import KNOWN_OPERATORS
from index.search.operators import OPERATORS
from index.search.query import read
from index.search.syntax import MOST_COMPOSED
from index.text.terms import exact


def reading(text: str) -> Reading:
    return read(Query(text=text))


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        *((f"lamp {dash}pier", ["pier"]) for dash in "-–—−‐‑﹣－"),
        ('lamp —"old pier"', ["old pier"]),
        ("lamp -„old pier“", ["old pier"]),
        ("lamp NOT pier", ["pier"]),
        ("lamp AND NOT pier", ["pier"]),
        ('lamp NOT "old pier" gull', ["old pier"]),
        ("lamp -(pier OR gull) goat", ["pier", "gull"]),
        ("lamp NOT (pier gull) goat", ["pier", "gull"]),
        ("lamp (NOT pier)", ["pier"]),
        ("lamp -11", ["11"]),
        ("lamp -harbo*", ["harbo"]),
        ("lamp - pier", []),
        ("lamp – pier — gull", []),
        ("lamp-pier red–lamp A-10", []),
        ("lamp --pier ---", []),
        ("-5 degrees, -40°C, -0.5 and a low of -40", []),
        ("years 1969 -1972", []),
        ("Lampen und -schirme", []),
        ("la lampe —dijo Ana— fue roja", []),
        ("the lamp burned. –Ana Gull, keeper", []),
        ("lamp not pier", []),
        ("it is NOT the pier", []),
        ("THE LAMP IS NOT LIT", []),
    ],
)
def test_what_is_left_out(text: str, left_out: list[str]) -> None:
    """A dash directly before a word, and NOT, leave it out; a dash between words, in a number or a sentence doesn't."""
    assert list(reading(text).excluded) == left_out


@pytest.mark.parametrize(
    ("text", "words", "hint"),
    [
        ("lamp AND pier", "lamp pier", "AND need not be written"),
        ("lamp OR pier", "lamp pier", "one of the words is enough"),
        ("lamp | pier", "lamp pier", "one of the words is enough"),
        ("lamp|pier", "lamp pier", "one of the words is enough"),
        ('"red lamp" OR "old pier"', "red lamp old pier", "of phrases joined by OR"),
        ("lamp OR title:pier", "lamp", "OR joins words only"),
        ("(lamp OR pier) goat", "(lamp pier) goat", "parentheses group nothing"),
        ("lamp NOT pier", "lamp", "“NOT pier” leaves out"),
        ("it is NOT the pier", "it is NOT the pier", "“NOT” was searched as a word"),
        ("THE LAMP IS NOT LIT", "THE LAMP IS NOT LIT", "all in capitals"),
        ("harbo* lamp", "harbo lamp", "stand for no letters"),
        ("l?mp pier", "l?mp pier", "stand for no letters"),
        ('"red *" pier', "pier", "stand for no words in a phrase"),
        ("lamp *", "lamp", "“*” stands for no word"),
        ("lamp^2 pier", "lamp pier", "no weights"),
        ("lamp~1 pier", "lamp pier", "misspelt words"),
        ("~lamp pier", "lamp pier", "misspelt words"),
        ('"red lamp"~3 pier', "red lamp pier", "“~3” was left out and its phrase searched word by word"),
        ("lamp W/5 pier", "lamp pier", "distances can't be asked for"),
        ("lamp AND", "lamp AND", "“AND” was searched as a word"),
        ("AND lamp", "AND lamp", "“AND” was searched as a word"),
        ("OR lamp", "OR lamp", "“OR” was searched as a word"),
        ("lamp NOT", "lamp NOT", "“NOT” was searched as a word"),
        ("title:harbo* lamp", "lamp", "“title:harbo*”: * and ? stand for no letters, and only this very word counts"),
        ("lamp -harbo*", "lamp", "only this very word counts"),
        ("lamp AROUND(3) pier", "lamp pier", "distances can't be asked for"),
        ("lamp NEAR/5 pier", "lamp pier", "distances can't be asked for"),
        ("lamp NEAR pier", "lamp pier", "distances can't be asked for"),
        ("lamp !pier", "lamp pier", "leaves nothing out; to leave the word out, write -pier"),
        ("lamp 1969..1972", "lamp 1969..1972", "write since:1969 until:1972"),
        ("+lamp pier", "pier", "finds only what has this very word"),
        ("lamp -(pier gull)", "lamp", "leave out each word"),
        ("lamp -11", "lamp", "“-11” leaves out what says “11”"),
        ("lamp -5 degrees", "lamp -5 degrees", "“-5” was searched as a number"),
        ("lamp --pier", "lamp --pier", "more than one dash"),
        ("site:example.org lamp", "example.org lamp", "no operator site:"),
        ("filetype:pdf lamp", "pdf lamp", "no operator filetype:"),
        ("author:ana lamp", "ana lamp", "no operator author:"),
        ("folder:pier lamp", "pier lamp", "did you mean in:"),
        ("from:pier lamp", "pier lamp", "did you mean since:"),
        ("from:1969 lamp", "lamp", "from: was read as since:"),
        ("date:20 July 1969 lamp", "lamp", "date: was read as during:"),
        ("intitle:pier lamp", "lamp", "read as title:"),
        ("Re: lamp", "Re: lamp", "no operator re:"),
        ("cs:lamp", "cs: lamp", "no operator cs:"),
        ("Pier:log of the lamp", "Pier: log of the lamp", "no operator pier:"),
        ("title: lamp", "", "“title: lamp” was read as title:lamp"),
        ("Before: the lamp", "Before: the lamp", "“Before:” was searched as a word"),
        ("lamp title:...", "lamp", "title: has no word"),
        ("lamp in:/", "lamp", "is the whole archive"),
        ("1984", "1984", "write during:1984"),
    ],
)
def test_signs_of_other_programs_get_a_meaning_or_a_hint(text: str, words: str, hint: str) -> None:
    """Nothing that looks as if it should act is passed over in silence, and none of it stops the search."""
    found = reading(text)
    assert found.words == words
    assert any(hint in note for note in found.notes), found.notes
    assert all("\n" not in note and len(note) <= 200 for note in found.notes)


@pytest.mark.parametrize(
    "text",
    [
        *("lamp", "lamp - pier", "why? because", "5 * 3 = 15", "x^2 + 1", "about ~100 km", "C++ lamp", "+49 30 1234"),
        *(
            "at 10:30",
            "3:1 win",
            "Matthew 5:3",
            "see http://example.org/x",
            "see http://example.org/x?page=2",
            "std::vector",
            "TL;DR: lamp",
            r"C:\pier\log",
        ),
        *(
            "he wrote down what follows. Note: the lamp is lit",
            "rock 'n' roll",
            "lamp (red)",
            "AT&T lamp",
            "lamp and pier",
        ),
        *("Portland OR", "OR", "AND", "他说：红灯"),
    ],
)
def test_ordinary_words_get_no_hint(text: str) -> None:
    """Times, scores, addresses, formulas and punctuation are words like any other, without a line about them."""
    found = reading(text)
    assert found.notes == ()
    assert found.words.split() == [word for word in text.split() if exact(word)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("sinse:1969 lamp", "write since:1969"),
        ("untl:1970", "write until:1970"),
        ("titel:lamp", "write title:lamp"),
        ("aftr:1969 x", "write after:1969"),
        ("befroe:1969 x", "write before:1969"),
        ("durring:1969 x", "write during:1969"),
        ("sinse: 1969 lamp", "write since:"),
        ('titel:"red lamp"', "write title:"),
    ],
)
def test_a_slip_for_an_operator_is_refused(text: str, line: str) -> None:
    """One letter from an operator, with a value, can be nothing else: a filter is never dropped in silence."""
    with pytest.raises(QueryError, match=line):
        reading(text)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("x since:20 July 1969", "1969-07-20", None),
        ("x until:July 1972 lamp", None, "1972-07-31"),
        ("x since: July 1969", "1969-07-01", None),
        ("x (since:1969)", "1969-01-01", None),
        ("x until:1972, lamp", None, "1972-12-31"),
        ("x since：1969", "1969-01-01", None),
        ('x since: "20 July 1969"', "1969-07-20", None),
    ],
)
def test_a_date_may_have_blanks_and_punctuation(text: str, since: str | None, until: str | None) -> None:
    """The value of a date's operator is as long as it makes a date, with or without quotation marks."""
    found = reading(text)
    assert (found.since and found.since.isoformat(), found.until and found.until.isoformat()) == (since, until)
    assert set(found.words.split()) <= {"x", "lamp"}


@pytest.mark.parametrize("typed", ["in:pier/old", "in:/pier/old/", "in:./pier/old", "in:pier\\old\\", 'in:"pier//old"'])
def test_a_folder_is_named_as_people_name_folders(typed: str) -> None:
    """Slashes around it, a dot before it and backslashes make no difference."""
    assert reading(f"lamp {typed}").folders == ("pier/old",)


def test_the_operators_named_are_those_there_are() -> None:
    """The hint that lists the operators lists each of them."""
    assert KNOWN_OPERATORS.replace(" and", ",").split(", ") == [f"{name}:" for name in OPERATORS]


def test_a_pasted_text_is_searched_by_all_its_words() -> None:
    """In a text too long to be composed, marks, dashes and times are the text's own."""
    sentence = "The keeper said “no oil” in March 1969 —the lamp was out— and –alas –went home. "
    text = (sentence * 20)[: MOST_COMPOSED + 400]
    found = reading(text)
    assert (found.phrases, found.excluded, found.since, found.window_from) == ((), (), None, None)
    assert exact(found.words) == exact(text)
    assert any("so long a text" in note for note in found.notes)


# fmt: off
ALPHABET = [
    *("lamp", "Pier", "1969", "a", "July", "between", "is", "5", "猫", "שלום", "é", "🚀", "Łódź"),
    *(" ", " ", " ", " ", "\n", "-", "–", "—", "--", "+", "~", "^2", "~1", "*", "?", "|", "&", ".", ",", "!", "…", "#"),
    *(" NOT ", " AND ", " OR ", "AROUND(3)", "NEAR/2", "(", ")", "[", "]", "-(", "/", "\\", "://", ":", "：", "::"),
    *("filetype:", "moon^3", "moon~2", "NEAR", "!", "1969..1972"),
    *("title:", "in:", "since:", "since:1969", "until: 1972", "site:", "cs:", "Re: ", '"', "“", "”", "„", "«", "»"),
    *("'", "‘", "’", "「", "」", "《", "》", "＂", "\u202e", "\u00ad", "\u0301"),
]
# fmt: on
queries = st.lists(st.sampled_from(ALPHABET), min_size=1, max_size=25).map("".join)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(queries)
@example("*«»")
@example("lamp| OR lamp")
@example("lamp AROUND(3) NEAR lamp")
def test_no_word_that_was_typed_is_lost(text: str) -> None:
    """Every word is in the words, phrases, exclusions, operators, window, order or hints, or the query is refused."""
    try:
        found = reading(text)
    except QueryError:
        return
    kept = (found.words, *found.phrases, *found.excluded, *found.titles, *found.folders, *found.notes)
    kept_words = set(exact(" ".join((*kept, found.window_from or "", found.sort_from or ""))))
    shown = set(exact(" ".join(map(str, (found.since, found.until)))))
    operators = {*OPERATORS, "july"}
    typed = {word for word in exact(text) if any(map(str.isalnum, word))}  # an accent alone is no word
    assert typed - kept_words - shown <= operators


# fmt: off
NASTY = (
    *('"', '"a ', '" ', "“", "„", "«", "‘a", "’", "'a ", "「", "\"'“", "6\" ", '""', "“„"),
    *("-", "-a", "- ", "–a ", "—a ", "-1 ", "--a ", "+a ", "-(", "-(a ", "(", ")", "((a) ", "~", "a~ ", "^", "a^1 "),
    *(":", "a:", "a: ", "a:b", "a:b ", "title:", "title: ", "title:a ", "in:", "in:a ", "since: ", "since:1 ", "："),
    *("NOT ", "NOT (", "NOT a ", "AND ", "a AND ", "OR ", 'OR "a" ', "|", "a|", "*", "a* ", "?", "a?", "AROUND(", "/"),
    *(" ", "\t\n", "a", "a ", "A ", "1", "1 ", "1969 ", "July ", "in ", "20 July 1969 ", "last ", "between 1969 and "),
    *("猫", "ש\"", "🚀", "\u0301", "\u00ad", "\u202e", "a\u0301", "latest ", "latest on ", "first", ", oldest first "),
)
# fmt: on


@pytest.mark.parametrize("length", [MOST_COMPOSED, MAX_CHARACTERS], ids=str)
@pytest.mark.parametrize("piece", NASTY, ids=repr)
def test_reading_takes_as_many_steps_as_the_query_is_long(piece: str, length: int) -> None:
    """Twice as much of whatever was typed is read in about twice as many steps, up to the longest query."""
    whole = (piece * length)[:length]
    assert steps(lambda: reading(whole)) <= 2.2 * steps(lambda: reading(whole[: length // 2])) + 1000


def steps(work: Callable[[], Any]) -> int:
    """How many lines of `index.search` `work` runs through, errors for the person who asked included."""
    count = 0

    def trace(frame: FrameType, event: str, _: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace if "search" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    except QueryError:
        pass
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a rise of 20 %", "a rise of 20 %"),
        ("€ 5 or 5 €", "€ 5 or 5 €"),
        ("AT & T", "AT & T"),
        ("lamp & pier", "lamp & pier"),
        ("lamp - … pier", "lamp pier"),
        ("lamp 🚀", "lamp 🚀"),
    ],
)
def test_a_sign_between_blanks_stays_with_its_word(text: str, words: str) -> None:
    """20 % is no 20, and AT & T no "at t"; dashes and dots are punctuation."""
    assert reading(text).words == words


@pytest.mark.parametrize("text", ["lamp -🚀", "lamp –🚀", "lamp NOT 🚀"])
def test_a_picture_can_be_left_out(text: str) -> None:
    """As a word can."""
    assert reading(text).excluded == ("🚀",)


def test_a_version_can_be_left_out() -> None:
    """-3.11.4 is no number below zero, as -3.5 is."""
    assert reading("lamp -3.11.4").excluded == ("3.11.4",)
    assert reading("lamp -3.5").excluded == ()
