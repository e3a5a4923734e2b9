"""How often a citation's state is right after edits whose outcome is known.

python -m tests.bench.bench_citation_states [--data DATA] [--edits 1000] [--seed 1]

The edits are of made-up documents full of look-alikes or, with --data, of documents that are indexed there.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from index.generations.data_folder import DataFolder
from index.generations.opened import Generation
from tests.makers.citation_edits import Edit, edits
from tests.makers.document_edits import DocumentEdit, document_edits


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--edits", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    total: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    anchored = 0
    for edit in _edits(options.data, options.seed, options.edits):
        total[edit.kind] += 1
        if fault := edit.fault():
            wrong[edit.kind] += 1
            anchored += fault == "anchored"
            print(f"{edit.kind}: {fault}", file=sys.stderr)
    for kind in total:
        print(f"{kind:<20}{total[kind]:>6}{1 - wrong[kind] / total[kind]:>8.3f}")
    print(f"{'all':<20}{total.total():>6}{1 - wrong.total() / total.total():>8.3f}; anchored wrongly: {anchored}")
    return int(wrong.total() > 0.01 * total.total() or anchored > 0)


def _edits(data: Path | None, seed: int, count: int) -> Iterable[Edit | DocumentEdit]:
    if data is None:
        return edits(seed, count)
    folder, texts = DataFolder(data), []
    with closing(Generation(folder, folder.current())) as generation:
        for document in generation.documents.documents():
            passages = generation.documents.passages(document)
            if len(passages) > 1:
                texts.append((document.text, [(passage.start, passage.end) for passage in passages]))
    return document_edits(texts, seed, count)


if __name__ == "__main__":
    sys.exit(main())
