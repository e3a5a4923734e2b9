"""A word index is opened where its folder can't be written, and leaves nothing behind."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from index.storage import lockable
from index.storage.words.analysis import Entry
from index.storage.words.search import WordIndex
from index.storage.words.write import write


def test_an_index_that_is_only_read_leaves_no_links_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the folder can't be written, it is read through links, even if a lock is taken in them while they go."""
    write(tmp_path / "words", [Entry(0, 0, "the lamp", "", ("en",))])
    (tmp_path / "links").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "links"))
    monkeypatch.setattr(lockable, "REMOVAL_PAUSE_S", 0.0)
    monkeypatch.setattr(os, "access", lambda path, mode: mode & os.W_OK == 0)
    whole, removed = shutil.rmtree, []

    def rmtree(folder: Path, *, ignore_errors: bool) -> None:
        removed.append(folder)
        if len(removed) > 1:
            whole(folder, ignore_errors=ignore_errors)

    monkeypatch.setattr(shutil, "rmtree", rmtree)
    linked = WordIndex(tmp_path / "words", ("en",))
    assert linked.rows == 1
    linked.close()
    assert len(removed) == 2
    assert list((tmp_path / "links").iterdir()) == []
