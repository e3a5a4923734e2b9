"""Imports run one way, and each outside library has one home."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

FRONT, COMMANDS = "index", "index.cli"
LAYERS = (
    {"cores", "errors", "models", "settings", "vectors"},
    {"almanac", "columns", "context", "days", "dates", "layout", "chunk", "query", "fuse", "best", "analyze", "cite"}
    | {"alike", "changes", "guards", "moments", "orders", "phrases", "spelling"},
    {"read", "encode", "exported", "export", "dense", "lexical", "store", "cache", "generations", "evaluate"}
    | {"history", "integrity", "lock"},
    {"recipe", "together", "gather", "verify", "build", "serving", "rank", "sources", "citing", "listing", "search"}
    | {"deposit", "following", "gate", "judged", "reindexing", "rebuild", "release"},
)
"""Lowest first; a module imports from its own layer and those below. `read` and `cite` are packages."""

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
    "sentence_transformers": "index.embed.load",
    "sentencex": "index.text.chunk",
    "Stemmer": "index.text.terms",
    "tantivy": "index.storage.words",
    "tokenizers": "index.embed.onnx_encoder",
    "torch": "index.embed.onnx_export",
    "trafilatura": "index.read.html",
    "transformers": "index.embed.load",
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


def layer(module: str) -> int | None:
    """The layer of a module below the front door, None for what is no module of the engine."""
    name = module.removeprefix("index.").split(".")[0]
    return next((number for number, names in enumerate(LAYERS) if name in names), None)


ENGINE = [one for one in modules("index") if one[0] != FRONT and not one[0].startswith(COMMANDS)]


@pytest.mark.parametrize(("module", "path"), ENGINE, ids=[module for module, _ in ENGINE])
def test_a_module_imports_only_from_its_layer_and_below(module: str, path: Path) -> None:
    """Pure modules know no library's home, and nothing below the front door knows what uses it."""
    own = layer(module)
    assert own is not None, f"{module} stands in no layer of this test; put it in the one it belongs to"
    above = {one for one in imported(path) if one.startswith("index.") and (layer(one) or 0) > own}
    assert above == set()


def test_the_engine_knows_neither_bot_nor_discord() -> None:
    """The archive can be used without Discord."""
    users = {module for module, path in modules("index") for one in imported(path) if one.split(".")[0] in _OUTER}
    assert users == set()


_OUTER = {"bot", "discord"}


def test_the_bot_uses_the_front_door_only() -> None:
    """What the bot needs of the engine is what `index` offers to everyone."""
    below = {one for _, path in modules("bot") for one in imported(path) if one.startswith("index.")}
    assert below == set()


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
