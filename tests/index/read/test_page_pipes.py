"""The way by which workers tell of pages: heard at once, whoever is awaited, and never trusted."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing

import pytest

from index.read.messages import page_line
from index.read.page_pipes import PagePipe, PagePipes
from index.read.recognise import PageTold


@pytest.fixture
def output() -> Iterator[tuple[int, int]]:
    """A pipe as that of a worker's results."""
    reading, writing = os.pipe()
    yield reading, writing
    os.close(reading)
    os.close(writing)


def told_by(pipe: PagePipe, line: bytes) -> None:
    os.write(pipe.writing, line)


def test_pages_are_heard_while_results_are_awaited(output: tuple[int, int]) -> None:
    """Those of any worker are told; it is said whether the awaited one's are among them."""
    heard: list[int] = []
    pipes = PagePipes(lambda page: heard.append(page.number))
    own, other = pipes.opened(), pipes.opened()
    line = page_line(PageTold(number=3, of=4))
    told_by(other, line[:5])
    assert pipes.wait(output[0], own, 5) == (False, False)
    told_by(other, line[5:])
    assert pipes.wait(output[0], own, 5) == (False, False)
    told_by(own, page_line(PageTold(number=1, of=1)))
    assert pipes.wait(output[0], own, 5) == (False, True)
    os.write(output[1], b"x")
    assert pipes.wait(output[0], own, 5) == (True, False)
    assert heard == [3, 1]
    for pipe in (own, other):
        pipe.started()
        pipes.closed(pipe)


def test_a_worker_that_is_gone_or_tells_rubbish_is_heard_no_more(output: tuple[int, int]) -> None:
    """Nobody waits for it in vain, and its last pages are told."""
    heard: list[int] = []
    pipes = PagePipes(lambda page: heard.append(page.number))
    gone, raving = pipes.opened(), pipes.opened()
    told_by(gone, page_line(PageTold(number=7, of=9)))
    gone.started()
    told_by(raving, b"no page\n")
    pipes.wait(output[0], gone, 5)
    assert (heard, gone.ended, raving.ended) == ([7], True, True)
    with pytest.raises(TimeoutError):
        pipes.wait(output[0], gone, 0)
    raving.started()
    for pipe in (gone, raving):
        with closing(pipe):
            assert pipe.pages() == []
