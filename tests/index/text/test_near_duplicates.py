"""The same story in several files is told from two stories about the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.text import near_duplicates

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


def same(one: str, other: str) -> bool:
    return near_duplicates.overlap(near_duplicates.sketch(one), near_duplicates.sketch(other)) >= near_duplicates.ALIKE


def test_a_reprint_with_small_edits_is_the_same_story() -> None:
    """Another paper changes a word here and there, and adds a line of its own."""
    edited = STORY.replace("Tuesday", "Wednesday").replace("two years", "24 months") + " (From our correspondent.)"
    assert same(STORY, STORY)
    assert same(STORY, edited)
    assert same(STORY, STORY.upper().replace(".", " ."))


def test_two_reports_of_one_event_are_two_stories() -> None:
    """Other words for the same event are worth reading too."""
    assert not same(STORY, RETOLD)
    assert near_duplicates.overlap(near_duplicates.sketch(STORY), near_duplicates.sketch(RETOLD)) < 0.1


def test_bulletins_with_other_figures_are_not_the_same() -> None:
    """What recurs daily in the same sentences differs in what matters."""
    today = BULLETIN.format(290)
    tomorrow = BULLETIN.replace("931", "957").replace("412", "430").replace("250", "261").format(301)
    assert not same(today, tomorrow)


def test_a_text_within_a_longer_one_is_not_the_same() -> None:
    """A summary and the full report are both shown."""
    assert not same(STORY, STORY + " " + RETOLD)


@pytest.mark.parametrize("text", ["", "—", "one", "one two", "三体"])
def test_texts_of_a_few_words_are_alike_only_themselves(text: str) -> None:
    """Nothing is alike nothing: an empty text joins no group."""
    assert same(text, text) == bool(near_duplicates.sketch(text))
    assert not same(text, STORY)


def test_a_group_shows_the_earliest_and_keeps_the_place_of_the_best() -> None:
    """The story stands where its best telling ranked; who told it first is shown; undated ones come last."""
    one, two = near_duplicates.sketch(STORY), near_duplicates.sketch(RETOLD)
    groups = near_duplicates.grouped([two, one, one, one], [5, None, 9, 3])
    assert groups == [near_duplicates.Group(0, (), None), near_duplicates.Group(3, (2, 1), 1.0)]


def test_the_overlap_shown_is_that_of_the_least_alike() -> None:
    """A percentage promises no more than all of them keep."""
    edited = STORY.replace("Tuesday", "Wednesday")
    (group,) = near_duplicates.grouped(
        [near_duplicates.sketch(STORY), near_duplicates.sketch(STORY), near_duplicates.sketch(edited)], [1, 2, 3]
    )
    assert group.overlap is not None
    assert near_duplicates.ALIKE <= group.overlap < 1


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(["ab", "cd", "ef", "gh"]), min_size=1, max_size=40), min_size=1, max_size=8),
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 39)), max_size=12),
)
def test_groups_are_those_of_comparing_every_pair(texts: list[list[str]], edits: list[tuple[int, int]]) -> None:
    """The shortcut that looks only at texts with a telling hash in common misses no group that all pairs would give."""
    for number, at in edits:
        copy = [*texts[number % len(texts)]]
        copy[at % len(copy)] = "edited"
        texts.append(copy)
    sketches = [near_duplicates.sketch(" ".join(words)) for words in texts]
    groups: list[list[int]] = []
    for at, own in enumerate(sketches):
        near = (group for group in groups if near_duplicates.overlap(sketches[group[0]], own) >= near_duplicates.ALIKE)
        joined = next(near, None)
        if joined is None:
            groups.append([at])
        else:
            joined.append(at)
    found = near_duplicates.grouped(sketches, [None] * len(sketches))
    assert [[story.first, *story.others] for story in found] == groups
