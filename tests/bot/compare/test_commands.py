"""`/compare`: two spans in one message, within what may be seen, and the searches that its buttons open."""

from __future__ import annotations

from typing import Any

import pytest

from bot.compare import card
from bot.ui import components
from index import ComparedSpan, Comparison, Keyword, read_span
from tests.bot.drawing import fits
from tests.bot.fakes import Doc, FakeArchive, day
from tests.bot.reading import buttons, seen
from tests.bot.world import Shown, World, answer, told


@pytest.fixture
def docs() -> list[Doc]:
    """Two documents of 1969 about the moon, one of 1989, one about something else and one for editors."""
    return [
        Doc("eagle.txt", "Eagle", "Eagle reached the moon. It was dark.", day("1969-07-20")),
        Doc("dust.txt", "Dust", "Dust of the moon was brought home.", day("1969-11")),
        Doc("probe.txt", "Probe", "Probes left for the moon.", day("1989-02-03")),
        Doc("wall.txt", "Wall", "The wall fell.", day("1989-11-09")),
        Doc("editors/plan.txt", "Plan", "Secret plans for the moon.", day("1989-03-01")),
        Doc("undated.txt", "Someday", "The moon, some day."),
    ]


async def compare(world: World, query: str = "moon", **options: Any) -> Shown:
    spans = {"first": "1969", "second": "1989"}
    return answer(await world.alice.slash(world.channel, "compare", query=query, **{**spans, **options}))


async def test_both_spans_are_one_message(world: World) -> None:
    """How many match of how many, a line of words, and the best passages with their buttons."""
    shown = await compare(world)
    text = seen(shown)
    assert text.startswith("⚖️ **moon** · 1969 and 1989\n-# 1 undated document also about it\n### 1969\n")
    assert "### 1969\n**2** of 2 documents · 100.0%\nMore frequent (here : there): **Eagle** 5:0\n" in text
    assert "**20 July 1969** · Eagle" in text
    assert "### 1989\n**2** of 3 documents · 66.7%" in text
    assert "> **Probes left for the moon.**" in text
    assert list(buttons(shown)) == ["Read", "Search 1969", "Search 1989", "Delete"]
    assert not shown.ephemeral


@pytest.mark.parametrize("query", ["moon", 'moon "the', "moon " + "-nothing " * 40])
async def test_a_button_opens_the_search_of_its_span(world: World, archive: FakeArchive, query: str) -> None:
    """For the presser alone, after a restart too, and however long the query is."""
    shown = await compare(world, query)
    result = await world.bob.click(shown, label="Search 1989")
    asked = archive.queries[-1]
    assert answer(result).ephemeral
    assert asked.text == f"since:1989-01-01 until:1989-12-31 {' '.join(query.split())}"


@pytest.mark.parametrize("settings", [{"collections": {"editors": {"roles": [1]}}}])
async def test_what_may_not_be_seen_is_neither_counted_nor_shown(world: World) -> None:
    """A folder of others is in no number, word or passage."""
    text = seen(await compare(world))
    assert "### 1989\n**1** of 2 documents · 50.0%" in text
    assert "Secret" not in text


async def test_an_answer_may_be_private(world: World) -> None:
    """Then nobody else sees it, and there is nothing to delete."""
    shown = await compare(world, private=True)
    assert shown.ephemeral
    assert "Delete" not in buttons(shown)


@pytest.mark.parametrize(
    ("options", "line"),
    [
        ({"first": "long ago"}, "write it as 1969, July 1969, 1969-07, 1969..1972 or 1969 to 1972"),
        ({"second": "July 1969"}, "The spans overlap: July 1969 is in both"),
        ({"query": "-moon"}, "Nothing to search for"),
    ],
)
async def test_what_cant_be_compared_is_told_to_the_asker(world: World, options: dict[str, Any], line: str) -> None:
    """In one line, before anything is public."""
    given = {"query": "moon", "first": "1969", "second": "1989", **options}
    result = await world.alice.slash(world.channel, "compare", **given)
    assert line in told(result).replace("\\", "")


@pytest.mark.parametrize("settings", [{"searches_per_person": 1}])
async def test_a_comparison_counts_as_a_search(world: World) -> None:
    """One too many is refused."""
    await compare(world)
    refused = await world.alice.slash(world.channel, "compare", query="moon", first="1969", second="1989")
    assert "try again in 60 s" in told(refused)


def test_any_words_fit_a_message() -> None:
    """Long and hostile words, titles and queries stay within a message's bounds."""
    archive = FakeArchive([])
    for nasty in ("@everyone " * 90, "**" * 400, "x" * 5000, "`" * 900, "\u202e" * 90 + "a"):
        doc = Doc("a" * 200, nasty, f"{nasty}. {nasty}", day("1969-07-20"))
        hits = tuple(archive.hit(rank, doc) for rank in range(1, 4))
        words = tuple(Keyword(word=nasty, count=10**6, other_count=10**6, log_likelihood=20.0) for _ in range(10))
        first, second = (
            ComparedSpan(
                since=days.first,
                until=days.last,
                documents=10**6,
                of=10**6,
                passages=10**7,
                passages_read=2000,
                hits=hits,
                keywords=words,
            )
            for days in (read_span("20 September 1969 to 30 September 1972"), read_span("1989"))
        )
        found = Comparison(
            query=nasty,
            generation=7,
            first=first,
            second=second,
            in_both=9,
            undated=9,
            chat_warnings=(nasty,) * 9,
            elapsed_ms=1.0,
        )
        fits(components.page(card.draw(found)))
