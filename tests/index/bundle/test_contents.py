"""Texts in parts, pages and annotations of whatever words there may be."""

from __future__ import annotations

import datetime as dt
import json
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from index.bundle.annotations import collection
from index.bundle.contents import parts
from index.bundle.entries import Entry, Span
from index.bundle.page import page, quotation_on
from index.cite.models import Citation, Cited, Now, Record
from index.models.members import Member
from index.text.clean import clean

ANYTHING = st.text(alphabet=st.characters(), max_size=60)
"""Controls and halves of characters, too."""
HALVES = st.text(alphabet=st.sampled_from("ab\r\n\0\ud800\udc00\ue000é月\U0001f6a2<&\"'>\u202e\u2028"), max_size=30)
NO_PAIRS = HALVES.map(lambda text: text.replace("\ud800\udc00", ""))
"""JSON has no other writing for two halves in a row than for the character that they make."""
MADE = dt.datetime(2026, 1, 2, 3, 4, tzinfo=dt.UTC)


def entry(before: str, quotation: str, after: str) -> Entry:
    """A citation of these words in a document of one file."""
    start, end = len(before), len(before) + len(quotation)
    record = Record(
        id="vj41gcsm",
        quotation=quotation,
        start=start,
        end=end,
        path="a.txt",
        title=quotation,
        title_origin="source",
        date=None,
        document_sha256="0" * 64,
        generation_first=1,
        generation_last=1,
        page=None,
        paragraph=1,
    )
    now = Now(path="a.txt", start=start, end=end, text=quotation, date=None, page=None, paragraph=1)
    citation = Citation(record=record, state="unchanged", verbatim=True, now=now, reason="the source has these words")
    member = Member(path="documents/001-a.txt", size=1, sha256="0" * 64)
    span = Span.of(member, before + quotation + after, start, end)
    return Entry(Cited(citation=citation, stored=citation, generation=1), member, span)


@settings(max_examples=200, deadline=None)
@given(
    text=st.one_of(ANYTHING, HALVES), size=st.integers(1, 7), ends=st.lists(st.integers(-5, 70), min_size=2, max_size=6)
)
def test_parts_of_a_text_are_its_slices(text: str, size: int, ends: list[int]) -> None:
    """However its bytes are cut into chunks, within characters too, and wherever the parts begin and end."""
    data = text.encode("utf-8", "surrogatepass")
    chunks = [data[at : at + size] for at in range(0, len(data), size)]
    spans = {(min(pair), max(pair)) for pair in pairwise(ends)}
    found = parts(chunks, spans)
    assert found == {(first, end): text[max(0, first) : max(0, end)] for first, end in spans}


@settings(max_examples=200, deadline=None)
@given(words=st.one_of(ANYTHING, HALVES))
def test_any_words_are_read_back_from_the_page(words: str) -> None:
    """Cleaned as everywhere, and nothing of them ends the block they are in."""
    drawn = page([entry("", words, "")], MADE, "1")
    assert quotation_on(drawn, "vj41gcsm") == clean(words)
    assert drawn.count("<blockquote") == drawn.count("</blockquote>") == drawn.count("</article>") == 1


@settings(max_examples=100, deadline=None)
@given(before=NO_PAIRS, words=NO_PAIRS, after=NO_PAIRS)
def test_any_words_are_read_back_from_the_annotations(before: str, words: str, after: str) -> None:
    """To the last character, in a file that is ASCII; and the words around them tell where they are."""
    drawn = collection([entry(before, words, after)], MADE)
    item = json.loads(drawn.encode("ascii"))["first"]["items"][0]
    quote, position = item["target"]["selector"]
    assert item["body"][0]["value"] == quote["exact"] == words
    assert (before + words + after)[position["start"] : position["end"]] == words
    assert (before.endswith(quote["prefix"]), after.startswith(quote["suffix"])) == (True, True)
