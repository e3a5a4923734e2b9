"""References for reference managers: BibTeX, RIS and CSL-JSON.

CSL-JSON keeps every text to the last character. BibTeX and RIS have a line's worth of text a field: white space is
written as single spaces there and what is invisible and acts is left out (see `plain`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from index.cite.models import Citation
from index.cite.reference import UNDATED, Reference, bracketed, date_ends, locator, notes, reference
from index.dates.calendar import MONTHS
from index.text.clean import one_line

# Braces must balance in a BibTeX value even where a backslash stands before them, so they are spelled out.
# A hyphen or a backtick is escaped where it would join its neighbour to become another character, and an at sign
# because some readers take one for the next entry.
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
"""What would act in a file that is looked at, or could not be written as UTF-8: escaped, so that nothing is lost."""


def escape_bibtex(text: str) -> str:
    """`text` in one line, as TeX and BibTeX take it for itself; letters stay as they are (UTF-8)."""
    return _TEX_SPECIAL.sub(lambda match: _TEX.get(match[0], f"{{}}{match[0]}"), one_line(text))


def bibtex(citations: Iterable[Citation]) -> str:
    """A `@misc` an entry: for works that are none of BibTeX's kinds."""
    return "\n".join(_bibtex_entry(reference(one)) for one in citations)


def _bibtex_entry(one: Reference) -> str:
    place = locator(one.page, one.paragraph, "p. ", "para. ")
    fields = {
        "title": f"{{{{{escape_bibtex(_title(one))}}}}}",
        **_bibtex_date(one),
        "howpublished": f"{{{', '.join(part for part in (escape_bibtex(one.path), place) if part)}}}",
        "note": f"{{{escape_bibtex('; '.join(notes(one)))}}}",
        "annote": f"{{{escape_bibtex(f'“{one.quotation}”')}}}",
    }
    if one.language:
        fields["language"] = f"{{{escape_bibtex(one.language)}}}"
    lines = ",\n".join(f"  {name} = {value}" for name, value in fields.items())
    return f"@misc{{{one.key},\n{lines}\n}}\n"


def _bibtex_date(one: Reference) -> dict[str, str]:
    if one.date is None:
        return {"year": f"{{{UNDATED}}}"}
    ends = date_ends(one.date)
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


def ris(citations: Iterable[Citation]) -> str:
    """Records of type GEN, a tag a line; an undated one has no date tag."""
    return "\n".join(_ris_record(reference(one)) for one in citations)


def _ris_record(one: Reference) -> str:
    tags = [("TY", "GEN"), ("ID", one.key), ("TI", _title(one))]
    if one.date is not None:
        year, *rest = date_ends(one.date)[0]
        # YYYY/MM/DD/other, with all three slashes whatever is known.
        days = [f"{part:02}" for part in rest] + [""] * (2 - len(rest))
        tags += [("PY", f"{year:04}"), ("DA", f"{year:04}/{'/'.join(days)}/")]
    if one.page:
        tags.append(("SP", str(one.page)))
    tags += [("AN", one.path), ("LA", one.language or ""), ("N1", f"“{one.quotation}”"), ("N1", "; ".join(notes(one)))]
    lines = [f"{tag}  - {one_line(value)}" for tag, value in tags if value.strip()]
    return "\n".join([*lines, "ER  - ", ""])


def csl_json(citations: Iterable[Citation]) -> str:
    """An array of CSL items of type `document`; what CSL has no name for is in `custom`."""
    text = json.dumps([_csl_item(one) for one in citations], ensure_ascii=False, indent=1)
    return _UNSAFE_IN_JSON.sub(lambda match: json.dumps(match[0])[1:-1], text) + "\n"


def _csl_item(citation: Citation) -> dict[str, Any]:
    one, record = reference(citation), citation.record
    item: dict[str, Any] = {"id": one.key, "type": "document", "title": _title(one)}
    if one.date is not None:
        item["issued"] = {"date-parts": [list(parts) for parts in date_ends(one.date)]}
    if one.page:
        item["page"] = str(one.page)
    if one.language:
        item["language"] = one.language
    return item | {
        "archive_location": one.path,
        "annote": one.quotation,
        "note": "; ".join(notes(one)),
        "custom": {
            "passage": record.id,
            "paragraph": one.paragraph,
            "start": record.start,
            "end": record.end,
            "path": record.path,
            "document_sha256": record.document_sha256,
            "generation_first": record.generation_first,
            "generation_last": record.generation_last,
            "date_as_written": record.date.as_written if record.date else None,
            "date_origin": record.date.origin if record.date else None,
            "state": citation.state,
            "verbatim": citation.verbatim,
        },
    }


def _title(one: Reference) -> str:
    return one.title if one.titled else bracketed(one.title)
