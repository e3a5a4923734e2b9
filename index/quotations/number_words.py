"""Words that say numbers, by language: what `numerals` reads them by."""

from __future__ import annotations

from typing import Final

UNITS: Final = {
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
    "pt": "zero um dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezesseis dezessete "
    "dezoito dezenove",
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
TENS: Final = {
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
"""From 20 on."""
SCALES: Final = {
    100: "hundred hundreds hundert cien ciento cent cents cento cem сто hundra hundre hundrede honderd 百 yüz száz "
    "sata",
    1000: "thousand thousands tausend mil mille mila тысяча тысячи тысяч tusen tusind duizend 千 bin ezer tuhat",
    10**4: "万 萬",
    10**6: "million millions millionen millón millones milione milioni milhão milhões миллион миллиона миллионов "
    "miljoen miljon miljoner millioner mln",
    10**8: "亿 億",
    10**9: "billion billions milliarde milliarden milliard milliards miliardo miliardi миллиард миллиарда миллиардов "
    "miljard mil-millones bn",
    10**12: "trillion trillions billionen 兆",
}
"""By what they multiply the number before them."""
OTHERS: Final = {
    "en": "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth twentieth thirtieth "
    "hundredth once twice thrice half halves quarter quarters dozen dozens double triple both pair thirds fourths "
    "fifths tenths hundreds thousands",
    "de": "erste ersten erster erstes zweite zweiten zweiter dritte dritten dritter vierte vierten fünfte fünften "
    "halb halbe halben hälfte doppelt beide beiden dutzend dutzende zweimal dreimal einmal drittel viertel fünftel "
    "zehntel",
    "es": "docena decena centenar centenares quinto quinta sexto sexta décimo primero primera primer segundo segunda "
    "tercero tercera tercer cuarto cuarta medio media mitad doble ambos ambas doscientos trescientos cuatrocientos "
    "quinientos seiscientos setecientos ochocientos novecientos",
    "fr": "vingts troisièmes tiers quart quarts cinquième sixième septième huitième neuvième dixième centième "
    "douzaine dizaine vingtaine centaine centaines millier milliers premier première deuxième troisième quatrième "
    "moitié demi demie deux double",
    "it": "duecento trecento cinquecento duemila quarto quarta quinto quinta mezzo mezza dozzina decina centinaia "
    "migliaia primo prima secondo seconda terzo terza metà doppio entrambi",
    "pt": "catorze quatorze dezasseis dezassete dezanove vinte trinta quarenta cinquenta sessenta setenta oitenta "
    "noventa cem duzentos trezentos quinhentos quarto quarta quinto dúzia primeiro primeira segundo segunda terceiro "
    "terceira metade meio meia duas ambos",
    "nl": "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende helft half halve dubbel beide dozijn",
    "ru": "трёх четырёх пяти шести семи восьми девяти десяти одиннадцати двенадцати двадцати тридцати сорока "
    "пятидесяти шестидесяти семидесяти восьмидесяти ста двухсот трёхсот тысячу тысячам тысячами миллионам миллионами "
    "одному одним одной двум двумя трем трём тремя четвёртый четвертый четвёртая пятый пятая пятого половину половины "
    "полтора полторы десяток десятки первый первая первое первые первого первой второй вторая второе второго третий "
    "третья третье половина оба обе две двух трех четырех одна одно одного двое трое дважды трижды двести триста "
    "четыреста пятьсот шестьсот семьсот восемьсот девятьсот",
    "sv": "första andra tredje fjärde femte sjätte sjunde åttonde nionde tionde hälften halva halv båda dubbelt dussin",
    "da": "første tredje fjerde femte sjette syvende ottende niende tiende halv halve halvdelen begge dobbelt dusin",
    "no": "første tredje fjerde femte sjette sjuende åttende niende tiende halv halve halvparten begge dobbelt dusin",
    "fi": "kahden kahta kolmen kolmea neljän neljää viiden viittä kuuden kuutta seitsemän kahdeksan yhdeksän kymmentä "
    "ensimmäinen kolmas neljäs viides puoli puolet molemmat tusina sadan tuhannen miljoona miljoonaa miljardi "
    "miljardia",
    "hu": "két első második harmadik negyedik ötödik fél fele mindkét húsz harminc negyven ötven hatvan hetven "
    "nyolcvan kilencven tucat kétszáz száz ezer ketten",
    "tr": "birinci ikinci üçüncü dördüncü beşinci yirmi otuz kırk elli altmış yetmiş seksen doksan yarım yarısı düzine",
    "pl": "dwa dwie dwóch dwaj trzech czterech pięciu sześciu siedmiu ośmiu dziewięciu dziesięciu jedenaście "
    "dwanaście trzynaście czternaście piętnaście szesnaście siedemnaście osiemnaście dziewiętnaście dwadzieścia "
    "trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt osiemdziesiąt dziewięćdziesiąt sto dwieście "
    "trzysta tysiąc tysiące tysięcy pierwszy pierwsza pierwsze drugi druga drugie trzeci trzecia połowa pół obie oba "
    "tuzin",
    "cs": "jeden jedna jedno dva dvě tři čtyři pět šest sedm osm devět deset jedenáct dvanáct dvacet třicet čtyřicet "
    "padesát šedesát sedmdesát osmdesát devadesát sto tisíc tisíce první druhý druhá třetí polovina půl oba obě",
    "ro": "două douăzeci treizeci patruzeci cincizeci sută sute mie mii milion milioane primul prima doilea doua "
    "jumătate ambii ambele",
    "ca": "dues vint trenta quaranta cinquanta seixanta cents primer primera segon segona tercer meitat ambdós",
    "el": "δυο τρεις τέσσερις εφτά οχτώ εννιά έντεκα δώδεκα είκοσι τριάντα σαράντα πενήντα εκατό χίλια χιλιάδες "
    "εκατομμύρια πρώτος πρώτη πρώτο δεύτερος δεύτερη δεύτερο τρίτος τρίτη τρίτο μισό μισή",
    "sr": "једна једно две двоје троје двадесет тридесет сто хиљада хиљаде први прва прво други друга друго трећи "
    "половина оба обе jedan jedna jedno dva dve tri četiri pet šest sedam osam devet deset",
    "uk": "один одна одне два дві три чотири п'ять шість сім вісім дев'ять десять двадцять тридцять сорок сто тисяча "
    "тисячі тисяч перший перша друге другий друга третій половина обидва обидві двох трьох",
    "id": "sebelas belas puluh ratus seratus ribu seribu juta miliar pertama kedua ketiga setengah separuh",
    "ar": "واحدة اثنين اثنتان اثنتين ثلاث أربع خمس ست سبع ثماني تسع عشر عشرون عشرين ثلاثون ثلاثين مئة مائة ألف آلاف "
    "مليون ملايين مليار الأول الأولى الثاني الثانية الثالث الثالثة نصف",
    "he": "אחד אחת שניים שתיים שני שתי שלוש שלושה ארבע ארבעה חמש חמישה שש שישה שבע שבעה שמונה תשע תשעה עשר עשרה עשרים "
    "שלושים מאה אלף אלפים מיליון ראשון ראשונה שנייה שלישי חצי",
    "hi": "पहला पहली दूसरा दूसरी तीसरा तीसरी आधा आधी सौ हज़ार हजार लाख करोड़ बीस तीस चालीस पचास दोनों",
    "ko": "하나 둘 셋 넷 다섯 여섯 일곱 여덟 아홉 열 스물 백 천 만 억 첫 절반",
    "zh": "两 兩 半 双 廿 卅 〇 第 倍 几",
}
"""Words that say a number though their value is not read: which one, how often, a part, and bent forms."""
PARTS: Final = {
    "en": "twent thirt fort fift sixt sevent eight ninet",
    "de": "ein",
    "nl": "een",
    "it": "vent trent quarant cinquant sessant settant ottant novant tre",
    "fi": "toista kymmenta sataa tuhatta",
    "ru": "двух трех четырех пяти шести семи восьми девяти десяти двадцати сорока тысяч",
    "hu": "husz huszon tizen ket harminc negyven otven hatvan hetven szaz",
    "tr": "yirmi otuz kirk elli altmis yetmis seksen doksan",
}
"""How numbers begin or go on within words that are of several, folded."""
ORDINAL: Final = {
    "en": "(?:ie)?ths?|fold|some",
    "de": "(?:s?te[nmrs]?)|mal|fach|jahrig(?:e[nmrs]?)?",
    "nl": "ste|de",
    "fr": "iemes?",
    "it": "esim[oaie]",
    "es": "av[oa]s?",
    "sv": "nde|de",
}
"""What makes such a word say which one, folded, as patterns."""
ARTICLES: Final = frozenset("un um en et ett egy bir".split())  # noqa: SIM905 (more readable than a list)
"""Words for one that mostly are an article."""
