"""What was checked, by the token that a button carries: on disk, so that buttons outlive the process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.kept_by_token import Form, KeptByToken
from bot.verify.check import Check, Mentioned, Quoted

KeptChecks = KeptByToken[Check]


def kept_checks(data: Path, most: int, lifetime: float, clock: Callable[[], float]) -> KeptChecks:
    """Where checks are kept: at most `most` in memory, for `lifetime` seconds of `clock`."""
    return KeptByToken(Form("check", lambda check: check.asker, _written, _read), data, most, lifetime, clock)


def _written(check: Check) -> dict[str, Any]:
    return {
        "quotations": [[one.text, list(one.sources), one.where] for one in check.quotations],
        "ids": [[one.id, one.where] for one in check.ids],
        "name": check.name,
        "notes": list(check.notes),
    }


def _read(asker: int, fields: Any) -> Check:
    quotations = tuple(Quoted(text, tuple(sources), where) for text, sources, where in fields["quotations"])
    ids = tuple(Mentioned(one, where) for one, where in fields["ids"])
    return Check(asker, quotations, ids, fields["name"], tuple(fields["notes"]))
