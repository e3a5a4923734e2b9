"""What is said before and after another generation is searched. Pure."""

from __future__ import annotations

import index
from bot.moderation.wording import moment
from bot.ui.command_names import CommandNames
from bot.ui.passages import counted


def question(target: index.RollbackTarget, present: index.RollbackTarget | None, commands: CommandNames) -> str:
    """What would be searched, and what is searched now, if that can be looked into."""
    lines = [f"Search generation {target.generation} instead of {target.previous}?", _generation(target)]
    if present is not None:
        lines.append(_generation(present))
    lines.append(
        "-# Everyone's searches change within seconds. No file and no citation is touched, and it can be undone; "
        f"the next {commands.mention('archive reindex')} indexes the archive as it is then."
    )
    return "\n".join(lines)


def switched(swap: index.Swap, commands: CommandNames) -> str:
    return (
        f"Generation {swap.generation} is now served instead of {swap.previous}.\n"
        f"-# The next {commands.mention('archive reindex')} makes a new one from the archive as it is."
    )


def undone(swap: index.Swap) -> str:
    return f"Undone: generation {swap.generation} is served again."


def _generation(one: index.RollbackTarget) -> str:
    held = one.holdings
    return (
        f"- **{one.generation}**, indexed {moment(one.built)}: "
        f"{counted(held.documents, 'document')}, {counted(held.passages, 'passage')}"
    )
