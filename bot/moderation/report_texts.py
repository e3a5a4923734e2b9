"""Steps and reports as texts. Pure."""

from __future__ import annotations

from typing import Final

import index
from bot.ui import text

DOCUMENT_LISTS: Final = ("added", "changed", "removed", "moved", "redated", "undated")
_LIST_NAMES: Final = {
    "redated": "re-dated",
    "failed": "not read",
    "kept": "not looked into",
    "citations": "citations affected",
}
_BAR_WIDTH: Final = 20
_MAX_LINE: Final = 300
_MINUTE: Final = 60


def progress(step: index.Step) -> str:
    """How far a running reindex is."""
    lines = [f"**Reindexing** · {step.activity}"]
    if step.total:
        full = min(_BAR_WIDTH, _BAR_WIDTH * step.done // step.total)
        lines.append(f"`{'█' * full}{'░' * (_BAR_WIDTH - full)}` {step.done:,} of {step.total:,}")
    if step.rate and step.left_s is not None and step.done < step.total:
        lines.append(f"-# {step.rate:,.1f} a second · about {_time(step.left_s)} left · searches go on meanwhile")
    return "\n".join(lines)


def ended(step: index.Step) -> str:
    """How a reindex ended that made no new generation."""
    head = "**Reindex stopped**" if step.ended == "stopped" else "**Reindex failed**"
    line = text.fit(index.one_line(step.message or "for an unknown reason"), _MAX_LINE)
    return f"{head}\n{line[:1].upper()}{line[1:]}"


def summary(report: index.Report) -> str:
    """What a reindex did, by numbers."""
    before = "" if report.previous is None else f" (before: {report.previous})"
    lines = [f"**Generation {report.generation}**{before}"]
    if report.fault:
        lines.append(f"⚠️ Not published: {text.fit(index.one_line(report.fault), _MAX_LINE)}")
    lines.append(
        f"{report.documents:,} documents · {report.passages:,} passages, {report.embedded:,} embedded and "
        f"{report.reused:,} reused · {_time(report.seconds)}"
    )
    counts = [
        f"{len(getattr(report, name)):,} {_name(name)}" for name in (*DOCUMENT_LISTS, "failed", "kept", "citations")
    ]
    lines.append(" · ".join(count for count in counts if not count.startswith("0 ")) or "nothing has changed")
    if report.recall is not None:
        was = "" if report.recall_before is None else f", before {report.recall_before:.3f}"
        lines.append(f"judged recall {report.recall:.3f}{was}")
    return "\n".join(lines)


def full(report: index.Report) -> str:
    """Every line of a report, as a text file."""
    parts = [f"Generation {report.generation}, before it {report.previous}", ""]
    if report.fault:
        parts += [f"Not published: {index.one_line(report.fault)}", ""]
    for name in DOCUMENT_LISTS:
        parts += _section(_name(name), [_path(entry) for entry in getattr(report, name)])
    for name in ("failed", "kept", "notes"):
        parts += _section(_name(name), [f"{entry.path}: {entry.reason}" for entry in getattr(report, name)])
    affected = [f"{entry.passage} ({entry.document}): {entry.reason}" for entry in report.citations]
    parts += _section(_name("citations"), affected)
    return "\n".join(parts)


def within(report: index.Report, scope: index.Scope) -> index.Report:
    """The report as far as `scope` sees it."""
    if scope.everything:
        return report
    seen: dict[str, object] = {
        name: tuple(entry for entry in getattr(report, name) if all(map(scope.sees, _paths(entry))))
        for name in (*DOCUMENT_LISTS, "failed", "kept", "notes", "citations")
    }
    return report.model_copy(update=seen)


def _paths(entry: object) -> list[str]:
    """The documents that an entry of a report names."""
    if isinstance(entry, str):
        return [entry]
    paths = [path for key in ("path", "document", "before", "after") if (path := getattr(entry, key, None))]
    return [*paths, *(f"{path}/" for path in paths)]  # it may be a folder, which is in no other


def _section(name: str, lines: list[str]) -> list[str]:
    if not lines:
        return []
    return [f"{name.capitalize()} ({len(lines)})", *(f"  {index.one_line(line)}" for line in lines), ""]


def _path(entry: str | index.Moved) -> str:
    return entry if isinstance(entry, str) else f"{entry.before} -> {entry.after}"


def _name(name: str) -> str:
    return _LIST_NAMES.get(name, name)


def _time(seconds: float) -> str:
    if seconds < _MINUTE:
        return f"{seconds:.0f} s"
    minutes = round(seconds / _MINUTE)
    return f"{minutes} min" if minutes < _MINUTE else f"{minutes // _MINUTE} h {minutes % _MINUTE} min"
