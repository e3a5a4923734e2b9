"""Watches that come back from a backup know what was told since."""

from __future__ import annotations

import shutil
from pathlib import Path

from index.models.data_files import DataFile
from index.userdata.watch_posts import WatchPosts
from index.userdata.watch_union import unite
from index.userdata.watches import Watches
from tests.index.userdata.test_watches import CHANNEL, NOW, check, made, match


def test_what_was_told_since_a_backup_is_known(tmp_path: Path) -> None:
    """Matches, posts and the generation checked come from what is there; watches of one side only stay its own."""
    now, backup = tmp_path / "now", tmp_path / "backup"
    now.mkdir()
    backup.mkdir()
    watches, posts = Watches(now), WatchPosts(now)
    watch, gone = made(watches), made(watches, query="gone since")
    watches.note([check(watch, match(watch, "waits.txt"), match(watch, "begun.txt"))])
    (waits, begun) = posts.waiting()[watch.token]
    post = posts.begin([begun], CHANNEL, "here", NOW)
    assert post is not None
    shutil.copy(now / DataFile.WATCHES, backup)
    posts.done(post, 99, NOW)
    later = posts.begin([waits], CHANNEL, "here", NOW)
    assert later is not None
    posts.done(later, 100, NOW)
    watches.note([check(watch, match(watch, "new.txt"), before=4, after=5)])
    watches.remove(gone.token)
    made(watches, query="made since")
    unite(backup, now)
    restored, theirs = Watches(backup), WatchPosts(backup)
    assert {one.query for one in restored.running()} == {"moon landing", "gone since"}
    assert restored.find(watch.token) == watches.find(watch.token)
    assert [one.document for one in theirs.waiting()[watch.token]] == ["new.txt"]
    assert (theirs.unfinished(), theirs.post(later.token)) == ([], posts.post(later.token))
    assert {known.document for known in restored.versions([watch.token])[watch.token]} == {
        "waits.txt",
        "begun.txt",
        "new.txt",
    }
    assert not restored.faults()
