"""What of one citation goes into a bundle, gathered and not yet written. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from index.cite.models import Citation, Cited, Record
from index.models.bundles import BundledCitation
from index.models.members import Member

CONTEXT: Final = 32
"""Characters before and after a quotation by which it is told from the same words elsewhere."""


@dataclass(frozen=True, slots=True)
class Span:
    """Where the words are in the text of a member: `text[start:end]` is `exact`."""

    text: Member
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str

    @classmethod
    def of(cls, text: Member, whole: str, start: int, end: int) -> Span:
        """The span of `whole`, which is the text of a member."""
        prefix, suffix = whole[max(0, start - CONTEXT) : start], whole[end : end + CONTEXT]
        return cls(text, start, end, whole[start:end], prefix, suffix)


@dataclass(frozen=True, slots=True)
class Entry:
    """A citation with its document's file, and where its words are; None where either isn't there now.

    `before` is where they were in the text that was cited; None where they stand somewhere as they were, or that text
    wasn't kept.
    """

    cited: Cited
    file: Member | None = None
    span: Span | None = None
    before: Span | None = None

    @property
    def citation(self) -> Citation:
        return self.cited.citation

    @property
    def record(self) -> Record:
        return self.cited.record

    @property
    def path(self) -> str:
        """The document where the words are now, or were."""
        return place_of(self.cited)

    @property
    def listed(self) -> BundledCitation:
        """As the manifest has it."""
        span, before = self.span, self.before
        return BundledCitation(
            id=self.record.id,
            state=self.citation.state,
            verbatim=self.citation.verbatim,
            not_compared=self.cited.not_compared is not None,
            said=self.cited.said_in_chat,
            document=self.path,
            sha256=self.record.document_sha256,
            file=self.file.path if self.file else None,
            text=span.text.path if span else None,
            start=span.start if span else None,
            end=span.end if span else None,
            cited_text=before.text.path if before else None,
            cited_start=before.start if before else None,
            cited_end=before.end if before else None,
        )


def place_of(cited: Cited) -> str:
    """The path of the document where the words are now or, where they are nowhere, were."""
    now = cited.citation.now
    return now.path if now else cited.record.path
