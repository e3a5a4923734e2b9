"""Pages of a dossier fit a message, whatever the documents hold."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import index
from bot.dossier import listing
from bot.ui import components
from tests.bot.drawing import cited, fits
from tests.makers.citations import citation


@settings(max_examples=12, deadline=None)
@given(st.lists(cited(), min_size=1, max_size=listing.PER_PAGE), st.integers(1, 200))
def test_a_page_of_a_dossier_fits_a_message(found: list[index.Cited], kept: int) -> None:
    """Eight citations of any length, and those that can't be shown."""
    unknown = index.Unknown(typed="k7f2q9xw", nearest=(), reason="gone")
    mixed: list[index.Cited | index.Unknown] = [*found[1:], unknown]
    fits(components.notice(listing.draw(mixed, 1, kept), listing.controls(1, kept)))


def test_what_can_not_be_compared_is_not_called_unchanged() -> None:
    """The state that stands below each citation is the one that its card gives."""
    kept = citation()
    fault = "can't be compared now: x can't be opened"
    one = index.Cited(citation=kept, stored=kept, generation=7, not_compared=fault, chat_not_compared=fault)
    page = "\n".join(listing.draw([one], 1, 1))
    assert "❔ can't be compared now · " in page
    assert "unchanged" not in page
