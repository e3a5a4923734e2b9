"""Forms that a person fills in: fields in, Discord's modals out, and what was filled in back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import discord
from discord import ui

from bot.ui import components, limits, presses
from bot.ui.components import Option
from bot.ui.respond import Interaction

_LABEL, _ROW = 18, 1
"""Types of the components that hold a field."""
_LONG: Final = 100
"""Fields that may hold more characters are drawn as several lines."""


@dataclass(frozen=True, slots=True)
class TextField:
    """A text to type, at most `most` characters of it."""

    id: str
    label: str
    text: str = ""
    hint: str = ""
    most: int = _LONG
    required: bool = False


@dataclass(frozen=True, slots=True)
class ChoiceField:
    """One of several options to choose."""

    id: str
    label: str
    options: Sequence[Option]
    required: bool = False


Field = TextField | ChoiceField


async def show(interaction: Interaction, custom_id: str, title: str, fields: Iterable[Field]) -> None:
    """Answers a press with a form; what is filled in comes as a press of `custom_id`."""
    form = ui.Modal(title=limits.cut(title, limits.FORM_TITLE), custom_id=custom_id)
    for field in fields:
        form.add_item(ui.Label(text=field.label, component=_component(field)))
    form.stop()  # discord.py keeps none that has ended: the answer comes by its custom id, in any process
    await interaction.response.send_modal(form)


def _component(field: Field) -> ui.Item[Any]:
    if isinstance(field, ChoiceField):
        options = [components.option(one) for one in field.options]
        return ui.Select(custom_id=field.id, options=options, required=field.required)
    return ui.TextInput(
        custom_id=field.id,
        style=discord.TextStyle.long if field.most > _LONG else discord.TextStyle.short,
        default=field.text or None,
        placeholder=limits.cut(field.hint, limits.CHOICE_NAME) or None,
        required=field.required,
        max_length=field.most,
    )


def filled(interaction: Interaction) -> dict[str, str]:
    """What was filled in or chosen, by the ids of fields; empty for a field that was left alone."""
    return dict(_fields(presses.data(interaction).get("components") or ()))


def _fields(components: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for component in components:
        if component.get("type") == _LABEL:
            yield from _fields([component["component"]])
        elif component.get("type") == _ROW:
            yield from _fields(component["components"])
        elif "custom_id" in component:
            values = component.get("values") or [component.get("value") or ""]
            yield component["custom_id"], str(values[0])
