"""`.ci/constraints.txt`: an exact version of all that is installed, of nothing else, and used by every command."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import metadata
from itertools import chain

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests import ROOT, docs
from tests.constraints import CUDA, pins

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
DECLARED = [
    requirement
    for text in chain(PROJECT["dependencies"], *EXTRAS.values())
    if (requirement := Requirement(text)).name != PROJECT["name"]  # one extra may hold another
]
LINUX = {"os_name": "posix", "sys_platform": "linux", "platform_system": "Linux", "platform_machine": "x86_64"}
ENVIRONMENTS = [
    LINUX | {"python_version": version, "python_full_version": f"{version}.0"}
    for version in ("3.11", "3.12", "3.13", "3.14")
]
WORKFLOWS = ROOT / ".github" / "workflows"
NAMED = [pin.name for pin in pins()]


def required(name: str) -> list[Requirement]:
    """What a distribution requires by its metadata; nothing where it is not installed."""
    try:
        found = [Requirement(text) for text in metadata.requires(name) or []]
    except metadata.PackageNotFoundError:
        return []
    return [each for each in found if name != "torch" or not CUDA.match(each.name)]


def applies(requirement: Requirement, extras: set[str]) -> bool:
    """Whether a requirement holds on Linux with any of the Pythons."""
    marker = requirement.marker
    return marker is None or any(
        marker.evaluate({**environment, "extra": extra}) for environment in ENVIRONMENTS for extra in {"", *extras}
    )


@cache
def reached() -> frozenset[str]:
    """Every distribution that an install with all extras leads to, as far as what is installed tells."""
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = list(DECLARED)
    while waiting:
        requirement = waiting.pop()
        step = (canonicalize_name(requirement.name), frozenset(requirement.extras))
        if step not in seen:
            seen.add(step)
            waiting += [each for each in required(step[0]) if applies(each, requirement.extras)]
    return frozenset(name for name, _ in seen)


def installed(name: str) -> bool:
    return any(True for _ in metadata.distributions(name=name))


def test_everything_that_is_installed_is_pinned_once() -> None:
    """What Dateline's requirements lead to, on any Python, is named exactly once, by its normal name and in order."""
    assert sorted(reached() - set(NAMED)) == []
    assert sorted({canonicalize_name(name) for name in NAMED}) == NAMED


def test_nothing_is_pinned_that_nothing_needs() -> None:
    """What is named is needed; without the linters, what only they may need is let pass."""
    all_there = all(installed(requirement.name) for requirement in DECLARED)
    assert [name for name in NAMED if name not in reached() and (all_there or installed(name))] == []


def test_every_version_is_exact_and_allowed() -> None:
    """A pin is one whole version that every build of it matches, and that pyproject.toml allows."""
    for pin in pins():
        [exact] = pin.specifier
        assert (exact.operator, exact.version) == ("==", Version(exact.version).public)
        assert not pin.extras
        assert not pin.url
        for requirement in DECLARED:
            if canonicalize_name(requirement.name) == pin.name:
                assert requirement.specifier.contains(exact.version, prereleases=True), requirement


def test_nothing_of_cuda_is_pinned_or_needed() -> None:
    """NVIDIA's libraries come with PyTorch's build for GPUs alone, which nothing here asks for."""
    assert [name for name in [*NAMED, *reached()] if CUDA.match(name)] == []


def test_the_pins_are_audited_once_a_week() -> None:
    """A vulnerability that becomes known later is found, too; no workflow may do more than read the repository."""
    audit = (WORKFLOWS / "audit.yml").read_text("utf-8")
    assert "schedule:" in audit
    assert "pip-audit --requirement .ci/constraints.txt" in audit
    for workflow in WORKFLOWS.iterdir():
        assert re.findall(r"^ *permissions:\n((?:  .*\n)+)", workflow.read_text("utf-8"), re.MULTILINE) == [
            "  contents: read\n"
        ], workflow


def test_every_command_that_installs_the_project_uses_the_pins() -> None:
    """In the documentation, the checks and the workflows, no install of the checkout takes what is newest that day."""
    places = [ROOT / ".ci" / "run", *WORKFLOWS.iterdir(), *docs.PAGES]
    lines = [line for place in places for line in place.read_text("utf-8").splitlines()]
    installs = [line for line in lines if re.search(r"pip install .*[ ']\.(\[\w+\])?('|\s|$)", line)]
    assert len(installs) >= 6  # README's two, CONTRIBUTING's, .ci/run's, random.yml's and the container's
    assert [line for line in installs if "-c .ci/constraints.txt" not in line] == []
