"""The passages around a cited one, for reading on."""

from __future__ import annotations

from index.cite.entries import Entries, passage_record
from index.cite.lookup import Lookup
from index.cite.models import Context, ContextPassage
from index.generations.opened import Generation
from index.models.said import warned
from index.models.scope import Scope

NEIGHBOURS = 1
"""Passages shown on either side of the one asked for."""


def context(entries: Entries, generation: Generation, typed: str, scope: Scope) -> Context:
    """The passage of this id with its neighbours; raises `CitationError` where it is unknown or its words are gone."""
    centre = Lookup(entries, generation, scope).place(typed)
    document, place = centre.document, centre.passage.ordinal
    ids = [passage.id for passage in generation.documents.passages(document)]
    first, end = max(0, place - NEIGHBOURS), place + NEIGHBOURS + 1
    passages = [generation.documents.find_passage(identifier) for identifier in ids[first:end]]
    shown = [passage for passage in passages if passage is not None]
    return Context(
        generation=generation.number,
        document=document.path,
        title=document.title,
        title_origin=document.title_origin,
        date=document.date,
        passages=tuple(ContextPassage(passage=stored.passage, text=stored.text, verbatim=True) for stored in shown),
        at=place - first,
        of=len(ids),
        before=ids[place - 1] if place else None,
        after=ids[place + 1] if place + 1 < len(ids) else None,
        **warned(entries.enter([passage_record(stored, generation.number) for stored in shown])),
    )
