"""The dossier: what a person keeps in a server, and that it can be erased."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import json
import random
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import rispy
import simcord
from bibtexparser.entrypoint import parse_string

import index
from bot.client import DatelineClient
from bot.dossier import exports
from bot.ui import limits
from index import Collection
from index.userdata.dossiers import MAX_CITATIONS, MAX_NOTE, Dossiers
from tests.bot.fakes import Doc, FakeArchive, day, moon
from tests.bot.pressing import choose, chooser, press
from tests.bot.reading import buttons, seen, walk
from tests.bot.world import Shown, World, answer, told

SECRET = Doc("board/minutes.txt", "Minutes", "The moon budget was doubled.", day("1970-05-05"))


@pytest.fixture
def docs() -> list[Doc]:
    return [*moon(12), SECRET]


@pytest.fixture
def settings() -> dict[str, Any]:
    """Nobody may see the folder until a test says who; people may search as often as a test needs."""
    return {"collections": {"board": Collection()}, "searches_per_person": 1000, "cites_per_person": 1000}


def moons(*numbers: int) -> list[str]:
    """The ids of passages of the moon stories."""
    stories = moon(12)
    return [stories[number - 1].passage for number in numbers]


async def add(world: World, *passages: str, person: simcord.MemberActor | None = None) -> Shown:
    """Adds passages by the button that stands with them; returns what only the presser was told of the last."""
    who = person or world.alice
    message = answer(await who.slash(world.channel, "help"))
    for passage in passages:
        shown = answer(await press(who, message, f"k:a:{passage}"))
        assert shown.ephemeral
    return shown


async def click(world: World, message: Shown, label: str, person: simcord.MemberActor | None = None) -> Shown:
    shown = answer(await (person or world.alice).click(message, label=label))
    assert shown.ephemeral
    return shown


async def dossier(
    world: World, command: str, person: simcord.MemberActor | None = None, **options: Any
) -> simcord.InteractionResult:
    return await (person or world.alice).slash(world.channel, f"dossier {command}", **options)


async def shown(world: World, person: simcord.MemberActor | None = None) -> str:
    return seen(answer(await dossier(world, "show", person)))


async def exported(world: World, form: str) -> str:
    (file,) = answer(await dossier(world, "export", format=form)).attachments
    return (await file.read()).decode()


async def page(world: World, person: simcord.MemberActor | None = None) -> Shown:
    return answer(await dossier(world, "show", person))


def titles(text: str) -> list[int]:
    """The numbers of the moon stories that are listed on a page, in its order."""
    return [int(number) for number in re.findall(r"^\*\*\d+\*\* · Moon story (\d+)$", text, re.MULTILINE)]


async def noted(world: World, message: Shown, passage: str, note: str) -> Shown:
    """Chooses an entry, and fills in the form."""
    form = await choose(world.alice, message, "Write a note", passage)
    return answer(await world.alice.submit_modal(form, {"note": note}))


async def test_what_is_added_is_shown_newest_first_with_its_state(world: World) -> None:
    """Add says so to the presser alone; the dossier lists date, title, words and state, with Read; twice is once."""
    assert "**Moon story 3** is in your dossier now" in seen(await add(world, *moons(3)))
    await add(world, *moons(1))
    assert "already" in seen(await add(world, *moons(3)))
    message = await page(world)
    text = seen(message)
    assert "2 of 200 citations" in text
    assert text.index("### 2 July 1969\n**1** · Moon story 1") < text.index("### 4 July 1969\n**2** · Moon story 3")
    assert "✅ unchanged" in text
    assert "> The moon was seen on day 3." in text
    reads = [part["custom_id"] for part in walk(message.components) if part.get("label") == "Read"]
    assert reads == [f"k:r:{passage}" for passage in moons(1, 3)]


async def test_what_was_just_added_is_taken_out_again_and_noted(world: World) -> None:
    """Undo takes it out and can itself be undone; a note is written where the passage was added."""
    message = await add(world, *moons(3))
    note = buttons(message)["Write a note"]["custom_id"]
    out = await click(world, message, "Undo")
    assert "**Moon story 3** is no longer in your dossier" in seen(out)
    assert "empty" in await shown(world)
    assert "back in its old place" in seen(await click(world, out, "Undo"))
    form = await press(world.alice, message, note)
    written = answer(await world.alice.submit_modal(form, {"note": "see *page* 4"}))
    assert "see \\*page\\* 4" in seen(written)
    assert "see \\*page\\* 4" in await shown(world)
    assert "Undo" not in buttons(await add(world, *moons(3)))


async def test_everyone_keeps_their_own(world: World) -> None:
    """What one person keeps is not another's."""
    await add(world, *moons(3))
    assert "empty" in await shown(world, world.bob)
    await add(world, *moons(4), person=world.bob)
    assert "day 3" not in await shown(world, world.bob)


async def test_it_survives_a_restart_and_so_do_its_buttons(
    world: World, make_bot: Callable[..., DatelineClient], settings: dict[str, Any]
) -> None:
    """The next process still has it, and answers to selects, forms and questions of the one before."""
    await add(world, *moons(3, 4))
    message, question = await page(world), answer(await dossier(world, "clear"))
    form = await choose(world.alice, message, "Write a note", moons(3)[0])
    await world.env.restart_bot(make_bot(**settings))
    assert "late" in seen(answer(await world.alice.submit_modal(form, {"note": "late"})))
    assert titles(seen(answer(await choose(world.alice, message, "Remove an entry", moons(4)[0])))) == [3]
    await add(world, *moons(4))
    assert "2 citations removed" in seen(await click(world, question, "Empty my dossier"))


async def test_pages_are_turned_and_jumped_to(world: World) -> None:
    """Five citations a page; turning stays in the message, which Discord takes."""
    await add(world, *moons(*range(1, 11)))
    message = await page(world)
    assert titles(seen(message)) == [10, 9, 8, 7, 6]
    message = await click(world, message, "›")
    assert titles(seen(message)) == [5, 4, 3, 2, 1]
    assert "**6** ·" in seen(message)
    assert buttons(message)["›"]["disabled"]
    assert limits.length(seen(message)) <= limits.MESSAGE_TEXT
    message = answer(await choose(world.alice, message, "Go to a page", "1"))
    assert titles(seen(message))[0] == 10


async def test_an_entry_is_removed_on_its_page_and_comes_back_to_its_place(world: World) -> None:
    """With the note that was on it; the page stays the one it was."""
    await add(world, *moons(*range(1, 8)))
    message = await noted(world, await page(world), moons(4)[0], "compare with 7")
    message = answer(await choose(world.alice, message, "Remove an entry", moons(4)[0]))
    assert "**Moon story 4** is no longer in your dossier" in seen(message)
    assert titles(seen(message)) == [7, 6, 5, 3, 2]
    assert "compare" not in seen(message)
    await add(world, *moons(8))
    message = await click(world, message, "Undo")
    assert titles(seen(message)) == [8, 7, 6, 5, 4]
    assert "compare with 7" in seen(message)


async def test_the_last_entry_is_removed(world: World) -> None:
    """An empty dossier still offers Undo; when that was used, it says that there is nothing left to bring back."""
    await add(world, *moons(3))
    empty = answer(await choose(world.alice, await page(world), "Remove an entry", moons(3)[0]))
    assert "empty" in seen(empty)
    undo = buttons(empty)["Undo"]["custom_id"]
    assert titles(seen(await click(world, empty, "Undo"))) == [3]
    (refused,) = (await press(world.alice, empty, undo)).followups
    assert "nothing left to bring back" in seen(refused)


async def test_a_note_is_a_persons_words(world: World) -> None:
    """It is escaped where it is drawn, comes back in the form as it was typed, and an empty one takes it away."""
    await add(world, *moons(3))
    note = "**bold** <@1> `x` [a](https://b.cc)\n# head\n" + "*" * 100
    message = await noted(world, await page(world), moons(3)[0], note)
    assert r"📝 \*\*bold\*\* \<@1> \`x\` [a]\(https\://b.cc) # head" in seen(message)
    form = await choose(world.alice, message, "Write a note", moons(3)[0])
    assert f'"value": {json.dumps(note)}' in json.dumps(world.env.http_requests[-1].json)
    message = answer(await world.alice.submit_modal(form, {"note": " "}))
    assert "📝" not in seen(message)


async def test_one_is_removed_by_its_id(world: World, archive: FakeArchive) -> None:
    """Which is completed from what is kept; what was never kept is told so; Undo is offered."""
    await add(world, *moons(3, 4))
    offered = await world.alice.autocomplete(world.channel, "dossier remove", "id", archive.docs[2].passage)
    assert [one["value"] for one in offered] == [archive.docs[2].passage]
    message = answer(await dossier(world, "remove", id=offered[0]["value"].upper()))
    assert "**Moon story 3** is no longer in your dossier" in seen(message)
    assert "isn't in your dossier" in told(await dossier(world, "remove", id=offered[0]["value"]))
    assert titles(await shown(world)) == [4]
    await click(world, message, "Undo")
    assert titles(await shown(world)) == [4, 3]


async def test_clear_asks_first_and_can_be_undone(world: World) -> None:
    """Nothing goes before the red button is pressed; Undo brings everything back, with its notes."""
    await add(world, *moons(1, 3))
    await noted(world, await page(world), moons(3)[0], "mine")
    question = answer(await dossier(world, "clear"))
    assert "2 citations, with 1 note" in seen(question)
    assert buttons(question)["Empty my dossier"]["style"] == 4
    assert "Nothing was changed" in seen(await click(world, question, "Cancel"))
    assert titles(await shown(world)) == [3, 1]
    done = await click(world, answer(await dossier(world, "clear")), "Empty my dossier")
    assert "2 citations removed" in seen(done)
    assert "empty" in await shown(world)
    assert "All 2 citations are back" in seen(await click(world, done, "Undo"))
    assert titles(await shown(world)) == [3, 1]
    assert "📝 mine" in await shown(world)


@pytest.mark.parametrize(
    ("command", "label"), [("dossier clear", "Empty my dossier"), ("forget-me", "Erase everything")]
)
async def test_what_changed_since_it_was_asked_is_asked_again(world: World, command: str, label: str) -> None:
    """An old question does not take away what was added after it."""
    await add(world, *moons(1))
    question = answer(await world.alice.slash(world.channel, command))
    await add(world, *moons(3))
    again = await click(world, question, label)
    assert "2 citations" in seen(again)
    assert titles(await shown(world)) == [3, 1]
    await click(world, again, label)
    assert "empty" in await shown(world)


async def test_a_button_says_whose_it_is(world: World) -> None:
    """Whoever presses another person's is told whose it is, and nothing happens; of an unknown action as well."""
    await add(world, *moons(1))
    await add(world, *moons(2), person=world.bob)
    message = await page(world, world.bob)
    for of in "runmbcfkz":
        refused = answer(await press(world.bob, message, f"d:{of}:{world.alice.id}:1:{moons(1)[0]}"))
        assert refused.ephemeral
        assert f"only they can use it: <@{world.alice.id}>" in seen(refused)
    assert titles(await shown(world)) == [1]
    assert titles(await shown(world, world.bob)) == [2]


async def test_made_up_ids_do_nothing_beyond_ones_own_dossier(world: World, tmp_path: Path) -> None:
    """Many ids of the right form and near it: each is answered, and another person's dossier stays as it was."""
    await add(world, *moons(1, 2))
    await noted(world, await page(world), moons(1)[0], "a secret of mine")
    before = Dossiers(tmp_path).entries(world.alice.id, world.guild.id)
    message, draw = await page(world, world.bob), random.Random(7)
    owners = (world.bob.id, world.alice.id, 0, 2**64 - 1)
    abouts = ("", *(f":{about}" for about in (*moons(1), "0", "1", "9" * 20, "zzz")))
    for of, about in itertools.product("rnumbcf", abouts):
        await press(world.bob, message, f"d:{of}:{world.bob.id}:1{about}")
    for _ in range(100):
        custom_id = (
            f"d:{draw.choice('rnumbcfkx')}:{draw.choice(owners)}:{draw.choice((0, 1, 9999))}{draw.choice(abouts)}"
        )
        value = draw.choice((None, *moons(1), "x y", "9" * 99))
        result = await press(world.bob, message, custom_id, value)
        said = [seen(one) for one in (result.response, *result.followups) if one is not None]
        assert said or (world.env.http_requests[-1].json or {}).get("type") == 9
        assert not any("secret" in text or "Moon story" in text for text in said)
    assert Dossiers(tmp_path).entries(world.alice.id, world.guild.id) == before


async def test_a_note_too_long_to_be_from_the_form_is_refused(world: World) -> None:
    """The form takes 300 characters; what is sent without it is held to the same."""
    await add(world, *moons(3))
    form = await choose(world.alice, await page(world), "Write a note", moons(3)[0])
    sent = world.env.http_requests[-1].json
    assert sent is not None
    (field,) = [part["component"] for part in sent["data"]["components"]]
    assert (field["max_length"], field["required"]) == (MAX_NOTE, False)
    assert form.response is None


async def test_it_is_exported_in_every_form(world: World) -> None:
    """Each file is read by a parser that is not ours and has both citations in it, and the note on one."""
    await add(world, *moons(3, 4))
    await noted(world, await page(world), moons(4)[0], "mine, 100% {sure}")
    keys = ["dateline-" + passage for passage in moons(3, 4)]
    entries = parse_string(await exported(world, "bibtex")).entries
    assert [one.key for one in entries] == keys
    assert entries[1].fields_dict["comment"].value == r"mine, 100\% \textbraceleft{}sure\textbraceright{}"
    ris = rispy.loads(await exported(world, "ris"))
    assert [one["id"] for one in ris] == keys
    assert "mine, 100% {sure}" in ris[1]["notes"]
    items = json.loads(await exported(world, "csl-json"))
    assert [one["id"] for one in items] == keys
    assert items[1]["note"].startswith("mine, 100% {sure}; ")
    text = await exported(world, "markdown")
    assert "> The moon was seen on day 3." in text
    assert "Note: mine, 100% \\{sure\\}" in text
    assert "- *Moon story 3*. (1969, July 4). moon-03.txt" in text
    assert "empty" in seen(answer(await dossier(world, "export", world.bob, format="ris")))


async def test_all_forms_come_in_one_message(world: World) -> None:
    """A file each, the same as they are alone."""
    await add(world, *moons(3, 4))
    result = answer(await dossier(world, "export", format="all"))
    assert "2 citations as Markdown, BibTeX, RIS, CSL-JSON" in seen(result)
    files = {file.filename: (await file.read()).decode() for file in result.attachments}
    assert list(files) == ["dossier.md", "dossier.bib", "dossier.ris", "dossier.json"]
    assert list(files.values()) == [await exported(world, form) for form in exports.FORMS]


async def test_it_is_sent_as_an_evidence_bundle(world: World) -> None:
    """In a message of its own for the presser alone, as a zip, with its checksum; the page stays."""
    await add(world, *moons(3, 4))
    message = await page(world)
    sent = await click(world, message, "Evidence bundle")
    assert sent.id != message.id
    (file,) = sent.attachments
    data = await file.read()
    assert (file.filename, data[:2]) == ("evidence-bundle.zip", b"PK")
    assert b"day 3" in data
    assert "**Evidence bundle** of 2 citations" in seen(sent)
    assert hashlib.sha256(data).hexdigest() in seen(sent)


async def test_a_bundle_of_nothing_and_one_too_large(world: World, archive: FakeArchive) -> None:
    """An empty dossier says so; what Discord would not take is told with what to do."""
    await add(world, *moons(3))
    message = await page(world)
    archive.documents_bytes = 26 * 1024 * 1024
    button = buttons(message)["Evidence bundle"]["custom_id"]
    (refused,) = (await press(world.alice, message, button)).followups
    assert "larger than a file may be here; remove some citations, or ask whoever runs me to make it" in seen(refused)
    await choose(world.alice, message, "Remove an entry", moons(3)[0])
    empty = answer(await press(world.alice, message, button))
    assert "empty" in seen(empty)


async def test_what_was_hidden_since_is_in_no_page_and_no_file(world: World, simcord_bot: DatelineClient) -> None:
    """It stays kept and can be removed, but is not shown, exported or proposed to who may not see its folder here."""
    simcord_bot.services.settings.collections["board"] = Collection(channels=frozenset({world.channel.id}))
    await add(world, SECRET.passage)
    assert "budget" in await shown(world)
    simcord_bot.services.settings.collections["board"] = Collection()
    message = await page(world)
    assert "can't be shown to you here" in seen(message)
    assert "Read" not in buttons(message)
    drawn = json.dumps(message.components)
    assert "budget" not in drawn
    assert "Minutes" not in drawn
    for form in exports.CHOICES:
        result = answer(await dossier(world, "export", format=form))
        assert "1 citation of your dossier can't be shown to you here" in seen(result)
        assert not [file for file in result.attachments if b"budget" in await file.read()]
    (refused,) = (await press(world.alice, message, buttons(message)["Evidence bundle"]["custom_id"])).followups
    assert "no citation to put in a bundle" in seen(refused)
    assert await world.alice.autocomplete(world.channel, "dossier remove", "id", "") == []
    removed = seen(answer(await choose(world.alice, message, "Remove an entry", SECRET.passage)))
    assert f"`{SECRET.passage}` is no longer in your dossier" in removed


async def test_forget_me_asks_and_erases_everything_of_one_person(
    world: World, archive: FakeArchive, tmp_path: Path
) -> None:
    """It names what will be gone; then dossiers in the file and passages in memory are; another person's stay."""
    for person in (world.alice, world.bob):
        await world.page("moon", person)
    await add(world, *moons(3, 4))
    await noted(world, await page(world), moons(3)[0], "mine")
    await choose(world.alice, await page(world), "Remove an entry", moons(4)[0])
    await add(world, *moons(4), person=world.bob)
    question = answer(await world.alice.slash(world.channel, "forget-me"))
    assert question.ephemeral
    assert "can't be undone" in seen(question)
    assert "1 citation and 1 note in 1 server" in seen(question)
    assert buttons(question)["Erase everything"]["style"] == 4
    assert titles(await shown(world)) == [3]
    assert "erased" in seen(await click(world, question, "Erase everything"))
    assert "empty" in await shown(world)
    assert "Moon story 4" in await shown(world, world.bob)
    assert await world.alice.autocomplete(world.channel, "cite", "id", "") == []
    assert await world.bob.autocomplete(world.channel, "cite", "id", "") != []
    with closing(sqlite3.connect(tmp_path / index.DataFile.DOSSIERS)) as database:
        assert {person for (person,) in database.execute("SELECT person FROM kept")} == {world.bob.id}


async def test_a_full_dossier_takes_no_more(world: World, tmp_path: Path) -> None:
    """The bound is told, and what is there stays."""
    kept = Dossiers(tmp_path)
    for number in range(MAX_CITATIONS):
        kept.add(world.alice.id, world.guild.id, f"x{number}")
    message = answer(await world.alice.slash(world.channel, "help"))
    assert f"is full ({MAX_CITATIONS} citations)" in told(await press(world.alice, message, f"k:a:{moons(1)[0]}"))
    assert len(kept.passages(world.alice.id, world.guild.id)) == MAX_CITATIONS


async def test_a_file_that_is_not_ours_is_left_alone(world: World, tmp_path: Path) -> None:
    """The reader is told in plain words without the machine's paths, and the file is not written to."""
    (tmp_path / index.DataFile.DOSSIERS).write_bytes(b"somebody's notes")
    for command in ("dossier show", "dossier clear", "forget-me"):
        line = told(await world.alice.slash(world.channel, command))
        assert "can't be opened right now" in line
        assert str(tmp_path) not in line
    assert (tmp_path / index.DataFile.DOSSIERS).read_bytes() == b"somebody's notes"


async def test_what_was_erased_says_only_when_and_why(world: World, archive: FakeArchive) -> None:
    """On the page, in its selects, among what is proposed and in a file: no word, no title, no path."""
    doc = archive.docs[0]
    await add(world, doc.passage)
    archive.erased[doc.passage] = index.Erased(at=dt.datetime(2026, 10, 5, tzinfo=dt.UTC), why="the *sender* asked")
    message = await page(world)
    text = seen(message)
    assert "Erased" in text
    assert r"on 5 October 2026 (the \*sender\* asked)" in text
    (option,) = chooser(message, "Remove an entry")["options"]
    assert (option["label"], option["description"]) == (f"1 · {doc.passage}", "erased")
    (choice,) = await world.alice.autocomplete(world.channel, "dossier remove", "id", "")
    assert choice["name"] == f"{doc.passage} · undated · erased"
    file = await exported(world, "markdown")
    assert f"Passage {doc.passage}" in file
    assert not any(word in json.dumps(message.components) + file for word in (doc.title, doc.path, "rose late"))
