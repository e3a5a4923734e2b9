"""How often a citation's state is right after edits whose outcome is known.

python -m tests.bench.bench_citation_states [--edits 1000] [--seed 1]
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from tests.makers.citation_edits import KINDS, edits


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    total: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    anchored = 0
    for edit in edits(options.seed, options.edits):
        total[edit.kind] += 1
        if fault := edit.fault():
            wrong[edit.kind] += 1
            anchored += fault == "anchored"
            print(f"{edit.kind}: {fault}", file=sys.stderr)
    for kind in KINDS:
        print(f"{kind:<20}{total[kind]:>6}{1 - wrong[kind] / max(1, total[kind]):>8.3f}")
    print(f"{'all':<20}{total.total():>6}{1 - wrong.total() / total.total():>8.3f}; anchored wrongly: {anchored}")
    return int(wrong.total() > 0.01 * total.total() or anchored > 0)


if __name__ == "__main__":
    sys.exit(main())
