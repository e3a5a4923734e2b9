"""Names of this machine, and the ports that an address leaves out."""

from __future__ import annotations

from typing import Final

LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
PORTS: Final = {"http": 80, "https": 443}
"""The port that a scheme has unless an address names another."""
