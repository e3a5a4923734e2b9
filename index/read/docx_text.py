"""The words that a Word document shows, in order: from its XML, since python-docx skips insertions under review,
content controls, text boxes and notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.read.symbol_font import SYMBOL_FONT

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_PARAGRAPH, _RUN, _ROW, _CELL, _TEXT, _SYMBOL = (f"{W}{name}" for name in ("p", "r", "tr", "tc", "t", "sym"))
_OFF = frozenset(("0", "false", "off"))
_DELETED = frozenset((f"{W}del", f"{W}moveFrom"))
"""What a reviewer took out, or moved to where it stands again."""
_MARKS = frozenset((f"{W}rPr", f"{W}trPr"))
"""Where the same elements mark the end of a paragraph, or a row."""
_SIGNS = {
    **dict.fromkeys((f"{W}tab", f"{W}ptab"), "\t"),
    **dict.fromkeys((f"{W}br", f"{W}cr"), "\n"),
    f"{W}noBreakHyphen": "‑",
    f"{W}softHyphen": "\u00ad",
}
NOTE_REFERENCES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}

Notes = dict[tuple[str, str], "Element"]
"""Footnotes and endnotes by kind and id."""


@dataclass(frozen=True, slots=True)
class HiddenStyles:
    """Styles whose text is hidden, and the paragraph style that counts where none is named."""

    names: frozenset[str] = frozenset()
    default: str = ""


def hidden_styles(styles: Element | None) -> HiddenStyles:
    """The styles that hide their text, by themselves or by one they are based on."""
    if styles is None or next(styles.iter(f"{W}vanish"), None) is None:
        return HiddenStyles()
    named = {style.get(f"{W}styleId", ""): style for style in styles.iter(f"{W}style")}
    own = {name: _vanish(style) for name, style in named.items()}
    default = next((name for name, style in named.items() if _is_default(style)), "")
    return HiddenStyles(frozenset(name for name in named if _hides(name, named, own)), default)


def _is_default(style: Element) -> bool:
    return style.get(f"{W}type") == "paragraph" and style.get(f"{W}default", "0") not in _OFF


def _hides(name: str, named: dict[str, Element], own: dict[str, bool | None]) -> bool:
    seen: set[str] = set()
    while name in named and name not in seen:
        if (stated := own[name]) is not None:
            return stated
        seen.add(name)
        name = _value(named[name].find(f"{W}basedOn"))
    return False


def notes_of(parts: dict[str, Element | None]) -> Notes:
    """The notes in the parts of each kind; not the lines that separate them from the text."""
    return {
        (kind, note.get(f"{W}id", "")): note
        for kind, part in parts.items()
        for note in (() if part is None else part.iter(f"{W}{kind}"))
        if note.get(f"{W}type", "normal") == "normal"
    }


def text_of(body: Element, hidden: HiddenStyles, notes: Notes) -> str:
    """The text in order, with a blank line between paragraphs and a tab between the cells of a row.

    A footnote follows the paragraph that refers to it, or the table; endnotes come last.
    """
    left = dict(notes)
    pieces = list(_pieces(body, hidden, left))
    waiting = [note for kind, note in _referred(body, notes) if kind == "endnote"]
    return "".join([*pieces, *(piece for note in waiting for piece in _pieces(note, hidden, {}))])


def _pieces(body: Element, hidden: HiddenStyles, notes: Notes) -> Iterator[str]:
    _remove_unseen(body, hidden)
    previous: tuple[Element | None, Element | None] = (None, None)
    joined = False
    footnotes: list[Element] = []
    for paragraph in body.iter(_PARAGRAPH):
        row = next(paragraph.iterancestors(_ROW), None)
        if row is None:
            yield from _written(footnotes, hidden)
        cell = None if row is None else next(paragraph.iterancestors(_CELL), None)
        yield "" if joined and previous == (row, cell) else _between(previous, row, cell)
        joined = _is_joined(paragraph)
        previous = (row, cell)
        for node in _own_nodes(paragraph):
            yield _shown(node)
            if NOTE_REFERENCES.get(str(node.tag)) == "footnote":
                note = notes.pop(("footnote", node.get(f"{W}id", "")), None)
                footnotes += [] if note is None else [note]
    yield from _written(footnotes, hidden)


def _written(footnotes: list[Element], hidden: HiddenStyles) -> Iterator[str]:
    while footnotes:
        yield from _pieces(footnotes.pop(0), hidden, {})


def _referred(body: Element, notes: Notes) -> Iterator[tuple[str, Element]]:
    """Each note that the text refers to, once."""
    for key in dict.fromkeys(
        (NOTE_REFERENCES[str(node.tag)], node.get(f"{W}id", "")) for node in body.iter(*NOTE_REFERENCES)
    ):
        if key in notes:
            yield key[0], notes[key]


def _between(previous: tuple[Element | None, Element | None], row: Element | None, cell: Element | None) -> str:
    if row is None or row is not previous[0]:
        return "\n\n"
    return "\n" if cell is previous[1] else "\t"


def _is_joined(paragraph: Element) -> bool:
    """Whether a reviewer took out the paragraph's end, so that it goes on in the next."""
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    return mark is not None and any(child.tag in _DELETED for child in mark)


def _own_nodes(paragraph: Element) -> Iterator[Element]:
    """What makes up the paragraph's text, without that of text boxes, which are paragraphs of their own."""
    for node in paragraph.iter(_TEXT, f"{MATHS}t", _SYMBOL, *_SIGNS, *NOTE_REFERENCES):
        if next(node.iterancestors(_PARAGRAPH)) is paragraph:
            yield node


def _shown(node: Element) -> str:
    if node.tag == _SYMBOL:
        return _symbol(node)
    return _SIGNS.get(str(node.tag)) or node.text or ""


def _symbol(node: Element) -> str:
    """A symbol by its number; a blank for a picture, so that the words beside it stay apart."""
    try:
        character = chr(int(node.get(f"{W}char", ""), 16) & 0xFFFF)
    except ValueError:
        return " "
    if "\ue000" <= character <= "\uf8ff":
        letter = chr(ord(character) & 0xFF) if node.get(f"{W}font", "").lower() == "symbol" else ""
        return SYMBOL_FONT.get(letter, " ")
    return character


def _remove_unseen(body: Element, hidden: HiddenStyles) -> None:
    """Takes out of the tree what Word doesn't show, and stops of tabs, which are named like tabs."""
    for alternatives in list(body.iter(f"{_MC}AlternateContent")):
        _keep_one(alternatives)
    for node in list(body.iter(*_DELETED, f"{W}tabs")):
        if node.getparent().tag not in _MARKS:
            _remove(node)
    for row in list(body.iter(_ROW)):
        marks = row.find(f"{W}trPr")
        if marks is not None and (marks.find(f"{W}del") is not None or is_on(marks.find(f"{W}hidden"))):
            _remove(row)
    if hidden.names or next(body.iter(f"{W}vanish"), None) is not None:
        for run in [run for run in body.iter(_RUN, f"{MATHS}r") if _is_hidden(run, hidden)]:
            _remove(run)


def _keep_one(alternatives: Element) -> None:
    """Of the same content for newer and older programs: the first with text, for newer ones where none has."""
    branches = alternatives.findall(f"{_MC}Choice") + alternatives.findall(f"{_MC}Fallback")
    kept = next((branch for branch in branches if any((text.text or "").strip() for text in branch.iter(_TEXT))), None)
    for branch in branches:
        if branch is not (branches[0] if kept is None else kept):
            alternatives.remove(branch)


def _is_hidden(run: Element, hidden: HiddenStyles) -> bool:
    """By its own mark, or else by its style or its paragraph's; two that hide show it again (ISO 29500-1, 17.7.3)."""
    own = _vanish(run)
    if own is not None or not hidden.names:
        return bool(own)
    paragraph = next(run.iterancestors(_PARAGRAPH), None)
    style = None if paragraph is None else paragraph.find(f"{W}pPr/{W}pStyle")
    by_paragraph = (hidden.default if style is None else _value(style)) in hidden.names
    return by_paragraph != (_value(run.find(f"{W}rPr/{W}rStyle")) in hidden.names)


def _vanish(node: Element) -> bool | None:
    """What a run or style says of being hidden; None if nothing."""
    mark = node.find(f"{W}rPr/{W}vanish")
    return None if mark is None else is_on(mark)


def is_on(mark: Element | None) -> bool:
    """Whether a mark that is on where it stands is there and not switched off."""
    return mark is not None and mark.get(f"{W}val", "1") not in _OFF


def _value(node: Element | None) -> str:
    return "" if node is None else node.get(f"{W}val", "")


def _remove(node: Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def paragraph_texts(part: Element, hidden: HiddenStyles) -> list[str]:
    """The text of each paragraph of a page header."""
    _remove_unseen(part, hidden)
    return ["".join(map(_shown, _own_nodes(paragraph))) for paragraph in part.iter(_PARAGRAPH)]
