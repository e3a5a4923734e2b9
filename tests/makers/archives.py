"""Archives on disk, indexed and searched in the test's own process by the encoder whose winners are known."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from index import (
    EVERYTHING,
    Archive,
    DataFile,
    Report,
    RollbackTarget,
    Scope,
    Settings,
    Swap,
    reindex,
    rollback,
    rollback_target,
)
from index.build.progress import Progress
from index.embed.encoder import Encoder
from index.generations.data_folder import DataFolder
from index.generations.opened import Generation
from index.models.answers import Answer, Hit, Query
from index.read import OpenReaders
from index.storage.segments import SEGMENTS_FOLDER
from tests.stand_ins.hashing_encoder import HashingEncoder
from tests.stand_ins.in_process import InProcessReaders

WORDS = (
    *("harbour", "lantern", "gull", "ferry", "anchor", "rope", "keeper", "storm"),
    *("glass", "bread", "sledge", "goat", "beam", "engine", "tide", "signal"),
)

MOON = {
    "moon/apollo-11.txt": "date 1969-07-20 First people on the Moon\n\nThe Eagle has landed. They walked.\n",
    "moon/august.txt": "date 2023-08 TWO landers were bound for the Moon. One of them arrived.\n",
    "year.txt": "date 1958 A year of agencies\n\nAn agency for space was founded.\n",
    "orbit.txt": "What an orbit is\n\nAn orbit is a fall that misses the ground.\n",
}
"""Four documents: dated by a day, a month and a year, and undated."""


def segment_of(generation: Path) -> Path:
    """The folder of the only segment of the generation in this folder."""
    (segment,) = (generation / SEGMENTS_FOLDER).iterdir()
    return segment


class Place:
    """A folder with an archive and its index in it, and what a person does to them.

    `options` are settings by name, whatever the environment says; those given to a method hold for that call. Each file
    is read at each reindex unless they say otherwise: which are known depends on how long ago they were written.
    """

    def __init__(self, folder: Path, documents: Mapping[str, str] | None = None, **options: Any) -> None:
        places = {"archive": folder / "archive", "data": folder / "data"}
        self._options = {**places, "trust_file_times": False, **options}
        self.settings = self._with({})
        self.archive.mkdir(parents=True, exist_ok=True)
        self.write(documents or {})

    @property
    def archive(self) -> Path:
        return self.settings.archive

    @property
    def data(self) -> Path:
        return self.settings.data

    def file(self, path: str) -> Path:
        """Where a document of the archive is."""
        return self.archive / path

    def files(self, generation: int) -> list[str]:
        """Every file of a generation, named from its folder."""
        folder = DataFolder(self.data).folder(generation)
        return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())

    def write(self, documents: Mapping[str, str]) -> None:
        """Writes documents by path, beside what is there."""
        for path, text in documents.items():
            self.file(path).parent.mkdir(parents=True, exist_ok=True)
            self.file(path).write_text(text, "utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        """Replaces words of a document, which has them."""
        text = self.file(path).read_text("utf-8")
        assert old in text
        self.file(path).write_text(text.replace(old, new), "utf-8")

    def move(self, path: str, to: str) -> None:
        self.file(to).parent.mkdir(parents=True, exist_ok=True)
        self.file(path).rename(self.file(to))

    def remove(self, *paths: str) -> None:
        for path in paths:
            self.file(path).unlink()

    def forget(self) -> None:
        """Empties the data folder."""
        shutil.rmtree(self.data)
        self.data.mkdir()

    def index(
        self,
        encoder: Encoder | None = None,
        *,
        progress: Progress | None = None,
        force: bool = False,
        readers: OpenReaders = InProcessReaders,
        **options: Any,
    ) -> Report:
        """Indexes the archive as it is now."""
        return reindex(
            self._with(options),
            progress,
            encoder=encoder or HashingEncoder(),
            force=force,
            readers=readers,
        )

    def rollback(self, number: int | None = None) -> Swap:
        """Lets an earlier generation serve."""
        return rollback(self.settings, number, encoder=HashingEncoder())

    def rollback_target(self, number: int | None = None, scope: Scope = EVERYTHING) -> RollbackTarget:
        """The earlier generation that would serve."""
        return rollback_target(self.settings, number, scope, encoder=HashingEncoder())

    @contextmanager
    def opened(self, **options: Any) -> Iterator[Archive]:
        """The archive, indexed before; closed when the block ends."""
        archive = Archive.open(self._with(options), HashingEncoder(), readers=InProcessReaders)
        try:
            yield archive
        finally:
            archive.close()

    @contextmanager
    def generation(self) -> Iterator[Generation]:
        """The generation that serves; closed when the block ends."""
        data = DataFolder(self.data)
        with closing(Generation(data, data.current())) as generation:
            yield generation

    def ask(self, text: str, **query: Any) -> Answer:
        """The answer of an archive that is opened for it."""
        with self.opened() as archive:
            return archive.search(Query(text=text, **query))

    def first(self, text: str, **options: Any) -> Hit:
        """The first hit of an archive that is opened for it."""
        with self.opened(**options) as archive:
            return archive.search(Query(text=text, limit=1)).hits[0]

    def cached(self) -> set[bytes]:
        """The keys of all vectors in the cache of embeddings."""
        with closing(sqlite3.connect(self.data / DataFile.EMBEDDINGS)) as database:
            return {key for (key,) in database.execute("SELECT key FROM vectors")}

    def _with(self, options: Mapping[str, Any]) -> Settings:
        return Settings(_env_file=None, **{**self._options, **options})


def note(number: int, word: str = "") -> str:
    """A document of a few sentences; `word` is in it."""
    seen = " ".join(WORDS[(number * step + step) % len(WORDS)] for step in (1, 3, 5, 7, 11))
    day = f"19{10 + number % 80:02d}-0{1 + number % 9}-1{number % 10}"
    after = "Nobody at the harbour wrote of it again."
    return f"date {day} Note {number}\n\nThe {seen} were seen on day {number}. {word}\n\n{after}\n"


def notes(folder: Path, count: int = 8, **options: Any) -> Place:
    """An archive of `count` notes, not indexed yet."""
    return Place(folder, {f"note-{number:03d}.txt": note(number) for number in range(count)}, **options)


def indexed_twice(folder: Path) -> Place:
    """Notes in two generations: the second has `second.txt` more, about a smuggler."""
    place = notes(folder)
    place.index()
    place.write({"second.txt": note(40, "smuggler")})
    place.index()
    return place


def comparable(answer: Answer) -> list[tuple[str, str, float]]:
    """What of an answer must be the same where nothing has changed."""
    return [(hit.passage, hit.text, hit.score) for hit in answer.hits]
