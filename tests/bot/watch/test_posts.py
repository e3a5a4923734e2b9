"""What is new fits a message, whatever the documents and queries hold, and says when it came."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import index
from bot.ui.links import Links
from bot.watch import posts
from bot.watch.posts import Told
from tests.bot.drawing import fits, long
from tests.bot.fakes import Doc, FakeArchive, day
from tests.bot.hostile import hostile
from tests.bot.reading import TEXT, walk

LINKS = Links(f"https://{'a' * 192}")
"""As long as they may be."""
NOW = dt.datetime(2024, 12, 20, 22, 30, tzinfo=dt.UTC)


def hit(doc: Doc, number: int = 1, *, since: dt.date = dt.date(2024, 11, 29), change: str = "added") -> index.WatchHit:
    match = index.Match.model_validate(
        {
            "watch": "w",
            "document": doc.path,
            "digest": str(number),
            "sha256": "0",
            "since": since,
            "change": change,
            "found": NOW,
        }
    )
    return index.WatchHit(match=match, hit=FakeArchive([doc]).hit(number, doc))


def told(query: str, *docs: Doc, found: int | None = None, rate: index.Rate = index.Rate.DAILY) -> Told:
    watch = index.Watch(token="x" * 12, person=2**63, guild=1, channel=2, query=query, rate=rate, made=NOW, checked=1)
    hits = tuple(hit(doc, number) for number, doc in enumerate(docs, 1))
    return Told(watch, index.WatchHits(watch=watch.token, generation=8, hits=hits, found=found or len(docs)))


@st.composite
def docs(draw: st.DrawFn) -> Doc:
    return Doc(
        draw(hostile.filter(str.strip)),
        draw(hostile),
        draw(long),
        draw(st.sampled_from([None, day("1971-05-03"), day("1971")])),
        verbatim=draw(st.booleans()),
        duplicates=draw(st.sampled_from([(), ("b.txt",)])),
    )


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(long, st.lists(docs(), min_size=1, max_size=5)), min_size=1, max_size=posts.WATCHES))
@example([("*" * 5000, [Doc("*" * 300, "*" * 300, "* " * 3000, day("1971-05-03"), verbatim=False)] * 5)] * 5)
@example(
    [("query", [Doc(f"{number}.txt", "T", "x. " * 99) for number in range(place, place + 5)]) for place in range(5)]
)
def test_a_message_is_within_discords_bounds(found: list[tuple[str, list[Doc]]]) -> None:
    """However many watches it groups, and whatever they found."""
    fits(posts.draw([told(query, *group, found=1000) for query, group in found], "t" * 12, NOW, LINKS))


@pytest.mark.parametrize(
    ("since", "change", "date", "said"),
    [
        ("2024-11-29", "added", "1971-05-03", "new in the archive since 29 November, dated 3 May 1971"),
        ("2023-11-29", "added", "1971-05", "new in the archive since 29 November 2023, dated May 1971"),
        ("2024-11-29", "changed", None, "changed on 29 November, undated"),
    ],
)
def test_a_hit_says_when_it_came_and_when_it_is_of(since: str, change: str, date: str | None, said: str) -> None:
    """The year is left out where it is this one; a document that matches only now, since it was changed, says that."""
    doc = Doc("a.txt", "A", "x", day(date) if date else None)
    one = hit(doc, since=dt.date.fromisoformat(since), change=change)
    assert posts.arrived(one.match, one.hit.date, NOW) == said


def test_a_digest_shows_a_document_once() -> None:
    """Under the first watch that found it; every watch is named, with how many it found."""
    shared, own = Doc("a.txt", "A", "Rain."), Doc("b.txt", "B", "Snow.")
    view = posts.draw([told("rain", shared), told("snow", shared, own), told("wind", shared)], "t", NOW)
    parts = walk(view.to_components())  # type: ignore[no-untyped-call]  # discord.py leaves it untyped
    texts = [part["content"] for part in parts if part["type"] == TEXT]
    heads = [text.split("\n")[0] for text in texts]
    assert heads == [
        "**Daily digest**",
        "🔔 **rain**",
        "### Undated",
        "A",
        "🔔 **snow**",
        "### Undated",
        "B",
        "🔔 **wind**",
    ]
    assert "2 new documents · 1 shown, 1 more" in texts[4]
    assert "1 new document · shown above" in texts[7]
