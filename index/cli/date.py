"""`dateline date`: dates documents by hand, one or many; takes dates back; lists those that stand."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import index
from index import Assigned, Dated, DateSpan, SetDate, Undone
from index.cli import date_lists
from index.cli import options as common
from index.cli.date_lists import Fault, Line

if TYPE_CHECKING:
    from index import Dating

FAULT = 1
_LATER = "takes effect at the next dateline index"


def add(commands: Any) -> None:
    parser = common.command(commands, "date", run, "set the date of a document, or of many, by hand")
    parser.add_argument("path", metavar="PATH", nargs="?", help="the document's path in the archive")
    parser.add_argument("date", metavar="DATE", nargs="?", help="2025-01-23, 2025-01 or 2025")
    parser.add_argument("--why", metavar="TEXT", help="how the date is known; it is kept with it")
    parser.add_argument("--file", metavar="FILE", help="a list as CSV with path,date,why; - for standard input")
    parser.add_argument("--undo", action="store_true", help="take back the date that was set last of PATH")
    parser.add_argument("--list", action="store_true", help="list the dates that are set; so does no argument at all")


def run(options: argparse.Namespace) -> int | None:
    act = _act(options)
    return act(index.Dating(common.settings(options)), options)


def _act(options: argparse.Namespace) -> Callable[[Dating, argparse.Namespace], int | None]:
    """What is asked for; raises `SystemExit` where it can't be told."""
    named = [name for name in ("path", "date", "why", "file") if getattr(options, name) is not None]
    named += [name for name in ("undo", "list") if getattr(options, name)]
    acts: dict[Callable[[Dating, argparse.Namespace], int | None], tuple[set[str], set[str]]] = {
        _list: ({"list"}, set()),
        _undo: ({"path", "undo"}, set()),
        _file: ({"file"}, {"why"}),
        _set: ({"path", "date", "why"}, set()),
    }
    for act, (needed, allowed) in acts.items():
        if needed <= set(named) <= needed | allowed:
            return act
    if not named:
        return _list
    raise common.wrong_usage("date needs PATH DATE --why TEXT, or PATH --undo, or --file FILE, or --list")


def _set(dating: Dating, options: argparse.Namespace) -> None:
    done = dating.set(options.path, options.date, options.why, common.user())
    print(done.model_dump_json(exclude={"token"}) if options.json else _told(done))


def _undo(dating: Dating, options: argparse.Namespace) -> None:
    done = dating.undo(options.path, common.user())
    print(done.model_dump_json() if options.json else _taken_back(done))


def _file(dating: Dating, options: argparse.Namespace) -> int | None:
    """Every line that can be read is recorded; each other one is told, and the exit code says that there was one."""
    read = list(date_lists.read(options.file))
    lines = [one for one in read if isinstance(one, Line)]
    faults = [one for one in read if isinstance(one, Fault)]
    found = dating.set_many([_with_why(line.asked, options.why) for line in lines], common.user())
    faults += [Fault(lines[fault.place].number, fault.reason) for fault in found.faults]
    if options.json:
        told = [fault._asdict() | {"file": options.file} for fault in sorted(faults)]
        dated = [done.model_dump(mode="json", exclude={"token"}) for done in found.dated]
        print(json.dumps({"dated": dated, "faults": told}, ensure_ascii=False))
    else:
        _sum(found.dated)
    for fault in sorted(faults):
        print(f"dateline: {options.file}:{fault.number}: {index.one_line(fault.reason)}", file=sys.stderr)
    return FAULT if faults else None


def _list(dating: Dating, options: argparse.Namespace) -> None:
    found = dating.every()
    if options.json:
        print(json.dumps({"dates": [_fields(date) for date in found]}, ensure_ascii=False))
        return
    from index.cli.show import listings  # noqa: PLC0415 (what a command does not need, it does not wait for)

    listings.set_dates(found)


def _fields(date: SetDate) -> dict[str, Any]:
    shown = date.model_dump(mode="json", include={"path", "date", "own", "why", "who", "at", "gone"})
    return {"path": shown.pop("path"), **shown}


def _with_why(asked: Assigned, why: str | None) -> Assigned:
    return asked if asked.why or why is None else asked.model_copy(update={"why": why})


def _told(done: Dated) -> str:
    future = ", which is in the future" if done.future else ""
    name, day = index.one_line(done.path), f"{index.day_span(done.date)}{future}"
    if done.already:
        return f"{name} is dated {day} for that reason already."
    return f"{name} is dated {day}, no longer {_day(done.instead)}; it {_LATER}."


def _taken_back(done: Undone) -> str:
    again = f"{index.day_span(done.date)}, set before, stands again" if done.date else "what the document says counts"
    undone = f"The date {index.day_span(done.undone)} of {index.one_line(done.path)} is taken back: {again}"
    return f"{undone}; it {_LATER}."


def _sum(dated: Iterable[Dated]) -> None:
    states = [done.already for done in dated]
    new, old = states.count(False), states.count(True)
    already = f"; {old:,} stood so already" if old else ""
    later = f"; it {_LATER}" if new else ""
    print(f"{new:,} {'date is' if new == 1 else 'dates are'} set{already}{later}.")


def _day(date: DateSpan | None) -> str:
    return f"{index.day_span(date)} ({date.dated_by})" if date else "undated"
