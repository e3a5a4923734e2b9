"""Every error has words for a chat that hold nothing of the machine, and what is shown as it is was looked at."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import string
from collections.abc import Iterator
from typing import NamedTuple

import pytest

import index
from index import errors
from index.build.data_notes import TEXTS_NOT_KEPT, UNPROTECTED
from index.build.gates import FORCE
from index.build.gather import NOTHING_TO_READ
from index.build.process import KILLED, SILENT, UNKNOWN
from index.build.worker import BUG
from index.cite.entries import NOT_ENTERED
from index.cite.models import NOT_COMPARED
from index.errors import CitationError, DatelineError, IndexDataError
from index.generations.manifest import REINDEX
from tests import ROOT
from tests.machine import told_of

SHOWN = {
    "', '.join(ADDABLE_SUFFIXES)",
    "kind",
    "would_do",
    "what",
    "self._settings.max_file_mib",
    "result.reason",
    "path",
    "path[:200]",
    "kept.path",
    "os_reason(error)",
    "_quoted(typed)",
    "advice",
    "record.id",
    "DATE_FORMS",
    "SPAN_FORMS",
    "common",
    "since",
    "until",
    "_too_many(first, last, unit or 'day')",
    "one_line(typed)[:MAX_SHOWN]",
    "generation",
    "kept",
    *("MAX_KEPT", "MAX_RUNNING", "MAX_RUNNING_IN_GUILD"),
    "text.strip()",
    "_kept(data)",
    "_listed(data)",
    "erased_on(erased)",
    "erased_on(record.erased)",
    "number",
    "previous",
    "len(typed)",
    "parts",
    "MAX_CHARACTERS",
    "shortened(query.text)",
    "shortened(value) or '…'",
    "cure",
    "operator",
    "self.until",
    "self.since",
    "name",
    "known",
    "value",
    "line",
    "reason",
    "unreadable[0].reason",
    "error",
    *(f"shown({path})" for path in ("path", "first", "named[0]", "one.path", "asked.path")),
}
"""What messages that a chat shows as they are may be made of: what was typed, paths in the archive that the asker
named, numbers of generations and of settings."""
SAID = {
    *("FORCE", "REINDEX", "line", "generation", "step.generation", "report.previous"),
    *("TEXTS_NOT_KEPT", "UNPROTECTED", "NOT_COMPARED", "NOTHING_TO_READ", "still", "until", "KILLED", "SILENT"),
    *("_SILENT", "_UNKNOWN"),
    *("error.in_chat", "_sentence(fault.in_chat)", "fault.in_chat", "step.chat", "chat", "file.chat"),
    *("said", "refused.chat or refused.reason"),
}
"""What lines for a chat may be made of: numbers of generations, constants, and other lines for a chat."""


def classes() -> list[type[DatelineError]]:
    """Every class of error that there is, wherever it is defined."""
    for module in pkgutil.walk_packages(index.__path__, "index."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found, left = [], [DatelineError]
    while left:
        found.append(left.pop())
        left += found[-1].__subclasses__()
    never_leaves = "index.read.protocol"
    return [one for one in found if one.__module__.startswith("index.") and one.__module__ != never_leaves]


CLASSES = classes()


class Site(NamedTuple):
    """Where an error is made."""

    place: str
    call: ast.Call

    def argument(self, name: str) -> ast.expr | None:
        return next((given.value for given in self.call.keywords if given.arg == name), None)

    @property
    def chat(self) -> ast.expr | None:
        """The line for a chat."""
        return self.call.args[1] if ast.unparse(self.call.func) == "Said" else self.argument("chat")


def sites() -> Iterator[Site]:
    """Every place in the engine where an error is made, or a line for a chat."""
    names = {*(one.__name__ for one in CLASSES), "kind", "Failure", "Said", "fault"}
    for file in sorted((ROOT / "index").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                yield Site(f"{file.relative_to(ROOT)}:{node.lineno}", node)


def texts(node: ast.expr) -> tuple[str, set[str]]:
    """What an expression says by itself, and the expressions that it says the values of."""
    if isinstance(node, ast.Constant):
        return str(node.value), set()
    if isinstance(node, ast.JoinedStr):
        said = "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values)
        return said, {ast.unparse(part.value) for part in node.values if isinstance(part, ast.FormattedValue)}
    return "", {ast.unparse(node)}


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_error_has_words_for_a_chat(kind: type[DatelineError]) -> None:
    """Whatever its message names, a chat is told the line of its class: one line without a full stop."""
    error = kind("gone from /srv/archive of keeper on shelf (process 7); run: dateline index --force")
    assert error.in_chat == kind.chat_line
    assert told_of(error.in_chat) == []
    assert len(error.in_chat.splitlines()) == 1
    assert error.in_chat[-1] not in string.punctuation
    assert kind.__module__ != errors.__name__ or "chat_line" in vars(kind)


def test_a_raiser_may_say_more() -> None:
    """A line of its own, or the message where it was said to be fit; a terminal is told the same as ever."""
    own = IndexDataError("/srv is gone", chat="the index is gone")
    shown = CitationError("no passage “x”", ("y",), shown=True)
    assert (str(own), own.in_chat) == ("/srv is gone", "the index is gone")
    assert (str(shown), shown.in_chat, shown.nearest) == ("no passage “x”", "no passage “x”", ("y",))


@pytest.mark.parametrize("site", list(sites()), ids=lambda site: site.place)
def test_what_a_raiser_says_in_a_chat_is_of_known_parts(site: Site) -> None:
    """Its words hold nothing of the machine; a value that nobody looked at yet fails until it is listed above."""
    chat, shown = site.chat, site.argument("shown")
    if shown is not None or ast.unparse(site.call.func) == "fault":
        assert shown is None or isinstance(shown, ast.Constant) or ast.unparse(shown) == "shown"
        said, values = texts(site.call.args[0])
        assert values <= SHOWN | {"unknown.reason"}, values - SHOWN
        assert told_of(said) == []
    if chat is not None:
        said, values = texts(chat)
        assert values <= SAID, values - SAID
        assert told_of(said) == []


@pytest.mark.parametrize(
    "line",
    [
        BUG,
        KILLED,
        SILENT.chat,
        UNKNOWN.chat,
        NOTHING_TO_READ,
        REINDEX,
        FORCE,
        TEXTS_NOT_KEPT,
        UNPROTECTED,
        NOT_COMPARED,
        NOT_ENTERED.chat,
    ],
)
def test_constant_lines_for_a_chat_hold_nothing_of_the_machine(line: str) -> None:
    """What raisers and warnings share."""
    assert told_of(line) == []


def test_classes_are_known_by_name_across_processes() -> None:
    """A name that another version wrote is no reason to fail, and never anything but a class of error."""
    assert errors.named("ModelError") is errors.ModelError
    assert {errors.named(name) for name in ("Newer", None, "ClassVar", "ClosedError")} == {DatelineError}
