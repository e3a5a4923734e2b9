"""Whoever may not see a folder asks at random: an archive with it, and one in which it never was, byte by byte.

    python -m tests.index.web.strangers --requests 10000

Left out is how long a search took. Where hits come in another order, all hits of the search are asked for, and have to
be the same: how long the passages of an archive are on average, by which words count, is the whole archive's.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final
from unittest import mock
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from httpx2 import Response

from index import EVERYTHING, Collection, Query, Scope
from index.web.visitors import Visitor
from tests.makers.archives import Place
from tests.makers.serving import Served, served

PIER: Final = "date 1899-05-01 A note of the pier\n\nThe brass band played for an hour. The pier was opened at noon.\n"
SEEN: Final = ("harbour", "clockmaker", "tide", "rope", "lantern")
NOTED: Final = [word for number, word in enumerate(SEEN) for _ in range(3 + 2 * number)]
"""What each note is about: no two words are as rare as each other."""
OPEN: Final = {
    "pier.txt": PIER,
    "copies/pier.txt": f"date 1999-01-01 A copy of the pier\n\n{PIER.partition(chr(10))[2]}",
    **{
        f"notes/note-{number}.txt": f"date 19{10 + number}-03-0{number % 9 + 1} Note {number} of a {word}\n\n"
        f"The {word} was calm on day {number}. Nobody wrote of it before noon.\n"
        for number, word in enumerate(NOTED)
    },
    "undated.txt": "A sundial without a day\n\nThe sundial was drawn by an engraver, and nobody knows when it stood.\n",
}
"""Texts of one length, with words that are in many of them or in one: then a few documents more change no order."""
BOARD: Final = {
    "board/minutes.txt": "date 1850-05-05 Minutes of the zeppelin board\n\n"
    "The secret budget was doubled, and a jetty was not named in May.\n",
    "board/later.txt": "date 2031-12-31 Later minutes of the board\n\n"
    "The clockmakre of the airfield was paid by a zeppelin in the night.\n",
    "board/undated.html": "<title>Minutes without a known day</title>"
    "<p>The airfield and the zeppelin were named again by nobody who was there.</p>",
    "board/copy.txt": PIER,
    "board/broken.pdf": "%PDF-1.4 nothing",
    "board/note.txt": "date 2031-12-30 A note of a jetty\n\n"
    "The jetty was calm on day 9, and the budgets were short then.\n",
}
LIMITED: Final = Scope(hidden=frozenset({"board"}))
TIE: Final = {"collections": {"board": Collection(roles=frozenset({1}))}}
WORDS: Final = (
    *(*SEEN, "clockmakre", "zeppelin", "brass", "band", "pier", "calm", "secret", "budget", "minutes", "board"),
    *("undated", "1850", "2031", "1961", "May", "qqqq", "drawn", "sundial", "jetty", "airfield"),
)
OPERATORS: Final = (
    *("in:board", "in:notes", "in:bord", "in:nowhere", "title:minutes", "title:pier", "since:1961", "until:1964"),
    *("during:1850", "since:2030", "-rope", "-zeppelin", "-calm", "sort:newest", "sort:oldest", "in:board/minutes.txt"),
)
PHRASES: Final = ('"secret budget"', '"brass band"', '"was paid by a zeppelin"', '"calm on day 9"', '"calm on day 3"')
FOLDERS: Final = ("board", "notes", "copies", "", "nowhere", "Board", "board/")
KINDS: Final = ("text", "markdown", "html", "pdf", "nowhere")
DAYS: Final = ("1850", "1850-05-05", "1961", "1964-03", "2031-12", "2031-12-31", "1999", "nonsense")
STYLES: Final = ("text", "markdown", "apa", "mla", "chicago", "bibtex", "ris", "csl-json", "nowhere")
BY_CHANCE: Final = re.compile(
    rb'(?<="elapsed_ms":)[\d.]+|[\d.,]+(?= ms\b)|(?<=document )[0-9a-f]{16}|(?<=\xe2\x9f\xa6end )[0-9a-f]{16}'
)
"""How long it took, and by what the words of documents are fenced off for language models."""
BUILT: Final = dt.datetime(2024, 12, 20, 22, 30, tzinfo=dt.UTC)
CLOCKS: Final = ("index.build.build.dt", "index.build.first_days.dt", "index.cite.audit.dt")


@dataclass(frozen=True)
class Asked:
    """One request."""

    method: str
    target: str
    headers: dict[str, str] = field(default_factory=dict)
    form: dict[str, str] | None = None
    json: Any = None

    def of(self, here: Served) -> Response:
        more = {"json": self.json} if self.json is not None else {}
        return here.client.request(self.method, self.target, headers=self.headers, data=self.form, **more)


def comparable(answer: Response) -> tuple[int, list[tuple[str, str]], bytes]:
    """Status, headers and body, without how long it took; the length is that of the body as it is compared."""
    body = BY_CHANCE.sub(b"", answer.content)
    headers = [(name, value) for name, value in answer.headers.multi_items() if name != "content-length"]
    return answer.status_code, headers, body


class Stranger:
    """Draws requests, the same for the same seed; `ids` are those of passages, hidden ones among them."""

    def __init__(self, seed: int, ids: list[str], csrf: str) -> None:
        self._random = random.Random(seed)
        self._ids = ids
        self._csrf = csrf
        self.held: list[str] = ['"x"']
        """What answers were marked with, to be asked for again."""
        self.cursors: list[str] = ["x"]

    def ask(self) -> Asked:
        """The next request."""
        kinds = (self._page, self._search, self._citation, self._document, self._check, self._tool, self._other)
        asked = self._random.choice(kinds)()
        if asked.method == "GET" and self._random.random() < 0.2:
            asked.headers["If-None-Match"] = self._random.choice(self.held)
        return asked

    def heard(self, answer: Response) -> None:
        """Remembers what an answer can be asked for by again."""
        if "etag" in answer.headers:
            self.held = [*self.held[-50:], answer.headers["etag"]]
        if found := re.search(rb'"next":"([^"]+)"', answer.content):
            self.cursors = [*self.cursors[-50:], found[1].decode()]

    def _page(self) -> Asked:
        pairs = [("q", self._query()), *self._filters()]
        if self._random.random() < 0.2:
            pairs.append(("page", self._one("1", "2", "3", "99", "x")))
        return Asked("GET", f"/?{urlencode(pairs)}")

    def _search(self) -> Asked:
        pairs = [("q", self._query()), *self._filters()]
        if self._random.random() < 0.4:
            return Asked("GET", f"/v1/timeline?{urlencode([*pairs, ('by', self._one('day', 'month', 'year'))])}")
        pairs += [("limit", str(self._random.randint(1, 5))), ("facets", self._one("true", "false"))]
        if self._random.random() < 0.3:
            pairs.append(("cursor", self._one(*self.cursors)))
        return Asked("GET", f"/v1/search?{urlencode(pairs)}")

    def _citation(self) -> Asked:
        named = self._id()
        address = self._one("/p/{}", "/p/{}", "/v1/passages/{}", "/v1/cite/{}?style={}")
        return Asked("GET", address.format(quote(named), self._one(*STYLES)))

    def _document(self) -> Asked:
        path = quote(self._path())
        address = self._one("/d/{}", "/d/{}?original=1", "/v1/documents/{}", "/d/{}?passage={}", "/d/{}?part=2")
        return Asked("GET", address.format(path, quote(self._id())))

    def _check(self) -> Asked:
        draft = " ".join(self._one(*PHRASES, *self._ids, *WORDS) for _ in range(self._random.randint(1, 6)))
        if self._random.random() < 0.5:
            return Asked("POST", "/verify", form={"csrf": self._csrf, "text": draft})
        body = {"draft": draft} if self._random.random() < 0.5 else {"text": draft, "sources": [self._path()]}
        return Asked("POST", "/v1/verify", json=body)

    def _tool(self) -> Asked:
        called: dict[str, dict[str, Any]] = {
            "search": {"query": self._query()},
            "fetch": {"id": self._id()},
            "verify_quotation": {"text": self._one(*PHRASES), "sources": [self._path()]},
            "cite": {"id": self._id(), "style": self._one(*STYLES)},
            "timeline": {"query": self._query()},
            "read_document": {"path": self._path()},
        }
        name = self._one(*called)
        call = {"name": name, "arguments": called[name]}
        body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
        return Asked("POST", "/mcp", headers={"Accept": "application/json, text/event-stream"}, json=body)

    def _other(self) -> Asked:
        documents = f"/v1/documents?{urlencode({'limit': self._random.randint(1, 5)})}"
        more = f"{documents}&{urlencode({'cursor': self._one(*self.cursors)})}"
        return Asked("GET", self._one("/", "/status", "/v1/status", "/verify", documents, more, "/nowhere", "/healthz"))

    def _query(self) -> str:
        said = [self._word() for _ in range(self._random.randint(0, 3))]
        return " ".join([*said, *self._random.sample((*OPERATORS, *PHRASES), self._random.choice((0, 0, 1, 2)))])

    def _word(self) -> str:
        word = self._one(*WORDS)
        if self._random.random() < 0.1:
            at = self._random.randrange(len(word))
            word = word[:at] + self._one("", "e", "x") + word[at + 1 :]
        return word

    def _filters(self) -> list[tuple[str, str]]:
        drawn = [("folder", self._one(*FOLDERS)), ("kind", self._one(*KINDS)), ("since", self._one(*DAYS))]
        drawn += [("until", self._one(*DAYS)), ("sort", self._one("newest", "oldest", "relevance"))]
        return [pair for pair in drawn if self._random.random() < 0.2]

    def _id(self) -> str:
        named = self._one(*self._ids)
        slipped = named[:-1] + self._one(*"23456789abcdefgh")
        return self._one(named, named, named, slipped, named[:-1], named.upper(), "zzzzzzzz")

    def _path(self) -> str:
        named = self._one(*OPEN, *BOARD)
        return self._one(named, named, named, named.upper(), named.rpartition("/")[0], f"{named}x", f"../{named}")

    def _one(self, *of: str) -> str:
        return self._random.choice(of)


@dataclass(frozen=True)
class Twins:
    """The archive with the folder and the one in which it never was, served to who may not see it."""

    with_it: Served
    without: Served
    stranger: Stranger
    statuses: Counter[str] = field(default_factory=Counter)
    reordered: list[str] = field(default_factory=list)

    def differences(self, requests: int) -> Iterator[str]:
        """What isn't the same in the answers to so many requests, which are counted by their statuses.

        Those with the same hits in another order are `reordered`, and no difference.
        """
        for _ in range(requests):
            asked = self.stranger.ask()
            answers = [asked.of(here) for here in (self.with_it, self.without)]
            first, second = map(comparable, answers)
            self.stranger.heard(answers[0])
            self.statuses[f"{asked.method} {_kind(asked.target)} {first[0]}"] += 1
            if first != second and self._only_reordered(asked):
                self.reordered.append(asked.target)
            elif first != second:
                yield f"{asked}\n{_parted(str(first), str(second))}"

    def _only_reordered(self, asked: Asked) -> bool:
        """Whether it is a search, and all its hits are the same in both, whichever is the first."""
        found = [_all_hits(here, asked) for here in (self.with_it, self.without)]
        return found[0] is not None and found[0] == found[1]


def _kind(target: str) -> str:
    """What is asked for: the part of an address that all of its kind have."""
    parts = urlsplit(target).path.split("/")
    return "/".join(parts[: 3 if parts[1] == "v1" else 2])


def _all_hits(here: Served, asked: Asked) -> Any:
    """Everything that a search finds, its hits by their ids and without their ranks; None where it is none."""
    query = parse_qs(urlsplit(asked.target).query)
    if asked.json is not None:
        query = {"q": [asked.json.get("params", {}).get("arguments", {}).get("query", "")]}
    kept = {name: values for name, values in query.items() if name in {"q", "since", "until", "sort", "folder", "kind"}}
    if "q" not in kept:
        return None
    kept["folder"] = [folder for folder in kept.get("folder", []) if folder]
    answer = here.client.get(f"/v1/search?{urlencode({**kept, 'limit': 100, 'facets': 'true'}, doseq=True)}")
    found = answer.json()
    for hit in found.get("hits", ()):
        del hit["rank"], hit["why"]["words_rank"]
    return {**found, "hits": sorted(found["hits"], key=str), "elapsed_ms": 0} if "hits" in found else None


def _parted(first: str, second: str) -> str:
    """Where two answers begin to differ."""
    at = next((at for at, (one, other) in enumerate(zip(first, second, strict=False)) if one != other), 0)
    return "\n".join(f"  {one[max(0, at - 100) : at + 100]}" for one in (first, second))


@contextmanager
def twins(folder: Path, seed: int) -> Iterator[Twins]:
    """Both, indexed twice at the same moments, after every passage was shown to those who may see it."""
    with ExitStack() as stack:
        with_it, without = Place(folder / "with", OPEN | BOARD), Place(folder / "without", OPEN)
        for place in (with_it, without):
            _indexed(place, 0)
        ids = {passage for place in (with_it, without) for passage in _shown(place)}
        for place in (with_it, without):
            place.edit("notes/note-3.txt", "calm", "rough")
            place.remove("notes/note-5.txt")
        with_it.edit("board/note.txt", "calm", "rough")
        with_it.remove("board/later.txt")
        for place in (with_it, without):
            _indexed(place, 1)
        here = [stack.enter_context(_served(place)) for place in (with_it, without)]
        csrf = re.findall(r'name="csrf" value="([^"]+)"', here[0].client.get("/verify").text)
        yield Twins(here[0], here[1], Stranger(seed, sorted(ids), csrf[0] if csrf else ""))


def _served(place: Place) -> Any:
    return served(place, visitor=Visitor("user:1", LIMITED), members=TIE, raises=False, requests_per_person=1_000_000)


def _shown(place: Place) -> Iterator[str]:
    """The ids of all passages, which are given out to who sees them."""
    with place.opened() as archive:
        for scope in (LIMITED, EVERYTHING):
            for text in ("in:notes", "in:copies", "in:board", "pier", "sundial"):
                archive.search(Query(text=text, scope=scope, limit=100))
            for document in archive.documents(scope, limit=1000):
                yield from (passage.id for passage in archive.document(document.path, scope).passages)


def _indexed(place: Place, days: int) -> None:
    class Moment(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Any:
            return (BUILT + dt.timedelta(days)).astimezone(tz)

    with ExitStack() as stack:
        for clock in CLOCKS:
            stack.enter_context(mock.patch(clock, SimpleNamespace(**{**vars(dt), "datetime": Moment})))
        place.index()


def main() -> int:
    """Asks, and prints what was answered otherwise; the exit code is 1 if anything was."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=10_000, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, twins(Path(folder), options.seed) as both:
        found = 0
        for difference in both.differences(options.requests):
            found += 1
            print(difference)
        for kind, count in sorted(both.statuses.items()):
            print(f"{count:6} {kind}")
        print(f"{options.requests} requests: {len(both.reordered)} hits in another order, {found} answered otherwise")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
