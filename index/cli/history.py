"""`dateline history`: the versions of a document, what changed between them, and which citations that touched."""

from __future__ import annotations

import argparse
import json
from typing import Any

import index
from index import EVERYTHING, DocumentHistory, NoIndexError
from index.cli import options as common
from index.cli.show import versions


def add(commands: Any) -> None:
    parser = common.command(commands, "history", run, "show a document's versions and what they did to its citations")
    parser.add_argument("document", metavar="DOCUMENT", help="its path in the archive, or words of its path or title")


def run(options: argparse.Namespace) -> None:
    found = _found(options)
    if options.json:
        print(json.dumps(_json(found), ensure_ascii=False))
    else:
        versions.history(found)


def _found(options: argparse.Namespace) -> DocumentHistory:
    """The history of the document that was named; the archive is indexed first if it never was."""
    settings = common.settings(options)
    try:
        return index.history_of(settings, options.document, EVERYTHING)
    except NoIndexError:
        common.opened(settings).close()
        return index.history_of(settings, options.document, EVERYTHING)


def _json(found: DocumentHistory) -> dict[str, Any]:
    fields = found.model_dump(mode="json")
    return {"document": fields.pop("path"), **fields}
