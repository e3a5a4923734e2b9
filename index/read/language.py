"""The language a text is mostly written in, by py3langid (a classifier of 97 languages, offline)."""

from __future__ import annotations

from functools import cache
from typing import Protocol

SAMPLE = 2000
"""Characters that the language is told from."""
FEWEST_LETTERS = 40
"""Below this the answer would be a guess."""
TWO_LETTERS = 2


class _Classifier(Protocol):
    def classify(self, text: str, /) -> tuple[str, float]: ...


def language_of(text: str, fewest: int = FEWEST_LETTERS) -> str | None:
    """The ISO 639-1 code for the beginning of `text`; None if it has fewer than `fewest` letters to tell it from."""
    sample = text[:SAMPLE]
    if sum(map(str.isalpha, sample)) < fewest:
        return None
    code, _ = _identifier().classify(sample)
    return code


def prepare() -> None:
    """Loads the classifier now rather than with the first text."""
    _identifier()


@cache
def _identifier() -> _Classifier:
    """The classifier, told to answer with languages that have a two-letter code (it also knows Wu Chinese, `wuu`)."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - loads numpy: only where documents are read

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages([code for code in identifier.labels if len(code) == TWO_LETTERS])
    known: _Classifier = identifier
    return known
