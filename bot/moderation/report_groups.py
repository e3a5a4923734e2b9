"""What a report's readers can mend, in groups: a cure once, under it each reason, how many documents and the first.

It is as short as a message must be; the file beside it has every document. Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

import index
from bot.ui import dates, text

Groups = Mapping[str, Mapping[str, Sequence[str]]]
"""Paths by reason by cure; both are said as for a chat."""

_CURES: Final = 4
_REASONS: Final = 2
_NAMES: Final = 2
"""How many are shown of each."""
_MAX_TEXT: Final = 700
"""Characters under one heading."""
_MAX_WORDS: Final = 240
_MAX_NAME: Final = 60
_OR_BY_HAND: Final = f", or {index.BY_HAND_IN_CHAT}"


class Entry(NamedTuple):
    """A document or a file of a report; `day` is its weak date."""

    path: str
    reason: str
    cure: str = ""
    day: str = ""


def undated(report: index.Report) -> list[Entry]:
    """The documents without a date."""
    return [Entry(document.path, document.reason, document.in_chat) for document in report.without_date]


def weakly_dated(report: index.Report) -> list[Entry]:
    """The documents whose date is weak, with where it comes from as the reason."""
    return [
        Entry(document.path, document.date.dated_by, document.in_chat, dates.span(document.date))
        for document in report.weakly_dated
    ]


def drawn(heading: str, entries: Sequence[Entry], hint: str = "") -> str:
    """A message's part about these; empty where there are none."""
    if not entries:
        return ""
    lines, shown = [f"**{heading}** ({len(entries):,}){hint}"], 0
    for cure, reasons in _largest(_grouped(entries))[:_CURES]:
        more, told = _group(cure, reasons)
        if sum(map(len, (*lines, *more))) > _MAX_TEXT and shown:
            break
        lines += more
        shown += told
    if shown < len(entries):
        lines.append(f"-# and {len(entries) - shown:,} more in the file, with what to do")
    return "\n".join(lines)


def listed(entries: Iterable[Entry]) -> list[str]:
    """A line for each of these, below what helps all of its group."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for path, reason, cure, day in entries:
        groups[cure].append(f"{path}: {day}, {reason}" if day else f"{path}: {reason}")
    lines = []
    for cure in sorted(groups, key=lambda cure: -len(groups[cure])):
        lines += [f"{cure}:"] if cure else []
        lines += [f"  {index.one_line(line)}" for line in groups[cure]]
    return lines


def _grouped(entries: Iterable[Entry]) -> Groups:
    groups: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for path, reason, cure, _ in entries:
        groups[cure.removesuffix(_OR_BY_HAND)][reason].append(path)
    return groups


def _largest(groups: Groups) -> list[tuple[str, Mapping[str, Sequence[str]]]]:
    return sorted(groups.items(), key=lambda group: -sum(map(len, group[1].values())))


def _group(cure: str, reasons: Mapping[str, Sequence[str]]) -> tuple[list[str], int]:
    """Its lines, and how many documents these speak of."""
    largest = sorted(reasons.items(), key=lambda reason: -len(reason[1]))[: _REASONS if cure else _CURES]
    lines = [f"- {text.label(_capital(cure), _MAX_WORDS)}"] if cure else []
    for reason, paths in largest:
        number = f"{len(paths):,} × " if len(paths) > 1 else ""
        lines.append(f"{'  ' * bool(cure)}- {number}{text.label(reason, _MAX_WORDS)}: {_names(paths)}")
    return lines, sum(len(paths) for _, paths in largest)


def _names(paths: Sequence[str]) -> str:
    names = ", ".join(text.label(text.path_line(path), _MAX_NAME) for path in paths[:_NAMES])
    more = len(paths) - _NAMES
    return f"{names} and {more:,} more" if more > 0 else names


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
