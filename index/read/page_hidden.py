"""What a web page holds and never shows, by its own word: attributes, styles, and elements that are not drawn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NEVER = (
    *("script", "style", "template", "head", "svg", "iframe", "frameset", "canvas", "audio", "video", "datalist", "rp"),
    *("annotation", "annotation-xml"),
)
"""Elements whose words no browser shows as text."""
_MARKED = "//*[@hidden or @style or self::dialog]"
_ALWAYS = frozenset(("html", "body"))
"""Elements that are hidden only until scripts have run."""

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_HIDING = re.compile(
    r"(?i)(?:^|[;{\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))\s*(?:!\s*important\s*)?(?=[;}]|\Z)"
)
_SHOWING = re.compile(r"(?i)(?:^|[;{\s])(?:display\s*:\s*(?!none)[a-z]|visibility\s*:\s*visible)")
_SIMPLE = re.compile(r"(?:[a-z][a-z0-9]*)?([.#][A-Za-z_][\w-]*)")
_NAME = re.compile(r"[.#]([A-Za-z_][\w-]*)")
_ON_DEMAND = re.compile(
    r"(?i)tab|panel|pane\b|accordion|collaps|toggle|expand|slide|carousel|drop|menu|faq|answer|more|spoiler|step|reveal|"
    r"content|page|chapter|section|js"
)
"""Names of what a click shows."""
MAX_STYLES = 256 * 1024
"""Characters of style sheets and scripts that are looked at."""
MAX_NAMES = 100


def remove_hidden(page: Element) -> None:
    """Takes out of the tree what is not shown; what the page hides as a whole stays."""
    styled = frozenset(_hidden_names(page))
    for node in list(page.iter(*_NEVER)):
        node.drop_tree()
    marked = page.xpath("//*[@hidden or @style or self::dialog or @class or @id]" if styled else _MARKED)
    remove(page, [node for node in marked if _is_hidden(node, styled)])


def remove(page: Element, nodes: list[Element]) -> None:
    """Takes elements out of the tree, and leaves what follows them; none if no word would be left."""
    if nodes and _has_more(page, nodes):
        for node in nodes:
            if node.getparent() is not None:  # not dropped already
                node.drop_tree()


def _has_more(page: Element, nodes: list[Element]) -> bool:
    """Whether any word is outside of these elements."""
    from lxml import etree  # noqa: PLC0415 - only where pages are read

    left_out = set(nodes)
    walk = etree.iterwalk(page, events=("start", "end"))
    for event, node in walk:
        if event == "start" and node in left_out:
            walk.skip_subtree()
        elif ((node.text if event == "start" else node.tail) or "").strip():
            return True
    return False


def _is_hidden(node: Element, styled: frozenset[str]) -> bool:
    if node.tag in _ALWAYS:
        return False
    if node.get("hidden", "until-found").strip().lower() != "until-found":
        return True
    if node.tag == "dialog" and node.get("open") is None:
        return True
    style = node.get("style")
    if style and _HIDING.search(_COMMENT.sub(" ", style)):
        return True
    if not styled:
        return False
    names = [f".{name}" for name in node.get("class", "").split()]
    return not styled.isdisjoint((*names, f"#{node.get('id')}"))


def _hidden_names(page: Element) -> Iterator[str]:
    """Classes and ids that the page's own styles hide, and that nothing on the page shows again."""
    sheets = _COMMENT.sub(" ", "\n".join(_texts(page, "style")))[:MAX_STYLES]
    if not _HIDING.search(sheets):
        return
    rules = list(_rules(sheets))
    hiding = (selectors for selectors, style, nested in rules if not nested and _HIDING.search(style))
    simple = dict.fromkeys(
        match[1] for selectors in hiding for one in selectors.split(",") if (match := _SIMPLE.fullmatch(one.strip()))
    )
    shown = {name for selectors, style, _ in rules if _SHOWING.search(style) for name in _NAME.findall(selectors)}
    scripts = "\n".join(_texts(page, "script"))[:MAX_STYLES]
    for name in list(simple)[:MAX_NAMES]:
        if name[1:] not in shown and not _ON_DEMAND.search(name) and name[1:] not in scripts:
            yield name


def _rules(sheets: str) -> Iterator[tuple[str, str, bool]]:
    """Selectors, declarations, and whether the rule is within another, such as `@media`."""
    heads: list[str] = []
    pieces = re.split(r"([{}])", sheets)
    for piece, brace in zip(pieces[::2], pieces[1::2], strict=False):
        if brace == "{":
            heads.append(piece.rpartition(";")[2].strip())
        elif heads:
            yield heads.pop(), piece, bool(heads)


def _texts(page: Element, tag: str) -> Iterable[str]:
    return (node.text or "" for node in page.iter(tag) if "print" not in node.get("media", ""))
