"""Numbers in figures and in words, and what they are worth: pure.

Words are read in seven languages; of others only figures are. What can't be read for certain has no value.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from typing import Final

from index.text import numbers
from index.text.compared import Token
from index.text.folding import fold
from index.text.scripts import is_unspaced

DECIMAL_COMMA: Final = frozenset(
    "ar ca cs da de el es et eu fi fr hu hy id it lt nl no pl pt ro ru sr sv tr uk".split()  # noqa: SIM905
)
"""Languages that write 1.000,5 and mean a thousand and a half."""
DECIMAL_POINT: Final = frozenset(["en", "ga", "he", "hi", "ja", "ko", "ne", "ta", "yi", "zh"])

_UNITS: Final = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen",
    "de": "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn "
    "siebzehn achtzehn neunzehn",
    "nl": "nul één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien "
    "zeventien achttien negentien",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis "
    "diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis "
    "veintisiete veintiocho veintinueve",
    "it": "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici "
    "sedici diciassette diciotto diciannove",
    "pt": "zero um dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezesseis "
    "dezessete dezoito dezenove",
    "ru": "ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать "
    "четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать",
    "sv": "noll ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton",
    "da": "nul en to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten atten nitten",
    "no": "null en to tre fire fem seks sju åtte ni ti elleve tolv tretten fjorten femten seksten sytten atten nitten",
    "fi": "nolla yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän kymmenen",
    "hu": "nulla egy kettő három négy öt hat hét nyolc kilenc tíz",
    "tr": "sıfır bir iki üç dört beş altı yedi sekiz dokuz on",
    "ro": "zero unu doi trei patru cinci șase șapte opt nouă zece",
    "id": "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh",
    "ca": "zero un dos tres quatre cinc sis set vuit nou deu",
    "et": "null üks kaks kolm neli viis kuus seitse kaheksa üheksa kümme",
    "lt": "nulis vienas du trys keturi penki šeši septyni aštuoni devyni dešimt",
    "eu": "zero bat bi hiru lau bost sei zazpi zortzi bederatzi hamar",
    "ga": "náid aon dó trí ceathair cúig sé seacht ocht naoi deich",
    "el": "μηδέν ένα δύο τρία τέσσερα πέντε έξι επτά οκτώ εννέα δέκα",
    "sr": "нула један два три четири пет шест седам осам девет десет",
    "hy": "զրո մեկ երկու երեք չորս հինգ վեց յոթ ութ ինը տասը",
    "ar": "صفر واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة",
    "hi": "शून्य एक दो तीन चार पांच छह सात आठ नौ दस",
    "ne": "शून्य एक दुई तीन चार पाँच छ सात आठ नौ दश",
    "ta": "பூஜ்ஜியம் ஒன்று இரண்டு மூன்று நான்கு ஐந்து ஆறு ஏழு எட்டு ஒன்பது பத்து",
    "yi": "נול איינס צוויי דריי פיר פינף זעקס זיבן אכט ניין צען",
    "pl": "zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć",
    "zh": "零 一 二 三 四 五 六 七 八 九 十",
}
"""From 0 on."""
_TENS: Final = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "nl": "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
    "fr": "vingt trente quarante cinquante soixante soixante-dix quatre-vingt quatre-vingt-dix",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "it": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "pt": "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
    "ru": "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто",
    "sv": "tjugo trettio fyrtio femtio sextio sjuttio åttio nittio",
    "da": "tyve tredive fyrre halvtreds tres halvfjerds firs halvfems",
    "no": "tjue tretti førti femti seksti sytti åtti nitti",
}
_SCALES: Final = {
    100: "hundred hundreds hundert cien ciento cent cents cento cem сто hundra hundrede honderd 百 yüz száz sata",
    1000: "thousand thousands tausend mil mille mila тысяча тысячи тысяч tusen tusind duizend 千 bin ezer tuhat",
    10**4: "万 萬",
    10**6: "million millions millionen millón millones milione milioni milhão milhões миллион миллиона миллионов "
    "miljoen miljon miljoner millioner mln",
    10**8: "亿 億",
    10**9: "billion billions milliarde milliarden milliard milliards miliardo miliardi миллиард миллиарда миллиардов "
    "miljard mil-millones bn",
    10**12: "trillion trillions billionen 兆",
}
_OTHERS: Final = {
    "en": "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth twentieth thirtieth "
    "hundredth once twice thrice half halves quarter quarters dozen dozens double triple both pair",
    "de": "erste ersten erster erstes zweite zweiten zweiter dritte dritten dritter vierte vierten fünfte fünften halb "
    "halbe halben hälfte doppelt beide beiden dutzend dutzende zweimal dreimal einmal",
    "es": "primero primera primer segundo segunda tercero tercera tercer cuarto cuarta medio media mitad doble ambos "
    "ambas doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos",
    "fr": "premier première deuxième troisième quatrième moitié demi demie deux double",
    "it": "primo prima secondo seconda terzo terza metà doppio entrambi",
    "pt": "primeiro primeira segundo segunda terceiro terceira metade meio meia duas ambos",
    "nl": "eerste tweede derde vierde helft half dubbel beide",
    "ru": "первый первая первое первые первого первой второй вторая второе второго третий третья третье половина оба "
    "обе две двух трех четырех одна одно одного одной двое трое дважды трижды двести триста четыреста пятьсот "
    "шестьсот семьсот восемьсот девятьсот",
    "sv": "första andra tredje hälften båda",
    "zh": "两 兩 半 双 廿 卅 〇 第 倍 几",
}
"""Words that say a number though their value is not read."""
_ARTICLES: Final = frozenset("un um en et ett egy bir".split())  # noqa: SIM905
"""Words for one that mostly are an article."""
PERCENT_WORDS: Final = frozenset(
    map(fold, "percent per cent prozent por ciento pour cento процент процента процентов procent".split())  # noqa: SIM905
)
_AND: Final = frozenset(["and", "und", "en", "y", "et", "e", "och", "og", "a", "a-"])
_ROMAN: Final = re.compile(r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_PLAIN: Final = re.compile(r"\d+(?:\.\d+)?")
_FIGURES: Final = re.compile(r"\d+(?:[.,' ]\d+)*")


@cache
def _values(language: str) -> dict[str, int]:
    """The value of each word below a hundred in a language."""
    units = _UNITS.get(language, "").split()
    found = {fold(word): value for value, word in enumerate(units)}
    for tens, word in enumerate(_TENS.get(language, "").split(), 2):
        found[fold(word)] = 10 * tens
        together = ((10 * tens + unit, units[unit]) for unit in range(1, 10))
        found |= {fold(whole): value for value, unit in together for whole in _together(language, unit, word)}
    return found


def _together(language: str, unit: str, tens: str) -> list[str]:
    """How a language writes such a number as one word."""
    if language == "de":
        return [f"{'ein' if unit == 'eins' else unit}und{tens}"]
    if language == "nl":
        return [f"{'een' if unit == 'één' else unit}en{tens}", f"{unit}ën{tens}"]
    if language == "it":
        return [f"{tens[:-1] if unit in {'uno', 'otto'} else tens}{unit}"]
    return [f"{tens}{unit}"] if language in {"sv", "no"} else []


@cache
def _scales() -> dict[str, int]:
    return {fold(word): value for value, words in _SCALES.items() for word in words.split()}


@cache
def _words(language: str) -> frozenset[str]:
    others = _OTHERS.get(language, "").split()
    return frozenset((*_values(language), *map(fold, others))) - _ARTICLES


def is_number(token: Token, language: str | None) -> bool:
    """Whether it says a number, in figures, in words, or as a Roman one of two letters or more.

    English words are always looked for, since English is quoted in texts of all languages.
    """
    if token.kind in {"number", "sign"}:
        return True
    if token.kind != "word":
        return token.form in "%‰°" or token.form == "‱"
    if token.key in _scales() or any(token.key in _words(code) for code in (language or "", "en")):
        return True
    return len(token.form) > 1 and bool(_ROMAN.fullmatch(token.form))


def is_scale(token: Token) -> bool:
    """Whether it multiplies the number before it: hundred, million."""
    return token.key in _scales()


def value(said: Sequence[Token], language: str | None) -> Fraction | None:
    """What the tokens are worth together; None where that can't be read for certain."""
    words = [token for token in said if token.kind not in {"hyphen", "dash"} and token.key not in _AND]
    negative = bool(words) and words[0].kind == "sign"
    share = bool(words) and (words[-1].form == "%" or words[-1].key in PERCENT_WORDS)
    plain = [token for token in words if token.kind != "sign" and token.form != "%" and token.key not in PERCENT_WORDS]
    found = _sum(plain, language)
    if found is None:
        return None
    return (-found if negative else found) / (100 if share else 1)


def _sum(words: Sequence[Token], language: str | None) -> Fraction | None:
    """As people add up what they say: two hundred and five thousand."""
    if not words or (len(words) > 1 and any(is_unspaced(token.form) for token in words)):
        return None
    whole, part = Fraction(0), Fraction(0)
    for token in words:
        scale = _scales().get(token.key)
        if scale == 100:
            part = (part or Fraction(1)) * scale
        elif scale:
            whole, part = whole + (part or Fraction(1)) * scale, Fraction(0)
        else:
            own = _own(token, language)
            if own is None:
                return None
            part += own
    return whole + part


def _own(token: Token, language: str | None) -> Fraction | None:
    if token.kind == "number":
        return figures(token.form, language)
    known = _values(language or "").get(token.key, _values("en").get(token.key))
    return None if known is None else Fraction(known)


def figures(written: str, language: str | None) -> Fraction | None:
    """The value of a number in figures, as a language reads its full stops and commas; None where that is in doubt."""
    plain = "".join(fold(char) if char.isdigit() else char for char in written)
    if not _FIGURES.fullmatch(plain):
        return None
    signs = re.findall(r"[^\d]", plain)
    if not signs:
        return Fraction(int(plain))
    if set(signs) <= {" ", "'"}:
        return Fraction(int(re.sub(r"\D", "", plain)))
    if language in DECIMAL_COMMA:
        return _with_signs(plain, ".", ",")
    if language in DECIMAL_POINT:
        return _with_signs(plain, ",", ".")
    read = numbers.read(plain)
    doubtful = len(signs) == 1 and len(plain.split(signs[0])[1]) == 3
    return Fraction(read.text) if not doubtful and not read.several and _PLAIN.fullmatch(read.text) else None


def _with_signs(plain: str, thousands: str, decimal: str) -> Fraction | None:
    """The value of a number with these signs; None where they stand in other places than such a number has them."""
    whole, _, part = plain.partition(decimal)
    groups = whole.split(thousands)
    if decimal in part or thousands in part or any(len(group) != 3 for group in groups[1:]):
        return None
    digits = "".join(groups)
    return Fraction(f"{digits}.{part}") if part else Fraction(digits)
