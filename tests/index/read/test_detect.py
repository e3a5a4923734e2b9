"""Encodings are told by the letters: right ones or none."""

from collections import Counter

import pytest

from index.read.declared import declared_in
from index.read.detect import MAX_WORD, detected, mean_cost
from tests.bench.bench_encodings import files, outcome


def test_no_letter_is_wrong_in_any_encoding() -> None:
    """A sentence in 35 languages and 38 encodings: nearly all are right, and the others are refused."""
    results = Counter(outcome(*made)[0] for (_, _, length), made in files().items() if length == "sentence")
    assert results["wrong"] == 0
    assert results["refused"] <= 0.03 * results.total()


def test_readings_with_the_same_letters_are_no_rivals() -> None:
    """German is the same in windows-1252, -1250 and -1254: the one that is used most is named."""
    found = detected("Die Bürger wählten den größten Saal.".encode("cp1252"))
    assert (found and found.encoding, found and found.rival) == ("cp1252", None)


def test_one_letter_in_a_long_text_is_told_by_the_language_of_all_of_it() -> None:
    """The line with the letter says nothing of the language, the others do."""
    text = "Café\n\n" + "The harbour master said that the ferry would not run on Sundays. " * 5
    found = detected(text.encode("cp1252"))
    assert (found and found.encoding, found and found.rival) == ("cp1252", None)


def test_two_signs_in_a_latin_text_are_not_taken_for_chinese() -> None:
    """A file is refused rather than read so, however well the two signs read."""
    found = detected("The mayor of the town wrote 河水 in the book of guests. ".encode("big5") * 3)
    assert found is None or found.encoding != "big5" or found.rival


def test_a_giant_word_is_looked_at_in_part() -> None:
    """Text without blanks may be cut inside a character, which is no fault of it."""
    word = "因为河水淹没了学校的院子孩子们都留在家里" * 40
    assert len(word.encode("gb18030")) > MAX_WORD
    assert detected(word.encode("gb18030")) == ("gb18030", None)


def test_what_nobody_writes_costs_more_than_what_somebody_writes() -> None:
    """Per character beyond ASCII: words, the same words in another code page, and nothing at all."""
    said = "Später öffnete der Bäcker seine Tür."
    assert mean_cost(said) < 5
    assert mean_cost(said.encode().decode("cp1252")) > 12
    assert mean_cost("plain words") == 0


@pytest.mark.parametrize(
    ("head", "label"),
    [
        (b'<?xml version="1.0" encoding="koi8-r"?>', "koi8-r"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=big5">', "big5"),
        (b"\n# -*- coding: latin-2 -*-\n", "latin-2"),
        (b"a\nb\n# -*- coding: latin-2 -*-\n", None),
        (b"The charset=utf-16 is not declared here.", None),
        (b"x" * 5000 + b"<meta charset=big5>", None),
    ],
)
def test_declarations_count_where_they_are_declared(head: bytes, label: str | None) -> None:
    """In the form and place that each format has for it, and not in the prose."""
    assert declared_in(head) == label
