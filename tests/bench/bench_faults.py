"""What becomes of damage and of kills, in the long form: random bytes over a data folder, and `kill -9` at any moment.

    python -m tests.bench.bench_faults [--bytes 1000] [--kills 100] [--mib 20] [--seed 7]

Bytes: an archive of so many MiB with everything a data folder can hold. Each time one byte of one file is another, half
of them drawn over all bytes, half over all files first; then `check`, `search`, `cite`, `documents`, `status` and
`report` are run. Whatever is answered must be what was answered before, in the generation that it names; `check` must
notice every byte of a generation, and elsewhere every byte by which a record is another. Kills: of a reindex and of the
bot on the loopback Discord, in turns; afterwards every citation that was shown resolves, and a check is content. The
exit code is 1 if anything was served wrong, unnoticed, lost, or a traceback.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from index import Archive, AuditLog, DataFile, Dossiers, Query, Settings, cli, reindex
from index.archive_folder import ArchiveFolder
from index.embed import load, onnx_export
from index.embed.sentence_encoder import SentenceTransformerEncoder
from index.generations import lock
from index.generations.data_folder import DAMAGED_FILE
from index.userdata.erasures import Erasures
from tests.bench import synthetic
from tests.makers.archives import note
from tests.stand_ins import tiny_models
from tests.stand_ins.hashing_encoder import HashingEncoder
from tests.stand_ins.in_process import InProcessReaders
from tests.wire import process
from tests.wire.process import Folders
from tests.wire.server import FakeDiscord

MEBIBYTE: Final = 1024 * 1024
WORDS_A_DOCUMENT: Final = 2_000
QUERIES: Final = ("harbour lantern", "keeper storm signal")
READ: Final = ("search", "cite", "documents", "status", "report")
NOT_RECORDS: Final = ("lock", "bot-", "reindex.json", "current")
"""Files that say what is going on, not what was: no byte of them alters a record."""
DATABASES: Final = (".sqlite",)

Answers = dict[tuple[str, int], Any]


@dataclass
class Found:
    """What was counted, and what went wrong, a line each."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def text(chance: random.Random, number: int) -> str:
    words = " ".join(synthetic.word(int(chance.paretovariate(0.6)) % 30_000) for _ in range(WORDS_A_DOCUMENT))
    return (
        f"date {1900 + number % 100}-0{1 + number % 9}-1{number % 9} Roll {number}\n\n{words}.\n\n{note(number)[40:]}"
    )


def filled(folder: Path, mib: int, chance: random.Random) -> Settings:
    """A data folder with two generations, and something of everything else."""
    settings = Settings(_env_file=None, archive=folder / "archive", data=folder / "data")
    settings.archive.mkdir()
    size = number = 0
    while size < mib * MEBIBYTE:
        size += (settings.archive / f"roll-{number}.txt").write_text(text(chance, number), "utf-8")
        number += 1
    reindex(settings, readers=InProcessReaders)
    (settings.archive / "new.txt").write_text(note(7, "smuggler"), "utf-8")
    ArchiveFolder(settings).remove("roll-3.txt")
    reindex(settings, readers=InProcessReaders)
    with closing(Archive.open(settings, readers=InProcessReaders)) as archive:
        shown = [hit.passage for query in QUERIES for hit in archive.search(Query(text=query, limit=25)).hits]
    for passage in shown:
        Dossiers(settings.data).add(1, 2, passage)
        AuditLog(settings.data).add({"action": "add", "what": passage})
    record = Erasures(settings.data)
    record.finish(record.begin("never.txt", "it never was", part=False, files=(), digests=["0" * 64]).key)
    model = SentenceTransformerEncoder(settings.model_copy(update={"model": str(tiny_models.save(folder / "model"))}))
    onnx_export.export(model, settings.data / "encoders" / "0123456789abcdef")
    (folder / "passage").write_text(shown[0])
    return settings


class Commands:
    """The command line, run in this process."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._passage = (settings.data.parent / "passage").read_text()
        self.tracebacks = 0

    def run(self, name: str, *arguments: str) -> dict[str, Any] | None:
        """What a command prints as JSON; None where it says what is wrong instead."""
        out, err = io.StringIO(), io.StringIO()
        where = ["--archive", str(self._settings.archive), "--data", str(self._settings.data)]
        with redirect_stdout(out), redirect_stderr(err):
            code = cli.main([name, *where, "--json", *arguments])
        self.tracebacks += "Traceback" in err.getvalue()
        return json.loads(out.getvalue()) if code == 0 else None

    def answers(self) -> Iterator[tuple[str, int, Any]]:
        """The name of each command that answers, the generation that it names, and what it says."""
        for query in QUERIES:
            if (found := self.run("search", query, "--limit", "5")) is not None:
                hits = [{key: hit[key] for key in hit if key not in {"score", "rank"}} for hit in found["hits"]]
                yield f"search {query}", found["generation"], sorted(hits, key=lambda hit: str(hit["passage"]))
        if (found := self.run("cite", self._passage)) is not None:
            yield "cite", 0, [found[key] for key in ("outcome", "quotation", "date", "title", "document", "start")]
        if (found := self.run("documents")) is not None:
            yield "documents", found["generation"], found["documents"]
        if (found := self.run("status")) is not None:
            told = ("documents", "undated", "passages", "earliest", "latest", "newest")
            yield "status", found["generation"], [found[key] for key in told]
        if (found := self.run("report")) is not None:
            yield "report", found["generation"], found


def truth(commands: Commands) -> Answers:
    """What each command answers of each generation, undamaged."""
    known: Answers = {}
    for number in (1, 2):
        commands.run("rollback", str(number))
        known |= {(command, generation): answer for command, generation, answer in commands.answers()}
        known["report", number] = commands.run("report", str(number))
    return known


def is_right(command: str, answer: Any, true: Any) -> bool:
    """A search may find less where a damaged passage is left out, or its words are; it may show nothing else."""
    if not command.startswith("search"):
        return bool(answer == true)
    return all(hit == known for hit in answer for known in true if known["passage"] == hit["passage"])


def records(file: Path) -> object:
    """Everything recorded in a file, whatever its bytes; an error's name where it can't be read."""
    try:
        if file.suffix not in DATABASES:
            return file.read_bytes()
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            database.text_factory = bytes
            tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {
                name: database.execute(f"SELECT * FROM {name.decode()}").fetchall()  # noqa: S608 (our own tables)
                for name in tables
            }
    except (sqlite3.Error, UnicodeDecodeError) as error:  # the name of a table may be what is damaged
        return type(error).__name__


def drawn(files: Sequence[Path], chance: random.Random, number: int) -> tuple[Path, int]:
    """A file and a byte of it."""
    sizes = [file.stat().st_size for file in files]
    file = chance.choices(files, sizes)[0] if number % 2 else chance.choice(files)
    return file, chance.randrange(file.stat().st_size)


class Change(NamedTuple):
    """Another byte in a file, and the file as it was."""

    name: str
    at: int
    changed: Path
    original: Path

    @property
    def kind(self) -> str:
        return "of generations" if self.name.startswith("generations/") else "elsewhere"

    def alters_a_record(self) -> bool:
        if self.kind == "of generations":
            return True
        return not self.name.startswith(NOT_RECORDS) and records(self.changed) != records(self.original)


def damage(settings: Settings, count: int, chance: random.Random, found: Found) -> None:
    """Changes so many bytes, one after the other, each undone before the next."""
    commands = Commands(settings)
    known = truth(commands)
    pristine = settings.data.with_name("pristine")
    shutil.copytree(settings.data, pristine)
    files = sorted(path for path in pristine.rglob("*") if path.is_file() and path.stat().st_size)
    for number in range(count):
        original, at = drawn(files, chance, number)
        name = original.relative_to(pristine).as_posix()
        changed = bytearray(original.read_bytes())
        changed[at] ^= chance.randrange(1, 256)
        (settings.data / name).write_bytes(bytes(changed))
        _try(commands, known, Change(name, at, settings.data / name, original), found)
        _restored(settings.data, pristine, name)
        if sys.stderr.isatty():
            print(f"{number + 1:,} of {count:,} bytes", end="\r", file=sys.stderr)
    found.counts["tracebacks"] += commands.tracebacks


def _try(commands: Commands, known: Answers, change: Change, found: Found) -> None:
    is_record, noticed = change.alters_a_record(), commands.run("check") is None
    found.counts[f"bytes {change.kind}"] += 1
    found.counts[f"bytes {change.kind} that alter a record"] += is_record
    found.counts[f"bytes {change.kind} that alter a record, noticed"] += is_record and noticed
    if is_record and not noticed:
        found.wrong.append(f"unnoticed: byte {change.at} of {change.name}")
    for mark in change.changed.parents[0].glob(f"**/{DAMAGED_FILE}") if change.kind == "of generations" else ():
        mark.unlink()  # the commands find the damage themselves
    for command, generation, answer in commands.answers():
        found.counts["answers"] += 1
        if not is_right(command, answer, known[command, generation]):
            found.wrong.append(f"wrong: {command} in generation {generation}, byte {change.at} of {change.name}")


def _restored(data: Path, pristine: Path, name: str) -> None:
    """Everything small as it was, and what was changed."""
    for mark in data.glob(f"generations/*/{DAMAGED_FILE}"):
        mark.unlink()
    for file in {*pristine.glob("*"), pristine / name}:
        if file.is_file() and (file.name == Path(name).name or file.stat().st_size < MEBIBYTE):
            for ending in ("-wal", "-shm"):
                (data / f"{file.relative_to(pristine)}{ending}").unlink(missing_ok=True)
            shutil.copyfile(file, data / file.relative_to(pristine))


class Killing:
    """An archive whose reindexes and bots are killed."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self._folders = Folders(folder / "archive", folder / "data", folder / "home")
        self._chance = chance
        self._environment = process.environment(self._folders)
        self._where = ["--archive", str(self._folders.archive), "--data", str(self._folders.data)]
        self.shown: set[str] = set()
        for path in (self._folders.archive, self._folders.home):
            path.mkdir(parents=True)
        for number in range(12):
            self._write(number, "")
        began = time.monotonic()
        self._run("index")
        self._whole_s = time.monotonic() - began

    def kill(self, number: int) -> Iterator[str]:
        """Kills a reindex or a bot; yields what is wrong then."""
        self._write(number % 12, f"word{number}")
        if number % 2:
            self.shown |= asyncio.run(self._kill_bot())
        else:
            self._kill_index()
        for command in (("search", "harbour"), ("check",), ("cite", *sorted(self.shown))):
            if command != ("cite",):
                done = self._run(*command, "--json")
                if done.returncode or "Traceback" in done.stderr:
                    yield f"after kill {number}, {command[0]}: {(done.stderr or done.stdout).strip()[-300:]}"

    def _write(self, number: int, words: str) -> None:
        (self._folders.archive / f"note-{number}.txt").write_text(note(number, words), "utf-8")

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "index.cli", *arguments, *self._where]

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self._command(*arguments),
            env=self._environment,
            cwd=self._folders.home,
            capture_output=True,
            text=True,
            check=False,
        )

    def _kill_index(self) -> None:
        running = subprocess.Popen(
            self._command("index"),
            env=self._environment,
            cwd=self._folders.home,
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        time.sleep(self._chance.random() * self._whole_s)
        builder = lock.builder(self._folders.data)
        for victim in {running.pid, builder.pid if builder else running.pid}:
            with suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
        running.wait()

    async def _kill_bot(self) -> set[str]:
        """Searches by a bot that is killed meanwhile; the passages that people were shown."""
        (self._folders.data / DataFile.BOT_COMMANDS).unlink(missing_ok=True)
        async with FakeDiscord() as discord:
            bot = await process.bot(discord, self._folders, echo=False)
            try:
                await discord.connected()
                searches = [asyncio.create_task(_searched(discord, word)) for word in ("harbour", "lantern", "keeper")]
                await asyncio.sleep(self._chance.random() / 2)
            finally:
                await bot.kill()
            outcomes = await asyncio.gather(*searches, return_exceptions=True)
        return set().union(*(shown for shown in outcomes if isinstance(shown, set)))


async def _searched(discord: FakeDiscord, word: str) -> set[str]:
    message = await (await discord.slash("search", {"query": word})).shown(5.0)
    return set(re.findall(r"k:c:([0-9a-z]{8})", json.dumps(message.body)))


def main() -> int:
    """Prints what was counted; the exit code is 1 for anything wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bytes", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--mib", type=int, default=20)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    chance, found = random.Random(options.seed), Found()
    load.load = lambda settings, *, for_documents: HashingEncoder()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        if options.bytes:
            damage(filled(folder, options.mib, chance), options.bytes, chance, found)
        if options.kills:
            killing = Killing(folder / "kills", chance)
            for number in range(options.kills):
                found.wrong += killing.kill(number)
            found.counts["kills"] = options.kills
            found.counts["citations shown by killed bots"] = len(killing.shown)
    for name, number in sorted(found.counts.items()):
        print(f"{name:<60} {number:>8,}")
    print(f"{'wrong':<60} {len(found.wrong):>8,}")
    for line in found.wrong[:20]:
        print(f"  {line}")
    return 1 if found.wrong or found.counts["tracebacks"] else 0


if __name__ == "__main__":
    sys.exit(main())
