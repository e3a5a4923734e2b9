"""Cuts in a file: what comes back is what was put in, in row order, without being held."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import cuts as cuts_module
from index.build.cut import Cut
from index.build.cuts import Cuts
from index.models.documents import DateSpan, Document, Passage
from index.storage.row_order import row_order

DAY = dt.date(1931, 5, 17)


def cut(number: int, text: str, *, dated: bool = True, pages: tuple[int, ...] = (), name: str = "") -> Cut:
    """A document of one passage a character."""
    day = DAY + dt.timedelta(days=number * 37 % 11)
    date = DateSpan(earliest=day, latest=day, precision="day", origin="head line", as_written=f"“{day}”")
    document = Document(
        path=f"box {number % 3}.mbox#{number}",
        format="mbox",
        title=f"Nº {number}",
        title_origin="source",
        text=text,
        body=0,
        sha256=f"{number:064x}",
        size=len(text),
        date=date if dated else None,
        language=("en", "de", None)[number % 3],
        pages=pages,
        notes=("a note: “ü”",) * (number % 2),
    )
    passages = (
        Passage(
            id=name and f"{name}{at:04d}",
            start=at,
            end=at + 1,
            ordinal=at,
            paragraph=at // 2 + 1,
            page=1 if pages else None,
        )
        for at in range(len(text))
    )
    return Cut(document, tuple(passages))


def drawn(count: int) -> Iterator[Cut]:
    """Texts in several scripts, half a character among them, and some without any passage."""
    chance = random.Random(5)
    for number in range(count):
        text = "".join(chance.choices("ab ü漢😀\ud800\n", k=chance.randrange(12)))
        yield cut(number, text, dated=number % 4 > 0, pages=(0,) if number % 5 == 0 else ())


@pytest.mark.parametrize("in_memory", [1, 500, 1_000_000])
def test_cuts_come_back_as_they_were_in_row_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_memory: int
) -> None:
    """Whole, without their texts, and as counts and keys; while more are added, and as often as they are asked for."""
    monkeypatch.setattr(cuts_module, "IN_MEMORY_BYTES", in_memory)
    put, held = list(drawn(90)), Cuts(tmp_path)
    for number, one in enumerate(put):
        held.append(one)
        assert held[number] == one
    assert list(held) == put
    put.sort(key=lambda one: row_order(one.document))
    held.sort()
    assert (list(held), list(held), len(held)) == (put, put, 90)
    assert list(held.documents()) == [one.document.model_copy(update={"text": ""}) for one in put]
    assert list(held.counts()) == [len(one.passages) for one in put]
    assert list(held.keys()) == [row_order(one.document) for one in put]
    assert not list(tmp_path.iterdir())


def test_more_cuts_keep_their_ids_and_change_nothing_before(tmp_path: Path) -> None:
    """What is appended is to be named anew; what is taken over from a generation has its names."""
    held = Cuts(tmp_path)
    for number in (3, 1):
        held.append(cut(number, "ab", name="gone"))
    held.sort()
    both = held.with_more([cut(2, "xyz", name="kept")])
    assert sorted(passage.id for one in both for passage in one.passages) == [
        *[""] * 4,
        "kept0000",
        "kept0001",
        "kept0002",
    ]
    assert list(both.keys()) == sorted(row_order(one.document) for one in both)
    assert [passage.id for one in held for passage in one.passages] == [""] * 4


def test_a_cut_is_replaced_where_it_is(tmp_path: Path) -> None:
    """Other documents stay as they are, and the next sorting knows the new date."""
    held = Cuts(tmp_path)
    for number in range(4):
        held.append(cut(number, "ab"))
    undated = cut(1, "ab", dated=False)
    held.replace(1, undated)
    assert list(held) == [cut(0, "ab"), undated, cut(2, "ab"), cut(3, "ab")]
    held.sort()
    assert held[3] == undated


def test_a_disk_that_takes_no_file_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is lost in silence."""
    monkeypatch.setattr(cuts_module, "IN_MEMORY_BYTES", 1)
    with pytest.raises(OSError, match="nowhere"):
        Cuts(tmp_path / "nowhere").append(cut(1, "ab"))
