"""Indexes of a shared store's tables made by the workers of a cluster, each a segment of one column at a time.

Workers reach the store by their own path or credentials, and only write segments. Each index is committed here when all
of its segments are there; so a worker that ends leaves nothing in the table. What workers can't do is done here: a
build that has embedded for hours isn't lost for it.
"""

from __future__ import annotations

import logging
import os
import socket
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

from index.cluster.crew import Crew, one_a_core
from index.cluster.same_code import check_code, code_digest
from index.cluster.surface import Cluster, Node, Place
from index.errors import ClusterError, DatelineError
from index.storage.lance.indexing import EXACT_ROWS, NewIndex, make_here
from index.storage.lance.segments import (
    MadeSegment,
    Segment,
    Table,
    commit,
    files_of,
    has_lists,
    make_segment,
    open_for_segments,
    segments,
    trained,
)

log = logging.getLogger(__name__)

SMALL_ROWS: Final = EXACT_ROWS
"""A table of so many rows is indexed here before workers have started."""
THREADS: Final = ("LANCE_CPU_THREADS", "LANCE_FTS_NUM_SHARDS")
"""How many threads Lance computes in, when it is first asked to."""


class IndexingWorker:
    """Makes segments on a node, of the table at `uri` in a version that has `files`."""

    def __init__(self, uri: str, version: int, files: frozenset[str], cores: int, code: str) -> None:
        self._uri = uri
        self._version = version
        self._files = files
        self._cores = cores
        self._code = code

    def ready(self) -> None:
        """Opens the table; raises `ClusterError` for another version of Dateline, or where it is not the same table."""
        check_code(self._code, _host())
        os.environ.update(dict.fromkeys(THREADS, str(self._cores)))
        try:
            self._table = open_for_segments(self._uri, self._version)
        except DatelineError as error:
            raise ClusterError(
                f"node {_host()} can't open {self._uri} ({_reason(error)}); {_cure(self._uri)}"
            ) from error
        if files_of(self._table) != self._files:
            raise ClusterError(f"node {_host()} has another table at {self._uri}; {_cure(self._uri)}")

    def make(self, segment: Segment) -> MadeSegment:
        """What is to be committed of a segment; raises `ClusterError` where this node can't read or write."""
        try:
            return make_segment(self._table, Segment(*segment))
        except (ValueError, OSError, RuntimeError) as error:  # so Lance says it
            line = " ".join(str(error).split())[:200]
            raise ClusterError(f"node {_host()} can't make an index in {self._uri} ({line})") from error


class ClusterIndexes:
    """Makes indexes on a cluster; `noted` is told in a line whatever is left to others, or to this machine."""

    def __init__(self, cluster: Cluster, noted: Callable[[str], None]) -> None:
        self._cluster = cluster
        self._noted = noted
        self._notes: set[str] = set()

    def make(self, table: Table, indexes: Sequence[NewIndex]) -> Iterator[str]:
        """An `IndexMaker`."""
        left = {index.column: index for index in indexes}
        if _is_worth_it(table, indexes):
            try:
                for column in self._made(table, indexes):
                    del left[column]
                    yield column
            except ClusterError as error:
                self._note(f"{_reason(error)}; this machine made {len(left)} of {len(indexes)} indexes by itself")
        yield from make_here(table, left.values())

    def _made(self, table: Table, indexes: Sequence[NewIndex]) -> Iterator[str]:
        """The columns whose indexes the cluster has made, as they are committed."""
        tasks = segments(table, indexes)
        places = partial(_places, len(tasks))
        crew = Crew(self._cluster, IndexingWorker, _given(table), places, in_flight=1, unfit=self._unfit)
        with _trained(table, indexes) as training, crew:
            yield from _committed(table, tasks, crew.map("make", _with_lists(tasks, training)))

    def _unfit(self, error: DatelineError) -> None:
        self._note(f"{error}; it made no indexes")

    def _note(self, line: str) -> None:
        """Tells it once, however many workers a node has."""
        if line not in self._notes:
            self._notes.add(line)
            log.warning("%s", line)
            self._noted(line)


def _committed(table: Table, tasks: Sequence[Segment], made: Iterable[tuple[int, MadeSegment]]) -> Iterator[str]:
    """Each column when all of its segments, the numbers of which are those of `tasks`, are made and committed."""
    columns = [task.of.column for task in tasks]
    there: defaultdict[str, list[MadeSegment]] = defaultdict(list)
    for number, segment in made:
        column = columns[number]
        there[column].append(segment)
        if len(there[column]) == columns.count(column):
            commit(table, column, there[column])
            yield column


@contextmanager
def _trained(table: Table, indexes: Iterable[NewIndex]) -> Iterator[dict[str, Future[NewIndex]]]:
    """The columns whose indexes have lists, which are trained here meanwhile."""
    apart = open_for_segments(table.uri, table.version)  # as a table can't be changed while another thread uses it
    with ThreadPoolExecutor(1) as pool:
        yield {index.column: pool.submit(trained, apart, index) for index in filter(has_lists, indexes)}


def _with_lists(tasks: Iterable[Segment], training: Mapping[str, Future[NewIndex]]) -> Iterator[Segment]:
    """The segments in their order, each with the lists that it is to have as soon as they are trained."""
    for task in tasks:
        lists = training.get(task.of.column)
        yield task._replace(of=lists.result()) if lists else task


def _is_worth_it(table: Table, indexes: Iterable[NewIndex]) -> bool:
    """Whether indexes take longer to make than workers to start: those of numbers and names don't."""
    return table.count_rows() > SMALL_ROWS and any(index.kind != "BTREE" for index in indexes)


def _given(table: Table) -> Callable[[Place], tuple[Any, ...]]:
    uri, version, files = table.uri, table.version, files_of(table)
    return lambda place: (uri, version, files, place.cpus, code_digest())


def _places(most: int, nodes: Sequence[Node]) -> list[Place]:
    """A worker for each core, as Lance indexes words in one thread; not more than `most`, spread over the nodes."""
    return sorted(one_a_core(nodes), key=lambda place: place.number)[:most]


def _host() -> str:
    return socket.gethostname()


def _reason(error: DatelineError) -> str:
    return str(error).partition(";")[0]


def _cure(uri: str) -> str:
    if "://" in uri:
        return "start Ray there with the store's address and credentials in its environment (AWS_...)"
    return "share that folder with it under the same path"
