"""One story in several files is distinguished from two stories about the same event."""

from __future__ import annotations

import tracemalloc
import zlib
from array import array

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.text import near_duplicates, scripts
from index.text.near_duplicates import sketch
from index.text.terms import exact, exact_by_block

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

PIECES = (
    *(
        "Ha",
        "we",
        "WE",
        "R & D",
        "J. R. R. ",
        "2 500 000",
        "20 %",
        "€ 5",
        "月面着陸",
        "🚀",
        "🇩🇪",
        "e\u0301",
        "\u0301",
        "ΣΑΣ",
    ),
    *(
        "\n",
        "\n\n",
        " ",
        "\u00a0",
        "\u00ad\n",
        "\u00ad \n",
        "\u200b",
        "\r\n",
        "\t",
        "ﬁ",
        "𝐊",
        ".",
        "-",
        "U.S.",
        " on the ",
    ),
)
"""What may stand where a text is cut."""


def same(left: str, right: str) -> bool:
    return near_duplicates.overlap(sketch(left), sketch(right)) >= near_duplicates.MIN_OVERLAP


def test_a_reprint_with_small_edits_is_the_same_story() -> None:
    """A paper that reprints a story changes a few words and adds a line of its own."""
    edited = STORY.replace("Tuesday", "Wednesday").replace("two years", "24 months") + " (From our correspondent.)"
    assert same(STORY, STORY)
    assert same(STORY, edited)
    assert same(STORY, STORY.upper().replace(".", " ."))


@pytest.mark.parametrize("block", [1, 7, 40])
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=60).map("".join))
@example("x".upper() * 3)
@example("WE MET. " * 30)
@example("WE MET. " * 30 + "we did.")
@example("1 \n" * 30 + "A" * 70)
def test_a_sketch_is_of_all_runs_of_a_text_however_it_is_read(block: int, text: str) -> None:
    """Read in blocks of any size, it has the smallest hashes of every three words in a row of the whole text."""
    words = exact(text)
    runs = {" ".join(words[at : at + 3]) for at in range(max(1, len(words) - 2))} if words else set()
    wanted = array("I", sorted({zlib.crc32(run.encode()) for run in runs})[: near_duplicates.MAX_SKETCH]).tobytes()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(scripts, "_BLOCK", block)
        assert [term for part in exact_by_block(text) for term in part] == words
        assert sketch(text) == wanted


def test_a_sketch_of_a_long_text_takes_little_memory() -> None:
    """A text of 40 blocks takes less than the text itself; all runs at once took some fifty times the text."""
    text = (STORY + "\n\n") * (40 * scripts._BLOCK // len(STORY))
    sketch(text[: 2 * scripts._BLOCK])  # what is remembered of words
    tracemalloc.start()
    try:
        sketch(text)
        assert tracemalloc.get_traced_memory()[1] < len(text)
    finally:
        tracemalloc.stop()


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


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["ab", "cd", "ef", "gh", "ij", "kl"]), min_size=1, max_size=60), st.integers(1, 9))
def test_the_smallest_runs_are_those_of_the_sketch(words: list[str], most: int) -> None:
    """Each run alone has as its sketch one of the smallest hashes, in their order."""
    text = " ".join(words)
    runs = near_duplicates.smallest_runs(text, most)
    assert b"".join(map(sketch, runs)) == sketch(text)[: 4 * most]
    assert all(run in text for run in runs)


def test_the_likest_is_the_nearest_of_those_that_are_near_duplicates() -> None:
    """None is, where all are other texts or there are none."""
    story, edited, other = sketch(STORY), sketch(STORY.replace("Tuesday", "Wednesday")), sketch("quite another text")
    assert near_duplicates.likest(story, [other, edited, story]) == 2
    assert near_duplicates.likest(story, [other, edited]) == 1
    assert near_duplicates.likest(story, [other]) is None
    assert near_duplicates.likest(story, []) is None
