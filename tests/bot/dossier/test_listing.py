"""Pages of a dossier fit a message, whatever the documents hold and people write."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import index
from bot.dossier import listing
from bot.ui import components
from bot.ui.components import Control, Section
from tests.bot.drawing import cited, fits
from tests.bot.hostile import hostile
from tests.makers.citations import citation

LONGEST_OWNER = 2**64 - 1
UNDO = Section("*" * 200, Control("d:u:1:1:1", "Undo"))


@settings(max_examples=12, deadline=None)
@given(
    st.lists(cited(), min_size=1, max_size=listing.PER_PAGE),
    st.lists(hostile | st.sampled_from(["*" * 300, "x" * 300]), min_size=listing.PER_PAGE, max_size=listing.PER_PAGE),
    st.integers(1, index.MAX_CITATIONS // listing.PER_PAGE),
    st.booleans(),
)
def test_a_page_of_a_dossier_fits_a_message(
    found: list[index.Cited], notes: list[str], number: int, undo: bool
) -> None:
    """Five citations of any length with any notes, those that can't be shown, and Undo above."""
    mixed: list[index.Cited | index.Unknown] = [
        one.model_copy(update={"citation": one.citation.model_copy(update={"record": _named(one, place)})})
        for place, one in enumerate(found[1:])
    ]
    mixed.append(index.Unknown(typed="k7f2q9xw", nearest=(), reason="gone"))
    entries = [index.DossierEntry("x", note[: index.MAX_NOTE]) for note in notes[: len(mixed)]]
    page = listing.Page(entries, number, index.MAX_CITATIONS)
    drawn = listing.draw(page, mixed, [UNDO] if undo else [])
    fits(components.page(drawn, listing.controls(page, mixed, LONGEST_OWNER)))


def _named(one: index.Cited, place: int) -> index.Record:
    return one.record.model_copy(update={"id": f"k7f2q9x{place}"})


def test_a_page_holds_the_newest_first() -> None:
    """Entries count on from page to page, and a page that is not there is the nearest one."""
    entries = [index.DossierEntry(str(number)) for number in range(1, 8)]
    first, second = listing.Page.of(entries, 1), listing.Page.of(entries, 9)
    assert first.ids == ["7", "6", "5", "4", "3"]
    assert (second.ids, second.page, second.pages, second.first) == (["2", "1"], 2, 2, 6)
    assert listing.Page.of([], 3) == listing.Page([], 1, 0)


def test_what_can_not_be_compared_is_not_called_unchanged() -> None:
    """The state that stands below each citation is the one that its card gives."""
    kept = citation()
    fault = "can't be compared now: x can't be opened"
    one = index.Cited(citation=kept, stored=kept, generation=7, not_compared=fault, chat_not_compared=fault)
    _, drawn = listing.draw(listing.Page([index.DossierEntry("x")], 1, 1), [one])
    assert isinstance(drawn, Section)
    assert "❔ can't be compared now · " in drawn.body
    assert "unchanged" not in drawn.body
