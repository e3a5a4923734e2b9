"""`dateline --version` tells which release runs."""

from __future__ import annotations

import tomllib
from importlib import metadata

import pytest

from index import cli
from tests import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def test_the_version_is_the_projects(capsys: pytest.CaptureFixture[str]) -> None:
    """It is the one that pyproject.toml names, on stdout, and the exit code is 0."""
    with pytest.raises(SystemExit, match=r"^0$"):
        cli.main(["--version"])
    assert capsys.readouterr().out == f"dateline {PROJECT['version']}\n"


def test_a_copy_that_was_never_installed_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the package's metadata there is no version to tell, and nothing fails."""

    def version(package: str) -> str:
        raise metadata.PackageNotFoundError(package)

    monkeypatch.setattr(metadata, "version", version)
    with pytest.raises(SystemExit, match=r"^0$"):
        cli.main(["--version"])
    assert capsys.readouterr().out == "dateline (not installed)\n"
