"""Documents with a cited paragraph and look-alikes of it, and edits of them of which the right outcome is known."""

from __future__ import annotations

import random
import textwrap
import unicodedata
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from index.cite.check import check
from index.cite.models import Citation, Record
from tests.makers.citations import OneSource, document, record

Form = Literal["NFC", "NFD"]
TEAMS: Final = ("Alpha", "Beta", "Gamma", "Delta", "Żubr", "Élan")
PLACES: Final = ("the harbour", "the old mill", "Łódź", "the north field", "the café")
DEEDS: Final = ("repaired", "painted", "measured", "counted", "visited")
CAPTION: Final = "It was written down by the clerk on the same evening."


class Before:
    """What was known when a document with this text was cited: it alone, or what `elsewhere` holds, too."""

    def __init__(self, text: str, elsewhere: Collection[str] = ()) -> None:
        self._text = text
        self._elsewhere = elsewhere

    def text(self, record: Record) -> str | None:
        return self._text

    def stood(self, record: Record, path: str) -> bool:
        return path in self._elsewhere

    def later_paths(self, path: str) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class Edit:
    """A document before and after; `right` is the state of the cited paragraph, `stands` what stands in its place."""

    kind: str
    before: tuple[str, ...]
    cited: int
    after: str
    right: str
    stands: str | None

    @property
    def quotation(self) -> str:
        return self.before[self.cited]

    def checked(self) -> Citation:
        """The citation after the edit, by the text that was cited."""
        text = "\n\n".join(self.before)
        start = len("\n\n".join([*self.before[: self.cited], ""]))
        return check(self.quoted(start), OneSource(document(self.after)), Before(text))

    def quoted(self, start: int) -> Record:
        return record(self.quotation, start=start, end=start + len(self.quotation))

    def fault(self) -> str | None:
        """What is wrong with the outcome; `anchored` where the words shown are another paragraph's of old."""
        found = self.checked()
        others = {paragraph for at, paragraph in enumerate(self.before) if at != self.cited}
        if found.state == "changed" and found.now is not None and self.stands is not None:
            if found.now.text.strip() != self.stands:
                return "anchored" if found.now.text.strip() in others else f"stands {found.now.text!r}"
        elif found.state == "changed" and found.now is not None and found.now.text.strip() in others:
            return "anchored"
        return None if found.state == self.right else f"{found.state}, not {self.right}"


def edits(seed: int, count: int) -> Iterator[Edit]:
    """So many edits, each kind as often."""
    chance = random.Random(seed)
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        before = _paragraphs(chance)
        cited = chance.randrange(1, len(before) - 1)
        yield _EDITS[kind](kind, before, cited, chance)


def _paragraphs(chance: random.Random) -> tuple[str, ...]:
    """Paragraphs of which some differ by the team alone."""
    place, deed, days = chance.choice(PLACES), chance.choice(DEEDS), chance.randrange(2, 90)
    alike = [
        f"Team {team} {deed} {place} in {days} days and was thanked by the council. {CAPTION}"
        for team in chance.sample(TEAMS, chance.randrange(2, 5))
    ]
    others = [
        f"{chance.choice(DEEDS).capitalize()} again in {year}, {chance.choice(PLACES)} stayed for {year % 37} weeks."
        for year in chance.sample(range(1900, 2000), chance.randrange(2, 7))
    ]
    chance.shuffle(others)
    at = chance.randrange(len(others) + 1)
    return ("The log of a year", *others[:at], *alike, *others[at:], "Nobody wrote more of it.")


def _delete(kind: str, before: tuple[str, ...], cited: int, chance: random.Random) -> Edit:
    return Edit(kind, before, cited, "\n\n".join([*before[:cited], *before[cited + 1 :]]), "removed", None)


def _swap(kind: str, before: tuple[str, ...], cited: int, chance: random.Random) -> Edit:
    after = list(before)
    after[cited], after[cited + 1] = after[cited + 1], after[cited]
    same = len(before[cited]) == len(before[cited + 1]) and before[cited] == before[cited + 1]
    return Edit(kind, before, cited, "\n\n".join(after), "unchanged" if same else "moved", None)


def _duplicate(kind: str, before: tuple[str, ...], cited: int, chance: random.Random) -> Edit:
    return Edit(kind, before, cited, "\n\n".join([*before[: cited + 1], *before[cited:]]), "unchanged", None)


def _number(kind: str, before: tuple[str, ...], cited: int, chance: random.Random) -> Edit:
    words = before[cited].split(" ")
    at = next(place for place, word in enumerate(words) if word.strip(",").isdigit())
    words[at] = words[at].replace(words[at].strip(","), "1234")
    return _replaced(kind, before, cited, " ".join(words))


def _negate(kind: str, before: tuple[str, ...], cited: int, chance: random.Random) -> Edit:
    first, rest = before[cited].split(" in ", 1)
    return _replaced(kind, before, cited, f"{first} never in {rest}")


def _replaced(kind: str, before: tuple[str, ...], cited: int, text: str) -> Edit:
    return Edit(kind, before, cited, "\n\n".join([*before[:cited], text, *before[cited + 1 :]]), "changed", text)


def _reflow(kind: str, before: tuple[str, ...], cited: int, chance: random.Random) -> Edit:
    after = [*before[:cited], before[cited].replace(" ", "\n"), *before[cited + 1 :]]
    return Edit(kind, before, cited, "\n\n".join(after), "unchanged", None)


def _move(kind: str, before: tuple[str, ...], cited: int, chance: random.Random) -> Edit:
    rest = [*before[:cited], *before[cited + 1 :]]
    return Edit(kind, before, cited, "\n\n".join([*rest, before[cited]]), "moved", None)


def _encoded(kind: str, before: tuple[str, ...], cited: int, chance: random.Random) -> Edit:
    forms: list[Form] = ["NFC", "NFD"]
    chance.shuffle(forms)
    then, now = ([unicodedata.normalize(form, text) for text in before] for form in forms)
    return Edit(kind, tuple(then), cited, "\n\n".join(now), "unchanged", None)


def _reflow_all(kind: str, before: tuple[str, ...], cited: int, chance: random.Random) -> Edit:
    """Every paragraph is wrapped anew, so that the cited one begins elsewhere, but for its place among the words."""
    after = ["\n".join(textwrap.wrap(paragraph, chance.randrange(20, 60))) for paragraph in before]
    gap = chance.choice(["\n\n", "\n\n\n", "\n \n"])
    return Edit(kind, before, cited, gap.join(after), "unchanged", None)


def _one_of_two(kind: str, before: tuple[str, ...], cited: int, chance: random.Random) -> Edit:
    """The cited paragraph goes; the same one has always stood at the end, too."""
    twice = (*before, before[cited], "This was the end of it.")
    return Edit(kind, twice, cited, "\n\n".join([*twice[:cited], *twice[cited + 1 :]]), "removed", None)


def _cut(kind: str, before: tuple[str, ...], cited: int, chance: random.Random) -> Edit:
    """The last sentence of the cited paragraph goes, which others have, too, or else its last word."""
    text = before[cited].removesuffix(CAPTION).rstrip()
    text = text if text != before[cited] else text.rpartition(" ")[0]
    return _replaced(kind, before, cited, text)


def _grown(kind: str, before: tuple[str, ...], cited: int, chance: random.Random) -> Edit:
    """New paragraphs stand before the cited one."""
    after = [*before[:cited], "Rain fell on the first of May.", "Snow fell on the second.", *before[cited:]]
    return Edit(kind, before, cited, "\n\n".join(after), "moved", None)


def _look_alike_edited(kind: str, before: tuple[str, ...], cited: int, chance: random.Random) -> Edit:
    """The cited paragraph goes, and all others that are like it are edited."""
    after = [text.replace("thanked", "never thanked") for at, text in enumerate(before) if at != cited]
    return Edit(kind, before, cited, "\n\n".join(after), "removed", None)


_EDITS: Final[dict[str, Callable[[str, tuple[str, ...], int, random.Random], Edit]]] = {
    "delete": _delete,
    "swap": _swap,
    "duplicate": _duplicate,
    "number": _number,
    "negate": _negate,
    "reflow": _reflow,
    "move": _move,
    "re-encode": _encoded,
    "look-alike edited": _look_alike_edited,
    "reflow all": _reflow_all,
    "one of two": _one_of_two,
    "cut": _cut,
    "grown": _grown,
}
KINDS: Final = tuple(_EDITS)
