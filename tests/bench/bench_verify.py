"""What verdicts cost: a long draft, and a long quotation against a large archive, in processor time.

    python -m tests.bench.bench_verify [--passages 50000 200000] [--keep DIR]
    python -m tests.bench.bench_verify --draft ARCHIVE DATA [--words 20000]

Made-up archives of any size are written by `synthetic.py`, without embedding; quotations of 250, 500 and 1,000
characters are taken from their texts (the longest from two), as they are, with every tenth word replaced, and put
together of common words.
A draft quotes an archive that is indexed: every third paragraph has a quotation of it. With `--draft`, what reading the
draft costs is told apart from the verdicts.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any

from index import EVERYTHING, Archive, Quotation, Settings
from index.embed import load as load_module
from index.generations.data_folder import DataFolder
from index.generations.opened import Generation
from index.quotations.drafts import draft_of
from tests.bench import synthetic

LENGTHS = (250, 500, 1_000)
TIMES = 12


def spent(act: Callable[..., Any], *given: Any, **named: Any) -> float:
    """Processor milliseconds."""
    started = time.process_time()
    act(*given, **named)
    return (time.process_time() - started) * 1000


def texts(settings: Settings) -> list[str]:
    """Some of the archive's texts as they are indexed."""
    data = DataFolder(settings.data)
    with closing(Generation(data, data.current())) as generation:
        found = (one.text[one.body :] for one in generation.documents.documents())
        return [text for _, text in zip(range(2_000), found, strict=False)]


def quotations(known: list[str], length: int, drawn: random.Random) -> Iterator[tuple[str, str]]:
    """Quotations of a length by what was done to them."""
    common = [synthetic.word(number) for number in range(300)]
    for _ in range(TIMES):
        text = " ".join(drawn.sample(known, 2)) if length > 900 else drawn.choice(known)  # two, where one is too short
        start = text.index(" ", drawn.randrange(max(1, len(text) - length - 9))) + 1
        words = text[start : start + length].replace("\n\n", " ").split()[:-1]
        yield "as it is", " ".join(words)
        yield "altered", " ".join(drawn.choice(common) if at % 10 == 5 else word for at, word in enumerate(words))
        yield "common words", " ".join(drawn.choice(common) for _ in words)


def of_length(settings: Settings) -> None:
    """A line for each length and kind."""
    known, drawn = texts(settings), random.Random(1)
    with closing(Archive.open(settings)) as archive:
        for length in LENGTHS:
            taken: dict[str, list[float]] = {}
            for kind, text in quotations(known, length, drawn):
                cost = spent(archive.verify, Quotation(text=text), EVERYTHING, shown=False)
                taken.setdefault(kind, []).append(cost)
            told = "   ".join(f"{kind} {median(times):5.0f} (most {max(times):.0f})" for kind, times in taken.items())
            print(f"{length:>6} characters   {told}", flush=True)


def of_a_draft(settings: Settings, words: int) -> None:
    """What a draft of so many words costs to read and to check."""
    known, drawn = texts(settings), random.Random(1)
    paragraphs: list[str] = []
    count = 0
    while count < words:
        source = drawn.choice(known).split()
        quoted = " ".join(source[: drawn.randint(8, 40)]).replace('"', "")
        plain = " ".join(drawn.choice(known).split()[:60]).replace('"', "")
        paragraphs.append(f"He wrote: “{quoted}” and left." if len(paragraphs) % 3 == 0 else plain)
        count += len(paragraphs[-1].split())
    text = "\n\n".join(paragraphs)
    reading = spent(draft_of, text, "draft")
    draft = draft_of(text, "draft")
    with closing(Archive.open(settings)) as archive:
        taken = [spent(archive.verify, one.quotation, EVERYTHING) for one in draft.quotations]
    print(
        f"{count:,} words, {len(taken)} quotations: reading {reading:.0f} ms, verdicts {sum(taken):.0f} ms in all, "
        f"median {median(taken):.1f}, most {max(taken):.0f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures what verdicts on quotations cost.")
    parser.add_argument("--passages", type=int, nargs="+", default=[50_000, 200_000])
    parser.add_argument("--keep", type=Path, metavar="DIR", help="where to keep what is made, to measure it again")
    parser.add_argument("--draft", type=Path, nargs=2, metavar=("ARCHIVE", "DATA"))
    parser.add_argument("--words", type=int, default=20_000)
    options = parser.parse_args()
    if options.draft:
        of_a_draft(Settings(_env_file=None, archive=options.draft[0], data=options.draft[1]), options.words)
        return
    with tempfile.TemporaryDirectory() as folder:
        for passages in options.passages:
            place = options.keep or Path(folder)
            (place / "archive").mkdir(parents=True, exist_ok=True)
            settings = Settings(_env_file=None, archive=place / "archive", data=place / str(passages))
            if not DataFolder(settings.data).whole():
                load_module.load(settings, for_documents=True)
                synthetic.write(settings, passages)
            print(f"{passages:,} passages")
            of_length(settings)


if __name__ == "__main__":
    main()
