"""Steps and reports as texts, as far as their readers may see the archive. Pure.

Reasons and faults are said as for a chat, so that nothing of the machine is in them. What can't be counted folder by
folder is told only to whoever sees everything: what was embedded, the judged recall, the time it took, and how many
items are done; and so is what the report of an earlier version doesn't count by folder.
"""

from __future__ import annotations

from typing import Final

import index
from bot.moderation import report_groups
from bot.moderation.report_groups import Entry
from bot.moderation.wording import ago
from bot.ui import text
from bot.ui.command_names import CommandNames
from bot.ui.passages import counted

_CHANGES: Final = ("added", "changed", "removed", "moved", "redated")
DOCUMENT_LISTS: Final = (*_CHANGES, "undated")
_ENTRIES: Final = ("undated_documents", "weakly_dated", "left_out", "failed", "kept", "notes", "citations")
_LIST_NAMES: Final = {
    "redated": "re-dated",
    "weakly_dated": "weakly dated",
    "failed": "not read",
    "kept": "not looked into",
    "citations": "citations affected",
    "left_out": "left out, since systems and editors leave them in folders",
}
_BAR_WIDTH: Final = 20
_MAX_LINE: Final = 300
_MINUTE: Final = 60
_UNPROTECTED: Final = "ids given out earlier are not protected; whoever runs me finds the reason in my log"


def progress(step: index.Step, scope: index.Scope) -> str:
    """How far a running reindex is."""
    lines = [f"**Reindexing** · {step.activity}"]
    if step.total:
        full = min(_BAR_WIDTH, _BAR_WIDTH * step.done // step.total)
        counted = f" {step.done:,} of {step.total:,}" if scope.everything else ""
        lines.append(f"`{'█' * full}{'░' * (_BAR_WIDTH - full)}`{counted}")
    notes = [f"started {ago(step.since)}"]
    if scope.everything and step.rate and step.left_s is not None and step.done < step.total:
        notes += [f"{step.rate:,.1f} a second", f"about {_time(step.left_s)} left"]
    return "\n".join([*lines, f"-# {' · '.join([*notes, 'searches keep working'])}"])


def ended(step: index.Step) -> str:
    """How a reindex ended that made no new generation."""
    head = "**Reindex stopped**" if step.ended == "stopped" else "**Reindex failed**"
    line = text.fit(index.one_line(step.in_chat), _MAX_LINE)
    return f"{head}\n{line[:1].upper()}{line[1:]}"


def summary(report: index.Report, scope: index.Scope) -> str:
    """What a reindex did, by numbers."""
    seen = within(report, scope)
    before = "" if report.previous is None else f" (before: {report.previous})"
    lines = [f"**Generation {report.generation}**{before}"]
    if report.fault:
        lines.append(f"⚠️ Not published: {text.fit(index.one_line(report.in_chat), _MAX_LINE)}")
    lines.append(_size(report, scope))
    names = (*DOCUMENT_LISTS, "weakly_dated", "failed", "kept", "citations")
    counts = [_counted(name, len(getattr(seen, name))) for name in names if getattr(seen, name)]
    lines.append(" · ".join(counts) or "Nothing has changed.")
    if report.recall is not None and scope.everything:
        was = "" if report.recall_before is None else f" (before: {report.recall_before:.3f})"
        lines.append(f"judged recall {report.recall:.3f}{was}")
    return "\n".join(line for line in lines if line)


def to_mend(report: index.Report, scope: index.Scope, commands: CommandNames, *, only_new: bool = False) -> list[str]:
    """What its reader can mend, in a few groups: a text for what has no date, for weak dates, for what was not read.

    Where the report holds `only_new` ones of these, that is said.
    """
    new = ", new" if only_new else ""
    seen = within(report, scope)
    failed = [Entry(failure.path, _reason(failure)) for failure in seen.failed]
    by_hand = f" · {commands.mention('archive date')} sets a date"
    parts = (
        report_groups.drawn(f"Undated{new}", report_groups.undated(seen), by_hand),
        report_groups.drawn(
            f"Weakly dated{new}", report_groups.weakly_dated(seen), f"{by_hand} where that one is wrong"
        ),
        report_groups.drawn(f"Not read{new}", failed),
    )
    return [part for part in parts if part]


def _size(report: index.Report, scope: index.Scope) -> str:
    """How much there is, and for who sees everything what it took."""
    if scope.everything:
        return (
            f"{report.documents:,} documents · {report.passages:,} passages, {report.embedded:,} embedded and "
            f"{report.reused:,} reused · {_time(report.seconds)}"
        )
    if report.folders is None:
        return ""
    seen = [counts for folder, counts in report.folders.items() if scope.opens(folder)]
    documents, passages = sum(counts.documents for counts in seen), sum(counts.passages for counts in seen)
    return f"{documents:,} documents · {passages:,} passages"


def full(report: index.Report, scope: index.Scope) -> str:
    """Every line of a report, as a text file."""
    seen = within(report, scope)
    before = "" if report.previous is None else f" (before: {report.previous})"
    parts = [f"Generation {report.generation}{before}", ""]
    if report.fault:
        parts += [f"Not published: {index.one_line(report.in_chat)}", ""]
    for name in _CHANGES:
        parts += _section(_name(name), [_path(entry) for entry in getattr(seen, name)])
    parts += _groups("undated", report_groups.undated(seen))
    parts += _groups("weakly_dated", report_groups.weakly_dated(seen))
    for name, entries in (("failed", seen.failed), ("kept", seen.kept), ("notes", seen.worth_checking)):
        parts += _section(_name(name), [f"{entry.path}: {_reason(entry)}" for entry in entries])
    affected = [_affected(entry, scope) for entry in seen.citations]
    parts += _section(_name("citations"), affected)
    parts += _section(_name("left_out"), list(seen.left_out))
    return "\n".join(parts)


def _groups(name: str, entries: list[Entry]) -> list[str]:
    if not entries:
        return []
    return [
        f"{_name(name).capitalize()} ({len(entries)})",
        *(f"  {line}" for line in report_groups.listed(entries)),
        "",
    ]


def _reason(entry: index.Failure | index.Kept) -> str:
    """Why a file was not read or is kept; of the ledger an earlier version's report names the place on the machine."""
    if entry.path == index.DataFile.CITATIONS:
        return entry.chat or _UNPROTECTED
    return entry.chat or entry.reason


def _affected(entry: index.Affected, scope: index.Scope) -> str:
    """The engine's reason may name any document; to who doesn't see where the words went, they are gone."""
    if scope.everything:
        return f"{entry.passage} ({entry.document}): {entry.reason}"
    return f"{entry.passage} ({entry.document}): {entry.state if _places(entry, scope)[1] else 'removed'}"


def _places(entry: index.Affected, scope: index.Scope) -> list[str | None]:
    """Where the words were and are, as far as `scope` sees; nowhere, where an earlier version's report doesn't say."""
    return [path if path and scope.sees(path) else None for path in entry.places or (None, None)]


def within(report: index.Report, scope: index.Scope) -> index.Report:
    """The report as far as `scope` sees it."""
    if scope.everything:
        return report
    seen: dict[str, object] = {
        name: tuple(entry for entry in getattr(report, name) if _sees(scope, entry))
        for name in (*DOCUMENT_LISTS, *_ENTRIES)
    }
    return report.model_copy(update=seen | _half_seen(report, scope))


def _sees(scope: index.Scope, entry: object) -> bool:
    """Whether `scope` sees every document that an entry of a report names."""
    if isinstance(entry, str):
        return scope.sees(entry)
    if isinstance(entry, index.Moved):
        return scope.sees(entry.before) and scope.sees(entry.after)
    if isinstance(entry, (index.Failure, index.Kept, index.Undated, index.WeaklyDated)):
        return scope.sees(entry.path) and scope.opens(entry.path)  # a folder that can't be opened is one, too
    return isinstance(entry, index.Affected) and scope.sees(entry.document) and any(_places(entry, scope))


def _half_seen(report: index.Report, scope: index.Scope) -> dict[str, tuple[str, ...]]:
    """What came out of a hidden folder is new to who doesn't see it, and what went into one is gone."""
    come = [moved.after for moved in report.moved if scope.sees(moved.after) and not scope.sees(moved.before)]
    gone = [moved.before for moved in report.moved if scope.sees(moved.before) and not scope.sees(moved.after)]
    return {
        "added": tuple(sorted([*filter(scope.sees, report.added), *come])),
        "removed": tuple(sorted([*filter(scope.sees, report.removed), *gone])),
    }


def _section(name: str, lines: list[str]) -> list[str]:
    if not lines:
        return []
    return [f"{name.capitalize()} ({len(lines)})", *(f"  {index.one_line(line)}" for line in lines), ""]


def _path(entry: str | index.Moved) -> str:
    return entry if isinstance(entry, str) else f"{entry.before} -> {entry.after}"


def _counted(name: str, number: int) -> str:
    return counted(number, "citation", "affected") if name == "citations" else f"{number:,} {_name(name)}"


def _name(name: str) -> str:
    return _LIST_NAMES.get(name, name)


def _time(seconds: float) -> str:
    if seconds < _MINUTE:
        return f"{seconds:.0f} s"
    minutes = round(seconds / _MINUTE)
    return f"{minutes} min" if minutes < _MINUTE else f"{minutes // _MINUTE} h {minutes % _MINUTE} min"
