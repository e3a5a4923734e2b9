"""What all tests have in common: the profiles of property tests.

Everyone's run draws the same examples, so that a failure is a change's and not the draw's. A run with
`--hypothesis-profile=random` draws new ones.
"""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("fixed", derandomize=True)
settings.register_profile("random", print_blob=True)
settings.load_profile("fixed")
