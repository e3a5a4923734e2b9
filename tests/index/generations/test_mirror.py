"""Generations of a shared store: what one host publishes, the others have within a second, whole or not at all."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.errors import ArchiveError, BusyError, IndexDataError, LeaseLostError, StoreUnreachableError
from index.generations import mirror
from index.generations.data_folder import REPORT_FILE, DataFolder, refuse_inside
from index.generations.fallback import Chosen, with_sound
from index.generations.manifest import MANIFEST_FILE
from index.generations.mirror import Mirror
from index.generations.mirrored_files import FENCE_FILE, MirroredFiles
from index.generations.pointer import Pointer
from index.models.data_files import DataFile
from index.shared.address import Address, sign_mirror
from index.shared.folder import FolderObjects
from index.shared.lease import LEASE


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every look is at the store."""
    monkeypatch.setattr(mirror, "LOOK_EVERY_S", 0.0)
    monkeypatch.setattr(mirror, "AWAY_S", 0.0)


@pytest.fixture
def address(tmp_path: Path) -> Address:
    return Address.parse((tmp_path / "store").as_uri())


@pytest.fixture
def one(tmp_path: Path, address: Address) -> DataFolder:
    return host(tmp_path / "one", address)


@pytest.fixture
def two(tmp_path: Path, address: Address) -> DataFolder:
    return host(tmp_path / "two", address)


def host(folder: Path, address: Address) -> DataFolder:
    """The data folder of a host."""
    sign_mirror(folder, address)
    return DataFolder(folder)


def built(data: DataFolder) -> int:
    """A generation that is finished in `building`, with its number in its files."""
    number, folder = data.begin()
    for name in (REPORT_FILE, MANIFEST_FILE):
        (folder / name).write_text(str(number))
    return number


def published(data: DataFolder) -> int:
    with data.building():
        number = built(data)
        data.publish(number)
    return number


def pointer(address: Address) -> Pointer:
    found = FolderObjects(address).get("current")
    assert found is not None
    return Pointer.model_validate_json(found.content)


def test_what_one_host_publishes_serves_on_all(one: DataFolder, two: DataFolder) -> None:
    """With every file as it was written, on a host that comes later as well."""
    assert [published(one), published(two), published(one)] == [1, 2, 3]
    for data in (one, two):
        assert (data.current(), data.whole()) == (3, [1, 2, 3])
        assert (data.folder(2) / REPORT_FILE).read_text() == "2"


def test_a_rollback_serves_on_all(one: DataFolder, two: DataFolder) -> None:
    """Whichever host makes it."""
    published(one)
    published(one)
    two.make_current(1)
    assert one.current() == 1
    assert one.whole() == [1, 2]


def test_what_one_host_removes_is_gone_from_all(one: DataFolder, two: DataFolder, address: Address) -> None:
    """But not what serves, nor, from a host that reads it, before it has ended."""
    for _ in range(4):
        published(one)
    assert two.whole() == [1, 2, 3, 4]
    with two.reading(1), one.building():
        one.prune(2)
        assert two.whole() == [1, 3, 4]
        assert one.sweep() == {"000003-3", "000004-4"}
    published(one)
    assert (two.whole(), one.whole()) == ([3, 4, 5], [3, 4, 5])
    assert not [key for key in FolderObjects(address).list("generations/") if "000001" in key]
    Mirror(one.path, address).remove(5)
    assert one.whole() == [3, 4, 5]


def test_the_last_builds_that_failed_are_told_on_all(one: DataFolder, two: DataFolder) -> None:
    """Their numbers are not given again."""
    for _ in range(3):
        with one.building():
            one.set_aside(built(one))
    assert two.reported() == [2, 3]
    assert published(two) == 4


def test_what_was_not_published_is_nowhere(one: DataFolder, two: DataFolder, address: Address) -> None:
    """A builder that is killed after sending its files leaves nothing that serves, and its number free."""
    with one.building():
        number = built(one)
        shutil.move(one.path / DataFile.BUILDING / f"{number:06d}", one.folder(number))
        (one.folder(number) / REPORT_FILE).write_text("not published")
        MirroredFiles(one.path, address).send(DataFile.GENERATIONS, number, 0)
    assert two.whole() == []
    assert published(two) == 1
    for data in (one, two):
        assert data.whole() == [1]
        assert (data.folder(1) / REPORT_FILE).read_text() == "1"


def test_an_outrun_builder_publishes_nothing(one: DataFolder, two: DataFolder, address: Address) -> None:
    """A host that was silent for so long that another one built can't undo what that one did."""
    objects = FolderObjects(address)
    with one.building():
        number = built(one)
        taken = objects.get(LEASE)
        assert taken is not None
        objects.put(LEASE, json.dumps({**json.loads(taken.content), "holder": None}).encode())
        assert published(two) == 1
        (one.path / DataFile.BUILDING / f"{number:06d}" / REPORT_FILE).write_text("outrun")
        with pytest.raises(LeaseLostError):
            one.publish(number)
    assert (one.current(), pointer(address).generations) == (1, {1: 2})
    assert (one.folder(1) / REPORT_FILE).read_text() == "1"


def test_one_host_builds_at_a_time(one: DataFolder, two: DataFolder) -> None:
    """The other one is told who does."""
    lease = mirror.mirror_at(one.path)
    assert lease is not None
    with (
        one.building(),
        pytest.raises(BusyError, match=r"already being indexed, by "),
        renewing(one),
        two.building(),
    ):
        pass


@contextmanager
def renewing(data: DataFolder) -> Iterator[None]:
    """The host that builds lives."""
    held = mirror.mirror_at(data.path)
    assert held is not None
    assert held._lease is not None
    held._lease.renew()
    yield


def test_a_store_that_is_away_leaves_what_was_there(
    one: DataFolder, two: DataFolder, address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until it is back; who must know, as a builder must and a host that is new, is told in one line."""
    published(one)
    assert two.whole() == [1]
    new = host(one.path.with_name("new"), address)
    published(one)

    def away(*_: object) -> None:
        raise StoreUnreachableError("the store can't be reached")

    with monkeypatch.context() as patch:
        for name in ("get", "get_if_changed", "list"):
            patch.setattr(FolderObjects, name, away)
        assert (two.whole(), two.current()) == ([1], 1)
        with pytest.raises(StoreUnreachableError):
            two.begin()
        with pytest.raises(StoreUnreachableError):
            new.current()
    assert (two.current(), new.current()) == (2, 2)


@pytest.mark.parametrize("name", [REPORT_FILE, MANIFEST_FILE, FENCE_FILE])
@pytest.mark.parametrize("damage", [lambda file: file.write_text("x"), Path.unlink])
def test_a_damaged_copy_of_a_generation_is_fetched_anew(
    one: DataFolder, two: DataFolder, name: str, damage: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    """With a line in the log, and once; what nobody altered stays."""
    published(one)
    assert two.whole() == [1]
    assert not two.mended(1)
    two.mark_damaged(1, "it is damaged")
    damage(two.folder(1) / name)
    assert (two.mended(1), two.mended(1), two.mended(2)) == (True, False, False)
    assert (two.folder(1) / name).read_bytes() == (one.folder(1) / name).read_bytes()
    assert two.damage(1) is None
    assert [entry.getMessage() for entry in caplog.records] == [
        "the copy of generation 1 here was not what the store has; it was fetched anew"
    ]


def test_what_the_store_has_damaged_is_told(one: DataFolder, two: DataFolder, address: Address) -> None:
    """Fetching it again is no cure."""
    published(one)
    FolderObjects(address).put(f"generations/000001-1/{MANIFEST_FILE}", b"{")
    assert two.whole() == [1]
    assert not two.mended(1)
    with pytest.raises(IndexDataError, match="is damaged"):
        two.manifest(1)


def test_a_store_that_is_away_mends_nothing(one: DataFolder, two: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """What there is stays, marked as it is."""
    published(one)
    two.mark_damaged(two.current(), "it is damaged")

    def away(*_: object) -> None:
        raise StoreUnreachableError("the store can't be reached")

    monkeypatch.setattr(FolderObjects, "get", away)
    assert not two.mended(1)
    assert two.damage(1) == "it is damaged"


@pytest.mark.parametrize("text", ["", "x", "000007\n", None])
def test_what_serves_is_what_the_store_says(
    one: DataFolder, two: DataFolder, address: Address, text: str | None
) -> None:
    """Whatever the mirror's file says, and without the lease, which a builder may have."""
    published(one)
    published(one)
    one.make_current(1)
    assert two.current() == 1
    if text is None:
        (two.path / DataFile.CURRENT).unlink()
    else:
        (two.path / DataFile.CURRENT).write_text(text)
    lease = FolderObjects(address).get(LEASE)
    assert with_sound(two, lambda number: number) == (1, Chosen(1, 1))
    assert (two.named(), one.current(), FolderObjects(address).get(LEASE)) == (1, 1, lease)


def test_the_exported_encoder_comes_along(one: DataFolder, two: DataFolder, address: Address) -> None:
    """What a search needs of the model is fetched once; one that no builder has any more goes."""
    for name, text in (("a1", "first"), ("b2.unchecked", "half")):
        (one.path / DataFile.ENCODERS / name).mkdir(parents=True)
        (one.path / DataFile.ENCODERS / name / "model.onnx").write_text(text)
    published(one)
    assert two.current() == 1
    assert (two.path / DataFile.ENCODERS / "a1" / "model.onnx").read_text() == "first"
    assert not (two.path / DataFile.ENCODERS / "b2.unchecked").exists()
    with one.building():
        number = built(one)
        (one.path / DataFile.ENCODERS / "a1").rename(one.path / DataFile.ENCODERS / "c3")
        one.publish(number)
    assert list(FolderObjects(address).list(f"{DataFile.ENCODERS}/")) == [f"{DataFile.ENCODERS}/c3/model.onnx"]


def test_encoders_are_looked_for_with_new_generations_alone(
    one: DataFolder, two: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What serves is changed and generations are removed without another look at them."""
    listed = list[str]()
    real = FolderObjects.list

    def noted(self: FolderObjects, prefix: str) -> dict[str, str]:
        listed.append(prefix)
        return real(self, prefix)

    monkeypatch.setattr(FolderObjects, "list", noted)
    encoders, looks = f"{DataFile.ENCODERS}/", list[int]()
    for change in (lambda: published(one), lambda: published(one), lambda: one.make_current(1)):
        change()
        listed.clear()
        two.current()
        looks.append(listed.count(encoders))
    assert looks == [1, 1, 0]


def test_a_damaged_pointer_is_told(one: DataFolder, two: DataFolder, address: Address) -> None:
    """And read again once it is put back."""
    published(one)
    whole = pointer(address)
    FolderObjects(address).put("current", b"{")
    with pytest.raises(IndexDataError, match="'current' of the store is damaged"):
        two.whole()
    FolderObjects(address).put("current", whole.model_dump_json().encode())
    assert two.current() == 1


def test_somebody_else_s_objects_are_no_store(one: DataFolder, address: Address) -> None:
    """Nothing is written among them, not even a lease; what one has done before the first index is no such thing."""
    objects = FolderObjects(address)
    objects.put("userdata/dates.sqlite", b"x")
    published(one)
    other = FolderObjects(Address.parse(f"{address}/other"))
    other.put("photos/1.jpg", b"x")
    two = host(one.path.with_name("other"), other.address)
    with pytest.raises(IndexDataError, match=r"other than a store \(photos\); .*/other/dateline$"), two.building():
        pass
    assert other.list("").keys() == {"photos/1.jpg"}


def test_a_store_that_is_not_there_any_more_is_not_begun_anew(one: DataFolder, address: Address) -> None:
    """Its disk may not be mounted; what this host still knows of it stays."""
    published(one)
    store = Path(address.path)
    store.rename(store.with_name("unmounted"))
    with pytest.raises(IndexDataError, match=r"holds no index any more; .* mounted .* move"), one.building():
        pass
    store.with_name("unmounted").rename(store)
    assert published(one) == 2


def test_what_is_not_a_generation_of_ours_stays(one: DataFolder, address: Address) -> None:
    """Whatever lies where generations and encoders do."""
    objects = FolderObjects(address)
    keys = {"generations/2024/report.pdf", "failed/x.txt", "encoders/mine/model.onnx"}
    for key in keys:
        objects.put(key, b"x")
    objects.put("generations/000009-9/report.json", b"x")
    encoder = one.path / DataFile.ENCODERS / "0123456789abcdef"
    encoder.mkdir(parents=True)
    (encoder / "model.onnx").touch()
    published(one)
    with one.building():
        one.sweep()
    assert keys < objects.list("").keys()
    assert "generations/000009-9/report.json" not in objects.list("")


def test_a_store_s_folder_is_not_read_as_documents(one: DataFolder, address: Address) -> None:
    """Wherever its mirror is; a hidden folder isn't read anyway."""
    store = Path(address.path)
    for archive in (store, store.parent):
        with pytest.raises(ArchiveError, match=f"{store} lies inside the archive"):
            refuse_inside(archive, one.path)
    refuse_inside(store.with_name("documents"), one.path)
    refuse_inside(store.parent, host(one.path.with_name("two"), Address.parse(f"{address}/.hidden")).path)
