"""Which vectors stay in the cache: those of every kept generation, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build.pruning import KEYS_FILE
from index.embed.cache import key
from index.errors import NotPublishedError
from index.generations.data_folder import DataFolder
from index.generations.manifest import write_manifest
from tests.makers.archives import Place, notes, segment_of
from tests.stand_ins.hashing_encoder import HashingEncoder

MODEL = "hashing\x001"


def story(word: str) -> str:
    return f"date 1950-01-02 Told\n\nA {word} was seen.\n"


def told(word: str) -> bytes:
    """The key of the one passage of that story."""
    return key(MODEL, f"Told\nA {word} was seen.")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """An archive of notes and of a story, which says something else in each of two generations."""
    place = notes(tmp_path, 4, keep_generations=2)
    for word in ("heron", "stork"):
        place.write({"story.txt": story(word)})
        place.index()
    return place


def test_a_vector_goes_with_the_last_generation_that_uses_it(place: Place) -> None:
    """What was said in the first generation is kept until that is removed; what all say is never computed again."""
    assert place.cached() >= {told("heron"), told("stork")}
    place.write({"story.txt": story("crane")})
    place.index()
    assert DataFolder(place.data).whole() == [2, 3]
    assert told("heron") not in place.cached()
    assert place.cached() >= {told("stork"), told("crane")}
    place.write({"story.txt": story("crane").replace("was", "WAS")})
    assert place.index().embedded == 1
    assert (len(place.cached()), told("stork") in place.cached()) == (6, False)


def test_what_is_rolled_back_to_is_reindexed_without_embedding(place: Place) -> None:
    """Pruned after the second generation, the cache still has all vectors of the first."""
    place.rollback(1)
    place.write({"story.txt": story("heron")})
    assert (place.index().embedded, place.index().embedded) == (0, 0)


def test_a_generation_that_serves_or_is_read_keeps_its_vectors(place: Place) -> None:
    """One held open by a program outlives its time, and so do its vectors, until that program ends."""
    with place.opened():
        for word in ("crane", "egret", "ibis"):
            place.write({"story.txt": story(word)})
            place.index()
        assert DataFolder(place.data).whole() == [2, 4, 5]
        assert place.cached() >= {told("stork"), told("egret"), told("ibis")}
        assert told("crane") not in place.cached()
    place.index()
    assert told("stork") not in place.cached()


def test_vectors_of_another_model_go_with_its_generations(place: Place) -> None:
    """Turning back to the model before costs nothing while one of its generations is kept."""
    before = place.cached()
    assert place.index(HashingEncoder(revision="2")).embedded == 5
    assert place.cached() > before - {told("heron")}
    assert place.index().embedded == 0
    place.index()
    assert place.cached() == before - {told("heron")}


def test_what_a_failed_reindex_embedded_is_kept_for_the_next(place: Place) -> None:
    """A reindex that is refused removes nothing, so the forced one embeds nothing."""
    place.remove("note-000.txt", "note-001.txt", "note-002.txt")
    place.write({"story.txt": story("crane")})
    with pytest.raises(NotPublishedError, match="documents are gone"):
        place.index()
    assert told("heron") in place.cached()
    assert place.index(force=True).embedded == 1


def without_keys(place: Place, number: int) -> None:
    """Makes a generation what earlier versions wrote."""
    folder = DataFolder(place.data).folder(number)
    manifest = DataFolder(place.data).manifest(number)
    (segment_of(folder) / KEYS_FILE).unlink()
    files = {name: digest for name, digest in manifest.files.items() if not name.endswith(KEYS_FILE)}
    sizes = {name: size for name, size in manifest.sizes.items() if not name.endswith(KEYS_FILE)}
    write_manifest(folder, manifest.model_copy(update={"files": files, "sizes": sizes}))


def damaged(place: Place, number: int) -> None:
    """Makes a generation's keys others."""
    file = segment_of(DataFolder(place.data).folder(number)) / KEYS_FILE
    file.write_bytes(bytes(len(file.read_bytes())))


@pytest.mark.parametrize("harm", [without_keys, damaged])
def test_nothing_goes_while_a_kept_generation_does_not_say_what_it_uses(place: Place, harm: object) -> None:
    """One of an earlier version, or with damaged keys, keeps all; once it is removed, what nothing uses goes."""
    assert callable(harm)
    harm(place, 2)
    place.write({"story.txt": story("crane")})
    place.index()
    assert told("heron") in place.cached()
    place.index()
    assert DataFolder(place.data).whole() == [3, 4]
    assert place.cached().isdisjoint({told("heron"), told("stork")})
