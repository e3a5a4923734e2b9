"""`dateline watch`: queries that are kept, and what is new to them in the archive."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import sys
from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

import index
from index import COMMAND_LINE, EVERYTHING, MAX_LIMIT, Match, Post, Settings, Watch, WatchError, WatchHits, WatchPosts
from index.cli import asked
from index.cli import options as common

if TYPE_CHECKING:
    from index import Archive

NAMED: Final = 5
"""Documents that are named of what a run that was ended may not have printed."""
_HOLDER: Final = "the command line"


def add(commands: Any) -> None:
    parser = common.command(commands, "watch", run, "keep queries, and show what is new to them")
    actions = ("add", "list", "remove", "run")
    parser.add_argument("action", choices=actions, metavar="ACTION", help="add QUERY, list, remove TOKEN or run")
    parser.add_argument("words", nargs="*", metavar="QUERY", help="with add: what to watch for; with remove: its token")
    parser.add_argument("--since", metavar="DATE", help="with add: the first day that counts, as in a search")
    parser.add_argument("--until", metavar="DATE", help="with add: the last day that counts")


def run(options: argparse.Namespace) -> int | None:
    words = asked.typed("the query", " ".join(options.words))
    if bool(words) != (options.action in {"add", "remove"}):
        raise common.wrong_usage("watch needs one of: add QUERY, list, remove TOKEN, run")
    if options.action != "add" and (options.since or options.until):
        raise common.wrong_usage("--since and --until go with: dateline watch add QUERY")
    {"add": _add, "list": _list, "remove": _remove, "run": _run}[options.action](options, words)
    return None


def _add(options: argparse.Namespace, words: str) -> None:
    window = {name: asked.typed(name, day) for name in ("since", "until") if (day := getattr(options, name))}
    query = asked.query({"text": words, **window, "limit": MAX_LIMIT}, argparse.Namespace(**vars(options), sort=None))
    settings = common.settings(options)
    with closing(common.opened(settings)) as archive:
        notes = archive.reading(query).notes
        made = index.Watches(settings.data).add(
            COMMAND_LINE,
            query.text,
            since=query.since,
            until=query.until,
            checked=archive.status().generation,
            made=dt.datetime.now(dt.UTC),
        )
    for note in notes:
        index.say(note)
    if options.json:
        _print(_fields(made))
        return
    name = index.one_line(made.query)
    print(
        f"Watch {made.token} is kept: “{name}”, on what comes after generation {made.checked}; see dateline watch run"
    )


def _list(options: argparse.Namespace, words: str) -> None:
    found = _watches(common.settings(options))
    if options.json:
        _print({"watches": [_fields(watch) for watch in found]})
        return
    from index.cli.show import watches  # noqa: PLC0415 (what a command does not need, it does not wait for)

    watches.listed(found)


def _remove(options: argparse.Namespace, words: str) -> None:
    if not index.Watches(common.settings(options).data).remove(words, COMMAND_LINE):
        raise WatchError(f"there is no watch {asked.quoted(words)}; dateline watch list lists them")
    if options.json:
        _print({"removed": words})
    else:
        print(f"Watch {words} is removed.")


def _run(options: argparse.Namespace, words: str) -> None:
    settings = common.settings(options)
    found = _watches(settings)
    posts = WatchPosts(settings.data)
    perhaps = _left_unfinished(posts, found)
    if not found:
        if options.json:
            return
        index.say("there is no watch yet; make one with: dateline watch add QUERY")
        return
    with closing(common.opened(settings)) as archive:
        _told(options, archive, settings, perhaps)


def _told(options: argparse.Namespace, archive: Archive, settings: Settings, perhaps: Sequence[Match]) -> None:
    """Checks all watches and prints what is new to each: noted before that, and as printed after it."""
    from index.cli.show import watches as show  # noqa: PLC0415 (likewise)

    watcher, watches, posts = index.Watcher(archive, settings), index.Watches(settings.data), WatchPosts(settings.data)
    checks = watcher.check([(watch, EVERYTHING) for watch in _watches(settings) if watch.paused is None])
    watches.note(checks)
    warnings = {check.watch: check.warnings for check in checks}
    waiting = posts.waiting()
    nothing = 0
    for watch in _watches(settings):
        hits, post = _begun(watcher, posts, watch, waiting.get(watch.token, ()))
        told = warnings.get(watch.token, ())
        for line in told:
            index.say(f"{index.one_line(watch.query)}: {line}")
        if options.json:
            _print(
                show.run_json(_fields(watch), hits, told, [one.document for one in perhaps if one.watch == watch.token])
            )
        elif hits is not None and hits.hits:
            show.found(watch, hits)
        else:
            nothing += 1
        sys.stdout.flush()
        if post is not None:
            posts.done(post, None, dt.datetime.now(dt.UTC))
    if nothing and not options.json:
        index.say(f"nothing new for {nothing:,} {'watch' if nothing == 1 else 'watches'}")


def _begun(
    watcher: index.Watcher, posts: WatchPosts, watch: Watch, matches: Sequence[Match]
) -> tuple[WatchHits | None, Post | None]:
    """What is printed of a watch, claimed by this process; what another has claimed meanwhile it prints."""
    if not matches:
        return None, None
    hits = watcher.hits(watch, matches, EVERYTHING, MAX_LIMIT)
    posts.drop(hits.gone)
    post = posts.begin([match for match in matches if match not in hits.gone], None, _holder(), dt.datetime.now(dt.UTC))
    claimed = post.matches if post else ()
    mine = tuple(hit for hit in hits.hits if hit.match in claimed)
    return hits.model_copy(update={"hits": mine, "found": len(claimed)}), post


def _left_unfinished(posts: WatchPosts, watches: Sequence[Watch]) -> list[Match]:
    """What runs that were ended may not have printed: it is named, and not printed as new again."""
    mine = {watch.token for watch in watches}
    left = [post for post in posts.unfinished() if set(post.watches) <= mine and not _is_running(post.holder)]
    for post in left:
        posts.give_up(post, "the run that printed it was ended")
    matches = [match for post in left for match in post.matches]
    if matches:
        named = ", ".join(index.one_line(match.document) for match in matches[:NAMED])
        more = f" and {len(matches) - NAMED:,} more" if len(matches) > NAMED else ""
        index.say(f"a run that was ended may not have printed what was new: {named}{more}")
    return matches


def _holder() -> str:
    return f"{_HOLDER} {platform.node()} {os.getpid()}"


def _is_running(holder: str) -> bool:
    """Whether the process that holds a post runs on this machine; of another machine's nobody knows."""
    *_, host, number = holder.split(" ")
    if host != platform.node():
        return True
    try:
        os.kill(int(number), 0)
    except (ProcessLookupError, ValueError, OverflowError):
        return False
    except PermissionError:
        return True
    return int(number) != os.getpid()


def _watches(settings: Settings) -> list[Watch]:
    return index.Watches(settings.data).of_person(COMMAND_LINE)


def _fields(watch: Watch) -> dict[str, Any]:
    return watch.model_dump(
        mode="json", include={"token", "query", "since", "until", "made", "checked", "told", "paused"}
    )


def _print(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False), flush=True)
