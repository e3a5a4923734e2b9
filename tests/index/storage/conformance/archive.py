"""Documents of every kind, for what every store of documents must answer about them."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from bisect import bisect_right
from typing import Any

from index.models.documents import DateSpan, Document, Message, Origin, Passage, Precision
from tests.makers.generations import Written

FAILURES = (("broken.pdf", "it is damaged"), ("locked.zip", "it has a password"))
FERRY = hashlib.sha256(b"ferry").hexdigest()


def dated(earliest: str, latest: str, precision: Precision, origin: Origin = "head line") -> DateSpan:
    first, last = dt.date.fromisoformat(earliest), dt.date.fromisoformat(latest)
    return DateSpan(earliest=first, latest=last, precision=precision, origin=origin, as_written=f"{earliest}, {latest}")


def document(path: str, text: str, date: DateSpan | None = None, **more: Any) -> Written:
    """A document whose paragraphs are its passages."""
    title = text.partition("\n")[0]
    known = {
        "format": "text",
        "title": title,
        "title_origin": "source",
        "body": len(title),
        "size": len(text),
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "language": "en",
    }
    made = Document(path=path, text=text, date=date, **{**known, **more})
    paragraphs = list(re.finditer(r"\S[^\n]*", text[made.body :]))
    return made, [_passage(made, number, *it.span()) for number, it in enumerate(paragraphs)]


def _passage(made: Document, ordinal: int, start: int, end: int) -> Passage:
    begin = made.body + start
    messages = [message for message in made.messages if message.start <= begin]
    return Passage(
        id=hashlib.sha256(f"{made.path} {ordinal}".encode()).hexdigest()[:12],
        start=begin,
        end=made.body + end,
        ordinal=ordinal,
        paragraph=ordinal + 1,
        page=bisect_right(made.pages, begin) or None,
        message=messages[-1] if messages else None,
        confidence=made.confidence(begin, made.body + end),
    )


SCAN = "A scan\n\nThe first page was read by a machine.\n\nThe second was typed.\n"
CHAT = "The ferry\n\nIs it late?\n\nIt is late again \U0001f6a2.\n"
ARCHIVE = [
    document(
        *("pier.txt", "The pier\n\nA whale was seen from the pier.\n\nA lamp burned.\n"),
        dated("1953-02-01", "1953-02-01", "day"),
        notes=("its date was guessed", "it's \u201cquoted\u201d"),
    ),
    document("board/minutes.txt", "Minutes\n\nThe board met.\n", dated("1953-02-01", "1953-02-28", "month")),
    document("board/1999/secret.txt", "A secret\n\nTell nobody.\n", dated("1999-01-01", "1999-12-31", "year")),
    document("board/1999/a/deep.md", "Deep\n\nDown.\n", dated("1960-05-17", "1960-05-17", "day"), format="markdown"),
    document("war.txt", "A war\n\nIt was long.\n\nIt ended.\n", dated("1939-01-01", "1945-12-31", "year")),
    document("may.txt", "A week in May\n\nIt rained.\n", dated("1931-05-04", "1931-05-10", "day", "metadata")),
    document("old.txt", "Old\n\nVery old.\n", dated("0001-01-01", "0001-01-01", "day"), language="la"),
    document("end-1.txt", "To the end\n\nOf it.\n", dated("9999-12-01", "9999-12-31", "day", "metadata")),
    document("end-2.txt", "The end\n\nOf all.\n", dated("9999-12-01", "9999-12-31", "month")),
    document("island/goat.txt", "The goat\n\nA goat ate the rope.\n", language=None),
    document("island/copy.txt", "The goat\n\nA goat ate the rope.\n", title="Copy", language="de"),
    document("\u00c9le/100%_odd!.txt", "It's 100% odd_\n\nOdd \U0001f40b words \u00e9.\n", title_origin="first words"),
    document("empty.txt", "Nothing", dated("1960-05-17", "1960-05-17", "day")),
    document(
        *("scan.pdf", SCAN, dated("1954-03-01", "1954-03-31", "month", "metadata")),
        format="pdf",
        pages=(0, SCAN.index("The second")),
        recognised=(71, None),
    ),
    *(
        document(
            *(f"chat/ferry.json#{part}", CHAT, dated(f"2020-0{part}-01", f"2020-0{part}-28", "day")),
            format="chat",
            sha256=FERRY,
            language=None,
            messages=(
                Message(CHAT.index("Is"), "2020-01-01T10:00:00+00:00", "https://chat.example/1"),
                Message(CHAT.index("It"), "2020-01-01T10:05:00+00:00"),
            ),
        )
        for part in (1, 2)
    ),
]
OTHERS = [
    document("pier.txt", "The pier\n\nIt was another text.\n", dated("1953-02-02", "1953-02-02", "day")),
    document("gone.txt", "Gone\n\nIt went.\n\nFar away.\n", dated("1970-01-01", "1970-01-01", "day")),
]
"""What was there before, in a store that has grown."""
