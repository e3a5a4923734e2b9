"""Discord's limits that Dateline meets, by name. Lengths are counted by `length`, which never counts too little.

Sources, in Discord's developer documentation:
messages        https://discord.com/developers/docs/resources/message#create-message
components      https://discord.com/developers/docs/components/reference
commands        https://discord.com/developers/docs/interactions/application-commands
interactions    https://discord.com/developers/docs/interactions/receiving-and-responding
"""

from typing import Final

MESSAGE_TEXT: Final = 4000
"""Characters of all text displays of one message together (components, text display)."""
CUSTOM_ID: Final = 100
"""Characters of a component's custom id (components, custom id)."""
ROW_BUTTONS: Final = 5
"""Buttons of an action row (components, action row)."""
ALT_TEXT: Final = 1024
"""Characters of the description of a picture (components, media gallery item)."""
CHOICES: Final = 25
"""Choices of an option, of an autocomplete answer and of a select (commands, option structure; components)."""
CHOICE_NAME: Final = 100
"""Characters of a choice's name and value, and of a select's labels (commands, choice structure; components)."""

FORM_TITLE: Final = 45
"""Characters of a form's title and of a field's label (interactions, modal; components, label)."""
FORM_TEXT: Final = 4000
"""Characters of a text field of a form (components, text input)."""
UNKNOWN_INTERACTION: Final = 10062
UNKNOWN_WEBHOOK: Final = 10015
ALREADY_ACKNOWLEDGED: Final = 40060
INVALID_WEBHOOK_TOKEN: Final = 50027
TOO_LATE_CODES: Final = frozenset({UNKNOWN_INTERACTION, UNKNOWN_WEBHOOK, ALREADY_ACKNOWLEDGED, INVALID_WEBHOOK_TOKEN})
"""Error codes of an interaction that has expired or was answered already
(https://discord.com/developers/docs/topics/opcodes-and-status-codes#json)."""


def length(text: str) -> int:
    """Length in UTF-16 units: at least the number of code points, so that whichever Discord counts, it fits."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, most: int) -> str:
    """Plain text of at most `most`, at least 1; what is longer ends with a mark."""
    if length(text) <= most:
        return text
    kept = text[: most - 1]
    while length(kept) > most - 1:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"
