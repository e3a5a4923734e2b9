"""Texts and ids in, Discord components out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import discord
from discord import ui

ACCENT: Final = discord.Colour(0x3B6EA5)


@dataclass(frozen=True, slots=True)
class Control:
    """A button below a page."""

    custom_id: str
    label: str
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A text above its own row of buttons."""

    text: str
    controls: tuple[Control, ...]


def results(header: str, hits: Iterable[Section], footer: str, controls: Iterable[Iterable[Control]]) -> ui.LayoutView:
    """A page of hits: a header, each hit above the buttons on its passage, a footer and rows of controls.

    Five hits with three buttons each are 28 components with the frame, header and footer; two full rows of controls
    are the 12 that are left. So there are no lines between hits, whose heads stand out by themselves.
    """
    container: ui.Container[ui.LayoutView] = ui.Container(accent_colour=ACCENT)
    container.add_item(ui.TextDisplay(header))
    for hit in hits:
        container.add_item(ui.TextDisplay(hit.text))
        container.add_item(ui.ActionRow(*map(_button, hit.controls)))
    container.add_item(ui.TextDisplay(footer))
    return _finished(container, controls)


def notice(
    texts: Iterable[str], controls: Iterable[Iterable[Control]] = (), *, files: Iterable[str] = ()
) -> ui.LayoutView:
    """Plain texts in a frame, the attached files of these names, and rows of controls."""
    container: ui.Container[ui.LayoutView] = ui.Container(*map(ui.TextDisplay, texts), accent_colour=ACCENT)
    for name in files:
        container.add_item(ui.File(f"attachment://{name}"))
    return _finished(container, controls)


def _finished(container: ui.Container[ui.LayoutView], controls: Iterable[Iterable[Control]]) -> ui.LayoutView:
    """A view that discord.py doesn't keep: presses are answered by their custom ids, in this process or the next."""
    for row in controls:
        if buttons := [_button(control) for control in row]:
            container.add_item(ui.ActionRow(*buttons))
    view = ui.LayoutView(timeout=None)
    view.add_item(container)
    view.stop()
    return view


def paging(custom_id: Callable[[int], str], page: int, pages: int) -> list[Control]:
    """A row that turns pages, none for a single page; `custom_id` makes the id that leads to a page."""
    if pages == 1:
        return []
    return [
        Control(custom_id(page - 1), "◀", disabled=page == 1),
        Control(custom_id(page), f"{page}/{pages}", disabled=True),
        Control(custom_id(page + 1), "▶", disabled=page == pages),
    ]


def _button(control: Control) -> ui.Button[ui.LayoutView]:
    return ui.Button(custom_id=control.custom_id, label=control.label, disabled=control.disabled)
