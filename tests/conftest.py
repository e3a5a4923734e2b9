"""What all tests have in common: the profiles of property tests, and fixtures.

Everyone's run draws the same examples, so that a failure is a change's and not the draw's. A run with
`--hypothesis-profile=random` draws new ones. What is heavy is imported by the fixture that needs it.
"""

from __future__ import annotations

import pytest
from hypothesis import settings

settings.register_profile("fixed", derandomize=True)
settings.register_profile("random", print_blob=True)
settings.load_profile("fixed")


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read in this process."""
    from index.build import gather  # noqa: PLC0415 (the tests of words need none of it)
    from index.cite import sources  # noqa: PLC0415
    from tests.stand_ins.in_process import InProcessReader  # noqa: PLC0415

    for module in (gather, sources):
        monkeypatch.setattr(module, "ReaderPool", InProcessReader)
