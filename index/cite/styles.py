"""The forms in which a citation can be written, by name.

The styles are our own and not a CSL processor's. On the same 30 records, dated and undated, `citeproc-py` 0.11 with
the official style repository printed titles without an author twice (APA, MLA), changed their capitals (“Über Die
Brücke”), doubled full stops after question marks and quotation marks within quotation marks, and left out the
paragraph and the passage's id. `prose` has the rules followed here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from index.cite.machine import bibtex, csl_json, ris
from index.cite.models import Citation
from index.cite.prose import Apa, Chicago, Markup, Mla, Style, quoted, written
from index.cite.reference import NO_ANNOTATIONS, Annotations

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
"""The ending of a file in each form."""

_PROSE: dict[StyleName, Style] = {"apa": Apa(), "chicago": Chicago(), "mla": Mla()}
_MACHINE: dict[StyleName, Callable[[Sequence[Citation], Annotations], str]] = {
    "bibtex": bibtex,
    "ris": ris,
    "csl-json": csl_json,
}


def format_citations(
    citations: Sequence[Citation],
    style: StyleName,
    *,
    markup: Markup = "plain",
    annotations: Annotations = NO_ANNOTATIONS,
) -> str:
    """The citations in `style`, in their order, each passage once; ends with a line end unless it is empty.

    `text` and `markdown` give the quotation, its source and, unless it is verbatim, what became of it. `apa`,
    `chicago` and `mla` give a reference a line, with titles in italics where `markup` is Markdown; they say nothing of
    a citation's state, which the caller shows beside them. `bibtex`, `ris` and `csl-json` carry quotation and state in
    their notes. All but references show `annotations`.
    """
    distinct = list({citation.record.id: citation for citation in citations}.values())
    if style in _MACHINE:
        return _MACHINE[style](distinct, annotations)
    if style in _PROSE:
        return "".join(f"{written(citation, _PROSE[style], markup)}\n" for citation in distinct)
    written_as: Markup = "markdown" if style == "markdown" else "plain"
    quotations = (quoted(citation, written_as, annotations.get(citation.record.id, "")) for citation in distinct)
    return "\n".join(f"{quotation}\n" for quotation in quotations)
