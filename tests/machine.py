"""What a chat must never be told: anything of the machine that the bot runs on."""

from __future__ import annotations

import getpass
import os
import re
import socket
from pathlib import Path

from tests import ROOT

_FORBIDDEN = (
    re.compile(r"(?<![\w/.“])/[\w.-]+/"),  # a path from the root; `/archive reindex` is a command of the bot
    re.compile(r"(?<!\w)~/|\$HOME|\\\\\w"),
    re.compile(r"(?<!\w)--\w"),
    re.compile(r"\bdateline (?:index|search|cite|documents|status|report|rollback|check|evaluate|bot|health)\b"),
    re.compile(r"\bpip3? install\b|\brun: |\bsudo\b|\bpython3? -m\b"),
    re.compile(r"\b(?:DATELINE|DISCORD)_\w+|\bdateline\.toml\b|(?<!\w)\.env\b"),
    re.compile(r"\bprocess \d+|\bpid\b|\bexit code\b"),
    re.compile(r"Traceback|\bsqlite3?\.|\.py\b|Error\b"),
    re.compile(r"\bcitations\.sqlite|\bembeddings\.sqlite|\bdossiers\.sqlite|\bmanifest\.json|\bvectors\.faiss"),
)
HOST, USER = socket.gethostname(), getpass.getuser()


def told_of(text: str, *places: Path | str) -> list[str]:
    """What of the machine a chat's text names; Discord's escapes are read as what they show."""
    plain = re.sub(r"\\(?=[^\w\s])", "", text)
    found = [match[0] for form in _FORBIDDEN for match in form.finditer(plain)]
    names = [str(place) for place in (ROOT, *places)]
    found += [name for name in names if name in plain]
    words = {HOST, USER, str(os.getpid())}
    return found + [word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", plain)]
