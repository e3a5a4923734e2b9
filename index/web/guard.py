"""What every request has to pass before anything looks at it, and what every answer carries."""

from __future__ import annotations

from fastapi import FastAPI

from index.web.services import Services


def guarded(app: FastAPI, services: Services) -> None:
    """Puts the guard in front of `app`."""
