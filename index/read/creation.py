"""The day on which an office file was created, by its properties. Pure."""

from __future__ import annotations

from index.dates.stated import StatedDate

TEMPLATES = ("2013-12-23T23:15:00", "2013-01-27T09:14:16")
"""When the templates of python-docx and python-pptx were created, which their files give as their own day."""


def created_on(written: str) -> tuple[StatedDate, ...]:
    """The day as the file states it, the last resort for its date; none where it is that of a template."""
    if not written or written.startswith(TEMPLATES):
        return ()
    return (StatedDate(written, "creation metadata"),)
