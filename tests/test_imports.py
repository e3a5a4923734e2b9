"""What import-linter's contracts in pyproject.toml can't say.

Each outside library has one home, nothing is pickled, and nothing is loaded that is not needed.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from index.embed.weights import revision
from tests import ROOT
from tests.makers.archives import notes
from tests.stand_ins.hashing_encoder import HashingEncoder

HOMES = {
    "cachetools": "index.timed_cache",
    "discord": "bot",
    "docx": "index.read.docx",
    "faiss": "index.storage.vectors",
    "fastapi": "index.web",
    "htmldate": "index.read.page_witness",
    "ir_measures": "index.evaluation",
    "httpx2": "index.web.accounts",
    "jinja2": "index.web.rendering",
    "lance": "index.storage.lance",
    "mcp": "index.web.tools",
    "mcp_types": "index.web.tools",
    "obstore": "index.shared.bucket",
    "olefile": "index.read.outlook",
    "onnx": "index.embed.onnx_graph",
    "onnxruntime": "index.embed.onnx_encoder",
    "prometheus_client": "index.web.metrics",
    "py3langid": "index.read.language",
    "pypdfium2": "index.read.pdf",
    "rapidfuzz": "index.text.edits",
    "ray": "index.cluster",
    "regex": "index.text",
    "resvg_py": "bot.timeline.picture",
    "rich": "index.cli.show",
    "safetensors": "index.embed.bert_weights",
    "semantic_text_splitter": "index.text.chunk",
    "sentence_transformers": "index.embed",
    "sentencex": "index.text.sentences",
    "Stemmer": "index.text.terms",
    "starlette": "index.web",
    "tantivy": "index.storage.words",
    "threadpoolctl": "index.embed.bert_reference",
    "tokenizers": "index.embed.onnx_encoder",
    "torch": "index.embed.onnx_export",
    "trafilatura": "index.read.page_text",
    "transformers": "index.embed",
    "uvicorn": "index.web.server",
    "yaml": "index.read.front_fields",
}
"""The one module (or package) that knows each outside library."""
OF_BOTH = {"regex"}
"""Libraries that the bot uses, too: what it draws for Discord is no matter of the engine's."""


def modules(package: str) -> Iterator[tuple[str, Path]]:
    """Every module of a package by its dotted name."""
    for path in sorted((ROOT / package).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


@cache
def imported(path: Path) -> frozenset[str]:
    """Every module that a file imports, wherever in it, names taken from packages included."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


@pytest.mark.parametrize(("library", "home"), HOMES.items())
def test_an_outside_library_has_one_home(library: str, home: str) -> None:
    """A library can be replaced by changing one module."""
    users = {
        module
        for package in (("index",) if library in OF_BOTH else ("index", "bot"))
        for module, path in modules(package)
        if library in {name.split(".")[0] for name in imported(path)}
    }
    assert users, f"{library} is used nowhere; take it out of this test and of pyproject.toml"
    assert all(module == home or module.startswith(f"{home}.") for module in users), users


def test_nothing_is_pickled() -> None:
    """A damaged or foreign file can't run code."""
    users = {
        module
        for package in ("index", "bot")
        for module, path in modules(package)
        if {name.split(".")[0] for name in imported(path)} & {"pickle", "shelve", "marshal", "joblib", "dill"}
    }
    assert users == set()


ENGINES = {"faiss", "tantivy"}
SHARED = {"lance", "obstore", "pyarrow", "ray"}
SERVING = {"fastapi", "httpx2", "jinja2", "mcp", "starlette", "uvicorn"}
MODELS = {"onnxruntime", "sentence_transformers", "torch", "transformers"}


def loaded(program: str, *arguments: str) -> set[str]:
    """The outside libraries in memory once a process of its own has run `program`."""
    ended = f"{program}\nimport sys; print(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", ended, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return {name.partition(".")[0] for name in done.stderr.split()}


@pytest.mark.parametrize(
    ("module", "needless"),
    [
        ("index", ENGINES | MODELS | SHARED | SERVING | {"discord", "numpy"}),
        ("index.cli", ENGINES | MODELS | SHARED | SERVING | {"discord", "numpy"}),
        ("index.storage.documents", ENGINES | MODELS | SHARED | {"discord"}),
        ("index.search.archive", MODELS | SHARED | (SERVING - {"jinja2"}) | {"discord"}),
        ("bot.client", ENGINES | MODELS | SHARED | (SERVING - {"jinja2"})),
        ("index.build.build", SHARED | {"discord"}),
        ("index.build.cluster_work", SHARED | {"discord"}),
    ],
)
def test_an_import_loads_no_library_that_it_does_not_need(module: str, needless: set[str]) -> None:
    """Whoever wants the values, the documents or the commands alone does not wait for what searches."""
    assert loaded(f"import {module}") & needless == set()


def test_documents_are_listed_without_what_searches_them(tmp_path: Path) -> None:
    """`dateline documents` reads one file of the index and loads neither its vectors nor its words, and no model."""
    place = notes(tmp_path, 2)
    encoder = HashingEncoder(revision=revision(place.settings))
    encoder.name = place.settings.model  # so that the index is the one that the command asks for
    place.index(encoder)
    command = "import sys; from index import cli; assert cli.main(sys.argv[1:]) == 0"
    libraries = loaded(command, "documents", "--archive", str(place.archive), "--data", str(place.data))
    assert libraries & (ENGINES | MODELS | SHARED | {"discord"}) == set()
