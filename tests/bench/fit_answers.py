"""The weights by which the sentence that answers is chosen, fitted on judged answers, and what each part is worth.

    python -m tests.bench.fit_answers ARCHIVE DATA QUERIES.jsonl QRELS.tsv [ARCHIVE DATA QUERIES.jsonl QRELS.tsv …]

Each ARCHIVE must be indexed into its DATA; its queries have `document`, `start` and `end` (`dateline evaluate
--answers`). For each query every sentence of the passages that matched of the right document is a candidate; the
weights make the right ones as likely as can be (a listwise softmax, ridge). What is printed was measured on documents
left out: the collections must be of different documents, or of the same in the same order, one to each language.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from index import evaluation
from index.embed import load
from index.embed.encoder import Encoder
from index.generations.data_folder import DataFolder
from index.generations.opened import Generation
from index.search import answering, fusion
from index.search.answering import Candidate
from index.search.nearness import EVERYTHING
from index.search.ranking import Model, ranked
from index.settings import Settings
from index.storage.engine import Predicate

FOLDS: Final = 6
RIDGE: Final = 3.0
SHARES: Final = (0.0, 0.04, 0.08, 0.12)
"""Shares of the questions of which no sentence is marked."""

Weights = NDArray[np.float64]
Columns = Sequence[int]
Cut = tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_]]
"""Features of sentences, which are right, and which stand in a passage that is."""


@dataclass(frozen=True, slots=True)
class Question:
    """The sentences of the right document for one question, and which of them hold the answer.

    `features` are a row each, those by tokens last; `fold` is the part in which its document is left out.
    """

    fold: int
    features: NDArray[np.float64]
    right: NDArray[np.bool_]
    passage: NDArray[np.bool_]
    """Whether the sentence's passage holds the answer."""


def questions(settings: Settings, judged: evaluation.Judged, encoder: Encoder) -> list[Question]:
    answers = judged.locate(settings).standing
    model = Model(lambda text: encoder.encode_queries([text])[0], encoder.count_tokens)
    data = DataFolder(settings.data)
    found = []
    with closing(Generation(data, data.current())) as generation:
        store = generation.passages
        paths = {document.path: number for number, document in enumerate(generation.documents.documents())}
        for query in judged.queries:
            if not (answer := answers.get(str(query.id))):
                continue
            number = paths[answer.path]
            documents = ranked(
                store, query.text, Predicate(), model, limit=10, sort="relevance", near=EVERYTHING
            ).documents
            matched = sorted(passage for one in documents if one.document == number for passage in one.matched)
            if not matched:
                continue
            views = store.shown([passage.row for passage in matched])
            candidates = [Candidate(view.text, at.nearness) for view, at in zip(views, matched, strict=True)]
            those = answering.scored(answering.wanted(query.text, store), candidates, store)
            texts = [answering.in_context(views[0].title, text) for text in those.texts]
            query_rows, *rows = encoder.encode_tokens([query.text, *texts]) or [np.empty((0, 1), np.float32)]
            known = fusion.known(query.text, encoder.count_tokens([query.text])[0])
            tokens = known * np.array([answering.aligned(query_rows, row) for row in rows])
            starts = [views[one.passage].passage.start for one in those.sentences]
            spans = [(at + one.start, at + one.end) for at, one in zip(starts, those.sentences, strict=True)]
            inside = [view.passage.start <= answer.start and answer.end <= view.passage.end for view in views]
            found.append(
                Question(
                    number // 2 % FOLDS,
                    np.hstack([those.features, tokens]),
                    np.array([start <= answer.start and answer.end <= end for start, end in spans]),
                    np.array([inside[one.passage] for one in those.sentences]),
                )
            )
    return found


def fitted(
    asked: Sequence[Question], columns: Columns, most: int | None = None, first: Weights | None = None
) -> Weights:
    """The weights of `columns`; with `most` only the best sentences by the weights `first` are candidates."""
    cut = [_cut(question, most, first) for question in asked]
    groups = [(features[:, columns], right) for features, right, _ in cut if right.any()]
    rows = np.vstack([features for features, _ in groups])
    right = np.concatenate([marks for _, marks in groups])
    sizes = [len(marks) for _, marks in groups]
    starts = np.cumsum([0, *sizes[:-1]])
    owner = np.repeat(np.arange(len(sizes)), sizes)
    spread = rows.std(axis=0) + 1e-9
    rows = rows / spread

    def loss(weights: Weights) -> tuple[float, Weights]:
        scores = rows @ weights
        raised = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        every, of_right = np.add.reduceat(raised, starts), np.add.reduceat(raised * right, starts)
        slope = rows.T @ (raised / every[owner] - raised * right / of_right[owner])
        return float(np.log(every / of_right).sum() + RIDGE * weights @ weights / 2), slope + RIDGE * weights

    found = minimize(loss, np.zeros(len(columns)), jac=True, method="L-BFGS-B").x
    weights: Weights = found / spread
    return weights


def _cut(question: Question, most: int | None, first: Weights | None) -> Cut:
    if most is None or first is None:
        return question.features, question.right, question.passage
    best = np.argsort(-(question.features[:, : len(first)] @ first), kind="stable")[:most]
    return question.features[best], question.right[best], question.passage[best]


class Result:
    """Whether each left-out question's sentence and passage were right, and how likely they were thought to be."""

    def __init__(self) -> None:
        self.rows: list[tuple[float, bool, bool]] = []

    def add(self, cut: Cut, columns: Columns, weights: Weights) -> None:
        features, right, passage = cut
        scores = features[:, columns] @ weights
        best = int(scores.argmax())
        likely = float(1 / np.exp(scores - scores[best]).sum())
        self.rows.append((likely, bool(right[best]), bool(passage[best])))

    def line(self) -> str:
        likely, right, passage = (np.array(column) for column in zip(*self.rows, strict=True))
        order = np.argsort(likely)
        said = [f"passage {passage.mean():.3f}"]
        for share in SHARES:
            marked = order[int(share * len(order)) :]
            of_all, of_marked = right[marked].sum() / len(order), right[marked].mean()
            said.append(f"{share:.0%} unmarked: {of_all:.3f}, of marked {of_marked:.3f} (from {likely[marked[0]]:.2f})")
        return " · ".join(said)


def main() -> None:
    parser = argparse.ArgumentParser(description="Fits the weights by which the sentence that answers is chosen.")
    parser.add_argument("paths", type=Path, nargs="+", metavar="ARCHIVE DATA QUERIES QRELS")
    parser.add_argument("--parts", action="store_true", help="measures what each feature is worth, by leaving it out")
    options = parser.parse_args()
    paths: list[Path] = options.paths
    collections: dict[str, list[Question]] = {}
    for archive, data, queries, qrels in zip(*(paths[first::4] for first in range(4)), strict=True):
        settings = Settings(archive=archive, data=data)
        judged = evaluation.Judged.read(queries, qrels, evaluation.names_beside(archive), answers=True)
        collections[archive.name] = questions(settings, judged, load.load(settings, for_documents=False))
    words = list(range(len(answering.FEATURES)))
    every = [*words, *range(len(words), len(words) + len(answering.TOKEN_FEATURES))]
    asked = [question for found in collections.values() for question in found]
    _measure("by words", collections, words)
    if options.parts:
        for one in words:
            _measure(f"- {answering.FEATURES[one]}", collections, [*words[:one], *words[one + 1 :]])
    _measure("and tokens", collections, every, words)
    first = fitted(asked, words)
    print("WEIGHTS", [round(float(weight), 2) for weight in first])
    print("TOKEN_WEIGHTS", [round(float(weight), 2) for weight in fitted(asked, every, answering.MAX_CONTESTED, first)])


def _measure(
    said: str, collections: dict[str, list[Question]], columns: Columns, before: Columns | None = None
) -> None:
    """Prints what left-out questions get by `columns`; with `before`, of the best by those."""
    results = {name: Result() for name in collections}
    for fold in range(FOLDS):
        learnt = [one for found in collections.values() for one in found if one.fold != fold]
        first = fitted(learnt, before) if before else None
        most = answering.MAX_CONTESTED if before else None
        weights = fitted(learnt, columns, most, first)
        for name, found in collections.items():
            for question in found:
                if question.fold == fold:
                    results[name].add(_cut(question, most, first), columns, weights)
    for name, result in results.items():
        print(f"{said:28} {name:12} {len(result.rows)} {result.line()}", flush=True)


if __name__ == "__main__":
    main()
