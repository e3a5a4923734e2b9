"""Texts that wait to be embedded: their order, and what comes back of them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from index.build import missing as missing_module
from index.build.missing import Keys, Missing
from index.embed.cache import key


@pytest.mark.parametrize("in_memory", [1, 1_000_000])
def test_each_text_comes_once_the_longest_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_memory: int
) -> None:
    """In the order of length in characters and then of keys, as sorting all texts at once gives it."""
    monkeypatch.setattr(missing_module, "IN_MEMORY_BYTES", in_memory)
    chance = random.Random(3)
    texts = ["".join(chance.choices("aü漢\ud800", k=chance.randrange(4))) for _ in range(200)]
    keys, missing = Keys(), Missing(tmp_path)
    keys.joined += b"".join(key("model", text) for text in texts)
    for row, text in enumerate(texts):
        if row % 3:
            missing.append(row, text)
    asked = {key("model", text): text for row, text in enumerate(texts) if row % 3}
    places = missing.order(keys).tolist()
    found = [(keys[missing.rows[place]], missing.text(place)) for place in places]
    assert found == sorted(asked.items(), key=lambda item: (-len(item[1]), item[0]))
    missing.close()
    assert not list(tmp_path.iterdir())


def test_nothing_missing_is_no_order(tmp_path: Path) -> None:
    """An archive that is all in the cache embeds nothing."""
    assert Missing(tmp_path).order(Keys()).tolist() == []


def test_keys_are_as_a_list_of_them() -> None:
    """By number and in parts."""
    names = [key("model", str(number)) for number in range(7)]
    keys = Keys()
    assert (len(keys), keys[:5]) == (0, [])
    keys.joined += b"".join(names)
    assert list(keys) == names
    assert (keys[2:5], keys[5:99], keys[0], len(keys)) == (names[2:5], names[5:], names[0], 7)
