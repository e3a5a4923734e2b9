"""To who may not see a folder, an archive with it is the same as the archive without it, to the last character.

Left out of the comparison are moments of time. What a scope can't take back is the order of hits whose scores are near:
how long passages are on average is the whole archive's.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

import index
from index import Collection
from index.generations import following
from tests.bot.places import Told, served
from tests.bot.reading import buttons
from tests.bot.watch.acting import told as posted
from tests.makers.archives import Place
from tests.makers.citations import PIER

OPEN = {
    "pier.txt": PIER,
    "copy.txt": f"date 1999-01-01 A copy of the pier\n\n{PIER.partition(chr(10))[2]}",
    **{
        f"notes/note-{number}.txt": f"date 19{60 + number}-03-0{number + 1} Harbour note {number}\n\n"
        f"The harbour was calm on day {number}. The clockmaker wrote of the tide, and of rope {'x' * number}.\n"
        for number in range(7)
    },
    "undated.txt": "A harbour without a day\n\nThe harbour was drawn by a clockmaker, and nobody wrote when.\n",
}
BOARD = {
    "board/minutes.txt": "date 1850-05-05 Minutes of the zeppelin board\n\nThe secret budget was doubled: a harbour.\n",
    "board/later.txt": "date 2031-12-31 Later minutes\n\nThe clockmakre of the harbour was paid by a zeppelin.\n",
    "board/undated.txt": "Minutes without a day\n\nThe harbour and the zeppelin, again.\n",
    "board/copy.txt": PIER,
    "board/broken.pdf": "%PDF-1.4 nothing",
    "board/note.txt": "date 2031-12-30 A harbour note\n\nThe harbour was calm on day 9, and rope was short.\n",
}
HIDDEN = {"collections": {"board": Collection()}}
LIMITED = index.Scope(hidden=frozenset({"board"}))

Acts = Callable[[Told], Awaitable[None]]


def places(folder: Path) -> tuple[Place, Place]:
    """The archive with the folder and without it, each indexed twice, with something in the trash."""
    pair = Place(folder / "with", OPEN | BOARD), Place(folder / "without", OPEN)
    for place, more in zip(pair, (BOARD, {}), strict=True):
        place.write({"old.txt": "date 1970-01-01 Old\n\nAn old harbour.\n"})
        if more:
            place.write({"board/old.txt": "date 1971-01-01 Old\n\nAn old zeppelin harbour.\n"})
        place.index()
        shown(place)
        trash = index.ArchiveFolder(place.settings)
        trash.remove("old.txt")
        if more:
            trash.remove("board/old.txt")
            place.edit("board/note.txt", "calm", "wild")
        place.edit("notes/note-3.txt", "calm", "wild")
        place.index()
        shown(place)
    return pair


def shown(place: Place) -> None:
    """Has every story given out, to who sees the folder and to who doesn't."""
    for scope in (index.EVERYTHING, LIMITED):
        place.ask("harbour", limit=50, scope=scope)


SEARCHES = [
    "harbour",
    "clockmakre",
    "zeppelin harbour",
    'harbour "secret budget"',
    '"secret budget"',
    "harbour in 1850",
    "harbour since:2030",
    "harbour since:1961 until:1964",
    "harbour -rope",
    "harbour in:board",
    "harbour title:minutes",
    "harbour in:Board",
    "harbour in:bord/",
    "in:board",
    "in:board/minutes.txt",
    "since:1961",
    "during:1850",
    "1 May 1962",
    "title:minutes",
    "brass band",
    "harbour sort:newest",
    "latest on the harbour",
    "qqqq",
]


async def searches(told: Told) -> None:
    """Searches in public, alone and by a mention, their pages, and what is offered instead of nothing."""
    for query in SEARCHES:
        await told.search(told.world.alice, query)
        await told.search(told.world.bob, query, private=True)
    await told.search(told.world.mo, "harbour", sort="newest")
    page = await told.search(told.world.mo, "harbour since:1961 until:1962", private=True)
    await told.click(told.world.mo, page.response, label="Share")
    await told.mention(told.world.alice, "clockmakre since:1961 until:1962")
    for query, first, second in (("harbour", "1850..1965", "1966..2040"), ("zeppelin", "1850", "2031")):
        await told.slash(told.world.alice, "compare", query=query, first=first, second=second)
    await told.search(told.world.mo, "harbour", generation=1)


async def timelines(told: Told) -> None:
    """Timelines in public, alone, and of an answer, as numbers and as shares."""
    for query in ("harbour", "clockmakre", "zeppelin", "harbour in:board", "in:board", "harbour since:1840", "qqqq"):
        await told.slash(told.world.alice, "timeline", query=query, by="year")
        await told.slash(told.world.bob, "timeline", query=query, private=True, share=True)


async def completions(told: Told) -> None:
    """What is offered while an option is typed."""
    for typed in ("", "18", "20", "1960-", "march"):
        await told.complete(told.world.alice, "search", "since", typed)
    for typed in ("", "min", "board", "note"):
        await told.complete(told.world.alice, "document", "document", typed)
        await told.complete(told.world.mo, "archive remove", "document", typed)
    await told.complete(told.world.mo, "archive restore", "document", "", values=False)
    await told.complete(told.world.alice, "cite", "id", "")


def citing(hidden: str, seen: str) -> Acts:
    """Citations by ids that are hidden, near to hidden ones and seen; and documents."""

    async def act(told: Told) -> None:
        world = told.world
        slip = "2" if hidden[-1] != "2" else "3"
        for passage in (hidden, hidden[:-1] + slip, hidden[:-1], seen, seen[:-2] + seen[-1] + seen[-2], "zzzzzzzz"):
            await told.slash(world.alice, "cite", id=passage)
        for document in ("board/minutes.txt", "minutes", "pier.txt", "harbour", "copy"):
            await told.slash(world.alice, "document", document=document)
        card = await told.slash(world.alice, "document", document="pier.txt")
        await told.click(world.alice, card.response, label="History")
        page = await told.search(world.bob, '"brass band"')
        read = await told.click(world.bob, page.response, label="Read")
        for label in ("Add to my dossier", "Post this passage", "Document", "More like this"):
            await told.click(world.bob, read.response, label=label)
        await told.slash(world.bob, "dossier show")
        await told.slash(world.bob, "dossier export", format="markdown")
        await told.slash(world.bob, "help")

    return act


QUOTED = (
    "The secret budget was doubled: a harbour",
    "The secret budget was halved: a harbour",
    "A brass band played until the rain began",
    "A brass band played until the snow began",
    "The harbour was calm on day 9, and rope was short",
    "The harbour was wild on day 3. The clockmaker wrote of the tide",
    "the clockmakre of the harbour … forty boats sailed past the pier",
    "Children counted them aloud. The secret budget was doubled: a harbour.",
    "secret budget",
    "a brass band",
    "words that nobody here ever wrote at all",
)


def verifying(hidden: str, seen: str) -> Acts:
    """Quotations that stand in the folder only, in and out of it, and nowhere: alone, and in a draft with ids."""

    async def act(told: Told) -> None:
        world = told.world
        for one in QUOTED:
            await told.slash(world.alice, "verify", quotation=one)
        sources = (hidden, seen, "zzzz2222")
        lines = [f"“{one}” [@dateline-{name}]" for one in QUOTED for name in sources]
        for draft in ("\n\n".join(lines), "\n\n".join(f"“{one}”" for one in QUOTED), f"{hidden} and {seen}, “a b c”"):
            page = await told.slash(world.bob, "verify", file=("draft.md", draft.encode()))
            while "›" in buttons(page.response) and not buttons(page.response)["›"].get("disabled"):
                page = await told.click(world.bob, page.response, label="›")
            await told.click(world.bob, page.response, label="Share")

    return act


async def moderating(told: Told) -> None:
    """Status, reports, and the message of a reindex, as a moderator sees them who may not see the folder."""
    mo = told.world.mo
    await told.slash(mo, "archive status")
    await told.slash(mo, "archive report")
    await told.slash(mo, "archive report", generation=1)
    place = told.engine.place
    place.remove("notes/note-2.txt")
    place.edit("pier.txt", "brass", "silver")
    place.write({"new.txt": "date 1980-01-01 New\n\nA new harbour.\n"})
    if (place.archive / "board").exists():
        place.remove("board/undated.txt")
        place.edit("board/minutes.txt", "doubled", "halved")
        place.move("board/later.txt", "come.txt")
        place.move("notes/note-1.txt", "board/gone.txt")
        place.write({"board/new.txt": "Undated\n\nA new zeppelin.\n"})
    else:
        place.write({"come.txt": BOARD["board/later.txt"]})
        place.remove("notes/note-1.txt")
    await told.reindex(mo)
    await told.slash(mo, "archive report")
    await told.slash(mo, "archive remove", document="board/minutes.txt")
    await told.slash(mo, "archive remove", document="./board/minutes.txt")
    await told.slash(mo, "archive rollback")


async def watching(told: Told) -> None:
    """What watches say, and tell of a reindex that brings documents in and out of the folder, and copies across."""
    for query in ("harbour", "zeppelin budget", "clockmakre", "in:board", '"secret budget"', "harbour since:2030"):
        await told.slash(told.world.alice, "watch add", query=query)
    await told.slash(told.world.alice, "watch list")
    place = told.engine.place
    place.write({"new.txt": "date 1980-01-01 New\n\nA new harbour.\n", "minutes.txt": BOARD["board/minutes.txt"]})
    if (place.archive / "board").exists():
        place.write({"board/new.txt": "date 1981-01-01 New\n\nA zeppelin budget.\n"})
        place.edit("board/note.txt", "wild", "calm")
    place.index()
    await told.world.env.advance_time(30)
    told.lines += sorted({line for text in posted(told.world.channel) for line in text.split("\n")})


async def compared(folder: Path, acts: Acts) -> str:
    """What was told with the folder, which is held against what was told without it."""
    found = []
    for place in places(folder):
        async with served(place, **HIDDEN) as told:
            await acts(told)
            found.append(told.text)
    with_folder, without = found
    difference = difflib.unified_diff(without.splitlines(), with_folder.splitlines(), "without", "with", n=1)
    assert with_folder == without, "\n".join(difference)
    return with_folder


@pytest.mark.parametrize("acts", [searches, completions, timelines])
async def test_the_folder_changes_nothing_of_what_is_found_and_offered(tmp_path: Path, acts: Acts) -> None:
    """Searches, their pages, offers, corrections, warnings, completions and timelines are the same to the last bit."""
    text = await compared(tmp_path, acts)
    assert "harbour" in text.casefold()


async def test_the_folder_changes_nothing_of_what_watches_tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A story that is new to who may not see the folder is told to them, though a copy of it lay in there."""
    monkeypatch.setattr(following, "LOOK_EVERY_S", 0.0)
    text = await compared(tmp_path, watching)
    assert "new in the archive since" in text
    assert "minutes.txt" in text


async def test_the_folder_changes_nothing_of_citations_and_documents(tmp_path: Path) -> None:
    """Ids in it are as unknown as any, and what is proposed for a mistyped id is what would be without it."""
    whole = Place(tmp_path / "ids", OPEN | BOARD)
    whole.index()
    ids = whole.first("zeppelin board minutes").passage, whole.ask("brass band", scope=LIMITED).hits[0].passage
    text = await compared(tmp_path, citing(*ids))
    assert "was ever given out" in text
    assert "did you mean" in text


async def test_the_folder_changes_nothing_of_what_is_said_of_quotations(tmp_path: Path) -> None:
    """Verdicts, sources, counts, the span of dates and the states of ids are the same to the last character."""
    whole = Place(tmp_path / "ids", OPEN | BOARD)
    whole.index()
    ids = whole.first("zeppelin board minutes").passage, whole.ask("brass band", scope=LIMITED).hits[0].passage
    text = await compared(tmp_path, verifying(*ids))
    assert "Exact" in text
    assert "Unknown id" in text


async def test_the_folder_changes_nothing_of_what_moderators_are_told(tmp_path: Path) -> None:
    """Numbers, lists, files and the message of a reindex are the same; nothing is removed by another name."""
    text = await compared(tmp_path, moderating)
    assert "11 documents" in text


async def test_who_sees_the_folder_is_told_of_it(tmp_path: Path) -> None:
    """The comparison can fail: with the folder opened in this channel, everything counts it."""
    place, _ = places(tmp_path)
    async with served(place) as told:
        await searches(told)
        await moderating(told)
    assert "secret budget" in told.text
    assert "17 documents" in told.text
    assert "embedded and" in told.text
    assert re.search(r"`█+░+` \d+ of \d+", told.text)
