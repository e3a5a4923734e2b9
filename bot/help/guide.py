"""What `/help` says. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import index

_ASKING: Final = f"""**Searching**
Every answer is a passage of a document, word for word, with the document's date. No language model writes anything.
- `moon landing` finds by words and by meaning
- `"giant leap"` only passages with exactly these words · `-apollo` only passages without this word
- `March 2018`, or any filter without words, lists all documents of it
- `title:moon` only documents with this in their title · `in:folder` only documents of this folder
- `since:1969` `until:1972-12` `during:"July 1969"` `after:1969-07-20` `before:1970` only documents of these dates
- `moon landing in July 1969` puts documents of this time first, and leaves none out
Dates are written as {index.DATE_FORMS}. Documents without a date are left out where only some dates are asked for."""

_BUTTONS: Final = """**The buttons**
- **◀ ▶** turn the pages; only the person who searched can
- **Cite** shows only you a whole passage, its reference in many styles, and whether its source still says so
- **Add** puts it into your dossier; `/dossier export` makes a bibliography of it
- **Context** shows what stands before and after it
- **Only these dates** leaves out everything else · **Drop the dates** searches again without the dates
- **Show to channel** shows a private answer to everyone"""


def draw(commands: Iterable[tuple[str, str]], *, mentions: bool) -> str:
    """The guide; `commands` are names and descriptions of what its reader can use."""
    lines = ["**What I can do**", *(f"- `{name}` · {description}" for name, description in commands)]
    lines.append("- *Apps → Search the archive* on a message · searches for what the message says")
    if mentions:
        lines.append("- a message that mentions me · searches for the rest of the message")
    return "\n".join((_ASKING, "\n".join(lines), _BUTTONS))
