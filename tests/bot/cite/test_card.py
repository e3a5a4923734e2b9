"""Citations fit a message in every style, whatever the documents hold."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import index
from bot.cite import card
from bot.ui import citations, components
from tests.bot.drawing import cited, fits


@settings(max_examples=50, deadline=None)
@given(cited(), st.sampled_from(index.STYLES))
def test_a_citation_fits_a_message_in_every_style(one: index.Cited, style: index.StyleName) -> None:
    """Words, difference, reference and warnings together, with the buttons and the file."""
    files = ["dateline.bib"] if style in citations.STYLES_IN_FILES else []
    fits(components.notice(card.draw(one, style), card.controls(one, style), files=files))
