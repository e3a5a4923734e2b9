"""The way by which workers tell of the pages of scans: a pipe each, beside that of their results.

So a page is heard of as soon as it is recognised, whichever file the results are awaited of, and no worker waits for
its turn until its next page.
"""

from __future__ import annotations

import os
import select

from index.read.messages import page_of
from index.read.recognise import PageTold, Told

_AT_ONCE = 64 * 1024


class PagePipe:
    """A pipe from one worker; `writing` is the worker's end, and to be closed here once that has started."""

    def __init__(self) -> None:
        self.handle, self.writing = os.pipe()
        os.set_blocking(self.handle, False)
        self.ended = False
        self._read = bytearray()

    def started(self) -> None:
        """The worker has its end."""
        os.close(self.writing)

    def pages(self) -> list[PageTold]:
        """What was told since. Nothing more is heard of a worker that is gone, or that tells what is none."""
        while not self.ended:
            try:
                more = os.read(self.handle, _AT_ONCE)
            except BlockingIOError:
                break
            self.ended = not more
            self._read += more
        *lines, rest = self._read.split(b"\n")
        self._read = rest
        try:
            return [page_of(line) for line in lines]
        except ValueError:
            self.ended = True
            return []

    def close(self) -> None:
        self.ended = True
        os.close(self.handle)


class PagePipes:
    """Those of all workers of a pool."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._pipes: list[PagePipe] = []

    def opened(self) -> PagePipe:
        pipe = PagePipe()
        self._pipes.append(pipe)
        return pipe

    def closed(self, pipe: PagePipe) -> None:
        if pipe in self._pipes:
            self.tell(pipe)
            self._pipes.remove(pipe)
            pipe.close()

    def tell(self, pipe: PagePipe) -> bool:
        """Tells what has come by a pipe; returns whether anything has."""
        pages = pipe.pages()
        for page in pages:
            self._told(page)
        return bool(pages)

    def wait(self, output: int, own: PagePipe, seconds: float) -> tuple[bool, bool]:
        """Waits until something can be read from `output` or has come by any pipe, which is told.

        Returns whether there is something to read, and whether a page came by the `own` pipe of who writes there.
        Raises `TimeoutError`.
        """
        poll = select.poll()
        poll.register(output, select.POLLIN)
        live = {pipe.handle: pipe for pipe in self._pipes if not pipe.ended}
        for handle in live:
            poll.register(handle, select.POLLIN)
        ready = {handle for handle, _ in poll.poll(max(0.0, seconds) * 1000)}
        if not ready:
            raise TimeoutError
        told = [pipe for handle, pipe in live.items() if handle in ready and self.tell(pipe)]
        return output in ready, own in told
