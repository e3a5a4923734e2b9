"""Readers while the archive is indexed anew."""

from __future__ import annotations

import threading
from collections import Counter
from pathlib import Path

import httpx2

from tests.makers.archives import note, notes
from tests.makers.serving import running

READERS = 3
PATHS = ("/v1/search?q=harbour", "/?q=harbour", "/d/note-001.txt")


def test_no_request_is_lost_while_generations_change(tmp_path: Path) -> None:
    """Readers of a real server see the old generation or the new one, and every answer is a good one."""
    place = notes(tmp_path, 4)
    place.index()
    statuses: Counter[int] = Counter()
    generations: set[int] = set()
    ended = threading.Event()

    def read(url: str, number: int) -> None:
        with httpx2.Client(base_url=url, timeout=60) as client:
            while not ended.is_set():
                answer = client.get(PATHS[number % len(PATHS)])
                statuses[answer.status_code] += 1
                if answer.headers["content-type"] == "application/json":
                    generations.add(answer.json()["generation"])

    with running(place) as here, httpx2.Client(base_url=here.url, timeout=60) as client:
        readers = [threading.Thread(target=read, args=(here.url, number)) for number in range(READERS)]
        for reader in readers:
            reader.start()
        place.write({"new.txt": note(50, "smuggler")})
        place.index()
        while (found := client.get("/v1/search?q=smuggler").json())["generation"] == 1:
            statuses[200] += 1  # until what was indexed is taken up
        ended.set()
        for reader in readers:
            reader.join()
    assert set(statuses) == {200}
    assert found["hits"][0]["document"] == "new.txt"
    assert generations == {1, 2}
