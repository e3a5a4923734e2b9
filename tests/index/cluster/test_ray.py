"""A build on Ray itself, of this machine alone: the same generation, whichever processes are killed."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index import Report, processes
from index.build.build import build, locked
from index.build.cluster_work import ClusterWork
from index.build.progress import silent
from index.cluster.ray_cluster import ADDRESS, RayCluster, connected
from index.embed.encoder import Encoder
from index.errors import ClusterError
from index.generations.data_folder import DataFolder
from index.storage.lance.opening import read_versions, tables_of
from index.storage.lance.segments import MOST_MADE
from tests import ROOT
from tests.index.cluster.deadly_encoder import DeadlyEncoder
from tests.makers.archives import Place, comparable, notes
from tests.makers.stores import on_store
from tests.makers.tables import several_files
from tests.stand_ins.hashing_encoder import HashingEncoder

DETERMINED = {"archive.sqlite", "vectors.faiss", "vectors.keys", "order.npy"}
"""Files of which the archive and the encoder decide each byte."""
LOOPBACK = {"0100007F", "0000000000000000FFFF00000100007F"}
"""127.0.0.1 as `/proc/net/tcp` and `/proc/net/tcp6` write it."""
TOP = 5
LISTENING = "0A"
"""The state of a listening socket in `/proc/net/tcp`."""


@pytest.fixture(scope="module")
def cluster() -> Iterator[RayCluster]:
    """Ray takes seconds to start, so all tests here share one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(ADDRESS, raising=False)
        patch.setenv("PYTHONPATH", str(ROOT))
        patch.setattr(processes, "available_cores", lambda: 2)
        with connected("auto") as found:
            yield found


def built(place: Place, encoder: Encoder, cluster: RayCluster) -> Report:
    with locked(place.settings) as data:
        return build(place.settings, data, silent, encoder=encoder, work=ClusterWork(cluster))


def proofs(place: Place) -> dict[str, str]:
    """The checksums of a generation's documents, passages and vectors."""
    files = DataFolder(place.data).manifest(1).files
    return {name: digest for name, digest in files.items() if Path(name).name in DETERMINED}


def children(pid: int) -> Iterator[int]:
    """The processes below a process."""
    for place in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, place.read_text("ascii").split()):
            yield child
            yield from children(child)


def listening(pid: int) -> Iterator[str]:
    """The addresses, in hex, at which a process listens."""
    own = {str(handle.readlink()) for handle in Path(f"/proc/{pid}/fd").iterdir() if handle.is_symlink()}
    for family in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{family}").read_text("ascii").splitlines()[1:]:
            fields = line.split()
            if fields[3] == LISTENING and f"socket:[{fields[9]}]" in own:
                yield fields[1].partition(":")[0]


def test_it_builds_the_same_generation_as_one_machine(tmp_path: Path, cluster: RayCluster) -> None:
    """Documents, passages, vectors and the report, also of files that crash their reader or can't be read."""
    places = []
    for name in ("here", "there"):
        place = notes(tmp_path / name, 40)
        place.file("broken.pdf").write_bytes(b"%PDF-1.7 and no more")
        places.append(place)
    here, there = places
    alone = here.index()
    together = built(there, HashingEncoder(), cluster)
    apart = {"seconds"}
    assert together.model_dump(exclude=apart) == alone.model_dump(exclude=apart)
    assert [failure.path for failure in together.failed] == ["broken.pdf"]
    assert proofs(there) == proofs(here)


def test_each_passage_is_embedded_once_though_workers_are_killed(tmp_path: Path, cluster: RayCluster) -> None:
    """One is killed while it cuts, another one while it embeds; others do again what they did."""
    here, there = notes(tmp_path / "here", 40), notes(tmp_path / "there", 40)
    here.index()
    report = built(there, DeadlyEncoder(tmp_path), cluster)
    assert {path.name for path in tmp_path.iterdir()} == {"here", "there", "cutting", "embedding"}
    assert (report.documents, report.embedded, report.failed) == (40, report.passages, ())
    assert proofs(there) == proofs(here)


def test_the_indexes_of_a_shared_store_are_made_by_workers(tmp_path: Path, cluster: RayCluster) -> None:
    """In segments, of which what Lance tells comes back whole; and searches find what they find on one machine."""
    here = notes(tmp_path / "here", 40)
    there = on_store(tmp_path / "there", tmp_path / "store", archive=here.archive)
    alone = here.index()
    with several_files(alone.passages):
        report = built(there, HashingEncoder(), cluster)
    assert (report.documents, report.embedded, report.notes) == (40, report.passages, ())
    folder = DataFolder(there.data).folder(report.generation)
    stated = tables_of(folder).open(read_versions(folder)).passages.stats
    assert {stated.index_stats(f"{column}_idx")["num_indices"] for column in ("stems", "vector")} == {MOST_MADE}
    for question in ("harbour lantern", '"seen on day"', "storm -goat"):
        found, expected = (place.ask(question, limit=TOP) for place in (there, here))
        assert [passage for passage, *_ in comparable(found)] == [passage for passage, *_ in comparable(expected)]


def test_what_is_started_here_listens_on_the_loopback_interface_alone(cluster: RayCluster) -> None:
    """Nobody outside can have it run anything."""
    found = {address for pid in (os.getpid(), *children(os.getpid())) for address in listening(pid)}
    assert found
    assert found <= LOOPBACK


def test_what_is_no_cluster_is_one_line(cluster: RayCluster) -> None:
    """Ray would wait for minutes for another server to speak its protocol."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
        with ThreadPoolExecutor(1) as pool:
            answered = pool.submit(_refuse, server)
            with pytest.raises(ClusterError, match="is no Ray cluster"), connected(address):
                pass
            answered.result()
    with pytest.raises(ClusterError, match="can't be reached"), connected(address):
        pass


def _refuse(server: socket.socket) -> None:
    """Answers as a web server does."""
    with server.accept()[0] as connection:
        connection.recv(100)
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


def test_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Ray is not there."""
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.delenv(ADDRESS, raising=False)
    with pytest.raises(ClusterError, match=r'pip install -e "\.\[hosts\]"$'), connected("auto"):
        pass


@pytest.mark.parametrize("address", ["nonsense", "ray://host:10001", "host:port", ":6379", "host:99999"])
def test_what_is_no_address_is_refused(address: str) -> None:
    """It is said what one looks like."""
    with pytest.raises(ClusterError, match="give HOST:PORT"), connected(address):
        pass
