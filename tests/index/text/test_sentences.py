"""Sentences begin and end where a reader says they do, at exact offsets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sentencex import get_sentence_boundaries

from index.text.sentences import MAX_BLOCK, sentences
from tests import ROOT


def split(text: str, language: str | None = None) -> list[str]:
    return [text[start:end] for start, end in sentences(text, language)]


@pytest.mark.parametrize(
    "parts",
    [
        ["The case was heard on Jan. 5 at St. Paul.", "The vote was taken at noon."],
        ["Mr. Smith met Dr. Jones.", "They spoke at 3.30 p.m. about it."],
        ["第一。", "第二。"],
        ["“Stop!” she said.", "Nobody did."],
    ],
)
def test_abbreviations_end_no_sentence(parts: list[str]) -> None:
    """A full stop after an abbreviation or within a number is none."""
    assert split(" ".join(parts)) == parts


@pytest.mark.parametrize("language", [None, "en", "de", "fr"])
@pytest.mark.parametrize(
    "parts",
    [
        # names of several parts
        ["The HealthPortal.Gov Index API lists every clinic.", "It is open to all."],
        ["Open Config.Yaml or notes.TXT.", "The .NET and ASP.NET teams use Node.js."],
        ["Ask at www.Example.Com, or see HTTP://A.B/C?Q=1 for it.", "Nobody did."],
        ["Release 3.11.4 came out as app.tar.Gz.", "It was $5.50 cheaper."],
        # numbers that count
        ["Am 5. Mai 2024 fiel die Brücke.", "Er kam im 18. Jahrhundert zur Welt."],
        ["Es war die 4. Brücke über den Fluss.", "Sie steht seit dem 3. Oktober 1990."],
        ["Im 18. und 19. Jahrhundert war der XIV. Ludwig bekannt.", "Er war der 2. Sohn."],
        ["Sie wurde am 12. April 1961 als 3. Kind geboren.", "Das ist lange her."],
        ["Den 3. Bro blev bygget den 17. Maj 1814.", "Han kom ikke."],
        ["Dne 5. května 1945 přišel.", "Bylo to ve 20. století."],
        ["Op 5. Mei 1945 was het vrede.", "Dat was laat."],
        # before a number
        ["See No. 5, Nr. 3, Vol. 2, pp. 5 and Fig. 2, ca. 1900.", "It is there."],
        ["Bd. 3, S. 5, Abb. 2 und Kap. 4 zeigen es.", "Das genügt."],
        ["It takes approx. 4 kg, by Eq. (5) of Sec. 3.", "The rest is lost."],
        ["Núm. 5, pág. 3 y Art. 7 dicen eso.", "Pero no todo."],
        # before a name
        ["Dr. Smith of the U.S. Senate met Gov. Brown in St. Petersburg.", "The day was long."],
        ["J. R. R. Tolkien and George W. Bush met Mt. Everest’s Gen. Lee.", "He sat down."],
        ["Mme. Curie et le Prof. Langevin parlent.", "Ils sont là."],
        ["El Sr. García y la Sra. López llegaron.", "Pero tarde."],
        ["Z. B. in Rom, d. h. in Italien, e.g. in Rome, i.e. there.", "That is all."],
        ["They met at 5 p.m. Monday, or Sat. Jan. 5.", "It ended at 6 a.m."],
        # what does end a sentence
        ["In 1969.", "Then came 1970."],
        ["He was 5.", "She was 6."],
        ["Everybody left it.", "Then another came."],
        ["Er wohnt in Haus 5.", "Sie kommt morgen."],
        ["Wait... what?", "He said so … and left."],
        ["“Go.”", "He went.", "“Stop!” she said.", "Nobody did."],
    ],
)
def test_a_stop_ends_a_sentence_or_not_whatever_the_language(parts: list[str], language: str | None) -> None:
    """A document's language is a guess, and its quotations have others."""
    assert split(" ".join(parts), language) == parts


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("en", ["It was World War II.", "The end came late."]),
        ("en", ["He lived in the U.S.", "Then he left."]),
        ("en", ["They live on Main St.", "The car stopped there."]),
        ("en", ["1. The first point is here.", "2. The second one follows."]),
        ("hu", ["2024. május 5. napján jött.", "A 3. Fejezet végén elment."]),
        ("ru", ["В 1969 г. Москва жила.", "Им. Ленина, т. е. так."]),
        ("it", ["Il Sig. Rossi legge a pag. 5.", "S. Pietro è lontano."]),
        ("pt", ["A Av. Paulista, n.º 5, é longa.", "O Sr. Silva mora lá."]),
        ("pl", ["Dr. Kowalski mieszka przy ul. Długa 5.", "Był tam dnia 5. Maja."]),
        ("sv", ["Kl. 5 kom han, t.ex. i Lund.", "Dr. Ek var där."]),
        ("nl", ["Dhr. Jansen en Mevr. de Vries kwamen.", "Maar laat."]),
        ("tr", ["5. Mayıs günü geldi.", "Dr. Yılmaz da geldi."]),
        ("ja", ["彼は来た。", "「行け。」と言った。"]),
        ("zh", ["他来了.", "她走了."]),
        ("hi", ["वह आया।", "वह गया।"]),
    ],
)
def test_stops_in_one_language(language: str, parts: list[str]) -> None:
    """Each in a text of its own language, with blanks between sentences where it has any."""
    between = "" if language in {"ja", "zh"} else " "
    assert split(between.join(parts), language) == parts


def golden() -> list[tuple[str, list[str]]]:
    """Hand-checked sentences, by the language of the text that they are in."""
    lines = (ROOT / "tests/golden/sentences.tsv").read_text("utf-8").splitlines()[1:]
    return [(language, parts.split(" | ")) for language, _, parts in (line.partition("\t") for line in lines)]


@pytest.mark.parametrize(("language", "parts"), golden())
def test_sentences_are_those_that_a_reader_sees(language: str, parts: list[str]) -> None:
    """Abbreviations, ordinals, initials, names, marks and real ends, in two dozen languages."""
    assert split(("" if language in {"ja", "zh"} else " ").join(parts), language) == parts


@pytest.mark.parametrize("text", ["the end.Then another", "he left.Political geographers came", "in 1922.Full members"])
def test_a_blank_that_was_forgotten_ends_no_name(text: str) -> None:
    """A small word or a number before the stop, and a word that begins a sentence after it."""
    assert len(split(text)) == 2


def test_a_blank_line_ends_a_sentence() -> None:
    """Whatever stands before it."""
    assert split("Written by Dr.\n\nSmith and others.") == ["Written by Dr.", "Smith and others."]
    assert split("1.\n\nThe beginning.") == ["1.", "The beginning."]


def test_a_giant_paragraph_is_split_a_block_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Among quotation marks the splitter's time grows with their square: it never gets more than a block at once."""
    given: list[int] = []

    def noting(language: str, text: str) -> Iterator[Any]:
        given.append(len(text))
        return iter(get_sentence_boundaries(language, text))

    monkeypatch.setattr("index.text.sentences.get_sentence_boundaries", noting)
    assert "".join(split("`" * 50_000)) == "`" * 50_000
    assert max(given) == MAX_BLOCK
    assert sum(given) < 3 * 50_000


@pytest.mark.parametrize("between", [" ", "\n", "\n\n", "\n\n\n"])
def test_where_a_block_ends_changes_no_sentence(between: str) -> None:
    """Paragraphs and sentences of many lengths, with blocks that end anywhere among them."""
    parts = [f"Sentence {'and more ' * (number % 50)}of {number} words." for number in range(400)]
    assert split(between.join(parts)) == parts


LETTERS = st.characters() | st.sampled_from(
    ["\n", ". ", "M.", "\ud800", "\u00a0", "\u2028", "。", "5. Mai", ".Gov", "No.", " 5"]
)


@given(st.lists(LETTERS).map("".join))
def test_every_word_is_in_one_sentence(text: str) -> None:
    """Whatever the text, halves of characters included, only white space lies between sentences, which follow on."""
    end = 0
    for start, stop in sentences(text):
        assert not text[end:start].strip()
        assert text[start:stop] == text[start:stop].strip() != ""
        end = stop
    assert not text[end:].strip()


@given(st.text("aB .?!\n\u00a0”'é", max_size=60), st.integers(0, 60))
def test_a_body_has_the_sentences_that_it_has_by_itself(text: str, body: int) -> None:
    """What goes before it changes nothing but where they begin and end."""
    body = min(body, len(text))
    alone = [(body + start, body + end) for start, end in sentences(text[body:], "en")]
    assert list(sentences(text, "en", body)) == alone
