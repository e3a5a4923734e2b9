"""Years that a query names."""

from __future__ import annotations

import numpy as np
import pytest

from index.search import years
from index.storage.engine import Predicate
from tests.makers.archives import Place, note


def asked(place: Place, query: str) -> dict[str, float]:
    """What each document of the archive at `place` has of the years in `query`."""
    with place.opened() as store:
        rows = store.fulfilling(Predicate())
        shares = years.shares(store, query, rows)
        return {view.path: round(share, 2) for view, share in zip(store.shown(rows.tolist()), shares, strict=True)}
