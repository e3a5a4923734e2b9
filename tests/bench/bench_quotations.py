"""Whether quotations get the verdict that is right: of an archive's own passages, quoted well and quoted wrongly.

    python -m tests.bench.bench_quotations ARCHIVE DATA [ARCHIVE DATA …] [--each 200] [--language de …] [--wrong 3]

ARCHIVE must be indexed into DATA. Of each kind so many quotations are made, shared among the archives, by
`tests/makers/quotations.py`; a row says how many got the verdict that is right, and which verdicts the others got.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict
from contextlib import closing
from pathlib import Path

from index import EVERYTHING, Archive, Quotation, Settings
from index.generations.data_folder import DataFolder
from index.generations.opened import Generation
from tests.makers.quotations import Made, Maker, Source

KINDS = (
    "exact",
    "typographic",
    "one word",
    "one number",
    "one negation",
    "one name",
    "stitched",
    "elsewhere",
    "invented",
)
SOUND = {"exact", "typographic"}


def sources(settings: Settings, language: str) -> list[Source]:
    """The documents of an archive as they are indexed."""
    data = DataFolder(settings.data)
    with closing(Generation(data, data.current())) as generation:
        return [Source(one.path, one.text[one.body :], language) for one in generation.documents.documents()]


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures how often verdicts on quotations are right.")
    parser.add_argument("folders", type=Path, nargs="+", metavar="ARCHIVE DATA")
    parser.add_argument("--each", type=int, default=200)
    parser.add_argument("--language", nargs="*", default=[])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--wrong", type=int, default=3, help="how many wrong ones of each kind are printed")
    options = parser.parse_args()
    pairs = list(zip(options.folders[::2], options.folders[1::2], strict=True))
    languages = [*options.language, *["en"] * len(pairs)]
    verdicts: dict[str, Counter[str]] = defaultdict(Counter)
    wrong: dict[str, list[str]] = defaultdict(list)
    taken: list[float] = []
    for at, (archive, data) in enumerate(pairs):
        settings = Settings(_env_file=None, archive=archive, data=data)
        maker = Maker(sources(settings, languages[at]), options.seed + at)
        share = [options.each * (at + step) // len(pairs) for step in (0, 1)]
        with closing(Archive.open(settings)) as opened:
            for kind in KINDS:
                for made in maker.of(kind, share[1] - share[0]):
                    started = time.process_time()
                    found = opened.verify(Quotation(text=made.text, sources=made.sources), EVERYTHING, shown=False)
                    taken.append(time.process_time() - started)
                    verdicts[made.kind][found.verdict if found.verdict != made.verdict else "right"] += 1
                    if found.verdict != made.verdict:
                        wrong[made.kind].append(_told(made, found.verdict, [d.model_dump() for d in found.differences]))
    for kind in sorted(verdicts, key=lambda one: next(n for n, name in enumerate(KINDS) if one.startswith(name))):
        counts = verdicts[kind]
        others = ", ".join(f"{name} {count}" for name, count in counts.most_common() if name != "right")
        print(
            f"{kind:<30}{counts['right']:>5} of {counts.total():>4}  {counts['right'] / counts.total():.3f}  {others}"
        )
        for line in wrong[kind][: options.wrong]:
            print(f"    {line}")
    taken.sort()
    print(f"processor ms a quotation: median {taken[len(taken) // 2] * 1000:.1f}, most {taken[-1] * 1000:.0f}")


def _told(made: Made, verdict: str, differences: list[dict[str, object]]) -> str:
    return f"{verdict} [{made.of}]: {made.text!r} {[(d['kind'], d['said'], d['is_']) for d in differences]}"


if __name__ == "__main__":
    main()
