"""Titles that lead to pages: one link each, ours, whatever the title holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from discord_markdown import parse
from hypothesis import example, given

from bot.ui import text
from bot.ui.links import NO_LINKS, Links
from tests.bot import markdown
from tests.bot.hostile import ACTING, hostile

LINKS = Links("https://archive.example.org")
PAGE = "https://archive.example.org/p/k7f2q9xw"


def links(nodes: Any) -> Iterator[str]:
    """The address of every link of a message."""
    for node in nodes if isinstance(nodes, list) else [nodes]:
        if isinstance(node, dict):
            if node.get("type") == "link":
                yield node["value"]["url"]
            yield from (found for value in node.values() for found in links(value))


@given(hostile.filter(lambda raw: text.label(raw, 80)))
@example("a]b")
@example("[a](http://b)")
@example("a\\")
@example("see http://b")
def test_a_title_leads_to_its_page_and_nowhere_else(raw: str) -> None:
    """Beside bold text and under a heading there is one link, and the words are those of the title alone."""
    plain = f"**1** · {text.label(raw, 80)}"
    linked = f"**1** · {LINKS.titled(text.label(raw, 80), 'k7f2q9xw')}"
    assert list(links(parse(linked))) == [PAGE]
    found, bare = markdown.shown(linked), markdown.shown(plain)
    assert found.kinds - bare.kinds == {"link": 1}
    assert bare.kinds - found.kinds == {}


@pytest.mark.parametrize("raw", ACTING)
def test_words_that_no_link_can_have_stay_beside_it(raw: str) -> None:
    """Brackets would end the link's words early, and addresses in them would show it as it is written."""
    linked = LINKS.titled(text.label(raw, 80), "k7f2q9xw")
    words = linked.removesuffix(f"](<{PAGE}>)").removeprefix("[")
    assert linked.endswith(f" [↗](<{PAGE}>)") or not ({"[", "]"} & set(words) or "//" in words)


def test_without_pages_there_is_no_link() -> None:
    """Titles stay as they are, and there is no button."""
    assert (NO_LINKS.titled("A title", "k7f2q9xw"), NO_LINKS.button("k7f2q9xw")) == ("A title", [])
