"""A draft is checked as the archive checks its quotations, and each verdict stands beside its words."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from index import InDraft, Quotation, Unknown
from index.web.pages import checking
from index.web.pages.checking import Checked
from index.web.pages.draft import rows
from tests.index.web.pages.documents import MEMBER, first_passage, lights, page, select, text
from tests.makers.serving import Served, served

DRAFT = """The log says “A lantern was lit above the harbour” and no more.

It goes on: “Another lantern burned until dusk.” That is disputed.

Nothing is quoted here.

“These words were never written by any keeper” says a forger; see passage {id}.
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    place = lights(tmp_path_factory.mktemp("lights"), max_file_mib=1)
    with served(place, visitor=MEMBER) as made:
        yield made


def sent(site: Served, words: str = "", status: int = 200, **files: tuple[str, bytes]) -> html.HtmlElement:
    """What the form answers."""
    token = select(page(site.client, "/verify"), "input[name=csrf]")[0].get("value")
    answer = site.client.post("/verify", data={"csrf": token, "text": words}, files=files or None)
    assert answer.status_code == status, answer.text
    return html.document_fromstring(answer.text)


def test_verdicts_are_those_of_the_archive_beside_their_words(site: Served) -> None:
    """Each quotation and id of a draft is marked where it stands, and its row has what became of it."""
    identifier = first_passage(site.archive, "coast/first.txt")
    shown = sent(site, DRAFT.format(id=identifier))
    drawn = [[text(one) for one in select(row, ".verdict h2")] for row in select(shown, ".row")]
    assert list(map(len, drawn)) == [1, 1, 0, 2]
    quoted = [text(one).strip("“”") for one in select(shown, "a.checked")]
    for said, heading in zip(quoted, [one for verdicts in drawn for one in verdicts], strict=True):
        word = "unchanged" if said == identifier else site.archive.verify(Quotation(text=said), MEMBER.scope).verdict
        assert word in heading.lower()
    assert [text(one) for one in select(shown, ".verdict del")] == ["dusk", "as quoted"]
    assert [text(one) for one in select(shown, ".verdict ins")] == ["dawn", "in the source"]
    assert {one.get("href") for one in select(shown, ".verdict .source a")} >= {f"/p/{identifier}#passage"}
    assert "3 quotations: 1 not in this archive, 1 near, 1 exact · 1 passage id: 1 unchanged" in text(shown)


def test_a_file_is_read_as_what_it_is(site: Served) -> None:
    """A draft in Markdown is checked with its block quotes, and goes before what was pasted."""
    shown = sent(
        site, "“Nothing of this counts at all”", draft=("draft.md", b"> A lantern was lit above the harbour.\n")
    )
    assert text(select(shown, ".verdict h2")[0]).startswith("1: its words Exact")
    assert "draft.md" in text(shown)


def test_a_text_without_marks_is_one_quotation(site: Served) -> None:
    """Words that somebody pastes are checked as they are."""
    shown = sent(site, "  a lantern was lit above the harbour  ")
    assert len(select(shown, ".verdict")) == 1
    assert "exact" in text(select(shown, ".verdict h2")[0]).lower() or "Typographic" in text(shown)


@pytest.mark.parametrize(
    ("words", "files", "said"),
    [
        ("", {}, "Paste a text, or choose a file."),
        ("x" * 400_001, {}, "choose it as a file instead"),
        ("nothing is quoted here " * 500, {}, "What you pasted quotes nothing"),
        (
            "",
            {"draft": ("draft.txt", b"x" * 1_048_577)},
            "“draft.txt” is too large to be checked; it may have 1.0 MiB",
        ),
    ],
)
def test_what_cannot_be_checked_is_said_beside_the_form(
    site: Served, words: str, files: dict[str, tuple[str, bytes]], said: str
) -> None:
    """One line says what is wrong, and what to do."""
    assert said in text(select(sent(site, words, 422, **files), "[role=alert]")[0])


def test_a_form_of_another_site_is_refused(site: Served) -> None:
    """Without the token that stands in our form nothing is checked."""
    answer = site.client.post("/verify", data={"text": "“A lantern was lit above the harbour”", "csrf": "0" * 64})
    assert answer.status_code == 403


def test_no_verdict_says_what_is_hidden(site: Served) -> None:
    """Words of a hidden document are not in the archive, as far as its reader may know."""
    shown = sent(site, "“This lantern is for the keepers alone.” and secret/hidden.txt")
    assert "Not in this archive" in text(shown)
    assert not select(shown, ".verdict .source a")


def test_no_more_is_checked_than_a_page_holds(site: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a draft with very many quotations the first are checked, and that is said."""
    monkeypatch.setattr(checking, "MAX_QUOTATIONS", 3)
    shown = sent(site, "\n\n".join(f"“A lantern of {number} gulls stood here”" for number in range(5)))
    assert len(select(shown, ".verdict")) == 3
    assert "Only the first 3 of 5 quotations were checked." in text(shown)


def test_checking_ends_in_time(tmp_path: Path) -> None:
    """What can't be compared while a browser waits is not compared, and that is said."""
    hours = itertools.count(0.0, 3600.0)
    with served(lights(tmp_path), visitor=MEMBER, clock=lambda: next(hours)) as slow:
        shown = sent(slow, "“A lantern was lit here”, “a lantern was lit there” and “a lantern was lit nowhere”")
        assert len(select(shown, ".verdict")) == 1
        assert "Only the first 1 of 3 quotations were checked." in text(shown)


@given(st.text("ab \n", max_size=60), st.data())
@settings(max_examples=50)
def test_rows_have_all_words_and_each_verdict_once(draft: str, data: st.DataObject) -> None:
    """However what is checked lies across paragraphs, no word is lost, and each verdict stands in one row."""
    bounds = data.draw(st.lists(st.tuples(st.integers(0, len(draft)), st.integers(0, len(draft))), max_size=4))
    found = Unknown(typed="x", nearest=(), reason="x")
    places = sorted((min(pair), max(pair)) for pair in bounds if pair[0] != pair[1])
    checked = [
        Checked(number, InDraft(start=start, end=end, line=1, paragraph=1), found)
        for number, (start, end) in enumerate(places, 1)
        if draft[start:end].strip()
    ]
    drawn = rows(draft, checked)
    words = "".join(one.text for row in drawn for one in row.stretches)
    assert "".join(words.split()) == "".join(draft.split())
    assert [one.number for row in drawn for one in row.checked] == [one.number for one in checked]
