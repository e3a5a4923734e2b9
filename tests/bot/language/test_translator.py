"""Commands are described in the reader's language where there is one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import discord
import pytest

from bot.client import DatelineClient
from bot.language.german import GERMAN
from bot.language.translator import Translator
from bot.ui import limits
from tests.bot.world import World


@pytest.fixture
async def payload(make_bot: Callable[..., DatelineClient]) -> list[dict[str, Any]]:
    """The commands as Discord is told them."""
    tree = make_bot().tree
    return [await one.get_translated_payload(tree, Translator()) for one in tree.get_commands()]


def described(node: Any) -> Iterator[dict[str, Any]]:
    """Every command, option and choice."""
    if isinstance(node, dict):
        if "name" in node:
            yield node
        node = list(node.values())
    for child in node if isinstance(node, list) else ():
        yield from described(child)


def texts(payload: list[dict[str, Any]]) -> set[str]:
    """What is read and not typed: descriptions, choices' names, names in menus."""
    found = {one["description"] for one in described(payload) if one.get("description")}
    found |= {one["name"] for one in described(payload) if "value" in one}
    return found | {one["name"] for one in payload if one.get("type") == 3}


async def test_german_readers_see_german(world: World) -> None:
    """Discord is told the German texts beside the English ones, and names that are typed only in English."""
    (sync,) = (one.json for one in world.env.http_requests if one.method == "PUT")
    assert sync is not None
    search = next(one for one in sync if one["name"] == "search")
    assert search["description_localizations"]["de"].startswith("Das Archiv durchsuchen")
    assert not search.get("name_localizations")
    sort = next(one for one in search["options"] if one["name"] == "sort")
    assert sort["choices"][0]["name_localizations"]["de"] == "das Passendste zuerst"
    menu = next(one for one in sync if one.get("type") == 3)
    assert menu["name_localizations"] == {"de": "Im Archiv suchen"}


async def test_every_text_is_translated(payload: list[dict[str, Any]]) -> None:
    """No description is left in English by an edit of one side only; names of forms and styles are no language's."""
    forms = {"APA", "BibTeX", "CSL-JSON", "Chicago", "MLA", "Markdown", "RIS", "Text"}
    assert texts(payload) - set(GERMAN) - forms == set()


async def test_no_translation_is_left_over(payload: list[dict[str, Any]]) -> None:
    """A text that was changed takes its translation along."""
    assert set(GERMAN) - texts(payload) == set()


@pytest.mark.parametrize("text", GERMAN.values())
def test_a_translation_fits(text: str) -> None:
    """Descriptions, names of choices and of menu entries have at most 100 characters; menus 32."""
    assert 0 < limits.length(text) <= 100


async def test_an_unknown_language_stays_english(payload: list[dict[str, Any]]) -> None:
    """Only languages with a catalogue are told to Discord."""
    locales = {key for one in described(payload) for key in one.get("description_localizations") or {}}
    assert locales == {discord.Locale.german.value}
