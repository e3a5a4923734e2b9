"""Posts of watches on disk: whatever two processes do, and whichever is killed, a match is claimed once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from index.models.watches import Match, Post, Watch
from index.userdata.watch_posts import WatchPosts
from index.userdata.watches import Watches
from tests.index.userdata.test_watches import CHANNEL, NOW, check, made, match

LATER = NOW + dt.timedelta(minutes=5)


@pytest.fixture
def kept(tmp_path: Path) -> Watches:
    return Watches(tmp_path)


@pytest.fixture
def posts(tmp_path: Path) -> WatchPosts:
    return WatchPosts(tmp_path)


@pytest.fixture
def watch(kept: Watches) -> Watch:
    """One that found two documents."""
    watch = made(kept)
    kept.note([check(watch, match(watch, "a.txt"), match(watch, "b.txt"))])
    return watch


def waiting(posts: WatchPosts) -> list[Match]:
    return [one for found in posts.waiting().values() for one in found]


def begun(posts: WatchPosts, holder: str = "here") -> Post:
    """A post about all that waits."""
    post = posts.begin(waiting(posts), CHANNEL, holder, NOW)
    assert post is not None
    return post


def test_a_match_is_claimed_by_one_post(posts: WatchPosts, watch: Watch, tmp_path: Path) -> None:
    """A second process gets what the first left, and nothing where that is none."""
    first, second = waiting(posts)
    post = posts.begin([first], CHANNEL, "here", NOW)
    other = WatchPosts(tmp_path).begin([first, second], CHANNEL, "there", NOW)
    assert post is not None
    assert other is not None
    assert (post.matches, other.matches) == ((first,), (second,))
    assert posts.begin([first, second], CHANNEL, "here", NOW) is None
    assert (post.watches, waiting(posts)) == ((watch.token,), [])
    assert post.token != other.token
    assert post.nonce != other.nonce
    assert len(post.nonce) <= 25  # as Discord bounds it


def test_a_post_that_is_done_is_told(posts: WatchPosts, kept: Watches, watch: Watch) -> None:
    """Its watches know when they last posted, and it is found by its token with what it was about."""
    post = begun(posts)
    assert posts.unfinished() == [post]
    posts.done(post, 99, LATER)
    assert posts.unfinished() == []
    assert posts.post(post.token) == post.model_copy(update={"done": LATER, "message": 99})
    found = kept.find(watch.token)
    assert found is not None
    assert found.told == LATER


def test_what_waits_is_asked_for_of_some_watches(posts: WatchPosts, watch: Watch) -> None:
    """By their tokens."""
    assert posts.waiting([watch.token]) == posts.waiting()
    assert posts.waiting(["another"]) == {}


def test_a_post_left_unfinished_is_taken_over_by_one(posts: WatchPosts, watch: Watch) -> None:
    """Of two processes that find it the first has it, and nobody after it; it stays as old as its message may be."""
    post = begun(posts, "killed")
    mine = posts.take_over(post, "here", LATER)
    assert mine is not None
    assert (mine.holder, mine.held, mine.begun) == ("here", LATER, post.begun)
    assert (mine.matches, mine.nonce) == (post.matches, post.nonce)
    assert posts.take_over(post, "there", LATER) is None
    posts.done(mine, 99, LATER)
    assert posts.take_over(mine, "there", LATER) is None


def test_what_was_certainly_not_sent_waits_again(posts: WatchPosts, watch: Watch) -> None:
    """The post is gone, and its matches are there for the next one; a post that is done can't be taken back."""
    before = waiting(posts)
    posts.release(begun(posts))
    assert (waiting(posts), posts.unfinished()) == (before, [])
    post = begun(posts)
    posts.done(post, 99, LATER)
    posts.release(post)
    assert waiting(posts) == []


def test_what_nobody_knows_of_is_not_sent_again(posts: WatchPosts, watch: Watch) -> None:
    """A post that is given up says why, and its matches stay claimed."""
    post = begun(posts)
    posts.give_up(post, "its channel can't be looked at")
    assert (waiting(posts), posts.unfinished()) == ([], [])
    found = posts.post(post.token)
    assert found is not None
    assert (found.failed, found.matches) == ("its channel can't be looked at", post.matches)


def test_what_is_gone_is_taken_back_and_may_be_new_again(posts: WatchPosts, kept: Watches, watch: Watch) -> None:
    """A match that no post has is dropped; one that a post has stays known."""
    first, second = waiting(posts)
    posts.begin([first], CHANNEL, "here", NOW)
    assert posts.drop([first, second]) == 1
    assert {version.digest for version in kept.versions([watch.token])[watch.token]} == {first.digest}


def test_a_paused_watch_claims_nothing(posts: WatchPosts, kept: Watches, watch: Watch) -> None:
    """Even where it was paused between looking and beginning."""
    found = waiting(posts)
    kept.pause(watch.token, "by you")
    assert posts.begin(found, CHANNEL, "here", NOW) is None
    assert posts.unfinished() == []
