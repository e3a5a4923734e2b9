"""A document as a message, a file and a choice."""

from __future__ import annotations

import pytest
from hypothesis import example, given

import index
from bot.document import card, choices
from bot.ui import limits
from tests.bot.hostile import hostile


@given(hostile)
def test_any_path_gives_a_file_name_discord_takes(path: str) -> None:
    """Letters, digits, dots, lines and no more, never empty and never hidden."""
    name = card.file_name(path)
    assert name
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
    assert not name.startswith(".")


@pytest.mark.parametrize(
    ("path", "name"), [("a/b c.txt", "b_c.txt"), ("box.mbox#2", "box.mbox"), ("README", "README"), ("ä/ö.md", "md")]
)
def test_a_file_keeps_what_it_can_of_its_name(path: str, name: str) -> None:
    """A part of a mailbox comes as the mailbox; letters Discord would change are left out."""
    assert card.file_name(path) == name


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 bytes"), (1, "1 byte"), (1536, "1.5 KiB"), (26 * 2**20, "26.0 MiB")]
)
def test_sizes_are_said_in_units_people_know(number: int, said: str) -> None:
    """From bytes to mebibytes."""
    assert card.size(number) == said


@given(hostile, hostile.filter(str.strip))
@example("", "\u202e")
@example("\u2066", "board/\u200f")
def test_a_choice_fits(title: str, path: str) -> None:
    """A name of at most 100 characters, whatever a document is called."""
    assert 0 < len(card.choice(index.Named(path=path, title=title))) <= 100


@given(hostile.filter(str.strip), hostile)
@example("a" * 100, "")
@example("a" * 101, "")
@example("//a.txt", "A")
@example(" a.txt ", "A")
@example("a\udc80b/c\n.txt", "A")
@example("👩‍👩‍👧" * 30, "A")
def test_a_value_leads_back_to_its_path(path: str, title: str) -> None:
    """Among others of names like it; Discord takes it: no more than 100 characters, and none that can't be sent."""
    value = choices.value(path)
    assert 0 < limits.length(value) <= limits.CHOICE_NAME
    assert value.isprintable()
    assert value == value.strip()
    named = [index.Named(path=one, title=title) for one in (f"{path}x", path, f"x{path}", "//")]

    def find(words: str) -> list[index.Named]:
        return [one for one in named if all(word in one.path for word in words.split())]

    assert choices.path(value, find) == path
