"""Passages in their context fit a message, whatever the documents hold."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import index
from bot.cite import neighbours
from bot.ui import components
from tests.bot.drawing import fits, long
from tests.bot.hostile import hostile
from tests.makers.citations import DAY


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
        chat_warnings=("w" * 900,),
    )
    fits(components.notice(neighbours.draw(context), neighbours.controls(context)))
