"""What a strict window leaves out, though it matches."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np

from index.models.answers import WindowLeftOut
from index.search.matching import Encode, matching
from index.search.understanding import Understood
from index.storage.engine import PassageStore


def left_out(store: PassageStore, query: Understood, encode: Encode) -> WindowLeftOut:
    """What matches but for the strict window of `query`, by where its date is."""
    demanded = query.demanded
    everywhere = matching(store, query.demanding(replace(demanded, since=None, until=None)), encode)
    inside = matching(store, query.demanding(demanded), encode)
    days = store.earliest_days(np.setdiff1d(everywhere, inside).tolist()).values()
    last = demanded.until.toordinal() if demanded.until else dt.date.max.toordinal()
    after = sum(day is not None and day > last for day in days)
    undated = sum(day is None for day in days)
    return WindowLeftOut(before=len(days) - after - undated, after=after, undated=undated)
