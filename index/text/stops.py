"""Full stops that end no sentence, though the splitter thinks so: one look at the words on either side. Pure.

A stop within a word ("HealthData.Gov"), after a number that counts ("der 4. Brücke", "5. Mai"), after what stands
before a number or a name ("Vol. 3", "Mme. Curie"), and the number of a point in a list. All are told by the words
themselves, since a document's language is a guess and its quotations have others. Words with which sentences begin
("Then", "Er") decide where a stop could be either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from index.text.abbreviations import ANY, BEFORE_NAMES, BEFORE_NOUNS

_TAIL: Final = 48
"""Characters looked at on either side."""

STARTERS: Final = frozenset(
    """
    The A An He She It They We I You In On At But And Or So Then There This That These Those His Her Its Their My
    Our Your When While After Before If As For From With By To Of Who What Why How Where Not No Yes Now Here Both
    Each
    Er Sie Es Wir Ich Ihr Du Der Die Das Den Dem Des Ein Eine Einer Einem Einen Und Aber Oder Doch Denn Dann Danach
    Da Dort Hier Im Am An Auf Aus Bei Beim Mit Nach Von Vom Vor Zu Zum Zur Um Unter Über Für Gegen Ohne Durch Bis
    Seit Als Wenn Weil Dass Ob Wie Was Wer Wo Warum Diese Dieser Dieses Jede Jeder Alle Auch Nur Nicht Man Sein
    Seine Ihre So
    Han Hun Hon Det De Vi Jeg Jag Og Och Men Så Når När Efter Til Till Fra Från På Hij Zij Het Een En Maar Dus Toen
    Il Elle Le La Les Un Une Et Mais Ou Dans Ce Cette Ces El Los Las Una Pero Este Esta Ella O Os As Um Uma Mas Ele
    Ela
    Ale Pak Byl Byla Bylo Ten Ta To Po Na W Z Potem Był Była
    """.split()  # noqa: SIM905 (more readable than a list)
)
"""Words with which sentences begin: English; German; Danish, Norwegian, Swedish and Dutch; French, Spanish, Italian and
Portuguese; Czech and Polish."""
_MONTHS: Final = (
    r"(?:Jan(?:uary?|uari|vier)?|Jän(?:ner)?|Feb(?:ruary?|ruari)?|März|Marts?|Mar(?:ch|s)?|Apr(?:il)?|Ma[iyj]|Mei|"
    r"Jun[ie]?|Jul[iy]?|Aug(?:ust)?|Sept?(?:ember)?|O[kc]t(?:ober)?|Nov(?:ember)?|De[zcs](?:ember)?)\b"
)
_COUNTED: Final = re.compile(
    r"(?:Januar|Jänner|Februar|März|Marts|Mars|Mai|Maj|Mei|Juni|Juli|Oktober|De[zs]ember)\b"
    rf"|{_MONTHS}\.?\s+\d{{4}}"
    r"|(?:Jahrhundert|Jh|Jahrtausend|Jahrestag|Geburtstag|Weltkrieg|Klasse|Stock|Etage|Auflage|Kapitel|Platz|Mal|Tag|"
    r"Woche|Monat|Jahr|Lebensjahr|Bezirk|Grad|Rang|Runde|Spieltag|Sitzung|Armee|Division|Änderung|Absatz)"
    r"(?:e?[snr]|en)?\b"
)
"""Words that a number with a stop counts, whatever goes before it."""
_NUMBER: Final = r"(?:\d{1,3}|[IVXLC]{1,6})\.$"
_ENDS_WITH_NUMBER: Final = re.compile(rf"(?<![\w.,:/-]){_NUMBER}")
_ENDS_WITH_DIGITS: Final = re.compile(r"(?<![\w.,:/-])\d{1,3}\.$")
_COUNTING: Final = re.compile(
    r"(?<!\w)(?:am|im|ins|vom|zum|zur|beim|der|die|das|dem|den|des|dies(?:er|em|en|es)|jede[rmns]?|ihr(?:e[rmn]?)?|"
    r"sein(?:e[rmn]?)?|mein(?:e[rmn]?)?|unser(?:e[rmn]?)?|als|det|dne|ve?|od|ze|ke|w|dnia|hver)\s+"
    rf"(?:\d{{1,3}}\.?\s*(?:und|oder|bis|og|a|–|-|,)\s*)?{_NUMBER}",
    re.IGNORECASE,
)
"""A number after a word that says that it counts."""
_COUNTED_ON: Final = re.compile(r"\d\.\s(?:und|oder|bis|og|och)\s\d{1,3}\.$")
_COUNTING_IN_HUNGARIAN: Final = re.compile(rf"(?<!\w)[Aa]z?\s+{_NUMBER}")
_HUNGARIAN: Final = re.compile(
    r"(?:január|február|március|április|május|június|július|augusztus|szeptember|október|november|december)"
)
_ENDS_WITH_YEAR: Final = re.compile(r"(?<!\w)\d{4}\.$")
_POINT: Final = re.compile(r"\(?(?:\d{1,3}|[A-Za-z]|[IVXivx]{2,5})\.\)?")
"""The number or letter of a point in a list, or an initial, by itself."""
_LONGEST_POINT: Final = 8

_BEFORE_NUMBERS: Final = re.compile(
    r"(?<![\w.])(?:N[or]s?|Nrn|Nro|N[uú]m|n|n\.?º|Vols?|vols?|Bde?|[Ff]igs?|Abb|Tab|Taf|[Pp]p?|S|Arts?|Secs?|[Ss]ect|Kap|Cap|"
    r"[Cc]haps?|Ch|[Pp][aá]g|[Oo]p|ca|Ca|c|[Aa]pprox|[Cc]irca|Pts?|Ser|Exs?|Eqs?|Refs?|Tel|Ziff|Abs|Rn|Rdn|[Ss]tr|č|čl|sz|"
    r"kb|nr|rys|pkt|poz|[Kk]l|Est|Ver|Ed|Aufl|Jg|fol|v|l|ll|Lib|lib|[Тт]|[Сс]тр|[Рр]ис|ст|№)\.$"
)
_BEFORE_NAMES: Final = re.compile(
    r"(?<![\w.])(?:Drs?|dr|Mrs?|Ms|Mme|Mlle|MM|Prof|prof|Sra|Srta|Dña|Lt|Col|Capt|Cpt|Sgt|Maj|Adm|Gov|Sens?|Reps?|Rev|"
    r"Hon|Pres|Messrs|Hrn?|Frl|Dhr|Mevr|Mw|Ing|ing|Dipl|Sig|Dott|Avv|Ste|ul|Ул|ул|[Ии]м|[Пп]роф|[Аа]кад|[Сс]в|κ|د|"
    r"[Cc]f|[Vv]gl|vs|[Bb]ijv|[Nn]p|Esim|esim|[Tt]\.\s?ex|[Bb]l\.\s?a|[ZzDd]\.\s?[BbHh]|[Ee]\.g|[Ii]\.e|[Tt]zv|[Pp]l|"
    r"Mag|Univ|Bros|Exa)\.$"
)
_MAYBE_BEFORE_NAMES: Final = re.compile(r"(?<![\w.])(?:St|Sr|Sta|Sto|S|M|V|Mt|Ft|Av|Avda|Fr|Gen|Jr)\.$")
_INITIAL: Final = re.compile(r"(?<!\w)(?:et|y|e|und|and|og|och|von|van|par|por|di|da|и|с)\s+[^\W\d_a-zß-ÿа-я]\.$")
_DOTTED: Final = re.compile(r"(?<!\w)[^\W\d_]{1,2}\.\s?[^\W\d_]{1,3}\.$")
"""Letters with stops between them."""
_LETTER: Final = re.compile(r"(?<!\w)[^\W\d_]\.$")
_HOUR: Final = re.compile(r"(?<!\w)[ap]\.\s?m\.$", re.IGNORECASE)
_OF_HOURS: Final = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:[ECMP][SD]?T|GMT|UTC|BST|CES?T)\b|Eastern|Central|Mountain|Pacific"
)
_WEEKDAY: Final = re.compile(r"(?<!\w)(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\.$")
_DATE: Final = re.compile(rf"\d|{_MONTHS}")
_MONTH: Final = re.compile(
    r"(?<!\w)(?:Jan|Feb|Apr|Aug|Sept?|O[kc]t|Nov|Dec|[Jj]anv|[Ff]évr|[Jj]uil|[Aa]vr|[Dd]éc|Dez|Mrz|Mar|Jun|Jul|Ene|Abr|Ago|Dic)\.$"
)
_STOPPED: Final = re.compile(r"(?<!\w)([^\W\d_]+)\.$")
_CLOSED_NUMBER: Final = re.compile(r"\d+\)")
_HYPHENED: Final = re.compile(r"-[^\W\d_]\.")
_FIRST_WORD: Final = re.compile(r"\w+")
_LAST_WORD: Final = re.compile(r"\w+(?=\W$)")
_DOTTED_ON: Final = re.compile(r"\w+\.\w")
_ENDINGS: Final = frozenset(
    """
    com org net gov edu mil int info biz io app dev eu uk us ca au de fr nl ch at es it pl ru jp cn in br
    js ts py rs rb go cs cpp java php sh bat txt md doc docx pdf htm html xml json csv tsv yaml yml ini cfg log
    zip gz tar exe dll jpg jpeg png gif svg mp3 mp4
    """.split()  # noqa: SIM905 (more readable than a list)
)
"""Of web addresses and files."""
_ADDRESS: Final = re.compile(r"(?:://|(?<!\w)www\.)\S*$")
_GOES_ON: Final = re.compile(r"[:;,°º]|\w+=\w")
"""What no sentence begins with: a reference (":212"), an ordinal's mark, a field of a web address."""
_AFTER_ADDRESS: Final = re.compile(
    r"(?<=[\w-]\.)(?:com|org|net|gov|edu|mil|info|eu|uk|de|fr|int)\.[”\"’')]?\s+(?=[“\"‘'(]?[^\W\d_a-zß-ÿа-яё])"
)
_AFTER_BRACKETS: Final = re.compile(
    r"(?:(?<=[.!?…”\"’]\s)|(?<![^\n]))\([^()\n]{1,400}[.!?]\)\s+(?=[“\"‘']?[^\W\d_a-zß-ÿ])"
)
_AFTER_LIST: Final = re.compile(
    r"(?<!\w)(?:etc|ecc|usw|enz|itd|itp|osv|stb|atd|и т\. ?[дп]|и др)\.\)?\s+(?=[^\W\d_a-zß-ÿа-яё])"
)
_UNSPACED: Final = re.compile("[\u0e00-\u109f\u1780-\u17ff\u2e80-\U0003ffff]")
_QUOTED_SPEECH: Final = re.compile("と|って|[他她它我你您们們]{0,2}(?:[大小笑哭喊回]?[说說问問道答喊叫])")
_SPOKEN: Final = re.compile(r"[—–-]\s+[a-zà-ÿа-яё]")
"""What follows a quoted question in the same sentence."""
_INITIALS: Final = re.compile(r"(?<!\w)[A-ZÀ-ÞА-ЯЁ]\.[\s-][A-ZÀ-ÞА-ЯЁ]\.$")


def joined(text: str, sentence: tuple[int, int], follows: int, language: str | None = None) -> bool:
    """Whether what begins at `follows` goes on a sentence, rather than to begin another."""
    start, end = sentence
    gap = text[end:follows]
    before, after = text[max(start, end - _TAIL) : end], text[follows : follows + _TAIL]
    if gap.count("\n") <= 1 and end - start <= _LONGEST_POINT and _POINT.fullmatch(text[start:end]):
        return True
    if not gap:
        return _within_a_word(before, after)
    if gap.count("\n") > 1:
        return False
    if not before.endswith("."):
        return _goes_on_after_marks(before, after)
    if not after[0].isalpha():
        return _goes_on_in_digits(before, after)
    return _goes_on_small(before, after) if after[0].islower() else _goes_on_large(before, after, language)


def _goes_on_after_marks(before: str, after: str) -> bool:
    """Whether a year in brackets is closed, or somebody is said to have spoken."""
    if _CLOSED_NUMBER.match(after):
        return before.count("(") > before.count(")")
    return before[-1] in '!?…»”“"' and bool(_SPOKEN.match(after))


def _within_a_word(before: str, after: str) -> bool:
    """Whether no blank is there, as in a web address, and none was forgotten either."""
    if before[-1] in "」』”":
        return bool(_QUOTED_SPEECH.match(after))
    if _ADDRESS.search(before) or _GOES_ON.match(after) or _is_torn(before, after):
        return True
    if before[-1] not in ".!?" or not (after[0].isalnum() or after[0] in "_/\\&=%#@"):
        return False
    if _UNSPACED.match(after) or _UNSPACED.match(before[-2:-1]):
        return False
    if not before[:-1] or before[-2].isspace():
        return before[-1] == "." and _word(after) not in STARTERS  # as in .NET
    return before[-2].isalnum() and _is_name(_LAST_WORD.findall(before)[0], after)


def _is_torn(before: str, after: str) -> bool:
    """Whether an ellipsis, a path or an initial with a hyphen was cut in two."""
    if before[-1] == "." and after[0] == "/":
        return True
    return (before.endswith("..") and after[0].islower()) or bool(_HYPHENED.match(after) and _LETTER.search(before))


def _is_name(left: str, after: str) -> bool:
    """Whether a stop between these is in a name of several parts, rather than before a blank that was forgotten."""
    right = _word(after)
    if not right[:1].isupper() or right.casefold() in _ENDINGS or _DOTTED_ON.match(after):
        return True
    if right in STARTERS and (len(right) > 1 or left.islower()):
        return False
    return right[1:2].isupper() or right[1:2].isdigit() or not (left.islower() or left.isdigit())


def _goes_on_in_digits(before: str, after: str) -> bool:
    if not (after[0].isdigit() or (after[0] == "(" and after[1:2].isdigit())):
        return False
    return _abbreviation(before) in ANY or any(form.search(before) for form in (_BEFORE_NUMBERS, _WEEKDAY, _MONTH))


def _goes_on_small(before: str, after: str) -> bool:
    if _ENDS_WITH_YEAR.search(before):
        return bool(_HUNGARIAN.match(after))
    if before.endswith("..") or _LETTER.search(before) or _abbreviation(before) in ANY:
        return True
    return any(form.search(before) for form in (_ENDS_WITH_DIGITS, _DOTTED, _BEFORE_NAMES))


def _goes_on_large(before: str, after: str, language: str | None) -> bool:
    if _BEFORE_NAMES.search(before) or (_HOUR.search(before) and _OF_HOURS.match(after)):
        return True
    if _WEEKDAY.search(before):
        return bool(_DATE.match(after))
    if _word(after) in STARTERS:
        return False
    if _announces(_abbreviation(before), language):
        return True
    if any(form.search(before) for form in (_MAYBE_BEFORE_NAMES, _INITIAL, _INITIALS)):
        return True
    return bool(_ENDS_WITH_NUMBER.search(before)) and _counts(before, after, language)


def _announces(abbreviation: str, language: str | None) -> bool:
    """Whether a name follows, or in German a noun."""
    return abbreviation in BEFORE_NAMES or (language == "de" and abbreviation in BEFORE_NOUNS)


def _abbreviation(before: str) -> str:
    """The last word, in small letters, if a stop follows it; it may be an abbreviation."""
    found = _STOPPED.search(before)
    return found[1].casefold() if found and not (len(found[1]) > 1 and found[1].isupper()) else ""


def _counts(before: str, after: str, language: str | None) -> bool:
    """Whether the number before counts what comes after it."""
    if language == "hu" and _COUNTING_IN_HUNGARIAN.search(before):
        return True
    return bool(_COUNTED.match(after) or _COUNTING.search(before) or _COUNTED_ON.search(before))


def _word(text: str) -> str:
    found = _FIRST_WORD.match(text)
    return found[0] if found else ""


def further_ends(text: str, language: str | None = None) -> Iterator[int]:
    """Where sentences begin though the splitter sees none: after an address, a bracketed sentence, and "etc."."""
    for found in _AFTER_ADDRESS.finditer(text):
        yield found.end()
    for found in _AFTER_BRACKETS.finditer(text):
        yield found.end()
    for found in _AFTER_LIST.finditer(text):
        if language != "de" or _word(text[found.end() : found.end() + _TAIL]) in STARTERS:
            yield found.end()
