"""The words that a slide shows, in reading order: its title first, then shapes, tables, charts and diagrams."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from index.read.paragraphs import Budget, Paragraphs
from index.read.tables import Row, table_lines

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_SHAPES = frozenset((f"{P}sp", f"{P}graphicFrame", f"{P}cxnSp"))
_TITLES = frozenset(("title", "ctrTitle"))
_FURNITURE = frozenset(("dt", "ftr", "hdr", "sldNum", "sldImg"))
"""What stands on every slide: days, footers, numbers; and on pages of notes the slide's picture."""
_NO_NODES = frozenset(("pres", "parTrans", "sibTrans", "doc"))
_OFF = frozenset(("0", "false", "off"))

Related = Callable[[str], "Element | None"]
"""The root of what a slide names by the id of a relationship."""


def slide_text(root: Element, related: Related, budget: Budget) -> str:
    """The text of a slide, a blank line between paragraphs."""
    found = Paragraphs(budget)
    tree = root.find(f"{P}cSld/{P}spTree")
    for shape in () if tree is None else sorted(_shapes(tree), key=lambda shape: _kind(shape) not in _TITLES):
        found.add(_texts(shape, related))
    return found.text()


def notes_text(root: Element, budget: Budget) -> str:
    """What is noted for the speaker on a page of notes."""
    found = Paragraphs(budget)
    tree = root.find(f"{P}cSld/{P}spTree")
    for shape in () if tree is None else _shapes(tree):
        if _kind(shape) in ("body", ""):
            found.add(_texts(shape, lambda _: None))
    return found.text()


def is_hidden(root: Element) -> bool:
    """Whether a slide is left out when the presentation is shown."""
    return root.get("show", "1") in _OFF


def _shapes(tree: Element) -> Iterator[Element]:
    """Shapes and frames in order, those of groups in their group's place; not the copies for older programs."""
    for node in tree:
        if node.tag == f"{_MC}AlternateContent":
            yield from _shapes(_kept(node))
        elif node.tag == f"{P}grpSp" and not _is_unseen(node):
            yield from _shapes(node)
        elif node.tag in _SHAPES and not _is_unseen(node):
            yield node


def _kept(alternatives: Element) -> Element:
    """Of the same content for newer and older programs that for the newest."""
    return next(alternatives.iterchildren(f"{_MC}Choice", f"{_MC}Fallback"), alternatives)


def _is_unseen(shape: Element) -> bool:
    properties = next(shape.iter(f"{P}cNvPr"), None)
    return _kind(shape) in _FURNITURE or (properties is not None and properties.get("hidden", "0") not in _OFF)


def _kind(shape: Element) -> str:
    """Which placeholder of the layout a shape fills, such as "title"; "obj" for one that isn't named, or empty."""
    place = next(shape.iterfind(f"*/{P}nvPr/{P}ph"), None)
    return "" if place is None else place.get("type", "obj")


def _texts(shape: Element, related: Related) -> Iterator[str]:
    if shape.tag != f"{P}graphicFrame":
        yield from _paragraphs(shape)
        return
    for table in shape.iter(f"{A}tbl"):
        yield from table_lines(list(_rows(table)))
    for chart in shape.iter(f"{_CHART}chart"):
        yield from _of(related(chart.get(f"{RELATIONS}id", "")), _chart)
    for diagram in shape.iter(f"{_DIAGRAM}relIds"):
        yield from _of(related(diagram.get(f"{RELATIONS}dm", "")), _diagram)


def _of(root: Element | None, read: Callable[[Element], Iterator[str]]) -> Iterator[str]:
    return iter(()) if root is None else read(root)


def _paragraphs(node: Element) -> Iterator[str]:
    return (_paragraph(each) for each in node.iter(f"{A}p"))


def _paragraph(node: Element) -> str:
    pieces = ("\n" if each.tag == f"{A}br" else each.text or "" for each in node.iter(f"{A}t", f"{A}br", _MATHS))
    return "".join(pieces).replace("\v", "\n")


def _rows(table: Element) -> Iterator[Row]:
    properties = table.find(f"{A}tblPr")
    is_header = properties is not None and properties.get("firstRow", "0") not in _OFF
    for row in table.iterchildren(f"{A}tr"):
        yield Row(tuple(_cells(row)), is_header)
        is_header = False


def _cells(row: Element) -> Iterator[str]:
    """The cells from the left; those that another covers are empty, and left out at the end."""
    covered = 0
    for cell in row.iterchildren(f"{A}tc"):
        if cell.get("hMerge", "0") not in _OFF or cell.get("vMerge", "0") not in _OFF:
            covered += 1
            continue
        yield from [""] * covered
        covered = 0
        yield "\n\n".join(filter(None, map(str.strip, _paragraphs(cell))))


def _diagram(root: Element) -> Iterator[str]:
    """What the shapes of a diagram say, in the order in which it lists them."""
    for point in root.iter(f"{_DIAGRAM}pt"):
        if point.get("type", "node") not in _NO_NODES:
            yield from _paragraphs(point)


def _chart(root: Element) -> Iterator[str]:
    """A chart's titles, and its values as a table: a row a category, a column a series."""
    for title in root.iter(f"{_CHART}title"):
        yield " ".join(_paragraphs(title))
    series = list(root.iter(f"{_CHART}ser"))
    if not series:
        return
    categories = _points(series[0].find(f"{_CHART}cat"), series[0].find(f"{_CHART}xVal"))
    names = [" ".join(_points(each.find(f"{_CHART}tx")).values()) for each in series]
    values = [_points(each.find(f"{_CHART}val"), each.find(f"{_CHART}yVal")) for each in series]
    yield from table_lines(list(_chart_rows(categories, names, values)))


def _chart_rows(categories: dict[int, str], names: list[str], values: list[dict[int, str]]) -> Iterator[Row]:
    yield Row(("", *names), is_header=True)
    for at in sorted({*categories, *(key for each in values for key in each)}):
        yield Row((categories.get(at, ""), *(each.get(at, "") for each in values)))


def _points(*nodes: Element | None) -> dict[int, str]:
    """What is cached of cells of a sheet, by their place."""
    points = (point for node in nodes if node is not None for point in node.iter(f"{_CHART}pt"))
    written = ((point.get("idx", ""), point.findtext(f"{_CHART}v") or "") for point in points)
    return {int(at): value for at, value in written if at.isascii() and at.isdigit() and len(at) < 7}
