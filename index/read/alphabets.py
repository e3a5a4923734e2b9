"""The letters beyond ASCII that languages are written with, by which `index.read.plausible` tells encodings apart."""

from __future__ import annotations

from typing import Final, NamedTuple


class Alphabet(NamedTuple):
    """Letters beyond ASCII, in lower case: those of the language, often used first, and those of words it borrows."""

    own: str
    borrowed: str = ""


_WEST: Final = "éèêëáàâäãåíìîïóòôöõøúùûüçñœæß"

LATIN: Final[dict[str, Alphabet]] = {
    "en": Alphabet("", _WEST),
    "de": Alphabet("üäöß", "éèàçêáñôîó"),
    "fr": Alphabet("éèàêçôîâûùëïœ", "üöäñíÿæ"),
    "es": Alphabet("óíáéñúü", "àèçöäê"),
    "pt": Alphabet("ãçáéíóêõúâàô", "üèñö"),
    "it": Alphabet("èàùòéì", "îíóúçüöá"),
    "ca": Alphabet("óàèéíçòúïü", "ñáä"),
    "gl": Alphabet("óíáéñúü", "çàï"),
    "eu": Alphabet("ñ", "üçéáíóú"),
    "nl": Alphabet("ëéïèöüó", "áêíçàâôûñä"),
    "sv": Alphabet("äåö", "éàüèøæ"),
    "da": Alphabet("æøå", "éöäüèóô"),
    "nb": Alphabet("øåæ", "éöäüèóòô"),
    "nn": Alphabet("øåæ", "éöäüèóòô"),
    "no": Alphabet("øåæ", "éöäüèóòô"),
    "fi": Alphabet("äö", "åéšžü"),
    "is": Alphabet("áðíóéúþæöý", "üäå"),
    "fo": Alphabet("áðíóúøæý", "éöäå"),
    "ga": Alphabet("áíéóú", "ḃċḋḟġṁṗṡṫ"),
    "cy": Alphabet("âêôîŵŷûï", "éàáèíóöë"),
    "pl": Alphabet("łąężśóćńź", "éüöäáčšž"),
    "cs": Alphabet("íáěřéšžčýůúťňďó", "öüäľôł"),
    "sk": Alphabet("áíčýžéšúľťôóňäďŕĺ", "ěřůöü"),
    "hu": Alphabet("áéöóőüíúű", "äčšž"),
    "ro": Alphabet("ăîâșțşţ", "éöüáè"),
    "sl": Alphabet("čšž", "ćđéáöü"),
    "hr": Alphabet("čšžćđ", "éöü"),
    "bs": Alphabet("čšžćđ", "éöü"),
    "sr": Alphabet("čšžćđ", "éöü"),
    "sq": Alphabet("ëç", "éöü"),
    "lt": Alphabet("ėšųįąžūčę", "éöü"),
    "lv": Alphabet("āīšēņļžūķčģ", "ōŗéö"),
    "et": Alphabet("äõüö", "šžéåø"),
    "tr": Alphabet("ışğüçöİ", "âîûé"),
    "az": Alphabet("əışğüçöİ", "é"),
    "mt": Alphabet("ħżġċ", "àèìòù"),
    "eo": Alphabet("ĝĉŭŝĵĥ", "éü"),
    "vi": Alphabet(
        "àđáạảãăâêôơưếềệểễấầậẩẫắằặẳẵéèẹẻẽíìịỉĩóòọỏõốồộổỗớờợởỡúùụủũứừựửữýỳỵỷỹ\u0300\u0301\u0303\u0309\u0323", ""
    ),
    "id": Alphabet("", "éñ"),
    "ms": Alphabet("", "éñ"),
}

OTHER: Final[dict[str, Alphabet]] = {
    "ru": Alphabet("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"),
    "uk": Alphabet("оаніиевтрслкдмупязьбгчйхцжїшюєщфґ"),
    "be": Alphabet("анаіыеорстлкдпмяувгзьчбцшюйўхёжэф"),
    "bg": Alphabet("аоиентрсвлкдпмзгбуячъщжцшюхйфь"),
    "sr": Alphabet("аоиенрстјвкудмлпзгбчшцжњћљхђџф"),
    "mk": Alphabet("аоеинтрсвкдлмпујзбгшчцжќѓњљхфџѕ"),
    "el": Alphabet("αοιετσνηυρπκμλωςγδάίόέχθφήβύώξζψϊΐϋΰ"),
    "he": Alphabet("יוהלאתרבשמנםדקעחפךסגצטכזןףץ", "ְֱֲֳִֵֶַָֹֻּׁׂ"),
    "ar": Alphabet("اليمونرتبةعدسفهكقأحجشطصخضذثئىءؤإزغظآ", "ًٌٍَُِّْ"),
    "fa": Alphabet("ايیرندهموتسبشزکكگخقفعجحلپصطغچءآژثضظذئ", "ًٌٍَُِّْ"),
    "ur": Alphabet("ايیرندہهموتسبشزکكگخقفعجحلپصطغچءآژثضظذئںےھٹڈڑ", ""),
    "th": Alphabet("".join(map(chr, range(0x0E01, 0x0E3B))) + "".join(map(chr, range(0x0E40, 0x0E4F)))),
}
"""Alphabets that share nothing with ASCII; the commonest letters come first."""

HAN: Final = frozenset(
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还"
    "发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工"
    "己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先"
    "這個來國們為說時會過對後裡麼沒還發當無開見經頭從動兩長樣現將與進實點種聲話兒問機給幾業間電門東聽氣關並產"
)
"""Hundreds of the commonest Chinese characters, simplified and traditional."""
SYLLABLES: Final = frozenset(
    "이다는을의가에고로하지기도사어리그자라한시나일해인있대은서정스아수제들부장상으전구과보주여었공를게면니와만적거원세용무조우때안오생동성"
    "지모소것비였국신문했음경실내계관위말물중학마방터간식선물통연개회화까않년람러분되할요저미"
)
"""The commonest Korean syllables."""
