"""Five thousand custom ids that nobody's button has: whatever they say, nobody is told more than they may see."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import json
import random
import string
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

import index
from bot.search import custom_ids
from bot.search.custom_ids import Search
from bot.ui import passage_buttons
from tests.wire import process
from tests.wire.archive import RARE
from tests.wire.interactions import COMPONENT, MODAL, SUBMIT, Interaction, Message
from tests.wire.looking import check_silence, search
from tests.wire.payloads import ALICE, BOB, GUILD, LOBBY, MODERATOR, Json
from tests.wire.process import Folders, StartBot
from tests.wire.server import FakeDiscord

PRESSES = 5_000
AT_ONCE = 25
HUSHED = "walnut"
"""Stands in title and text of the hidden document, and in no id."""
HIDDEN = f"date 1950-05-05 Minutes on the {HUSHED} fund\n\nThe harbourmaster doubled the {HUSHED} fund in secret.\n"
OFTEN = {f"DATELINE_BOT_{name}_PER_{whom}": "1000000" for name in ("SEARCHES", "CITES") for whom in ("PERSON", "GUILD")}
QUERIES = ("harbourmaster", "in:board", "title:fund", "since:1950 until:1950", "fund doubled", '"in secret"', RARE)
LISTED = f"//{hashlib.sha256(b'board/minutes.txt').hexdigest()[:16]}minutes.txt"
"""Chooses the hidden document, as a list of documents would if it were among them."""
LETTERS = string.ascii_lowercase + string.digits + ":=-_ ß月\u202e\n"


@pytest.fixture
def hiding(fresh: Folders) -> Folders:
    """The notes and a document in a folder that nobody here may see, not indexed yet."""
    (fresh.archive / "board").mkdir()
    (fresh.archive / "board" / "minutes.txt").write_text(HIDDEN, "utf-8")
    return fresh


def passages(folders: Folders) -> list[str]:
    """The ids of the hidden passage and of one that may be seen."""
    found = []
    for query in (HUSHED, RARE):
        command = [sys.executable, "-m", "index.cli", "search", query, "--json", "--limit", "1"]
        command += ["--archive", str(folders.archive), "--data", str(folders.data)]
        run = subprocess.run(command, env=process.environment(folders), capture_output=True, check=True, text=True)
        found.append(json.loads(run.stdout)["hits"][0]["passage"])
    return found


def kept_check(folders: Folders) -> str:
    """The token of a check of Alice's, with quotations of the hidden document and its id."""
    quoted = [["The harbourmaster doubled the", [], "line 1"], ["fund in secret the harbourmaster doubled", [], ""]]
    fields = {"quotations": quoted, "ids": [[passages(folders)[0], ""]], "name": "draft.md", "notes": []}
    (token,) = index.Searches(folders.data).keep(ALICE.id, [json.dumps({"check": fields})])
    return token


def watch_of_another(folders: Folders) -> str:
    """The token of a watch of a moderator's, with the hidden word in its query."""
    now = dt.datetime.now(dt.UTC)
    watches = index.Watches(folders.data)
    return watches.add(MODERATOR.id, HUSHED, checked=1, made=now, guild=GUILD, channel=LOBBY.id).token


class Forger:
    """Makes ids up: right ones of wrong things, wrong ones of right things, and noise."""

    def __init__(self, known: list[str], token: str, watched: str, seed: int) -> None:
        self._watched = watched
        self._dice = random.Random(seed)
        self._known = known
        self._token = token

    def custom_id(self) -> str:
        made: Callable[[], str] = self._dice.choice([self._search, self._passage, self._other, self._other])
        forged = made()
        return self._altered(forged) if self._dice.random() < 0.3 else forged

    def _search(self) -> str:
        asker = self._dice.choice([ALICE.id, BOB.id, MODERATOR.id, 0, 2**64 - 1])
        forged = Search(asker, self._dice.choice(QUERIES))
        action, number = self._dice.choice("pjfgwdze"), self._dice.choice([0, 1, 2, 99, 10**12])
        token = self._dice.choice([None, None, None, self._noise(16)])
        return custom_ids.custom_id(action, number, forged, token)[:100]

    def _passage(self) -> str:
        passage = self._dice.choice([*self._known, self._known[0], self._altered(self._known[0]), self._noise(8)])
        styles = ("", ":apa", ":bibtex", ":text")
        return self._dice.choice(
            [
                passage_buttons.custom_id(self._dice.choice("racwxpo"), passage),
                f"{passage_buttons.reference_id(passage)}{self._dice.choice(styles)}",
                "k:n",
                passage_buttons.delete_id(self._dice.choice([ALICE.id, BOB.id, 7])),
            ]
        )

    def _other(self) -> str:
        """Of what moderators, dossiers and help have; and of nothing."""
        acts = ("cancel", "replace", "undo", "unadd", "back", "forth", "erase", "gone", "undate", "redate")
        return self._dice.choice(
            [
                f"ra:{self._dice.choice(acts)}:{self._noise(16)}",
                f"d:p:{self._dice.randint(0, 9999)}",
                self._kept(),
                self._check(),
                self._watch(),
                f"h:s:{self._dice.choice(QUERIES)}",
                "o:d",
                f"o:h:{self._noise(60)}",
                f"o:h:{self._dice.choice([LISTED, 'board/minutes.txt'])}",
                self._noise(40),
            ]
        )

    def _kept(self) -> str:
        """Of dossiers, of the presser and of others."""
        owner, page = self._dice.choice([ALICE.id, ALICE.id, BOB.id, 2**64 - 1]), self._dice.choice([0, 1, 9999])
        about = self._dice.choice(["", *(f":{one}" for one in (*self._known, "0", "9" * 20))])
        return f"d:{self._dice.choice('rnumbcfkz')}:{owner}:{page}{about}"

    def _check(self) -> str:
        """Of checks of quotations, one of which is kept and quotes the hidden document."""
        number = self._dice.choice([0, 1, 2, 9999])
        return f"v:{self._dice.choice('pjowsz')}:{number}:{self._dice.choice([self._token, self._noise(16)])}"

    def _watch(self) -> str:
        """Of watches, one of which is another person's."""
        token = self._dice.choice([self._watched, self._noise(16)])
        view = self._dice.choice(["m", "a", "n", f"={token}"])
        page = self._dice.choice([0, 1, 9999])
        return self._dice.choice(
            [
                f"w:{self._dice.choice('prxykz')}:{view}:{page}:{token}",
                f"w:t:{view}:{page}",
                f"w:j:{view}",
                f"w:{self._dice.choice('gs')}:{token}",
            ]
        )

    def _noise(self, length: int) -> str:
        return "".join(self._dice.choices(LETTERS, k=self._dice.randint(1, length)))

    def _altered(self, text: str) -> str:
        """With one character changed, left out or doubled."""
        place = self._dice.randrange(len(text))
        letter = self._dice.choice(["", self._dice.choice(LETTERS), text[place] * 2])
        return (text[:place] + letter + text[place + 1 :])[:100] or "x"

    def data(self, kind: int) -> Json:
        """What a press of a button, a choice or a form carries."""
        custom_id = self.custom_id()
        if kind == COMPONENT:
            values: list[Any] = [self._dice.choice([*self._known, "1", "5", "apa", LISTED, self._noise(9)])]
            select = self._dice.random() < 0.3
            return {"custom_id": custom_id, "component_type": 3 if select else 2, "values": values if select else []}
        fields = {
            name: self._dice.choice([*QUERIES, "board", "", "1950"]) for name in ("words", "since", "folder", "note")
        }
        inputs = [{"type": 4, "custom_id": name, "value": text} for name, text in fields.items()]
        return {"custom_id": custom_id, "components": [{"type": 18, "component": one} for one in inputs]}


async def told(discord: FakeDiscord, forged: Json, kind: int) -> str:
    """All that whoever presses this is shown, once the bot has answered; on a message of the bot's."""
    source = Message(LOBBY, body={"components": [{"type": 10, "content": "A page."}]})
    pressed = Interaction(kind, ALICE, LOBBY, discord.clock, source)
    await discord.send(pressed, forged)
    first = await pressed.answered()
    if first["type"] == MODAL:
        return str(first["data"])
    await pressed.signal.until(lambda: source.deleted or any(True for _ in pressed.messages()), "an answer")
    return "deleted" if source.deleted else "\n".join(message.text for message in pressed.messages())


async def test_no_forged_id_tells_more_than_its_presser_may_see(
    discord: FakeDiscord, start: StartBot, hiding: Folders
) -> None:
    """Each is answered, none tells of the hidden document, none pings, and the bot has nothing to complain of."""
    bot = await start(hiding, DATELINE_BOT_COLLECTIONS='{"board": {}}', **OFTEN)
    await discord.connected()
    forger = Forger(passages(hiding), kept_check(hiding), watch_of_another(hiding), seed=18)
    kinds = [SUBMIT, *[COMPONENT] * 4] * (AT_ONCE // 5)
    for _ in range(PRESSES // AT_ONCE):
        said = await asyncio.gather(*(told(discord, forger.data(kind), kind) for kind in kinds))
        assert all(said)
        assert not any(HUSHED in text or "board/" in text for text in said)
        check_silence(discord)
        discord.rest.requests.clear()
    assert not discord.faults
    assert "Traceback" not in bot.log
    assert RARE in (await search(discord, RARE)).text
    assert HUSHED not in bot.log
