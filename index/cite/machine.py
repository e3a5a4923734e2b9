"""References for reference managers: BibTeX, RIS and CSL-JSON.

CSL-JSON keeps every character. BibTeX and RIS have one line of text a field, so white space becomes single spaces
and invisible characters that act are left out (see `index.text.clean`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from index.cite.models import Citation, Record
from index.cite.reference import NO_ANNOTATIONS, UNDATED, Annotations, Reference, bracketed, date_ends, locator, notes
from index.dates.calendar import MONTHS
from index.text.clean import one_line

# Braces must balance in a BibTeX value even after a backslash, so they are spelled out. A hyphen or a backtick is
# escaped where TeX would join it with its neighbour to another character, and an at sign because some readers take it
# for the next entry.
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "`": r"\textasciigrave{}",
    "@": "{@}",
    **{character: f"\\{character}" for character in "%$#&_"},
}
_TEX_SPECIAL = re.compile(r"[\\{}~^`@%$#&_]|(?<=-)-|(?<=')'|(?<=,),|(?<=<)<|(?<=>)>")

_UNSAFE_IN_JSON = re.compile(
    "[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""What would act when the file is looked at, or can't be written as UTF-8: escaped, so that nothing is lost."""


def escape_bibtex(text: str) -> str:
    """`text` in one line, so that TeX and BibTeX read it as itself; letters stay as they are (UTF-8)."""
    return _TEX_SPECIAL.sub(lambda match: _TEX.get(match[0], f"{{}}{match[0]}"), one_line(text))


def bibtex(citations: Iterable[Citation], annotations: Annotations = NO_ANNOTATIONS) -> str:
    """An `@misc` entry a citation: BibTeX's kind for works of no other kind.

    What a person wrote is in `comment`, which reference managers show and no style prints.
    """
    return "\n".join(
        _bibtex_entry(Reference.of(citation), annotations.get(citation.record.id, "")) for citation in citations
    )


def _bibtex_entry(reference: Reference, annotation: str) -> str:
    place = locator(reference, "p. ", "para. ")
    fields = {
        "title": f"{{{{{escape_bibtex(_title(reference))}}}}}",
        **_bibtex_date(reference),
        "howpublished": f"{{{', '.join(part for part in (escape_bibtex(reference.path), place) if part)}}}",
        "note": f"{{{escape_bibtex('; '.join(notes(reference)))}}}",
        "annote": f"{{{escape_bibtex(f'“{reference.quotation}”')}}}",
    }
    if not reference.quotation:
        fields = {name: value for name, value in fields.items() if name not in {"howpublished", "annote", "year"}}
    if reference.link:
        fields["url"] = f"{{{escape_bibtex(reference.link)}}}"
    if reference.language:
        fields["language"] = f"{{{escape_bibtex(reference.language)}}}"
    if annotation:
        fields["comment"] = f"{{{escape_bibtex(annotation)}}}"
    lines = ",\n".join(f"  {name} = {value}" for name, value in fields.items())
    return f"@misc{{{reference.key},\n{lines}\n}}\n"


def _bibtex_date(reference: Reference) -> dict[str, str]:
    if reference.date is None:
        return {"year": f"{{{UNDATED}}}"}
    ends = date_ends(reference.date)
    fields = {"year": f"{{{ends[0][0]}}}"}
    if len(ends) > 1:
        fields["date"] = f"{{{'/'.join(_iso(parts) for parts in ends)}}}"
    if len(ends[0]) > 1:
        fields["month"] = MONTHS[ends[0][1] - 1][:3].lower()
    if len(ends[0]) > 2:
        fields["day"] = f"{{{ends[0][2]}}}"
    return fields


def _iso(parts: tuple[int, ...]) -> str:
    return "-".join([f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:])])


def ris(citations: Iterable[Citation], annotations: Annotations = NO_ANNOTATIONS) -> str:
    """A record of type GEN a citation, with a tag a line; undated sources have no date tag."""
    return "\n".join(
        _ris_record(Reference.of(citation), annotations.get(citation.record.id, "")) for citation in citations
    )


def _ris_record(reference: Reference, annotation: str) -> str:
    tags = [("TY", "GEN"), ("ID", reference.key), ("TI", _title(reference))]
    if reference.date is not None:
        year, *rest = date_ends(reference.date)[0]
        # YYYY/MM/DD/other, always with all three slashes.
        days = [f"{part:02}" for part in rest] + [""] * (2 - len(rest))
        tags += [("PY", f"{year:04}"), ("DA", f"{year:04}/{'/'.join(days)}/")]
    if reference.page:
        tags.append(("SP", str(reference.page)))
    tags += [("UR", reference.link or ""), ("AN", reference.path), ("LA", reference.language or "")]
    tags += [("N1", f"“{reference.quotation}”" if reference.quotation else ""), ("N1", "; ".join(notes(reference)))]
    tags.append(("N1", annotation))
    lines = [f"{tag}  - {one_line(value)}" for tag, value in tags if value.strip()]
    return "\n".join([*lines, "ER  - ", ""])


def csl_json(citations: Iterable[Citation], annotations: Annotations = NO_ANNOTATIONS) -> str:
    """An array of CSL items of type `document`; what CSL has no field for is in `custom`."""
    items = [_csl_item(citation, annotations.get(citation.record.id, "")) for citation in citations]
    text = json.dumps(items, ensure_ascii=False, indent=1)
    return _UNSAFE_IN_JSON.sub(lambda match: json.dumps(match[0])[1:-1], text) + "\n"


def _csl_item(citation: Citation, annotation: str) -> dict[str, Any]:
    reference = Reference.of(citation)
    item: dict[str, Any] = {"id": reference.key, "type": "document", "title": _title(reference)}
    if reference.date is not None:
        item["issued"] = {"date-parts": [list(parts) for parts in date_ends(reference.date)]}
    if reference.page:
        item["page"] = str(reference.page)
    if reference.link:
        item["URL"] = reference.link
    if reference.language:
        item["language"] = reference.language
    return item | {
        "archive_location": reference.path,
        "annote": reference.quotation,
        "note": "; ".join([*([annotation] if annotation else []), *notes(reference)]),
        "custom": {**_csl_record(citation.record, reference), "state": citation.state, "verbatim": citation.verbatim},
    }


def _csl_record(record: Record, reference: Reference) -> dict[str, Any]:
    if record.erased:
        return {"passage": record.id, "erased_at": record.erased.at.isoformat(), "erased_why": record.erased.why}
    return {
        "passage": record.id,
        "paragraph": reference.paragraph,
        **({"time": record.time} if record.time else {}),
        **({} if reference.confidence is None else {"confidence": reference.confidence}),
        "start": record.start,
        "end": record.end,
        "path": record.path,
        "document_sha256": record.document_sha256,
        "generation_first": record.generation_first,
        "generation_last": record.generation_last,
        "date_as_written": record.date.as_written if record.date else None,
        "date_origin": record.date.origin if record.date else None,
    }


def _title(reference: Reference) -> str:
    return reference.title if reference.titled else bracketed(reference.title)
