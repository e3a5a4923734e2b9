"""Verdicts of every kind to be drawn, with any words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

import index
from bot.verify.check import Check, Mentioned, Quoted
from bot.verify.findings import Findings
from tests.bot.drawing import cited, long
from tests.bot.hostile import hostile
from tests.makers.citations import DAY, DAYS

KINDS = ("number", "name", "negation", "word", "mark")
WORDS = ("exact", "typographic", "near", "stitched", "elsewhere", "not in this archive", "too short", "not compared")


def place(text: str, **known: Any) -> index.Place:
    """Where words stand."""
    passage = index.Passage(id="00000001", start=0, end=1, ordinal=0, paragraph=7)
    given: dict[str, Any] = {
        "document": "moon/luna.txt",
        "title": "Luna",
        "title_origin": "source",
        "date": DAY,
        "passage": passage,
        "start": 0,
        "end": len(text),
        "text": text,
    }
    return index.Place(**{**given, **known})


def verdict(text: str, word: Any, **known: Any) -> index.Verdict:
    """A verdict on words."""
    return index.Verdict(quotation=index.Quotation(text=text), verdict=word, said="as it is", **known)


def findings(*verdicts: index.Verdict, ids: Sequence[Any] = ()) -> Findings:
    """What was found in an archive of two days."""
    return Findings(tuple(verdicts), tuple(ids), DAY.earliest, DAYS.latest, 0)


@st.composite
def differences(draw: st.DrawFn, text: str) -> tuple[index.Difference, ...]:
    """Differences anywhere in a text, in no order."""
    found = []
    for _ in range(draw(st.integers(0, 7))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 20)))
        found.append(
            index.Difference(
                kind=draw(st.sampled_from(KINDS)),
                said=text[start:end],
                is_=draw(hostile),
                start=start,
                end=end,
                typographic=draw(st.booleans()),
                same_value=draw(st.booleans()),
            )
        )
    return tuple(found)


@st.composite
def verdicts(draw: st.DrawFn) -> index.Verdict:
    """A verdict of any kind on any words."""
    text, word = draw(long), draw(st.sampled_from(WORDS))
    places = [
        place(
            draw(long),
            document=draw(hostile.filter(str.strip)),
            title=draw(hostile),
            title_origin=draw(st.sampled_from(["source", "first words"])),
            date=draw(st.sampled_from([None, DAY, DAYS])),
            **({} if draw(st.booleans()) else {"passage": None}),
        )
        for _ in range(draw(st.integers(2, 7)) if word == "stitched" else 1)
    ]
    known: dict[str, Any] = {"chat_warnings": draw(st.sampled_from([(), ("w" * 900,) * 4]))}
    if word == "stitched":
        known["parts"] = tuple(index.Part(start=0, end=len(text) // 2, place=one) for one in places)
    if word in {"exact", "typographic", "near", "elsewhere"}:
        known |= {"place": places[0], "also_in": ("a", "b"), "reprints": ("c",)}
    if word in {"typographic", "near", "elsewhere"}:
        known |= {"differences": draw(differences(text))}
    if word == "elsewhere":
        known |= {"elsewhere_as": draw(st.sampled_from(["exact", "typographic", "near"]))}
    if word == "too short":
        known |= {"documents": draw(st.integers(0, 3))}
    return verdict(text, word, **known)


@st.composite
def checks(draw: st.DrawFn) -> tuple[Check, Findings]:
    """A draft of a few quotations and ids, and what was found."""
    found = draw(st.lists(verdicts(), max_size=4))
    unknown = index.Unknown(typed="0000aaaa", nearest=(), reason="no passage was ever given out")
    ids = draw(st.lists(cited() | st.just(unknown), min_size=0 if found else 1, max_size=3))
    where = draw(hostile)
    check = Check(
        7,
        tuple(Quoted(one.quotation.text, (), where) for one in found),
        tuple(Mentioned("0000aaaa", where) for _ in ids),
        draw(hostile),
        tuple(draw(st.lists(hostile, max_size=6))),
    )
    return check, findings(*found, ids=ids)
