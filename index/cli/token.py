"""`dateline token`: the tokens by which programs are known to `dateline serve`."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import index
from index import AuditLog, IndexDataError, Settings, Token, TokenError, Tokens
from index.cli import asked
from index.cli import folders as named_folders
from index.cli import options as common


def add(commands: Any) -> None:
    parser = common.command(commands, "token", run, "make, list and revoke the tokens of programs")
    parser.add_argument(
        "action", choices=("add", "list", "revoke"), metavar="ACTION", help="add NAME, list or revoke NAME"
    )
    parser.add_argument("name", nargs="?", metavar="NAME", help="what the token is called, such as reading-list")
    parser.add_argument(
        "--folders", metavar="NAMES", help="with add: the only folders it sees, with commas; . is documents in none"
    )


def run(options: argparse.Namespace) -> None:
    if bool(options.name) != (options.action != "list"):
        raise common.wrong_usage("token needs one of: add NAME, list, revoke NAME")
    if options.folders is not None and options.action != "add":
        raise common.wrong_usage("--folders goes with: dateline token add NAME")
    acts: dict[str, Callable[[argparse.Namespace, Settings], None]] = {"add": _add, "list": _list, "revoke": _revoke}
    acts[options.action](options, common.settings(options))


def _add(options: argparse.Namespace, settings: Settings) -> None:
    name = asked.typed("the name", options.name)
    folders = None if options.folders is None else named_folders.read(options.folders, settings)
    tokens, made = Tokens(settings.data), dt.datetime.now(dt.UTC).replace(microsecond=0)
    secret = tokens.add(name, folders, made)
    token = Token(name=name, folders=folders, made=made)
    try:
        _note(settings, "token add", token.name, folders=_shown(token))
    except IndexDataError:
        tokens.revoke(name)  # nobody has seen its secret
        raise
    if options.json:
        _print({**_fields(token), "secret": secret})
        return
    print(secret)
    index.say(f"this is the secret of the token {name}, which sees {_shown(token)}; it is not shown again")


def _list(options: argparse.Namespace, settings: Settings) -> None:
    found = Tokens(settings.data).all()
    if options.json:
        _print({"tokens": [_fields(token) for token in found]})
        return
    for token in found:
        print(f"{token.name}  {_shown(token)}  made {token.made:%Y-%m-%d}")
    if not found:
        index.say("there is no token yet; make one with: dateline token add NAME")


def _revoke(options: argparse.Namespace, settings: Settings) -> None:
    name = asked.typed("the name", options.name)
    if not Tokens(settings.data).revoke(name):
        raise TokenError(f"there is no token {asked.quoted(name)}; dateline token list lists them")
    _note(settings, "token revoke", name)
    if options.json:
        _print({"revoked": name})
    else:
        print(f"The token {name} is revoked.")


def _note(settings: Settings, action: str, name: str, **more: str) -> None:
    """Adds a line to the audit log, in the form of the bot's lines."""
    at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    who = {"user": None, "guild": None, "by": common.user()}
    AuditLog(settings.data).add({"at": at, **who, "action": action, "allowed": True, "what": name, **more})


def _shown(token: Token) -> str:
    if token.folders is None:
        return "what every member may see"
    return named_folders.shown(token.folders)


def _fields(token: Token) -> dict[str, Any]:
    return token.model_dump(mode="json")


def _print(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False), flush=True)
