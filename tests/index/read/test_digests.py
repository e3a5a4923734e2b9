"""Files are hashed again only where they may have changed, and always then."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest

from index.read.digests import Digests


def later() -> int:
    """A minute from now, when what was just written has settled."""
    return time.time_ns() + 60_000_000_000


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "a.txt"
    file.write_text("one")
    return file


def test_a_file_in_the_same_state_is_not_opened_again(file: Path) -> None:
    """Even when it is gone, what its state stood for is known."""
    digests, facts = Digests(clock=later), file.stat()
    assert digests(file, facts) == sha("one")
    file.unlink()
    assert digests(file, facts) == sha("one")


def test_other_words_of_the_same_length_at_the_same_time_are_seen(file: Path) -> None:
    """Written into the file or put in its place, with size and time of modification as they were."""
    digests, facts = Digests(clock=later), file.stat()
    digests(file, facts)
    file.write_text("two")
    os.utime(file, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert digests(file, file.stat()) == sha("two")
    beside = file.with_name("b.txt")
    beside.write_text("six")
    os.utime(beside, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    beside.replace(file)
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (facts.st_size, facts.st_mtime_ns)
    assert digests(file, file.stat()) == sha("six")


def test_a_file_just_written_to_is_not_remembered(file: Path) -> None:
    """It could be written to once more within one step of the file system's clock, and look the same."""
    digests, facts = Digests(), file.stat()
    assert digests(file, facts) == sha("one")
    file.write_text("two")
    assert digests(file, facts) == sha("two")


def test_of_too_many_files_the_longest_unused_is_forgotten(tmp_path: Path) -> None:
    """What is asked for stays; the other is opened again, and it is gone."""
    digests = Digests(most=2, clock=later)
    files = [tmp_path / name for name in ("a.txt", "b.txt", "c.txt")]
    for file in files:
        file.write_text(file.name)
    facts = {file: file.stat() for file in files}
    for file in (files[0], files[1], files[0], files[2]):
        digests(file, facts[file])
    for file in files:
        file.unlink()
    assert digests(files[0], facts[files[0]]) == sha("a.txt")
    with pytest.raises(FileNotFoundError, match=r"b\.txt"):
        digests(files[1], facts[files[1]])
