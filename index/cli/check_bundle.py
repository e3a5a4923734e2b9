"""`dateline check-bundle`: whether a bundle is as it was made, on a machine that need not have its archive."""

from __future__ import annotations

import argparse
import json
import string
from pathlib import Path
from typing import Any, Final

import index
from index import BundleCheck
from index.cli import options as common
from index.cli.show.console import counted

FAILS: Final = 3
_DIGITS: Final = 64


def add(commands: Any) -> None:
    about = "say whether an evidence bundle is as it was made, wherever it is"
    parser = common.command(commands, "check-bundle", run, about)
    parser.add_argument("file", type=Path, metavar="FILE", help="the bundle")
    parser.add_argument("--sha256", type=_sha256, metavar="HEX", help="what the bundle's own SHA-256 was noted to be")


def run(options: argparse.Namespace) -> int | None:
    checked = index.check_bundle(options.file, options.sha256)
    if options.json:
        print(json.dumps({"file": str(options.file), "whole": checked.whole, **checked.model_dump(mode="json")}))
    else:
        _show(options.file, checked)
    return None if checked.whole else FAILS


def _show(file: Path, checked: BundleCheck) -> None:
    for fault in checked.faults:
        index.say(fault)
    if checked.whole and checked.made is not None:
        holds = f"{counted(checked.citations or 0, 'citation')} in {counted(checked.members or 0, 'file')}"
        print(f"{file} is whole: {holds}, made on {checked.made:%Y-%m-%d %H:%M} UTC by Dateline {checked.version}.")
    else:
        print(f"{file} is not as it was made: {counted(len(checked.faults), 'fault')}.")
    print(f"SHA-256 {checked.sha256}")


def _sha256(text: str) -> str:
    """The type of an argument that is a SHA-256."""
    if len(text) != _DIGITS or not set(text) <= set(string.hexdigits):
        raise argparse.ArgumentTypeError(f"{text!r} is no SHA-256 in {_DIGITS} hexadecimal digits")
    return text
