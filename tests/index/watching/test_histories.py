"""Whatever becomes of an archive, and whoever is killed when: every new story is told once, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.generations import following
from tests.index.watching.histories import History

SEQUENCES = 8
"""Of all that can happen; `python -m tests.index.watching.histories --sequences 500` runs more."""


@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_every_new_story_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """What was sent in a random history is what a model of the stories says."""
    monkeypatch.setattr(following, "LOOK_EVERY_S", 0.0)
    History(tmp_path, seed).run()
