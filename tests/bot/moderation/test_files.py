"""What moderators put into the archive from Discord, take out of it and bring back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import simcord

import index
from bot.client import DatelineClient
from index import Collection
from tests.bot.engine import FakeEngine
from tests.bot.hostile import unescaped
from tests.bot.moderation.acting import press_made_up
from tests.bot.reading import seen
from tests.bot.world import World, answer, told
from tests.makers.office import epub, frame, odp, odt, pptx, rtf, shape

MOON = b"date 1969-07-20 First people on the Moon\n\nThe Eagle has landed.\n"
HOURS = 2 * 60 * 60


async def act(world: World, name: str, person: simcord.MemberActor | None = None, **options: Any) -> Any:
    """A command of Mo's, who manages the server, or of another person."""
    return await (person or world.mo).slash(world.channel, f"archive {name}", **options)


async def offered(world: World, typed: str, person: simcord.MemberActor | None = None) -> list[Any]:
    """What `/archive restore` offers to bring back."""
    completed = await (person or world.mo).autocomplete(world.channel, "archive restore", "document", typed)
    return list(completed)


@pytest.mark.parametrize(
    ("name", "folder", "line"),
    [
        (
            "../..//étc; rm -rf*.txt",
            None,
            "The file can't be called “../..//étc; rm -rf*.txt”; “étc- rm -rf-.txt” would do",
        ),
        ("a.txt", "moon/apollo", "The folder can't be called “moon/apollo”; “moon-apollo” would do"),
        ("a.txt", "../..", "The folder can't be called so; give it a plain name with letters or digits"),
    ],
)
async def test_a_name_that_is_not_safe_is_refused_with_one_that_would_do(
    world: World, engine: FakeEngine, name: str, folder: str | None, line: str
) -> None:
    """Nothing is added under another name than was asked for."""
    given: dict[str, Any] = {"folder": folder} if folder else {}
    assert unescaped(told(await act(world, "add", file=(name, MOON), **given))) == line
    assert list(engine.archive.iterdir()) == []


async def test_a_file_is_added_and_shown_with_its_date(world: World, engine: FakeEngine) -> None:
    """In the folder that was named, under the name that it has."""
    shown = answer(await act(world, "add", file=("Über (1).txt", MOON), folder="Kraków 1921"))
    assert "20 July 1969" in seen(shown)
    assert (engine.archive / "Kraków 1921" / "Über (1).txt").read_bytes() == MOON


async def test_a_file_without_a_date_is_told_how_to_get_one(world: World, engine: FakeEngine) -> None:
    """At once, with the reason and the cures of its kind; nothing is said of one that has a date."""
    shown = unescaped(seen(answer(await act(world, "add", file=("tide.txt", b"The tide turned at noon.")))))
    assert "undated.\n-# Why: no date is stated in it or in its name. To date it, begin its first line with" in shown
    assert "or set its date with /archive date." in shown
    shown = seen(answer(await act(world, "add", file=("2025-01-23-ebb.txt", b"The ebb began at noon."))))
    assert "Why" not in shown


async def test_office_files_and_books_are_added_with_their_dates(world: World, engine: FakeEngine) -> None:
    """Of every kind that the engine reads."""
    book = epub({"1.xhtml": "<p>Words.</p>", "2.xhtml": "<h1>Back</h1>"}, metadata="<dc:date>1907-03-01</dc:date>")
    assert "1 March 1907" in seen(answer(await act(world, "add", file=("ferry.epub", book))))
    slides, line = [shape("The talk", "title"), shape("More.")], "date 2025-01-23 Words."
    made = {"talk.pptx": pptx(slides), "a.odt": odt([line]), "a.rtf": rtf(line), "a.odp": odp([frame(line)])}
    for name, data in made.items():
        shown = seen(answer(await act(world, "add", file=(f"2025-01-23-{name}", data))))
        assert "23 January 2025" in shown


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("README.md", "a README at the top tells people about the archive and is not searched; give it another name"),
        ("boats.xlsx", "it is called like a spreadsheet; save each of its sheets as CSV"),
    ],
)
async def test_what_would_never_be_read_is_refused(world: World, engine: FakeEngine, name: str, reason: str) -> None:
    """With what to do instead, and nothing is written."""
    line = unescaped(told(await act(world, "add", file=(name, b"Words."))))
    assert reason in line[:1].lower() + line[1:]
    assert list(engine.archive.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("evil.exe", b"MZ", "kinds are"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "picture"),
        (".txt", b"words", "can't be used|kinds are"),
        ("big.txt", b"a" * (1024 * 1024 + 1), "larger than"),
    ],
)
async def test_what_is_no_document_is_refused(
    world: World, engine: FakeEngine, name: str, data: bytes, reason: str
) -> None:
    """Kind, content, name and size are each checked, and nothing is written."""
    line = told(await act(world, "add", file=(name, data)))
    assert any(part in line for part in reason.split("|")), line
    assert list(engine.archive.iterdir()) == []


async def test_nothing_is_overwritten_without_asking(world: World, engine: FakeEngine) -> None:
    """The file that is there stays until its replacement is confirmed, and comes back by Undo."""
    (engine.archive / "a.txt").write_text("the old words", "utf-8")
    shown = answer(await act(world, "add", file=("a.txt", b"the new words")))
    assert (engine.archive / "a.txt").read_text("utf-8") == "the old words"
    done = answer(await world.mo.click(shown, label="Replace it"))
    assert (engine.archive / "a.txt").read_text("utf-8") == "the new words"
    await world.mo.click(done, label="Undo")
    assert (engine.archive / "a.txt").read_text("utf-8") == "the old words"
    assert "not in the trash any more" in told(await world.mo.click(done, label="Undo"))


async def test_a_document_is_removed_and_brought_back(world: World, engine: FakeEngine) -> None:
    """It lies in the trash beside the index, and Undo puts it where it was; a second Undo says that it is done."""
    (engine.archive / "moon").mkdir()
    (engine.archive / "moon" / "a.txt").write_text("words", "utf-8")
    shown = answer(await act(world, "remove", document="moon/a.txt"))
    assert not (engine.archive / "moon" / "a.txt").exists()
    await world.mo.click(shown, label="Undo")
    assert (engine.archive / "moon" / "a.txt").read_text("utf-8") == "words"
    assert "not in the trash any more" in told(await world.mo.click(shown, label="Undo"))


async def test_what_was_added_is_taken_back_over_a_restart(
    world: World, engine: FakeEngine, make_bot: Callable[..., DatelineClient], tmp_path: Path
) -> None:
    """Undo moves the very file to the trash, and that is undone as well; a second press says that it is gone."""
    shown = answer(await act(world, "add", file=("a.txt", MOON)))
    await world.env.restart_bot(make_bot())
    removed = answer(await world.mo.click(shown, label="Undo"))
    assert "is in the trash" in seen(removed)
    assert list(engine.archive.iterdir()) == []
    assert "not in the archive any more" in told(await world.mo.click(shown, label="Undo"))
    back = answer(await world.mo.click(removed, label="Undo"))
    assert (engine.archive / "a.txt").read_bytes() == MOON
    await world.mo.click(back, label="Undo")
    assert list(engine.archive.iterdir()) == []
    lines = [json.loads(line) for line in (tmp_path / index.DataFile.BOT_AUDIT).read_text("utf-8").splitlines()]
    assert [(line["action"], line["what"]) for line in lines][:2] == [("add", "a.txt"), ("undo add", "a.txt")]


async def test_who_is_no_moderator_has_nothing_taken_back_or_looked_for(
    world: World, engine: FakeEngine, simcord_bot: DatelineClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A button that was made up is refused before the archive is looked through, and noted as it was pressed."""
    await act(world, "add", file=("a.txt", MOON))
    mark = engine.archive_folder().mark("a.txt")
    looked: list[str] = []
    monkeypatch.setattr(index.ArchiveFolder, "marked", lambda folder, mark: looked.append(mark))
    assert "Only moderators" in told(await press_made_up(world, simcord_bot, world.alice, f"ra:unadd:{mark}"))
    assert looked == []
    assert (engine.archive / "a.txt").read_bytes() == MOON
    line = json.loads((tmp_path / index.DataFile.BOT_AUDIT).read_text("utf-8").splitlines()[-1])
    assert (line["user"], line["action"], line["what"], line["allowed"]) == (world.alice.id, "undo add", mark, False)


async def test_another_file_is_not_taken_back_in_its_place(world: World, engine: FakeEngine) -> None:
    """Whoever changed it since keeps it."""
    shown = answer(await act(world, "add", file=("a.txt", MOON)))
    (engine.archive / "a.txt").write_text("other words", "utf-8")
    assert "was changed since" in told(await world.mo.click(shown, label="Undo"))
    assert (engine.archive / "a.txt").read_text("utf-8") == "other words"


@pytest.mark.parametrize("path", ["../bot-audit.jsonl", "/etc/hostname", ".hidden", "nowhere.txt", "moon/../../x"])
async def test_only_documents_of_the_archive_are_removed(world: World, engine: FakeEngine, path: str) -> None:
    """No path leads out of the archive, and what isn't there is said so."""
    assert "archive" in told(await act(world, "remove", document=path))
    assert list((engine.archive.parent).glob("trash/*")) == []


async def test_undo_holds_for_hours_and_over_a_restart(
    world: World, engine: FakeEngine, make_bot: Callable[..., DatelineClient]
) -> None:
    """The button names what it brings back, so the next process of the bot does it two hours later."""
    (engine.archive / "a.txt").write_text("words", "utf-8")
    shown = answer(await act(world, "remove", document="a.txt"))
    await world.env.advance_time(HOURS)
    await world.env.restart_bot(make_bot())
    await world.mo.click(shown, label="Undo")
    assert (engine.archive / "a.txt").read_text("utf-8") == "words"


async def test_what_is_in_the_trash_comes_back_without_the_button(world: World, engine: FakeEngine) -> None:
    """Offers name path and time, the latest first; what is chosen is back where it was, and no longer offered."""
    for name in ("a.txt", "b.txt"):
        (engine.archive / name).write_text(f"words of {name}", "utf-8")
        await act(world, "remove", document=name)
    assert {one["name"].partition(" UTC · ")[2] for one in await offered(world, "")} == {"a.txt", "b.txt"}
    (choice,) = await offered(world, "B.TXT")
    assert "b.txt** is back" in told(await act(world, "restore", document=choice["value"])).replace("\\", "")
    assert (engine.archive / "b.txt").read_text("utf-8") == "words of b.txt"
    assert await offered(world, "b.txt") == []


async def test_what_was_replaced_meanwhile_goes_to_the_trash_itself(world: World, engine: FakeEngine) -> None:
    """Nothing is lost by bringing an old file back over a new one."""
    (engine.archive / "a.txt").write_text("the old words", "utf-8")
    await act(world, "remove", document="a.txt")
    (old,) = await offered(world, "")
    await act(world, "add", file=("a.txt", b"the new words"))
    done = answer(await act(world, "restore", document=old["value"]))
    assert "The file that was there is in the trash" in seen(done)
    assert (engine.archive / "a.txt").read_text("utf-8") == "the old words"
    assert len(await offered(world, "")) == 1
    await world.mo.click(done, label="Undo")
    assert (engine.archive / "a.txt").read_text("utf-8") == "the new words"


@pytest.mark.parametrize("token", ["..", "../archive", "20241220090500-0123abcd", "nonsense"])
async def test_only_the_trash_is_brought_back(world: World, token: str) -> None:
    """What is typed instead of chosen leads nowhere."""
    assert "not in the trash" in told(await act(world, "restore", document=token))


async def test_hidden_folders_stay_hidden_in_the_trash(
    world: World, engine: FakeEngine, simcord_bot: DatelineClient, tmp_path: Path
) -> None:
    """A moderator who may not see a folder is neither offered what was removed from it nor may bring it back."""
    (engine.archive / "board").mkdir()
    (engine.archive / "board" / "a.txt").write_text("words", "utf-8")
    shown = answer(await act(world, "remove", document="board/a.txt"))
    (choice,) = await offered(world, "")
    simcord_bot.services.settings.collections["board"] = Collection()
    assert await offered(world, "") == []
    assert "You may not see that folder" in told(await act(world, "restore", document=choice["value"]))
    assert "You may not see that folder" in told(await world.mo.click(shown, label="Undo"))
    assert not (engine.archive / "board" / "a.txt").exists()


async def test_a_refused_file_is_noted_as_well(world: World, tmp_path: Path) -> None:
    """Who tried to add what is on record though nothing came of it."""
    await act(world, "add", file=("evil.exe", b"MZ"))
    (line,) = [json.loads(line) for line in (tmp_path / index.DataFile.BOT_AUDIT).read_text("utf-8").splitlines()]
    assert (line["user"], line["action"], line["what"]) == (world.mo.id, "add", "evil.exe")


async def test_members_are_offered_nothing_of_the_trash(world: World, engine: FakeEngine) -> None:
    """Where a server opened the commands to Alice, what was removed is still none of hers."""
    (engine.archive / "a.txt").write_text("words", "utf-8")
    await act(world, "remove", document="a.txt")
    root = world.env.backend.find_command("archive", world.guild.id, type=1) or {}
    world.guild.set_command_permissions(int(root["id"]), {world.alice: True})
    assert await offered(world, "", world.alice) == []
