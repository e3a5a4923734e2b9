"""Random histories of an archive and its watches, held against a model that knows which story each document tells.

    python -m tests.index.watching.histories --sequences 500 [--first SEED]

Every story that is new to a watch must be told once, and nothing else, whatever is killed between two steps.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import random
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from index import EVERYTHING, Archive, Post, Scope, Watcher, Watches, WatchPosts
from index.generations import following
from index.generations.data_folder import DataFolder
from tests.makers.archives import Place
from tests.stand_ins.hashing_encoder import HashingEncoder
from tests.stand_ins.in_process import InProcessReaders

NOW = dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)
ROUNDS, STEPS, STORY_WORDS = 5, 4, 90
WORD = "zeppelin"
"""What is watched for."""
LATE = 2000
"""From this year on one of the watches looks."""
ASKED: Sequence[tuple[str, Scope]] = (
    (f'"{WORD}"', EVERYTHING),
    (f'"{WORD}" since:{LATE}-01-01', EVERYTHING),
    (f'"{WORD}"', Scope(hidden=frozenset({"b"}))),
)
"""A phrase, since what has it matches and nothing else does: plain, in a window, and where a folder is hidden."""
Documents = Mapping[str, "Told"]
"""An archive by path."""


@dataclass(frozen=True)
class Told:
    """What a document says: an edition of a story, with the watched word or without, dated."""

    story: int
    edition: int
    says: bool
    year: int

    @property
    def text(self) -> str:
        """Ninety words of the story's own, but one that is the edition's, and the watched word."""
        words = [f"w{self.story}x{number}" for number in range(STORY_WORDS)]
        words[10] = f"edition{self.edition}"
        words[50] = WORD if self.says else words[50]
        return f"date {self.year}-03-04 Note\n\n{' '.join(words)}.\n"


@dataclass
class Model:
    """What a watch has to tell: stories, each once."""

    query: str
    scope: Scope
    checked: int
    known: set[int] = field(default_factory=set)
    must_tell: list[int] = field(default_factory=list)

    def matches(self, path: str, document: Told) -> bool:
        late = "since" not in self.query or document.year >= LATE
        return document.says and late and self.scope.sees(path)

    def pass_on(self, before: Documents, now: Documents, generation: int) -> None:
        """Takes up what a generation has beside the one checked before: what is news must be told.

        A story is news if a new document that matches tells it, unless the watch told it, or a document that matched
        before told it or was at such a document's path. What takes the place of a story that was told is known.
        """
        new = {path: one for path, one in now.items() if self.matches(path, one) and before.get(path) != one}
        matched = {path: one.story for path, one in before.items() if self.matches(path, one)}
        follows = {one.story for path, one in new.items() if matched.get(path) in self.known}
        silent = {one.story for path, one in new.items() if path in matched}
        news = {one.story for one in new.values()} - set(matched.values()) - silent - self.known
        self.known |= news | follows
        self.must_tell += sorted(news)
        self.checked = generation


class History:
    """One archive, its watches and what becomes of both, drawn by chance."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.place = Place(folder)
        self.documents: dict[str, Told] = {}
        self.generations: dict[int, Documents] = {}
        self.stories = 0
        self.digests: dict[str, int] = {}
        """The story of every text there ever was, by its digest."""
        self.sent: dict[str, Post] = {}
        """The messages of a channel, by the token in them."""
        for _ in range(6):
            self.add()
        self.index()
        self.archive = self.opened()
        self.watches, self.posts = Watches(self.place.data), WatchPosts(self.place.data)
        checked = self.serving
        made = [
            self.watches.add(7, query, checked=checked, made=NOW, channel=place)
            for place, (query, _) in enumerate(ASKED)
        ]
        self.models = {
            watch.token: Model(query, scope, checked) for watch, (query, scope) in zip(made, ASKED, strict=True)
        }

    @property
    def serving(self) -> int:
        return DataFolder(self.place.data).current()

    def opened(self) -> Archive:
        return Archive.open(self.place.settings, HashingEncoder(), readers=InProcessReaders)

    def run(self) -> None:
        """Some rounds of changes, each followed by a reindex or a rollback and by whoever posts, or is killed."""
        with closing(self):
            for _ in range(ROUNDS):
                for _ in range(self.chance.randint(1, STEPS)):
                    self.chance.choice(
                        (self.add, self.add, self.edit, self.replace, self.move, self.reprint, self.remove)
                    )()
                self.index()
                if self.chance.random() < 0.2:
                    self.roll_back()
                self.look()
            self.attend(killed=None)
            self.agree()

    def close(self) -> None:
        self.archive.close()

    # What happens to the archive.

    def add(self) -> None:
        self.stories += 1
        self.put(self.new_path(), Told(self.stories, 0, self.chance.random() < 0.6, self.year()))

    def edit(self) -> None:
        """The same story, with other words or another date."""
        path = self.any_path()
        other = {"edition": self.chance.randint(1, 5), "says": self.chance.random() < 0.6, "year": self.year()}
        name = self.chance.choice(sorted(other))
        self.put(path, replace(self.documents[path], **{name: other[name]}))  # type: ignore[arg-type]

    def replace(self) -> None:
        """Another story at the same path."""
        self.stories += 1
        self.put(self.any_path(), Told(self.stories, 0, self.chance.random() < 0.6, self.year()))

    def move(self) -> None:
        path = self.any_path()
        self.put(self.new_path(), self.documents[path])
        self.drop(path)

    def reprint(self) -> None:
        one = self.documents[self.any_path()]
        self.put(self.new_path(), replace(one, edition=self.chance.randint(0, 5), year=self.year()))

    def remove(self) -> None:
        if len(self.documents) > 2:
            self.drop(self.any_path())

    def roll_back(self) -> None:
        earlier = [number for number in DataFolder(self.place.data).whole() if number != self.serving]
        if earlier:
            self.place.rollback(self.chance.choice(earlier))

    def index(self) -> None:
        self.place.index(force=True)
        self.generations.setdefault(self.serving, dict(self.documents))

    def put(self, path: str, document: Told) -> None:
        self.documents[path] = document
        self.digests[hashlib.sha256(document.text.encode()).hexdigest()] = document.story
        self.place.write({path: document.text})

    def drop(self, path: str) -> None:
        del self.documents[path]
        self.place.remove(path)

    def new_path(self) -> str:
        free = [f"{folder}/{number}.txt" for folder in "ab" for number in range(40)]
        return self.chance.choice([path for path in free if path not in self.documents])

    def any_path(self) -> str:
        return self.chance.choice(sorted(self.documents))

    def year(self) -> int:
        return self.chance.choice((1990, 2010))

    # Whoever looks at what is new, and posts it.

    def look(self) -> None:
        """One process looks, or two that know nothing of each other; either may be killed anywhere."""
        if self.chance.random() < 0.15:
            return
        killed = self.chance.choice((None, None, "checked", "noted", "begun", "sent"))
        self.attend(killed, others=self.chance.randint(0, 1))
        if killed:
            self.archive.close()
            self.archive = self.opened()

    def attend(self, killed: str | None, others: int = 0) -> None:
        """Checks, notes, and posts what waits; ends after the step at which it is `killed`."""
        self.finish_unfinished()
        watcher = Watcher(self.archive, self.place.settings)
        running = [(watch, self.models[watch.token].scope) for watch in self.watches.running()]
        checks = [watcher.check(running) for _ in range(1 + others)]
        if killed == "checked":
            return
        noted = [self.watches.note(check) for check in checks]
        assert not any(noted[1:])  # whoever comes second is too late
        self.follow()
        if killed == "noted":
            return
        for token, matches in sorted(self.posts.waiting().items()):
            post = self.posts.begin(matches, 1, "here", NOW)
            assert post is not None
            assert self.posts.begin(matches, 1, "there", NOW) is None
            assert post.watches == (token,)
            if killed == "begun":
                return
            self.send(post)
            if killed == "sent":
                return
            self.posts.done(post, 1, NOW)

    def follow(self) -> None:
        """The models take up what the watches were checked up to: what serves, unless that is an earlier one."""
        serving = self.serving
        for watch in self.watches.running():
            model = self.models[watch.token]
            assert watch.checked == max(model.checked, serving)
            if watch.checked > model.checked:
                model.pass_on(self.generations[model.checked], self.generations[serving], serving)

    def finish_unfinished(self) -> None:
        """As a bot does after a crash: it looks for its own message before it sends it again."""
        for post in self.posts.unfinished():
            mine = self.posts.take_over(post, "again", NOW)
            assert mine is not None
            assert self.posts.take_over(post, "another", NOW) is None
            if mine.token not in self.sent:
                self.send(mine)
            self.posts.done(mine, 1, NOW)

    def send(self, post: Post) -> None:
        assert post.token not in self.sent
        self.sent[post.token] = post

    def agree(self) -> None:
        """Holds what was sent against what had to be told."""
        for token, model in self.models.items():
            sent = [match for post in self.sent.values() for match in post.matches if match.watch == token]
            told = Counter(self.digests[match.digest] for match in sent)
            assert told == Counter(model.must_tell), (model.query, model.scope)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sequences", type=int, default=500)
    parser.add_argument("--first", type=int, default=0, help="the seed of the first")
    options = parser.parse_args(arguments)
    following.LOOK_EVERY_S = 0.0
    told = 0
    for seed in range(options.first, options.first + options.sequences):
        with tempfile.TemporaryDirectory() as folder:
            history = History(Path(folder), seed)
            try:
                history.run()
            except BaseException:
                print(f"sequence {seed}", flush=True)
                raise
            told += len(history.sent)
    print(f"{options.sequences} sequences, {told} posts: each new story told once, and nothing else")


if __name__ == "__main__":
    main()
