"""The main language of a text, by py3langid (a classifier of 97 languages, offline)."""

from __future__ import annotations

from functools import cache
from typing import Protocol

SAMPLE_CHARACTERS = 1000
"""The beginning by which the language is recognised. Twice as much changed it of none of 1,000 documents, in four
languages."""
MIN_LETTERS = 40
"""With fewer the answer would be a guess."""


class _Classifier(Protocol):
    def classify(self, text: str, /) -> tuple[str, float]: ...

    def rank(self, text: str, /) -> list[tuple[str, float]]: ...


def language_of(text: str, min_letters: int = MIN_LETTERS) -> str | None:
    """The ISO 639-1 code for the beginning of `text`; None if it has fewer than `min_letters` letters."""
    sample = text[:SAMPLE_CHARACTERS]
    if sum(map(str.isalpha, sample)) < min_letters:
        return None
    code, _ = _identifier().classify(sample)
    return code


def ranking(text: str) -> dict[str, float]:
    """How likely each language is for the beginning of `text`: differences are in nats."""
    return {code: float(score) for code, score in _identifier().rank(text[:SAMPLE_CHARACTERS])}


def prepare() -> None:
    """Loads the classifier now rather than at the first text."""
    _identifier()


@cache
def _identifier() -> _Classifier:
    """The classifier, limited to languages that have a two-letter code (it also knows Wu Chinese, `wuu`)."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - loads numpy: only where documents are read

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages([code for code in identifier.labels if len(code) == 2])
    classifier: _Classifier = identifier
    return classifier
