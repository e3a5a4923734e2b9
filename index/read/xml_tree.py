"""XML that strangers wrote, as a tree: no entity is expanded, no DTD loaded, nothing fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.read.protocol import UnreadableError

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

TOO_DEEP = "it has too many nested tags; simplify it"


def parse_xml(data: bytes, damaged: str) -> Element:
    """The root of the tree; raises `UnreadableError` with the reason `damaged` for what is no XML.

    libxml2 refuses more than 256 nested elements and texts of more than 10 MB by itself (no `huge_tree`).
    """
    from lxml import etree  # noqa: PLC0415 - only where XML is read

    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise UnreadableError(TOO_DEEP if "xcessive depth" in str(error) else damaged) from error
    except ValueError as error:  # an encoding that it declares and nobody knows
        raise UnreadableError(damaged) from error
    etree.strip_tags(root, etree.Entity)
    return root


def local(node: Element) -> str:
    """An element's name without its namespace; empty for what is no element."""
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(node: Element, name: str) -> str:
    """The attribute of this name in whatever namespace; empty if there is none."""
    return next((str(value) for key, value in node.attrib.items() if str(key).rpartition("}")[2] == name), "")
