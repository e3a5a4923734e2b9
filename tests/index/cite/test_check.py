"""What became of a quotation, for any text and any edit: a citation never says what is not true."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.cite.check import check, check_many
from index.cite.diff import locate
from index.cite.models import Citation, Record, Segment
from index.models.documents import Passage
from index.text import chunk
from tests.makers.citations import OneSource, document, record

WORDS = ["moon", "lander", "crew", "dust", "the", "a", "was", "seen", "1969", "שלום", "月", "naïve", "x", "..."]
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=60)
spaces = st.sampled_from([" ", " ", " ", "\n", "  ", "\n\n", ". "])


@st.composite
def prose(draw: st.DrawFn) -> str:
    """Words with white space and full stops between."""
    return "".join(word + draw(spaces) for word in draw(words)).strip() or "x"


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, int, int, str]:
    """A text, a slice of it, and the text after a few words were put in, taken out or replaced."""
    text = draw(prose())
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    after = text
    for _ in range(draw(st.integers(0, 3))):
        first = draw(st.integers(0, len(after)))
        last = draw(st.integers(first, min(len(after), first + 12)))
        after = after[:first] + draw(st.sampled_from(["", " new words ", "\n", "moon", "!"])) + after[last:]
    return text, start, end, after


def holds(citation: Citation, text: str, *, same_form: bool = True) -> None:
    """Everything a citation says of today's text is true."""
    if citation.now is not None:
        assert citation.now.text == text[citation.now.start : citation.now.end]
    assert citation.verbatim == (citation.now is not None and citation.now.text == citation.record.quotation)
    if citation.state in {"unchanged", "moved"}:
        assert citation.now is not None
        assert not same_form or citation.now.text.split() == citation.record.quotation.split()
    if citation.state == "changed":
        assert citation.now is not None
        assert joined(citation.difference, "removed") == citation.record.quotation
        assert bare(joined(citation.difference, "added")) == bare(citation.now.text)


def bare(text: str) -> str:
    """Without white space, which a difference does not mark."""
    return "".join(text.split())


def joined(segments: tuple[Segment, ...], kind: str) -> str:
    return "".join(segment.text for segment in segments if segment.kind in {"kept", kind})


@settings(max_examples=300, deadline=None)
@given(edits())
@example(("月", 0, 1, "moon月"))
def test_a_citation_never_says_what_is_not_true(edited: tuple[str, int, int, str]) -> None:
    """For any edit: what it calls today's words are today's slice, and verbatim only what equals the quotation."""
    text, start, end, after = edited
    quoted = record(text[start:end], start=start, end=end)
    holds(check(quoted, OneSource(document(after))), after)


@settings(max_examples=150, deadline=None)
@given(prose(), st.integers(1, 20))
def test_every_passage_of_any_text_is_its_slice(text: str, tokens: int) -> None:
    """A quotation given out equals the slice it names, and is found unchanged in the same text."""
    source = document(text)
    spans = chunk.split(text, body=0, limit=tokens, target=tokens, count=_count, language=None)
    for number, span in enumerate(spans):
        passage = Passage(id="k7f2q9xw", start=span.start, end=span.end, ordinal=number, paragraph=span.paragraph)
        given_out = Record.of(source, passage, 1)
        assert given_out.quotation == text[given_out.start : given_out.end]
        citation = check(given_out, OneSource(source))
        assert (citation.state, citation.verbatim) == ("unchanged", True)


def _count(texts: object) -> list[int]:
    return [len(text.split()) for text in texts]  # type: ignore[attr-defined]  # a sequence of texts


@settings(max_examples=150, deadline=None)
@given(prose(), prose(), prose())
def test_words_with_text_around_them_are_found(before: str, quoted: str, after: str) -> None:
    """Whatever is put before and after whole paragraphs, they are there still."""
    text = f"{before}\n\n{quoted}\n\n{after}"
    citation = check(record(quoted), OneSource(document(text)))
    assert citation.state in {"unchanged", "moved"}
    assert citation.verbatim


def test_a_record_that_is_not_its_slice_can_not_be_made() -> None:
    """Offsets that don't span the quotation are refused where they are written."""
    with pytest.raises(ValueError, match="can't span"):
        record("five.", start=0, end=4)


ACCENTED = (
    "Tiếng Việt có dấu, naïve Łódź: the ﬁrst oﬃce was “open” at 5\u00a0km, 서울 회의, "
    "in pre\u00adhis\u00adtor\u00adic days."
)
REWRITTEN: dict[str, Callable[[str], str]] = {
    "NFD": partial(unicodedata.normalize, "NFD"),
    "NFKC": partial(unicodedata.normalize, "NFKC"),
    "NFKD": partial(unicodedata.normalize, "NFKD"),
    "without soft hyphens": lambda text: text.replace("\u00ad", ""),
    "with others": lambda text: text.replace("open", "o\u00adpen"),
    "without no-break blanks": lambda text: text.replace("\u00a0", " "),
    "without ligatures": lambda text: text.replace("ﬁ", "fi").replace("ﬃ", "ffi"),
    "with words joined": lambda text: text.replace("Łódź:", "Łódź\u2060:"),
    "wrapped as well": lambda text: unicodedata.normalize("NFD", text).replace(" ", "\n"),
}


@pytest.mark.parametrize("form", REWRITTEN)
@pytest.mark.parametrize("turned", [False, True])
def test_a_text_in_another_form_is_the_same_and_not_verbatim(form: str, turned: bool) -> None:
    """In either direction, and in a document of other words; what is quoted stays as it was, to the character."""
    then = f"Été à Łódź. {ACCENTED} Und so weiter: é."
    then, now = (REWRITTEN[form](then), then) if turned else (then, REWRITTEN[form](then))
    start, end = then.index("T"), then.index(" U") if " U" in then else then.index("\nU")
    quoted = record(then[start:end], start=start, end=end)
    citation = check(quoted, OneSource(document(now)))
    holds(citation, now, same_form=False)
    assert (citation.state, citation.verbatim) == ("unchanged", False)
    assert citation.record.quotation == then[start:end]
    assert "only " in citation.reason
    assert citation.now is not None
    assert citation.now.text.strip("\u00ad") == now[now.index("T") : now.index("U") - 1].strip("\u00ad")


@pytest.mark.parametrize("form", ["NFD", "NFKC", "without soft hyphens"])
def test_an_edited_text_in_another_form_is_changed(form: str) -> None:
    """The difference marks the edit and nothing that only its form tells apart, in the characters of each text."""
    now = REWRITTEN[form](ACCENTED.replace("open", "closed"))
    citation = check(record(ACCENTED), OneSource(document(now)))
    assert citation.state == "changed"
    assert joined(citation.difference, "removed") == ACCENTED
    assert [segment.text.strip() for segment in citation.difference if segment.kind != "kept"] == ["open", "closed"]
    assert citation.now is not None
    assert citation.now.text == now


def test_another_number_is_no_other_form() -> None:
    """10² and 102 are two numbers, and what was quoted has changed."""
    quoted = record("The area grew to 10² hectares in the second year.")
    assert check(quoted, OneSource(document("The area grew to 102 hectares in the second year."))).state == "changed"


def test_unlike_text_is_removed_and_not_changed() -> None:
    """Where hardly a word is left, no unrelated text is shown as the edited quotation."""
    quoted = record("The Eagle has landed on the Moon after a long way.")
    assert check(quoted, OneSource(document("Wheat prices rose in spring."))).state == "removed"


def test_a_short_quotation_is_not_found_within_a_word() -> None:
    """“art” in “party” is no quotation of it."""
    assert check(record("art"), OneSource(document("the party"))).state == "removed"
    assert check(record("art"), OneSource(document("the art of it"))).state == "moved"


def test_the_nearest_of_equal_places_is_taken() -> None:
    """Of the same words several times over, those nearest to where they were."""
    text = "again. " * 50
    citation = check(record("again.", start=141, end=147), OneSource(document(text)))
    assert citation.now is not None
    assert citation.now.start == 140


def test_many_are_checked_in_their_order() -> None:
    """Grouping by document changes neither order nor outcome."""
    source = document("The Eagle has landed. They walked.")
    quoted = [record(text, path=path) for text in ("They walked.", "Nobody.") for path in (source.path, "gone.txt")]
    citations = check_many(quoted, OneSource(source))
    assert [citation.record for citation in citations] == quoted
    assert citations == tuple(check(record, OneSource(source)) for record in quoted)


@pytest.mark.parametrize(
    ("then", "now", "marked"),
    [
        ("The brass band played on.", "The silver band played on.", [("removed", "brass"), ("added", "silver")]),
        ("One two three four five.", "One two three five.", [("removed", "four")]),
        ("One two three four.", "One two new three four.", [("added", "new")]),
        ("Fifty boats sailed past.", "Forty boats sailed past.", [("removed", "Fifty"), ("added", "Forty")]),
        ("They saw 12 boats there.", "They saw 13 boats there.", [("removed", "12"), ("added", "13")]),
        ("He said “yes” to them all.", 'He said "yes" to them all.', [("removed", "“"), ("added", '"')]),
    ],
)
def test_one_edit_is_marked_and_no_more(then: str, now: str, marked: list[tuple[str, str]]) -> None:
    """The difference is the words that were edited."""
    region = locate(then, f"A sentence before. {now} A sentence after.", 19)
    assert region is not None
    edits = [(segment.kind, segment.text.strip()) for segment in region.segments if segment.kind != "kept"]
    assert edits[: len(marked)] == marked


def test_neighbouring_sentences_are_not_taken_for_additions() -> None:
    """The sentences before and after the edited words are not shown as part of them."""
    text = "Ships came in. The brass band played on the pier all day. It rained."
    region = locate("The silver band played on the pier all day.", text, 15)
    assert region is not None
    assert text[region.start : region.end] == "The brass band played on the pier all day."
