"""Every file of a data folder, damaged in every way, under every command: a right answer or one plain line, no third.

What a command answers is compared with what it answered before the damage, in the generation that it names.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from index import Archive, AuditLog, Dating, Dossiers, Query, reindex
from index.archive_folder import ArchiveFolder
from index.embed import load
from index.generations import integrity
from index.generations.data_folder import DAMAGED_FILE
from index.userdata.erasures import Erasures
from tests.makers.archives import Place, note, notes
from tests.stand_ins.hashing_encoder import HashingEncoder
from tests.stand_ins.in_process import InProcessReaders

Run = Callable[..., int]
Answers = dict[int, Any]
"""What a command answers, by the generation that it names."""

QUERY = "harbour lantern"
GENERATION = "generations/000002/"
OF_A_GENERATION = (
    *("history.sqlite", "manifest.json", "manifest.sha256", "report.json", "report.sha256", "segments.json"),
    *("order.npy", "words/meta.json", "words/*.idx", "words/*.term", "segments/*/archive.sqlite"),
    *("segments/*/starts.npy", "segments/*/vectors.faiss", "segments/*/vectors.faiss.digests"),
    "segments/*/vectors.keys",
)
MADE_AGAIN = (*(GENERATION + name for name in OF_A_GENERATION), "current", "embeddings.sqlite", "lock.held")
"""By a reindex."""
FILES = (
    *MADE_AGAIN,
    *("erasures.sqlite", "dates.sqlite"),
    *("citations.sqlite", "dossiers.sqlite", "bot-audit.jsonl", "trash/*/note-000.txt", "trash/*.sha256"),
)


def flip(at: float) -> Callable[[Path], None]:
    """Changes one bit of the byte at this share of a file."""

    def act(file: Path) -> None:
        data = bytearray(file.read_bytes())
        if data:
            data[min(int(at * len(data)), len(data) - 1)] ^= 0x04
            file.write_bytes(data)

    return act


def gone(file: Path) -> None:
    file.unlink()


def empty(file: Path) -> None:
    file.write_bytes(b"")


def cut(file: Path) -> None:
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2])


def looped(file: Path) -> None:
    """What no one can open, not even root: it is there, and says nothing of what is in it."""
    file.unlink()
    file.symlink_to(file.name)


def folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


FAULTS: dict[str, Callable[[Path], None]] = {
    "its first byte": flip(0),
    "a byte of it": flip(0.37),
    "its last byte": flip(1),
    "cut": cut,
    "empty": empty,
    "gone": gone,
    "a link to itself": looped,
    "a folder": folder,
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of two generations, with citations, a dossier, a trashed file and an audit log."""
    place = notes(tmp_path_factory.mktemp("whole"), 6)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(load, "load", lambda settings, *, for_documents: HashingEncoder())
        reindex(place.settings, readers=InProcessReaders)
        place.write({"more.txt": note(40, "smuggler")})
        ArchiveFolder(place.settings).remove("note-000.txt")
        reindex(place.settings, readers=InProcessReaders)
        with closing(Archive.open(place.settings, readers=InProcessReaders)) as archive:
            passage = archive.search(Query(text=QUERY)).hits[0].passage
    Dossiers(place.data).add(1, 2, passage)
    AuditLog(place.data).add({"action": "remove", "what": "note-000.txt"})
    record = Erasures(place.data)
    record.finish(record.begin("never.txt", "it never was", part=False, files=(), digests=["0" * 64]).key)
    Dating(place.settings, InProcessReaders).set("note-001.txt", "1971", "the diary says so", "mo")
    (place.data.parent / "passage").write_text(passage)
    return place.data.parent


@pytest.fixture
def place(tmp_path: Path, whole: Path) -> Place:
    shutil.copytree(whole, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("archive"))
    (tmp_path / "archive").symlink_to(whole / "archive")  # nothing is changed in it, and the index is of this very one
    return Place(tmp_path)


class Commands:
    """What each command answers about a place, as JSON."""

    def __init__(self, run: Run, place: Place, capsys: pytest.CaptureFixture[str]) -> None:
        self._run = run
        self._capsys = capsys
        self._passage = (place.data.parent / "passage").read_text()

    def answer(self, *command: str) -> dict[str, Any] | None:
        """The JSON that a command prints; None where it says in one line what is wrong."""
        code = self._run(*command)
        out, err = self._capsys.readouterr()
        assert "Traceback" not in err
        assert code in {0, 1}, err
        lines = [line for line in err.splitlines() if line.startswith("dateline: ")]
        assert code == 0 or command[0] == "check" or lines, (command, err)
        return json.loads(out) if code == 0 else None

    def all(self) -> Iterator[tuple[str, int, Any]]:
        """The name of each command that answers, the generation that it names, and what it says."""
        if (found := self.answer("search", QUERY, "--limit", "3", "--json")) is not None:
            hits = [{key: hit[key] for key in hit if key != "score"} for hit in found["hits"]]
            yield "search", found["generation"], hits
        if (found := self.answer("cite", self._passage, "--json")) is not None:
            yield "cite", 0, [found[key] for key in ("outcome", "quotation", "date", "title", "document", "start")]
        if (found := self.answer("documents", "--json")) is not None:
            yield "documents", found["generation"], found["documents"]
        if (found := self.answer("status", "--json")) is not None:
            told = ("documents", "undated", "passages", "earliest", "latest", "newest")
            yield "status", found["generation"], [found[key] for key in told]
        if (found := self.answer("report", "--json")) is not None:
            yield "report", found["generation"], found


@pytest.fixture
def commands(dateline: Run, place: Place, capsys: pytest.CaptureFixture[str]) -> Commands:
    return Commands(dateline, place, capsys)


@pytest.fixture
def truth(commands: Commands, place: Place) -> dict[str, Answers]:
    """What each command answers of each generation, undamaged."""
    known: dict[str, Answers] = {}
    for number in (1, 2):
        assert commands.answer("rollback", str(number), "--json") is not None
        for command, generation, answer in commands.all():
            known.setdefault(command, {})[generation] = answer
        known["report"][number] = commands.answer("report", str(number), "--json")
    assert {command: len(answers) for command, answers in known.items()} == {
        **dict.fromkeys(("search", "documents", "status", "report"), 2),
        "cite": 1,
    }
    return known


@pytest.mark.parametrize("file", FILES)
def test_a_damaged_file_is_never_served_wrong(
    file: str, place: Place, commands: Commands, truth: dict[str, Answers], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each fault in turn: what is answered is right, and a check tells of every fault of an immutable file.

    Half of the bytes are changed in files as large ones are: not read when they are opened.
    """
    original = place.data.with_name("original")
    place.data.rename(original)
    for fault, act in FAULTS.items():
        monkeypatch.setattr(integrity, "QUICK_BYTES", 0 if fault == "a byte of it" else 16 * 1024 * 1024)
        shutil.copytree(original, place.data)
        (target,) = sorted(place.data.glob(file))[:1]
        act(target)
        for command, generation, answer in commands.all():
            assert answer == truth[command][generation], (file, fault, command)
        if file.startswith(GENERATION) and (file, fault) != (f"{GENERATION}manifest.sha256", "gone"):
            assert commands.answer("check", "--json") is None, (file, fault)
        passing = fault == "a link to itself"
        assert not (passing and list(place.data.glob(f"generations/*/{DAMAGED_FILE}"))), (file, fault)
        shutil.rmtree(place.data)


@pytest.mark.parametrize("file", MADE_AGAIN)
def test_a_reindex_puts_right_what_can_be_made_again(file: str, place: Place, commands: Commands) -> None:
    """Whatever became of a file that can be made again, all commands answer after one reindex."""
    original = place.data.with_name("original")
    place.data.rename(original)
    for fault, act in FAULTS.items():
        if fault in {"a link to itself", "a folder"}:
            continue  # these pass, or are somebody's doing
        shutil.copytree(original, place.data)
        (target,) = sorted(place.data.glob(file))[:1]
        act(target)
        assert commands.answer("index", "--json") is not None, (file, fault)
        assert len(list(commands.all())) == 5, (file, fault)
        shutil.rmtree(place.data)
