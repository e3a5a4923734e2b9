"""Texts and ids in, Discord components out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import discord
from discord import ui

from bot.ui import limits

ACCENT: Final = discord.Colour(0x3B6EA5)
FAILED: Final = discord.Colour(0xD22D39)
"""The accent of a message that tells of a failure."""

Style = Literal["secondary", "primary", "danger"]
"""How a button looks, by what it does: danger for what takes something away."""
_STYLES: Final = {
    "secondary": discord.ButtonStyle.secondary,
    "primary": discord.ButtonStyle.primary,
    "danger": discord.ButtonStyle.danger,
}


@dataclass(frozen=True, slots=True)
class Control:
    """A button."""

    custom_id: str
    label: str
    disabled: bool = False
    style: Style = "secondary"


@dataclass(frozen=True, slots=True)
class Link:
    """A button that opens an address."""

    url: str
    label: str


@dataclass(frozen=True, slots=True)
class Option:
    """What can be chosen in a select: plain text, as Discord formats none of it; what is too long is cut."""

    value: str
    label: str
    description: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Select:
    """A list of which one option is chosen, at most `limits.CHOICES` of them."""

    custom_id: str
    placeholder: str
    options: Sequence[Option]


Row = Iterable[Control | Link] | Select
"""Buttons side by side, or a select, which fills a row alone."""


@dataclass(frozen=True, slots=True)
class Section:
    """A hit or an entry: a head beside its button, and what stands below both at full width."""

    head: str
    control: Control
    body: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """An attached picture by its file's name; `description` is for who can't see it."""

    name: str
    description: str


Block = str | Section
"""A text, or a section."""


@dataclass(frozen=True, slots=True)
class Buttons:
    """A row of buttons among the blocks, on what stands above it."""

    controls: Sequence[Control]


Part = Block | Buttons | Picture
"""A block, or what stands between blocks."""


def page(blocks: Iterable[Part], rows: Iterable[Row] = (), accent: discord.Colour = ACCENT) -> ui.LayoutView:
    """Texts, sections and pictures in a frame, above rows of controls.

    Five sections with bodies are 20 components; with the frame, two texts, two selects and two full rows of buttons
    that is 39 of the 40 that Discord allows.
    """
    return _framed(blocks, (), rows, accent)


def notice(
    texts: Iterable[str], rows: Iterable[Row] = (), *, files: Iterable[str] = (), failed: bool = False
) -> ui.LayoutView:
    """Plain texts in a frame, the attached files of these names, and rows of controls."""
    return _framed(texts, files, rows, FAILED if failed else ACCENT)


def _framed(blocks: Iterable[Part], files: Iterable[str], rows: Iterable[Row], accent: discord.Colour) -> ui.LayoutView:
    """A view that discord.py doesn't keep: presses are answered by their custom ids, in this process or the next."""
    container: ui.Container[ui.LayoutView] = ui.Container(accent_colour=accent)
    for block in blocks:
        _add(container, block)
    for name in files:
        container.add_item(ui.File(f"attachment://{name}"))
    for row in rows:
        if items := _items(row):
            container.add_item(ui.ActionRow(*items))
    view = ui.LayoutView(timeout=None)
    view.add_item(container)
    view.stop()
    return view


def _add(container: ui.Container[ui.LayoutView], block: Part) -> None:
    if isinstance(block, Buttons):
        container.add_item(ui.ActionRow(*_items(block.controls)))
        return
    if isinstance(block, str):
        container.add_item(ui.TextDisplay(block))
        return
    if isinstance(block, Picture):
        description = limits.cut(block.description, limits.ALT_TEXT)
        picture = discord.MediaGalleryItem(f"attachment://{block.name}", description=description)
        container.add_item(ui.MediaGallery(picture))
        return
    container.add_item(ui.Section(ui.TextDisplay(block.head), accessory=_button(block.control)))
    if block.body:
        container.add_item(ui.TextDisplay(block.body))


def paging(custom_id: Callable[[int], str], jump: str, page: int, pages: int) -> tuple[list[Control], Select | None]:
    """Buttons that turn pages and a select that jumps to one; none of either for a single page.

    `custom_id` makes the id that leads to a page, `jump` is that of the select, whose values are pages.
    """
    if pages == 1:
        return [], None
    buttons = [
        Control(custom_id(page - 1), "‹", disabled=page == 1),
        Control(custom_id(page + 1), "›", disabled=page == pages),
    ]
    first = min(max(1, page - limits.CHOICES // 2), max(1, pages - limits.CHOICES + 1))
    near = range(first, min(pages, first + limits.CHOICES - 1) + 1)
    options = [Option(str(number), f"Page {number} of {pages}", chosen=number == page) for number in near]
    return buttons, Select(jump, "Go to a page", options)


def _items(row: Row) -> list[ui.Item[ui.LayoutView]]:
    if isinstance(row, Select):
        return [_select(row)] if row.options else []
    return [_button(control) for control in row]


def _button(control: Control | Link) -> ui.Button[ui.LayoutView]:
    if isinstance(control, Link):
        return ui.Button(url=control.url, label=control.label)
    return ui.Button(
        custom_id=control.custom_id, label=control.label, disabled=control.disabled, style=_STYLES[control.style]
    )


def _select(select: Select) -> ui.Select[ui.LayoutView]:
    return ui.Select(
        custom_id=select.custom_id, placeholder=select.placeholder, options=[option(one) for one in select.options]
    )


def option(drawn: Option) -> discord.SelectOption:
    """Discord's own, of a message's or a form's select."""
    return discord.SelectOption(
        value=drawn.value,
        label=limits.cut(drawn.label, limits.CHOICE_NAME),
        description=limits.cut(drawn.description, limits.CHOICE_NAME) or None,
        default=drawn.chosen,
    )
