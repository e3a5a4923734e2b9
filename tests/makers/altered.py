"""Passages of many languages and scripts, and what may be done to them: changes of the sense, and of the form alone.

All is drawn by hypothesis. Which words negate, which say a number and which are names is told here by lists of its own,
so that what is tested judges nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final, NamedTuple

from hypothesis import strategies as st

NEGATIONS: Final = {
    "en": "not never no without none neither nor nobody cannot can’t didn't",
    "de": "nicht nie kein keine ohne niemals nichts niemand weder",
    "fr": "ne pas jamais sans aucun aucune rien ni n’est",
    "es": "no nunca jamás sin nada nadie ninguna ningún tampoco ni",
    "it": "non mai senza nessuno niente nulla né nessuna",
    "pt": "não nunca jamais sem nada ninguém nenhum nenhuma nem",
    "ca": "no mai sense cap ningú tampoc ni",
    "nl": "niet nooit geen zonder niets niemand noch",
    "sv": "inte aldrig utan ingen inget ej varken",
    "da": "ikke aldrig uden ingen intet hverken",
    "no": "ikke aldri uten ingen ingenting verken",
    "fi": "ei eivät ilman koskaan älä en",
    "hu": "nem soha sem nélkül nincs senki semmi",
    "ro": "nu niciodată fără niciun nimeni nimic nici",
    "ru": "не нет никогда без ничего никто ни нельзя",
    "sr": "не никад без није нема нико ништа",
    "el": "δεν μην ποτέ χωρίς όχι κανείς τίποτα",
    "hy": "ոչ առանց երբեք ոչինչ",
    "tr": "değil yok hiçbir asla hiç",
    "lt": "ne niekada be nėra nieko",
    "et": "ei mitte ilma kunagi pole",
    "eu": "ez gabe inoiz ezin inor",
    "ga": "ní gan níor nach nár",
    "id": "tidak bukan tanpa jangan belum",
    "ar": "لا لم لن ليس بدون دون غير",
    "hi": "नहीं मत बिना न",
    "ne": "होइन छैन बिना",
    "ta": "இல்லை அல்ல இல்லாமல்",
    "yi": "נישט ניט קיין אָן",
    "zh": "不 没 無 未 非",
}
"""Words that negate, in every language that is stemmed and one that isn't."""
NUMBERS: Final = {
    "en": "three twelve twenty-one ninetieth third half dozen million twice hundred",
    "de": "drei zwölf einundzwanzig dritte halb dutzend zweimal hundert dreihundertfünfzig",
    "fr": "trois douze vingt quatre-vingts troisième moitié douzaine mille",
    "es": "tres doce veintiuno tercero mitad docena ciento mil",
    "it": "tre dodici ventuno terzo metà dozzina cento duecentocinquanta",
    "pt": "três doze vinte terceiro metade dúzia cem mil",
    "nl": "drie twaalf eenentwintig derde helft dozijn honderd",
    "sv": "tre tolv tjugo tredje hälften hundra tusen",
    "da": "tre tolv tyve tredje halvdelen hundrede",
    "no": "tre tolv tjue tredje halvparten hundre",
    "fi": "kolme kahdeksan kolmas puolet sata kaksisataa",
    "hu": "három nyolc harmadik húsz száz ezer",
    "ru": "три двенадцать двадцать третий половина сто тысяча двух",
    "tr": "üç sekiz üçüncü yirmi yüz bin",
    "ro": "trei opt douăzeci primul sută mie",
    "ar": "ثلاثة ثمانية عشرون مئة ألف نصف",
    "hi": "तीन आठ बीस सौ आधा",
    "el": "τρία οκτώ είκοσι τρίτος εκατό",
    "zh": "三 八 十 百 千",
}
WORDS: Final = {
    "en": "the mill by the river was sold while grain lay under its roof and carts came from each village",
    "de": "damals stand die alte mühle unten am fluss und wurde bald verkauft weil sie lange leer blieb",
    "fr": "le vieux moulin au bord du fleuve fut vendu tandis que du grain restait sous son toit",
    "es": "el viejo molino junto al río fue vendido mientras quedaba grano bajo su techo de madera",
    "it": "il vecchio mulino lungo il fiume fu venduto mentre restava grano sotto il tetto di legno",
    "pt": "o velho moinho junto ao rio foi vendido enquanto ficava grão sob o telhado de madeira",
    "ca": "el vell molí vora el riu fou venut mentre quedava gra sota la teulada de fusta",
    "nl": "die oude molen langs de rivier werd verkocht terwijl graan lag onder het dak van hout",
    "sv": "den gamla kvarnen vid floden såldes medan säd låg kvar under taket av grovt trä",
    "da": "den gamle mølle ved floden blev solgt mens korn lå under taget af groft træ",
    "no": "den gamle møllen ved elven ble solgt mens korn lå under taket av grovt tre",
    "fi": "vanha mylly joen varrella myytiin kun viljaa jäi vielä katon alle suojaan sateelta",
    "hu": "az öreg malom lent állt folyó mellett majd eladták amikor gabona maradt fedele alatt",
    "ro": "moara veche lângă râu fusese vândută pe când grâul rămânea sub acoperișul de lemn",
    "ru": "старая мельница у реки была продана пока зерно лежало под крышей из дерева",
    "sr": "стара воденица крај реке беше продата док је жито лежало под кровом од дрвета",
    "el": "ο παλιός μύλος δίπλα στο ποτάμι πουλήθηκε ενώ σιτάρι έμενε κάτω από τη στέγη",
    "hy": "հին ջրաղացը գետի մոտ վաճառվեց երբ հացահատիկը տանիքի տակ էր մնացել",
    "tr": "nehir kıyısındaki eski değirmen satıldı tahıl ise ahşap çatı altında kaldı",
    "lt": "senas malūnas prie upės buvo parduotas kai grūdai liko po mediniu stogu",
    "et": "vana veski jõe ääres müüdi kui vili jäi puust katuse varju seisma",
    "eu": "errota zaharra ibai ondoan saldu zuten alea teilatu azpian geratu zenean",
    "ga": "díoladh seanmhuileann cois abhann agus arbhar fós faoi dhíon adhmaid ann",
    "id": "kincir tua di tepi sungai dijual ketika gandum masih tersimpan dalam lumbung kayu",
    "ar": "بيعت الطاحونة القديمة قرب النهر وبقي القمح تحت سقف خشب وجاءت عربات",
    "hi": "नदी किनारे की पुरानी चक्की बेची गई जब अनाज छत के नीचे पड़ा था",
    "ne": "खोला छेउको पुरानो घट्ट बेचियो जब अन्न छाना मुनि थियो",
    "ta": "ஆற்றங்கரையில் இருந்த பழைய ஆலை விற்கப்பட்டது தானியம் கூரையின் கீழ் இருந்தது",
    "yi": "די אַלטע מיל בײַם טײַך איז פֿאַרקויפֿט געוואָרן ווען תּבֿואה איז געלעגן",
    "zh": "河边的旧磨坊被卖掉了粮食仍留在木屋顶下各村的马车都来了",
}
UNSPACED: Final = {"zh"}
NAMES: Final = {
    "latin": "Branding Okafor Lindqvist Moreau Castellan Anne-Marie O’Hara Zielińska Van McAllister Ísold",
    "ru": "Воронцов Лебедева Петренко",
    "sr": "Јовановић Петровић Марковић",
    "el": "Παπαδάκης Ελένη Κρήτη",
    "hy": "Արմեն Գայանե Երևան",
    "ar": "مريم يوسف بغداد",
    "hi": "मीरा अर्जुन काठमांडू",
    "ne": "मीरा अर्जुन काठमांडू",
    "ta": "மீனா அருண் மதுரை",
    "yi": "מאָטל רבֿקה ווילנע",
    "zh": "王明 李华 南岭",
}
OPENING, CLOSING = "«“„‘‚‹「\"'", "»”“’‘›」\"'"


class Slot(NamedTuple):
    """A passage with a word in its midst that is to be changed: `before`, the word, `behind`; and its language."""

    before: str
    word: str
    behind: str
    language: str

    @property
    def text(self) -> str:
        return self.with_word(self.word)

    def with_word(self, word: str) -> str:
        """The passage with another word in that place, or none."""
        blank = "" if self.language in UNSPACED else " "
        return blank.join(part for part in (self.before, word, self.behind) if part)


def names(language: str) -> list[str]:
    """Names in the script of a language."""
    return NAMES.get(language, NAMES["latin"]).split()


def plain(language: str) -> list[str]:
    """Words that are neither numbers nor names nor negations."""
    return list(WORDS[language]) if language in UNSPACED else WORDS[language].split()


@st.composite
def slots(draw: st.DrawFn, of: Callable[[str], list[str]], languages: list[str]) -> Slot:
    """A passage of words, none twice, and marks, with one of the words that `of` gives for its language in it."""
    language = draw(st.sampled_from(languages))
    word = draw(st.sampled_from(of(language)))
    others = draw(st.permutations([one for one in dict.fromkeys(plain(language)) if one != word]))
    marks = draw(st.lists(st.sampled_from(["", "", "", ",", ";"]), min_size=8, max_size=8))
    blank = "" if language in UNSPACED else " "
    cut = draw(st.integers(3, 5))
    before, behind = (
        blank.join(one + mark for one, mark in zip(others[part], marks[part], strict=True)).rstrip(",;")
        for part in (slice(0, cut), slice(cut, 8))
    )
    return Slot(before, word, behind, language)


def _roman(number: int) -> str:
    tens, unit = divmod(number % 40, 10)
    return "X" * tens + ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"][unit]


def _in_digits(zero: int) -> Callable[[int], str]:
    return lambda number: "".join(chr(zero + int(digit)) for digit in str(number))


def _superscript(number: int) -> str:
    return "10" + "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(digit)] for digit in str(number))


WRITINGS: Final[dict[str, Callable[[int], str]]] = {
    "figures": str,
    "minus": lambda n: f"−{n}",
    "plus": lambda n: f"+{n}",
    "more or less": lambda n: f"±{n}",
    "per cent": lambda n: f"{n}%",
    "per cent in words": lambda n: f"{n} percent",
    "per mille": lambda n: f"{n} ‰",
    "degrees": lambda n: f"{n} °C",
    "fahrenheit": lambda n: f"{n} °F",
    "dollars": lambda n: f"${n}",
    "euros": lambda n: f"€{n}",
    "euros behind": lambda n: f"{n} €",
    "kilometres": lambda n: f"{n} km",
    "metres": lambda n: f"{n} m",
    "minutes": lambda n: f"{n}′",
    "seconds": lambda n: f"{n}″",
    "with commas": lambda n: f"{n},000",
    "with stops": lambda n: f"{n}.000",
    "with blanks": lambda n: f"{n} 000",
    "with apostrophes": lambda n: f"{n}’000",
    "thousands in one": lambda n: f"{n}000",
    "decimals": lambda n: f"{n}.5",
    "decimals by comma": lambda n: f"{n},5",
    "behind the point": lambda n: f".{n}",
    "ordinal": lambda n: f"{n}th",
    "ordinal by stop": lambda n: f"{n}.",
    "fraction": lambda n: f"{n}/7",
    "one character": lambda n: f"{n}½",
    "roman": lambda n: _roman(n) if n % 40 > 1 else f"X{_roman(n)}V",
    "power": _superscript,
    "index": lambda n: f"{n}₂",
    "time": lambda n: f"{n % 24}:05",
    "time by stop": lambda n: f"{n % 24}.05",
    "date": lambda n: f"{n % 27 + 1}/3/1987",
    "date from the year": lambda n: f"1987-03-{n % 27 + 1:02}",
    "range": lambda n: f"{n}–{n + 7}",
    "sum": lambda n: f"{n}+7",
    "version": lambda n: f"3.11.{n}",
    "less": lambda n: f"<{n}",
    "more": lambda n: f">{n}",
    "section": lambda n: f"§{n}",
    "decade": lambda n: f"{n}s",
    "letters": lambda n: f"B{n}",
    "arabic": _in_digits(0x660),
    "devanagari": _in_digits(0x966),
    "bengali": _in_digits(0x9E6),
    "thai": _in_digits(0xE50),
    "full width": _in_digits(0xFF10),
    "circled": lambda n: chr(0x2460 + n % 20),
    "roman in one character": lambda n: chr(0x2160 + n % 12),
}
"""Ways to write a number, each from its value."""


@st.composite
def numbers(draw: st.DrawFn) -> tuple[str, str]:
    """A number, and another one: another value, or the same in another writing."""
    how, other = (draw(st.sampled_from(list(WRITINGS))) for _ in range(2))
    value, another = draw(st.integers(2, 99)), draw(st.integers(2, 99))
    return WRITINGS[how](value), WRITINGS[other](draw(st.sampled_from([value, another])))


def put_in(slot: Slot, word: str) -> str:
    """The passage, its word left out, with a word in brackets in its place."""
    return slot.with_word(f"[{word}]")


# What changes the form alone.


def _at(text: str, at: int, pattern: str) -> re.Match[str] | None:
    """One of the places with a pattern."""
    found = list(re.finditer(pattern, text))
    return found[at % len(found)] if found else None


def _quotation_marks(text: str, at: int) -> str:
    word = _at(text, at, r"[^\s,;.]+")
    assert word
    opening, closing = list(zip(OPENING, CLOSING, strict=True))[at % len(OPENING)]
    return f"{text[: word.start()]}{opening}{word[0]}{closing}{text[word.end() :]}"


def _white_space(text: str, at: int) -> str:
    blank = _at(text, at, " ")
    if blank is None:
        return text[:1] + "\u200b" + text[1:]
    return text[: blank.start()] + ["  ", "\n", "\t", "\u00a0", "\u2009", " \n "][at % 6] + text[blank.end() :]


def _hyphenation(text: str, at: int) -> str:
    word = _at(text, at, r"[^\W\d_]{4,}")
    if word is None or not word[0].isalpha() or re.search("[\u0590-\u0dff\u3000-\u9fff]", word[0]):
        return text[:1] + "\u2060" + text[1:]
    middle = word.start() + 2
    return text[:middle] + ["-\n", "\u00ad", "‐\n", "-\n  "][at % 4] + text[middle:]


def _ligatures(text: str, at: int) -> str:
    table = {"fi": "ﬁ", "fl": "ﬂ", "ff": "ﬀ", "st": "ﬆ"}
    return re.sub("|".join(table), lambda found: table[found[0]], text)


def _first_letter(text: str, at: int) -> str:
    other = text[0].swapcase()
    return other + text[1:] if len(other) == 1 else text


def _sic(text: str, at: int) -> str:
    word = _at(text, at, r"[^\W\d_](?= )")
    return f"{text[: word.end()]} {['[sic]', '[sic!]', '(sic)', '[!]'][at % 4]}{text[word.end() :]}" if word else text


FORMS: Final[dict[str, Callable[[str, int], str]]] = {
    "quotation marks": _quotation_marks,
    "white space": _white_space,
    "hyphenation": _hyphenation,
    "ligatures": _ligatures,
    "decomposed": lambda text, at: unicodedata.normalize("NFD", text),
    "first letter": _first_letter,
    "sic": _sic,
}
"""Changes of the form alone: of a text, at one of the places that can be changed so."""
