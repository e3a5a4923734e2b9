"""A month and its year with their preposition in seven languages beside English: pure.

    im Juli 1969 · en juillet 1969 · en julio de 1969 · a luglio 1969 · em julho de 1969 · in juli 1969
    в июле 1969 года · 1969年7月

Nothing else is read of these languages, and words that may turn the meaning ("bis", "avant", "кроме") leave it unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from index.dates.calendar import FOREIGN_MONTHS, MONTH_NUMBERS, Days, month_days
from index.dates.cues import CLOSING_MARKS, plain
from index.dates.tokens import QueryWords
from index.text.folding import without_accents


class ForeignMonth(NamedTuple):
    """A month that `words[begin:end]` name; `rest` is what the last of these words goes on with.

    `days` is None where words around it may turn its meaning.
    """

    begin: int
    end: int
    days: Days | None
    rest: str = ""


class _Language(NamedTuple):
    prepositions: frozenset[str]
    before_year: frozenset[str]
    """Words that may stand between month and year."""
    after_year: frozenset[str] = frozenset()


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LANGUAGES: Final = {
    "de": _Language(_words("im"), _words("")),
    "fr": _Language(_words("en"), _words("")),
    "es": _Language(_words("en"), _words("de del")),
    "it": _Language(_words("nel in a"), _words("del")),
    "pt": _Language(_words("em"), _words("de")),
    "nl": _Language(_words("in"), _words("")),
    "ru": _Language(_words("в"), _words(""), _words("года г")),
}
_PREPOSITIONS: Final = frozenset(word for language in _LANGUAGES.values() for word in language.prepositions)
_GERMANIC: Final = _words(
    "nicht niet ausser außer bis seit vor nach spatestens fruhestens mindestens erst ohne kein keine nie zwischen ab "
    "gegen um ausgenommen ausnahme ende anfang mitte spater danach davor vorher fruher behalve nooit vóór voor na "
    "vanaf sinds tot uiterlijk zonder tussen rond omstreeks uitgezonderd laatst eind medio eerder daarna ervoor erna "
    "nadien niemals nirgends außerhalb abgesehen statt anstatt anstelle weder sondern zuletzt etwa ungefahr beinahe "
    "nachher seither seitdem folgende folgenden ff aufwarts ruckwarts ruckwirkend ausgeschlossen eingeschlossen "
    "inklusive exklusive ausserhalb vergangenen letzten nachsten vorletzten sowie beziehungsweise bzw mehr weniger "
    "anders geen maar ongeveer laatste vroegst vroegste daarvoor verder buiten plaats uitzondering exclusief "
    "inclusief vroeger bijna misschien volgende voorafgaand uitgesloten vooraf ouder jonger minder meer"
)
"""Of German and Dutch, whose names of months may be English ones as well."""
_TURNING: Final = _GERMANIC | _words(
    "begin als wie dan later "
    "environ autour ici plutot autrement exceptee exclu exclus incluse inclus compris fin debut mi- courant "
    "contrairement moins anterieur anterieure posterieur posterieure presque peut-etre suivant suivants suivante "
    "precedent precedente dernier pendant durant fast ca minus ne "
    "sauf hors hormis excepte exception pas jamais avant apres depuis jusque jusqu'en tard tot plus ni sans que qu'en "
    "des ailleurs partir entre vers dehors au-dela autre "
    "excepto salvo menos no nunca tardar antes despues desde hasta tarde temprano sin excepcion fuera adelante "
    "alrededor finales principios mediados "
    "jamas pero hacia pronto aparte distinto distinta diferente excluido excluida exclusive inclusive casi quizas vez "
    "aproximadamente siguientes previo previa previamente contra lugar frente anterior posterior "
    "eccetto tranne non mai prima dopo entro fino sino tardi presto senza oltre intorno attorno circa vicino rispetto "
    "poi fine inizio meta eccezione "
    "meno verso avanti fuori diverso diversa escluso esclusa compreso incluso quasi forse seguenti contro invece "
    "piuttosto durante "
    "exceto nao mais depois ate cedo sem fora diante excecao fim inicio meados "
    "nem mas cerca volta alem finais talvez seguintes inves senao excluindo "
    "кроме не ни до после с со раньше позже позднее ранее чем без исключая между начиная исключением помимо вне вплоть "
    "около примерно конце начале нет никогда приблизительно почти возможно далее дальше следующих исключительно вместо "
    "конец середине накануне перед против прежде впоследствии затем потом "
    "not except since until before after than outside without"
)
"""Within three words before or after, these may ask for another time, or for more than this month."""
_JOINING: Final = _words("und oder et ou y o e и или en of a od and or but &")
"""Directly before, likewise, or within three words if another time is named there."""
_GOVERNING: Final = re.compile(
    r"(?:preceden|anterior|posterior|anteceden|successiv|relativ|risal|corrisponden|ugual|pari|davanti|dietro|grazie|"
    r"insieme|sotto|sopra|accanto|dedicat|rivolt|estrane|fronte|quanto|contrari|vicin)\w*"
)
"""Directly before an Italian "a", likewise."""
_SINCE: Final = _words("da dal dalla dall' dai dallo")
"""Shortly before it, likewise: "dall'estate a luglio 1969"."""
_GOING_ON: Final = _words(
    "oder und et y e ed и bis ou jusqu'a o u hasta od fino ate of tot или по до - – — & or to until through vs / позже "
    "spater later"
)
"""Directly after, likewise."""
_LINKS: Final = _words("a al ao en and")
"""Likewise, before a further month or year."""
_MONTHS: Final = frozenset(name for names in FOREIGN_MONTHS.values() for name in names) | MONTH_NUMBERS.keys()
_SURE_MONTHS: Final = _MONTHS - {"mars", "mar", "may", "march", "mayo", "marco"}
"""Those that are hardly another word."""
_SHARED_MONTHS: Final = _words("april august september november december")
"""Names of months in English and in German or Dutch."""
_LEADING_MONTHS: Final = (_SURE_MONTHS - MONTH_NUMBERS.keys()) | {"begin"}
"""Directly before such a month these make it another time."""
_NEAR: Final = 3
"""How many words before and after a month are looked at."""
_MARKS: Final = frozenset({"", "-", "–", "—"})
_HAN: Final = re.compile(r"[在于於]?((?:1[5-9]|20)\d\d)年(1[0-2]|0?[1-9])月份?")
_HAN_TURNING: Final = (
    *"除不非自至到和或与及从外前后之起底初末",
    *"-–—~～、&",
    *("以前", "以后", "以後", "以来", "以來", "以降", "以外", "以内", "以上", "以下", "左右", "上下", "为止", "為止"),
    *(
        "过后",
        "過後",
        "开始",
        "開始",
        "以及",
        "月底",
        "月初",
        "附近",
        "次月",
        "直前",
        "往后",
        "往前",
        "超过",
        "大概",
        "迄",
    ),
    *("相比", "上旬", "中旬", "下旬", "中期", "没有", "沒有", "截至", "截止", "直到", "大约", "约"),
)
_HAN_WORDS: Final = _words("比 无 無 未 含 间 間 内 內 后 後 始 由")
"""Words that turn the meaning too, but not where others begin with them."""
_HAN_DAY: Final = re.compile(r"[0-9一二三四五六七八九十]{1,3}[日号號]")
_HAN_LEADING: Final = tuple("除了到至于於止约約从自")
"""Ends of a word before, after which more or less than the month may be meant."""
_HAN_MAX: Final = 40
"""Characters of a word that are looked at; Chinese is written without blanks."""


def months_in(words: QueryWords) -> Iterator[ForeignMonth]:
    """Every month with its preposition and year."""
    for at, word in enumerate(words):
        found = None
        if word.lower() in _PREPOSITIONS:
            found = _european(words, at)
        elif "年" in word[:_HAN_MAX]:
            found = _han(words, at)
        if found:
            yield found


def _european(words: QueryWords, at: int) -> ForeignMonth | None:
    following = [_folded(word) for word in words[at + 1 : at + 4]]
    if words[at].lower() == "in" and following and following[0] in MONTH_NUMBERS:  # English as well
        return None
    for language, numbers in FOREIGN_MONTHS.items():
        grammar = _LANGUAGES[language]
        if word_number := numbers.get(following[0]) if following else None:
            if words[at].lower() not in grammar.prepositions:
                continue
            linked = len(following) > 1 and following[1] in grammar.before_year
            if days := _month_of(following[1 + linked : 2 + linked], word_number):
                return _closed(words, at, at + 3 + linked, days, grammar)
    return None


def _month_of(year: list[str], month: int) -> Days | None:
    return month_days(int(year[0]), month) if year and re.fullmatch(r"(?:1[5-9]|20)\d\d", year[0]) else None


def _closed(words: QueryWords, begin: int, end: int, days: Days, grammar: _Language) -> ForeignMonth:
    """The month with a word such as "года" after it."""
    if end < len(words) and _folded(words[end]) in grammar.after_year and not _ends_clause(words[end - 1]):
        end += 1
    after = "" if end == len(words) else _folded(words[end]) or words[end]
    further = words[end + 1] if end + 1 < len(words) else ""
    goes_on = after in _GOING_ON or (after in _LINKS and (further[:1].isdigit() or _folded(further) in _MONTHS))
    turned = goes_on or _turned(words, begin, end)
    return ForeignMonth(begin, end, None if turned else days)


def _turned(words: QueryWords, begin: int, end: int) -> bool:
    """Whether words near to a month, or another time before it, may turn its meaning."""
    before, after = _near(words, begin, end)
    if not _TURNING.isdisjoint(before + after) or not _SURE_MONTHS.isdisjoint(before):
        return True
    if not before:
        return False
    if words[begin].lower() == "a" and (_GOVERNING.fullmatch(before[-1]) or not _SINCE.isdisjoint(before)):
        return True
    if before[-1] in _JOINING:
        return True
    return not _JOINING.isdisjoint(before) and any(word in _MONTHS or word.isdigit() for word in before)


def turns_english(words: QueryWords, begin: int, end: int) -> bool:
    """Whether an English month is rather a German or Dutch one, and its meaning turned: "spätestens August 1969"."""
    if _SHARED_MONTHS.isdisjoint(_folded(word) for word in words[begin:end]):
        return False
    before, after = _near(words, begin, end)
    last = [word for word in before if word not in _MARKS][-1:]
    return not _GERMANIC.isdisjoint(before + after) or not _LEADING_MONTHS.isdisjoint(last)


def _near(words: QueryWords, begin: int, end: int) -> tuple[list[str], list[str]]:
    """The words shortly before and after words `begin` to `end`."""
    before, after = words[max(0, begin - _NEAR) : begin], words[end : end + _NEAR]
    return [part for word in before for part in _parts(word)], [part for word in after for part in _parts(word)]


def _parts(word: str) -> tuple[str, ...]:
    """A folded word, before it what is before and after an apostrophe: "l'", "exception"."""
    folded = _folded(word)
    start, mark, end = folded.rpartition("'")
    return (start + mark, end, folded) if mark else (folded,)


def _han(words: QueryWords, at: int) -> ForeignMonth | None:
    match = _HAN.match(words[at][:_HAN_MAX])
    if match is None:
        return None
    rest = words[at][match.end() :].strip("，。、？！" + CLOSING_MARKS)
    around = (*words[max(0, at - 1) : at], rest.removeprefix("的"), *words[at + 1 : at + 2])
    turned = any(
        word.startswith(_HAN_TURNING) or word.endswith(_HAN_LEADING) or word in _HAN_WORDS or _HAN_DAY.match(word)
        for word in around
    )
    if turned or (rest and not rest.startswith("的")):
        return ForeignMonth(at, at + 1, None)
    return ForeignMonth(at, at + 1, month_days(int(match[1]), int(match[2])), rest.removeprefix("的"))


def _ends_clause(word: str) -> bool:
    return word.endswith((",", ";", ":", "?", "!"))


def _folded(word: str) -> str:
    """In lower case, without marks around it and without accents."""
    return without_accents(plain(word))
