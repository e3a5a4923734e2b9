"""What people type, and what they should find: slips, rare strings, reprints, orders and dates in words."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from index import evaluation
from index.embed import reranker
from index.models.answers import Answer, Query
from index.models.scope import Scope
from index.storage.candidates import Candidates
from index.storage.words.search import WordIndex
from index.storage.words.weighing import Restriction
from tests.index.text.test_near_duplicates import RETOLD, STORY
from tests.makers.archives import Place
from tests.stand_ins import tiny_models

TODAY = dt.date(2025, 6, 18)
DOCUMENTS = {
    "ferry.txt": f"date 2024-03-06 Ferry\n\n{STORY}\n",
    "reprint.txt": f"date 2024-03-09 Ferry will land\n\n{STORY.replace('Tuesday', 'Wednesday')}\n",
    "secret/reprint.txt": f"date 2024-03-01 Ferry\n\n{STORY}\n",
    "retold.txt": f"date 2024-03-08 A quay for the ferry\n\n{RETOLD}\n",
    "resolution.txt": "date 2016-12-23 Vote\n\nThe council adopted resolution 2334 by fourteen votes.\n",
    "other.txt": "date 2015-12-23 Vote\n\nThe council adopted resolution 2254 by fifteen votes on another matter.\n",
    "plane.txt": "date 2001 Aircraft\n\nThe A-10 flew low over the valley.\n",
    "town.txt": "date 1999-05-01 Łódź\n\nA tram was built in Łódź by Søren Kierkegård's nephew.\n",
    "clocks.txt": "date 2025-06-10 Clocks\n\nA clockmaker repaired the clock of the tower last spring.\n",
    "rocks.txt": "date 2025-06-17 Rocks\n\nGeologists found garnets in a quarry of the mountains.\n",
    "han.txt": "date 2020-01-01 市政\n\n渡轮将在北码头停靠。\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The documents above, indexed."""
    place = Place(tmp_path_factory.mktemp("finding"), DOCUMENTS)
    place.index()
    return place


def ask(place: Place, text: str, **options: Any) -> Answer:
    return place.ask(text, **{"today": TODAY, **options})


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("resolution 2334", "resolution.txt"),
        ("Resolution 2254", "other.txt"),
        ("A-10", "plane.txt"),
        ("A10", "plane.txt"),
        ("lodz tram", "town.txt"),
        ("Soren Kierkegard", "town.txt"),
        ("渡轮", "han.txt"),
        ("北码头", "han.txt"),
    ],
)
def test_rare_strings_are_found(place: Place, text: str, path: str) -> None:
    """Numbers, designations, names without their accents and Chinese are found first."""
    answer = ask(place, text)
    assert answer.hits[0].document == path
    assert answer.warnings == ()


def test_a_slip_is_forgiven_and_said(place: Place) -> None:
    """A word that no document has is taken for its neighbour, and the answer says so."""
    answer = ask(place, "clockmakre")
    assert answer.hits[0].document == "clocks.txt"
    assert answer.warnings == ("no document has the word “clockmakre”, so “clockmaker” was searched for instead",)


@pytest.mark.parametrize("text", ["clockmaker", "clocks", "garnet", '"clockmakre"', "zzzzzzzz"])
def test_a_word_that_is_there_or_near_nothing_is_left_alone(place: Place, text: str) -> None:
    """Correction is for words that no document has; a quoted word is meant as typed, and what is not there is said."""
    nowhere = () if ask(place, text).hits else ("none of these words is in the archive",)
    assert ask(place, text).warnings == nowhere


def test_who_does_not_see_everything_is_told_of_what_is_here(place: Place) -> None:
    """A word, phrase or time may be in what they don't see, so no more is said than that no document here has it."""
    limited = Scope(hidden=frozenset({"secret"}))
    for text in ("clockmakre", 'council "never said by anybody"', "tram in 1850"):
        answer = ask(place, text, scope=limited)
        assert answer.warnings[0].startswith("no document here ")
        assert answer.chat_warnings == answer.warnings


def test_a_phrase_that_stands_nowhere_is_searched_word_by_word_and_said(place: Place) -> None:
    """A question with a loose quotation is answered; hidden documents do not count as having the phrase."""
    answer = ask(place, 'which aircraft flew "lowly above the valley"?')
    assert answer.hits[0].document == "plane.txt"
    assert answer.reading.phrases == ()
    assert answer.warnings == ("no document says “lowly above the valley”, so its words were searched like the others",)


@pytest.mark.parametrize("text", ['clock "north quay" since:2025', 'ferry "lowly above" in:secret'])
def test_a_phrase_that_no_document_asked_for_says_is_searched_word_by_word(place: Place, text: str) -> None:
    """A phrase only in other years or folders counts as absent, and the warning says which are meant."""
    answer = ask(place, text)
    assert answer.reading.phrases == ()
    assert answer.hits
    assert answer.warnings[0].startswith("no document in these dates or folders says “")


def test_quotations_of_a_pasted_text_need_not_stand_in_one_passage(place: Place) -> None:
    """Where no passage says all of them their words are searched, and that is said; a short query demands them."""
    asked = '"resolution 2334" and "flew low"'
    assert ask(place, f"aircraft {asked}").hits == ()
    answer = ask(place, f"{'The aircraft went over the valley of the tower. ' * 8} {asked}")
    assert answer.hits[0].document == "plane.txt"
    assert answer.warnings == ("no passage says all of the phrases, so their words were searched like the others",)


def test_no_word_of_a_pasted_text_is_corrected(place: Place) -> None:
    """A long text is searched as it is; each of its words would take several searches to look up."""
    answer = ask(place, "clockmakre quarry garnets " * 60)
    assert answer.hits[0].document == "rocks.txt"
    assert answer.warnings == ()


@pytest.mark.parametrize(
    "text",
    [
        '"lowly above the valley"',
        '"north quay" since:2025',
        'tram "north quay" -ferry',
        'ferry "north quay" title:Vote',
    ],
)
def test_a_phrase_stays_a_demand_where_it_is_all_or_is_somewhere(place: Place, text: str) -> None:
    """A phrase alone, and one that an exclusion or a title keeps out, finds nothing else."""
    answer = ask(place, text)
    assert answer.reading.phrases
    assert answer.hits == ()


def test_what_a_search_demands_is_worked_out_once(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """A phrase is looked up once for the check that some document has it, the ranking and the count."""
    asked: list[Restriction] = []
    look_up = WordIndex.rows_that_fulfil

    def counted(self: WordIndex, restriction: Restriction, candidates: Candidates) -> NDArray[np.int64]:
        asked.append(restriction)
        return look_up(self, restriction, candidates)

    monkeypatch.setattr(WordIndex, "rows_that_fulfil", counted)
    assert ask(place, '"the tower" clock').hits
    assert asked == [Restriction(phrases=("the tower",))]


def test_a_reprint_is_shown_once_with_the_earliest_first(place: Place) -> None:
    """The same story in several files takes one place; a report in other words keeps its own."""
    hits = ask(place, "ferry north quay", scope=Scope(hidden=frozenset({"secret"}))).hits
    shown = {hit.document: hit.duplicates for hit in hits}
    assert shown["ferry.txt"] == ("reprint.txt",)
    assert shown["retold.txt"] == ()
    assert "reprint.txt" not in shown
    assert 0.7 <= next(hit.overlap or 0 for hit in hits if hit.duplicates) < 1


@pytest.mark.parametrize("text", ["clock", "harbour lantern", "until:2030", "in:nowhere", '"the harbour"'])
def test_an_answer_says_whether_there_are_more_hits(place: Place, text: str) -> None:
    """It does exactly where a higher limit brings more, stories told by several documents counted once."""
    every = len(ask(place, text, limit=100).hits)
    for limit in range(1, every + 2):
        found = ask(place, text, limit=limit)
        assert found.more_hits == (every > limit), limit
        assert len(found.hits) == min(limit, every)


def test_a_hidden_reprint_is_not_named(place: Place) -> None:
    """A hidden document is neither shown first nor counted as a duplicate; whoever may see it sees it first."""
    hidden = ask(place, "ferry north quay", scope=Scope(hidden=frozenset({"secret"}))).hits
    assert not any("secret" in path for hit in hidden for path in (hit.document, *hit.duplicates))
    seen = {hit.document: hit.duplicates for hit in ask(place, "ferry north quay").hits}
    assert seen["secret/reprint.txt"] == ("ferry.txt", "reprint.txt")


def test_a_reprint_outside_the_window_is_not_named(place: Place) -> None:
    """A window holds for duplicates too."""
    shown = {hit.document: hit.duplicates for hit in ask(place, "ferry north quay", since=dt.date(2024, 3, 7)).hits}
    assert shown["reprint.txt"] == ()
    assert not any(shown.values())


def test_newest_orders_what_is_relevant_and_no_more(place: Place) -> None:
    """Latest on a subject is about the subject: newer documents on others do not come first."""
    answer = ask(place, "latest on the council resolution")
    assert answer.reading.sort == "newest"
    assert [hit.document for hit in answer.hits] == ["resolution.txt", "other.txt"]
    assert [hit.document for hit in ask(place, "council resolution", sort="oldest").hits] == [
        "other.txt",
        "resolution.txt",
    ]


def test_a_window_in_words_comes_first_and_hides_nothing(place: Place) -> None:
    """The words set the window and are echoed; the days are absolute, and what is outside follows, marked."""
    answer = ask(place, "what was found last week or repaired")
    assert not answer.reading.windowed
    answer = ask(place, "clock or rocks last week")
    assert (answer.reading.since, answer.reading.until) == (dt.date(2025, 6, 9), dt.date(2025, 6, 15))
    assert answer.reading.window_from == "last week"
    assert [(hit.document, hit.in_window) for hit in answer.hits][:2] == [("clocks.txt", True), ("rocks.txt", False)]
    assert answer.undated_not_shown == 0
    strict = ask(place, "clock or rocks", since=answer.reading.since, until=answer.reading.until)
    assert [(hit.document, hit.in_window) for hit in strict.hits] == [("clocks.txt", True)]


def test_a_time_of_which_nothing_answers_hides_nothing_and_is_said(place: Place) -> None:
    """The best answer of another time comes first, marked as that, and the answer says why."""
    answer = ask(place, "clocks in March 2010")
    assert (answer.hits[0].document, answer.hits[0].in_window) == ("clocks.txt", False)
    assert answer.warnings == ("no document of March 2010 answers; others are shown",)
    assert answer.last_week is None


@pytest.mark.parametrize("text", ["clock this week", "latest on the clock", "clock in August 2027"])
def test_a_time_after_the_newest_document_is_said_with_the_last_week_there_is(place: Place, text: str) -> None:
    """Whoever asks for today's news of an archive that has ended learns when, and what to type for its last days."""
    answer = ask(place, text, today=dt.date(2027, 8, 20))
    assert answer.hits[0].document == "clocks.txt"
    assert answer.last_week == (dt.date(2025, 6, 11), dt.date(2025, 6, 17))
    assert answer.warnings[-2:] == (
        "the newest document is of 17 June 2025",
        "for the archive's last week add since:2025-06-11 until:2025-06-17",
    )
    assert answer.chat_warnings[-1] == "the newest document is of 17 June 2025"  # a button leads there
    assert ask(place, text, today=dt.date(2025, 6, 18)).last_week is None or "2027" in text


def test_a_later_time_alone_is_offered_the_last_week_too(place: Place) -> None:
    """Its words are searched, since there is no document of that time, and the answer says when the newest is from."""
    answer = ask(place, "this week", today=dt.date(2027, 8, 20))
    assert answer.reading.passed_over == "this week"
    assert answer.last_week == (dt.date(2025, 6, 11), dt.date(2025, 6, 17))
    assert any(line.startswith("the newest document is of 17 June 2025") for line in answer.warnings)


def test_no_last_week_is_offered_beside_a_strict_window(place: Place) -> None:
    """It could not be added to the dates that were set."""
    answer = ask(place, "latest on the clock until:2025-06-01", today=dt.date(2027, 8, 20))
    assert answer.reading.sort == "newest"
    assert answer.last_week is None
    assert not any("last week" in line for line in answer.warnings)


def test_an_open_window_is_told_in_plain_words(place: Place) -> None:
    """A window without an end is no span of days that a document is of."""
    later = ask(place, "clock since August 2026", today=dt.date(2027, 8, 20))
    assert later.warnings[0] == "no document is dated since 1 August 2026; others are shown"
    nothing = ask(place, '"no such words" in March 2010')
    assert nothing.hits == ()
    assert nothing.warnings == ("no document of March 2010 answers",)


def test_counts_are_the_same_in_any_order(place: Place) -> None:
    """An order by date shows only what is about as good as the best, and counts all that is about the query."""
    counted = {
        (answer.passages_found, answer.documents_found)
        for sort in ("relevance", "newest", "oldest")
        for answer in [ask(place, "clock or rocks", sort=sort)]
    }
    assert len(counted) == 1


def test_the_newest_document_that_is_told_of_is_one_in_scope(place: Place) -> None:
    """What is hidden ends no archive."""
    hidden = Scope(hidden=frozenset({"secret"}))
    place.write({"secret/late.txt": "date 2026-01-05 Late\n\nA late clock.\n"})
    try:
        place.index()
        later = {"today": dt.date(2027, 8, 20)}
        assert ask(place, "clock this week", scope=hidden, **later).last_week == (
            dt.date(2025, 6, 11),
            dt.date(2025, 6, 17),
        )
        assert ask(place, "clock this week", **later).last_week == (dt.date(2025, 12, 30), dt.date(2026, 1, 5))
    finally:
        place.remove("secret/late.txt")
        place.index()


def test_a_hit_says_which_words_of_the_query_it_has(place: Place) -> None:
    """Words are given as typed, in whatever form the passage has them; a word it lacks is not."""
    (first, *_) = ask(place, "repairing clocks, zeppelins").hits
    assert first.words == ("repairing", "clocks")


def test_a_time_before_every_document_is_a_topic(place: Place) -> None:
    """In an archive that begins in 1999 nothing is hidden from who asks about 1953."""
    answer = ask(place, "council in 1953")
    assert not answer.reading.windowed
    assert answer.hits


def test_a_time_before_all_documents_is_searched_and_said(place: Place) -> None:
    """Words that can be no window here are searched like the others, and the answer says so."""
    answer = ask(place, "tram in 1850")
    assert answer.hits[0].document == "town.txt"
    assert any("“in 1850”" in warning for warning in answer.warnings)


def test_a_text_too_short_to_tell_its_language_is_found_in_any_form_of_its_words(tmp_path: Path) -> None:
    """Queries are stemmed in the archive's languages, and so are texts whose own is not known."""
    place = Place(
        tmp_path, {"long.txt": f"date 2024-03-06 Ferry\n\n{STORY}\n", "short.txt": "date 2024 Agencies merged."}
    )
    place.index()
    (short,) = [hit for hit in place.ask("agency").hits if hit.document == "short.txt"]
    assert short.words_rank == 1


def test_an_evaluation_counts_a_reprint_where_it_is_named(place: Place) -> None:
    """Beside its original, in the place after it: that is where the answer shows it."""
    asked = Query(id="1", text="ferry will land at the north quay on Tuesday", today=TODAY)
    judged = evaluation.Judged((asked,), {"1": {"reprint.txt": 1}}, {})
    with place.opened() as archive:
        first = archive.search(asked).hits[0]
        scores = evaluation.run(archive, judged)["1"]
    assert "reprint.txt" in first.duplicates
    in_order = sorted(scores, key=lambda path: -scores[path])
    assert in_order[: 1 + len(first.duplicates)] == [first.document, *first.duplicates]
    assert len(set(scores.values())) == len(scores)


def test_a_named_cross_encoder_orders_the_hits(place: Place, tmp_path: Path) -> None:
    """If the settings name one, its order is shown, with falling scores; ordering by date is left alone."""
    cross = tiny_models.save_cross_encoder(tmp_path / "cross")
    query = "council resolution on the north quay"
    with place.opened(rerank_model=str(cross)) as archive:
        hits = archive.search(Query(text=query)).hits
        newest = archive.search(Query(text=query, sort="newest")).hits
    rerank = reranker.load_reranker(place.settings.model_copy(update={"rerank_model": str(cross)}))
    assert rerank is not None
    scores = rerank(query, [hit.text for hit in hits])
    assert scores == sorted(scores, reverse=True)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert [hit.document for hit in hits] != [hit.document for hit in ask(place, query).hits]
    assert [hit.document for hit in newest] == [hit.document for hit in ask(place, query, sort="newest").hits]
