"""What was lately shown to people is kept within bounds, and forgotten when they ask."""

from __future__ import annotations

from bot.access import Asker
from bot.recent_passages import MAX_READERS, RecentPassage, RecentPassages
from bot.ui import limits


def asker(user: int) -> Asker:
    return Asker(user, 1, frozenset(), frozenset({2}), manages=False)


def test_what_was_shown_lately_is_bounded_and_forgotten() -> None:
    """As many passages as there are choices, so many readers, and none of one who asked to be forgotten."""
    recent = RecentPassages()
    for user in range(MAX_READERS + 5):
        recent.note(asker(user), [RecentPassage("k7f2q9xw", "a.txt", "name")])
    assert recent.of(asker(4)) == []
    assert len(recent.of(asker(5))) == 1
    recent.note(asker(9), [RecentPassage(f"p{number}", "a.txt", "name") for number in range(60)])
    assert [passage.id for passage in recent.of(asker(9))] == [f"p{number}" for number in range(limits.CHOICES)]
    recent.forget(9)
    assert recent.of(asker(9)) == []
    assert len(recent.of(asker(8))) == 1
