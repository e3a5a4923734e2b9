"""Verdicts in words, marks and colours: the same on a card and in a list. Pure."""

from __future__ import annotations

import datetime as dt
from typing import Final

import discord

import index
from bot.ui import dates, text
from bot.ui.passages import counted

Found = index.Verdict | index.Cited | index.Unknown
"""What became of a quotation or of an id."""
Word = str

MARKS: Final[dict[Word, str]] = {
    "exact": "🟢",
    "typographic": "🔵",
    "near": "🟡",
    "stitched": "🟠",
    "elsewhere": "🟣",
    "not in this archive": "🔴",
    "too short": "⚪",
    "not compared": "⚪",
}
"""Each in the colour of its card."""
COLOURS: Final[dict[Word, discord.Colour]] = {
    "exact": discord.Colour(0x78B159),
    "typographic": discord.Colour(0x55ACEE),
    "near": discord.Colour(0xFDCB58),
    "stitched": discord.Colour(0xF4900C),
    "elsewhere": discord.Colour(0xAA8ED6),
    "not in this archive": discord.Colour(0xDD2E44),
    "too short": discord.Colour(0xB9BBBE),
    "not compared": discord.Colour(0xB9BBBE),
}
UNKNOWN: Final = "unknown id"
_WORST_FIRST: Final = (
    *("not in this archive", "stitched", "elsewhere", "near", UNKNOWN, "removed", "changed", "erased"),
    *(index.NOT_COMPARED, "not compared", "too short", "typographic", "exact", "moved", "unchanged"),
)
"""Verdicts, and states of citations."""
AS_QUOTED: Final = "-# ~~as quoted~~ · **in the source**"
_FOUND: Final[dict[Word, str]] = {
    "exact": "These very words are in the archive.",
    "typographic": "These words are in the archive; only typography differs.",
    "near": "Nearly these words are in the archive.",
    "not compared": "That is no quotation that I can compare: it has no words, or more than 10,000 characters.",
}
_ELSEWHERE: Final = {
    "exact": "These very words are another document's",
    "typographic": "These words, but for typography, are another document's",
    "near": "Nearly these words are another document's",
    None: "These words are another document's",
}
_MAX_SOURCES: Final = 3
_MAX_SOURCE: Final = 80
_MAX_SIDE: Final = 200


def rank(found: Found) -> int:
    """Where it stands among others, the worst first."""
    return _WORST_FIRST.index(word(found))


def word(found: Found) -> Word:
    """The verdict, or what became of the citation."""
    if isinstance(found, index.Verdict):
        return found.verdict
    if isinstance(found, index.Unknown):
        return UNKNOWN
    return index.NOT_COMPARED if found.chat_not_compared else found.citation.state


def tally(words: list[Word]) -> str:
    """4 exact, 1 near, 2 not in this archive: the best first."""
    return ", ".join(f"{words.count(one):,} {one}" for one in reversed(_WORST_FIRST) if one in words)


def sentence(verdict: index.Verdict) -> str:
    """The verdict in a sentence; of a scan only what was recognised is known."""
    said = _sentence(verdict)
    recognised = any(place.confidence is not None for place in verdict.places)
    return f"{said.removesuffix('.')}, in recognised text." if recognised else said


def _sentence(verdict: index.Verdict) -> str:
    if verdict.verdict == "too short":
        return f"Fewer than four words say too little to be judged. {_having(verdict.documents or 0)}"
    if verdict.verdict == "stitched":
        documents = len({part.place.document for part in verdict.parts})
        of = f"{documents} documents" if documents > 1 else "several places of one document"
        return f"Put together from {len(verdict.parts)} parts of {of}."
    if verdict.verdict == "elsewhere":
        named = ", ".join(text.label(one, _MAX_SOURCE) for one in verdict.quotation.sources[:_MAX_SOURCES])
        return f"{_ELSEWHERE[verdict.elsewhere_as]}, not those of {named}."
    return _FOUND.get(verdict.verdict, "")


def _having(documents: int) -> str:
    if not documents:
        return "No document has them."
    return "1 document has them." if documents == 1 else f"{counted(documents, 'document')} have them."


def absence(earliest: dt.date | None, latest: dt.date | None) -> str:
    """What it means that words aren't there, with the days from which to which all documents are."""
    if earliest is None or latest is None:
        return "None of its documents has these words; that alone does not make them false."
    span = dates.day(earliest) if earliest == latest else f"from {dates.day(earliest)} to {dates.day(latest)}"
    return f"Its documents are dated {span}. None has these words; that alone does not make them false."


def difference(quotation: str, one: index.Difference) -> str:
    """A difference in a line, escaped."""
    said, is_ = (text.label(words, _MAX_SIDE) for words in (quotation[one.start : one.end], one.is_))
    if one.same_value:
        return f"**number** “{said}” is written “{is_}” in the source, equal in value"
    if one.typographic and not is_:
        return f"**put in** {said}"
    if one.typographic and not said.strip("\\[]().… "):
        return f"**left out** {is_}"
    if not said:
        return f"**{one.kind}** left out: “{is_}”"
    return f"**{one.kind}** “{said}”, in the source {f'“{is_}”' if is_ else 'not there'}"
