"""The members that every bundle has, beside its documents. Pure."""

from __future__ import annotations

from typing import Final

from index.cite.styles import StyleName

OFFSETS: Final = (
    "Offsets count Unicode code points from 0 in the text that is the target's source, read as UTF-8; the end is not "
    "included. Where a document's own file is not that text, the text as Dateline read it lies beside it in texts/."
)
FORMAT: Final = 1
"""Raised when older code could not check newer bundles."""
PAGE: Final = "quotations.html"
ANNOTATIONS: Final = "annotations.jsonld"
CSL: Final = "citations.json"
STYLES: Final[dict[str, StyleName]] = {"citations.ris": "ris", "citations.bib": "bibtex", CSL: "csl-json"}
MOST_OWN: Final = 32 * 1024 * 1024
"""Bytes of each member that is no document: what a check may hold in memory."""
README: Final = f"""This is an evidence bundle: quotations with the documents that they are from.

quotations.html     the quotations to read and print, each with its source, its date and what became of it
documents/          the cited documents' files, byte for byte as they lay in the archive
texts/              the text of documents whose own file isn't plain UTF-8, as Dateline read it
cited/              the text that was cited, where its words are other ones or gone now, as far as it was kept
annotations.jsonld  Web Annotations (W3C): where in those texts the quotations are
citations.*         RIS, BibTeX and CSL-JSON for reference managers
manifest.json       size and SHA-256 of each of these files, and the state of each citation
manifest.sha256     the SHA-256 of the manifest, as sha256sum -c reads it

{OFFSETS}

To check that no byte was changed, without the archive: dateline check-bundle FILE.zip
Whoever makes a whole new bundle can't be found out so; for that, compare the bundle's own SHA-256 with the one that was
noted when it was made. Documents are as somebody else wrote them: a web page among them may load things when opened.
"""
