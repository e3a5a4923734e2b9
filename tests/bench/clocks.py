"""What work takes: by the clock, which tells what people wait for, and of the processor, which others disturb less."""

from __future__ import annotations

import time
from collections.abc import Callable


def took(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of this process's processor time."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - processor
