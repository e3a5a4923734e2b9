"""Whether quotations get the verdict that is right: of an archive's own passages, quoted well and quoted wrongly.

    python -m tests.bench.bench_quotations ARCHIVE DATA [ARCHIVE DATA …] [--each 200] [--language de …] [--wrong 3]

ARCHIVE must be indexed into DATA. Of each kind so many quotations are made, shared among the archives, by
`tests/makers/quotations.py`, and of each typographic kind an eighth as many; where the archives have too few dashes,
marks or joined letters, texts that are made for it have the rest. A row says how many got the verdict that is right,
and which verdicts the others got.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter, defaultdict
from contextlib import closing
from pathlib import Path

from index import EVERYTHING, Archive, Quotation, Settings
from index.generations.data_folder import DataFolder
from index.generations.opened import Generation
from tests.makers.archives import Place
from tests.makers.marked_texts import marked_texts
from tests.makers.quotations import TYPOGRAPHIC, Made, Maker, Source

KINDS = (
    "exact",
    *(f"typographic: {what}" for what in TYPOGRAPHIC),
    "one word",
    "one number",
    "one negation",
    "one name",
    "stitched",
    "elsewhere",
    "invented",
)


def sources(settings: Settings, language: str) -> list[Source]:
    """The documents of an archive as they are indexed."""
    data = DataFolder(settings.data)
    with closing(Generation(data, data.current())) as generation:
        return [Source(one.path, one.text[one.body :], language) for one in generation.documents.documents()]


class Tally:
    """Verdicts by kind, those that are wrong, and the processor time of each."""

    def __init__(self) -> None:
        self.verdicts: dict[str, Counter[str]] = defaultdict(Counter)
        self.wrong: dict[str, list[str]] = defaultdict(list)
        self.taken: list[float] = []

    def add(self, archive: Archive, made: Made) -> None:
        started = time.process_time()
        found = archive.verify(Quotation(text=made.text, sources=made.sources), EVERYTHING, shown=False)
        self.taken.append(time.process_time() - started)
        right = found.verdict == made.verdict
        self.verdicts[made.kind]["right" if right else found.verdict] += 1
        if not right:
            self.wrong[made.kind].append(_told(made, found.verdict, [d.model_dump() for d in found.differences]))

    def show(self, wrong: int) -> None:
        for kind in KINDS:
            counts = self.verdicts[kind]
            others = ", ".join(f"{name} {count}" for name, count in counts.most_common() if name != "right")
            share = counts["right"] / max(1, counts.total())
            print(f"{kind:<30}{counts['right']:>5} of {counts.total():>4}  {share:.3f}  {others}")
            for line in self.wrong[kind][:wrong]:
                print(f"    {line}")
        taken = sorted(self.taken)
        print(f"processor ms a quotation: median {taken[len(taken) // 2] * 1000:.1f}, most {taken[-1] * 1000:.0f}")


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
    wanted = {kind: options.each // 8 if kind.startswith("typographic") else options.each for kind in KINDS}
    tally = Tally()
    for at, (archive, data) in enumerate(pairs):
        settings = Settings(_env_file=None, archive=archive, data=data)
        maker = Maker(sources(settings, languages[at]), options.seed + at)
        with closing(Archive.open(settings)) as opened:
            for kind, count in wanted.items():
                for made in maker.of(kind, count * (at + 1) // len(pairs) - count * at // len(pairs)):
                    tally.add(opened, made)
    _fill_up(tally, wanted, options.seed)
    tally.show(options.wrong)


def _fill_up(tally: Tally, wanted: dict[str, int], seed: int) -> None:
    """Asks for what the archives have too little of among texts made for it."""
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder), marked_texts(40, seed))
        place.index()
        maker = Maker(sources(place.settings, "en"), seed)
        with place.opened() as opened:
            for kind, count in wanted.items():
                for made in maker.of(kind, count - tally.verdicts[kind].total()):
                    tally.add(opened, made)


def _told(made: Made, verdict: str, differences: list[dict[str, object]]) -> str:
    return f"{verdict} [{made.of}]: {made.text!r} {[(d['kind'], d['said'], d['is_']) for d in differences]}"


if __name__ == "__main__":
    main()
