"""`dateline index`: builds or refreshes the index, or says what that would do."""

from __future__ import annotations

import argparse
from typing import Any

import index
from index import Settings
from index.cli import options as common


def add(commands: Any) -> None:
    parser = common.command(commands, "index", run, "build or refresh the index of the archive")
    parser.add_argument(
        "--force", action="store_true", help="publish even if most documents are gone or judged queries fare worse"
    )
    parser.add_argument("--full", action="store_true", help="read every file, also those that look as before")
    parser.add_argument(
        "--ray", metavar="ADDRESS", help="read, cut and embed on the nodes of this Ray cluster (HOST:PORT), or auto"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, and change nothing")


def run(options: argparse.Namespace) -> None:
    if options.dry_run:
        if options.ray:
            raise common.wrong_usage("--dry-run reads on this machine alone; leave --ray out")
        _foresee(options)
        return
    from index.cli.show import reports  # noqa: PLC0415 (what a command does not need, it does not wait for)

    report = common.reindexed(_trusting(common.settings(options), options), force=options.force, ray=options.ray)
    if options.json:
        print(report.model_dump_json())
    else:
        reports.report(report)


def _foresee(options: argparse.Namespace) -> None:
    from index.cli.show import previews, reports  # noqa: PLC0415 (likewise)

    settings = index.load(archive=options.archive, data=options.data)  # whose data folder stays as it is
    with reports.progress() as follow:
        found = index.preview(_trusting(settings, options), follow, force=options.force)
    if options.json:
        print(found.model_dump_json())
    else:
        previews.preview(found)


def _trusting(settings: Settings, options: argparse.Namespace) -> Settings:
    """The settings, by which `--full` trusts no file to be what it looks like."""
    return settings.model_copy(update={"trust_file_times": False}) if options.full else settings
