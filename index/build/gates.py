"""What keeps a new generation from being published though it is sound: it has lost too much, or answers worse."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from index.build import judged
from index.build.changes import LOST_SHARE
from index.embed.encoder import Encoder
from index.errors import NotPublishedError
from index.evaluation import Judged
from index.generations.data_folder import DataFolder
from index.generations.recipe import Recipe
from index.models.reports import Report
from index.settings import Settings
from index.userdata.erasures import Erasures

FORCE: Final = "a moderator can use /archive reindex force:True"
"""How a chat says that a new generation is published all the same."""


def refuse_losses(settings: Settings, data: DataFolder, report: Report, known: Mapping[str, str]) -> None:
    """Raises `NotPublishedError` where most of the `known` documents are gone: a disk not mounted must wipe nothing.

    They are given with the SHA-256 of their files; what was erased on purpose is no loss. Where the index is of another
    folder, which is still there, that is no loss either but another archive; not so in a store, from which other hosts
    answer.
    """
    if report.previous is None or not report.removed:
        return
    erased = Erasures(settings.data).refused()
    there = {path for path, sha256 in known.items() if sha256 not in erased}
    lost = there.intersection(report.removed)
    if len(lost) <= LOST_SHARE * len(there):
        return
    if of_another_archive(settings, data, report.previous) and not data.is_mirror:
        return
    raise NotPublishedError(
        f"{len(lost):,} of {len(there):,} documents are gone from the archive {settings.archive}, so "
        f"generation {report.previous} is still served; if that is intended, run: dateline index --force",
        chat=f"most documents are gone from the archive, so generation {report.previous} is still served; if that is "
        f"intended, {FORCE}",
    )


def of_another_archive(settings: Settings, data: DataFolder, generation: int) -> bool:
    """Whether a generation was made from another folder, which is still there."""
    archive = data.manifest(generation).archive
    return archive != str(settings.archive.resolve()) and Path(archive).is_dir()


def refuse_worse(settings: Settings, now: float | None, before: float | None) -> None:
    """Raises `NotPublishedError` where the judged queries are answered worse than the settings allow.

    What could not be measured is neither worse nor better.
    """
    if before is not None and now is not None and now < before - settings.judged_drop:
        raise NotPublishedError(
            f"the judged queries are answered worse ({judged.MEASURE} {now:.3f}, before {before:.3f}) and nothing was "
            "published; see: dateline report; if that is intended, run: dateline index --force",
            chat="the judged queries are answered worse than before, so nothing was published; if that is intended, "
            f"{FORCE}",
        )


def measured(
    asked: Judged, encoder: Encoder, data: DataFolder, previous: int | None, *, now: Recipe, number: int, building: Path
) -> judged.Measured:
    """How well the judged queries are answered before and now, by those that can be understood in both generations.

    The generation before is asked again where the model is the same, since the judged queries may be others now.
    """
    found, faults = judged.found(asked, encoder, data, number, building)
    if previous is None:
        return judged.Measured(None, judged.recall(asked, found, found), faults)
    built = data.manifest(previous).recipe
    if (built.model, built.revision) != (now.model, now.revision):
        known = data.report(previous)
        return judged.Measured(known.recall if known else None, judged.recall(asked, found, found), faults)
    earlier, earlier_faults = judged.found(asked, encoder, data, previous)
    both = found.keys() & earlier.keys()
    before, after = (judged.recall(asked, run, both) for run in (earlier, found))
    return judged.Measured(before, after, tuple(dict.fromkeys((*faults, *earlier_faults))))
