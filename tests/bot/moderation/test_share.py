"""When one file is most of the archive."""

from __future__ import annotations

import pytest

import index
from bot.moderation.share import BYTES_PER_PASSAGE, majority
from tests.bot.fakes import Doc

WORDS = "x" * BYTES_PER_PASSAGE


def holdings(documents: int, passages: int) -> index.Holdings:
    return index.Holdings(documents=documents, undated=0, passages=passages, earliest=None, latest=None)


@pytest.mark.parametrize(
    ("texts", "held", "expected"),
    [
        (["short"] * 3, holdings(3, 3), None),
        (["short"] * 4, holdings(3, 30), ("documents", 4, 57)),
        ([WORDS * 30], holdings(3, 30), None),
        ([WORDS * 31], holdings(3, 30), ("passages", 31, 51)),
        (["é" * BYTES_PER_PASSAGE * 10], holdings(3, 19), ("passages", 20, 51)),
        (["short"], holdings(0, 0), ("documents", 1, 100)),
    ],
)
def test_more_than_half_of_the_documents_or_passages(
    texts: list[str], held: index.Holdings, expected: tuple[str, int, int] | None
) -> None:
    """Half is not most; a short text is a passage, and a long one has as many as it has bytes for."""
    share = majority([Doc(f"{place}.txt", "T", text).document() for place, text in enumerate(texts)], held)
    assert (share and (share.what, share.new, share.percent)) == expected
