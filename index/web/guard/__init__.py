"""What every request has to pass before anything looks at it, and what every answer carries.

A wall each, from the outside in: for whom a proxy asks, HEAD, times, headers, names, sizes, who asks and how often.
"""

from __future__ import annotations

from starlette.types import ASGIApp

from index.web.guard.admission import Admission
from index.web.guard.bounds import Bounds
from index.web.guard.headers import Headers
from index.web.guard.heads import Heads
from index.web.guard.measuring import Measuring
from index.web.guard.names import Names
from index.web.guard.proxies import Proxies
from index.web.services import Services


def guarded(app: ASGIApp, services: Services) -> ASGIApp:
    """The application behind its guard."""
    admitted = Admission(app, services)
    bounded = Bounds(admitted, services.engine_settings.max_file_bytes, services.metrics)
    named = Names(bounded, services)
    measured = Measuring(Headers(named, services.base_url), services.metrics)
    return Proxies(Heads(measured), services.settings.trusted_proxies)
