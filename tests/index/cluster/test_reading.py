"""Files read by workers of a cluster that is not Ray's: what each must see, and what comes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build.build import build, locked
from index.build.cluster_work import ClusterWork
from index.build.progress import silent
from index.cluster.reading import RayReaders
from index.cluster.same_code import check_code, code_digest
from index.errors import ClusterError
from index.generations.data_folder import DataFolder
from index.read import look
from tests.makers.archives import Place, notes
from tests.stand_ins.fake_cluster import FakeCluster, Pending
from tests.stand_ins.hashing_encoder import HashingEncoder


def test_files_come_in_their_order_with_their_documents(tmp_path: Path) -> None:
    """Whichever worker is done first; a file that can't be read is a line of its own."""
    place = notes(tmp_path, 50)
    place.file("broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    sources = look(place.settings, {}).sources
    with RayReaders(FakeCluster(("one",)), place.settings) as readers:
        found = list(readers.read_many(sources))
    assert [source for source, _ in found] == list(sources)
    assert all([result.path for result in results] == [source.path] for source, results in found)


class Unmounted(FakeCluster):
    """The archive is gone when its workers start, as it is where it was never shared."""

    archive: Path

    def happen(self, pending: Pending) -> None:
        if self.archive.exists():
            self.archive.rename(self.archive.with_name("elsewhere"))


def test_a_node_that_does_not_see_the_archive_is_told(tmp_path: Path) -> None:
    """There is one line before anything is read, and nothing is published."""
    place = notes(tmp_path)
    cluster = Unmounted()
    cluster.archive = place.archive
    with locked(place.settings) as data, pytest.raises(ClusterError, match="doesn't see the archive"):
        build(place.settings, data, silent, encoder=HashingEncoder(), work=ClusterWork(cluster))
    assert DataFolder(place.data).whole() == []


class Cut(FakeCluster):
    """All nodes end when the third batch is embedded."""

    embedded = 0

    def happen(self, pending: Pending) -> None:
        self.embedded += pending.method == "encode"
        if self.embedded > 2:
            for node in self.nodes():
                self.end_node(node.name)


def test_what_was_embedded_before_all_nodes_ended_is_kept(tmp_path: Path) -> None:
    """The next build goes on from there."""
    words = "the keeper of the lantern saw the ferry and the gulls on day"
    text = "date 1999-01-01 Days\n\n" + "\n\n".join(f"{words} {number}." for number in range(700))
    place = Place(tmp_path, {"days.txt": text}, passage_tokens=16)
    with locked(place.settings) as data, pytest.raises(ClusterError, match="no worker left"):
        build(place.settings, data, silent, encoder=HashingEncoder(), work=ClusterWork(Cut()))
    kept = len(place.cached())
    assert kept > 0
    report = place.index()
    assert 0 < report.embedded == report.passages - kept


def test_another_version_of_the_program_is_refused() -> None:
    """The same one is not."""
    check_code(code_digest(), "here")
    with pytest.raises(ClusterError, match="node there has another version"):
        check_code("0" * 64, "there")
