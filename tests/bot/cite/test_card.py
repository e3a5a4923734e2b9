"""A passage to read fits a message in every style, whatever the documents hold."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import index
from bot.cite import card
from bot.ui import components, limits
from tests.bot.drawing import cited, fits
from tests.bot.hostile import bare
from tests.makers.citations import DAY


def context(one: index.Cited, *, before: str | None, after: str | None) -> index.Context:
    """Where the passage is in its document."""
    shown = index.ContextPassage(
        passage=index.Passage(id="00000001", start=0, end=1, ordinal=0, paragraph=1), text="x", verbatim=True
    )
    return index.Context(
        generation=7,
        document=one.record.path,
        title=one.record.title,
        title_origin="source",
        date=DAY,
        passages=(shown,),
        at=0,
        of=9,
        before=before,
        after=after,
        chat_warnings=("w" * 900,),
    )


neighbours = st.sampled_from([None, "00000011"])


@settings(max_examples=50, deadline=None)
@given(cited(), st.sampled_from([None, *index.STYLES]), st.none() | st.tuples(neighbours, neighbours), st.booleans())
def test_a_passage_fits_a_message_in_every_style(
    one: index.Cited, style: index.StyleName | None, beside: tuple[str | None, str | None] | None, posts: bool
) -> None:
    """Words, difference, reference and warnings together, with the buttons and the file."""
    around = context(one, before=beside[0], after=beside[1]) if beside else None
    files = ["dateline.bib"] if style and not card.fits(one, style) else []
    rows = card.controls(one, around, style, posts=posts)
    fits(components.notice(card.draw(one, around, style), rows, files=files))


@settings(max_examples=50, deadline=None)
@given(cited(), st.sampled_from(index.STYLES))
def test_a_reference_never_leaves_its_code_block(one: index.Cited, style: index.StyleName) -> None:
    """It is fenced once, whatever a title holds, so that it copies as it is and nothing in it acts."""
    drawn = card.reference(one, style)
    assert drawn.count("```") == 2
    assert drawn.endswith("\n```")


@settings(max_examples=50, deadline=None)
@given(cited())
def test_what_is_posted_fits_a_message(one: index.Cited) -> None:
    """A whole passage with its date, source and state is one message."""
    drawn = card.posted(one, 7)
    assert sum(map(limits.length, drawn)) <= limits.MESSAGE_TEXT
    assert bare(drawn[0]).startswith("### ")
