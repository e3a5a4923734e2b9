"""Terms: the same for queries as for documents, whatever the script."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from index.text import terms as terms_module
from index.text.terms import (
    ENOUGH_TERMS,
    exact,
    forms,
    is_searchable,
    joined,
    other_spellings,
    pairs,
    required,
    spellings,
    stems,
    surrounded,
    wholes,
)
from index.text.units import MAX_TERM


@pytest.mark.parametrize(
    ("written", "typed"),
    [("Łódź", "lodz"), ("Straße", "STRASSE"), ("Søren", "Soren"), ("Ελλάδα", "ελλαδα"), ("naïve", "naive")],
)
def test_accents_may_be_left_out(written: str, typed: str) -> None:
    """A name typed without its accents still matches."""
    assert exact(written) == exact(typed)


@given(st.text() | st.sampled_from(["A-10 und e-mail", "The US and us", "札幌の灯台 서울역 keeper"]))
def test_forms_are_the_ranking_terms_word_by_word(text: str) -> None:
    """Every ranking term is one of a word's, and a word has at most one in each language."""
    languages = ["en", "de", "fr"]
    found = forms(text, languages)
    assert {term for form in found for term in form} == set(stems(text, languages)) - {""}
    assert all(1 <= len(form) <= len(languages) for form in found)


def test_stems_of_a_word_in_several_languages_are_forms_of_one_word() -> None:
    """A keeper is one word, though German takes its last letters for an ending; parts and wholes stand apart."""
    assert forms("keeper", ["de", "en"]) == [("keeper", "keep")]
    assert forms("A-10", ["en"]) == [("a",), ("10",), ("a10",)]


def test_marks_that_are_vowels_stay() -> None:
    """In Hindi a different mark makes a different word."""
    assert exact("कि") != exact("का")


@pytest.mark.parametrize("typed", ["A-10", "A10", "a–10", "A/10"])
def test_designations_are_one_term_however_they_are_joined(typed: str) -> None:
    """A-10 and A10 are found by each other."""
    assert "a10" in stems(typed, ["en"])


@pytest.mark.parametrize(
    "word",
    [
        "مَدينة",
        "שָׁלוֹם",
        "ކަނޑު",
        "ගංගාව",
        "བཀྲིས",
        "நூலகம்",
        "గ్రంథాలయం",
        "ਪੰਜਾਬੀ",
        "ᠮᠣᠩᠭᠣᠯ",
        "ኢትዮጵያ",
        "ქართული",
        "e\u0301te\u0301",
    ],
)
def test_marks_stay_in_their_word(word: str) -> None:
    """A word is never split at its vowel signs, in whatever script that has blanks between words."""
    assert len(exact(word)) == 1
    assert len(exact(f"{word} {word}")) == 2


@pytest.mark.parametrize("word", ["ខ្មែរ", "မြန်မာ", "ภาษา", "ລາວ"])
def test_a_vowel_sign_is_no_character_of_its_own(word: str) -> None:
    """In scripts without blanks a character is a consonant with its signs."""
    assert all(not unicodedata.category(term[0]).startswith("M") for term in exact(word))
    assert "".join(exact(word)) == word


@pytest.mark.parametrize(
    "hidden", ["\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u200e", "\u034f", "\u00ad\n", "\u061c"]
)
def test_what_nobody_sees_is_not_there(hidden: str) -> None:
    """Soft hyphens, joiners, zero-width blanks and marks of direction part no word."""
    assert exact(f"har{hidden}bour") == ["harbour"]
    assert stems(f"har{hidden}bours", ["en"]) == stems("harbours", ["en"])


def test_tatweel_and_joiners_are_no_letters() -> None:
    """A stretched Arabic word and a Persian compound are found as they are typed."""
    assert exact("كـــتاب") == exact("كتاب")
    assert exact("خانه\u200cها") == exact("خانهها")


def test_korean_words_are_found_without_their_endings() -> None:
    """부산 is in 부산에서 by its pair of syllables and as a phrase; the whole word is a term, too."""
    assert set(stems("부산", [])) <= set(stems("부산에서", []))
    assert "부산에서" in stems("부산에서", [])
    assert exact("부산에서")[:2] == exact("부산")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("e-mail", "email"),
        ("e‑mail", "E-Mail"),
        ("re-elected", "reelected"),
        ("U.S.", "US"),
        ("U. S.", "US"),
        ("R.A.F.", "RAF"),
        ("Ph.D.", "PhD"),
        ("z. B.", "z.B."),
        ("O’Neill", "O'Neill"),
        ("O’Neill", "ONeill"),
        ("don’t", "dont"),
        ("1960's", "1960s"),
        ("J. B. S. Haldane", "J.B.S. Haldane"),
        ("J. B. S. Haldane", "JBS Haldane"),
        ("X-15", "X15"),
        ("1,750,000", "1750000"),
        ("1 750 000", "1.750.000"),
        ("15 %", "15%"),
        ("€ 5", "5 €"),
        ("D & D", "D&D"),
        ("צה״ל", 'צה"ל'),
        ("paral·lel", "parallel"),
        ("v2.10.7", "2.10.7"),
        ("F♯", "F#"),
        ("Qur’an", "Quran"),
        ("Qurʾān", "Quran"),
        ("Hawaiʻi", "Hawaii"),
        ("комп'ютер", "комп’ютер"),
        ("комп'ютер", "компютер"),
        ("２０％", "20%"),
        ("%20", "20%"),
        ("٢٠٪", "20%"),
        ("Python-2.10.7", "Python 2.10.7"),
    ],
)
def test_two_spellings_of_a_compound_have_a_form_in_common(left: str, right: str) -> None:
    """So that a phrase in either finds the other, and the ranking does."""
    assert joined(left) == joined(right)
    assert set(stems(left, ["en"])) & set(stems(right, ["en"]))


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("2.10.7", "2.10.7"),
        ("(C++)", "c++"),
        ("C#,", "c#"),
        ("F#", "f#"),
        ("C/C++", "c++"),
        ("10-20%", "20%"),
        ("%20", "20%"),
        ("v2.10.7-rc1", "2.10.7"),
        (".NET", ".net"),
        ("AT&T’s", "at&t"),
        ("R&D", "r&d"),
        ("24/7", "24/7"),
        ("€1.5m", "€1.5m"),
        ("15%", "15%"),
        ("20°C", "20°c"),
        ("#harbour", "#harbour"),
        ("@harbour", "@harbour"),
        ("a.lind@example.org", "a.lind@example.org"),
    ],
)
def test_signs_that_belong_to_a_word_are_kept(text: str, term: str) -> None:
    """They are one term, and as a phrase only that: "C++" is not "C"."""
    assert term in stems(text, ["en"])
    assert term in joined(text)
    assert all(term in spelling for spelling in spellings(text))


@pytest.mark.parametrize("text", ["AT&T", "C++", "15%", "2.10.7", ".NET", "#harbour", "9/11"])
def test_a_phrase_with_signs_is_not_the_one_without(text: str) -> None:
    """ "AT&T" is not "at t"."""
    assert exact(text) not in spellings(text)


def test_a_shop_is_found_with_and_and_with_its_sign() -> None:
    """ "Marks & Sons" is read "Marks and Sons"."""
    assert ["marks", "and", "sons"] in spellings("Marks & Sons")
    assert other_spellings("Marks & Sons") == [["marks", "and", "sons"]]


@pytest.mark.parametrize(
    ("text", "term"),
    [("Python2.10.7", "2.10.7"), ("Python2.10.7", "2.10"), ("Node.js", "nodejs"), ("3–2", "3-2"), ("3-2", "3-2")],
)
def test_a_version_or_name_with_a_full_stop_is_ranked_by_itself(text: str, term: str) -> None:
    """However it is attached."""
    assert term in stems(text, [])


@pytest.mark.parametrize("text", ["l'homme", "dell'arte", "keeper's", "we're", "1969-72", "and/or"])
def test_what_nobody_writes_as_one_word_is_not_joined(text: str) -> None:
    """Articles, endings and ranges stay apart."""
    assert joined(text) == exact(text)


def test_a_phrase_without_signs_is_searched_apart_and_joined() -> None:
    """So "e-mail rules" also means "email rules"; where there is but one spelling, it is searched once."""
    assert spellings("e-mail rules") == [["e", "mail", "rules"], ["email", "rules"]]
    assert spellings("harbour rules") == [["harbour", "rules"]]
    assert spellings("…") == []


def test_a_long_phrase_with_signs_is_in_several_rows() -> None:
    """The whole of it apart, and the signs with the words around them; a short one is in one row, as it is written."""
    words = [f"w{number}" for number in range(30)]
    assert required(" ".join([*words, "20%"])) == [[[*words, "20"], [*words[18:], "20%"]]]
    assert required(" ".join([*words[:9], "20%"])) == [[[*words[:9], "20%"]]]
    assert required("e-mail rules") == [[["e", "mail", "rules"]], [["email", "rules"]]]
    assert required(" ".join(words)) == [[words]]


def test_other_spellings_are_kept_with_the_words_around_them() -> None:
    """Of a long text only what is near a compound is said twice, and nothing twice over."""
    words = [f"w{number}" for number in range(100)]
    text = " ".join([*words[:50], "e-mail", "and", "U.S.", *words[50:]])
    (run,) = other_spellings(text)
    assert run[12:15] == ["email", "and", "us"]
    assert run[:12] == words[38:50]
    assert run[15:] == words[50:62]
    assert other_spellings(" ".join(words)) == []
    assert len(other_spellings(" ".join(["e-mail", *words, "e-mail"]))) == 2


def test_time_grows_with_the_length_of_a_text_only() -> None:
    """Ten times the text gives ten times the terms, whatever it is made of, and no pattern runs away."""
    parts = ["a", ".", "-", "&", "@", "'", "1", ",", "+", "#", "%", "$", "/", "_", " ", "é", "猫", "가", "\u00ad", "A"]
    for left, right in itertools.product(parts, parts):
        text = (left + right) * 500
        assert len(exact(text)) + len(joined(text)) + len(stems(text, ["en"])) <= 6 * len(text)


def test_words_are_stemmed_in_their_language() -> None:
    """ "Landings" has the stem of "landing"; without a stemmer words stay as they are."""
    assert stems("landings", ["en"]) == stems("landing", ["en"])
    assert stems("Häuser", ["de"]) == stems("Haus", ["de"])
    assert stems("words", ["xx"]) == ["words"]


def test_scripts_without_blanks_are_pairs() -> None:
    """A word within a run of Chinese or Thai is found by its pairs."""
    assert stems("北码头", []) == ["北码", "码头"]
    assert set(stems("码头", [])) <= set(stems("渡轮将在北码头停靠", []))
    assert set(stems("ไทย", [])) <= set(stems("ภาษาไทยดี", []))


def test_neighbours_are_one_term_in_any_of_their_forms() -> None:
    """ "Climate bills" has the pair of "climate bill"; words that are not adjacent have none."""
    assert pairs("climate bills", ["en"]) == pairs("Climate bill", ["en"]) == ["climat+bill"]
    assert pairs("bill climate", ["en"]) != pairs("climate bill", ["en"])
    assert set(pairs("kleine Häuser", ["de"])) <= set(pairs("kleine Häuser", ["de", "en"]))
    assert pairs("Łódź tram", []) == ["lodz+tram"]
    assert pairs("one", ["en"]) == pairs("北码头 ABC", ["en"]) == []


def test_a_short_passage_is_ranked_with_its_neighbours() -> None:
    """Its own words count twice; a passage that is long enough is ranked alone, and no word comes from far away."""
    long = [f"w{number}" for number in range(ENOUGH_TERMS)]
    assert list(surrounded([["a"], ["b"], ["c"]])) == [
        ["a", "b", "c", "a"],
        ["a", "b", "c", "b"],
        ["a", "b", "c", "c"],
    ]
    first, middle, last = surrounded([["a"], long, ["z"]])
    assert (first, middle, last) == ([*["a"], *long, "a"], long, [*long, "z", "z"])
    assert list(surrounded([])) == []


class Counted(list[str]):
    """The terms of a passage, which know how often somebody asked how many they are."""

    asked = 0

    def __len__(self) -> int:
        Counted.asked += 1
        return super().__len__()


def test_a_passage_of_signs_has_no_terms_and_is_nobodys_neighbour() -> None:
    """Thousands of passages without a word are passed over, rather than walked from each of them."""
    signs = [Counted() for _ in range(3000)]
    passages = [Counted(["a"]), *signs, Counted(["b"])]
    found = list(surrounded(passages))
    assert (found[0], found[1], found[-1]) == (["a", "b", "a"], [], ["a", "b", "b"])
    assert Counted.asked < 10 * len(passages)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=80))
@example("İ")
@example("ﬁ")
def test_terms_have_no_blanks_and_bounded_length(text: str) -> None:
    """The index splits at blanks, and no term bloats it; the same text gives the same terms."""
    for terms in (exact(text), stems(text, ["en", "de"])):
        assert all(term and not any(char.isspace() for char in term) for term in terms)
        assert all(len(term) <= 4 * MAX_TERM for term in terms)
    assert exact(text) == exact(text)


SAMPLES = st.sampled_from(
    [
        "A-10",
        "U.S.",
        "C++",
        "AT&T",
        "3.11",
        "20 %",
        "서울에서",
        "بَيت",
        "e\u00adm",
        "naïve",
        "Łódź",
        "e\u0301tat",
        "月面着陸",
        "ไทย",
        "हिन्दी",
        "don’t",
        "🚀",
        " ",
        "\n",
        "x_1",
    ]
)


@given(st.lists(SAMPLES | st.text(max_size=6), max_size=12).map("".join))
def test_words_are_the_same_beside_a_script_without_spaces(text: str) -> None:
    """A text without such a script is split by a simpler pattern, into the same words as beside such a script."""
    beside = exact(f"{text} 月")
    added = len(beside) - 1 - beside[::-1].index("月")
    assert beside[:added] + beside[added + 1 :] == exact(text)


@pytest.mark.parametrize(
    ("shaped", "plain"),
    [
        ("ﬁnances", "finances"),
        ("Ｆｉｎａｎｃｅｓ", "finances"),
        ("𝐅𝐢𝐧𝐚𝐧𝐜𝐞𝐬", "finances"),
        ("ﾊﾟﾝ", "パン"),
        ("ﻛﺘﺎﺏ", "كتاب"),
        ("１２", "12"),
    ],
)
def test_a_letter_in_another_shape_is_the_plain_one(shaped: str, plain: str) -> None:
    """In its exact terms and in its stems, which endings of such letters would hide."""
    assert exact(shaped) == exact(plain)
    assert stems(shaped, ("en",)) == stems(plain, ("en",))


def test_pictures_and_flags_are_terms() -> None:
    """Each flag is one, of its two letters."""
    assert exact("🚀 in 🇩🇪🇫🇷") == ["in", "🚀", "🇩🇪", "🇫🇷"]
    assert is_searchable("🇩🇪")
    assert not is_searchable("?! €")


@pytest.mark.parametrize("text", ["anti-U.S. protests", "pro–U.S. protests", "non-E.U./E.E.A. states"])
def test_an_abbreviation_after_a_prefix_is_one(text: str) -> None:
    """ "anti-U.S." is "anti-US", in phrases and in the ranking."""
    plain = text.replace(".", "")
    assert set(map(tuple, spellings(plain))) & set(map(tuple, spellings(text)))
    assert set(stems(text, ["en"])) <= set(stems(plain, ["en"]))


def test_a_percentage_in_an_address_is_a_code() -> None:
    """As in a%20b."""
    assert "20%" not in stems("a%20b", ["en"])


def test_parts_of_a_compound_are_told_from_words() -> None:
    """Each with the whole; a word that also stands alone is none, and an acronym is no whole."""
    assert wholes("F-16 crews", ("en",)) == {"f": {"f16"}, "16": {"f16"}}
    assert wholes("co-operation of the co", ("en",)) == {"oper": {"cooper"}}
    assert wholes("the US-led raid", ("en",)) == {"us": {"usl"}, "led": {"usl"}}
    assert wholes("the raid of 2,500 men", ("en",)) == {}


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=9), max_size=60), st.integers(1, 30))
def test_neighbours_are_those_of_the_whole_document(passages: list[list[str]], enough: int) -> None:
    """Walked passage by passage, each has the neighbours that it has where all are looked at."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(terms_module, "ENOUGH_TERMS", enough)
        assert list(surrounded(iter(passages))) == list(_surrounded(passages, enough))


def _surrounded(passages: list[list[str]], enough: int) -> Iterator[list[str]]:
    """By turns the next passage and the one before are taken, until there are enough terms."""
    worded = [passage for passage in passages if passage]
    at = -1
    for own in passages:
        if not own:
            yield []
            continue
        at += 1
        first, last, size = at, at, len(own)
        while size < enough and (first > 0 or last + 1 < len(worded)):
            if last + 1 < len(worded):
                last += 1
                size += len(worded[last])
            if size < enough and first > 0:
                first -= 1
                size += len(worded[first])
        around = [term for passage in worded[first : last + 1] for term in passage]
        yield around if first == last else [*around, *own]


def test_no_more_of_a_document_is_looked_at_than_neighbours() -> None:
    """Of ten thousand passages, the first is given when a few have been looked at."""
    looked: list[int] = []

    def passages() -> Iterator[list[str]]:
        for number in range(10_000):
            looked.append(number)
            yield ["word"] * 10

    next(surrounded(passages()))
    assert len(looked) <= terms_module.ENOUGH_TERMS
