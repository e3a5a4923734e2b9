"""What import-linter's contracts in pyproject.toml can't say: each outside library has one home, nothing is pickled."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import ROOT

HOMES = {
    "charset_normalizer": "index.read.detect",
    "discord": "bot",
    "docx": "index.read.docx",
    "faiss": "index.storage.vectors",
    "ir_measures": "index.evaluation",
    "onnxruntime": "index.embed.onnx_encoder",
    "py3langid": "index.read.language",
    "pypdfium2": "index.read.pdf",
    "rich": "index.cli.show",
    "semantic_text_splitter": "index.text.chunk",
    "sentence_transformers": "index.embed",
    "sentencex": "index.text.sentences",
    "Stemmer": "index.text.terms",
    "tantivy": "index.storage.words",
    "tokenizers": "index.embed.onnx_encoder",
    "torch": "index.embed.onnx_export",
    "trafilatura": "index.read.html",
    "transformers": "index.embed",
    "yaml": "index.read.markdown",
}
"""The one module (or package, for `bot`) that knows each outside library."""


def modules(package: str) -> Iterator[tuple[str, Path]]:
    """Every module of a package by its dotted name."""
    for path in sorted((ROOT / package).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imported(path: Path) -> set[str]:
    """Every module that a file imports, wherever in it, names taken from packages included."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize(("library", "home"), HOMES.items())
def test_an_outside_library_has_one_home(library: str, home: str) -> None:
    """A library can be replaced by changing one module."""
    users = {
        module
        for package in ("index", "bot")
        for module, path in modules(package)
        if library in {one.split(".")[0] for one in imported(path)}
    }
    assert users, f"{library} is used nowhere; take it out of this test and of pyproject.toml"
    assert all(one == home or one.startswith(f"{home}.") for one in users), users


def test_nothing_is_pickled() -> None:
    """A damaged or foreign file can't run code."""
    users = {
        module
        for package in ("index", "bot")
        for module, path in modules(package)
        if {one.split(".")[0] for one in imported(path)} & {"pickle", "shelve", "marshal", "joblib", "dill"}
    }
    assert users == set()
