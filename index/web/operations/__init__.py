"""What whoever runs the server looks at: health and metrics."""

from __future__ import annotations

from fastapi import FastAPI

from index.web.services import Services


def install(app: FastAPI, services: Services) -> None:
    """Adds `/healthz` and `/metrics`."""
