"""A dossier as pages and as files. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal

import index
from bot.ui import citations as citation_texts
from bot.ui import components, dates, excerpt, text
from bot.ui.components import Control
from bot.ui.passages import counted

PER_PAGE: Final = 8
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
_MAX_PATH: Final = 100
_MAX_QUOTATION: Final = 220
_MAX_LINES: Final = 3

Citations = Sequence[index.Cited | index.Unknown]
"""Those whose ids a dossier holds; unknown where its owner may not see them."""


def pages(kept: int) -> int:
    return max(1, -(-kept // PER_PAGE))


def on_page(ids: Sequence[str], page: int) -> tuple[int, list[str]]:
    """The page's number, the nearest there is, and the ids on it."""
    page = min(max(page, 1), pages(len(ids)))
    return page, list(ids[(page - 1) * PER_PAGE : page * PER_PAGE])


def draw(found: Citations, page: int, kept: int) -> list[str]:
    """A head and an entry for each citation on the page."""
    head = f"**Your dossier in this server** · {counted(kept, 'citation')} of at most {index.MAX_CITATIONS}"
    first = (page - 1) * PER_PAGE + 1
    return [head, *(_entry(number, cited) for number, cited in enumerate(found, first))]


def _entry(number: int, cited: index.Cited | index.Unknown) -> str:
    if isinstance(cited, index.Unknown):
        return f"**{number} ·** `{index.one_line(cited.typed)}` can't be shown to you here"
    record = cited.record
    if record.erased:
        said = text.label(cited.said_in_chat, _MAX_QUOTATION)
        return f"**{number} · Erased**\n-# {citation_texts.STATE_MARKS['erased']} {said} · {record.id}"
    title = citation_texts.title(record.title, record.title_origin, record.path)
    quote = excerpt.quotation(record.quotation, None, _MAX_QUOTATION, _MAX_LINES)
    small = f"-# {citation_texts.state(cited)} · {text.label(record.path, _MAX_PATH)} · {record.id}"
    return f"**{number} · {title}** · {dates.span(record.date)}\n{quote}\n{small}"


def controls(page: int, kept: int) -> list[list[Control]]:
    turning, _ = components.paging(lambda number: f"d:p:{number}", "d:j", page, pages(kept))
    return [turning]


File = tuple[str, bytes, int]
"""A file's name and contents, and how many citations are in it."""


def export(found: Citations, form: Form) -> File:
    """The citations, but for those that are unknown, as a file."""
    citations = [cited.citation for cited in found if isinstance(cited, index.Cited)]
    if form == "markdown":
        return "dossier.md", _markdown(citations).encode("utf-8", "replace"), len(citations)
    name, data = citation_texts.file(citations, form, "dossier")
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


def choice(record: index.Record) -> str:
    """A citation as it is proposed for removal."""
    return citation_texts.choice_name(record.id, "erased" if record.erased else record.title, record.date)
