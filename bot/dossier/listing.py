"""A dossier as pages and as files. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal

import index
from bot.ui import citations as citations_module
from bot.ui import components, dates, excerpt, text
from bot.ui.components import Control
from bot.ui.passages import counted

ON_A_PAGE: Final = 8
"""Citations of one page."""
TEMPLATE: Final = re.compile(r"d:p:(?P<page>\d{1,4})")
"""A button that turns to a page of the presser's own dossier."""

Form = Literal["markdown", "bibtex", "ris", "csl-json"]
FORMS: Final[dict[Form, str]] = {
    "markdown": "Markdown: quotations and references",
    "bibtex": "BibTeX",
    "ris": "RIS",
    "csl-json": "CSL-JSON",
}

EMPTY: Final = "Your dossier is empty. **Add** below a passage puts it in."
_PATH: Final = 100
_QUOTE: Final = 220
_LINES: Final = 3

Found = Sequence[index.Cited | index.Unknown]


def pages(kept: int) -> int:
    return max(1, -(-kept // ON_A_PAGE))


def on_page(ids: Sequence[str], page: int) -> tuple[int, list[str]]:
    """The page's number, the nearest there is, and the ids on it."""
    page = min(max(page, 1), pages(len(ids)))
    return page, list(ids[(page - 1) * ON_A_PAGE : page * ON_A_PAGE])


def draw(found: Found, page: int, kept: int) -> list[str]:
    """A head and an entry for each citation on the page."""
    head = f"**Your dossier in this server** · {counted(kept, 'citation')} of at most {index.MAX_CITATIONS}"
    first = (page - 1) * ON_A_PAGE + 1
    return [head, *(_entry(number, one) for number, one in enumerate(found, first))]


def _entry(number: int, one: index.Cited | index.Unknown) -> str:
    if isinstance(one, index.Unknown):
        return f"**{number} ·** `{index.one_line(one.typed)}` can't be shown to you here"
    record = one.record
    title = citations_module.title(record.title, record.title_origin, record.path)
    quote = excerpt.quotation(record.quotation, None, _QUOTE, _LINES)
    state = one.citation.state
    small = f"-# {citations_module.STATE_MARKS[state]} {state} · {text.label(record.path, _PATH)} · {record.id}"
    return f"**{number} · {title}** · {dates.span(record.date)}\n{quote}\n{small}"


def controls(page: int, kept: int) -> list[list[Control]]:
    return [components.paging(lambda number: f"d:p:{number}", page, pages(kept))]


def export(found: Found, form: Form) -> tuple[str, bytes, int]:
    """The file's name and contents, and how many citations are in it."""
    citations = [one.citation for one in found if isinstance(one, index.Cited)]
    if form == "markdown":
        return "dossier.md", _markdown(citations).encode("utf-8", "replace"), len(citations)
    name, data = citations_module.file(citations, form, "dossier")
    return name, data, len(citations)


def _markdown(citations: list[index.Citation]) -> str:
    quotations = index.format_citations(citations, "markdown")
    references = index.format_citations(citations, "apa", markup="markdown").splitlines()
    listed = "\n".join(f"- {line}" for line in sorted(references))
    return f"# Citations\n\n{quotations}\n# References\n\n{listed}\n"


def exported(form: Form, count: int, kept: int) -> str:
    """What is said beside the file."""
    line = f"{counted(count, 'citation')} as {FORMS[form].partition(':')[0]}"
    left = kept - count
    return f"{line} · {counted(left, 'citation')} of your dossier can't be shown to you here" if left else line


def choice(one: index.Cited) -> str:
    """A citation as it is proposed for removal."""
    return citations_module.choice_name(one.record.id, one.record.title, one.record.date)
