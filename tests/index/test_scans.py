"""A scan from its pages to an answer, a citation and a verdict: wherever its words are shown, that is said of them."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest

from bot.cite import card
from bot.document import card as document_card
from bot.document import history as history_card
from bot.search.page import compose
from bot.verify import card as verify_card
from bot.verify.findings import Findings
from index import STYLES, Cited, Hit, Quotation, Scope, format_citations
from index.cli.show import answers, verdicts, versions
from index.eraser import Eraser
from index.models.reports import Phase
from index.read import ReaderPool
from index.read.page_cache import PageCache
from tests.makers.archives import Place
from tests.makers.bundles import bundled, faults, unpacked
from tests.makers.pictures import BLANK, png, scan
from tests.makers.scans import FakeTesseract, page, table
from tests.stand_ins.in_process import InProcessReaders

LABEL = "recognised text, confidence 87 %"
WORDS = "The lantern of the lighthouse was replaced in the spring, and weighs 340 kilograms."


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeTesseract:
    made = FakeTesseract(tmp_path, monkeypatch)
    made.tell({"1": table("A page.", 95), "2": table(f"{'Nobody rang the bell. ' * 80}\n\n{WORDS}", 87)})
    return made


@pytest.fixture
def place(tmp_path: Path, fake: FakeTesseract) -> Place:
    made = Place(tmp_path, {"plain.txt": "date 1931 A letter\n\nThe keeper sold nine ropes, and a goat.\n"}, ocr=True)
    made.file("scan.pdf").write_bytes(scan(["The words of a first page that is text.", page(1), page(2)]))
    made.index()
    return made


def cited(place: Place, hit: Hit) -> Cited:
    with place.opened() as archive:
        (found,) = archive.cite([hit.passage], Scope())
    assert isinstance(found, Cited)
    return found


def test_a_hit_says_so_and_names_its_page(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """On a terminal in short and in full, in JSON, and in a chat; other hits say nothing of the kind."""
    answer = place.ask("lantern of the lighthouse")
    hit = answer.hits[0]
    assert (hit.document, hit.page, hit.confidence) == ("scan.pdf", 3, 87)
    for full in (False, True):
        answers.answer(answer, full=full)
        assert LABEL in capsys.readouterr().out
    told = answers.answer_json(answer)["hits"]
    assert [(one["page"], one["confidence"]) for one in told if one["document"] == "scan.pdf"] == [(3, 87)]
    assert [one["confidence"] for one in told if one["document"] == "plain.txt"] in ([], [None])
    (entry, *_) = compose(answer, 1).entries
    assert f"p. 3 · {LABEL}" in entry.body


def test_a_citation_keeps_it_and_every_style_says_it(place: Place) -> None:
    """And none says that the page has the words: what is known is that the recognised text has them."""
    found = cited(place, place.first("lantern of the lighthouse"))
    assert (found.record.page, found.record.confidence) == (3, 87)
    assert found.said == "unchanged: the text recognised in the source still has these words"
    for style in STYLES:
        written = format_citations([found.citation], style).replace("\\", "")
        assert LABEL in written, style
        assert "3" in written
    (item,) = json.loads(format_citations([found.citation], "csl-json"))
    assert (item["page"], item["custom"]["confidence"]) == ("3", 87)
    for texts in (card.draw(found, None), card.posted(found, 7)):
        assert f"p. 3 · {LABEL}" in "\n".join(texts)


def test_a_bundle_says_it_on_its_page_and_in_its_annotations(place: Place) -> None:
    """And it is sound."""
    data, _ = bundled(place, place.first("lantern of the lighthouse").passage)
    assert faults(data) == ()
    members = unpacked(data)
    for name in ("quotations.html", "annotations.json", "references.ris"):
        member = next((text for path, text in members.items() if path.endswith(name.partition(".")[2])), b"")
        assert LABEL.encode() in member, sorted(members)


def test_a_verdict_says_that_the_words_are_in_recognised_text(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """On a terminal, in JSON and in a chat; of words of a text it says nothing of the kind."""
    with place.opened() as archive:
        found = archive.verify(Quotation(text=WORDS), Scope())
        plain = archive.verify(Quotation(text="The keeper sold nine ropes, and a goat."), Scope())
    assert (found.verdict, found.said) == ("exact", "the archive has these very words, in recognised text")
    assert "recognised" not in plain.said
    verdicts.verdict(found)
    out = capsys.readouterr().out
    assert f"p. 3, {LABEL}" in " ".join(out.split())
    assert verdicts.verdict_json(found)["confidence"] == 87
    findings = Findings((found,), (), None, None, 0)
    drawn = "\n".join(map(str, verify_card.draw(findings)))
    assert "These very words are in the archive, in recognised text." in drawn
    assert LABEL in drawn


def test_facts_and_history_of_a_scan_say_it(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    """Of a document as a whole the lowest confidence; of a text nothing of the kind."""
    with place.opened() as archive:
        facts, plain = archive.facts("scan.pdf", Scope()), archive.facts("plain.txt", Scope())
        history = archive.history("scan.pdf", Scope())
    assert (facts.confidence, plain.confidence, history.confidence) == (87, None, 87)
    versions.history(history)
    assert LABEL in capsys.readouterr().out
    assert LABEL in document_card.draw(facts, attached=True)
    assert LABEL in "\n".join(history_card.draw(history))


def test_a_passage_over_two_pages_has_the_lower_confidence(tmp_path: Path, fake: FakeTesseract) -> None:
    """A passage that begins on a page of text and ends on a recognised one is labelled, too."""
    fake.tell({"2": table("goes on upon a page that was recognised.", 66)})
    place = Place(tmp_path, ocr=True)
    place.file("scan.pdf").write_bytes(scan(["A sentence of a page that is text", page(2)]))
    place.index()
    hit = place.first("sentence that goes on")
    assert (hit.page, hit.confidence) == (1, 66)


def test_turning_it_on_reads_scans_and_off_forgets_them(place: Place, fake: FakeTesseract) -> None:
    """The settings decide what is read; what is found goes on being served until the next reindex."""
    assert place.first("lantern of the lighthouse", ocr=False).confidence == 87
    report = place.index(ocr=False)
    assert [note.path for note in report.notes] == ["scan.pdf"]
    assert "2 of 3 pages hold no text (2–3); set ocr = true in dateline.toml" in report.notes[0].reason
    assert "apt-get" not in (report.notes[0].chat or "apt-get")
    calls = fake.calls
    assert all(hit.confidence is None for hit in place.ask("lantern of the lighthouse", limit=3).hits)
    place.index()
    assert place.first("lantern of the lighthouse").confidence == 87
    assert fake.calls == calls + 2


def test_a_reindex_that_is_killed_goes_on_where_it_was(tmp_path: Path, fake: FakeTesseract) -> None:
    """Each page is told; what was recognised before is not recognised again."""
    fake.tell({"": table("Words of a page.")})
    place = Place(tmp_path, ocr=True)
    place.file("scan.pdf").write_bytes(scan([page(shade) for shade in (1, 2, 3, 4, 5, 6)]))
    told: list[tuple[int, int]] = []

    def follow(phase: Phase, done: int, total: int) -> None:
        if phase == Phase.RECOGNISE:
            told.append((done, total))
            if os.getpid() != mine and done == 4:
                os.kill(os.getpid(), signal.SIGKILL)

    mine = os.getpid()
    if (child := os.fork()) == 0:
        place.index(readers=ReaderPool.keeping, progress=follow)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    place.index(readers=ReaderPool.keeping, progress=follow)
    assert list(dict.fromkeys(told)) == [(number, 6) for number in range(1, 7)]
    assert 6 <= fake.calls <= 9
    assert place.first("words of a page").confidence == 91


def test_ocr_without_tesseract_is_one_line_and_the_rest_is_indexed(
    place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The report says what to install, and a chat that whoever runs the bot is to."""
    monkeypatch.setenv("PATH", str(tmp_path))
    report = place.index()
    (line,) = (note for note in report.notes if note.path == "dateline.toml")
    assert line.reason == (
        "ocr = true, but Tesseract is not installed; install Tesseract (apt-get install tesseract-ocr)"
    )
    assert line.chat == "ocr = true, but Tesseract is not installed; install Tesseract"
    assert place.first("keeper sold nine ropes").document == "plain.txt"


def test_erasing_a_scan_leaves_no_page_of_it(place: Place) -> None:
    """Neither in the cache of pages nor among its bytes; a file that is gone is forgotten by a reindex."""
    place.index(readers=ReaderPool.keeping, passage_tokens=150)
    assert PageCache(place.data).files() != set()
    Eraser(place.settings, InProcessReaders).begin("scan.pdf", "the sender asked")
    place.index()
    assert PageCache(place.data).files() == set()
    assert b"lighthouse" not in (place.data / "recognised.sqlite").read_bytes()


def test_pages_of_files_that_no_generation_has_are_forgotten(place: Place) -> None:
    """Once the last generation with the file is gone."""
    place.index(readers=ReaderPool.keeping, passage_tokens=150)
    assert PageCache(place.data).files() != set()
    place.remove("scan.pdf")
    place.index(keep_generations=1)
    assert PageCache(place.data).files() == set()


def test_a_scan_without_text_is_recognised_once(place: Place, fake: FakeTesseract) -> None:
    """No generation has it and each reindex reads it, and yet its pages are known."""
    place.file("photo.png").write_bytes(png(BLANK))
    place.index(readers=ReaderPool.keeping, keep_generations=1)
    calls = fake.calls
    report = place.index(readers=ReaderPool.keeping, keep_generations=1)
    assert [failure.path for failure in report.failed] == ["photo.png"]
    assert fake.calls == calls
