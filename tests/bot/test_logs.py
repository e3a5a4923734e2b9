"""What is logged can be read by people and programs, and lets nobody act as the bot."""

from __future__ import annotations

import json
import logging
from types import TracebackType
from typing import Any

import pytest

from bot import logs
from tests.wire.payloads import TOKEN

_Exc = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def record(message: str, exc: _Exc | None = None, **extra: Any) -> logging.LogRecord:
    made = logging.LogRecord("bot.x", logging.WARNING, __file__, 1, message, None, exc)
    vars(made).update({"created": 0.0, **extra})
    return made


def test_json_is_one_object_a_line() -> None:
    """Time in UTC, level, logger, message, what else is known, and a traceback that breaks no line."""
    error = ValueError("line one\nline two")
    line = logs.JsonFormatter().format(record("it failed", (ValueError, error, None), incident="ab12", guild=7))
    assert "\n" not in line
    entry = json.loads(line)
    assert entry["time"] == "1970-01-01T00:00:00.000+00:00"
    assert (entry["level"], entry["logger"], entry["message"]) == ("WARNING", "bot.x", "it failed")
    assert (entry["incident"], entry["guild"]) == ("ab12", 7)
    assert "ValueError: line one\nline two" in entry["traceback"]


def test_text_has_its_time_in_utc() -> None:
    """People see the same moment wherever the machine stands."""
    assert logs.TextFormatter().format(record("well")) == "1970-01-01T00:00:00Z WARNING bot.x: well"


@pytest.mark.parametrize("formatter", [logs.JsonFormatter(), logs.TextFormatter()])
@pytest.mark.parametrize(
    "line",
    [
        "rate limited. POST https://discord.com/api/v10/interactions/123/aW50ZXJhY3Rpb246c2VjcmV0/callback",
        "PATCH /webhooks/123/aW50ZXJhY3Rpb246c2VjcmV0/messages/@original responded with 429",
        f"Authorization: Bot {TOKEN}",
    ],
)
def test_no_token_is_logged(formatter: logging.Formatter, line: str) -> None:
    """Neither the bot's token nor one that answers an interaction stands in a line, whoever wrote it."""
    shown = formatter.format(record(line))
    assert "aW50ZXJhY3Rpb246c2VjcmV0" not in shown
    assert TOKEN not in shown
    assert "…" in shown or "\\u2026" in shown
