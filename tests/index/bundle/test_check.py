"""That a check finds every change of a bundle, and none in one that was not changed."""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.bundle.check import check, check_bundle
from index.bundle.container import FIRST, MANIFEST, SEAL, Writer
from index.bundle.layout import ANNOTATIONS, CSL, PAGE, STYLES
from index.errors import BundleError
from index.models.bundles import Manifest
from tests.makers.archives import Place
from tests.makers.bundles import bundled, faults, forged, harbour, unpacked


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A bundle of three citations."""
    place, ids = harbour(tmp_path_factory.mktemp("bundle"))
    return bundled(place, *ids.values())[0]


@pytest.fixture(scope="module")
def smallest(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A bundle of one citation with file and text."""
    place, ids = harbour(tmp_path_factory.mktemp("bundle"))
    return bundled(place, ids["gull.html"])[0]


def flipped(data: bytes, place: int, mask: int) -> bytes:
    return data[:place] + bytes([data[place] ^ mask]) + data[place + 1 :]


def test_a_bundle_as_it_was_made_is_whole(whole: bytes) -> None:
    """Nothing is found, and it says what is in it."""
    checked = check(io.BytesIO(whole), "x.zip")
    assert checked.whole
    assert (checked.citations, checked.members, checked.bytes) == (3, 12, len(whole))


def test_every_byte_that_is_flipped_is_found(smallest: bytes) -> None:
    """One after the other, wherever it is: in documents, headers, the directory, the manifest, its seal, the end."""
    unseen = [place for place in range(len(smallest)) if not faults(flipped(smallest, place, 0xFF))]
    assert unseen == []


def test_every_bit_of_the_container_is_found(smallest: bytes) -> None:
    """Of what is no member's bytes: headers, names, the directory and the end."""
    with zipfile.ZipFile(io.BytesIO(smallest)) as archive:
        members = archive.infolist()
    data = {place for one in members for place in range(_begin(one), _begin(one) + one.file_size)}
    places = sorted(set(range(len(smallest))) - data)
    assert len(places) > 1000
    assert [(at, bit) for at in places for bit in range(8) if not faults(flipped(smallest, at, 1 << bit))] == []


def _begin(member: zipfile.ZipInfo) -> int:
    return member.header_offset + 30 + len(member.filename)


def test_a_bundle_cut_off_anywhere_is_found(smallest: bytes) -> None:
    """At every length, and with bytes put before it or behind it."""
    assert [size for size in range(len(smallest)) if not faults(smallest[:size])] == []
    for more in (b"\0", b"x" * 1000, smallest, smallest[-22:]):
        assert faults(smallest + more)
        assert faults(more + smallest)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_whatever_is_changed_is_found(whole: bytes, data: st.DataObject) -> None:
    """Stretches overwritten, taken out, put in or moved, of any length and at any place."""
    first, last = sorted(data.draw(st.tuples(*[st.integers(0, len(whole))] * 2)))
    put_in = data.draw(st.one_of(st.binary(max_size=40), st.just(whole[first:last][::-1])))
    moved = data.draw(st.integers(0, first))
    for other in (
        whole[:first] + put_in + whole[last:],
        whole[:moved] + whole[first:last] + whole[moved:first] + whole[last:],
    ):
        assert (faults(other) == ()) == (other == whole)


@pytest.fixture(scope="module")
def archived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, list[str]]:
    """An archive and the ids of its passages."""
    place, ids = harbour(tmp_path_factory.mktemp("bundle"))
    return place, list(ids.values())


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_any_bundle_is_whole_until_it_is_changed(archived: tuple[Place, list[str]], data: st.DataObject) -> None:
    """Whichever citations are in it and in whatever order; then any of its bytes is changed to any other."""
    place, ids = archived
    made = bundled(place, *data.draw(st.lists(st.sampled_from(ids), min_size=1)))[0]
    assert faults(made) == ()
    for at in data.draw(st.lists(st.integers(0, len(made) - 1), min_size=40, max_size=40)):
        assert faults(flipped(made, at, data.draw(st.integers(1, 255))))


def test_members_swapped_renamed_or_left_out_are_found(whole: bytes) -> None:
    """By whoever rewrites the zip, with right checksums, and leaves the manifest as it was."""
    members = unpacked(whole)
    names = [name for name in members if name not in {MANIFEST, SEAL}]
    one, other = [name for name in names if name.startswith("documents/")][:2]
    swapped = {**members, one: members[other], other: members[one]}
    assert set(faults(_packed(swapped))) == {
        f"{name} was changed: its SHA-256 is not the manifest's" for name in (one, other)
    }
    for name in names:
        left = {key: data for key, data in members.items() if key != name}
        if name != FIRST:
            assert f"{name} is missing" in faults(_packed(left))
    assert "documents/900-more.txt is not in the manifest" in faults(
        _packed({**members, "documents/900-more.txt": b"x"})
    )
    order = dict(sorted(members.items(), key=lambda item: (item[0] != FIRST, item[0] in {MANIFEST, SEAL}, item[0])))
    assert any("order" in line for line in faults(_packed(order)))


def _packed(members: dict[str, bytes]) -> bytes:
    """A container of these members, the manifest as it is among them."""
    stream = io.BytesIO()
    writer = Writer(stream)
    for name, data in members.items():
        if name not in {MANIFEST, SEAL}:
            writer.add(name, data)
    writer.finish(members[MANIFEST])
    return stream.getvalue()


def test_a_zip_written_by_another_program_is_found(whole: bytes) -> None:
    """The same members packed by Python's own writer are another file, compressed or not."""
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", method) as archive:
            for name, data in unpacked(whole).items():
                archive.writestr(name, data)
        assert faults(stream.getvalue())


def test_what_no_longer_agrees_is_found_although_the_manifest_was_made_anew(whole: bytes) -> None:
    """A quotation, a place, a state or a document that was changed in one form only."""
    members = unpacked(whole)
    assert faults(forged(whole, {})) == ()
    page, marked, items = (members[name].decode() for name in (PAGE, ANNOTATIONS, CSL))
    first = json.loads(marked)["first"]["items"][0]["target"]["selector"][1]["start"]
    document = next(name for name in members if name.startswith("documents/"))
    assert members[document].count(b"lantern") == 1
    for changed in (
        {PAGE: page.replace("lantern", "beacon").encode()},
        {CSL: items.replace("lantern", "beacon").encode()},
        {CSL: items.replace('"unchanged"', '"moved"').encode()},
        {ANNOTATIONS: marked.replace("lantern", "beacon").encode()},
        {ANNOTATIONS: marked.replace(f'"start": {first},', f'"start": {first + 1},').encode()},
        {document: members[document].replace(b"lantern", b"beacon!")},
        {ANNOTATIONS: b"[" * 100_000},
        {ANNOTATIONS: b"{}"},
        {CSL: b"[1]"},
        {PAGE: b"\xff"},
        {"../../evil.txt": b"x"},
    ):
        assert faults(forged(whole, changed)), changed
    said = json.loads(members[MANIFEST])["citations"]
    assert faults(forged(whole, {}, citations=said[1:]))
    assert faults(forged(whole, {}, citations=[{**said[0], "file": "documents/404-gone.txt"}, *said[1:]]))


def test_what_is_no_bundle_is_said_in_a_line(tmp_path: Path, whole: bytes) -> None:
    """Nothing, text, another zip, a folder and a file that isn't there; and a bundle of a later format."""
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("a.txt", "a")
    (tmp_path / "empty").touch()
    (tmp_path / "text").write_text("pictures", "utf-8")
    for name in ("empty", "text", "other.zip"):
        with pytest.raises(BundleError, match="is no evidence bundle; name a file that dateline bundle made"):
            check_bundle(tmp_path / name)
    for path in (tmp_path, tmp_path / "gone", Path("a\0b")):
        with pytest.raises(BundleError, match=r"can't be read \(.+\); name a bundle that can"):
            check_bundle(path)
    later = _packed({**unpacked(whole), MANIFEST: b'{"kind": "dateline bundle", "format": 2}'})
    assert faults(later) == ("the bundle was made by a newer version of Dateline; update Dateline",)


def test_a_file_larger_than_any_bundle_is_refused_unread(tmp_path: Path, smallest: bytes) -> None:
    """It begins and ends like one, with a hole between."""
    file = tmp_path / "huge.zip"
    file.write_bytes(smallest)
    os.truncate(file, 5 * 1024**3)
    with pytest.raises(BundleError, match="is larger than a bundle can be"):
        check_bundle(file)


def test_headers_that_claim_more_than_there_is_are_one_fault(smallest: bytes) -> None:
    """A size of gigabytes is not believed, so that a small file costs no memory."""
    claimed = smallest[:18] + b"\xff\xff\xff\xf0" * 2 + smallest[26:]
    assert faults(claimed)[0] == "the container is damaged at byte 0: no member begins there"


def test_the_noted_checksum_tells_a_forged_bundle(tmp_path: Path, whole: bytes) -> None:
    """A bundle that was made anew is whole by itself, and another file than the one that was noted."""
    noted = check(io.BytesIO(whole), "x.zip").sha256
    (tmp_path / "x.zip").write_bytes(whole)
    assert check_bundle(tmp_path / "x.zip", noted.upper()).whole
    made = json.loads(unpacked(whole)[MANIFEST])
    assert Manifest.model_validate_json(json.dumps(made)).version == made["version"]
    (tmp_path / "x.zip").write_bytes(forged(whole, {}, version="9"))
    assert check_bundle(tmp_path / "x.zip").whole
    assert "it is another file" in check_bundle(tmp_path / "x.zip", noted).faults[0]


def test_no_two_members_of_a_bundle_are_left_unlisted(whole: bytes) -> None:
    """The manifest has all but itself and its seal, and each style of references is there."""
    members = unpacked(whole)
    listed = [one["path"] for one in json.loads(members[MANIFEST])["members"]]
    assert [*listed, MANIFEST, SEAL] == list(members)
    assert {PAGE, ANNOTATIONS, FIRST, *STYLES} <= set(listed)
