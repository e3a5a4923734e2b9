"""What the bot logs, to stderr, as text or as one JSON object a line. Neither token nor queries are passed in."""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
from datetime import UTC, datetime
from typing import Any, Final

log = logging.getLogger(__name__)

_FIELDS: Final = ("incident", "code", "guild", "user", "action", "documents", "ms")
"""Extra facts a record may carry."""


_SECRETS: Final = re.compile(
    r"(?<=/interactions/)(\d+)/[\w.-]+"  # discord.py names a failed request's address, whose token answers for us
    r"|(?<=/webhooks/)(\d+)/[\w.-]+"
    r"|[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}"  # an application's token
)


def scrubbed(line: str) -> str:
    """The line without what would let its reader act as the bot."""
    return _SECRETS.sub(lambda found: f"{found[1] or found[2] or ''}/…", line)


class JsonFormatter(logging.Formatter):
    """One object a line: time, level, logger, message, and the traceback where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        entry |= {field: getattr(record, field) for field in _FIELDS if hasattr(record, field)}
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        return scrubbed(json.dumps(entry, ensure_ascii=False))


class TextFormatter(logging.Formatter):
    """Time, level, logger, message; UTC."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%SZ")

    def format(self, record: logging.LogRecord) -> str:
        return scrubbed(super().format(record))

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 - overrides
        return datetime.fromtimestamp(record.created, UTC).strftime(datefmt or "%Y-%m-%dT%H:%M:%SZ")


def incident(error: BaseException) -> str:
    """Logs an error that nobody foresaw, and returns the number that it stands there under."""
    number = secrets.token_hex(4)
    log.error("incident %s", number, exc_info=error, extra={"incident": number})
    return number


def start(form: str, level: str) -> None:
    """Logs go to stderr from here on. discord.py's HTTP and gateway debugging would hold contents, so it stays out."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter() if form == "json" else TextFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.getLogger("discord").setLevel(max(logging.INFO, root.level))
