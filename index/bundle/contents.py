"""What a bundle says, held against itself: each quotation is where it is said to be, and the same in all forms."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

from index.bundle.container import Stored, chunks
from index.bundle.layout import ANNOTATIONS, CSL, MOST_OWN, PAGE
from index.bundle.page import quotation_on
from index.cite.reference import KEY_PREFIX
from index.models.bundles import BundledCitation, Manifest
from index.text.clean import clean

Slices = dict[str, dict[tuple[int, int], str]]
"""By the name of a text: parts of it by their first and last offset."""


def faults(stream: IO[bytes], manifest: Manifest, stored: Mapping[str, Stored]) -> Iterator[str]:
    """What doesn't agree in a bundle whose members are what its manifest says, a line each."""
    try:
        page = _read(stream, stored[PAGE]).decode("utf-8")
        annotated = {item["id"]: item for item in json.loads(_read(stream, stored[ANNOTATIONS]))["first"]["items"]}
        items = {item["id"]: item for item in json.loads(_read(stream, stored[CSL]))}
        slices = _slices(stream, manifest, stored, annotated)
        keys = [KEY_PREFIX + citation.id for citation in manifest.citations]
        if [f"#{key}" for key in keys] != list(annotated) or keys != list(items):
            yield "the manifest, the annotations and the references don't name the same citations"
            return
        for key, citation in zip(keys, manifest.citations, strict=True):
            yield from _of_one(citation, annotated[f"#{key}"], items[key], page, slices)
            yield from _of_files(citation, stored)
    except (KeyError, IndexError, TypeError, AttributeError, ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())[:80]
        yield f"what it says of its quotations can't be read ({type(error).__name__}: {reason})"


def _of_one(
    citation: BundledCitation, item: dict[str, Any], reference: dict[str, Any], page: str, slices: Slices
) -> Iterator[str]:
    quotation = item["body"][0]["value"]
    quote, *position = item["target"]["selector"]
    if reference["annote"] != quotation or quotation_on(page, citation.id) != clean(quotation):
        yield f"{citation.id}: the quotation is not the same in {PAGE}, {ANNOTATIONS} and {CSL}"
    if (reference["custom"]["state"], reference["custom"]["verbatim"]) != (citation.state, citation.verbatim):
        yield f"{citation.id}: its state is not the same in the manifest and in {CSL}"
    if citation.cited_text is not None:
        cited = citation.cited_start or 0, citation.cited_end or 0
        if slices[citation.cited_text].get(cited) != quotation:
            yield f"{citation.id}: {citation.cited_text} does not have the quotation at its place"
    if citation.text is None:
        if position or quote["exact"] != quotation:
            yield f"{citation.id}: its selectors lead to words that are in no text"
        return
    place = item["target"]["source"]["id"], position[0]["start"], position[0]["end"]
    if place != (citation.text, citation.start, citation.end):
        yield f"{citation.id}: its place is not the same in the manifest and in {ANNOTATIONS}"
    elif slices[citation.text].get(_around(item)) != quote["prefix"] + quote["exact"] + quote["suffix"]:
        yield f"{citation.id}: {citation.text} does not have the quoted words at its place"
    if citation.verbatim and quote["exact"] != quotation:
        yield f"{citation.id}: it is called verbatim, and the words are others"


def _of_files(citation: BundledCitation, stored: Mapping[str, Stored]) -> Iterator[str]:
    for name in (citation.file, citation.text, citation.cited_text):
        if name is not None and name not in stored:
            yield f"{citation.id}: {name} is not in the bundle"


def _around(item: dict[str, Any]) -> tuple[int, int]:
    """Where the quoted words with those before and after them are."""
    quote, position = item["target"]["selector"]
    first = position["start"] - len(quote["prefix"])
    return first, first + len(quote["prefix"] + quote["exact"] + quote["suffix"])


def _slices(
    stream: IO[bytes], manifest: Manifest, stored: Mapping[str, Stored], annotated: Mapping[str, dict[str, Any]]
) -> Slices:
    """The parts of texts that annotations lead to; each text is read through once, and never held whole."""
    wanted: dict[str, set[tuple[int, int]]] = {}
    for citation in manifest.citations:
        item = annotated.get(f"#{KEY_PREFIX}{citation.id}")
        if citation.text in stored and item is not None and len(item["target"]["selector"]) > 1:
            wanted.setdefault(citation.text or "", set()).add(_around(item))
        if citation.cited_text in stored:
            place = citation.cited_start or 0, citation.cited_end or 0
            wanted.setdefault(citation.cited_text or "", set()).add(place)
    return {name: parts(chunks(stream, stored[name].begin, stored[name].size), spans) for name, spans in wanted.items()}


def parts(data: Iterable[bytes], spans: set[tuple[int, int]]) -> dict[tuple[int, int], str]:
    decode = codecs.getincrementaldecoder("utf-8")("surrogatepass").decode
    found = dict.fromkeys(spans, "")
    place = 0
    for chunk in data:
        text = decode(chunk)
        for first, end in spans:
            found[first, end] += text[max(0, first - place) : max(0, end - place)]
        place += len(text)
    return found


def _read(stream: IO[bytes], member: Stored) -> bytes:
    if member.size > MOST_OWN:
        raise ValueError(f"{member.name} is too large")
    return b"".join(chunks(stream, member.begin, member.size))
