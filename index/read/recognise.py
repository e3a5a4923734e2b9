"""Recognising the text in pictures of pages, each once: what is known of a page is not recognised again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, Final, NamedTuple, Protocol

from index.models.values import Value
from index.read.page_cache import known_page, page_key
from index.read.recognised_words import NOTHING, Recognised, recognised
from index.read.tesseract import INSTALL, NotRecognisedError, Tesseract, find
from index.settings import SETTINGS_FILE, Settings

OCR: Final = "run text recognition (OCR) on it, such as ocrmypdf --skip-text, and add it again"
OFF: Final = f"set ocr = true in {SETTINGS_FILE} and {INSTALL}"
"""How recognising is turned on."""
_OFF_IN_CHAT: Final = "ask whoever runs me to turn text recognition on (ocr)"
_COMMAND: Final = re.compile(r" \(apt-get install [^)]*\)")
LEFT: Final = "more than ocr_pages allows"
"""Why pages are left as they are."""
DPI: Final = 300
"""Dots an inch at which a page is drawn: what Tesseract is made for."""
MAX_DRAWN: Final = 40_000_000
"""Pixels of a page that is drawn; a larger one than A2 is drawn with fewer dots an inch."""
MAX_SIDE: Final = 30_000
POINTS: Final = 72
"""To an inch."""
MAX_RANGES: Final = 10
"""Of pages that a note names."""


class PageTold(Value):
    """That a page of a file was recognised, or is known, or with no `key` that it is its turn.

    `number` counts from 1 among all `of` the file.
    """

    number: int
    of: int
    sha256: str = ""
    """Of the file."""
    key: str = ""
    text: str | None = None
    """None for a page that is known."""
    confidence: int | None = None


Told = Callable[[PageTold], None]


def in_chat(said: str) -> str:
    """A reason or a note as a chat says it: without commands for the machine."""
    return _COMMAND.sub("", said.replace(OFF, _OFF_IN_CHAT))


def chat_of(said: str) -> str | None:
    """The same where it is another one."""
    line = in_chat(said)
    return None if line == said else line


def recogniser_name(settings: Settings) -> str:
    """What recognises pages with these settings, and how many of a file; empty where recognising is off."""
    if not settings.ocr:
        return ""
    engine = find(settings.ocr_languages)
    return f"{engine.name} {settings.ocr_pages}" if isinstance(engine, Tesseract) else "none"


def fault(settings: Settings) -> str | None:
    """Why nothing is recognised although the settings ask for it."""
    engine = find(settings.ocr_languages) if settings.ocr else None
    return f"ocr = true, but {engine}" if isinstance(engine, str) else None


class Drawable(Protocol):
    """A page of a PDF, as pypdfium2 has it; sizes are in points."""

    def get_size(self) -> tuple[float, float]: ...

    def render(self, *places: Any, **options: Any) -> Any: ...


def silent(page: PageTold) -> None:
    """Pages that nobody follows."""


class Recogniser:
    """Recognises the pages of one file, whose bytes have this `sha256`."""

    def __init__(self, settings: Settings, sha256: str = "", told: Told = silent) -> None:
        self._settings = settings
        self._sha256 = sha256
        self._told = told
        self._taken = 0

    @cached_property
    def _engine(self) -> Tesseract | str:
        return find(self._settings.ocr_languages)

    @property
    def cure(self) -> str | None:
        """What is to be done before any page can be recognised; None where nothing is."""
        if not self._settings.ocr:
            return OFF
        return None if isinstance(self._engine, Tesseract) else self._engine

    def page(self, picture: bytes, number: int, of: int, *, dpi: int | None = None, inner: bool = False) -> Recognised:
        """What is on a page; `inner` says that `picture` has `of` of them. Raises `NotRecognisedError`."""
        if not isinstance(self._engine, Tesseract):
            raise NotRecognisedError(self._engine)
        if self._taken >= self._settings.ocr_pages:
            raise NotRecognisedError(LEFT)
        self._taken += 1
        self._told(PageTold(number=number, of=of))
        place = number - 1 if inner else None
        key = page_key(self._engine.name, picture, place)
        known = known_page(self._settings.data, key)
        found = known or recognised(self._engine.table(picture, dpi=dpi, page=place))
        text = None if known else found.text
        sure = found.confidence
        self._told(PageTold(number=number, of=of, sha256=self._sha256, key=key, text=text, confidence=sure))
        return found

    def drawn(self, page: Drawable, number: int, of: int) -> Recognised:
        """What is on a page of a PDF, drawn for the purpose."""
        width, height = page.get_size()
        if width <= 0 or height <= 0:
            return NOTHING
        scale = min(DPI / POINTS, (MAX_DRAWN / (width * height)) ** 0.5, MAX_SIDE / max(width, height))
        bitmap = page.render(scale=scale, grayscale=True)
        rows = memoryview(bitmap.buffer)
        lines = (rows[at : at + bitmap.width] for at in range(0, bitmap.stride * bitmap.height, bitmap.stride))
        picture = b"".join((b"P5 %d %d 255\n" % (bitmap.width, bitmap.height), *lines))
        return self.page(picture, number, of, dpi=max(POINTS, round(POINTS * scale)))


class Outcome(NamedTuple):
    """What became of a page without text: what was recognised, or why nothing was."""

    number: int
    found: Recognised = NOTHING
    why: str = ""


def attempt(number: int, recognise: Callable[[], Recognised]) -> Outcome:
    """A page that can't be recognised costs itself alone."""
    try:
        return Outcome(number, recognise())
    except NotRecognisedError as error:
        return Outcome(number, why=str(error))


def notes(outcomes: Sequence[Outcome], count: int, cure: str | None = None) -> Iterator[str]:
    """Which of `count` pages have no text even now, and why or what to do: "3 of 4 pages hold no text (2–4); …".

    A note for each reason; `cure` is what is to be done before anything can be recognised.
    """
    if outcomes and cure:
        numbers = [outcome.number for outcome in outcomes]
        yield f"{_which(numbers, count, 'holds no text', 'hold no text')}; {cure}, or {OCR}"
        return
    without: dict[str, list[int]] = {}
    for outcome in outcomes:
        if not outcome.found.text:
            without.setdefault(outcome.why, []).append(outcome.number)
    for why, found in without.items():
        if why:
            yield f"{_which(found, count, 'was not recognised', 'were not recognised')}: {why}"
        else:
            yield _which(found, count, "holds no text that can be recognised", "hold no text that can be recognised")


def no_text(noted: Sequence[str], cure: str | None) -> str:
    """Why a document of pages has no text, and what to do."""
    if noted and cure is None:
        return f"it has no text, and none could be recognised ({noted[0]}); add its text, or remove it"
    return f"it has no text, perhaps only pictures of pages; {f'{cure}, or ' if cure else ''}{OCR}"


def _which(numbers: list[int], count: int, of_one: str, of_several: str) -> str:
    """Which of `count` pages something is said of."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    named = [f"{first}–{last}" if last > first else str(first) for first, last in ranges[:MAX_RANGES]]
    named += ["…"] if len(ranges) > MAX_RANGES else []
    said = f"pages {of_several}" if count > 1 else f"page {of_one}"
    return f"{len(numbers)} of {count} {said} ({', '.join(named)})"
