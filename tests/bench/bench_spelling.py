"""How many slips are corrected rightly, and how many right words are touched.

Half of an archive's documents is indexed. Right words are those of the other half that the first does not have; one
that stands in two of its documents is hardly a slip itself. Slips are made from words of the first half, as typists
make them; and there are the commonest misspellings of English, where the first half has the right word.

    python -m tests.bench.bench_spelling ARCHIVE [--words N] [--seed N]
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from index.embed import load
from index.models.answers import Reading
from index.models.scope import EVERYTHING
from index.search.corrections import corrected
from index.settings import Settings
from index.storage.engine import PassageStore, Predicate
from index.text import spelling
from index.text.folding import fold
from index.text.units import views
from tests.bench.slips import MISSPELLINGS, slip
from tests.makers.archives import Place

Correct = Callable[[str], str]


def correcting(store: PassageStore, pieces: Callable[..., list[int]]) -> Correct:
    """What is searched for in place of a word."""
    return lambda word: corrected(store, Reading(words=word), EVERYTHING, pieces)[0]


def words(texts: Iterable[str]) -> Counter[str]:
    """Words long enough to be corrected, each with how many of `texts` have it."""
    return Counter(word for text in texts for word in {*_long(text)})


def _long(text: str) -> Iterator[str]:
    return (word for view in views(text) for word in view.ranked if spelling.max_edits(word))


def right_words(store: PassageStore, others: Counter[str], least: int) -> list[str]:
    """Words that at least so many of the other documents have, and none that is indexed."""
    return [word for word, times in sorted(others.items()) if times >= least and not _held(store, word)]


def slips(store: PassageStore, indexed: Counter[str], count: int, seed: int) -> dict[str, str]:
    """So many slips, each with the word that was meant; words come as often as they stand in documents."""
    drawn = random.Random(seed)
    population, weights = list(indexed), list(indexed.values())
    made: dict[str, str] = {}
    while len(made) < count:
        (word,) = drawn.choices(population, weights)
        typed = slip(word, drawn)
        if spelling.max_edits(typed) and not _held(store, typed):
            made[typed] = word
    return made


def misspellings(store: PassageStore) -> dict[str, str]:
    """Common misspellings of words that are indexed."""
    return {typed: word for typed, word in MISSPELLINGS.items() if _held(store, word) and not _held(store, typed)}


def rightly(correct: Correct, made: Mapping[str, str]) -> int:
    """How many slips are put right."""
    return sum(fold(correct(typed)) == fold(word) for typed, word in made.items())


def touched(correct: Correct, right: Iterable[str]) -> list[tuple[str, str]]:
    """The right words that are replaced, and by what."""
    return [(word, instead) for word in right if (instead := correct(word)) != word]


def _held(store: PassageStore, word: str) -> bool:
    return store.holds(word, Predicate())


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("archive", type=Path, help="a folder of .txt files")
    parser.add_argument("--words", type=int, default=2000, help="right words, and slips, at most")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    files = sorted(options.archive.rglob("*.txt"))
    pieces = load.load(Settings(_env_file=None), for_documents=False).count_tokens
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder), {f"{at}.txt": file.read_text("utf-8") for at, file in enumerate(files[::2])})
        place.index()
        with place.generation() as generation:
            report(generation.passages, pieces, files, options)


def report(
    store: PassageStore, pieces: Callable[..., list[int]], files: list[Path], options: argparse.Namespace
) -> None:
    """Prints the figures."""
    correct = correcting(store, pieces)
    others = words(file.read_text("utf-8") for file in files[1::2])
    for least in (2, 1):
        right = right_words(store, others, least)
        chosen = random.Random(options.seed).sample(right, min(len(right), options.words))
        found = touched(correct, chosen)
        print(f"right words, in {least} documents or more: {len(found)} of {len(chosen)} touched", found[:40])
    indexed = words(file.read_text("utf-8") for file in files[::2])
    for name, made in (
        ("slips", slips(store, indexed, options.words, options.seed)),
        ("misspellings", misspellings(store)),
    ):
        print(f"{name}: {rightly(correct, made)} of {len(made)} right")


if __name__ == "__main__":
    main()
