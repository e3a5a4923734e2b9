"""One opened generation, which one is sound enough to serve, and whether it is the one that the settings ask for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from index import encode
from index.almanac import Almanac
from index.dense import Vectors
from index.encode import Encoder
from index.errors import IndexDataError
from index.generations import ARCHIVE_FILE, VECTORS_FILE, WORDS_FOLDER, DataFolder, Manifest, read_manifest
from index.integrity import quick_fault
from index.lexical import Words
from index.models import DateSpan, Status
from index.recipe import recipe
from index.settings import Settings
from index.store import Store

MOST_ALMANACS = 64
"""Almanacs kept of one generation: one for each set of hidden folders that is asked for."""
Accept = Callable[[Manifest], None]
"""Raises `IndexDataError` for a generation that can't be served here."""


class Generation:
    """One opened generation; it stays whole until the last search in it ends.

    Opening checks what can be checked quickly and raises `IndexDataError` naming the fault. `building` is the folder
    of a generation that is not published yet.
    """

    def __init__(self, data: DataFolder, number: int, *, building: Path | None = None) -> None:
        self.number = number
        folder = building or data.folder(number)
        self.manifest: Manifest = read_manifest(folder, number)
        self._held = ExitStack()
        if building is None:
            self._held.enter_context(data.reading(number))
        try:
            self._check_files(data, folder)
            self.store = Store(folder / ARCHIVE_FILE)
            self._held.callback(self.store.close)
            self.vectors = Vectors(folder / VECTORS_FILE)
            self.words = Words(folder / WORDS_FOLDER, self.manifest.languages)
            self._agree()
        except BaseException:  # whatever keeps it from being opened, Ctrl-C too, leaves no file held
            self._held.close()
            raise
        self.span = self.store.span()
        self.newest = self.store.newest()
        self.undated = self.store.undated_rows()
        self._almanacs: dict[frozenset[str], Almanac] = {}
        self.named = number
        """The number that `current` named when this one was opened in its place."""
        self.warnings: tuple[str, ...] = ()
        """What is said with every answer from it."""
        self.users = 0
        self.retired = False

    def _check_files(self, data: DataFolder, folder: Path) -> None:
        if fault := data.damage(self.number) or quick_fault(folder, self.manifest):
            raise IndexDataError(f"generation {self.number} is damaged: {fault}; run: dateline index")

    def _agree(self) -> None:
        counts = {self.manifest.passages, self.vectors.rows, self.words.rows, self.store.counts()[2]}
        if len(counts) > 1:
            raise IndexDataError(f"generation {self.number} is damaged (its counts differ); run: dateline index")

    def newest_beside(self, hidden: frozenset[str]) -> DateSpan | None:
        """The date of the newest document that lies in none of the first-level folders `hidden`."""
        return self.store.newest(hidden) if hidden else self.newest

    def almanac(self, hidden: frozenset[str]) -> Almanac:
        """The dates of the documents that lie in none of the first-level folders `hidden`; kept once made."""
        known = self._almanacs.get(hidden)
        if known is None:
            known = Almanac(self.store.dated(hidden))
            if len(self._almanacs) >= MOST_ALMANACS:
                self._almanacs.clear()
            self._almanacs[hidden] = known
        return known

    def oldest_beside(self, hidden: frozenset[str]) -> dt.date | None:
        """The first day of the oldest document that lies in none of the first-level folders `hidden`."""
        if hidden:
            return self.store.oldest(hidden)
        return self.span[0] if self.span else None

    def close(self) -> None:
        self._held.close()


def open_sound(data: DataFolder, accept: Accept) -> Generation:
    """The current generation, or else the newest sound one with a warning to show; raises the current one's fault.

    The current one must be acceptable; of the others those that are not are passed over.
    """
    named = data.current()
    try:
        return _opened(data, named, accept, named)
    except UnfitError:
        raise
    except IndexDataError as error:
        if data.current() != named:  # the swap was quicker
            return open_sound(data, accept)
        fault = error
    for number in reversed(data.whole()):
        try:
            generation = _opened(data, number, accept, named)
        except IndexDataError:
            continue
        day = f"{generation.manifest.built:%Y-%m-%d %H:%M} UTC"
        generation.warnings = (f"{_sentence(told(data, fault))} Until then generation {number} of {day} is served.",)
        return generation
    raise fault


def _opened(data: DataFolder, number: int, accept: Accept, named: int) -> Generation:
    accept(data.manifest(number))
    generation = Generation(data, number)
    generation.named = named
    return generation


def told(data: DataFolder, error: IndexDataError) -> str:
    """The fault without folders of the machine, which people in a chat need not know."""
    if isinstance(error, OtherArchiveError):
        return "what was indexed last is another archive; run: dateline index"
    line = str(error)
    for folder in (data.path.resolve(), data.path):
        line = line.replace(f"{folder}/", "")
    return line


def _sentence(line: str) -> str:
    return f"{line[:1].upper()}{line[1:]}."


def status(settings: Settings) -> Status:
    """What is being served, told without loading a model; raises `DatelineError`."""
    data = DataFolder(settings.data)
    generation = open_sound(data, lambda _: None)
    try:
        return describe(data, generation, encode.engine(settings))
    finally:
        generation.close()


def describe(data: DataFolder, generation: Generation, engine: str) -> Status:
    """The status of an opened generation."""
    manifest = generation.manifest
    return Status(
        archive=manifest.archive,
        data=str(data.path.resolve()),
        generation=generation.number,
        built=manifest.built,
        model=manifest.recipe.model,
        revision=manifest.recipe.revision,
        dimensions=manifest.dimensions,
        engine=engine,
        vectors=generation.vectors.kind,
        documents=manifest.documents,
        undated=manifest.undated,
        passages=manifest.passages,
        earliest=generation.span[0] if generation.span else None,
        latest=generation.span[1] if generation.span else None,
        newest=generation.newest,
        size_bytes=sum(manifest.sizes.values()),
        kept=tuple(data.whole()),
        warnings=generation.warnings,
    )


class UnfitError(IndexDataError):
    """A generation is sound, but of another recipe."""


class OtherArchiveError(UnfitError):
    """A generation is sound, but of another archive."""


def check_fits(manifest: Manifest, settings: Settings, encoder: Encoder | None) -> None:
    """Raises `UnfitError` if the generation is of another archive or was built with another recipe."""
    check_archive(manifest, settings)
    now = recipe(settings, encoder)
    for name, built in manifest.recipe:
        if getattr(now, name) != built:
            raise UnfitError(
                f"the index was built with another {name} ({built!r}, now {getattr(now, name)!r}); run: dateline index"
            )


def check_archive(manifest: Manifest, settings: Settings) -> None:
    """Raises `OtherArchiveError` if the generation is of another archive."""
    asked = settings.archive.resolve()
    if str(asked) != manifest.archive and Path(manifest.archive).exists():
        raise OtherArchiveError(
            f"{settings.data} holds the index of {manifest.archive}, not of {asked}; "
            "name another folder with --data, or run: dateline index"
        )
