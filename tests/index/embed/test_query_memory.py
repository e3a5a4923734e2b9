"""What was embedded lately is not embedded again, whoever asks and however many ask at once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from index.embed.query_memory import QueryMemory
from index.models.vectors import Rows


class Model:
    """Turns "7" into [7.0] and notes what it was asked; raises for what is no number."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.go = threading.Event()
        self.go.set()

    def __call__(self, text: str) -> Rows:
        self.asked.append(text)
        assert self.go.wait(10)
        return np.array([float(text)], dtype=np.float32)


def test_the_last_texts_are_embedded_once() -> None:
    """A text that is asked again while it is among the last is not embedded again; an older one is."""
    model = Model()
    memory = QueryMemory(model, 2)
    rows = [memory(text)[0] for text in ("1", "2", "1", "3", "1", "2")]
    assert rows == [1, 2, 1, 3, 1, 2]
    assert model.asked == ["1", "2", "3", "2"]


def test_who_asks_for_what_is_being_embedded_waits_for_it() -> None:
    """Threads that ask for the same text at once have it embedded once."""
    model = Model()
    memory = QueryMemory(model)
    model.go.clear()
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(memory, "5") for _ in range(4)]
        model.go.set()
        assert [one.result(10)[0] for one in asked] == [5] * 4
    assert model.asked == ["5"]


def test_a_fault_is_told_and_not_remembered() -> None:
    """What could not be embedded is tried again by whoever asks next."""
    model = Model()
    memory = QueryMemory(model)
    for _ in range(2):
        with pytest.raises(ValueError, match="float"):
            memory("no number")
    assert model.asked == ["no number"] * 2


def test_nobody_changes_a_row() -> None:
    """A row that others are given, too, can't be written to."""
    row = QueryMemory(Model())("1")
    with pytest.raises(ValueError, match="read-only"):
        row[0] = 2
