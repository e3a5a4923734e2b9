"""What the documentation says is there: every link, command, option, setting and folder."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from index import Settings, cli
from index.web.settings import ServeSettings
from tests import ROOT, docs

COMMAND_LINE = docs.read("index/guide/command-line.md")
COMMANDS: dict[str, argparse.ArgumentParser] = next(
    dict(action.choices) for action in cli.parser()._actions if isinstance(action, argparse._SubParsersAction)
)
EVERYWHERE = {"--archive", "--data", "--json", "--verbose", "--help"}
"""Options described once for all commands."""
BIN = Path(sys.executable).parent
RUN = [(docs.name(page), block) for page in docs.PAGES for block in docs.marked(page.read_text("utf-8"), "run")]

pages = pytest.mark.parametrize("page", docs.PAGES, ids=docs.name)


@pages
def test_every_link_leads_somewhere(page: Path) -> None:
    """A relative link names a file or folder that is there, and its anchor a heading in it."""
    for link in docs.links(page.read_text("utf-8")):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert not anchor or anchor in docs.anchors(target.read_text("utf-8")), link


@pages
def test_every_command_is_taken(page: Path) -> None:
    """Each `dateline` command in a code block is read by the real parser."""
    for _, block in docs.code(page.read_text("utf-8")):
        for line in block.splitlines():
            arguments = docs.dateline(line)
            if arguments is not None:
                assert cli.parser().parse_args(arguments).command in COMMANDS


@pages
def test_every_command_that_a_sentence_names_is_there(page: Path) -> None:
    """A `dateline` command within a sentence exists, with each option that it is given."""
    for said in docs.inline_code(page.read_text("utf-8")):
        words = said.split()
        if words[0] != "dateline" or len(words) == 1 or words[1] in {"COMMAND", "--version", "--help"}:
            continue
        assert words[1] in COMMANDS, said
        assert {word for word in words if word.startswith("--")} <= options(COMMANDS[words[1]]), said


@pages
def test_every_module_that_is_run_is_there(page: Path) -> None:
    """`python -m` names a module of the checkout."""
    for module in re.findall(r"python3? -m ((?:tests|bot|index)[\w.]*)", page.read_text("utf-8")):
        assert find_spec(module), module


def options(command: argparse.ArgumentParser) -> set[str]:
    """The long options that a command takes."""
    return {option for action in command._actions for option in action.option_strings if option.startswith("--")}


def described(section: str) -> set[str]:
    """The options that have a row in the tables of a section."""
    return set(re.findall(r"^\| `(--[\w-]+)", section, re.MULTILINE))


def test_every_command_has_its_section() -> None:
    """The reference of the command line has a heading for each command, and for no other."""
    found = re.findall(r"^## dateline ([\w-]+)", COMMAND_LINE, re.MULTILINE)
    assert sorted(found) == sorted(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_described(name: str) -> None:
    """A command's section names what it takes in its heading, and each option of its own, and no other."""
    command = COMMANDS[name]
    heading = next(text for _, text in docs.headings(COMMAND_LINE) if f"{text} ".startswith(f"dateline {name} "))
    for action in command._actions:
        if not action.option_strings:
            assert str(action.metavar or action.dest) in heading
    assert described(docs.section(COMMAND_LINE, f"## {heading}")) == options(command) - EVERYWHERE


def test_the_options_of_every_command_are_described() -> None:
    """Those described once are taken by every command; what runs until it is ended prints no JSON."""
    assert described(docs.section(COMMAND_LINE, "## Options of every command")) == EVERYWHERE
    for name, command in COMMANDS.items():
        assert EVERYWHERE - options(command) == ({"--json"} if name in {"bot", "serve", "mcp"} else set())


def test_every_choice_of_an_option_is_described() -> None:
    """Where an option takes one of a few words, its row names them all."""
    for name, command in COMMANDS.items():
        for action in command._actions:
            if action.choices and action.option_strings:
                row = re.search(rf"^\| `{action.option_strings[0]} .*$", COMMAND_LINE, re.MULTILINE)
                assert row, (name, action.option_strings)
                assert {f"`{choice}`" for choice in action.choices} <= set(re.findall(r"`[^`]+`", row[0]))


def test_every_setting_is_in_the_table_with_its_default() -> None:
    """The table names each setting of the archive, and no other, with the default it has."""
    archive, _, _ = docs.read("index/guide/settings.md").partition("\n## dateline serve\n")
    rows = re.findall(r"^\| `(\w+)` \| (?:`([^`]*)`)? *\|", archive, re.MULTILINE)
    defaults = Settings(_env_file=None).model_dump(mode="json")
    assert dict(rows) == {name: written(value) for name, value in defaults.items()}


def test_every_setting_of_the_server_is_in_its_table() -> None:
    """The table names each setting of `dateline serve`, and no other."""
    rows = re.findall(
        r"^\| `(\w+)` ", docs.section(docs.read("index/guide/settings.md"), "## dateline serve"), re.MULTILINE
    )
    assert set(rows) == set(ServeSettings.model_fields)


def written(value: Any) -> str:
    """A default as the table has it."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


packages = pytest.mark.parametrize("package", ["bot", "index"])


@packages
def test_every_folder_is_on_the_map(package: str) -> None:
    """The map of a package has a heading for each of its folders, and for no other."""
    folders = {path.name for path in (ROOT / package).iterdir() if path.is_dir() and path.name != "__pycache__"}
    found = {text.removesuffix("/") for _, text in docs.headings(docs.read(f"{package}/README.md")) if text[-1] == "/"}
    assert found == folders


@packages
def test_every_module_that_a_map_or_a_decision_names_is_there(package: str) -> None:
    """What is written `folder/module`, or `folder/module.function`, is a module of the package."""
    texts = [path.read_text("utf-8") for path in (ROOT / package).glob("**/*.md") if path.parent.name != "guide"]
    named = {
        said for text in texts for said in docs.inline_code(text) if re.fullmatch(r"[a-z_]+/[a-z_]+(\.\w+)?", said)
    }
    assert named
    for module in {said.partition(".")[0] for said in named}:
        assert any((ROOT / within / f"{module}.py").is_file() for within in (package, ".")), module


Shell = Callable[[str], str]


@pytest.fixture(scope="module")
def shell(seeds: Settings, tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """Runs documented commands in an empty folder, on the archive that ships, some of whose passages were shown."""
    folder = tmp_path_factory.mktemp("shell")
    paths = {"DATELINE_ARCHIVE": str(seeds.archive), "DATELINE_DATA": str(seeds.data)}
    environment = os.environ | paths | {"PATH": f"{BIN}:{os.environ['PATH']}"}

    def run(command: str) -> str:
        done = subprocess.run(
            ["bash", "-c", command],  # noqa: S607 (the shell that people have)
            cwd=folder,
            env=environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.stdout

    run("dateline search 'moon landing' --since 1969 --until 1972")
    return run


@pytest.mark.real_model
@pytest.mark.parametrize(("page", "block"), RUN, ids=[page for page, _ in RUN])
def test_an_example_does_what_it_shows(shell: Shell, page: str, block: str) -> None:
    """Each example runs, and prints what stands below it; dots stand for what is left out."""
    lines = block.splitlines()
    commands = [line.removeprefix("$ ") for line in lines if docs.dateline(line) is not None]
    assert commands
    printed = "".join(map(shell, commands))
    shown = "\n".join(lines[len(commands) :])
    assert re.match(re.escape(shown).replace("…", ".*?"), printed, re.DOTALL)
