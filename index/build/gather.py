"""What an archive holds now, cut into passages; what has not changed since the last generation is taken from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType

from index.build.before import Before
from index.build.cut import Cut
from index.build.cuts import Cuts
from index.build.cutting import Cutters, CuttersHere, OpenCutters, cut
from index.build.keep import Keeper, Keeping
from index.build.naming import Naming, Reserved
from index.build.progress import Progress
from index.build.set_dates import Dating
from index.embed.encoder import Encoder
from index.errors import ArchiveError
from index.models.documents import Unreadable
from index.models.reports import Failure, Kept, Phase
from index.read import OpenReaders, ReaderPool, SourceFile, look
from index.read.source import Looked, file_of
from index.read.vanished import paths_there
from index.settings import Settings
from index.storage.document_engine import Documents

NOTHING_TO_READ = "the archive holds no document that can be read; a moderator can put files into it with /archive add"
"""What a chat is told of an empty archive."""


@dataclass(slots=True)
class Gathered:
    """What the archive holds: documents that are new or not as they were, in row order, and those that stay."""

    cuts: Cuts
    naming: Naming = field(default_factory=Naming)
    """What gives the passages of `cuts` their ids."""
    staying: set[str] = field(default_factory=set)
    """The paths of the documents that are what they are in the generation before."""
    failures: list[Failure] = field(default_factory=list)
    """What could not be read."""
    kept: list[Kept] = field(default_factory=list)
    """What could not be looked into, whose documents are as they were."""
    unopened: dict[str, str] = field(default_factory=dict)
    """Why the system did not let a folder or file be opened, by path."""
    left_out: Sequence[str] = ()
    """What systems and editors left in the archive."""
    unsigned: Sequence[str] = ()
    """Files whose bytes changed though size, times and inode did not."""

    _gone: Set[str] | None = None

    def gone_from(self, before: Documents) -> Set[str]:
        """The paths of the documents of `before` that are no longer there, or no longer as they were.

        Asked first when all is gathered; `before` is the generation before, whoever asks.
        """
        if self._gone is None:
            self._gone = before.digests().keys() - self.staying
        return self._gone


def gather(
    settings: Settings,
    previous: Documents | None,
    encoder: Callable[[], Encoder],
    progress: Progress,
    reserved: Reserved = MappingProxyType({}),
    *,
    keeper: Keeper | None = None,
    dating: Dating | None = None,
    may_be_absent: bool = False,
    may_be_empty: bool = False,
    readers: OpenReaders = ReaderPool,
    cutters: OpenCutters | None = None,
    saving: bool = True,
) -> Gathered:
    """Reads and cuts what of the archive isn't as in `previous`, which must have been built with the same recipe.

    No passage gets an id that is `reserved` for another one. `keeper` has the documents of what can't be looked into;
    without one they are dropped. `dating` has the dates that moderators set. `cutters` read and cut; without them this
    process cuts what `readers` read. How files look is noted if `saving` is on.

    `encoder` is asked for only when a document is to be cut, since loading one takes seconds. Raises `ArchiveError`
    where there is no document, unless the archive `may_be_empty`, or `may_be_absent`: not be there at all.
    """
    absent = may_be_absent and _is_gone(settings.archive)
    dating = dating or Dating()
    before = Before(previous, dating)
    looked = Looked() if absent else look(settings, before.expected(), saving=saving)
    cuts = Cuts(settings.data if saving else None)
    gathered = Gathered(cuts, staying=set(looked.same), left_out=looked.left_out, unsigned=looked.unsigned)
    refused = list(looked.refused)
    fresh: list[SourceFile] = []
    for source in looked.sources:
        if (known := before.known(source)) is None:
            fresh.append(source)
        else:
            gathered.staying |= known[0]
            refused += before.unreadable_parts(source.path)
            for taken in known[1]:
                gathered.cuts.append(taken)
    opened = (
        partial(cutters, settings, encoder) if cutters else lambda: CuttersHere(readers(settings), settings, encoder)
    )
    for new in _read(fresh, opened, refused, progress):
        gathered.cuts.append(new)
    now = _files(gathered, before) if keeper and keeper.may_miss_files(gathered.staying) else None
    _keep_unopened(gathered, refused, keeper, settings, encoder)
    if not (gathered.cuts or gathered.staying or may_be_empty or may_be_absent):
        raise ArchiveError(_nothing_in(settings, gathered.failures), chat=NOTHING_TO_READ)
    if keeper and now is not None:
        gone = keeper.vanished(now, paths_there(looked.paths(), refused, settings), gathered.unopened)
        _take_over(gathered, gone, keeper, settings, encoder)
    refused_now = {failure.path for failure in gathered.failures}
    gathered.staying = before.dated(gathered.cuts, gathered.staying, refused_now)
    gathered.cuts.sort()
    gathered.naming = Naming(before.taken_by(gathered.staying), reserved)
    return gathered


def _files(gathered: Gathered, before: Before) -> dict[str, str]:
    """The SHA-256 of each file that documents were gathered of."""
    now = {file_of(path): before.digests[path] for path in gathered.staying}
    return now | {file_of(document.path): document.sha256 for document in gathered.cuts.documents()}


def _is_gone(archive: Path) -> bool:
    """Whether there is no archive; one that can't be looked for is not gone, and `scan` says why."""
    try:
        return not archive.exists()
    except OSError:
        return False


def _keep_unopened(
    gathered: Gathered,
    refused: Sequence[Unreadable],
    keeper: Keeper | None,
    settings: Settings,
    encoder: Callable[[], Encoder],
) -> None:
    """Takes over the documents of what the system did not let be opened; what else was refused has failed."""
    gathered.unopened = {file.path: file.os_fault for file in refused if file.os_fault}
    if keeper:
        _take_over(gathered, keeper.unopened(refused), keeper, settings, encoder)
    kept = {line.path for line in gathered.kept}
    gathered.failures = [_failure(file) for file in refused if file.path not in kept]


def _take_over(
    gathered: Gathered,
    keepings: Iterable[Keeping],
    keeper: Keeper,
    settings: Settings,
    encoder: Callable[[], Encoder],
) -> None:
    there = {path for _, _, path in gathered.cuts.keys()}  # noqa: SIM118 (they are no mapping)
    for line, paths, notes in keepings:
        gathered.kept.append(line)
        for path in paths:
            if path in there or path in gathered.staying:  # a file may now have the name that a part of another one had
                continue
            if keeper.stays(path, notes):
                gathered.staying.add(path)
                continue
            document, passages = keeper.taken(path, notes)
            gathered.cuts.append(
                Cut(document, passages) if passages is not None else cut(document, settings, encoder())
            )


def _nothing_in(settings: Settings, failures: Sequence[Failure]) -> str:
    if not failures:
        return f"the archive {settings.archive} holds no documents; put text files into it"
    first = failures[0]
    return (
        f"none of the {len(failures)} files in the archive {settings.archive} can be read, "
        f"the first ({first.path}) because: {first.reason}"
    )


def _read(
    sources: Sequence[SourceFile], cutters: Callable[[], Cutters], refused: list[Unreadable], progress: Progress
) -> Iterator[Cut]:
    """The documents in those files, cut; what can't be read is added to `refused`."""
    progress(Phase.READ, 0, len(sources))
    if not sources:
        return
    with cutters() as opened:
        opened.follow(partial(progress, Phase.RECOGNISE))
        for done, results in enumerate(opened.cut_many(sources), 1):
            for result in results:
                if isinstance(result, Cut):
                    yield result
                else:
                    refused.append(result)
            progress(Phase.READ, done, len(sources))


def _failure(file: Unreadable) -> Failure:
    return Failure(path=file.path, reason=file.reason, chat=file.chat)
