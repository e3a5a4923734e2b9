"""What a generation has that another hasn't: as comparing every document says it, whatever the segments are."""

from __future__ import annotations

import random
from contextlib import ExitStack, closing
from pathlib import Path

from index.generations.data_folder import DataFolder
from index.storage.documents import DocumentStore
from index.storage.news import news
from tests.makers.archives import notes


def every(store: DocumentStore) -> dict[str, tuple[object, ...]]:
    """What a query may match of each document, by path."""
    return {one.path: (one.title, one.text, one.date and one.date.earliest) for one in store.documents()}


def test_news_are_those_of_comparing_every_document(tmp_path: Path) -> None:
    """Between any two generations in which documents came, changed, moved and went, after a rollback too."""
    chance = random.Random(3)
    place = notes(tmp_path, 12, keep_generations=9)
    place.index()
    for number in range(5):
        paths = sorted(path.name for path in place.archive.iterdir())
        gone, moved, edited = chance.sample(paths, 3)
        place.remove(gone)
        place.move(moved, f"moved-{number}.txt")
        place.write({edited: place.file(edited).read_text("utf-8") + f"\nThis was added {number} days later.\n"})
        place.write({f"new-{number}.txt": f"date 1999-01-0{number + 1} New\n\nAnother note of number {number}.\n"})
        place.index(force=True)
        if number == 2:
            place.rollback()
    data = DataFolder(place.data)
    with ExitStack() as stack:
        stores = [stack.enter_context(closing(DocumentStore(data.folder(number)))) for number in data.whole()]
        assert len(stores) == 6
        for store in stores:
            for before in stores:
                known = every(before)
                expected = {path for path, said in every(store).items() if known.get(path) != said}
                assert {store.numbered(number).path for number in news(store, before)} == expected
