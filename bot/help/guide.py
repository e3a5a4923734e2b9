"""What `/help` says, on one screen of a phone. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_ASKING: Final = """{search} shows passages word for word, each with its date, {timeline} how many documents match, \
by time. No language model writes anything.
- `moon landing` words and meaning
- `"giant leap"` exactly this
- `-apollo` without this word
- `March 2018` all of that month
- `since:1969 until:1972-12`
- `title:moon` · `in:folder`"""
_KEEPING: Final = """**Read** opens a passage with references, to keep in your dossier: \
{dossier show} {dossier export} {dossier remove} {dossier clear}
{document} shows a document, {cite} a passage by its id. {forget-me} erases all I keep about you.
**Watch this** or {watch add}: what is new. {watch list}
{verify} or *Apps → Check the quotations*: is a quotation real?"""
_MENU: Final = "*Apps → Search the archive* on a message searches for what it says"
_MENTION: Final = "; so does a message that mentions me."


def draw(members: Iterable[tuple[str, str]], moderators: Iterable[tuple[str, str]], *, mentions: bool) -> str:
    """The guide; commands are names and mentions of what its reader can use, as a member and as a moderator."""
    named = dict(members)
    parts = [_ASKING, f"-# {_MENU}{_MENTION if mentions else '.'}", _KEEPING]
    text = "\n".join(_with(part, named) for part in parts)
    others = [mention for name, mention in named.items() if f"{{{name}}}" not in "".join(parts)]
    for_moderators = [mention for _, mention in moderators]
    lines = [text, _listed("", others), _listed("**For moderators:** ", for_moderators)]
    return "\n".join(line for line in lines if line)


def _with(part: str, named: dict[str, str]) -> str:
    for name, mention in named.items():
        part = part.replace(f"{{{name}}}", mention)
    return part


def _listed(before: str, mentions: list[str]) -> str:
    return before + " · ".join(mentions) if mentions else ""
