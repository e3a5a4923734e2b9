"""Words that negate, in every language that is stemmed, and in some that are not: pure.

Where a language negates by an ending or a beginning, whatever has that letter by letter counts as well: a verdict that
is too careful is a line to read, one that is careless is a wrong one.
"""

from __future__ import annotations

import re
from typing import Final

from index.text.folding import fold

_WORDS: Final = {
    "ar": "لا لم لن ليس ليست ليسوا ما غير بدون دون بلا كلا أبدا عدم",
    "ca": "no ni mai sense cap gens res ningú tampoc cap",
    "da": "ikke ej ingen intet aldrig uden hverken næppe nej",
    "de": "nicht nie niemals kein keine keinen keinem keiner keines nichts niemand niemanden niemandem ohne weder "
    "noch nein nirgends nirgendwo kaum keinesfalls keineswegs nimmer",
    "el": "δεν δε μη μην όχι ούτε μήτε χωρίς δίχως ποτέ κανείς κανένας καμία κανένα τίποτα άνευ",
    "en": "not no never without none nor neither nobody nothing nowhere cannot cant wont dont aint hardly scarcely "
    "barely non unless lacking lacks lack nay neither",
    "es": "no ni nunca jamás sin nada nadie ningún ninguno ninguna ningunos ningunas tampoco apenas",
    "et": "ei ära ärge mitte ega pole polnud ilma kunagi keegi",
    "eu": "ez ezin gabe inoiz inor ezer ezta",
    "fi": "ei en et emme ette eivät älä älkää ilman eikä enkä etkä koskaan",
    "fr": "ne pas non ni jamais sans aucun aucune nul nulle rien personne point guère nullement n'est n'a",
    "ga": "ní níl níor nach nár gan ná cha nior nil na",
    "hi": "नहीं न ना मत बिना बगैर कभी",
    "hu": "nem ne se sem nincs nincsenek soha sosem nélkül senki semmi sehol",
    "hy": "ոչ չէ մի առանց երբեք ոչինչ ոչ-ոք",
    "id": "tidak tak bukan jangan tanpa belum tiada nggak enggak",
    "it": "non no né mai senza nessuno nessuna nessun niente nulla neppure neanche nemmeno",
    "lt": "ne nė nei be niekada niekas nieko nebe nėra nebuvo",
    "ne": "न नहीं होइन छैन बिना नि कहिल्यै",
    "nl": "niet geen nooit zonder niets niemand noch nergens nee",
    "no": "ikke ei ingen intet ingenting aldri uten verken neppe nei",
    "pt": "não nem nunca jamais sem nada ninguém nenhum nenhuma nenhuns nenhumas tampouco",
    "ro": "nu ni nici niciodată fără niciun nicio nimic nimeni n",
    "ru": "не нет ни никогда без никто ничто ничего никого никому никакой никакая никакие никаких нельзя нигде "
    "никуда едва",
    "sr": "ne ni nije nisu nisam nikad nikada bez niko nitko ništa nema nemaju не ни није нису нисам никад никада без "
    "нико ништа нема немају",
    "sv": "inte ej icke ingen inget inga aldrig utan varken knappast nej",
    "ta": "இல்லை அல்ல இல்லாமல் வேண்டாம் இன்றி இல்லாத",
    "tr": "değil yok hayır asla hiç hiçbir ne olmadan yoktur değildir",
    "yi": "ניט נישט קיין נאך אן קײן",
    "zh": "不 没 沒 無 无 未 非 勿 莫 别 別 否 毋",
    "ja": "ない 無 不 未 非",
    "ko": "안 못 아니 없",
    "uk": "не ні ані ніколи без ніхто ніщо немає",
    "pl": "nie ani nigdy bez nikt nic żaden żadna żadne brak",
    "cs": "ne ani nikdy bez nikdo nic žádný žádná žádné není",
    "he": "לא אין בלי אל אף מעולם ללא בלתי",
}
_FORMS: Final = {
    "hy": "^չ",
    "lt": "^(?:ne|nė)",
    "ne": "(?:दैन|छैन|एन|िन|ैन)",
    "ta": "(?:ாத|ில்லை|வில்லை|ல்ல)",
    "tr": "(?:m[ae]d[ae]n|m[ae]z|m[iıuü]yor|m[ae]d[iı]|m[ae]m|s[ıiuü]z)",
    "fi": "(?:matta|mättä|tta|ttä)$",
    "hu": "(?:atlan|etlen|talan|telen)",
    "et": "(?:mata|tu)$",
    "cs": "^ne",
    "ko": "(?:않|못|없|아니)",
    "ja": "ない",
    "eu": "gabe$",
}
_ANY: Final = {word for words in _WORDS.values() for word in map(fold, words.split())}
_BY_LANGUAGE: Final = {code: frozenset(map(fold, words.split())) for code, words in _WORDS.items()}
_PATTERNS: Final = {code: re.compile("|".join(filter(None, (form,)))) for code, form in _FORMS.items()}
_CONTRACTED: Final = re.compile(r"n't$|^(?:can|won|don|isn|aren|wasn|weren|didn|doesn|hasn|haven|hadn)t$")
_ELIDED: Final = re.compile(r"^n'")
"""French, before a vowel."""


def negates(word: str, language: str | None) -> bool:
    """Whether a word, as its aligned key, negates in a language; in any, where the language isn't known.

    English is always looked for, since it is quoted in texts of all languages.
    """
    if _CONTRACTED.search(word) or (language in {"fr", None} and _ELIDED.match(word)):
        return True
    known = _BY_LANGUAGE.get(language or "")
    if known is None:
        return word in _ANY
    pattern = _PATTERNS.get(language or "")
    return word in known or word in _BY_LANGUAGE["en"] or bool(pattern and pattern.search(word))
