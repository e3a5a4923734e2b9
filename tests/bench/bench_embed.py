"""What the exported encoder is worth: queries, documents and the cold start beside sentence-transformers and PyTorch.

    python -m tests.bench.bench_embed                         the shipped archive
    python -m tests.bench.bench_embed --archive DIR           another one; a thousand passages give steadier figures

Prints, all in one run and in turns: milliseconds a query; tokens a second over the archive's passages by
sentence-transformers' own `encode`, by the encoder that an index uses, by the same graph as PyTorch exports it, and by
the whole of `dateline index` (reading, cutting, embedding, writing, checking; the encoder made before); and seconds
from nothing to an encoder and to a first answer.
In brackets is the processor's time, which a busy machine does not stretch.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from index.build.build import reindex
from index.embed import encoder, onnx_export
from index.embed import load as load_module
from index.embed.sentence_encoder import SentenceTransformerEncoder
from index.generations.data_folder import DataFolder
from index.settings import Settings, load
from index.storage.documents import DocumentStore
from tests import ROOT

QUERIES: Final = (
    "when did people first walk on the moon",
    "probe that landed on the far side of the moon",
    "space station assembled in orbit with several partners",
    "crew lost during re-entry and the report that followed it",
)
QUERY_ROUNDS: Final = 50

_ANEW: Final = """
import tempfile
from pathlib import Path
from index import settings
from index.embed import load, onnx_export
from index.embed.sentence_encoder import SentenceTransformerEncoder
place = tempfile.TemporaryDirectory()
asked = settings.load(data=Path(place.name))
"""
WRITE: Final = _ANEW + "assert load.load(asked, for_documents=True)"
EXPORT: Final = _ANEW + "assert onnx_export.export(SentenceTransformerEncoder(asked), load.exported_folder(asked))"

Times = tuple[float, float]
"""Seconds by the wall and by the processor, child processes included."""


def timed(work: Callable[[], object]) -> Times:
    wall, processor = time.perf_counter(), _processor()
    work()
    return time.perf_counter() - wall, _processor() - processor


def _processor() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def queries(exported: encoder.Encoder, original: SentenceTransformerEncoder) -> None:
    """One query at a time, in turns."""
    spent: dict[str, list[Times]] = {"exported": [], "tokens": [], "original": []}
    for number in range(QUERY_ROUNDS):
        text = [QUERIES[number % len(QUERIES)]]
        spent["exported"].append(timed(lambda text=text: exported.encode_queries(text)))  # type: ignore[misc]  # bound now
        spent["tokens"].append(timed(lambda text=text: exported.encode_tokens(text)))  # type: ignore[misc]  # likewise
        spent["original"].append(timed(lambda text=text: original.encode_queries(text)))  # type: ignore[misc]  # likewise
    ours, tokens, theirs = (_median(times) for times in spent.values())
    print(
        f"a query, ms             exported {_ms(ours)}   sentence-transformers {_ms(theirs)}   {_ratio(ours, theirs)}"
    )
    print(f"its tokens, ms          exported {_ms(tokens)}   its vector {_ms(ours)}   {_ratio(tokens, ours)}")


def documents(exported: encoder.Encoder, original: SentenceTransformerEncoder, settings: Settings) -> None:
    """The archive's passages; the whole index is built first, and its passages are what the others embed."""
    as_exported = onnx_export.export(original, settings.data / "as-exported" / "encoder")
    assert as_exported
    whole = timed(lambda: reindex(settings))
    texts = passages(settings)
    tokens = sum(min(count, exported.room) for count in exported.count_tokens(texts))
    runs: dict[str, Times] = {
        "sentence-transformers' encode": timed(
            lambda: original.model.encode_document(texts, normalize_embeddings=True, show_progress_bar=False)
        ),
        "exported encoder": timed(lambda: exported.encode_documents(texts)),
        "as PyTorch exports it": timed(lambda: as_exported.encode_documents(texts)),
        "dateline index, all of it": whole,
    }
    base = runs["sentence-transformers' encode"]
    for name, spent in runs.items():
        rates = " ".join(f"{tokens / part:,.0f}" for part in spent)
        print(f"tokens a second         {name:<30} {rates.replace(' ', ' (')})   {_ratio(spent, base)}")
    agreement = np.min(np.sum(exported.encode_documents(texts[:64]) * original.encode_documents(texts[:64]), axis=1))
    print(f"passages {len(texts):,}, tokens {tokens:,}, least cosine to the original {agreement:.6f}")


def passages(settings: Settings) -> list[str]:
    """The texts of all passages in the index."""
    data = DataFolder(settings.data)
    store = DocumentStore(data.folder(data.current()))
    try:
        return [
            document.text[cut.start : cut.end] for document in store.documents() for cut in store.passages(document)
        ]
    finally:
        store.close()


def cold(settings: Settings) -> None:
    """From nothing to an encoder and to an answer, and what the imports alone of others take."""
    given = ["--archive", str(settings.archive), "--data", str(settings.data)]
    search = [sys.executable, "-m", "index.cli", "search", QUERIES[0], *given]
    programs = {
        "an encoder, written": [sys.executable, "-c", WRITE],
        "an encoder, exported": [sys.executable, "-c", EXPORT],
        "dateline search": search,
        "import torch": [sys.executable, "-c", "import torch"],
        "import sentence_transformers": [sys.executable, "-c", "import sentence_transformers"],
    }
    spent: dict[str, list[Times]] = {name: [] for name in programs}
    for _ in range(3):
        for name, command in programs.items():
            spent[name].append(timed(lambda command=command: _run(command)))  # type: ignore[misc]  # bound now
    for name, times in spent.items():
        wall, processor = min(times)
        print(f"cold, seconds           {name:<30} {wall:.2f} ({processor:.2f})")


def _run(command: Sequence[str]) -> None:
    environment = {**os.environ, "HF_HUB_OFFLINE": "1"}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT, env=environment)


def _median(times: Sequence[Times]) -> Times:
    walls, processors = zip(*times, strict=True)
    return statistics.median(walls), statistics.median(processors)


def _ms(times: Times) -> str:
    return f"{times[0] * 1000:.1f} ({times[1] * 1000:.1f})"


def _ratio(ours: Times, theirs: Times) -> str:
    return f"{theirs[0] / ours[0]:.2f} ({theirs[1] / ours[1]:.2f}) times as fast"


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures the exported encoder beside the original.")
    parser.add_argument("--archive", type=Path, default=ROOT / "seeds")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        settings = load(archive=options.archive.resolve(), data=Path(place) / "data")
        exported = load_module.load(settings, for_documents=True)
        original = SentenceTransformerEncoder(settings)
        queries(exported, original)
        documents(exported, original, settings)
        cold(settings)


if __name__ == "__main__":
    main()
