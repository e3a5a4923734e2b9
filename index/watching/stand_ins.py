"""Which generation a watch is compared with, where the one up to which it was checked may be gone. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.models.reports import Report


def is_due(checked: int, serving: int, whole: Sequence[int]) -> bool:
    """Whether a watch that was checked up to a generation has to be checked against the one that serves.

    After a rollback a later one is there, and nothing is due until a newer one comes. Where none is, the numbers have
    begun again in a new data folder.
    """
    return checked < serving or checked > max((*whole, serving))


def earlier(whole: Sequence[int], checked: int, serving: int) -> list[int]:
    """The generation up to which a watch was checked, and those before it: by any of these nothing is lost."""
    return sorted((number for number in whole if number <= checked < serving), reverse=True)


def later(whole: Sequence[int], checked: int, serving: int) -> list[int]:
    """The generations after it, the oldest first: what came before them can't be told."""
    return sorted(number for number in whole if checked < number < serving)


def changed_since(report: Callable[[int], Report | None], checked: int, serving: int) -> frozenset[str] | None:
    """The paths that reports name as added or changed since a generation; None where they don't go back to it."""
    paths: set[str] = set()
    number = serving
    while number > checked:
        found = report(number)
        if found is None or found.previous is None:
            return None
        paths.update((*found.added, *found.changed, *found.redated))
        number = found.previous
    return frozenset(paths) if number == checked else None


def warning(checked: int, number: int | None) -> str:
    """What is said where another generation than `checked` was compared with, or none."""
    gone = f"generation {checked}, up to which the watch was checked, is gone or damaged"
    if number is None:
        return f"{gone}, and no other can be compared with: what came since is not told; search for it"
    if number < checked:
        return f"{gone}; it was compared with generation {number} instead"
    return f"{gone}; it was compared with generation {number}: what came before that is not told; search for it"


def warning_of_reports(checked: int) -> str:
    """What is said where the reports of reindexes tell what is new."""
    gone = f"generation {checked}, up to which the watch was checked, is gone or damaged"
    return f"{gone}; what changed since is told as new, though it may have matched before"
