"""Dateline itself, through its front door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import index
from tests.bench.peers.program import PLACES, Place, Search, Window, main


def _settings(place: Place) -> index.Settings:
    return index.load(archive=place.archive, data=place.folder)


def build(place: Place) -> None:
    index.reindex(_settings(place))


def load(place: Place) -> Search:
    archive = index.Archive.open(_settings(place))

    def search(text: str, window: Window | None) -> Iterable[str]:
        since, until = map(_day, window) if window else (None, None)
        return (
            hit.document for hit in archive.search(index.Query(text=text, since=since, until=until, limit=PLACES)).hits
        )

    return search


def _day(number: int) -> dt.date:
    return dt.date(number // 10_000, number // 100 % 100, number % 100)


if __name__ == "__main__":
    main(build, load)
