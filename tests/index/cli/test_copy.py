"""`dateline copy`, as it is typed."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest

import index
from index.cli import main


def test_a_copy_that_is_stopped_says_that_it_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It embeds nothing, so nothing is said of that."""

    def stopped(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(index, "copy_data", stopped)
    assert main(["copy", "one", "two"]) == 130
    assert capsys.readouterr().err == "dateline: stopped; the same command goes on from here\n"
