"""An example of each answer, for the schema; a test holds each against its model."""

from __future__ import annotations

from typing import Any, Final

_DATE: Final = {
    "earliest": "1969-07-20",
    "latest": "1969-07-20",
    "precision": "day",
    "origin": "head line",
    "as_written": "1969-07-20",
}
_BASE: Final = "http://127.0.0.1:8321"
_URL: Final = f"{_BASE}/p/k7f2q9xw"
_DOCUMENT: Final = "moon/apollo-11.txt"
_TITLE: Final = "Apollo 11 lands on the Moon"
_TEXT: Final = "The Eagle has landed."
_QUERY: Final = {"text": "moon landing", "since": "1969-01-01", "until": None}
_READING: Final[dict[str, Any]] = {
    "words": "moon landing",
    "phrases": [],
    "excluded": [],
    "titles": [],
    "folders": [],
    "since": "1969-01-01",
    "until": None,
    "window_from": None,
    "passed_over": None,
    "sort": "relevance",
    "sort_from": None,
    "notes": [],
}
_OUTCOME: Final = {
    "outcome": "unchanged",
    "verbatim": True,
    "reason": "the words are where they were",
    "now": {
        "document": _DOCUMENT,
        "start": 412,
        "end": 433,
        "text": _TEXT,
        "date": _DATE,
        "page": None,
        "paragraph": 2,
        "confidence": None,
    },
    "difference": [],
    "difference_marked": None,
}

_ETAG: Final = {
    "ETag": {"description": "Names this answer, to be sent as If-None-Match.", "schema": {"type": "string"}}
}

EXAMPLES: Final[dict[str, dict[str, Any]]] = {
    "search": {
        "query": _QUERY,
        "reading": _READING,
        "generation": 7,
        "hits": [
            {
                "rank": 1,
                "passage": "k7f2q9xw",
                "url": _URL,
                "document": _DOCUMENT,
                "title": _TITLE,
                "title_origin": "source",
                "date": _DATE,
                "start": 412,
                "end": 433,
                "text": _TEXT,
                "best": [0, 21],
                "why": {"words_rank": 1, "meaning_rank": 2, "words": ["landing"]},
                "page": None,
                "paragraph": 2,
                "time": None,
                "link": None,
                "confidence": None,
                "verbatim": True,
                "in_window": True,
                "near_only": False,
                "duplicates": [],
                "others": 0,
            }
        ],
        "notes": [],
        "passages_found": 1,
        "documents_found": 1,
        "more_found": False,
        "undated_not_shown": 3,
        "last_week": None,
        "facets": {"folders": [{"name": "moon", "documents": 1}], "kinds": [{"name": "text", "documents": 1}]},
        "elapsed_ms": 41.7,
        "next": None,
    },
    "timeline": {
        "query": _QUERY,
        "reading": _READING,
        "generation": 7,
        "by": "year",
        "step": 1,
        "bars": [{"first": "1969-01-01", "last": "1969-12-31", "documents": 1, "all_documents": 4, "share": 0.25}],
        "documents": 1,
        "undated": 0,
        "in_several": 0,
        "notes": [],
        "elapsed_ms": 12.3,
    },
    "passage": {
        **_OUTCOME,
        "id": "k7f2q9xw",
        "url": _URL,
        "said": "unchanged: the words are where they were",
        "quotation": _TEXT,
        "document": _DOCUMENT,
        "document_url": f"{_BASE}/d/{_DOCUMENT}",
        "title": _TITLE,
        "title_origin": "source",
        "date": _DATE,
        "start": 412,
        "end": 433,
        "page": None,
        "paragraph": 2,
        "time": None,
        "link": None,
        "language": "en",
        "confidence": None,
        "document_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "erased": None,
        "stored": _OUTCOME,
        "generation": 7,
        "not_compared": None,
        "notes": [],
    },
    "cite": {
        "id": "k7f2q9xw",
        "url": _URL,
        "style": "apa",
        "citation": "Apollo 11 lands on the Moon. (1969, July 20). moon/apollo-11.txt, para. 2 (passage k7f2q9xw).\n",
        "outcome": "unchanged",
        "verbatim": True,
        "said": "unchanged: the words are where they were",
        "notes": [],
    },
    "documents": {
        "generation": 7,
        "documents": [
            {
                "path": _DOCUMENT,
                "url": f"{_BASE}/d/{_DOCUMENT}",
                "title": _TITLE,
                "date": _DATE,
                "format": "text",
                "passages": 4,
            }
        ],
        "next": None,
    },
    "document": {
        "path": _DOCUMENT,
        "url": f"{_BASE}/d/{_DOCUMENT}",
        "title": _TITLE,
        "title_origin": "source",
        "date": _DATE,
        "format": "text",
        "language": "en",
        "text": _TEXT,
        "passages": [
            {
                "id": "k7f2q9xw",
                "start": 0,
                "end": 21,
                "ordinal": 0,
                "paragraph": 1,
                "page": None,
                "message": None,
                "confidence": None,
            }
        ],
        "confidence": None,
        "generation": 7,
    },
    "verify": {
        "holds": False,
        "findings": [
            {
                "passage": "k7f2q9xw",
                "url": _URL,
                "document": _DOCUMENT,
                "title": _TITLE,
                "date": _DATE,
                "start": 412,
                "end": 433,
                "text": _TEXT,
                "confidence": None,
                "quotation": "The Eagle has not landed.",
                "verdict": "near",
                "holds": False,
                "said": "near: a negation differs",
                "differences": [
                    {
                        "kind": "negation",
                        "said": "not",
                        "is": "",
                        "start": 14,
                        "end": 17,
                        "typographic": False,
                        "same_value": False,
                    }
                ],
                "also_in": [],
                "reprints": [],
                "parts": [],
                "sources": [],
                "elsewhere_as": None,
                "documents": None,
                "at": None,
            }
        ],
        "unclosed": [],
        "notes": [],
    },
    "status": {
        "generation": 7,
        "built": "2026-11-30T20:00:00Z",
        "documents": 81,
        "undated": 2,
        "passages": 193,
        "earliest": "1957-10-04",
        "latest": "2024-10-14",
        "newest": {**_DATE, "earliest": "2024-10-14", "latest": "2024-10-14", "as_written": "2024-10-14"},
        "failed": None,
        "notes": [],
    },
}


def answers(name: str, problems: dict[int | str, dict[str, Any]]) -> dict[int | str, dict[str, Any]]:
    """What a route may answer: the example of this name, which `put` puts there, and problems."""
    kept = {"headers": _ETAG} if 304 in problems else {}
    return {200: {"content": {"application/json": {"example": name}}, **kept}, **problems}


def put(operation: dict[str, Any]) -> None:
    """Puts the example of a described operation in the place of its name: FastAPI would leave out what is null."""
    content = operation["responses"]["200"]["content"]["application/json"]
    if "example" in content:
        content["example"] = EXAMPLES[content["example"]]
