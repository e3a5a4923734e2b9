"""Quotations made of an archive's own texts, each with the verdict that is right: what is quoted well, and what isn't.

Which words are numbers, negations and names is told here by means of its own, so that what is tested judges nothing.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from tests.makers.marked_texts import ligatures, other_dashes, other_marks

NEGATIONS: Final = {
    "en": ("not", "not no never without none nor neither cannot nothing nobody"),
    "de": ("nicht", "nicht kein keine keinen keinem keiner nie ohne niemals nichts niemand weder noch"),
    "es": ("no", "no ni nunca sin nada nadie ningún ninguna ninguno tampoco jamás"),
    "ru": ("не", "не ни нет без никогда никто ничего"),
    "zh": ("不", "不 没 無 无 未 非"),
}
"""The word that is put in, and those that may be taken out, by language."""
WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
UNSPACED: Final = re.compile("[\u2e80-\u9fff]")
UNSPACED_LANGUAGES: Final = {"zh", "ja"}
TYPOGRAPHIC: Final = (
    *("quotation marks", "dashes", "hyphenation", "white space", "ligatures", "normal form", "first letter"),
    *("omission", "sic", "insertion"),
)


class Source(NamedTuple):
    """A document: its path, its text, and its language as two letters."""

    path: str
    text: str
    language: str


class Made(NamedTuple):
    """A quotation, its kind, the verdict that is right, and the documents that it names."""

    text: str
    kind: str
    verdict: str
    sources: tuple[str, ...] = ()
    of: str = ""


class Maker:
    """Makes quotations from documents; the same seed makes the same."""

    def __init__(self, sources: Sequence[Source], seed: int) -> None:
        self._sources = sources
        self._random = random.Random(seed)
        self._vocabulary = sorted({word for source in sources for word in WORD.findall(source.text)})
        spaced = [word for word in self._vocabulary if len(word) > 3 and not UNSPACED.search(word)]
        self._small = [word for word in spaced if word.islower()]
        self._names = [word for word in spaced if word[0].isupper() and word[1:].islower()]

    def of(self, kind: str, count: int) -> Iterator[Made]:
        """So many quotations of a kind; fewer where the texts don't have them.

        A typographic kind may be named, as in “typographic: dashes”.
        """
        make: dict[str, Callable[[Source, str], Made | None]] = {
            "exact": self._exact,
            "one word": self._word,
            "one number": self._number,
            "one negation": self._negation,
            "one name": self._name,
            "stitched": self._stitched,
            "elsewhere": self._elsewhere,
            "invented": self._invented,
        }
        made = 0
        for attempt in range(60 * count):
            if made == count:
                return
            source = self._random.choice(self._sources)
            stretch = self._stretch(source)
            if stretch is None:
                continue
            what = kind.partition(": ")[2] or TYPOGRAPHIC[attempt % len(TYPOGRAPHIC)]
            typographic = kind.startswith("typographic")
            found = self._typographic(source, stretch, what) if typographic else make[kind](source, stretch)
            if found is not None:
                made += 1
                yield found

    # What is quoted well.

    def _exact(self, source: Source, stretch: str) -> Made:
        return Made(stretch, "exact", "exact", of=source.path)

    def _typographic(self, source: Source, stretch: str, what: str) -> Made | None:
        ways: dict[str, Callable[[str], str | None]] = {
            "quotation marks": other_marks,
            "dashes": other_dashes,
            "hyphenation": self._hyphenation,
            "white space": self._white_space,
            "ligatures": ligatures,
            "normal form": lambda text: unicodedata.normalize("NFD", text),
            "first letter": lambda text: text[0].swapcase() + text[1:],
            "omission": lambda text: self._omission(text, source.language),
            "sic": lambda text: self._after_a_word(text, " [sic]"),
            "insertion": lambda text: self._after_a_word(text, " [so to speak]"),
        }
        changed = ways[what](stretch)
        if changed is None or changed == stretch:
            return None
        return Made(changed, f"typographic: {what}", "typographic", of=source.path)

    def _hyphenation(self, text: str) -> str | None:
        if "-" in text and self._random.random() < 0.5:
            joined = re.sub(r"(?<=[a-z])-(?=[a-z])", "", text, count=1)
            parts = set(re.findall(r"\w+(?=-)|(?<=-)\w+", text))
            return joined if not parts & {"non", "no", "not", "two", "one", "three", "twenty"} else None
        words = [match for match in WORD.finditer(text) if len(match[0]) > 6 and not UNSPACED.search(match[0])]
        if not words:
            return None
        word = self._random.choice(words)
        at = word.start() + len(word[0]) // 2
        return text[:at] + self._random.choice(["-\n", "\u00ad"]) + text[at:]

    def _white_space(self, text: str) -> str | None:
        blanks = [at for at, char in enumerate(text) if char == " "]
        if not blanks:
            return None
        at = self._random.choice(blanks)
        return text[:at] + self._random.choice(["  ", "\n", "\u00a0", "\t", "\u2009"]) + text[at + 1 :]

    def _omission(self, text: str, language: str) -> str | None:
        words = text.split(" ")
        if len(words) < 8 or UNSPACED.search(text):
            return None
        at = self._random.randrange(3, len(words) - 4)
        out = words[at : at + self._random.randint(1, 2)]
        plain = all(word.isalpha() and word.islower() and word not in NEGATIONS[language][1].split() for word in out)
        numbers = "one two three four five six seven eight nine ten first second third half both once million billion"
        if not plain or set(out) & set(numbers.split()) or set(out) & {"uno", "dos", "tres", "eins", "zwei", "drei"}:
            return None
        return " ".join([*words[:at], self._random.choice(["…", "[…]", "...", "(...)"]), *words[at + len(out) :]])

    def _after_a_word(self, text: str, put_in: str) -> str | None:
        words = list(WORD.finditer(text))
        if len(words) < 4 or UNSPACED.search(text):
            return None
        at = self._random.choice(words[1:-1]).end()
        return text[:at] + put_in + text[at:] if text[at : at + 1] == " " else None

    # What isn't.

    def _word(self, source: Source, stretch: str) -> Made | None:
        if source.language in UNSPACED_LANGUAGES:
            at = self._random.randrange(1, len(stretch) - 1)
            if not UNSPACED.match(stretch[at]):
                return None
            other = next(filter(UNSPACED.match, self._random.sample(source.text, min(60, len(source.text)))), "的")
            changed = stretch[:at] + other + stretch[at + 1 :]
            return Made(changed, "one word", "near", of=source.path) if other != stretch[at] else None
        words = [match for match in WORD.finditer(stretch) if match[0].islower() and len(match[0]) > 3]
        return self._replaced(source, stretch, words, self._small, "one word")

    def _name(self, source: Source, stretch: str) -> Made | None:
        words = [
            match
            for match in WORD.finditer(stretch)
            if match[0][0].isupper()
            and len(match[0]) > 3
            and not UNSPACED.search(match[0])
            and match.start() > 0
            and stretch[match.start() - 1] == " "
            and stretch[match.start() - 2].isalpha()
        ]
        return self._replaced(source, stretch, words, self._names, "one name")

    def _replaced(
        self, source: Source, stretch: str, words: Sequence[re.Match[str]], by: Sequence[str], kind: str
    ) -> Made | None:
        if not words or not by:
            return None
        word, other = self._random.choice(words), self._random.choice(by)
        if word[0].lower() == other.lower():
            return None
        changed = stretch[: word.start()] + other + stretch[word.end() :]
        return Made(changed, kind, "near", of=source.path)

    def _number(self, source: Source, stretch: str) -> Made | None:
        numbers = list(re.finditer(r"\d+", stretch))
        if not numbers:
            return None
        number = self._random.choice(numbers)
        how = self._random.randrange(4)
        written = number[0]
        if how == 0:
            other = str(int(written) + self._random.randint(1, 9))
        elif how == 1:
            other = f"{written}0"
        elif how == 2 and stretch[number.start() - 1 : number.start()] in ("", " "):
            other = f"-{written}"
        else:
            place = self._random.randrange(len(written))
            other = written[:place] + str((int(written[place]) + 1) % 10) + written[place + 1 :]
        changed = stretch[: number.start()] + other + stretch[number.end() :]
        return Made(changed, "one number", "near", of=source.path)

    def _negation(self, source: Source, stretch: str) -> Made | None:
        put_in, known = NEGATIONS[source.language]
        if source.language in UNSPACED_LANGUAGES:
            at = stretch.find(put_in, 1, -1)
            changed = stretch[:at] + stretch[at + 1 :] if at > 0 else None
            if changed is None:
                at = self._random.randrange(2, len(stretch) - 2)
                changed = stretch[:at] + put_in + stretch[at:]
            return Made(changed, "one negation", "near", of=source.path)
        words = stretch.split(" ")
        places = [at for at, word in enumerate(words) if word.lower() in known.split() and 0 < at < len(words) - 1]
        if places and self._random.random() < 0.7:
            at = self._random.choice(places)
            changed = " ".join(words[:at] + words[at + 1 :])
        else:
            at = self._random.randrange(1, len(words))
            changed = " ".join([*words[:at], put_in, *words[at:]])
        return Made(changed, "one negation", "near", of=source.path)

    def _stitched(self, source: Source, stretch: str) -> Made | None:
        other = self._random.choice(self._sources)
        second = self._stretch(other)
        if other.path == source.path or second is None:
            return None
        blank = "" if source.language in UNSPACED_LANGUAGES else " "
        return Made(stretch.rstrip(".") + blank + second, "stitched", "stitched", of=source.path)

    def _elsewhere(self, source: Source, stretch: str) -> Made | None:
        other = self._random.choice(self._sources)
        if stretch in other.text:
            return None
        return Made(stretch, "elsewhere", "elsewhere", (other.path,), of=source.path)

    def _invented(self, source: Source, stretch: str) -> Made | None:
        """A sentence built as one of the archive is, its longer words replaced; or words in another order."""
        if source.language in UNSPACED_LANGUAGES:
            chars = [char for char in self._random.choice(self._sources).text if UNSPACED.match(char)]
            self._random.shuffle(chars)
            return Made("".join(chars[: len(stretch)]), "invented", "not in this archive")

        def other(match: re.Match[str]) -> str:
            word = match[0]
            if len(word) <= 3:
                return word
            by: str = self._random.choice(self._small)
            return by.capitalize() if word[0].isupper() else by

        return Made(WORD.sub(other, stretch), "invented", "not in this archive")

    def _stretch(self, source: Source) -> str | None:
        """Eight to thirty words in a row, or twenty to sixty characters of a script without blanks."""
        text = source.text
        if source.language in UNSPACED_LANGUAGES:
            if len(text) < 80:
                return None
            start = self._random.randrange(len(text) - 70)
            end = start + self._random.randint(20, 60)
            if _is_torn(text, start) or _is_torn(text, end):
                return None
            found = text[start:end].strip()
            return found if sum(map(bool, map(UNSPACED.match, found))) > 16 and "\n" not in found else None
        words = [match.span() for match in re.finditer(r"\S+", text)]
        count = self._random.randint(8, 30)
        if len(words) < count + 2:
            return None
        first = self._random.randrange(1, len(words) - count)
        if _cuts_a_number([text[slice(*span)] for span in words], first, first + count):
            return None
        found = text[words[first][0] : words[first + count - 1][1]].strip(" \n,;:()[]\"“”'‘’«»—–-")
        whole = "\n" not in found and not found.endswith(". .")
        return found if whole and len(WORD.findall(found)) >= 6 else None


def _cuts_a_number(words: Sequence[str], first: int, end: int) -> bool:
    """Whether a number at either end may go on: such words are no quotation that is right."""
    inside, outside = (words[first], words[end - 1]), (words[first - 1], *words[end : end + 1])
    return any(any(map(str.isdigit, word)) for word in (*inside, *outside))


def _is_torn(text: str, at: int) -> bool:
    """Whether a number or a word of letters would be cut there."""
    return bool(re.fullmatch(r"[^\W\u2e80-\u9fff]{2}|[\d.,%]{2}|\d | \d|第.", text[max(at - 1, 0) : at + 1]))
