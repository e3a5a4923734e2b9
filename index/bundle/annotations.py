"""Quotations as annotations of the W3C's model, by which programs find the words in the documents. Pure.

https://www.w3.org/TR/annotation-model/: a collection with one page. Of the two selectors of a quotation, either leads
to the same words: `TextQuoteSelector` by the words around them, `TextPositionSelector` by offsets in code points.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from index.bundle.entries import Entry, Span
from index.bundle.layout import OFFSETS
from index.cite.reference import KEY_PREFIX
from index.cite.styles import format_citations


def collection(entries: Sequence[Entry], made: dt.datetime) -> str:
    """The JSON-LD of all quotations, in their order."""
    page = {"id": "#page", "type": "AnnotationPage", "startIndex": 0, "items": [_item(entry) for entry in entries]}
    whole = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "#quotations",
        "type": "AnnotationCollection",
        "label": f"Quotations with what became of their sources. {OFFSETS}",
        "created": made.isoformat(timespec="seconds"),
        "total": len(entries),
        "first": page,
    }
    return json.dumps(whole, indent=1) + "\n"


def _item(entry: Entry) -> dict[str, Any]:
    """The quotation as it was given out, and what became of it, on the words as they are now."""
    return {
        "id": f"#{KEY_PREFIX}{entry.record.id}",
        "type": "Annotation",
        "motivation": "assessing",
        "body": [
            _body("describing", entry.record.quotation, entry.record.language),
            _body("assessing", entry.cited.said_in_chat),
            _body("identifying", format_citations([entry.citation], "apa").strip()),
        ],
        "target": {"source": _source(entry), "selector": _selectors(entry)},
    }


def _body(purpose: str, value: str, language: str | None = None) -> dict[str, str]:
    body = {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": value}
    return body | ({"language": language} if language else {})


def _source(entry: Entry) -> dict[str, str]:
    """The text; without one the document's file, or the file that was cited by its digest (RFC 6920)."""
    if entry.span is not None:
        return {"id": entry.span.text.path, "type": "Text", "format": "text/plain"}
    if entry.file is not None:
        return {"id": entry.file.path}
    digest = base64.urlsafe_b64encode(bytes.fromhex(entry.record.document_sha256)).decode().rstrip("=")
    return {"id": f"ni:///sha-256;{digest}"}


def _selectors(entry: Entry) -> list[dict[str, Any]]:
    span = entry.span
    if span is None:
        return [{"type": "TextQuoteSelector", "exact": entry.record.quotation}]
    return [_quote(span), {"type": "TextPositionSelector", "start": span.start, "end": span.end}]


def _quote(span: Span) -> dict[str, str]:
    return {"type": "TextQuoteSelector", "exact": span.exact, "prefix": span.prefix, "suffix": span.suffix}
