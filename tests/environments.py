"""Environments that nobody wishes for, drawn by chance, and a server that runs the program in each of them cheaply.

    python -m tests.environments FOLDER     cases as JSON lines on standard input, an exit code a line on output

The server imports everything once; each case is a fork of it, which ends as a program of its own does. `settle` is what
makes a process's environment the case's, and serves real programs as well.
"""

from __future__ import annotations

import dataclasses
import gc
import io
import json
import os
import random
import resource
import shutil
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

Program = Callable[[Sequence[str]], int]
MEBIBYTE: Final = 1024 * 1024
NOBODY: Final = 65534
PLACES: Final = ["--archive", "{archive}", "--data", "{data}"]
LOOKING: Final = (
    ["search", "lighthouse", *PLACES],
    ["search", "Café 日本", "--json", *PLACES],
    ["search", "--batch", "{work}/batch.jsonl", "--json", *PLACES],
    ["search", "--batch", "-", "--json", *PLACES],
    ["search", "x", "--since", "日本\x1b", *PLACES],
    ["cite", "abcdefgh", *PLACES],
    ["documents", *PLACES],
    ["documents", "--json", *PLACES],
    ["status", *PLACES],
    ["report", *PLACES],
    ["check", *PLACES],
    ["rollback", *PLACES],
    ["evaluate", "{work}/batch.jsonl", "{work}/qrels.tsv", *PLACES],
    ["index", *PLACES],
    ["search", "lighthouse", "--data", "data"],
    ["search", "lighthouse", "--archive", "{work}/loop", "--data", "{data}"],
    ["index", "--archive", "{archive}", "--data", "{work}/loop"],
    ["status", "--archive", "{archive}", "--data", "{work}/batch.jsonl"],
    ["status", "--data", "x" * 300],
    ["search", "--help"],
    ["--version"],
    ["nonsense", "\udcff"],
)
PROGRAMS: Final = (*(("index.cli", each) for each in LOOKING), ("bot", PLACES), ("bot.health", [*PLACES, "--json"]))
READ: Final = (
    *("data/bot-commands.json", "data/bot-reindex.json", "data/bot-health.json", "data/reindex.json", "data/lock"),
    *("data/lock.held", "data/current", "data/citations.sqlite", "data/embeddings.sqlite", "data/generations"),
    *(f"data/generations/000001/{name}" for name in ("manifest.json", "manifest.sha256", "report.json", "damaged")),
    *("dateline.toml", ".env", "batch.jsonl", "qrels.tsv"),
)
"""Files that the program reads, from the folder of a case."""
BRACKETS: Final = 200_000


@dataclass(frozen=True)
class Case:
    """A program in an environment. Each field but the first two is harmless by default."""

    module: str
    arguments: list[str]
    out: str = "file"
    """Or `full`, `closed`, or `broken`: a pipe that nobody reads."""
    err: str = "file"
    encoding: str = "utf-8"
    cwd: str = "work"
    """Or `gone`, or `shut`: nobody may look into it."""
    damaged: str | None = None
    """A file that the program reads, and how it is damaged: `folder`, `bytes`, `loop`, `brackets` or `shut`."""
    how: str = "bytes"
    home: str | None = "/nowhere"
    mebibytes: int | None = None
    """The limit on the address space."""
    foreign: bool = False
    """Whether another user runs it, who may not read the data folder."""


def draw(seed: int, count: int) -> list[Case]:
    """The same cases for the same seed; each program has its turn."""
    chance = random.Random(seed)
    return [_case(chance, *PROGRAMS[number % len(PROGRAMS)]) for number in range(count)]


def _case(chance: random.Random, module: str, arguments: list[str]) -> Case:
    """Most of it harmless, so that every fault meets programs that get as far as it."""

    def seldom(*others: str, usual: str) -> str:
        return chance.choice(others) if chance.random() < 0.25 else usual

    return Case(
        module,
        arguments,
        out=seldom("full", "closed", "broken", usual="file"),
        err=seldom("full", "closed", usual="file"),
        encoding=chance.choice(["utf-8", "utf-8", "ascii", "latin-1", "cp1252"]),
        cwd=seldom("gone", "shut", usual="work"),
        damaged=chance.choice(READ) if chance.random() < 0.6 else None,
        how=chance.choice(["folder", "bytes", "loop", "brackets", "shut"]),
        home=chance.choice([None, "/nowhere", "/proc"]),
        mebibytes=chance.choice([200, 300, 600, 4000]) if chance.random() < 0.2 else None,
        foreign=chance.random() < 0.15,
    )


def prepare(case: Case, indexed: Path, work: Path) -> list[str]:
    """Makes the folder of a case, a copy of one that is indexed; returns the arguments."""
    shutil.copytree(indexed / "data", work / "data")
    (work / "batch.jsonl").write_text('{"id": "q", "text": "lighthouse"}\n{"text": ' + "[" * BRACKETS + "\n", "utf-8")
    (work / "qrels.tsv").write_text("query\tdocument\trelevance\nq\tnote-1919.txt\t1\n", "utf-8")
    (work / "loop").symlink_to("loop")
    if case.damaged:
        _damage(work / case.damaged, case.how)
    if case.foreign:
        (work / "data").chmod(0o700)
    (work / "cwd").mkdir(mode=0o700 if case.cwd == "shut" else 0o755)
    known = {"archive": str(indexed / "archive"), "data": str(work / "data"), "work": str(work)}
    return [argument.format(**known) for argument in case.arguments]


def _damage(file: Path, how: str) -> None:
    if file.is_dir():
        shutil.rmtree(file)
    file.unlink(missing_ok=True)
    match how:
        case "folder":
            file.mkdir()
        case "loop":
            file.symlink_to(file.name)
        case "brackets":
            file.write_text("[" * BRACKETS, "ascii")
        case _:
            file.write_bytes(bytes(range(256)))
            file.chmod(0 if how == "shut" else 0o600)


def settle(case: Case, work: Path) -> None:
    """Makes this process's handles, folder, limits and user those of the case; its output goes to files in `work`."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    for number, kind, name in ((1, case.out, "out"), (2, case.err, "err")):
        os.close(number)
        if kind == "broken":
            reading, writing = os.pipe()
            os.close(reading)
            if writing != number:
                os.dup2(writing, number)
        elif kind != "closed":
            flags = os.O_WRONLY | os.O_CREAT
            handle = os.open("/dev/full" if kind == "full" else work / name, flags, 0o666)
            if handle != number:
                os.dup2(handle, number)
                os.close(handle)
    os.chdir(work if case.cwd == "work" else work / "cwd")
    if case.cwd == "gone":
        (work / "cwd").rmdir()
    if case.mebibytes:
        resource.setrlimit(resource.RLIMIT_AS, (case.mebibytes * MEBIBYTE, case.mebibytes * MEBIBYTE))
    if case.foreign and os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def seen(case: Case) -> dict[str, str]:
    """The case's changes of the environment."""
    return {"PYTHONIOENCODING": case.encoding, "DISCORD_BOT_TOKEN": "x"} | ({"HOME": case.home} if case.home else {})


def main() -> None:
    """Serves cases."""
    programs = _programs()
    gc.freeze()
    indexed = Path(sys.argv[1])
    for number, line in enumerate(sys.stdin):
        case = Case(**json.loads(line))
        work = indexed / f"case-{number}"
        work.mkdir(mode=0o755)
        arguments = prepare(case, indexed, work)
        child = os.fork()
        if child == 0:
            _end(case, work, programs[case.module], arguments)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _end(case: Case, work: Path, program: Program, arguments: list[str]) -> NoReturn:
    """Runs the program and ends this process as the interpreter would: 120 where its output can't be written."""
    settle(case, work)
    _streams(case)
    os.environ.pop("HOME", None)
    os.environ.update(seen(case))
    try:
        code = program(arguments)
    except SystemExit as end:
        code = int(end.code or 0)
    except BaseException:
        traceback.print_exc()
        code = 1
    try:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    except OSError:
        code = 120
    os._exit(code)


def _streams(case: Case) -> None:
    """The standard streams as the interpreter makes them."""
    sys.stdin = io.TextIOWrapper(io.FileIO(0, closefd=False), case.encoding)
    for number, kind, name in ((1, case.out, "stdout"), (2, case.err, "stderr")):
        stream = None
        if kind != "closed":
            errors = "strict" if number == 1 else "backslashreplace"
            raw = io.BufferedWriter(io.FileIO(number, "w", closefd=False))
            stream = io.TextIOWrapper(raw, case.encoding, errors, line_buffering=number == 2)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def _programs() -> dict[str, Program]:
    """The programs by name, with all that they import late; the encoder is the stand-in, and Discord nowhere."""
    import discord.http  # noqa: PLC0415 (only a server loads all this)

    import index  # noqa: PLC0415
    from bot.__main__ import main as bot  # noqa: PLC0415
    from bot.health.__main__ import main as health  # noqa: PLC0415
    from index import cli  # noqa: PLC0415
    from index.build import process  # noqa: PLC0415
    from index.cli.show import answers, listings, reports  # noqa: F401, PLC0415
    from index.embed import load  # noqa: PLC0415
    from tests.stand_ins.hashing_encoder import HashingEncoder  # noqa: PLC0415
    from tests.stand_ins.in_process import InProcessReindexing  # noqa: PLC0415

    for name in index.__all__:
        getattr(index, name)
    discord.http.Route.BASE = "http://127.0.0.1:9/api/v10"
    load.load = lambda settings, *, for_documents: HashingEncoder()
    load.revision = lambda settings: "1"  # type: ignore[attr-defined]  # an import of its own
    process.Reindexing = InProcessReindexing  # type: ignore[assignment, misc]  # the process has tests of its own
    return {"index.cli": cli.main, "bot": bot, "bot.health": health}


def lines(cases: list[Case]) -> Iterator[str]:
    """What the server is sent."""
    return (json.dumps(dataclasses.asdict(case)) + "\n" for case in cases)


if __name__ == "__main__":
    main()
