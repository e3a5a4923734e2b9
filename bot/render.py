"""Texts and ids in, Discord components out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import discord
from discord import ui

from bot.search.page import Sheet

ACCENT: Final = discord.Colour(0x3B6EA5)
CITE: Final = "Cite"


@dataclass(frozen=True, slots=True)
class Control:
    """A button below a page."""

    custom_id: str
    label: str
    disabled: bool = False


def results(sheet: Sheet, cite_id: Callable[[str], str], controls: Iterable[Iterable[Control]]) -> ui.LayoutView:
    """A page of hits: a header, each hit beside its Cite button, a footer and rows of controls."""
    container: ui.Container[ui.LayoutView] = ui.Container(accent_colour=ACCENT)
    container.add_item(ui.TextDisplay(sheet.header))
    for entry in sheet.entries:
        container.add_item(ui.Separator())
        container.add_item(ui.Section(entry.drawn, accessory=_button(Control(cite_id(entry.passage), CITE))))
    container.add_item(ui.Separator())
    container.add_item(ui.TextDisplay(sheet.footer))
    return _finished(container, controls)


def notice(texts: Iterable[str], controls: Iterable[Iterable[Control]] = ()) -> ui.LayoutView:
    """Plain texts in a frame, with rows of controls."""
    container: ui.Container[ui.LayoutView] = ui.Container(*map(ui.TextDisplay, texts), accent_colour=ACCENT)
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


def _button(control: Control) -> ui.Button[ui.LayoutView]:
    return ui.Button(custom_id=control.custom_id, label=control.label, disabled=control.disabled)
