"""The project's Markdown, as tests read it: pages, sections, anchors, links and commands."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from tests import ROOT

PAGES = sorted(
    path
    for pattern in ("*.md", ".github/*.md", "bot/**/*.md", "index/**/*.md", "tests/**/*.md", "seeds/*.md")
    for path in ROOT.glob(pattern)
)

_FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#{1,6}) (.+)$", re.MULTILINE)


def read(path: str) -> str:
    """A page by its path in the checkout."""
    return (ROOT / path).read_text("utf-8")


def prose(page: str) -> str:
    """A page without its code blocks."""
    return _FENCE.sub("", page)


def headings(page: str) -> list[tuple[int, str]]:
    """Each heading's level and text."""
    return [(len(marks), text) for marks, text in _HEADING.findall(prose(page))]


def section(page: str, heading: str) -> str:
    """What stands below the heading, to the next one of the same or a higher level."""
    level = heading.split(" ", maxsplit=1)[0]
    _, found, after = f"\n{page}".partition(f"\n{heading}\n")
    assert found, f"no heading {heading!r}"
    return re.split(rf"\n#{{1,{len(level)}}} ", after)[0]


def anchors(page: str) -> set[str]:
    """What a link into the page can name, as GitHub makes it of the headings."""
    return {re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for _, text in headings(page)}


def links(page: str) -> list[str]:
    """What the page's links and pictures lead to."""
    return re.findall(r"\]\(([^)\s]+)\)", prose(page)) + re.findall(r'src="([^"]+)"', prose(page))


def code(page: str) -> Iterator[tuple[str, str]]:
    """The language and the lines of each code block."""
    for match in _FENCE.finditer(page):
        yield match[2], match[3]


def inline_code(page: str) -> list[str]:
    """What stands between single backticks."""
    return re.findall(r"`([^`\n]+)`", prose(page))


def marked(page: str, mark: str) -> list[str]:
    """The code blocks that stand below `<!-- mark -->`."""
    return re.findall(rf"<!-- {mark} -->\n```\n(.*?)```", page, re.DOTALL)


def dateline(line: str) -> list[str] | None:
    """The arguments of the `dateline` command that a line of a code block runs; None where it runs none."""
    found = re.search(r"(?:^|[|&] )\s*(?:\$ )?(?:\.venv/bin/)?dateline (.*)$", line)
    if not found:
        return None
    words = shlex.split(found[1], comments=True)
    return words[: words.index(">")] if ">" in words else words


def name(path: Path) -> str:
    """A page's path in the checkout."""
    return path.relative_to(ROOT).as_posix()
