"""Whether another machine runs the very same Dateline."""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from pathlib import Path

from index.errors import ClusterError


@cache
def code_digest() -> str:
    """What tells this program from any other version of it: the bytes of its modules, and which Python runs them."""
    found = hashlib.sha256(repr(sys.version_info[:2]).encode())
    home = Path(__file__).parents[1]
    for module in sorted(home.rglob("*.py")):
        found.update(f"{module.relative_to(home)}\0".encode())
        found.update(module.read_bytes())
    return found.hexdigest()


def check_code(expected: str, host: str) -> None:
    """Raises `ClusterError` unless this machine, called `host`, runs the program with the digest that is expected."""
    if code_digest() != expected:
        raise ClusterError(
            f"node {host} has another version of Dateline or Python than this machine; install the same on every node"
        )
