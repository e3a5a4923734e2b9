"""Commands as messages name them."""

from __future__ import annotations

from bot.ui.command_names import CommandNames


def test_a_command_is_a_mention_once_its_id_is_known() -> None:
    """A group's commands have the group's id; an unknown one is what to type."""
    names = CommandNames()
    assert names.mention("archive reindex") == "/archive reindex"
    names.learn({"archive": 123, "search": 4})
    assert names.mention("archive reindex") == "</archive reindex:123>"
    assert names.mention("search") == "</search:4>"
    assert names.mention("cite") == "/cite"
