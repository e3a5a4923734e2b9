"""Text pasted from a document finds that document, whatever its words could also mean."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from numpy.typing import NDArray

from index.models.answers import Answer
from index.models.scope import Scope
from index.search import pasted
from index.storage.candidates import Candidates
from index.storage.engine import Predicate
from index.storage.words.search import WordIndex
from index.storage.words.weighing import Restriction
from tests.makers.archives import Place, note

SENTENCE = "The board of the museum decided on 6 March 1962 that the old tram should go - unpainted - to the north hall"
CUT = "Nobody had asked for the old lamps. They were sold by weight to a dealer from the coast."
SHARE = "By 6 March 1962 not only did they have a great many visitors, the share of the young was about 90%"
DOCUMENTS = {
    "museum.txt": f"date 1975-05-02 Museum\n\nA tram stood in the yard. {SENTENCE}. Few came to see it.\n",
    "press/museum.txt": f"date 1963-05-02 Press\n\n{SENTENCE}, we read.\n",
    "tram.txt": "date 1962-03-06 Tram\n\nThe tram, the board, the museum: old trams go north. The hall decided.\n",
    "lamps.txt": f"date 1980-01-01 Lamps\n\n{CUT}\n",
    "share.txt": f"date 1981-01-01 Visitors\n\nThe keeper spoke. “{SHARE}.” Then it rained.\n",
    **{f"note-{number}.txt": note(number) for number in range(30)},
}
HIDDEN = Scope(hidden=frozenset({"press"}))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The documents above, in passages of a sentence or two."""
    place = Place(tmp_path_factory.mktemp("pasted"), DOCUMENTS, passage_tokens=16)
    place.index()
    return place


def found(answer: Answer) -> list[str]:
    return [path for hit in answer.hits for path in (hit.document, *hit.duplicates)]


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        SENTENCE.replace(" - unpainted - ", " -unpainted- "),
        SENTENCE.replace("old tram", "“old tram”").replace(" - ", " — "),
        " ".join(SENTENCE.split()[5:13]),
        f"latest on the harbour and what {SENTENCE[1:]} or so they said",
    ],
)
def test_eight_words_in_a_row_find_their_document_first(place: Place, text: str) -> None:
    """With a time, a dash like an exclusion's, quotation marks or an order in them, and other words around."""
    answer = place.ask(text)
    assert set(found(answer)[:2]) == {"museum.txt", "press/museum.txt"}


@pytest.mark.parametrize("text", [f"“{SHARE}.”", f'"{SHARE}"', f"“{SHARE[3:]}”"])
def test_a_long_quotation_with_a_sign_is_found(place: Place, text: str) -> None:
    """A query that is nothing but a phrase, whose only sign stands farther than the words that are kept around it."""
    assert found(place.ask(text)) == ["share.txt"]
    assert found(place.ask(text.replace("90%", "91%"))) == []


def test_a_long_quotation_of_two_passages_is_found(place: Place) -> None:
    """Though no passage has all of it."""
    answer = place.ask(f"“{CUT}”")
    assert found(answer) == ["lamps.txt"]
    assert any("go on in the next passage" in warning for warning in answer.warnings)
    assert found(place.ask(f"dealer lamps “{CUT}”")) == ["lamps.txt"]
    assert found(place.ask(f"“{CUT.replace('lamps', 'tram')}”")) == []


def test_only_within_scope(place: Place) -> None:
    """A document that somebody may not see is not found by its words."""
    answer = place.ask(SENTENCE, scope=HIDDEN)
    assert found(answer)[0] == "museum.txt"
    assert not any(path.startswith("press/") for path in found(answer))


def test_only_within_a_strict_window(place: Place) -> None:
    """An operator or option is a demand that no pasted sentence gets around."""
    answer = place.ask(f"{SENTENCE} since:1970")
    assert found(answer)[0] == "museum.txt"
    assert "press/museum.txt" not in found(answer)
    assert "museum.txt" not in found(place.ask(SENTENCE, until=dt.date(1970, 1, 1)))


def test_an_exclusion_beside_the_sentence_stays_one(place: Place) -> None:
    """Only a dash within the very words is no exclusion."""
    answer = place.ask(f"{SENTENCE.replace(' - unpainted - ', ' unpainted ')} -dealer -yard")
    assert found(answer)[0] == "press/museum.txt"


def test_words_on_both_sides_of_a_passages_end_find_their_document(place: Place) -> None:
    """Four words of one passage and four of the next are in a row in the document."""
    hits = place.ask("for the old lamps They were sold by").hits
    assert hits[0].document == "lamps.txt"


def test_fewer_words_are_no_quotation(place: Place) -> None:
    """Seven words in a row are ranked like all others, and nothing is looked up for them."""
    with place.generation() as generation:
        store, everything = generation.passages, Predicate()
        assert pasted.quoted(store, " ".join(SENTENCE.split()[5:13]), everything)
        assert pasted.quoted(store, " ".join(SENTENCE.split()[5:12]), everything) == []


def test_no_more_is_looked_up_for_a_longer_text(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of phrases asked of the index has a bound, however long the text."""
    asked: list[str] = []
    look_up = WordIndex.rows_that_fulfil

    def counted(self: WordIndex, restriction: Restriction, candidates: Candidates) -> NDArray[np.int64]:
        asked.extend(restriction.phrases)
        return look_up(self, restriction, candidates)

    monkeypatch.setattr(WordIndex, "rows_that_fulfil", counted)
    with place.generation() as generation:
        words = " ".join(DOCUMENTS[f"note-{number}.txt"].split()[5] for number in range(30)) * 30
        pasted.quoted(generation.passages, words, Predicate())
    assert 0 < len(asked) <= pasted.FEW + pasted.MANY


def test_a_headline_is_for_the_document_that_has_it() -> None:
    """A document that only names another's headline does not come first for it."""
    assert pasted.is_headline("The Board of the Museum Sends an Old Tram to the North Hall")
    assert not pasted.is_headline(SENTENCE)
    assert not pasted.is_headline("渡轮将在北码头停靠")


SAID = "nobody would ever again be paid for mending the nets of the southern harbour"
LIKE = (
    "nobody would again be paid for mending nets of the southern harbour",
    "for the mending of the southern nets at the harbour nobody would be paid, not ever",
    "again the nets: mending them at the southern harbour, ever paid before, would be paid to nobody",
)


@pytest.mark.parametrize("said_by", [1, 5, 30])
def test_a_sentence_beside_a_month_finds_who_says_it_unless_many_do(
    tmp_path_factory: pytest.TempPathFactory, said_by: int
) -> None:
    """What a few documents say comes first or second whatever the month; what many say is ordered by it."""
    said = {f"said-{n}.txt": f"date 1990-05-{n + 1:02d} Net {n}\n\nWe heard that {SAID}.\n" for n in range(said_by)}
    like = {f"like-{n}.txt": f"date 1985-03-02 Nets {n}\n\n{text.capitalize()}.\n" for n, text in enumerate(LIKE)}
    notes = {f"note-{n}.txt": note(n) for n in range(20)}
    place = Place(tmp_path_factory.mktemp("nets"), {"first.txt": "date 1980-01-01 A quay.", **said, **like, **notes})
    place.index()
    answer = place.ask(f"{SAID} in March 1985")
    assert answer.reading.prefers
    first = [hit.document.partition("-")[0] for hit in answer.hits[:2]]
    assert first == ["like", "said" if said_by < 30 else "like"]


def test_of_those_who_say_it_the_month_comes_first(place: Place) -> None:
    """With a month beside the sentence the document of that month is named first."""
    for month, path in (("May 1975", "museum.txt"), ("May 1963", "press/museum.txt")):
        answer = place.ask(f"{' '.join(SENTENCE.split()[10:])} in {month}")
        assert answer.reading.prefers
        assert answer.hits[0].document == path


def test_a_title_beside_its_month_is_for_the_document_that_has_it(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Others that name it come after, as they do where no words are pasted."""
    title = "Why the old nets of the southern harbour were sold by weight"
    named = f"Of this month we keep {title}, twice read aloud. Bread was dear, ice came late and the mill stood still."
    files = {
        "titled.txt": f"date 1985-03-02 {title}\n\nThe old nets were sold: the harbour had no more use for nets.\n",
        "named.txt": f"date 1985-03-30 The month\n\n{named}\n",
        **{f"note-{n}.txt": note(n) for n in range(20)},
    }
    place = Place(tmp_path_factory.mktemp("titled"), files)
    place.index()
    answer = place.ask(f"{title} in March 1985")
    assert answer.reading.prefers
    assert [hit.document for hit in answer.hits][:2] == ["titled.txt", "named.txt"]
