"""What a message that mentions the bot asks is the rest of the message."""

from __future__ import annotations

import pytest

from bot.search import mention_query


@pytest.mark.parametrize(
    ("content", "asked"),
    [
        ("<@7> moon landing", "moon landing"),
        ("what of\n<@!7>  the moon <@8> <#9> <:smile:10>?", "what of the moon ?"),
        ("<@7>", ""),
        ("moon", None),
        ("<@77> moon", None),
        ("<@&7> moon", None),
    ],
)
def test_the_question_is_the_text_without_mentions(content: str, asked: str | None) -> None:
    """Only a mention of the bot itself makes a question; other mentions are taken out of it."""
    assert mention_query.of_message(content, 7) == asked
