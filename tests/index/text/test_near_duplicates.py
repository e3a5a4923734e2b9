"""One story in several files is distinguished from two stories about the same event."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.text import near_duplicates
from index.text.near_duplicates import sketch

STORY = (
    "The harbour board met on Tuesday to settle where the new ferry will land. After three hours it chose the north "
    "quay, which is deeper and nearer to the railway, over the old fish market. Work begins in spring and is to take "
    "two years; the fishmongers, who had feared for their stalls, left the hall relieved. The mayor said that the city "
    "had waited long enough. Opponents of the plan, who wanted no ferry at all, announced that they would appeal."
)
RETOLD = (
    "A decision at last for travellers: ferries are going to dock at the quay in the north of the port. On Tuesday "
    "the board preferred it, in a session that lasted three hours, to the site of the former fish market. Builders "
    "start next spring and need two years. Traders at the market welcomed it. Critics, who reject a ferry altogether, "
    "intend to challenge the plan, while the mayor spoke of a long wait that had ended."
)
BULLETIN = "Water levels at noon. Lobith 931, Cologne 412, Mainz 388, Worms 250, Speyer 301, Basel 544, Koblenz {}."


def same(left: str, right: str) -> bool:
    return near_duplicates.overlap(sketch(left), sketch(right)) >= near_duplicates.MIN_OVERLAP


def test_a_reprint_with_small_edits_is_the_same_story() -> None:
    """A paper that reprints a story changes a few words and adds a line of its own."""
    edited = STORY.replace("Tuesday", "Wednesday").replace("two years", "24 months") + " (From our correspondent.)"
    assert same(STORY, STORY)
    assert same(STORY, edited)
    assert same(STORY, STORY.upper().replace(".", " ."))


def test_two_reports_of_one_event_are_two_stories() -> None:
    """A second account of an event in its own words is worth reading too."""
    assert not same(STORY, RETOLD)
    assert near_duplicates.overlap(sketch(STORY), sketch(RETOLD)) < 0.1


def test_bulletins_with_other_figures_are_not_the_same() -> None:
    """Daily bulletins have the same sentences, but differ in what matters."""
    today = BULLETIN.format(290)
    tomorrow = BULLETIN.replace("931", "957").replace("412", "430").replace("250", "261").format(301)
    assert not same(today, tomorrow)


def test_a_text_within_a_longer_one_is_not_the_same() -> None:
    """A summary and the full report are both shown."""
    assert not same(STORY, STORY + " " + RETOLD)


@pytest.mark.parametrize("text", ["", "—", "one", "one two", "三体"])
def test_texts_of_a_few_words_match_only_themselves(text: str) -> None:
    """Two empty texts have nothing in common: an empty text joins no group."""
    assert same(text, text) == bool(sketch(text))
    assert not same(text, STORY)


def test_a_group_shows_the_earliest_and_keeps_the_place_of_the_best() -> None:
    """The story has the rank of its best version; the earliest version is shown; undated ones come last."""
    story, retold = sketch(STORY), sketch(RETOLD)
    groups = near_duplicates.grouped([retold, story, story, story], [5, None, 9, 3])
    assert groups == [near_duplicates.Group(0, (), None), near_duplicates.Group(3, (2, 1), 1.0)]


def test_the_overlap_shown_is_that_of_the_least_similar() -> None:
    """The percentage shown holds for every duplicate."""
    edited = STORY.replace("Tuesday", "Wednesday")
    (group,) = near_duplicates.grouped([sketch(STORY), sketch(STORY), sketch(edited)], [1, 2, 3])
    assert group.overlap is not None
    assert near_duplicates.MIN_OVERLAP <= group.overlap < 1


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(["ab", "cd", "ef", "gh"]), min_size=1, max_size=40), min_size=1, max_size=8),
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 39)), max_size=12),
)
def test_groups_are_those_of_comparing_every_pair(texts: list[list[str]], edits: list[tuple[int, int]]) -> None:
    """Comparing only texts with enough of their smallest hashes in common misses no group that all pairs would give."""
    for number, at in edits:
        copy = [*texts[number % len(texts)]]
        copy[at % len(copy)] = "edited"
        texts.append(copy)
    sketches = [sketch(" ".join(words)) for words in texts]
    groups: list[list[int]] = []
    for at, own in enumerate(sketches):
        near = (
            group for group in groups if near_duplicates.overlap(sketches[group[0]], own) >= near_duplicates.MIN_OVERLAP
        )
        joined = next(near, None)
        if joined is None:
            groups.append([at])
        else:
            joined.append(at)
    quick = near_duplicates.grouped(sketches, [None] * len(sketches))
    assert [[group.first, *group.duplicates] for group in quick] == groups
