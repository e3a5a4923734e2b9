"""The generation that serves, followed: another one that becomes current takes its place while searches go on."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from typing import TypeVar

from index.errors import IndexDataError
from index.generations.data_folder import DataFolder
from index.generations.fallback import without_folders
from index.generations.lease import Served
from index.generations.opened import Generation
from index.generations.serving import Accept, SoundGeneration, attempted, open_sound
from index.models.said import Said

Result = TypeVar("Result")

log = logging.getLogger(__name__)

LOOK_EVERY_S = 0.5
"""How often searches check whether another generation has become current."""


class Serving:
    """What serves now. Safe to use from many threads; close it when done."""

    def __init__(self, data: DataFolder, sound: SoundGeneration, accept: Accept) -> None:
        self._data = data
        self._accept = accept
        self._looking = threading.Lock()
        self._looked = time.monotonic()
        self._served = Served(sound)
        self._warm = False

    def keep_warm(self) -> None:
        """Reads what searches need into memory beforehand, in a thread of its own; likewise of what serves later."""
        self._warm = True
        threading.Thread(target=_warm, args=(self._served.current,), name="warm", daemon=True).start()

    def close(self) -> None:
        """Closes the generation once the work under way has ended; none may follow."""
        with self._looking:
            self._served.close()

    def work(self, work: Callable[[SoundGeneration], Result]) -> Result:
        """What `work` makes of the serving generation, kept open until that is done whatever becomes current meanwhile.

        Where it comes upon a damaged record, it is done again with another generation, if there is a sound one.
        """
        with self._lease() as sound:
            outcome = attempted(work, sound)
            number, damaged = sound.generation.number, sound.generation.damaged
        if damaged and self._replaced(number):
            with self._served.lease() as sound:
                return work(sound)
        return outcome()

    def work_on(self, number: int, work: Callable[[SoundGeneration], Result]) -> Result:
        """What `work` makes of a generation that is kept, be it the one that serves or an earlier one.

        An earlier one is opened for that alone, and can't be removed meanwhile. Raises `IndexDataError` where it is not
        kept or can't be searched.
        """
        with self._lease() as sound:
            if sound.generation.number == number:
                return work(sound)
        self._data.check_kept(number)
        self._accept(self._data.manifest(number))
        with closing(Generation(self._data, number)) as generation:
            return work(SoundGeneration(generation, number))

    def _replaced(self, number: int) -> bool:
        """Whether another generation serves, now that this one is known to be damaged."""
        with self._looking:
            self._look()
        return self._served.current.generation.number != number

    def _lease(self) -> AbstractContextManager[SoundGeneration]:
        self._follow()
        return self._served.lease()

    def _follow(self) -> None:
        """Switches to another generation if one has become current; one thread opens it while the others go on."""
        if time.monotonic() - self._looked < LOOK_EVERY_S or not self._looking.acquire(blocking=False):
            return
        try:
            self._looked = time.monotonic()
            self._look()
        finally:
            self._looking.release()

    def _look(self) -> None:
        """Serves the current generation; if that can't be served, the one before goes on, with a warning."""
        served = self._served.current
        number = served.generation.number
        try:
            current = self._data.current()
            kept = number in self._data.whole() and self._data.damage(number) is None
            if kept and current == served.named:
                if self._data.named() != current:
                    self._data.mend_current(current)
                return
            self._served.replace(open_sound(self._data, self._accept))
            if self._warm:
                self.keep_warm()
        except IndexDataError as error:
            still = f"Generation {number} is still served"
            log.warning("%s: %s", still, error)
            self._served.warn(Said(f"{still}: {without_folders(self._data, error)}", f"{still}: {error.in_chat}"))


def _warm(sound: SoundGeneration) -> None:
    """A fault costs the searches that come upon it, and nothing now."""
    try:
        sound.generation.passages.warm()
    except IndexDataError as error:
        log.warning("searches begin slowly: %s", error)
