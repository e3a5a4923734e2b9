"""A program that stands for Tesseract: it says what a test wrote down for each page, and fails as it is told to."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from index.settings import Settings
from tests.makers.pictures import Picture

SCANS = Settings(_env_file=None, data=Path("/nonexistent/data"), ocr=True)
"""With text recognised, and no data folder."""
HEAD: Final = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
_PROGRAM = """#!{python} -IS
import json, os, sys, time
folder = os.path.dirname(os.path.abspath(__file__))
told = json.load(open(folder + "/told.json"))
if "--version" in sys.argv:
    print(told["version"])
elif "--list-langs" in sys.argv:
    print("List of available languages:", *told["languages"], sep="\\n")
else:
    picture = sys.stdin.buffer.read()
    page = sys.argv[-2].partition("=")[2] if "=" in sys.argv[-2] else str(picture[-1])
    open(folder + "/calls/" + str(len(os.listdir(folder + "/calls"))) + "-" + str(os.getpid()), "w")
    time.sleep(told["seconds"])
    print(told["pages"].get(page, told["pages"].get("", "")), end="")
    sys.exit(told["code"])
"""


class FakeTesseract:
    """The program in a folder of its own, the first on the PATH."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder = folder / "fake-tesseract"
        (self._folder / "calls").mkdir(parents=True)
        program = self._folder / "tesseract"
        program.write_text(_PROGRAM.format(python=sys.executable), "utf-8")
        program.chmod(0o755)
        self.tell()
        monkeypatch.setenv("PATH", f"{self._folder}{os.pathsep}{os.environ['PATH']}")

    def tell(
        self,
        pages: Mapping[str, str] | None = None,
        *,
        version: str = "tesseract 9.9",
        languages: tuple[str, ...] = ("eng", "osd"),
        seconds: float = 0,
        code: int = 0,
    ) -> None:
        """What it says from now on: by a picture's shade, by the number of a page from 0, or "" for any."""
        told = {"pages": dict(pages or {}), "version": version, "languages": languages}
        (self._folder / "told.json").write_text(json.dumps(told | {"seconds": seconds, "code": code}), "utf-8")

    @property
    def calls(self) -> int:
        """How many pages it was given."""
        return len(list((self._folder / "calls").iterdir()))


def table(text: str, confidence: float = 91) -> str:
    """A table as Tesseract writes it; an empty line parts paragraphs."""
    rows = []
    for block, paragraph in enumerate(text.split("\n\n"), 1):
        for number, line in enumerate(paragraph.split("\n"), 1):
            rows += [
                f"5\t1\t{block}\t1\t{number}\t{at}\t0\t0\t9\t9\t{confidence}\t{word}\n"
                for at, word in enumerate(line.split(), 1)
            ]
    return HEAD + "".join(rows)


def page(shade: int) -> Picture:
    """A picture of a page, told from others by its shade alone."""
    return Picture(17, 22, bytes([shade]) * (17 * 22))
