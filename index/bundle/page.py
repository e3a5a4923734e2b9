"""The quotations of a bundle as one page to read and print. It has no script, and asks for nothing from outside. Pure.

Nothing of a document can leave its place: all is cleaned and escaped, and each text is isolated from what stands
around it, whichever way it runs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from html import escape, unescape
from typing import Final

from index.bundle.entries import Entry
from index.cite.models import Segment
from index.cite.reference import KEY_PREFIX, Reference, bracketed, locator
from index.cite.styles import format_citations
from index.dates.calendar import day_span, long_day
from index.models.documents import DateSpan
from index.models.members import Member
from index.text.clean import clean, one_line

_MARKS: Final = {"unchanged": "✓", "moved": "→", "changed": "≠", "removed": "✗"}
_END: Final = "</blockquote>"
_STYLE: Final = """
:root { color-scheme: light dark; --line: #c9ced6; --soft: #5b6470; --good: #1d6b3a; --bad: #a32020; --mark: #3b6ea5 }
@media (prefers-color-scheme: dark) {
  :root { --line: #454b55; --soft: #a2abb8; --good: #7fd19b; --bad: #ff9a94; --mark: #8fb8e6 }
}
body { font: 1rem/1.5 Georgia, "Times New Roman", serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.5rem; margin: 0 } h2 { font-size: 1.15rem; margin: 0 }
article { border-top: 1px solid var(--line); padding: 1.2rem 0; break-inside: avoid-page }
blockquote { border-inline-start: 4px solid var(--mark); margin: .8rem 0; padding-inline-start: 1rem }
blockquote, .now { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate }
.date { font-weight: bold; margin: 0 } .soft, dt { color: var(--soft) } p { margin: .3rem 0 }
.state { font-weight: bold; color: var(--bad) } .state.unchanged, .state.moved { color: var(--good) }
dl { display: grid; grid-template-columns: 6.5rem 1fr; gap: .15rem .8rem; font-size: .9rem; margin: .8rem 0 0 }
dd { margin: 0; overflow-wrap: anywhere } code { font-size: .85em } del { color: var(--bad) } ins { color: var(--good) }
@media print { body { max-width: none; margin: 0 } a { color: inherit } }
"""


def page(entries: Sequence[Entry], made: dt.datetime, version: str) -> str:
    """The whole page."""
    count = "1 quotation" if len(entries) == 1 else f"{len(entries):,} quotations"
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>Evidence bundle: {count}</title>\n<style>{_STYLE}</style>\n</head>\n<body>",
            f"<header><h1>Evidence bundle: {count}</h1>",
            f'<p class="soft">Made on {_moment(made)} by Dateline {_text(version)}. States are as of then. '
            "To check that nothing was changed since: <code>dateline check-bundle FILE.zip</code></p></header>",
            *(_article(entry) for entry in entries),
            "</body>\n</html>\n",
        ]
    )


def _block(identifier: str, quotation: str) -> str:
    return f"{_begin(identifier)}{_lines(quotation)}{_END}"


def quotation_on(page: str, identifier: str) -> str | None:
    """The quotation of a citation as a page has it, cleaned; None where it isn't there."""
    _, begun, rest = page.partition(_begin(identifier))
    block, ended, _ = rest.partition(_END)
    return clean(unescape(block)) if begun and ended else None


def _begin(identifier: str) -> str:
    return f'<blockquote id="{KEY_PREFIX}{_text(identifier)}" dir="auto">'


def _article(entry: Entry) -> str:
    reference = Reference.of(entry.citation)
    title = reference.title if reference.titled else bracketed(reference.title)
    state = "not-compared" if entry.cited.not_compared else entry.citation.state
    mark = "?" if entry.cited.not_compared else _MARKS.get(entry.citation.state, "•")
    said = one_line(entry.cited.said_in_chat)
    rows = [("Dated", _dated(reference.date)), ("Document", _bdi(entry.path)), *_was(entry), _passage(reference)]
    rows += [("Reference", _bdi(format_citations([entry.citation], "apa"))), *_files(entry)]
    return "\n".join(
        [
            "<article>",
            f'<p class="date">{_text(day_span(reference.date) if reference.date else "undated")}</p>',
            f"<h2>{_bdi(title)}</h2>",
            _block(reference.id, entry.record.quotation),
            f'<p class="state {_text(state)}">{mark} <bdi>{_text(said[:1].upper() + said[1:])}</bdi></p>',
            *_now(entry),
            "<dl>",
            *(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in rows),
            "</dl>\n</article>",
        ]
    )


def _dated(date: DateSpan | None) -> str:
    """The date, how it is known, and how it is written there."""
    if date is None:
        return "nothing in the document says when it is from"
    return f"{_text(day_span(date))}, {_text(date.dated_by)}, which says “{_bdi(date.as_written)}”"


def _was(entry: Entry) -> list[tuple[str, str]]:
    """Where the words were when they were given out, if that was elsewhere."""
    return [] if entry.path == entry.record.path else [("Cited from", _bdi(entry.record.path))]


def _passage(reference: Reference) -> tuple[str, str]:
    place = locator(reference, "p. ", "¶ ")
    return "Passage", f"<code>{_text(reference.id)}</code>{f', {_text(place)}' if place else ''}"


def _now(entry: Entry) -> list[str]:
    """The words now, with what differs marked."""
    parts = "".join(_segment(segment) for segment in entry.citation.difference)
    return [f'<div class="now" dir="auto"><span class="soft">Now:</span> {parts}</div>'] if parts else []


def _segment(segment: Segment) -> str:
    tag = {"kept": "", "removed": "del", "added": "ins"}[segment.kind]
    return f"<{tag}>{_lines(segment.text)}</{tag}>" if tag else _lines(segment.text)


def _files(entry: Entry) -> list[tuple[str, str]]:
    """Links to the document's file and to its text."""
    rows = []
    if entry.file is None:
        rows.append(("File", "not in this bundle: it was not there, or could not be opened"))
    else:
        same = entry.file.sha256 == entry.record.document_sha256
        rows.append(("File", f"{_link(entry.file)}, {'as it was cited' if same else 'not the one that was cited'}"))
    if not (entry.file and entry.file.sha256 == entry.record.document_sha256):
        rows.append(("Cited file", f"SHA-256 <code>{_text(entry.record.document_sha256)}</code>"))
    if entry.span is not None:
        place = f"characters {entry.span.start:,} to {entry.span.end:,}"
        same_member = entry.file is not None and entry.span.text.path == entry.file.path
        rows.append(("Text", f"{place} of the file" if same_member else f"{place} of {_link(entry.span.text)}"))
    if entry.before is not None:
        place = f"characters {entry.before.start:,} to {entry.before.end:,}"
        rows.append(("As cited", f"{place} of {_link(entry.before.text)}"))
    return rows


def _link(member: Member) -> str:
    """A member by its name, which is plain."""
    name = _text(member.path)
    return f'<a href="{name}">{name}</a> ({member.size:,} bytes, SHA-256 <code>{_text(member.sha256)}</code>)'


def _moment(at: dt.datetime) -> str:
    return f"{long_day(at.date())}, {at:%H:%M} UTC"


def _text(text: str) -> str:
    """One line, of which nothing acts."""
    return escape(one_line(text))


def _lines(text: str) -> str:
    """A text with its white space, of which nothing acts."""
    return escape(clean(text))


def _bdi(text: str) -> str:
    return f"<bdi>{_text(text)}</bdi>"
