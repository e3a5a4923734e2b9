"""Months as documents write them, in English and the languages with a stemmer: by name, bent or shortened. Pure.

Queries keep to the names in `calendar`, since in a question a name of a month is more often another word. Running text
of web pages has further languages and shorter forms, since there a day and a year stand beside the month.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from index.dates.calendar import FOREIGN_MONTHS, MONTH_NUMBERS
from index.dates.cues import word_set
from index.text.folding import without_accents

LETTER: Final = r"(?:[^\W\d_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u0655\u0900-\u0963\u0b82-\u0bcd])"
"""A letter, or a sign that is part of one, for patterns."""

_NAMES: Final = {
    "ar": (
        "يناير فبراير/شباط مارس/آذار أبريل/ابريل/نيسان مايو/أيار/ايار يونيو/يونيه/حزيران "
        "يوليو/يوليه/تموز أغسطس/اغسطس/آب سبتمبر/أيلول/ايلول أكتوبر/اكتوبر نوفمبر ديسمبر"
    ),
    "ca": ("gener febrer març abril maig juny juliol agost setembre octubre novembre desembre"),
    "da no sv": (
        "januar/januari februar/februari marts/mars april maj/mai juni juli august/augusti september oktober november "
        "december/desember"
    ),
    "de": ("jänner/jän feber märz/mrz/mär april mai juni juli august september oktober/okt november dezember/dez"),
    "el": (
        "ιανουαρίου/ιανουάριος/ιανουάριο/ιαν φεβρουαρίου/φεβρουάριος/φεβρουάριο/φεβ μαρτίου/μάρτιος/μάρτιο/μαρ "
        "απριλίου/απρίλιος/απρίλιο/απρ μαΐου/μάιος/μάιο/μαι ιουνίου/ιούνιος/ιούνιο/ιουν ιουλίου/ιούλιος/ιούλιο/ιουλ "
        "αυγούστου/αύγουστος/αύγουστο/αυγ σεπτεμβρίου/σεπτέμβριος/σεπτέμβριο/σεπ οκτωβρίου/οκτώβριος/οκτώβριο/οκτ "
        "νοεμβρίου/νοέμβριος/νοέμβριο/νοε δεκεμβρίου/δεκέμβριος/δεκέμβριο/δεκ"
    ),
    "es": (
        "enero/ene febrero marzo abril/abr mayo junio julio agosto/ago septiembre/setiembre octubre noviembre "
        "diciembre/dic"
    ),
    "et": (
        "jaanuar/jaanuari/jaan veebruar/veebruari/veebr märts/märtsi aprill/aprilli mai juuni juuli august/augusti "
        "september/septembri oktoober/oktoobri november/novembri detsember/detsembri"
    ),
    "eu": (
        "urtarrila/urtarrilak/urtarrilaren otsaila/otsailak/otsailaren martxoa/martxoak/martxoaren "
        "apirila/apirilak/apirilaren maiatza/maiatzak/maiatzaren ekaina/ekainak/ekainaren uztaila/uztailak/uztailaren "
        "abuztua/abuztuak/abuztuaren iraila/irailak/irailaren urria/urriak/urriaren azaroa/azaroak/azaroaren "
        "abendua/abenduak/abenduaren"
    ),
    "fi": (
        "tammikuu/tammikuuta/tammikuun helmikuu/helmikuuta/helmikuun maaliskuu/maaliskuuta/maaliskuun "
        "huhtikuu/huhtikuuta/huhtikuun toukokuu/toukokuuta/toukokuun kesäkuu/kesäkuuta/kesäkuun "
        "heinäkuu/heinäkuuta/heinäkuun elokuu/elokuuta/elokuun syyskuu/syyskuuta/syyskuun lokakuu/lokakuuta/lokakuun "
        "marraskuu/marraskuuta/marraskuun joulukuu/joulukuuta/joulukuun"
    ),
    "fr": ("janvier/janv février/févr mars avril/avr mai juin juillet/juil août septembre octobre novembre décembre"),
    "ga": ("eanáir feabhra márta aibreán bealtaine meitheamh iúil lúnasa meánfómhair deireadhfómhair samhain nollaig"),
    "hi ne": (
        "जनवरी फ़रवरी/फेब्रुअरी मार्च अप्रैल/अप्रिल मई/मे जून जुलाई अगस्त/अगस्ट सितंबर/सितम्बर/सेप्टेम्बर "
        "अक्टूबर/अक्तूबर/अक्टोबर नवंबर/नवम्बर/नोभेम्बर दिसंबर/दिसम्बर/डिसेम्बर"
    ),
    "hu": (
        "január február március/márc április/ápr május/máj június/jún július/júl augusztus/aug szeptember/szept "
        "október november december"
    ),
    "hy": (
        "հունվար/հունվարի փետրվար/փետրվարի մարտ/մարտի ապրիլ/ապրիլի մայիս/մայիսի հունիս/հունիսի հուլիս/հուլիսի "
        "օգոստոս/օգոստոսի սեպտեմբեր/սեպտեմբերի հոկտեմբեր/հոկտեմբերի նոյեմբեր/նոյեմբերի դեկտեմբեր/դեկտեմբերի"
    ),
    "id": (
        "januari februari/pebruari maret april mei juni juli agustus/agu september oktober november/nopember desember"
    ),
    "it": (
        "gennaio/genn/gen febbraio/febbr marzo aprile maggio/magg/mag giugno/giu luglio/lug agosto settembre/sett "
        "ottobre/ott novembre dicembre"
    ),
    "lt": (
        "sausis/sausio vasaris/vasario kovas/kovo balandis/balandžio gegužė/gegužės birželis/birželio liepa/liepos "
        "rugpjūtis/rugpjūčio rugsėjis/rugsėjo spalis/spalio lapkritis/lapkričio gruodis/gruodžio"
    ),
    "nl": ("januari februari maart/mrt april mei juni juli augustus september oktober november december"),
    "pt": (
        "janeiro fevereiro/fev março/marco abril/abr maio/mai junho julho agosto/ago setembro outubro novembro "
        "dezembro/dez"
    ),
    "ro": (
        "ianuarie/ian februarie martie aprilie mai iunie/iun iulie/iul august septembrie octombrie noiembrie decembrie"
    ),
    "ru": (
        "январь/января/янв февраль/февраля/февр/фев март/марта/мар апрель/апреля/апр май/мая июнь/июня/июн "
        "июль/июля/июл август/августа/авг сентябрь/сентября/сент октябрь/октября/окт "
        "ноябрь/ноября/нояб/ноя декабрь/декабря/дек"
    ),
    "sr": (
        "januar/januara/јануар/јануара februar/februara/фебруар/фебруара mart/marta/март/марта "
        "april/aprila/април/априла maj/maja/мај/маја jun/juna/јун/јуна jul/jula/јул/јула avgust/avgusta/август/августа "
        "septembar/septembra/септембар/септембра oktobar/oktobra/октобар/октобра novembar/novembra/новембар/новембра "
        "decembar/decembra/децембар/децембра"
    ),
    "ta": ("ஜனவரி பிப்ரவரி மார்ச் ஏப்ரல் மே ஜூன் ஜூலை ஆகஸ்ட் செப்டம்பர் அக்டோபர் நவம்பர் டிசம்பர்"),
    "tr": ("ocak şubat/şub mart nisan mayıs haziran temmuz ağustos/ağu eylül/eyl ekim kasım aralık"),
    "yi": (
        "יאנואר/יאַנואַר פעברואר/פֿעברואַר מערץ אפריל/אַפּריל מאי/מײַ יוני יולי אויגוסט סעפטעמבער אקטאבער/אָקטאָבער "
        "נאוועמבער/נאָוועמבער דעצעמבער"
    ),
}
"""Twelve months in order, by ISO 639-1 codes of languages; spellings of one are divided by slashes."""

_ON_PAGES: Final = {
    "bg": "януари февруари март април май юни юли август септември октомври ноември декември",
    "ca": "gen febr - abr - - - ag set - - des",
    "cs": (
        "ledna/leden února/únor března/březen dubna/duben května/květen června/červen července/červenec "
        "srpna/srpen září října/říjen listopadu/listopad prosince/prosinec"
    ),
    "da": "- - - - - - - - - okt - des",
    "el": "- φεβρ μαρτ - - - - - σεπτ - νοεμ -",
    "es": "- - - - - - - - set - - -",
    "fr": "- fév - - - - - - - - - -",
    "hr": (
        "siječnja/siječanj veljače/veljača ožujka/ožujak travnja/travanj svibnja/svibanj lipnja/lipanj "
        "srpnja/srpanj kolovoza/kolovoz rujna/rujan listopada/listopad studenoga/studenog/studeni "
        "prosinca/prosinac"
    ),
    "hu": "- febr - - - - - - - okt - -",
    "id": "- - - - - - - agt - okt - des",
    "it": "- - - - - - - ago set - - dic",
    "nl": "- - - - - - - - - okt - -",
    "pl": (
        "stycznia/styczeń/sty lutego/luty/lut marca/marzec kwietnia/kwiecień/kwi maja/maj "
        "czerwca/czerwiec/cze lipca/lipiec/lip sierpnia/sierpień/sie września/wrzesień/wrz "
        "października/październik/paź listopada/listopad/lis grudnia/grudzień/gru"
    ),
    "pt": "- - - - - - - - set out - -",
    "ro": "- - mart - - - - - - - noi -",
    "ru": "- - - - - - - - сен - - -",
    "sk": (
        "januára/január februára/február marca/marec apríla mája/máj júna júla augusta septembra "
        "októbra/október novembra decembra"
    ),
    "sl": (
        "januarja/januar februarja/februar marca/marec aprila maja/maj junija/junij julija/julij "
        "avgusta/avgust septembra oktobra/oktober novembra decembra"
    ),
    "sv": "- - - - - - - - - okt - -",
    "tr": "oca - - nis - haz tem - - eki kas ara",
    "uk": (
        "січня/січень лютого/лютий березня/березень квітня/квітень травня/травень червня/червень липня/липень "
        "серпня/серпень вересня/вересень жовтня/жовтень листопада/листопад грудня/грудень"
    ),
}
"""Likewise those that only running text has; `-` for none."""

_OTHER_WORDS: Final = word_set("mars mart marta marco mayo avril abril gener gen mag mei")
"""Names that are other words as well: nothing beside a year tells that a month is meant."""


def folded(word: str) -> str:
    """In lower case, without accents and points."""
    return without_accents(word.casefold().replace("ı", "i").replace("’", "'"))


def _named(table: Mapping[str, str]) -> Iterator[tuple[str, str, int]]:
    """The languages, the folded name and the number of every month in a table."""
    for languages, names in table.items():
        for number, spellings in enumerate(names.split(), 1):
            yield from ((languages, folded(name), number) for name in spellings.split("/") if name != "-")


_OF_QUERIES: Final = [
    (language, folded(name), number) for language, names in FOREIGN_MONTHS.items() for name, number in names.items()
]
_NUMBERS: Final = {name: number for _, name, number in (*_OF_QUERIES, *_named(_NAMES))} | MONTH_NUMBERS


def _by_language() -> dict[str, dict[int, set[str]]]:
    """The months that each name can mean, and the languages in which it does."""
    meant: dict[str, dict[int, set[str]]] = {}
    english = (("en", name, number) for name, number in MONTH_NUMBERS.items())
    for languages, name, number in (*english, *_OF_QUERIES, *_named(_NAMES), *_named(_ON_PAGES)):
        meant.setdefault(name, {}).setdefault(number, set()).update(languages.split())
    return meant


_MEANT: Final = _by_language()
LONGEST: Final = max(map(len, _MEANT))
"""Letters in the longest name."""


def months_named(word: str, language: str) -> tuple[int, ...]:
    """Every month that a word of running text can mean, from 1; "listopada" is two.

    `language` ("hr", or "" where it is unknown) decides where it can.
    """
    months = _MEANT.get(folded(word).rstrip("."), {})
    own = tuple(month for month, languages in months.items() if language in languages)
    return own or tuple(months)


def month_number(word: str) -> int | None:
    """The number of the month that a word names, 1 to 12; None for another word."""
    return _NUMBERS.get(folded(word).rstrip("."))


def is_surely_a_month(word: str) -> bool:
    """Whether a name of a month is hardly another word: "January", but not "Mars"."""
    return folded(word).rstrip(".") not in _OTHER_WORDS
