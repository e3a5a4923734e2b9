"""Whatever folders of an archive are shut or emptied, no document is lost without force, and no citation changes."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from index.cite.models import Cited
from index.models.scope import EVERYTHING
from index.read.vanished import AT_ONCE
from index.read.walk import folders_of
from tests.makers.archives import Place, comparable, note
from tests.makers.barred import barred

TOP = 30
"""Documents at the top, so that never more than half are gone."""
FOLDERS = ("a", "a/in", "b", "c/in/it")
fates = st.fixed_dictionaries({folder: st.sampled_from(["open", "shut", "emptied", "gone"]) for folder in FOLDERS})
counts = st.fixed_dictionaries({folder: st.integers(0, AT_ONCE + 1) for folder in FOLDERS})


def under(path: str, folders: set[str]) -> bool:
    return not folders.isdisjoint(folders_of(path))


def meet(place: Place, fate: Mapping[str, str]) -> set[str]:
    """Does to the folders what is their fate, the innermost first; returns those that are shut."""
    for folder in reversed(FOLDERS):
        if fate[folder] in {"emptied", "gone"}:
            shutil.rmtree(place.file(folder), ignore_errors=True)
        if fate[folder] == "emptied":
            place.file(folder).mkdir(parents=True)
    return {folder for folder in FOLDERS if fate[folder] == "shut" and place.file(folder).is_dir()}


def removed(paths: set[str], fate: Mapping[str, str], shut: set[str]) -> set[str]:
    """The documents that are gone from where one may look, but were not many enough to count as lost."""
    seen = {path for path in paths if not under(path, shut)}
    missing = {
        path for path in seen if under(path, {folder for folder in FOLDERS if fate[folder] in {"emptied", "gone"}})
    }
    lost = {
        folder
        for path in missing
        for folder in folders_of(path)
        if not any(under(other, {folder}) for other in seen - missing)
        and sum(under(other, {folder}) for other in missing) >= AT_ONCE
    }
    return {path for path in missing if not under(path, lost)}


def cited(place: Place, given_out: list[str]) -> dict[str, Cited]:
    with place.opened() as archive:
        found = [one for one in archive.cite(given_out, EVERYTHING) if isinstance(one, Cited)]
    assert len(found) == len(given_out)
    return {one.record.path: one for one in found}


@settings(max_examples=8, deadline=None)
@given(counts, fates)
def test_nothing_is_lost_without_force_and_nothing_is_kept_with_it(
    count: Mapping[str, int], fate: Mapping[str, str]
) -> None:
    """Kept documents are searched and cited as before; with all back, it is as if nothing had happened."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, ExitStack() as stack:
        names = [f"{number}.txt" for number in range(TOP)]
        names += [f"{folder}/{number}.txt" for folder in FOLDERS for number in range(count[folder])]
        documents = {path: note(number) for number, path in enumerate(names)}
        place = Place(Path(folder), documents)
        place.index()
        before = place.ask("seen on day", limit=100)
        given_out = [hit.passage for hit in before.hits]
        shut = meet(place, fate)
        stack.enter_context(barred(*map(place.file, shut)))
        few = removed(set(documents), fate, shut)

        report = place.index()
        assert (set(report.removed), report.added, report.changed, report.moved) == (few, (), (), ())
        assert sum(line.documents for line in report.kept) == sum(
            not place.file(path).exists() if not under(path, shut) else True for path in documents if path not in few
        )
        assert {affected.document for affected in report.citations} <= few
        for path, citation in cited(place, given_out).items():
            assert citation.stored.state == ("removed" if path in few else "unchanged")
            assert citation.citation.state == citation.stored.state
            if path not in few:
                assert (citation.not_compared is None) == (not under(path, shut) and place.file(path).exists())

        forced = place.index(force=True)
        assert {*report.removed, *forced.removed} == {
            path for path in documents if under(path, shut) or not place.file(path).exists()
        }
        assert forced.kept == ()

        stack.close()
        place.rollback(report.generation)
        place.write(documents)
        back = place.index()
        assert (set(back.added), back.changed, back.removed, back.kept, back.notes) == (few, (), (), (), ())
        assert comparable(place.ask("seen on day", limit=100)) == comparable(before)
        assert all(
            one.said == "unchanged: the source still has these words" for one in cited(place, given_out).values()
        )
