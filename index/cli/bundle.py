"""`dateline bundle`: citations with their documents in one file, which `dateline check-bundle` checks."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any, Final

import index
from index import Bundled, Cited
from index.cli import cite
from index.cli import options as common
from index.cli.show.console import counted

_MEBIBYTE: Final = 1024 * 1024


def add(commands: Any) -> None:
    parser = common.command(commands, "bundle", run, "write citations with their documents to one file, as evidence")
    parser.add_argument("passages", nargs="+", metavar="PASSAGE", help="the id of a passage, as searches show it")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="the zip file to be made")
    parser.add_argument("--force", action="store_true", help="replace a file that is there")


def run(options: argparse.Namespace) -> int | None:
    found = cite.looked_up(options)
    for line in dict.fromkeys(line for one in found if isinstance(one, Cited) for line in one.warnings):
        index.say(line)
    if refused := index.not_bundled(found):
        for one in refused:
            index.say(one.reason)
        return cite.FAULT
    done = index.write_bundle(common.settings(options), found, options.output, force=options.force)
    if options.json:
        print(json.dumps({"file": str(options.output), **done.model_dump(mode="json", exclude={"left_out"})}))
    else:
        _show(options.output, done)
    return None


def _show(file: Path, done: Bundled) -> None:
    files = len({citation.file for citation in done.citations if citation.file})
    holds = f"{counted(len(done.citations), 'citation')} and {counted(files, 'document')}"
    print(f"{file} holds {holds} ({done.bytes / _MEBIBYTE:.1f} MiB).\nSHA-256 {done.sha256}")
    for citation in done.citations:
        if citation.file is None:
            index.say(f"{citation.id} is without its document: {citation.said}")
