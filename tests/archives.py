"""Small archives on disk, indexed in process by the encoder that knows what should win."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from index import Archive, Report, Settings, reindex
from index.generations.lock import myself
from index.models.answers import Answer, Query
from index.models.reports import Phase, Step
from tests.hashing import HashingEncoder


class ReindexHere:
    """Reindexes in this process, for tests of what comes before and after."""

    def __init__(self, chosen: Settings, force: bool) -> None:
        self._settings = chosen
        self._force = force

    @classmethod
    def start(cls, chosen: Settings, *, force: bool = False, detached: bool = False) -> Self:
        return cls(chosen, force)

    def attend(self, told: Callable[[Step], None]) -> Report:
        def progress(phase: Phase, done: int, total: int) -> None:
            told(Step(**myself().model_dump(), phase=phase, done=done, total=total))

        return reindex(self._settings, progress, force=self._force)


WORDS = (
    *("harbour", "lantern", "gull", "ferry", "anchor", "rope", "keeper", "storm"),
    *("glass", "bread", "sledge", "goat", "beam", "engine", "tide", "signal"),
)


def settings(home: Path, **options: Any) -> Settings:
    """Settings of an archive and an index in `home`, whatever the environment says."""
    (home / "archive").mkdir(exist_ok=True)
    return Settings(_env_file=None, archive=home / "archive", data=home / "data", **options)


def text(number: int, word: str = "") -> str:
    """A document of a few sentences; `word` is in it."""
    said = " ".join(WORDS[(number * step + step) % len(WORDS)] for step in (1, 3, 5, 7, 11))
    day = f"19{10 + number % 80:02d}-0{1 + number % 9}-1{number % 10}"
    return f"date {day} Note {number}\n\nThe {said} were seen on day {number}. {word}\n\nNobody wrote about it again.\n"


def write(chosen: Settings, documents: dict[str, str]) -> None:
    """Writes documents into the archive by path."""
    for path, words in documents.items():
        (chosen.archive / path).parent.mkdir(parents=True, exist_ok=True)
        (chosen.archive / path).write_text(words, "utf-8")


def filled(home: Path, count: int = 8, **options: Any) -> Settings:
    """Settings of an archive of `count` documents, not indexed yet."""
    chosen = settings(home, **options)
    write(chosen, {f"note-{number:03d}.txt": text(number) for number in range(count)})
    return chosen


def index(chosen: Settings, encoder: HashingEncoder | None = None, **options: Any) -> Report:
    """Indexes in this process."""
    return reindex(chosen, encoder=encoder or HashingEncoder(), **options)


def opened(chosen: Settings) -> Archive:
    return Archive.open(chosen, HashingEncoder())


def ask(chosen: Settings, words: str, **options: Any) -> Answer:
    """One answer of an archive that is opened for it."""
    archive = opened(chosen)
    try:
        return archive.search(Query(text=words, **options))
    finally:
        archive.close()


def shown(answer: Answer) -> list[tuple[str, str, float]]:
    """What of an answer must be the same where nothing has changed."""
    return [(hit.passage, hit.text, hit.score) for hit in answer.hits]
