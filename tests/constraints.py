"""The exact versions in `.ci/constraints.txt`. Run as a command, it writes that file anew."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests import ROOT

FILE = ROOT / ".ci" / "constraints.txt"
PYTHONS = ("3.11", "3.12", "3.13")
"""The versions that CI tests; the lowest decides, since what it can take the others can, too."""
CUDA = re.compile(r"(cuda|nvidia|triton)(-|$)")
"""NVIDIA's libraries, which PyTorch's build for GPUs brings in versions of its own choice."""
HEAD = """\
# The exact versions that the project's commands install, for pip's option -c.
# Written by: python -m tests.constraints (see .github/CONTRIBUTING.md).
"""


def pins() -> list[Requirement]:
    """What the file pins, in its order."""
    lines = FILE.read_text("utf-8").splitlines()
    return [Requirement(line) for line in lines if not line.startswith("#")]


def resolved(python: str, constraints: Path) -> dict[str, str]:
    """The versions by name that a fresh environment of this Python gets; none is installed."""
    interpreter = shutil.which(f"python{python}")
    if interpreter is None:
        sys.exit(f"python{python} is not on the PATH; put it there and start again")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        subprocess.run([interpreter, "-m", "venv", folder], check=True)
        pip = [f"{folder}/bin/pip", "install", "--quiet", "--dry-run", "--ignore-installed", "--report", str(report)]
        subprocess.run([*pip, "-c", str(constraints), "-e", f"{ROOT}[dev]"], check=True)
        found = [entry["metadata"] for entry in json.loads(report.read_text("utf-8"))["install"]]
    return {canonicalize_name(each["name"]): Version(each["version"]).public for each in found}


def refresh() -> None:
    """Pins what the lowest Python gets, and for each higher one what that needs beside."""
    lines: dict[str, str] = {}
    with tempfile.NamedTemporaryFile("w+", suffix=".txt") as so_far:
        for python in PYTHONS:
            marker = f' ; python_version >= "{python}"' if lines else ""
            for name, version in resolved(python, Path(so_far.name)).items():
                if name not in lines and name != "dateline" and not CUDA.match(name):
                    lines[name] = f"{name}=={version}{marker}\n"
            so_far.seek(0)
            so_far.writelines(lines.values())
            so_far.flush()
    FILE.write_text(HEAD + "".join(lines[name] for name in sorted(lines)), "utf-8")


if __name__ == "__main__":
    refresh()
