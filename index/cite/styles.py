"""The forms a citation can be had in, by name.

The styles are written here and not by a CSL processor. Compared on the same 30 records, dated and undated,
`citeproc-py` 0.11 with the styles of their repository printed titles without an author twice (APA, MLA), changed
their capitals (“Über Die Brücke”), doubled full stops after question marks and quotation marks within quotation
marks, and left out the paragraph and the passage's id (see `prose` for the rules followed here).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from index.cite.machine import bibtex, csl_json, ris
from index.cite.models import Citation
from index.cite.prose import Apa, Chicago, Markup, Mla, Style, quoted, written

StyleName = Literal["text", "markdown", "apa", "chicago", "mla", "bibtex", "ris", "csl-json"]

STYLES: tuple[StyleName, ...] = ("text", "markdown", "apa", "chicago", "mla", "bibtex", "ris", "csl-json")

SUFFIXES: dict[StyleName, str] = {
    "text": ".txt",
    "markdown": ".md",
    "apa": ".txt",
    "chicago": ".txt",
    "mla": ".txt",
    "bibtex": ".bib",
    "ris": ".ris",
    "csl-json": ".json",
}
"""What a file in each form is called."""

_PROSE: dict[StyleName, Style] = {"apa": Apa(), "chicago": Chicago(), "mla": Mla()}
_MACHINE: dict[StyleName, Callable[[Sequence[Citation]], str]] = {"bibtex": bibtex, "ris": ris, "csl-json": csl_json}


def format_citations(citations: Sequence[Citation], style: StyleName, *, markup: Markup = "plain") -> str:
    """The citations in `style`, in their order, each passage once; ends with a line end unless it is empty.

    `text` and `markdown` give the quotation, its source and, unless it is verbatim, what became of it. `apa`,
    `chicago` and `mla` give a reference a line, with titles in Markdown's italics where `markup` says so: they say
    nothing of a citation's state, which is the caller's to show beside them. `bibtex`, `ris` and `csl-json` carry
    quotation and state in their notes.
    """
    once = list({one.record.id: one for one in citations}.values())
    if style in _MACHINE:
        return _MACHINE[style](once)
    if style in _PROSE:
        return "".join(f"{written(one, _PROSE[style], markup)}\n" for one in once)
    quotations = (quoted(one, "markdown" if style == "markdown" else "plain") for one in once)
    return "\n".join(f"{one}\n" for one in quotations)
