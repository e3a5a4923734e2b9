"""Citations, contexts and dossiers as messages: within Discord's limits, whatever the documents hold."""

from __future__ import annotations

from typing import Any

from discord import ui
from hypothesis import given, settings
from hypothesis import strategies as st

import index
from bot.cite import card, neighbours
from bot.dossier import listing
from bot.ui import citations, components, limits
from index.cite.check import check
from tests.bot.reading import BUTTON, TEXT, walk
from tests.bot.ui.test_text import hostile
from tests.makers.citations import DAY, DAYS, OneSource, document, record
from tests.wire.limits import MESSAGE_COMPONENTS

long = hostile.filter(str.strip) | st.sampled_from(
    ["x" * 9000, "Word. " * 3000, "\n" * 300 + "x", "`" * 3000, "👩‍👩‍👧" * 900]
)


@st.composite
def cited(draw: st.DrawFn) -> index.Cited:
    """A citation in any state, with any words."""
    quoted, now = draw(long), draw(long)
    one = record(
        quoted,
        title=draw(hostile),
        title_origin=draw(st.sampled_from(["source", "first words"])),
        path=draw(hostile.filter(str.strip)),
        date=draw(st.sampled_from([None, DAY, DAYS])),
    )
    text = draw(st.sampled_from([f"{'x' * 10}{quoted}", quoted, f"{quoted[: len(quoted) * 2 // 3]} {now[:40]}", now]))
    citation = check(one, OneSource(document(text, one.path, date=one.date)))
    warnings = draw(st.sampled_from([(), ("w" * 900,) * 4]))
    return index.Cited(citation=citation, stored=citation, generation=7, not_compared=None, warnings=warnings)


def fits(view: ui.LayoutView) -> None:
    """Everything that Discord bounds in a message is within its bounds."""
    parts: list[dict[str, Any]] = list(walk(view.to_components()))  # type: ignore[no-untyped-call]  # discord.py leaves it untyped
    assert len(parts) <= MESSAGE_COMPONENTS
    shown = [part["content"] for part in parts if part["type"] == TEXT]
    assert all(text.strip() for text in shown)
    assert sum(map(limits.length, shown)) <= limits.MESSAGE_TEXT
    ids = [part["custom_id"] for part in parts if part["type"] == BUTTON]
    assert len(ids) == len(set(ids))
    assert all(0 < limits.length(one) <= limits.CUSTOM_ID for one in ids)


@settings(max_examples=50, deadline=None)
@given(cited(), st.sampled_from(index.STYLES))
def test_a_citation_fits_a_message_in_every_style(one: index.Cited, style: index.StyleName) -> None:
    """Words, difference, reference and warnings together, with the buttons and the file."""
    files = ["dateline.bib"] if style in citations.STYLES_IN_FILES else []
    fits(components.notice(card.draw(one, style), card.controls(one, style), files=files))


@settings(max_examples=12, deadline=None)
@given(st.lists(cited(), min_size=1, max_size=listing.PER_PAGE), st.integers(1, 200))
def test_a_page_of_a_dossier_fits_a_message(found: list[index.Cited], kept: int) -> None:
    """Eight citations of any length, and those that can't be shown."""
    unknown = index.Unknown(typed="k7f2q9xw", nearest=(), reason="gone")
    mixed: list[index.Cited | index.Unknown] = [*found[1:], unknown]
    fits(components.notice(listing.draw(mixed, 1, kept), listing.controls(1, kept)))


@settings(max_examples=25, deadline=None)
@given(st.lists(long, min_size=1, max_size=3), hostile, hostile.filter(str.strip), st.booleans(), st.data())
def test_a_context_fits_a_message(words: list[str], title: str, path: str, verbatim: bool, data: st.DataObject) -> None:
    """Three passages of any length, in the middle of a document or at its ends."""
    shown = tuple(
        index.ContextPassage(
            passage=index.Passage(id=f"0000000{number}", start=0, end=len(text), ordinal=number, paragraph=number + 1),
            text=text,
            verbatim=verbatim,
        )
        for number, text in enumerate(words)
    )
    context = index.Context(
        generation=7,
        document=path,
        title=title,
        title_origin="source",
        date=DAY,
        passages=shown,
        at=data.draw(st.integers(0, len(shown) - 1)),
        of=9,
        before=data.draw(st.sampled_from([None, "00000011"])),
        after=data.draw(st.sampled_from([None, "00000012"])),
        warnings=("w" * 900,),
    )
    fits(components.notice(neighbours.draw(context), neighbours.controls(context)))
