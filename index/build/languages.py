"""The languages that queries are stemmed in, and every text that is in none of them or too short to tell."""

from __future__ import annotations

from collections import Counter
from typing import Final

from index.build.gather import Gathered
from index.storage.document_engine import Documents

LANGUAGE_SHARE: Final = 0.02
"""A query is stemmed in each language that at least this share of the documents is written in."""


def asked_languages(before: Documents | None, gathered: Gathered) -> tuple[str, ...]:
    """The languages of a generation that holds what was `gathered`, in their order."""
    counted = Counter(language for language in gathered.cuts.languages() if language)
    if before and gathered.staying:
        counted.update(before.languages())
        gone = before.origins(gathered.gone_from(before))
        counted.subtract(Counter(language for _, language in gone.values() if language))
    least = LANGUAGE_SHARE * (len(gathered.cuts) + len(gathered.staying))
    return tuple(sorted(code for code, count in counted.items() if count > 0 and count >= least))
