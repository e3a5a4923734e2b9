"""What is served, what was read into it, whether it is sound, and how well it answers: a line each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from rich.text import Text

import index
from index import Checked, DateSpan, Listed, Listing, ServingHost, SetDate, Status, long_day, one_line
from index.cli.show import console

if TYPE_CHECKING:
    from index import AnswerMeasures, Evaluation

SILENT_S = 60
"""A host that was last heard of longer ago may be gone."""
WIDEST_PATH = 40
"""Characters; longer paths push their title to the right."""


def failed(found: Listing) -> None:
    """A line for each file that could not be read, with the reason."""
    out = console.stdout()
    for failure in found.failed:
        out.print(Text(f"{one_line(failure.path)}: {one_line(failure.reason)}"))


def unsettled(found: Listing) -> None:
    """Each document, why it has no date or where its weak one comes from, and what to do; no line is cut short."""
    _documents(found, _why, whole=True)


def _why(document: Listed) -> str:
    return f"{document.reason}; {'if its day is another, ' if document.date else ''}{document.cure}"


def documents(found: Listing) -> None:
    """A line for each document, with its title, and what is held in all."""
    _documents(found, lambda document: document.title)
    console.stdout().print(Text(_held(found), style="dim"))


def _documents(found: Listing, told: Callable[[Listed], str], *, whole: bool = False) -> None:
    """On a terminal cut to its width unless `whole`, piped whole."""
    out = console.stdout()
    width = min(max((len(one_line(document.path)) for document in found.documents), default=0), WIDEST_PATH)
    for document in found.documents:
        line = Text(f"{_iso_span(document.date):<10}  ", style="cyan" if document.date else "yellow")
        line.append(f"{one_line(document.path):<{width}}  {one_line(told(document))}", style="default")
        cut = out.is_terminal and not whole
        out.print(line, no_wrap=cut, overflow="ellipsis" if cut else None)


def _iso_span(date: DateSpan | None) -> str:
    """2025-01-23, 2025-01, 2025 or 2025-01-23/2025-02-01: at the precision that the source has."""
    if date is None:
        return "undated"
    length = {"day": 10, "month": 7, "year": 4}[date.precision]
    return "/".join(dict.fromkeys(day.isoformat()[:length] for day in (date.earliest, date.latest)))


def _held(found: Listing) -> str:
    without = sum(document.date is None for document in found.documents)
    parts = [f"{console.counted(len(found.documents), 'document')}, {without:,} undated"]
    if weak := sum(index.is_weakly_dated(document.date) for document in found.documents):
        parts.append(f"{weak:,} weakly dated (dateline documents --weakly-dated says how)")
    if found.failed:
        parts.append(f"{console.counted(len(found.failed), 'file')} not read (dateline documents --failed says why)")
    return f"\n{' · '.join(parts)} · generation {found.generation}"


def set_dates(found: Iterable[SetDate]) -> None:
    """A line for each date that a moderator set: of what, why, by whom and when."""
    out = console.stdout()
    for date in found:
        line = Text(f"{_iso_span(date.date):<10}  ", style="cyan")
        gone = "; its document is not in the archive now" if date.gone else ""
        line.append(f"{one_line(date.path)}  {one_line(date.why)} ", style="default")
        line.append(f"({one_line(date.who)}, {date.at:%Y-%m-%d}{gone})", style="dim")
        out.print(line, no_wrap=out.is_terminal, overflow="ellipsis" if out.is_terminal else None)


def checked(found: Iterable[Checked]) -> None:
    """A line for each generation and each other part, and one for each of its faults."""
    out = console.stdout()
    for part in found:
        of = console.counted(part.files, "file") if part.generation else console.counted(part.records, "record")
        state = "DAMAGED" if part.damaged else "NOT COMPARED" if part.faults else "sound"
        out.print(Text(f"{_checked_name(part)}: {state} ({of}, {part.size_bytes / console.MEBIBYTE:.1f} MiB)"))
        for fault in part.faults:
            out.print(Text(f"  {one_line(fault)}"))


def _checked_name(part: Checked) -> str:
    if part.generation is None:
        return part.what
    return f"Generation {part.generation}{' (current)' if part.current else ''}"


def status(found: Status) -> None:
    """What is being served, a line for each fact."""
    dated = f"{long_day(found.earliest)} – {long_day(found.latest)}" if found.earliest and found.latest else "none"
    lines = {
        "archive": found.archive,
        "data": f"{found.data} ({found.size_bytes / console.MEBIBYTE:.1f} MiB)",
        "cited texts": f"{found.cited_texts_bytes / console.MEBIBYTE:.1f} MiB",
        "generation": f"{found.generation}, built {found.built:%Y-%m-%d %H:%M} UTC ({len(found.kept)} kept)",
        "documents": f"{found.documents:,} ({found.undated:,} undated)",
        "passages": f"{found.passages:,}",
        "dated": dated,
        "model": f"{found.model} ({found.revision[:12]}, {found.dimensions} dimensions, {found.engine})",
        "vectors": found.vectors,
    }
    out = console.stdout()
    for name, value in lines.items():
        out.print(Text.assemble((f"{name:<12}", "dim"), one_line(value)))
    for place, host in enumerate(found.hosts):
        out.print(Text.assemble((f"{'' if place else 'hosts':<12}", "dim"), one_line(_host(host))))
    console.warn(found.warnings)


def _host(host: ServingHost) -> str:
    """A process that serves, and what."""
    what = "nothing yet" if host.generation is None else f"generation {host.generation}"
    heard = f", silent for {host.silent_seconds} s" if host.silent_seconds > SILENT_S else ""
    return f"{host.host} ({host.kind}, process {host.process}): {what}, since {host.since:%Y-%m-%d %H:%M} UTC{heard}"


def measures(evaluation: Evaluation) -> None:
    """A line for each measure."""
    out = console.stdout()
    out.print(f"{console.counted(len(evaluation.found), 'judged query', 'judged queries')}")
    for name, value in evaluation.measures.items():
        out.print(f"{name:<12} {value:.4f}")
    if evaluation.answers:
        out.print(f"\n{_counted_answers(evaluation.answers)}")
        for name, share in _answer_shares(evaluation.answers).items():
            out.print(f"{name:<26} {'–' if share is None else f'{share:.4f}'}")


def _counted_answers(measured: AnswerMeasures) -> str:
    left_out = f" ({measured.left_out:,} left out)" if measured.left_out else ""
    return f"{console.counted(measured.queries, 'query with its answer', 'queries with their answer')}{left_out}"


def _answer_shares(measured: AnswerMeasures) -> dict[str, float | None]:
    return {
        "document first": measured.document_first,
        "passage holds it": measured.passage,
        "marked sentence holds it": measured.sentence,
        "  of those marked": measured.sentence_of_marked,
        "marked": measured.marked,
        "unmarked": measured.unmarked,
        "document not shown": measured.not_shown,
    }
