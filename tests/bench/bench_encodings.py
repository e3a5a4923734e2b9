"""Which encodings are recognised: texts of known letters, of three lengths, in every encoding that can write them.

    python -m tests.bench.bench_encodings            a table by encoding: right, refused, wrong, and by length
    python -m tests.bench.bench_encodings --wrong    the wrong ones and the refused ones, with what was read

*Right* is every letter as written; *refused* is a file that the report names with "save it as UTF-8". The exit code is
1 if any is wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from typing import Final

from index.read.decode import decode
from index.read.protocol import UnreadableError

ENCODINGS: Final[dict[str, str]] = {
    "cp1252": "de fr es pt it nl sv da fi is en ca",
    "iso8859_15": "de fr es pt it nl sv da fi is",
    "mac_roman": "de fr es pt it sv da en",
    "cp850": "de fr es pt it sv da fi",
    "cp437": "de fr es it sv fi",
    "cp1250": "pl cs sk hu hr sl ro",
    "iso8859_2": "pl cs sk hu hr sl",
    "cp852": "pl cs sk hu hr sl",
    "mac_latin2": "pl cs sk hu",
    "cp1254": "tr",
    "iso8859_9": "tr",
    "cp857": "tr",
    "cp1257": "lt lv et",
    "iso8859_13": "lt lv et",
    "iso8859_4": "lt lv",
    "cp1251": "ru uk bg sr be",
    "koi8_r": "ru bg",
    "koi8_u": "uk",
    "cp866": "ru",
    "cp855": "ru bg sr",
    "iso8859_5": "ru bg sr",
    "mac_cyrillic": "ru uk bg sr",
    "cp1253": "el",
    "iso8859_7": "el",
    "cp737": "el",
    "cp1255": "he",
    "iso8859_8": "he",
    "cp1256": "ar fa",
    "iso8859_6": "ar",
    "cp874": "th",
    "cp932": "ja",
    "euc_jp": "ja",
    "iso2022_jp": "ja",
    "gb18030": "zh",
    "gb2312": "zh",
    "big5": "tw",
    "cp949": "ko",
    "utf-16-le": "en de ru el ja zh ko ar",
    "utf-16-be": "en ru ja zh",
}
"""Each encoding with the languages of texts that it writes."""

TEXTS: Final[dict[str, tuple[str, ...]]] = {
    "en": (
        "The café on the quay closes at five, and the naïve waiter says “come back tomorrow”.",
        "Nobody knew why the façade had been painted twice – the mayor’s office denied everything.",
        "A jar of jalapeño costs £3, which is dear for a harbour town.",
    ),
    "de": (
        "Die Bürger wählten den größten Saal für das Frühlingsfest.",
        "Später öffnete der Bäcker seine Tür und verkaufte süße Brötchen an müde Gäste.",
        "Über den Fluss führt seit Jahren eine schmale Brücke; im Winter ist sie häufig gesperrt.",
    ),
    "fr": (
        "La rivière a débordé près du vieux marché après l’orage.",
        "Les élèves ont été reçus à l'hôtel de ville, où le maire a rappelé leurs succès passés.",
        "Le boulanger préfère la pâte légère, et sa sœur goûte à tout ce qu'il prépare.",
    ),
    "es": (
        "El niño perdió su balón detrás de la estación del pueblo.",
        "¿Quién abrirá la panadería mañana? El señor Núñez no contestó a la pregunta.",
        "La reunión terminó después de medianoche y nadie recordó por qué había empezado.",
    ),
    "pt": (
        "A reunião começou às três horas e não terminou antes da meia-noite.",
        "Os pescadores já não vão à praia, porque o mar está agitado há três dias.",
        "A estação fica atrás do mercado, onde a avó vende pães e maçãs.",
    ),
    "it": (
        "La città è più tranquilla perché il ponte è chiuso da lunedì.",
        "Il sindaco non c’è: tornerà venerdì, se il traghetto potrà partire.",
        "Nessuno sa perché la libertà di pesca sia stata tolta già da un anno.",
    ),
    "nl": (
        "De geïnteresseerde bezoekers kregen één kopje koffie bij de ruïne.",
        "Zij reëel noemen wat niet bestaat, vond de coördinator geen goed idee.",
        "In België waren de officiële cijfers hoger dan in Italië.",
    ),
    "ca": (
        "L’estació és a prop del mercat, on l’àvia ven pa i torró.",
        "La reunió començarà a les cinc perquè el president encara és fora.",
        "Això no és gaire fàcil, però ningú no s’ha queixat.",
    ),
    "sv": (
        "Färjan går inte på söndagar, säger båtägaren från Småland.",
        "Många människor väntade på bron när tåget äntligen kom.",
        "Det är svårt att förstå varför skolan stängdes så länge.",
    ),
    "da": (
        "Færgen sejler ikke om søndagen, siger manden på øen.",
        "Børnene måtte blive hjemme, fordi åen løb over.",
        "På torvet sælger bageren rugbrød og småkager hele året.",
    ),
    "fi": (
        "Lautta ei kulje sunnuntaisin, sanoo mies järven rannalta.",
        "Lapset jäivät kotiin, koska joki tulvi yöllä.",
        "Tämä on pitkä päivä, mutta työ täytyy tehdä.",
    ),
    "is": (
        "Ferjan siglir ekki á sunnudögum, segir maðurinn við höfnina.",
        "Börnin voru heima því að áin flæddi yfir veginn í nótt.",
        "Það er erfitt að skilja hvers vegna skólinn var lokaður.",
    ),
    "pl": (
        "Piekarz otworzył sklep o świcie, ale nikt nie przyszedł po chleb.",
        "Żółta łódź płynęła przez jezioro, a dzieci śmiały się głośno.",
        "Burmistrz powiedział, że most będzie zamknięty aż do września.",
    ),
    "cs": (
        "Převozník řekl, že loď v neděli nepojede kvůli silnému větru.",
        "Děti zůstaly doma, protože řeka zaplavila školní dvůr.",
        "Těžký most přes údolí opravují dělníci už třetí měsíc.",
    ),
    "sk": (
        "Prievozník povedal, že loď v nedeľu nepôjde pre silný vietor.",
        "Deti zostali doma, lebo rieka zaplavila školský dvor a ľudia čakali.",
        "Môj otec kúpil na trhu päť jabĺk a čerstvý chlieb.",
    ),
    "hu": (
        "A komp vasárnap nem közlekedik az erős szél miatt, mondta a révész.",
        "A gyerekek otthon maradtak, mert a folyó elöntötte az iskola udvarát.",
        "Hűvös őszi reggel volt, és a hídon senki sem sétált.",
    ),
    "hr": (
        "Trajekt nedjeljom ne vozi, kaže čovjek koji živi na otoku.",
        "Djeca su ostala kod kuće jer je rijeka poplavila školsko dvorište.",
        "Gradonačelnik želi riješiti pitanje mosta već sljedeći tjedan.",
    ),
    "sl": (
        "Trajekt ob nedeljah ne vozi, pravi mož, ki živi ob jezeru.",
        "Otroci so ostali doma, ker je reka poplavila šolsko dvorišče.",
        "Župan želi rešiti vprašanje mostu že prihodnji teden, če bo čas.",
    ),
    "ro": (
        "Vaporul nu merge duminica, a spus bătrânul care locuiește pe mal.",
        "Copiii au rămas acasă, pentru că râul a inundat curtea școlii.",
        "Primăria vrea să închidă podul până în săptămâna următoare.",
    ),
    "tr": (
        "Vapur pazar günleri çalışmıyor, dedi iskelede yaşayan yaşlı adam.",
        "Çocuklar evde kaldı, çünkü ırmak okulun bahçesini su altında bıraktı.",
        "Belediye başkanı köprünün gelecek ağustosa kadar kapalı kalacağını söyledi.",
    ),
    "lt": (
        "Keltas sekmadieniais neplaukia, sakė žmogus, gyvenantis prie ežero.",
        "Vaikai liko namuose, nes upė užliejo mokyklos kiemą.",
        "Miesto taryba šią savaitę spręs, ką daryti su senuoju tiltu.",
    ),
    "lv": (
        "Prāmis svētdienās nekursē, teica vīrs, kas dzīvo pie ezera.",
        "Bērni palika mājās, jo upe applūdināja skolas pagalmu.",
        "Pilsētas dome nākamnedēļ lems, ko darīt ar veco tiltu.",
    ),
    "et": (
        "Praam pühapäeviti ei sõida, ütles mees, kes elab järve ääres.",
        "Lapsed jäid koju, sest jõgi ujutas kooli õue üle.",
        "Linnavalitsus otsustab järgmisel nädalal, mida vana sillaga teha.",
    ),
    "ru": (
        "Паром по воскресеньям не ходит, сказал старик, живущий у озера.",
        "Дети остались дома, потому что река затопила школьный двор.",
        "Городской совет на следующей неделе решит, что делать со старым мостом.",
    ),
    "uk": (
        "Пором у неділю не ходить, сказав дід, який живе біля озера.",
        "Діти залишилися вдома, бо річка затопила шкільне подвір’я.",
        "Міська рада наступного тижня вирішить, що робити зі старим мостом.",
    ),
    "be": (
        "Паром па нядзелях не ходзіць, сказаў дзед, які жыве каля возера.",
        "Дзеці засталіся дома, бо рака заліла школьны двор.",
        "Гарадскі савет на наступным тыдні вырашыць, што рабіць са старым мостам.",
    ),
    "bg": (
        "Фериботът не плава в неделя, каза старецът, който живее край езерото.",
        "Децата останаха вкъщи, защото реката заля училищния двор.",
        "Градският съвет ще реши другата седмица какво да прави със стария мост.",
    ),
    "sr": (
        "Трајект недељом не вози, каже човек који живи поред језера.",
        "Деца су остала код куће јер је река поплавила школско двориште.",
        "Градско веће ће следеће недеље одлучити шта да ради са старим мостом.",
    ),
    "el": (
        "Το πλοίο δεν ταξιδεύει την Κυριακή, είπε ο γέρος που μένει στη λίμνη.",
        "Τα παιδιά έμειναν στο σπίτι, γιατί το ποτάμι πλημμύρισε την αυλή.",
        "Ο δήμος θα αποφασίσει την άλλη εβδομάδα τι θα κάνει με τη γέφυρα.",
    ),
    "he": (
        "המעבורת לא מפליגה בשבת, אמר הזקן שגר ליד האגם.",
        "הילדים נשארו בבית כי הנהר הציף את חצר בית הספר.",
        "העירייה תחליט בשבוע הבא מה לעשות עם הגשר הישן.",
    ),
    "ar": (
        "العبارة لا تعمل يوم الجمعة، قال الرجل الذي يسكن قرب البحيرة.",
        "بقي الأطفال في البيت لأن النهر غمر ساحة المدرسة.",
        "سيقرر المجلس في الأسبوع القادم ماذا يفعل بالجسر القديم.",
    ),
    "fa": (
        "مردي که کنار درياچه زندگي مي کند گفت قايق روز جمعه کار نمي کند.",
        "بچه ها در خانه ماندند، چون رودخانه حياط مدرسه را گرفت.",
        "شوراي شهر هفته آينده درباره پل کهنه تصميم مي گيرد.",
    ),
    "th": (
        "เรือข้ามฟากไม่วิ่งในวันอาทิตย์ ชายชราที่อยู่ริมทะเลสาบกล่าว",
        "เด็กๆ อยู่บ้านเพราะแม่น้ำท่วมสนามของโรงเรียน",
        "สภาเมืองจะตัดสินใจในสัปดาห์หน้าว่าจะทำอย่างไรกับสะพานเก่า",
    ),
    "ja": (
        "湖のそばに住む老人は、日曜日に渡し船は動かないと言った。",
        "川が学校の庭にあふれたので、子どもたちは家にいた。",
        "市議会は来週、古い橋をどうするか決めるという。",
    ),
    "zh": (
        "住在湖边的老人说，渡船星期天不开。",
        "因为河水淹没了学校的院子，孩子们都留在家里。",
        "市政府下个星期决定怎么处理那座旧桥。",
    ),
    "tw": (
        "住在湖邊的老人說，渡船星期天不開。",
        "因為河水淹沒了學校的院子，孩子們都留在家裡。",
        "市政府下個星期決定怎麼處理那座舊橋。",
    ),
    "ko": (
        "호숫가에 사는 노인은 일요일에는 나룻배가 다니지 않는다고 말했다.",
        "강물이 학교 마당에 넘쳐서 아이들은 집에 있었다.",
        "시의회는 다음 주에 낡은 다리를 어떻게 할지 결정할 것이다.",
    ),
}


def files() -> dict[tuple[str, str, str], tuple[str, bytes]]:
    """Each text with its bytes, by encoding, language and length: a sentence, another, and several paragraphs."""
    found: dict[tuple[str, str, str], tuple[str, bytes]] = {}
    for encoding, languages in ENCODINGS.items():
        for language in languages.split():
            first, second, third = TEXTS[language]
            lengths = {"sentence": first, "other": second, "headed": f"date 2024-01-05 X\n\n{third}\n"}
            lengths["paragraphs"] = f"date 2024-01-05 X\n\n{first} {second}\n\n{third}\n{second}\n"
            for length, text in lengths.items():
                written = writable(text, encoding)
                if not written.isascii():
                    found[encoding, language, length] = (written, written.encode(encoding))
    return found


def writable(text: str, encoding: str) -> str:
    """`text` with plain marks where the encoding has no others, as people wrote in it."""
    for fine, plain in (("’", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("œ", "oe"), ("ș", "ş"), ("ț", "ţ")):
        if not _writes(fine, encoding):
            text = text.replace(fine, plain)
    return text if _writes(text, encoding) else text.encode(encoding, "ignore").decode(encoding)


def _writes(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def outcome(text: str, data: bytes) -> tuple[str, str]:
    """Right, refused or wrong, and what was read or why not."""
    try:
        read = decode(data)
    except UnreadableError as error:
        return "refused", str(error)
    return ("right" if read.text == text else "wrong"), f"{read.notes} {read.text[:80]!r}"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args(arguments)
    table: Counter[tuple[str, str]] = Counter()
    for (encoding, language, length), (text, data) in files().items():
        result, said = outcome(text, data)
        table.update({(encoding, result): 1, (length, result): 1, ("all", result): 1})
        if options.wrong and result != "right":
            print(f"{result} {encoding} {language} {length}: {said}")
    print(f"{'':12}{'right':>8}{'refused':>8}{'wrong':>8}")
    for name in dict.fromkeys(name for name, _ in table):
        print(f"{name:12}" + "".join(f"{table[name, result]:8}" for result in ("right", "refused", "wrong")))
    return int(table["all", "wrong"] > 0)


if __name__ == "__main__":
    sys.exit(main())
