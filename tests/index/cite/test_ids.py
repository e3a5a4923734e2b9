"""Ids: short, the same for the same passage, read however they are copied, and never given to two passages."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.cite import ids
from index.cite.ids import ALPHABET, LENGTH, nearest, neighbours, normalise, passage_id, passage_ids, unknown_id
from index.models.scope import EVERYTHING
from tests.makers.archives import Place

identifiers = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)


def is_id(text: str) -> bool:
    """Whether `text` has the form of an id, known or not."""
    return len(text) == LENGTH and set(text) <= set(ALPHABET)


def test_an_id_is_eight_characters_without_look_alikes() -> None:
    """No o beside 0, no i or l beside 1, no u beside v."""
    assert is_id(passage_id("a.txt", "words"))
    assert set(ALPHABET) & set("oilu") == set()
    assert len(set(ALPHABET)) == 32


def test_an_id_depends_on_path_and_words_alone() -> None:
    """These ids were computed once and must stay, or citations given out would not resolve."""
    assert passage_id("moon/apollo-11.txt", "The Eagle has landed.") == "fa25cpjk"
    assert passage_id("moon/apollo-11.txt", "The Eagle has landed.", 1) == "mqt00g64"


@given(st.lists(st.text(max_size=20), max_size=20))
def test_the_passages_of_a_document_have_distinct_ids(texts: list[str]) -> None:
    """Also where the same words come again; and asked for again they are the same ids."""
    passages = passage_ids("a.txt", texts)
    assert len(set(passages)) == len(texts)
    assert passages == passage_ids("a.txt", texts)


def test_an_id_taken_or_given_out_is_not_given_to_another_passage() -> None:
    """The passage gets the next free id; the passage that an id was given out for gets it back."""
    first, second = passage_id("a.txt", "words"), passage_id("a.txt", "words", 1)
    assert passage_ids("a.txt", ["words"], taken={first}) == (second,)
    assert passage_ids("a.txt", ["words"], reserved={first: ("gone.txt", "others")}) == (second,)
    assert passage_ids("a.txt", ["words"], reserved={first: ("a.txt", "words")}) == (first,)


@pytest.mark.parametrize(
    "typed",
    [
        *("passage k7f2q9xw", "Passage K7F2 Q9XW", "passage: k7f2q9xw", "(passage k7f2q9xw).", "[Passage k7f2-q9xw]"),
        *("dateline-k7f2q9xw", "[@dateline-k7f2q9xw]", "@misc{dateline-k7f2q9xw,", r"\cite{dateline-K7F2Q9XW}"),
        *("ID  - dateline-k7f2q9xw", "id: k7f2q9xw", "passage id k7f2q9xw", "dateline_k7f2q9xw"),
        *("passage k7f2q9xw, para. 3", "Moon. (1969). a.txt, p. 3 (passage k7f2q9xw)."),
        *("“Moon.” 20 July 1969, a.txt. Passage k7f2q9xw.", "ｐａｓｓａｇｅ\u3000ｋ７ｆ２ｑ９ｘｗ"),
    ],
)
def test_an_id_is_read_as_references_print_it(typed: str) -> None:
    """With the words that styles and keys of reference managers have before it, in brackets and out of them."""
    assert normalise(typed) == "k7f2q9xw"


def test_an_id_that_spells_such_a_word_is_an_id() -> None:
    """What looks like a label is one only before an id."""
    assert [normalise(typed) for typed in ("passage1", "dateline", "id7f2q9x")] == ["passage1", "date11ne", "1d7f2q9x"]


@given(identifiers, st.sampled_from(["passage ", "Passage ", "dateline-", "id "]))
@example("passages", "passage ")
def test_every_id_is_read_after_a_label(identifier: str, label: str) -> None:
    """Whatever the id is."""
    assert normalise(label + identifier) == identifier


def given_out(place: Place) -> dict[str, str]:
    """The id of each document's passage, every one of them given out."""
    with place.generation() as generation:
        store = generation.documents
        passages = {document.path: store.passages(document)[0].id for document in store.documents()}
    with place.opened() as archive:
        archive.cite(list(passages.values()), EVERYTHING)
    return passages


def test_colliding_ids_stay_distinct(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nearly every id collides, an index has distinct ids, and a passage given out keeps its id permanently."""

    def crowded(path: str, text: str, occurrence: int = 0) -> str:
        return f"0000000{ALPHABET[(sum(text.encode()) + occurrence) % 32]}"

    monkeypatch.setattr(ids, "passage_id", crowded)
    stories = {f"{number}.txt": f"Story {number} of the moon.\n" for number in range(12)}
    place = Place(tmp_path, stories)
    place.index()
    before = given_out(place)
    assert len(set(before.values())) == 12
    place.remove("3.txt")
    place.write({"00-new.txt": "Story 3 of the moon.\n", "01-new.txt": "Story 4 of the moon.\n"})
    place.index()
    after = given_out(place)
    assert {path: after[path] for path in before if path != "3.txt"} == {
        path: passage for path, passage in before.items() if path != "3.txt"
    }
    assert len(set(after.values())) == 13
    assert before["3.txt"] not in after.values()


@pytest.mark.parametrize("typed", ["k7f2q9xw", "K7F2Q9XW", "[K7F2 Q9XW]", "#k7f2-q9xw", " k7f2q9xw\n", "`k7f2q9xw`"])
def test_an_id_is_read_however_it_is_copied(typed: str) -> None:
    """Case, blanks and marks do not matter."""
    assert normalise(typed) == "k7f2q9xw"


def test_look_alikes_are_corrected() -> None:
    """o is 0, i and l are 1, u is v."""
    assert normalise("oOiIlLuU") == "001111vv"


@given(identifiers)
def test_an_id_is_read_as_itself(identifier: str) -> None:
    """Normalising changes no id."""
    assert normalise(identifier) == identifier
    assert is_id(identifier)


@given(
    identifiers,
    st.integers(0, LENGTH - 1),
    st.sampled_from(ALPHABET),
    st.sampled_from(["change", "drop", "add", "swap"]),
)
def test_one_slip_leads_back(identifier: str, at: int, new: str, slip: str) -> None:
    """A character wrong, missing, too many, or two swapped: the id is among the nearest."""
    before, after = identifier[:at], identifier[at:]
    typed = {
        "change": before + new + after[1:],
        "drop": before + after[1:],
        "add": before + new + after,
        "swap": before + after[:2][::-1] + after[2:],
    }[slip]
    assert identifier in nearest(typed, {identifier, "zzzzzzzz"}.intersection)


def test_what_is_unlike_has_no_neighbours() -> None:
    """Nothing is proposed for text that is no id at all."""
    assert nearest("hello world, this is long", {"k7f2q9xw"}.intersection) == ()
    assert neighbours("k", 2) == set()


def test_the_error_quotes_what_was_typed_in_one_line() -> None:
    """Long input of several lines is shown shortened, without what can't be printed."""
    error = unknown_id("a\nb\x1b[31m" + "c" * 100, ["k7f2q9xw"])
    assert "\n" not in str(error)
    assert "\x1b" not in str(error)
    assert len(str(error)) < 150
    assert error.nearest == ("k7f2q9xw",)


@pytest.mark.parametrize(
    "typed",
    [
        *("passage", "passages of time", "a passage to india", "the passage beginning", "(passage)", "[@]", ""),
        *("dateline news", "compassagek7f2q9xw", "passage 12", "dateline-a", "an idea of it", "videos"),
    ],
)
def test_words_alone_are_no_id(typed: str) -> None:
    """A label with no id after it, or within a word, is never read as one."""
    assert not is_id(normalise(typed))
