"""Months as documents write them, in English and the languages with a stemmer: by name, bent or shortened. Pure.

Queries keep to the names in `calendar`, since in a question a name of a month is more often another word.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from index.dates.calendar import FOREIGN_MONTHS, MONTH_NUMBERS
from index.dates.cues import word_set

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

_OTHER_WORDS: Final = word_set("mars mart marta marco mayo avril abril gener gen mag mei")
"""Names that are other words as well: nothing beside a year tells that a month is meant."""


def folded(word: str) -> str:
    """In lower case, without accents and points."""
    letters = unicodedata.normalize("NFKD", word.casefold().replace("ı", "i").replace("’", "'"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _numbered() -> dict[str, int]:
    numbers = {folded(name): number for names in FOREIGN_MONTHS.values() for name, number in names.items()}
    for names in _NAMES.values():
        for number, spellings in enumerate(names.split(), 1):
            numbers |= dict.fromkeys(map(folded, spellings.split("/")), number)
    return numbers | MONTH_NUMBERS


_NUMBERS: Final = _numbered()


def month_number(word: str) -> int | None:
    """The number of the month that a word names, 1 to 12; None for another word."""
    return _NUMBERS.get(folded(word).rstrip("."))


def is_surely_a_month(word: str) -> bool:
    """Whether a name of a month is hardly another word: "January", but not "Mars"."""
    return folded(word).rstrip(".") not in _OTHER_WORDS
