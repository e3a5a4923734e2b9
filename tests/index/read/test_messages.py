"""What a worker writes of one file."""

from __future__ import annotations

import json

import pytest

from index.models.documents import Document, Unreadable
from index.read import messages
from index.read.messages import RESULTS, TEXTS, answer

UNREADABLE = Unreadable(path="b.txt", reason="it is damaged")


def document(text: str) -> Document:
    return Document(
        path="a.txt",
        format="text",
        title="A",
        title_origin="source",
        text=text,
        body=0,
        sha256="0" * 64,
        size=1,
        date=None,
    )


def test_short_texts_are_one_line() -> None:
    """As they always were."""
    results: list[Document | Unreadable] = [document("Words.\n"), UNREADABLE]
    written = b"".join(answer(results))
    assert written.count(b"\n") == 1
    assert RESULTS.validate_json(written) == results


@pytest.mark.parametrize("length", [3, 4, 7])
def test_long_texts_go_before_the_line(monkeypatch: pytest.MonkeyPatch, length: int) -> None:
    """As they are, one after the other, after their sizes in bytes; characters are cut nowhere."""
    monkeypatch.setattr(messages, "LONG_TEXT", length)
    long, short = document("é🚀\n" * 10), document("ab")
    head, _, rest = b"".join(answer([long, UNREADABLE, short, long])).partition(b"\n")
    size = len(long.text.encode())
    assert json.loads(head.removeprefix(TEXTS)) == [size, 0, 0, size]
    assert rest[: 2 * size].decode() == long.text * 2
    blank = long.model_copy(update={"text": ""})
    assert RESULTS.validate_json(rest[2 * size :]) == [blank, UNREADABLE, short, blank]
