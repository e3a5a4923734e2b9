"""Texts with many marks and letters that print rewrites: dashes, quotation marks, compounds, ligatures and accents."""

from __future__ import annotations

import random
import re
from typing import Final

LIGATURES: Final = {"ffi": "ﬃ", "ffl": "ﬄ", "ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ"}


def marked_texts(count: int, seed: int) -> dict[str, str]:
    """Documents by path, whose sentences have dashes, quotation marks, compounds and letters that print joins."""
    drawn = random.Random(seed)
    texts: dict[str, str] = {}
    for number in range(count):
        sentences = [_marked_sentence(drawn) for _ in range(12)]
        texts[f"made/{number:03}.txt"] = f"date 19{drawn.randint(10, 99)} Report {number}\n\n{' '.join(sentences)}\n"
    return texts


def _marked_sentence(drawn: random.Random) -> str:
    nouns = "office fisher coffin flag affair raffle cliff leaflet profit waffle reef river lantern café façade naïf"
    verbs = "fixed finished offered filled flooded refused shifted briefed softened sifted classified fitted"
    pairs = "well-fitted half-finished flat-roofed stiff-backed south-facing self-filling wind-driven far-off"
    one, two, three = drawn.sample(nouns.split(), 3)
    did, other = drawn.sample(verbs.split(), 2)
    pair = drawn.choice(pairs.split())
    dash = drawn.choice([" – ", "—", " — ", " - "])
    opening, closing = drawn.choice([("“", "”"), ("«", "»"), ("„", "“"), ('"', '"'), ("‘", "’")])
    return (
        f"The {pair} {one} was {did} beside the {two}{dash}so the {opening}{three}{closing} was {other} by the "
        f"{drawn.choice(nouns.split())} and later {drawn.choice(verbs.split())}."
    )


def other_marks(text: str) -> str:
    """Other quotation marks and apostrophes, and marks around all of it."""
    table = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'", "«": "„", "»": "“", '"': "”"})
    return text.translate(table)


def other_dashes(text: str) -> str:
    """Dashes of another length."""
    return (
        re.sub("[–—]", lambda dash: "-" if dash[0] == "–" else "–", text)
        if re.search("[–—]", text)
        else text.replace(" - ", " — ")
    )


def ligatures(text: str) -> str:
    """Letters as print joins them."""
    return re.sub("|".join(LIGATURES), lambda found: LIGATURES[found[0]], text)
