"""Questions as people type them, each with the sentence of the shipped archive that answers it, asked and judged.

They were written from the documents, before anything was asked. Where several sentences answer alike, each is right.
To ask the index that the settings name, made of `seeds/`:

    .venv/bin/python -c "import index; from tests.questions import ask; print(ask(index.Settings()))"
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from index import Archive, Hit, Query, Settings
from tests import GOLDEN

TABLE = GOLDEN / "questions.tsv"
SHOWN = 5
"""Documents on a page of the bot."""

Answers = dict[str, tuple[str, ...]]
"""By the document's path, words that only the answering sentence has; several where several sentences answer."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was first for a question, and whether its document, its passage and its marked sentence are right.

    A passage is right that holds an answering sentence, and a mark that lies on it.
    """

    question: str
    document: bool
    passage: bool
    sentence: bool
    shown: str
    """The first document and what is marked in it."""


def questions() -> dict[str, Answers]:
    """Each question with its answers."""
    asked: dict[str, Answers] = defaultdict(dict)
    _header, *lines = TABLE.read_text("utf-8").splitlines()
    for line in lines:
        question, document, answers = line.split("\t")
        asked[question][document] = tuple(answers.split(" | "))
    return dict(asked)


def judge(archive: Archive) -> list[Outcome]:
    """Asks `archive`, an index of `seeds/`, every question; nothing is entered as a citation."""
    return [_outcome(archive, question, answers) for question, answers in questions().items()]


def ask(settings: Settings) -> str:
    """The report on the index that `settings` name."""
    archive = Archive.open(settings)
    try:
        return report(judge(archive))
    finally:
        archive.close()


def _outcome(archive: Archive, question: str, answers: Answers) -> Outcome:
    hits = archive.search(Query(text=question, limit=SHOWN), shown=False).hits
    if not hits:
        return Outcome(question, document=False, passage=False, sentence=False, shown="nothing found")
    first = hits[0]
    start, end = first.best or (0, 0)
    places = list(_places(first, answers.get(first.document, ())))
    return Outcome(
        question,
        document=first.document in answers,
        passage=bool(places),
        sentence=any(begins < end and start < ends for begins, ends in places),
        shown=f"{first.document}: {first.text[start:end] or 'nothing marked'}",
    )


def _places(hit: Hit, answers: Iterable[str]) -> Iterable[tuple[int, int]]:
    for words in answers:
        if (at := hit.text.find(words)) >= 0:
            yield at, at + len(words)


def report(outcomes: list[Outcome]) -> str:
    """How many are right, and a line for each question whose marked sentence is wrong."""
    counts = (sum(getattr(outcome, what) for outcome in outcomes) for what in ("document", "passage", "sentence"))
    head = "of {} questions {} have the right document first, {} the right passage, {} the right sentence marked"
    wrong = [outcome for outcome in outcomes if not outcome.sentence]
    return "\n".join([head.format(len(outcomes), *counts), *map(_line, wrong)])


def _line(outcome: Outcome) -> str:
    fault = "sentence" if outcome.passage else "passage" if outcome.document else "document"
    return f"wrong {fault}: {outcome.question} -> {outcome.shown}"
