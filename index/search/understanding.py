"""A query as a store is asked it: what it demands, what is searched for, and what tells that a document matches."""

from __future__ import annotations

from dataclasses import dataclass, replace

from index.models.answers import Query, Reading
from index.search import counts
from index.search.corrections import Pieces, corrected
from index.search.filters import loosened, predicate, preferred, unless_empty
from index.search.folders import placed
from index.search.nearness import EVERYTHING, Nearness, least, nearness
from index.storage.engine import PassageStore, Predicate


@dataclass(frozen=True, slots=True)
class Understood:
    """A query, held against one store.

    `spoken` is how it was read, and `reading` the same with folders as the store spells them and phrases that it has.
    `text` are its words and phrases, slips corrected. `demanded` is held as long as the query is, since a store works
    out once what fulfils it; `within` is the same in a window that was said in words. The warnings say what was
    understood otherwise than typed.
    """

    spoken: Reading
    reading: Reading
    text: str
    demanded: Predicate
    within: Predicate
    nearness: Nearness
    folder_warnings: tuple[str, ...] = ()
    phrase_warnings: tuple[str, ...] = ()
    inside_warnings: tuple[str, ...] = ()
    """Of what is demanded in a window that was said in words."""
    spelling_warnings: tuple[str, ...] = ()

    def among(self, documents: tuple[int, ...]) -> Understood:
        """The same of these documents only, by their numbers; what tells that one matches stays as it is."""
        demanded = replace(self.demanded, documents=documents)
        within = demanded if self.within is self.demanded else replace(self.within, documents=documents)
        return replace(self, demanded=demanded, within=within)

    def demanding(self, demanded: Predicate) -> Understood:
        """The same with another demand, in a window that was said in words, too."""
        return replace(self, demanded=demanded, within=demanded)


def understood(
    store: PassageStore, reading: Reading, asked: Query, pieces: Pieces, among: tuple[int, ...] | None = None
) -> Understood:
    """`asked`, which was read as `reading`, held against `store`, and then narrowed to the documents `among` it.

    What tells that a document matches is what the whole store says.
    """
    query = _held(store, reading, asked, pieces)
    query = query if among is None else query.among(among)
    if query.reading.lists:
        return query
    said = counts.saying(store, query.text, query.demanded)
    return replace(query, nearness=nearness(store, query.text, said, query.demanded, pieces))


def at_other_times(store: PassageStore, query: Understood, reading: Reading, asked: Query) -> Understood | None:
    """`asked`, which was read as `reading`, if it is `query` in another window, but for how many documents say it.

    None where more may differ: a phrase is a demand only where some document of the window has it, and a time in words
    is none beside the window of the options.
    """
    window = {"since": reading.since, "until": reading.until}
    spelled = query.spoken.model_copy(update=window)
    if reading.model_copy(update={"folders": spelled.folders}) != spelled or spelled.lists or spelled.phrases:
        return None
    wanted = query.reading.model_copy(update=window)
    return replace(query, spoken=spelled, reading=wanted).demanding(predicate(wanted, asked))


def to_match(store: PassageStore, reading: Reading, asked: Query, pieces: Pieces, among: tuple[int, ...]) -> Understood:
    """The same as far as it says which of the documents `among` the store's match; what is said of them is left out."""
    query = _held(store, reading, asked, pieces).among(among)
    if query.reading.lists:
        return query
    words = counts.telling_words(store, query.text, asked.scope)
    near = Nearness(counts.of_words(words), least(query.text, pieces([query.text])[0]))
    return replace(query, nearness=replace(near, phrase=bool(query.demanded.phrases)))


def _held(store: PassageStore, reading: Reading, asked: Query, pieces: Pieces) -> Understood:
    """`asked` held against `store`, but for what tells that a document matches."""
    spelled, folder_warnings = placed(store, reading, asked.scope)
    wanted = unless_empty(store, spelled, asked)
    demanded = predicate(wanted, asked)
    wanted, phrase_warnings = loosened(store, wanted, demanded)
    if phrase_warnings:
        demanded = predicate(wanted, asked)
    within, inside_warnings = preferred(store, wanted, demanded) if wanted.prefers else (demanded, [])
    text, spelling_warnings = corrected(store, wanted, asked.scope, pieces)
    return Understood(
        spoken=spelled,
        reading=wanted,
        text=text,
        demanded=demanded,
        within=within,
        nearness=EVERYTHING,
        folder_warnings=tuple(folder_warnings),
        phrase_warnings=tuple(phrase_warnings),
        inside_warnings=tuple(inside_warnings),
        spelling_warnings=tuple(spelling_warnings),
    )
