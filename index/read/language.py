"""The main language of a text, by py3langid (a classifier of 97 languages, offline).

Its model lies packed in its package, and to unpack it takes half a second of the processor. So whoever indexes keeps it
unpacked in the data folder, from where processes that read documents map it into memory.
"""

from __future__ import annotations

import zlib
from array import array
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Protocol

from index.models.data_files import DataFile
from index.read import mapped_file

SAMPLE_CHARACTERS = 1000
"""The beginning by which the language is recognised. Twice as much changed it of none of 1,000 documents, in four
languages."""
MIN_LETTERS = 40
"""With fewer the answer would be a guess."""
_LAYOUT: Final = 1
"""Raised when the same model would be kept in another way."""


class Classifier(Protocol):
    def classify(self, text: str, /) -> tuple[str, float]: ...

    def rank(self, text: str, /) -> list[tuple[str, float]]: ...


_loaded: list[Classifier] = []
"""The classifier of this process, once there is one."""


def language_of(text: str, min_letters: int = MIN_LETTERS) -> str | None:
    """The ISO 639-1 code for the beginning of `text`; None if it has fewer than `min_letters` letters."""
    sample = text[:SAMPLE_CHARACTERS]
    if sum(map(str.isalpha, sample)) < min_letters:
        return None
    code, _ = _classifier().classify(sample)
    return code


def ranking(text: str) -> dict[str, float]:
    """How likely each language is for the beginning of `text`: differences are in nats."""
    return {code: float(score) for code, score in _classifier().rank(text[:SAMPLE_CHARACTERS])}


def prepare(data: Path | None = None) -> None:
    """Loads the classifier now rather than at the first text, from the folder `data` where it is kept there."""
    if not _loaded:
        _loaded.append((kept(data) if data else None) or unpacked())


def keep(data: Path) -> None:
    """Keeps the classifier in the folder `data`, unless it is kept there; where that can't be, all goes on without."""
    file, source = data / DataFile.LANGUAGES, _source()
    if mapped_file.read(file, source) is None:
        model = unpacked()
        likelihoods = model.nb_ptc.copy(order="C")
        numbers = likelihoods, model.nb_pc, model.tk_nextmove, model.tk_row, array("i", model.tk_output)
        with suppress(OSError):
            mapped_file.write(file, source, model.nb_classes, [memoryview(each) for each in numbers])


def _classifier() -> Classifier:
    prepare()
    return _loaded[0]


def unpacked() -> Any:
    """The classifier, limited to languages that have a two-letter code (it also knows Wu Chinese, `wuu`)."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - loads numpy: only where documents are read

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages([code for code in identifier.labels if len(code) == 2])
    return identifier


def kept(data: Path) -> Classifier | None:
    """The same classifier out of the folder where it is kept; None where it isn't."""
    found = mapped_file.read(data / DataFile.LANGUAGES, _source())
    if found is None:
        return None
    import numpy as np  # noqa: PLC0415 (likewise)
    from py3langid.langid import LanguageIdentifier  # noqa: PLC0415 (likewise)

    likelihoods, priors, moves, rows, features = (np.frombuffer(each.numbers, each.kind) for each in found.arrays)
    classifier: Classifier = LanguageIdentifier(
        likelihoods.reshape(-1, len(found.names)),
        priors,
        list(found.names),
        moves.data,  # an element of it is a number of Python's own
        features.data,
        tk_row=rows.data,
    )
    return classifier


def _source() -> str:
    """What the classifier is made of: the model in its package, and how it is kept here."""
    from py3langid.langid import MODEL_DIR, MODEL_FILE  # noqa: PLC0415 (likewise)

    model = Path(MODEL_DIR, MODEL_FILE)
    return f"{_LAYOUT} {zlib.crc32(model.read_bytes()):08x}"
