"""What a query demands of passages, before any of them is ranked."""

from __future__ import annotations

from dataclasses import replace

from index.models.answers import Query, Reading
from index.models.scope import no_document
from index.search import pasted
from index.storage.engine import PassageStore, Predicate

_GOES_ON = "the quoted words go on in the next passage, so what is shown has a part of them"
PASTED = 300
"""Characters of words beside its phrases from which a query is a pasted text: its quotations are far apart."""


def predicate(reading: Reading, asked: Query) -> Predicate:
    """What `asked`, read as `reading`, demands: a window that was said in words is no demand."""
    strict = not reading.prefers
    return Predicate(
        scope=asked.scope,
        folders=reading.folders,
        chosen=asked.folders,
        formats=asked.kinds,
        since=reading.since if strict else None,
        until=reading.until if strict else None,
        phrases=reading.phrases,
        excluded=reading.excluded,
        titles=reading.titles,
    )


def preferred(store: PassageStore, reading: Reading, demanded: Predicate) -> tuple[Predicate, list[str]]:
    """What is demanded of documents of the time that `reading` prefers, and warnings.

    A phrase that none of them has is no demand of them, as if the window were strict; of all others it is one.
    """
    within = replace(demanded, since=reading.since, until=reading.until)
    loose, warnings = loosened(store, reading, within)
    return (replace(within, phrases=loose.phrases), warnings) if warnings else (within, [])


def loosened(store: PassageStore, reading: Reading, demanded: Predicate) -> tuple[Reading, list[str]]:
    """`reading`, which demands `demanded`, with phrases that no document has searched word by word, and warnings.

    People who quote in the middle of a question often quote from memory, or in another case of an inflected language.
    A phrase stays a demand where some document of the dates and folders asked for has it, whatever else excludes that
    document, and where the query is nothing but phrases; but no passage need have all phrases of a pasted text, nor all
    of a long phrase that a document has across a passage's end.
    """
    if not reading.phrases or store.count(demanded):
        return reading, []
    within = replace(demanded, phrases=(), excluded=(), titles=())
    absent = [phrase for phrase in reading.phrases if not store.count(replace(within, phrases=(phrase,)))]
    parts = {phrase: part for phrase in absent if (part := pasted.across(store, phrase, within))}
    absent = [phrase for phrase in absent if phrase not in parts]
    told = [_GOES_ON] if parts else []
    together = not (absent or parts) and len(reading.words) >= PASTED
    if together:
        absent = list(reading.phrases)
        told.append("no passage says all of the phrases, so their words were searched like the others")
    elif absent and reading.words:
        none = no_document(demanded.scope)
        if demanded.formats:
            none = "no document of these kinds in these dates or folders"
        elif demanded.windowed or demanded.placed:
            none = "no document in these dates or folders"
        told += [f"{none} says “{phrase}”, so its words were searched like the others" for phrase in absent]
    given_up = absent if reading.words else []
    if not (given_up or parts):
        return reading, []
    kept = tuple(parts.get(phrase, phrase) for phrase in reading.phrases if phrase not in given_up)
    words = " ".join((reading.words, *given_up)) if given_up else reading.words
    return reading.model_copy(update={"phrases": kept, "words": words}), told


def unless_empty(store: PassageStore, reading: Reading, asked: Query) -> Reading:
    """`reading`, or one that searches for its words where they are nothing but a time of which there is no document."""
    if not (reading.lists and reading.window_from) or store.count(predicate(reading, asked)):
        return reading
    words = {"words": reading.window_from, "passed_over": reading.window_from, "sort": asked.sort or "relevance"}
    return reading.model_copy(update={**words, "window_from": None, "since": None, "until": None})
