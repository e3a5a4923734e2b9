"""Files that wait for their moderator's word, and are not kept for longer."""

from __future__ import annotations

import gc

from bot.moderation.pending_uploads import LIFETIME_SECONDS, MAX_UPLOADS, PendingUpload, PendingUploads
from tests.bot.fakes import Clock


def held(path: str) -> int:
    gc.collect()
    return sum(type(thing) is PendingUpload and thing.path == path for thing in gc.get_objects())


def test_an_upload_is_taken_once_and_by_its_own_moderator() -> None:
    """A token that another person has leads nowhere, and neither does one that was used."""
    uploads = PendingUploads(Clock())
    token = uploads.keep(1, "a.txt", b"x")
    assert uploads.take(token, 2) is None
    taken = uploads.take(token, 1)
    assert taken is not None
    assert (taken.path, taken.data) == ("a.txt", b"x")
    assert uploads.take(token, 1) is None


def test_a_file_that_nobody_wants_is_gone_after_its_lifetime() -> None:
    """Its bytes are in memory no more, though nobody hands over another one."""
    clock = Clock()
    uploads = PendingUploads(clock)
    token = uploads.keep(1, "unwanted.txt", b"x")
    clock.now = LIFETIME_SECONDS
    assert uploads.take(token, 1) is None
    uploads.expire()
    assert held("unwanted.txt") == 0


def test_the_oldest_goes_for_one_too_many_and_a_persons_own_when_they_want_to_be_forgotten() -> None:
    """Memory stays bounded."""
    uploads = PendingUploads(Clock())
    tokens = [uploads.keep(number, f"{number}.txt", b"x") for number in range(MAX_UPLOADS + 1)]
    uploads.forget(2)
    assert [uploads.take(token, number) is not None for number, token in enumerate(tokens)] == [
        False,
        True,
        False,
        True,
        True,
    ]
