"""`dateline copy`: a whole data folder, moved to another folder or to a store that hosts share, or back."""

from __future__ import annotations

import argparse
from typing import Any

import index
from index import StoppedError
from index.cli import options as common
from index.cli.show.console import counted


def add(commands: Any) -> None:
    parser = common.command(commands, "copy", run, "copy an index with all that people keep to another data folder")
    parser.add_argument("source", metavar="FROM", help="a data folder, or the address of a shared store")
    parser.add_argument("target", metavar="TO", help="likewise; nothing may be in it but an unfinished copy")


def run(options: argparse.Namespace) -> None:
    from index.cli.show import reports  # noqa: PLC0415 (what a command does not need, it does not wait for)

    source = index.load(archive=options.archive, data=options.source)
    target = index.load(archive=options.archive, data=options.target)
    try:
        with reports.progress() as follow:
            done = index.copy_data(source, target, follow)
    except KeyboardInterrupt:
        raise StoppedError("stopped; the same command goes on from here") from None
    if options.json:
        print(done.model_dump_json())
        return
    generations = counted(len(done.generations), "generation")
    print(
        f"{options.target} now holds {generations} of {options.source}, of which number {done.serving} serves "
        f"({counted(done.documents, 'document')}, {counted(done.passages, 'passage')}), and "
        f"{counted(done.members, 'file')} of what people keep."
    )
