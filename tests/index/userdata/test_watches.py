"""Watches on disk: made within limits, checked by one process at a time, and erased with whoever made them."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from index.errors import IndexDataError, WatchError
from index.models.data_files import DataFile
from index.models.watches import COMMAND_LINE, Match, Rate, Version, Watch, WatchCheck
from index.userdata import watches
from index.userdata.watch_posts import WatchPosts
from index.userdata.watches import Watches

NOW = dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)
GUILD, CHANNEL = 70, 80


@pytest.fixture
def kept(tmp_path: Path) -> Watches:
    return Watches(tmp_path)


@pytest.fixture
def posts(tmp_path: Path) -> WatchPosts:
    return WatchPosts(tmp_path)


def made(kept: Watches, person: int = 7, query: str = "moon landing", guild: int | None = GUILD) -> Watch:
    """A watch of `person` in a server."""
    return kept.add(person, query, checked=3, made=NOW, guild=guild, channel=CHANNEL)


def match(watch: Watch, document: str = "moon.txt", digest: str | None = None) -> Match:
    """A new document that matches it."""
    return Match(
        watch=watch.token,
        document=document,
        digest=digest or f"text of {document}",
        sha256=f"file {document}",
        since=NOW.date(),
        change="added",
        found=NOW,
    )


def version(of: Match, document: str | None = None, digest: str | None = None) -> Version:
    """A text by which a match is known: its own, or another."""
    place = document or of.document
    return Version(digest=digest or of.digest, sha256=f"file {place}", sketch=b"abcd", document=place, of=of.digest)


def check(watch: Watch, *matches: Match, before: int = 3, after: int = 4) -> WatchCheck:
    """What comes of holding new documents against it."""
    known = [version(one) for one in matches]
    return WatchCheck(watch=watch.token, before=before, after=after, matches=matches, versions=tuple(known))


def test_a_watch_is_found_by_its_token_in_another_process(kept: Watches, tmp_path: Path) -> None:
    """All that was said of it comes back; no token begins like an option."""
    since, until = dt.date(1969, 1, 1), dt.date(1972, 12, 31)
    watch = kept.add(7, "moon", checked=3, made=NOW, channel=8, since=since, until=until, rate=Rate.WEEKLY)
    assert (watch.since, watch.until, watch.rate, watch.made, watch.checked) == (since, until, Rate.WEEKLY, NOW, 3)
    assert Watches(tmp_path).find(watch.token) == watch
    assert watch.token.isalnum()
    assert kept.find("made-up") is None


def test_watches_are_listed_by_person_and_by_server(kept: Watches) -> None:
    """A person's of one server are apart from those of direct messages; those that are paused don't run."""
    mine, theirs, private = made(kept), made(kept, 8), kept.add(7, "moon", checked=3, made=NOW)
    assert (kept.of_person(7, GUILD), kept.of_person(7), kept.of_guild(GUILD)) == (
        [mine],
        [private],
        [mine, theirs],
    )
    kept.pause(mine.token, "by you")
    assert kept.running() == [theirs, private]
    assert kept.of_person(7, GUILD)[0].paused == "by you"
    assert len(kept.of_guild(GUILD)) == 2


def test_the_same_watch_is_made_once(kept: Watches) -> None:
    """Whatever its rate; in another channel it is another."""
    made(kept)
    with pytest.raises(WatchError, match="already"):
        kept.add(7, "moon landing", checked=5, made=NOW, guild=GUILD, channel=CHANNEL, rate=Rate.DAILY)
    kept.add(7, "moon landing", checked=5, made=NOW, guild=GUILD, channel=CHANNEL + 1)
    assert kept.count() == 2


def test_a_person_and_a_server_have_limits(kept: Watches, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is paused makes room, up to the limit of all; resuming needs room; the command line has no limits."""
    monkeypatch.setattr(watches, "MAX_RUNNING", 2)
    monkeypatch.setattr(watches, "MAX_RUNNING_IN_GUILD", 3)
    monkeypatch.setattr(watches, "MAX_KEPT", 3)
    first, _ = made(kept, query="a"), made(kept, query="b")
    with pytest.raises(WatchError, match="2 watches running"):
        made(kept, query="c")
    kept.pause(first.token, "by you")
    third = made(kept, query="c")
    with pytest.raises(WatchError, match="2 watches running"):
        kept.resume(first.token, 9)
    kept.pause(third.token, "by you")
    with pytest.raises(WatchError, match="you have 3 watches"):
        made(kept, query="d")
    made(kept, 8, "a")
    made(kept, 8, "b")
    with pytest.raises(WatchError, match="3 watches run in this server"):
        made(kept, 9, "a")
    for number in range(9):
        kept.add(COMMAND_LINE, str(number), checked=3, made=NOW)


def test_a_check_counts_once(kept: Watches, posts: WatchPosts) -> None:
    """Of two processes that checked the same watch the first is noted, matches and generation together."""
    watch = made(kept)
    assert kept.note([check(watch, match(watch))]) == {watch.token}
    assert kept.note([check(watch, match(watch, "other.txt"))]) == set()
    assert posts.waiting() == {watch.token: (match(watch),)}
    assert kept.pinned() == {4}


def test_what_a_paused_watch_missed_is_not_noted(kept: Watches, posts: WatchPosts) -> None:
    """It pins nothing and goes on from the generation at which it is resumed; what it found before waits till then."""
    watch = made(kept)
    kept.note([check(watch, match(watch))])
    assert kept.pause(watch.token, "its channel is gone")
    assert not kept.pause(watch.token, "by you")
    assert (kept.note([check(watch, before=4, after=5)]), kept.pinned(), posts.waiting()) == (set(), set(), {})
    assert kept.resume(watch.token, 9)
    assert not kept.resume(watch.token, 10)
    assert (kept.pinned(), list(posts.waiting())) == ({9}, [watch.token])


def test_a_text_that_a_watch_knows_is_no_new_match(kept: Watches, posts: WatchPosts) -> None:
    """Whatever a later check says: its texts are known with their match, and with every version of it."""
    watch = made(kept)
    kept.note([check(watch, match(watch))])
    edited = version(match(watch), "moved.txt", "edited")
    kept.note([WatchCheck(watch=watch.token, before=4, after=5, versions=(edited,))])
    kept.note([check(watch, match(watch), match(watch, "copy.txt", "edited"), before=5, after=6)])
    assert posts.waiting()[watch.token] == (match(watch),)
    assert {(known.digest, known.document, known.of) for known in kept.versions([watch.token])[watch.token]} == {
        ("text of moon.txt", "moon.txt", "text of moon.txt"),
        ("edited", "moved.txt", "text of moon.txt"),
    }


def test_whoever_removes_or_is_forgotten_leaves_no_word_in_the_file(
    kept: Watches, posts: WatchPosts, tmp_path: Path
) -> None:
    """Queries, matches and posts go to the last byte, and nobody else's; only its maker removes a watch."""
    mine, theirs = made(kept, query="harbour strike"), made(kept, 8)
    kept.note([check(mine, match(mine, "secret.txt")), check(theirs, match(theirs))])
    both = [one for found in posts.waiting().values() for one in found]
    post = posts.begin(both, CHANNEL, "here", NOW)
    assert not kept.remove(theirs.token, 7)
    assert kept.forget(7) == 1
    left = (tmp_path / DataFile.WATCHES).read_bytes()
    assert b"harbour strike" not in left
    assert b"secret.txt" not in left
    assert post is not None
    assert [one.watch for one in posts.post(post.token).matches] == [theirs.token]  # type: ignore[union-attr]
    assert kept.remove(theirs.token, 8)
    assert (kept.count(), posts.unfinished()) == (0, [])


def test_what_is_erased_is_gone_from_watches(kept: Watches, posts: WatchPosts, tmp_path: Path) -> None:
    """A match goes with every version of its document, by the file it came from; others stay."""
    watch = made(kept)
    kept.note([check(watch, match(watch, "secret.txt"), match(watch))])
    assert kept.erase({"file secret.txt", "another"}) == 1
    assert [one.document for one in posts.waiting()[watch.token]] == ["moon.txt"]
    assert b"secret.txt" not in (tmp_path / DataFile.WATCHES).read_bytes()


def test_nothing_is_made_where_nothing_is_watched(kept: Watches, posts: WatchPosts, tmp_path: Path) -> None:
    """Looking, removing and forgetting leave the folder as it is."""
    assert (kept.find("x"), kept.running(), kept.pinned(), kept.forget(7), kept.remove("x")) == (
        None,
        [],
        set(),
        0,
        False,
    )
    assert (posts.waiting(), posts.unfinished(), posts.post("x"), kept.erase({"x"})) == ({}, [], None, 0)
    assert list(tmp_path.iterdir()) == []


def test_another_programs_file_is_refused_and_left_alone(kept: Watches, tmp_path: Path) -> None:
    """Whoever reads the line in a chat learns nothing of the machine."""
    file = tmp_path / DataFile.WATCHES
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE notes (text)")
    before = file.read_bytes()
    with pytest.raises(IndexDataError, match="can't be opened right now") as error:
        made(kept)
    assert str(tmp_path) not in error.value.in_chat
    assert file.read_bytes() == before
