"""A dossier as files. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import index
from bot.dossier.listing import Found
from bot.ui import citations as citation_texts
from bot.ui.passages import counted

Form = Literal["markdown", "bibtex", "ris", "csl-json"]
Wanted = Form | Literal["all"]
FORMS: Final[tuple[Form, ...]] = ("markdown", "bibtex", "ris", "csl-json")
CHOICES: Final[dict[Wanted, str]] = {
    "markdown": "Markdown: quotations and references",
    "bibtex": "BibTeX",
    "ris": "RIS",
    "csl-json": "CSL-JSON",
    "all": "All of them, a file each",
}

BUNDLE: Final = "evidence-bundle.zip"


@dataclass(frozen=True, slots=True)
class Exported:
    """The files by name, and how many of the dossier's entries are in each."""

    files: Mapping[str, bytes]
    entries: int


def export(found: Found, notes: Mapping[str, str], wanted: Wanted) -> Exported:
    """The citations, but for those that are unknown; `notes` by the passages' ids."""
    citations = [cited.citation for cited in found if isinstance(cited, index.Cited)]
    files = {f"dossier{index.SUFFIXES[form]}": _written(citations, form, notes) for form in _forms(wanted)}
    return Exported({name: text.encode("utf-8", "replace") for name, text in files.items()}, len(citations))


def _forms(wanted: Wanted) -> tuple[Form, ...]:
    return FORMS if wanted == "all" else (wanted,)


def _written(citations: list[index.Citation], form: Form, notes: Mapping[str, str]) -> str:
    written = index.format_citations(citations, form, annotations=notes)
    if form != "markdown":
        return written
    references = index.format_citations(citations, "apa", markup="markdown").splitlines()
    listed = "\n".join(f"- {line}" for line in sorted(references))
    return f"# Citations\n\n{written}\n# References\n\n{listed}\n"


def caption(exported: Exported, wanted: Wanted, kept: int) -> str:
    """What is said beside the files."""
    names = ", ".join(citation_texts.STYLE_NAMES[form] for form in _forms(wanted))
    line = f"{counted(exported.entries, 'citation')} as {names}"
    left = kept - exported.entries
    return f"{line} · {counted(left, 'citation')} of your dossier can't be shown to you here" if left else line


def bundle_caption(done: index.Bundled) -> str:
    """What is said beside a bundle."""
    files = len({citation.file for citation in done.citations if citation.file})
    line = f"**Evidence bundle** of {counted(len(done.citations), 'citation')} and {counted(files, 'document')}"
    left = len(done.left_out)
    told = f"\n{counted(left, 'citation')} of your dossier can't be put in it here." if left else ""
    noted = f"-# SHA-256 `{done.sha256}`\n-# Note it down: whoever checks the file later can compare it."
    return f"{line}{told}\n{noted}"
