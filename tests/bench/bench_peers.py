"""Dateline beside what people would use instead: same files, same queries, same model, same cores, one run.

    python -m tests.bench.bench_peers ARCHIVE QUERIES.jsonl QRELS.tsv --python PEERS/bin/python
    … --only dateline bm25 txtai            some of them
    … --keep DIR                            keeps what is built and measured: further calls go on from there
    … --measure times                       or finding: the half of it (with --keep, the other half later)

ARCHIVE is a folder of .txt files with ARCHIVE.ids.tsv beside it. The others are no dependencies of Dateline: `--python`
names an interpreter that has them, and what it lacks is skipped. Each runs in processes of its own (`peers/`): one
that builds, and one that is started, asked once, timed with one client and with eight, and asked all queries without
and with their windows. The measures are those of `dateline evaluate`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from index import evaluation
from index.embed import weights
from index.errors import QueryError
from index.evaluation import Judged
from index.models.answers import Query
from tests import ROOT
from tests.bench.peers import program
from tests.bench.peers.rows import ROWS, Row

CLIENTS: Final = 8
WARMING: Final = 20
FIGURES, BUILT = "figures.json", "built.json"
COLUMNS: Final = {
    "build s": 0,
    "cold s": 1,
    "p50 ms": 1,
    "p95 ms": 1,
    "8 clients /s": 0,
    "MB": 0,
    "nDCG@10": 3,
    "in windows": 3,
    "places of 10": 1,
}
"""What is printed, and with how many decimals."""

VERSION: Final = """
import importlib.metadata as m, sys
try: print(*(f"{name} {m.version(name)}" for name in sys.argv[1:]), sep=", ")
except m.PackageNotFoundError as error: sys.exit(f"{error.name} is not installed")
"""

Ask = tuple[str, int | None, int | None]
Figures = dict[str, float]


class FailedError(Exception):
    """A program ended where it should not have."""


@dataclass(frozen=True, slots=True)
class Run:
    """What is the same for all rows."""

    archive: Path
    keep: Path
    python: str
    judged: Judged
    timed: Sequence[Query]

    def command(self, task: str, row: Row) -> list[str]:
        model = weights.model_folder(weights.DEFAULT_MODEL)
        named = [str(self.archive), str(self.keep / row.built), str(model), row.way]
        return [self.interpreter(row), "-m", f"tests.bench.peers.{row.module}", task, *named]

    def interpreter(self, row: Row) -> str:
        return self.python if row.needs else sys.executable


class Server:
    """A program that answers."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, queries: Sequence[Ask], clients: int = 1) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"ask": queries, "clients": clients}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise FailedError
        answers: dict[str, Any] = json.loads(line)
        return answers

    def resident(self) -> float:
        """Megabytes."""
        lines = Path(f"/proc/{self._process.pid}/status").read_text("utf-8").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) * 1024 / 1e6


def _environment() -> dict[str, str]:
    offline = {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false", "ANONYMIZED_TELEMETRY": "False"}
    # As Dateline sets it by itself. Without it a query of theirs takes 20 times as long on a machine with other work.
    return {**os.environ, **offline, "OMP_WAIT_POLICY": "passive"}


@contextmanager
def serving(run: Run, row: Row) -> Iterator[Server]:
    """The program, which ends with the block; raises `FailedError` with the last line of its errors."""
    with tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(
            run.command("serve", row),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            cwd=ROOT,
            env=_environment(),
        )
        try:
            yield Server(process)
        except (FailedError, OSError):
            process.wait()
            errors.seek(0)
            raise FailedError(_last(errors.read())) from None
        finally:
            process.communicate()


def _last(text: str) -> str:
    return text.strip().rpartition("\n")[2]


def installed(run: Run, row: Row) -> str:
    """The versions of what the row needs; raises `FailedError` saying what is missing."""
    command = [run.interpreter(row), "-c", VERSION, *row.needs]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise FailedError(_last(done.stderr))
    return done.stdout.strip()


def build(run: Run, row: Row) -> float:
    """Seconds it took, start and imports included; what was built before is not built again."""
    known = _kept(run.keep / BUILT)
    if row.built not in known:
        (run.keep / row.built).mkdir()
        began = time.perf_counter()
        done = subprocess.run(
            run.command("build", row), capture_output=True, text=True, cwd=ROOT, env=_environment(), check=False
        )
        if done.returncode:
            raise FailedError(_last(done.stderr))
        known[row.built] = time.perf_counter() - began
        (run.keep / BUILT).write_text(json.dumps(known), "utf-8")
    return float(known[row.built])


def times(run: Run, row: Row) -> Figures:
    """From the start of the process to a first answer, then one client, then eight, then what it holds."""
    asked = [_asked(query, windowed=False) for query in run.timed]
    began = time.perf_counter()
    with serving(run, row) as server:
        server.ask(asked[:1])
        cold = time.perf_counter() - began
        server.ask(asked[1 : WARMING + 1])
        each = server.ask(asked)["each"]
        crowd = server.ask(asked, CLIENTS)["seconds"]
        held = server.resident()
    hundredths = statistics.quantiles(each, n=100)
    rate = len(asked) / crowd
    return {"cold s": cold, "p50 ms": hundredths[49], "p95 ms": hundredths[94], "8 clients /s": rate, "MB": held}


def finding(run: Run, row: Row) -> Figures:
    """nDCG@10 without and with windows, and how many places are filled where a window holds ten documents or more."""
    windowed = [query for query in run.judged.queries if query.since or query.until]
    with serving(run, row) as server:
        plain = _found(server, run.judged.queries, windowed=False)
        figures = {"nDCG@10": _ndcg(run.judged, run.judged.queries, plain)}
        if windowed:
            within = _found(server, windowed, windowed=True)
            figures["in windows"] = _ndcg(run.judged, windowed, within)
            figures |= _places(run.archive, windowed, within)
    return figures


def _asked(query: Query, *, windowed: bool) -> Ask:
    since, until = (query.since, query.until) if windowed else (None, None)
    return query.text, _number(since), _number(until)


def _number(day: dt.date | None) -> int | None:
    return int(f"{day:%Y%m%d}") if day else None


def _found(server: Server, queries: Sequence[Query], *, windowed: bool) -> Mapping[str, list[str]]:
    answers = server.ask([_asked(query, windowed=windowed) for query in queries])["found"]
    return {str(query.id): paths for query, paths in zip(queries, answers, strict=True)}


def _ndcg(judged: Judged, queries: Sequence[Query], found: Mapping[str, list[str]]) -> float:
    run = {
        query: {judged.names.get(path, path): 1 / rank for rank, path in enumerate(paths, 1)}
        for query, paths in found.items()
    }
    return evaluation.measure(Judged(tuple(queries), judged.relevance, judged.names), run)["nDCG@10"]


def _places(archive: Path, queries: Sequence[Query], found: Mapping[str, list[str]]) -> Figures:
    days = {document.path: document.day for document in program.read(archive)}
    filled = []
    for query in queries:
        _, since, until = _asked(query, windowed=True)
        window = since or program.OPEN[0], until or program.OPEN[1]
        if sum(program.within(day, window) for day in days.values()) >= program.PLACES:
            filled.append(sum(program.within(days[path], window) for path in found[str(query.id)]))
    return {"places of 10": statistics.mean(filled)} if filled else {}


def measure(run: Run, wanted: Sequence[str], parts: Sequence[str]) -> dict[str, Figures]:
    """All rows, those kept from earlier calls too."""
    figures: dict[str, Figures] = _kept(run.keep / FIGURES)
    for key in wanted:
        row = ROWS[key]
        try:
            print(f"{row.label}: {installed(run, row) or 'this tree'}", file=sys.stderr)
            new = {"build s": build(run, row)}
            new |= times(run, row) if "times" in parts else {}
            new |= finding(run, row) if "finding" in parts else {}
            figures[key] = figures.get(key, {}) | new
        except FailedError as error:
            print(f"{row.label}: left out, {error}", file=sys.stderr)
        (run.keep / FIGURES).write_text(json.dumps(figures, indent=1), "utf-8")
    return figures


def _kept(path: Path) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return kept


def show(figures: Mapping[str, Figures]) -> None:
    """The table, as Markdown."""
    print("| " + " | ".join(["", *COLUMNS]) + " |\n| --- |" + " --- |" * len(COLUMNS))
    for key, row in ROWS.items():
        if key in figures:
            cells = [
                f"{figures[key][name]:.{places}f}" if name in figures[key] else "–" for name, places in COLUMNS.items()
            ]
            print("| " + " | ".join([row.label, *cells]) + " |")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures Dateline beside other programs.")
    parser.add_argument("archive", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("qrels", type=Path)
    parser.add_argument("--python", default=sys.executable, help="an interpreter that has the other programs")
    parser.add_argument("--only", nargs="+", choices=ROWS, default=list(ROWS), metavar="NAME", help=", ".join(ROWS))
    parser.add_argument("--measure", nargs="+", choices=["times", "finding"], default=["times", "finding"])
    parser.add_argument("--timed", type=int, default=300, help="how many queries are timed")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="where to keep indexes and figures")
    options = parser.parse_args()
    archive = options.archive.resolve()
    try:
        judged = Judged.read(options.queries, options.qrels, evaluation.names_beside(archive))
    except QueryError as error:
        parser.error(str(error))
    timed = judged.queries[:: max(1, len(judged.queries) // options.timed)][: options.timed]
    with tempfile.TemporaryDirectory() as place:
        keep = (options.keep or Path(place)).resolve()
        keep.mkdir(parents=True, exist_ok=True)
        show(measure(Run(archive, keep, options.python, judged, timed), options.only, options.measure))


if __name__ == "__main__":
    main()
