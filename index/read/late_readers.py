"""The readers of formats other than plain text, each imported with the first file of its format.

What they need to take documents apart takes a process twice as long to import as all else, and many archives have files
of one format.
"""

# ruff: noqa: PLC0415 (imported late on purpose)
from __future__ import annotations

from index.read import compound
from index.read.protocol import FormatReader


def pdf() -> FormatReader:
    from index.read.pdf import read_pdf

    return read_pdf


def docx() -> FormatReader:
    from index.read.docx import read_docx

    return read_docx


def page() -> FormatReader:
    from index.read.html import read_html

    return read_html


def markdown() -> FormatReader:
    from index.read.markdown import read_markdown

    return read_markdown


def message() -> FormatReader:
    from index.read.mail import read_message

    return read_message


def mailbox() -> FormatReader:
    from index.read.mail import read_mailbox

    return read_mailbox


def emlx() -> FormatReader:
    from index.read.emlx import read_emlx

    return read_emlx


def saved_page() -> FormatReader:
    from index.read.saved_page import read_saved_page

    return read_saved_page


def outlook(data: bytes) -> FormatReader | None:
    """The reader for a message of Outlook's; None for what is none."""
    if not data.startswith(compound.MAGIC):
        return None
    from index.read.outlook import is_outlook, read_outlook

    return read_outlook if is_outlook(data) else None


def saved_page_in(head: str) -> FormatReader | None:
    """The reader for a saved page, which begins with such a `head`; None for what is none."""
    if "mime-version:" not in head.lower():
        return None
    from index.read.saved_page import is_saved_page, read_saved_page

    return read_saved_page if is_saved_page(head) else None
