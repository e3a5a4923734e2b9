"""Scans: pages that are pictures are recognised, by the page, and whatever goes wrong costs a page and says so."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.models.documents import Document
from index.read import ReaderPool, picture_sizes, tesseract
from index.read.page_cache import PageCache, check, known_page
from index.read.protocol import UnreadableError
from index.read.recognise import in_chat
from index.read.recognised_words import NOTHING, Recognised, recognised
from index.settings import Settings
from tests.makers.files import document, refusal, source
from tests.makers.pages import drawn_page
from tests.makers.pdfs import PICTURE, Text, drawn
from tests.makers.pictures import BLANK, jpeg_head, png, png_of, scan, tiff
from tests.makers.scans import SCANS, FakeTesseract, page, table

NO_PROGRAM = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="Tesseract is not installed (apt-get install tesseract-ocr)"
)


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeTesseract:
    return FakeTesseract(tmp_path, monkeypatch)


def test_pages_without_text_are_recognised_and_keep_their_confidence(tmp_path: Path, fake: FakeTesseract) -> None:
    """Pages with text stay as they are; words broken at the ends of lines and pages are whole."""
    fake.tell({"10": table("The ferry came to the har-\nbour.\n\nIt left at", 90.6), "20": table("noon.", 84)})
    made = document(tmp_path, "a.pdf", scan([page(10), page(20), "A page of text."]), SCANS)
    assert made.text == "The ferry came to the harbour.\n\nIt left at\nnoon.\n\nA page of text."
    assert (made.recognised, made.notes) == ((91, 84, None), ())
    ferry, noon, text = (made.text.index(word) for word in ("ferry", "noon", "A page"))
    assert made.confidence(ferry, ferry + 5) == 91
    assert made.confidence(ferry, noon + 4) == 84
    assert made.confidence(text, text + 6) is None


def test_no_word_of_a_stamp_on_a_scan_is_lost(tmp_path: Path, fake: FakeTesseract) -> None:
    """What is text on a page that is a picture stays, once."""
    data = drawn([PICTURE, Text("No. 4711", 60, 700)])
    fake.tell({"": table("The ferry came. N0. 47ll")})
    made = document(tmp_path, "a.pdf", data, SCANS)
    assert (made.text, made.recognised) == ("No. 4711\n\nThe ferry came. N0. 47ll", (91,))
    fake.tell({"": table("No. 4711 The ferry came.")})
    assert document(tmp_path, "a.pdf", data, SCANS).text == "No. 4711 The ferry came."


def test_pictures_are_documents_and_a_tiff_has_pages(tmp_path: Path, fake: FakeTesseract) -> None:
    """PNG and JPEG are one page, a TIFF as many as it has; a name that says otherwise doesn't matter."""
    fake.tell({"": table("One page."), "0": table("First."), "1": table("Second.", 70)})
    for name, data in (("a.png", png(BLANK)), ("b.jpg", jpeg_head(30, 20)), ("c.txt", png(BLANK))):
        made = document(tmp_path, name, data, SCANS)
        assert (made.format, made.text, made.pages, made.recognised) == ("picture", "One page.", (0,), (91,))
    many = document(tmp_path, "d.tif", tiff([BLANK, BLANK], ">"), SCANS)
    assert (many.text, many.pages, many.recognised) == ("First.\n\nSecond.", (0, 8), (91, 70))


def test_without_the_setting_the_report_says_how_to_turn_it_on(tmp_path: Path, fake: FakeTesseract) -> None:
    """A picture is refused, a scan's pages are named, and no program is started."""
    cure = "set ocr = true in dateline.toml and install Tesseract (apt-get install tesseract-ocr), or "
    assert refusal(tmp_path, "a.png", png(BLANK)).startswith(f"it is a picture (PNG); {cure}make a PDF")
    (note,) = document(tmp_path, "a.pdf", scan(["Words.", page(1), page(2)])).notes
    assert note.startswith(f"2 of 3 pages hold no text (2–3); {cure}run text recognition")
    assert cure in refusal(tmp_path, "b.pdf", scan([page(1)]))
    assert "apt-get" not in in_chat(note)
    assert fake.calls == 0


def test_what_is_missing_is_one_clear_line(
    tmp_path: Path, fake: FakeTesseract, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No language data, no version, no program: each says what to install, and other pages are read."""
    data = scan(["Words.", page(1)])
    fake.tell(languages=("osd",))
    (note,) = document(tmp_path, "a.pdf", data, SCANS).notes
    assert "Tesseract has no data for eng (ocr_languages); install it (apt-get install tesseract-ocr-eng)" in note
    fake.tell(version="rubbish")
    (note,) = document(tmp_path, "a.pdf", data, SCANS).notes
    assert "says no version" in note
    monkeypatch.setenv("PATH", str(tmp_path))
    made = document(tmp_path, "a.pdf", data, SCANS)
    assert made.text == "Words."
    assert "(2); Tesseract is not installed; install Tesseract (apt-get install tesseract-ocr)" in made.notes[0]
    assert refusal(tmp_path, "a.png", png(BLANK), SCANS).startswith("it is a picture (PNG); Tesseract is not installed")


def test_a_page_that_fails_costs_itself_alone(
    tmp_path: Path, fake: FakeTesseract, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tesseract ends with a fault, hangs, or finds nothing: the note says which pages and why."""
    data = scan(["Words.", page(1), page(2)])
    fake.tell({"": table("Lost.")}, code=3)
    made = document(tmp_path, "a.pdf", data, SCANS)
    assert (made.text, made.notes) == (
        "Words.",
        ("2 of 3 pages were not recognised (2–3): Tesseract failed on it (exit code 3)",),
    )
    fake.tell({"1": table("Found.")})
    made = document(tmp_path, "a.pdf", data, SCANS)
    assert made.notes == ("1 of 3 pages hold no text that can be recognised (3)",)
    fake.tell({"": table("Late.")}, seconds=3600)
    monkeypatch.setattr(tesseract, "PAGE_WALL", 0.2)
    assert "none could be recognised (1 of 1 page was not recognised (1): Tesseract took longer" in refusal(
        tmp_path, "b.png", png(BLANK), SCANS
    )


def test_more_pages_than_allowed_are_left(tmp_path: Path, fake: FakeTesseract) -> None:
    """The rest is named."""
    fake.tell({"": table("Words of a page.")})
    settings = SCANS.model_copy(update={"ocr_pages": 1})
    made = document(tmp_path, "a.pdf", scan([page(1), page(2), page(3)]), settings)
    assert (made.recognised, made.notes) == (
        (91, None, None),
        ("2 of 3 pages were not recognised (2–3): more than ocr_pages allows",),
    )


@pytest.mark.parametrize(
    "data",
    [
        *(png(BLANK)[:20], jpeg_head(30, 20)[:12], tiff([BLANK])[:40], b"\x89PNG\r\n\x1a\n", png_of(0, 4, b"")),
        *(b"II*\0\x08\0\0\0\0\0\x08\0\0\0", b"\xff\xd8\xff" + b"\xff" * 90),
    ],
)
def test_damaged_pictures_are_refused_before_any_program_sees_them(
    tmp_path: Path, fake: FakeTesseract, data: bytes
) -> None:
    """Truncated heads, no size, a list of pages that comes back to itself."""
    assert refusal(tmp_path, "a.png", data, SCANS) == picture_sizes.DAMAGED
    assert fake.calls == 0


def test_bombs_are_refused_by_their_head(tmp_path: Path, fake: FakeTesseract) -> None:
    """A picture of 60,000 by 60,000 pixels in a few bytes is never unpacked; a page of a PDF is drawn smaller."""
    assert "60,000 by 60,000" in refusal(tmp_path, "a.png", png_of(60_000, 60_000, b""), SCANS)
    assert "65,500 by 65,500" in refusal(tmp_path, "a.jpg", jpeg_head(65_500, 65_500), SCANS)
    assert fake.calls == 0
    fake.tell({"": table("A wall of words.")})
    huge = scan([page(1)]).replace(b"0 0 612 792", b"0 0 14400 14400")
    assert document(tmp_path, "a.pdf", huge, SCANS).recognised == (91,)


@given(st.binary(max_size=200), st.sampled_from([*picture_sizes.TIFF, picture_sizes.PNG, picture_sizes.JPEG]))
def test_no_bytes_of_a_picture_raise(data: bytes, head: bytes) -> None:
    """Whatever the head says, it has pages or is refused."""
    with suppress(UnreadableError):
        assert picture_sizes.check_pages(head + data) > 0


@given(st.text(max_size=300) | st.lists(st.text(max_size=12), min_size=12, max_size=12).map("\t".join))
def test_no_answer_of_tesseracts_raises(said: str) -> None:
    """What is no table has no words, and words have a confidence."""
    found = recognised(f"{said}\n5\t{said}")
    assert (found == NOTHING) == (found.confidence is None)


def test_the_confidence_is_that_of_the_letters() -> None:
    """Long words count for more; what is hardly recognised at all is no text."""
    both = table("abcdefghi") + table("x", 0).removeprefix(table("")[:0])
    assert recognised(both).confidence == 82
    assert recognised(table("Shapes in a photograph", 20)) == NOTHING
    assert recognised(table("Nonsense", 140)) == recognised(table("Nonsense", float("nan"))) == NOTHING


def test_each_page_is_recognised_once(tmp_path: Path, fake: FakeTesseract) -> None:
    """A file that is read again costs nothing, one with a page more costs that page, other settings cost all."""
    data = tmp_path / "data"
    data.mkdir()
    settings = SCANS.model_copy(update={"data": data})
    fake.tell({"": table("Words of a page.")})
    told: list[tuple[int, int]] = []

    def reading(pages: list[int], settings: Settings) -> Document:
        with ReaderPool.keeping(settings) as pool:
            pool.follow(lambda number, of: told.append((number, of)))
            (found,) = pool.read(source(tmp_path, "a.pdf", scan([page(shade) for shade in pages])))
        assert isinstance(found, Document), found
        return found

    first = reading([1, 2], settings)
    assert (fake.calls, told) == (2, [(1, 2), (1, 2), (2, 2), (2, 2)])
    assert reading([1, 2], settings) == first
    assert fake.calls == 2
    assert reading([1, 2, 3], settings).recognised == (91, 91, 91)
    assert fake.calls == 3
    fake.tell({"": table("Words of a page.")}, version="tesseract 10.0")
    reading([1, 2], settings)
    assert fake.calls == 5


def test_the_cache_forgets_what_only_a_file_had_and_survives_damage(tmp_path: Path) -> None:
    """A page that another file has stays; a damaged row or file costs recognising again."""
    cache, found = PageCache(tmp_path), Recognised("Rare words here.", 88)
    cache.put("one", "a", found)
    cache.put("two", "a", None)
    cache.put("one", "b", Recognised("Other words.", 70))
    assert (known_page(tmp_path, "a"), cache.files()) == (found, {"one", "two"})
    cache.forget({"one"})
    assert (known_page(tmp_path, "a"), known_page(tmp_path, "b")) == (found, None)
    file = tmp_path / "recognised.sqlite"
    assert check(file) == (1, ())
    cache.forget({"two"})
    assert b"Rare words" not in file.read_bytes()
    file.write_bytes(b"no database" * 100)
    assert known_page(tmp_path, "a") is None
    cache.put("one", "a", found)
    cache.put("one", "a", found)
    assert known_page(tmp_path, "a") == found


@NO_PROGRAM
def test_tesseract_recognises_a_page(tmp_path: Path) -> None:
    """A page drawn from a PDF is read word by word, as a PDF's page and as a picture."""
    said = "The ferry crossed the bay on a quiet morning, and nobody had seen it come."
    picture = drawn_page([said[:45], said[45:].strip()])
    for name, data in (("a.pdf", scan([picture])), ("a.png", png(picture)), ("a.tif", tiff([picture]))):
        made = document(tmp_path, name, data, SCANS)
        assert made.text.split() == said.split()
        assert (made.recognised[0] or 0) > 80


def test_a_program_that_was_found_is_asked_again_once_it_is_another(fake: FakeTesseract) -> None:
    """A citation asks for its name, and each file that is read: two processes each time would be too many."""
    found = tesseract.find("eng")
    fake.tell(version="tesseract 10.0")
    assert tesseract.find("eng") is found
    os.utime(str(shutil.which("tesseract")), ns=(1, 1))
    another = tesseract.find("eng")
    assert isinstance(another, tesseract.Tesseract)
    assert another.version == "10.0"


def test_a_program_that_lacks_a_language_is_asked_each_time(fake: FakeTesseract) -> None:
    """Its data may be installed meanwhile."""
    assert "no data for deu" in str(tesseract.find("deu"))
    fake.tell(languages=("deu", "osd"))
    assert isinstance(tesseract.find("deu"), tesseract.Tesseract)
