"""A word is found however it is written: signs, joins, marks, and scripts without blanks."""

from __future__ import annotations

import pytest

from tests.makers.archives import Place

DOCUMENTS = {
    "zh-fox.txt": "date 2019-02-01 狐狸\n\n山上住着一只狐。狐在夜里看月亮。\n",
    "zh-bear.txt": "date 2019-02-02 熊\n\n山上住着一只熊。它在冬天睡觉。\n",
    "zh-levy.txt": "date 2019-02-03 关于盐\n\n官府下令不再收盐，商人都很高兴。\n",
    "ja-snow.txt": "date 2019-02-04 雪の朝\n\n今朝は雪が積もり、バスが遅れた。\n",
    "ja-ship.txt": "date 2019-02-05 船のこと\n\n新しい船は四月に着く。\n",
    "ko-busan.txt": "date 2019-02-06 부산에서 생긴 일\n\n부산에서 배가 떠났다. 선장은 날씨가 좋다고 했다.\n",
    "ko-daegu.txt": "date 2019-02-07 대구의 봄\n\n대구의 시장에서 꽃을 팔았다.\n",
    "ar.txt": "date 2019-03-01 السُّوق\n\nفَتَحَ التُّجَّارُ السُّوقَ فِي أَوَّلِ النَّهَارِ.\n",
    "he.txt": "date 2019-03-02 סֵפֶר\n\nהַיַּלְדָּה קָרְאָה סֵפֶר חָדָשׁ.\n",
    "dv.txt": "date 2019-03-03 ދޯނި\n\nދޯނި ބަނދަރަށް އައި.\n",
    "soft.txt": "date 2019-04-01 The quarry\n\nGeo\u00adlogists meas\u00adured the lime\u00adstone near Obersee.\n",
    "release.txt": "date 2019-05-01 Release 2.10.7\n\nRelease 2.10.7 repairs the clock that 2.10.6 had broken.\n",
    "release-other.txt": "date 2019-05-02 Release 7.2.10\n\nRelease 7.2.10 took 10 people 7 days and 2 nights.\n",
    "cpp.txt": "date 2019-05-03 A new engine\n\nThe engine was written in C++, not C#, its tests in F# on .NET 6.\n",
    "c.txt": "date 2019-05-04 Vitamins\n\nVitamin C is in lemons. Vitamin C is in kale. C is sold by the net.\n",
    "att.txt": "date 2019-05-05 Telephones\n\nAT&T sold its R&D to a rival.\n",
    "at-t.txt": "date 2019-05-06 A pendulum\n\nAt t = 0 the pendulum is at rest. From r to d it swings.\n",
    "senate.txt": "date 2019-05-07 A treaty\n\nThe U.S. Senate heard the U.N. about the R.A.F. base.\n",
    "tell-us.txt": "date 2019-05-08 A story\n\nThey told us a story, and un jour they will tell us more of us.\n",
    "ask-us.txt": "date 2019-05-09 A question\n\nAsk us, and ask us again, and we will tell you of us.\n",
    "un-peu.txt": "date 2019-05-09 Une question\n\nUn peu de pain, un peu de vin, un ami.\n",
    "mail.txt": "date 2019-05-09 House rules\n\nNo e-mail after six, said the co-operation board. Open 24/7.\n",
    "price.txt": "date 2019-05-10 Prices\n\nThe crane cost €1.5m, a fifth more, a rise of 20%. Its load: 3,750,000.\n",
    "numbers.txt": "date 2019-05-11 Twenty sheds\n\n20 sheds, 24 rooms, 7 doors, 1.5 and 3 750 000 bricks.\n",
    "author.txt": "date 2019-05-12 A writer\n\nJ. B. S. Haldane and Flann O’Neill met at 12 o’clock.\n",
    "launch.txt": "date 2019-05-15 Ｌａｕｎｃｈ\n\n🚀 The oﬃcial 𝐒𝐢𝐠𝐧𝐚𝐥 was seen from 🇮🇸, at 10.200.0.1.\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = Place(tmp_path_factory.mktemp("written"), DOCUMENTS)
    place.index()
    return place


@pytest.mark.parametrize(
    ("query", "document"),
    [
        ("狐", "zh-fox"),
        ("盐", "zh-levy"),
        ("雪", "ja-snow"),
        ("船", "ja-ship"),
        ("부산", "ko-busan"),
        ("배", "ko-busan"),
        ("대구 시장", "ko-daegu"),
        ("السوق", "ar"),
        ("2.10.7", "release"),
        ("release 2.10.7", "release"),
        ("version 2.10.7", "release"),
        ("v2.10.7", "release"),
        ("C++", "cpp"),
        ("C#", "cpp"),
        ("F#", "cpp"),
        (".NET", "cpp"),
        ("AT&T", "att"),
        ("R&D", "att"),
        ("US Senate", "senate"),
        ("UN", "senate"),
        ("US", "senate"),
        ("RAF", "senate"),
        ("email", "mail"),
        ("cooperation", "mail"),
        ("24/7", "mail"),
        ("20%", "price"),
        ("€1.5m", "price"),
        ("JBS Haldane", "author"),
        ("oneill", "author"),
        ("20 %", "price"),
        ("AT & T", "att"),
        ("official", "launch"),
        ("signals", "launch"),
        ("ｓｉｇｎａｌ", "launch"),
        ("launches", "launch"),
        ("🇮🇸", "launch"),
        ("10.200", "launch"),
    ],
)
def test_a_word_is_ranked_first_however_it_is_written(place: Place, query: str, document: str) -> None:
    """What is typed finds the document that means it before one that has only its letters or figures."""
    answer = place.ask(query, limit=3)
    assert answer.hits[0].document == f"{document}.txt"
    assert not answer.hits[0].near_only
    assert 0 < len(answer.hits) <= answer.documents_found
    assert answer.warnings == ()


@pytest.mark.parametrize(
    ("phrase", "documents"),
    [
        ("一只狐", {"zh-fox"}),
        ("부산에서 배", {"ko-busan"}),
        ("السوق", {"ar"}),
        ("فتح التجار", {"ar"}),
        ("فَتَحَ التُّجَّارُ", {"ar"}),
        ("ספר חדש", {"he"}),
        ("ދޯނި", {"dv"}),
        ("measured the limestone", {"soft"}),
        ("AT&T", {"att"}),
        ("R & D", {"att"}),
        ("C++", {"cpp"}),
        ("US Senate", {"senate"}),
        ("U.S. Senate", {"senate"}),
        ("the RAF base", {"senate"}),
        ("email", {"mail"}),
        ("e-mail", {"mail"}),
        ("no email after six", {"mail"}),
        ("cooperation board", {"mail"}),
        ("co-operation board", {"mail"}),
        ("20%", {"price"}),
        ("20", {"price", "numbers"}),
        ("2.10.7", {"release"}),
        ("3750000", {"price", "numbers"}),
        ("3,750,000 bricks", {"numbers"}),
        ("J.B.S. Haldane", {"author"}),
        ("Flann O'Neill", {"author"}),
        ("told us", {"tell-us"}),
        ("official signal was", {"launch"}),
        ("🚀", {"launch"}),
    ],
)
def test_a_phrase_is_found_in_either_spelling(place: Place, phrase: str, documents: set[str]) -> None:
    """Between quotation marks it finds the documents that say so, and no others."""
    answer = place.ask(f'"{phrase}"')
    assert {hit.document for hit in answer.hits} == {f"{name}.txt" for name in documents}


def test_an_exclusion_means_every_spelling(place: Place) -> None:
    """Who wants no e-mail wants no email either."""
    for word in ("e-mail", "email"):
        assert "mail.txt" not in {hit.document for hit in place.ask(f"rules -{word}", limit=50).hits}


def test_a_quotation_keeps_what_nobody_sees(place: Place) -> None:
    """What is left out to find a text is in the text that is shown, at its place."""
    (hit,) = place.ask('"measured the limestone"').hits
    assert "meas\u00adured the lime\u00adstone" in hit.text
    assert hit.verbatim


def test_one_character_marks_its_sentence(place: Place) -> None:
    """The sentence that has it is the one that answers."""
    (hit, *_) = place.ask("夜", limit=1).hits
    assert hit.document == "zh-fox.txt"
    assert hit.best is not None
    assert "夜" in hit.text[slice(*hit.best)]
