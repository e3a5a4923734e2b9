"""What is shown of an answer, over hits made up for it."""

from __future__ import annotations

import pytest

from index import AnswerMeasures, Hit
from index.answer_measures import Outcome, measured, outcome
from index.answer_spans import Standing

TEXT = "The ferry left at dawn. Ruth Oakes kept\nthe lantern. Nobody saw the gull."
AT = 100
"""Where the passage begins in its document."""
SENTENCES = [(0, 23), (24, 52), (53, 73)]
KEEPER = Standing("keeper.txt", 124, 134, "Ruth Oakes")
NOTHING = Outcome(first=False, shown=False, passage=False, marked=False, sentence=False)


def hit(
    document: str, best: tuple[int, int] | None = None, *, start: int = AT, duplicates: tuple[str, ...] = ()
) -> Hit:
    return Hit(
        rank=1,
        passage="p",
        document=document,
        title="t",
        title_origin="source",
        date=None,
        start=start,
        end=start + len(TEXT),
        text=TEXT,
        verbatim=True,
        score=1.0,
        best=best,
        paragraph=1,
        page=None,
        others=0,
        meaning_rank=None,
        words_rank=1,
        duplicates=duplicates,
    )


def test_the_sentences_are_where_the_tests_say() -> None:
    """Or they would prove nothing."""
    assert [TEXT[start:end][-1] for start, end in SENTENCES] == [".", ".", "."]
    assert TEXT[KEEPER.start - AT : KEEPER.end - AT] == KEEPER.words


@pytest.mark.parametrize(
    ("best", "marked", "right"),
    [(None, False, False), (SENTENCES[0], True, False), (SENTENCES[1], True, True), (SENTENCES[2], True, False)],
)
def test_a_mark_is_right_where_it_holds_the_answer(best: tuple[int, int] | None, marked: bool, right: bool) -> None:
    """The passage holds it either way."""
    found = outcome(KEEPER, [hit("keeper.txt", best)])
    assert found == Outcome(first=True, shown=True, passage=True, marked=marked, sentence=right)


@pytest.mark.parametrize(
    ("start", "end", "passage", "sentence"),
    [
        (124, 152, True, True),  # the sentence from end to end
        (123, 134, True, False),
        (150, 153, True, False),
        (100, 173, True, False),
        (99, 134, False, False),
        (150, 174, False, False),
        (24, 34, False, False),
        (300, 310, False, False),
    ],
)
def test_all_of_the_answer_has_to_be_held(start: int, end: int, passage: bool, sentence: bool) -> None:
    """One character outside is too much, and so is an answer elsewhere in the document."""
    found = outcome(Standing("keeper.txt", start, end, "any"), [hit("keeper.txt", SENTENCES[1])])
    assert (found.passage, found.sentence) == (passage, sentence)


def test_only_the_first_ten_hits_count() -> None:
    """The document may be any of them but the first for `first`."""
    others = [hit(f"other-{number}.txt", SENTENCES[1]) for number in range(10)]
    tenth = outcome(KEEPER, [*others[:9], hit("keeper.txt", SENTENCES[1])])
    assert tenth == Outcome(first=False, shown=True, passage=True, marked=True, sentence=True)
    assert outcome(KEEPER, [*others, hit("keeper.txt", SENTENCES[1])]) == NOTHING
    assert outcome(KEEPER, []) == NOTHING


def test_a_near_duplicate_shows_the_answer_by_its_words() -> None:
    """Offsets are another document's then, and white space may be another."""
    copy = hit("copy.txt", SENTENCES[1], start=0, duplicates=("a.txt", "keeper.txt"))
    assert outcome(KEEPER._replace(words="Oakes kept the"), [copy]) == Outcome(True, True, True, True, True)
    found = outcome(KEEPER._replace(words="at dawn"), [copy])
    assert (found.first, found.passage, found.sentence) == (True, True, False)
    assert not outcome(KEEPER._replace(words="at dusk"), [copy]).passage


def test_shares_are_of_all_queries_but_one() -> None:
    """The right ones of those marked are a share of these."""
    right = Outcome(first=True, shown=True, passage=True, marked=True, sentence=True)
    wrong = right._replace(sentence=False, first=False)
    bare = wrong._replace(marked=False, passage=False)
    assert measured([right, right, wrong, bare, NOTHING], 7) == AnswerMeasures(
        queries=5,
        left_out=2,
        document_first=0.4,
        passage=0.6,
        sentence=0.4,
        sentence_of_marked=2 / 3,
        marked=0.6,
        unmarked=0.2,
        not_shown=0.2,
    )


def test_no_share_is_made_of_nothing() -> None:
    """Neither where no sentence is marked nor where no query was measured."""
    assert measured([NOTHING], 1).sentence_of_marked is None
    assert measured([NOTHING], 1).sentence == 0.0
    nothing = measured([], 3)
    assert (nothing.queries, nothing.left_out, nothing.passage, nothing.not_shown) == (0, 3, None, None)
