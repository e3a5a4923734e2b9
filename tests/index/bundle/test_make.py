"""What is in a bundle: the words in every form, the documents as they lie, and what became of each source."""

from __future__ import annotations

import errno
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string

from index import EVERYTHING, Cited, Eraser, Query, Scope
from index.bundle import names
from index.bundle.layout import ANNOTATIONS, CSL, MOST_OWN, PAGE, README
from index.bundle.make import write_bundle
from index.errors import BundleError, CitationError
from index.models.documents import Document, Unreadable
from index.read import SourceFile
from tests.makers.archives import Place
from tests.makers.barred import barred
from tests.makers.bundles import HARBOUR, WORDS, bundled, faults, harbour, unpacked
from tests.stand_ins.in_process import InProcessReaders

HOSTILE = (
    "date 1950-05-05 </title><script>alert(1)</script> & \u202eTitle\n\n"
    'The wrecker wrote </blockquote><script src="https://evil.example/x.js"></script> & "quoted" <img src=x '
    "onerror=alert(1)> \u202e in the log. `x` ]]> --> done.\n"
)
MBOX = "".join(
    f"From a@b.example Mon Jan  1 00:00:00 1990\nFrom: a@b.example\nSubject: Letter {number}\n"
    f"Date: Mon, 01 Jan 1990 0{number}:00:00 +0000\nMessage-ID: <{number}@b.example>\n\n"
    f"The {word} came ashore with the mail of that day. It was heavy.\n\n"
    for number, word in enumerate(("anchor", "sledge", "engine"), 1)
)


class Page(HTMLParser):
    """What a browser would make of a page: its tags with their attributes, and the text in each block quote."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.quotations: list[str] = []
        self._quoting = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "blockquote":
            self._quoting = True
            self.quotations.append("")

    def handle_endtag(self, tag: str) -> None:
        self._quoting = self._quoting and tag != "blockquote"

    def handle_data(self, data: str) -> None:
        if self._quoting:
            self.quotations[-1] += data


def selected(members: dict[str, bytes]) -> dict[str, tuple[str, str]]:
    """By id, the words that each of the two selectors leads to, found as the W3C's model says."""
    found = {}
    for item in json.loads(members[ANNOTATIONS])["first"]["items"]:
        text = members[item["target"]["source"]["id"]].decode()
        quote, position = item["target"]["selector"]
        around = quote["prefix"] + quote["exact"] + quote["suffix"]
        assert text.count(around) == 1
        at = text.index(around) + len(quote["prefix"])
        assert at == position["start"]
        found[item["id"].removeprefix("#dateline-")] = (quote["exact"], text[position["start"] : position["end"]])
    return found


def manifest(members: dict[str, bytes]) -> dict[str, dict[str, Any]]:
    """The citations of the manifest by id."""
    return {one["id"]: one for one in json.loads(members["manifest.json"])["citations"]}


def test_the_words_are_the_same_in_every_form(tmp_path: Path) -> None:
    """Page, annotations and references have each quotation, and both selectors lead to it in the bundle's texts."""
    place, ids = harbour(tmp_path)
    data, done = bundled(place, *ids.values())
    members = unpacked(data)
    quotations = [one["annote"] for one in json.loads(members[CSL])]
    assert ["lantern" in quotations[0], "“nine” ropes" in quotations[1], "gull" in quotations[2]] == [True] * 3
    assert Page(members[PAGE].decode()).quotations == quotations
    assert list(selected(members).items()) == [
        (one, (said, said)) for one, said in zip(ids.values(), quotations, strict=True)
    ]
    keys = [f"dateline-{one}" for one in ids.values()]
    assert [one["id"] for one in rispy.loads(members["citations.ris"].decode())] == keys
    assert [one.key for one in parse_string(members["citations.bib"].decode()).entries] == keys
    assert [one.id for one in done.citations] == list(manifest(members)) == list(ids.values())


def test_documents_lie_in_it_byte_for_byte(tmp_path: Path) -> None:
    """Each file once, whatever it is called; one that is no plain UTF-8 has its text beside it."""
    place, ids = harbour(tmp_path)
    place.file("harbour.txt").write_bytes(b"\xef\xbb\xbf" + HARBOUR["harbour.txt"].replace("\n", "\r\n").encode())
    members = unpacked(bundled(place, *ids.values(), *ids.values())[0])
    stored = {name: data for name, data in members.items() if "/" in name}
    assert list(stored) == [
        "documents/001-harbour.txt",
        "texts/001-harbour.txt.txt",
        "documents/002-Zo_w_Sohne.txt",
        "documents/003-gull.html",
        "texts/003-gull.html.txt",
    ]
    found = [data for name, data in stored.items() if name.startswith("documents/")]
    assert found == [place.file(path).read_bytes() for path in HARBOUR]
    assert stored["texts/001-harbour.txt.txt"].decode().endswith(HARBOUR["harbour.txt"])


def test_parts_of_one_file_come_with_it_once(tmp_path: Path) -> None:
    """Two messages of a mailbox: the mailbox, and the text of each."""
    place = Place(tmp_path, {"mail/box.mbox": MBOX})
    place.index()
    ids = [place.first(word).passage for word in ("anchor", "engine")]
    members = unpacked(bundled(place, *ids)[0])
    assert [name for name in members if "/" in name] == [
        "documents/001-box.mbox",
        "texts/001.1-box.mbox.txt",
        "texts/001.3-box.mbox.txt",
    ]
    assert members["documents/001-box.mbox"].decode() == MBOX
    assert [exact.split()[1] for exact, _ in selected(members).values()] == ["anchor", "engine"]


def test_files_named_like_parts_of_one_are_files(tmp_path: Path) -> None:
    """Where there is no file that they could be parts of."""
    place = Place(
        tmp_path, {"note.txt#2": "The anchor was found. It was old.\n", "note.txt#3": "A sledge came. It went.\n"}
    )
    place.index()
    ids = [place.first(word).passage for word in ("anchor", "sledge")]
    members = unpacked(bundled(place, *ids)[0])
    assert [name for name in members if "/" in name] == ["documents/001-note.txt_2", "documents/002-note.txt_3"]


WRITTEN: dict[str, bytes] = {
    "utf-16.txt": "Das Boot „Łódź“ lag im Eis. Niemand rief.\n".encode("utf-16"),
    "latin.txt": "Der Wächter hörte die Möwe über dem Fjord. Es war früh.\r\n".encode("latin-1"),
    "mark.txt": b"\xef\xbb\xbfThe lamp\r\nwent out. It was dark.\r\n",
    "astral.txt": "A \U0001f6a2 sailed past the \U0001d70b-shaped rock. e\u0301tude, \ufb01n.\n".encode(),
    "directions.txt": "The \u202esecret\u202c word \u200eand\u061c controls \x07 \x1b[31m stand here. So.\n".encode(),
    "hebrew.txt": "השומר ראה את הסירה בלילה. הוא שתק.\n".encode(),
    "marks.md": "# A <head> & “more”\n\nHe wrote </blockquote> ]]> <!-- &amp; and \\ there. Yes.\n".encode(),
    "blanks.txt": b"A\tword  and \xc2\xa0 many   blanks\xe2\x80\xa8separated here. Then none.\n",
}


def test_texts_of_every_kind_are_found_by_their_selectors(tmp_path: Path) -> None:
    """Encodings, line ends, marks, controls and scripts: the bundle is whole, and every offset is right."""
    place = Place(tmp_path)
    for name, data in WRITTEN.items():
        place.file(name).write_bytes(data)
    place.index()
    with place.generation() as generation:
        documents = [generation.documents.document(name) for name in WRITTEN]
        ids = [one.id for document in documents if document for one in generation.documents.passages(document)]
    assert len(ids) == len(WRITTEN)
    data, done = bundled(place, *ids)
    assert faults(data) == ()
    members = unpacked(data)
    quotations = {one["id"].removeprefix("dateline-"): one["annote"] for one in json.loads(members[CSL])}
    assert selected(members) == {one: (said, said) for one, said in quotations.items()}
    assert all(one.verbatim for one in done.citations)
    found = [data for name, data in members.items() if name.startswith("documents/")]
    assert sorted(found) == sorted(WRITTEN.values())


def test_a_source_that_changed_goes_in_with_its_state(tmp_path: Path) -> None:
    """Changed: the words now are selected and both are shown; moved: the file where they are now; removed: no file."""
    place, ids = harbour(tmp_path)
    place.edit("harbour.txt", "burned all night", "went out at nine")
    place.move("letters/Żółw & Söhne.txt", "letters/moved.txt")
    place.remove("gull.html")
    data, _ = bundled(place, *ids.values())
    members, said = unpacked(data), list(manifest(unpacked(data)).values())
    assert [one["state"] for one in said] == ["changed", "moved", "removed"]
    assert [one["file"] for one in said] == ["documents/001-harbour.txt", "documents/002-moved.txt", None]
    assert not any(name.startswith("cited/") for name in members)
    changed, moved, removed = json.loads(members[ANNOTATIONS])["first"]["items"]
    assert "went out at nine" in changed["target"]["selector"][0]["exact"]
    assert "burned all night" in changed["body"][0]["value"]
    assert moved["target"]["source"]["id"] == "documents/002-moved.txt"
    assert removed["target"]["source"]["id"].startswith("ni:///sha-256;")
    assert [one["type"] for one in removed["target"]["selector"]] == ["TextQuoteSelector"]
    page = members[PAGE].decode()
    assert "<del>burned all night" in page
    assert "<ins>went out at nine" in page
    assert "A gull stole the bread" in page
    assert faults(data) == ()


def test_the_text_that_was_cited_goes_in_for_who_runs_the_archive(tmp_path: Path) -> None:
    """On the command line: of what changed or is gone, not of what only moved; a check finds the quotation in it."""
    place, ids = harbour(tmp_path)
    with place.opened() as archive:
        cited = [one for one in archive.cite([*ids.values()], EVERYTHING) if isinstance(one, Cited)]
    quoted = {one.record.id: one.record.quotation for one in cited}
    place.edit("harbour.txt", "burned all night", "went out at nine")
    place.move("letters/Żółw & Söhne.txt", "letters/moved.txt")
    place.remove("gull.html")
    with place.opened() as archive:
        found = archive.cite([*ids.values()], EVERYTHING)
    write_bundle(place.settings, found, tmp_path / "x.zip", readers=InProcessReaders)
    data = (tmp_path / "x.zip").read_bytes()
    members = unpacked(data)
    said = manifest(members).values()
    assert [one["cited_text"] for one in said] == ["cited/001-harbour.txt.txt", None, "cited/002-gull.html.txt"]
    for one in said:
        if name := one["cited_text"]:
            assert members[name].decode()[one["cited_start"] : one["cited_end"]] == quoted[one["id"]]
            assert f'href="{name}"' in members[PAGE].decode()
    assert faults(data) == ()


def test_words_that_are_gone_from_a_document_that_is_there(tmp_path: Path) -> None:
    """The file goes in as it is now, the quotation as it was kept, and nothing says where it is."""
    place, ids = harbour(tmp_path)
    place.write({"harbour.txt": "date 1921-03-04 The harbour\n\nOf other things altogether one wrote here later.\n"})
    data, done = bundled(place, ids["harbour.txt"])
    assert [(one.state, one.text, one.start) for one in done.citations] == [("removed", None, None)]
    assert b"other things" in unpacked(data)["documents/001-harbour.txt"]
    assert "not the one that was cited" in unpacked(data)[PAGE].decode()
    assert faults(data) == ()


def test_what_can_not_be_opened_now_is_said(tmp_path: Path) -> None:
    """The quotation goes in with the reason, without its file."""
    place, ids = harbour(tmp_path)
    with barred(place.file("harbour.txt"), code=errno.EIO):
        data, done = bundled(place, ids["harbour.txt"])
    assert [(one.not_compared, one.file, one.text) for one in done.citations] == [(True, None, None)]
    assert "Can&#x27;t be compared now: harbour.txt can&#x27;t be opened" in unpacked(data)[PAGE].decode()
    assert faults(data) == ()


def test_unknown_and_erased_ones_are_refused_or_left_out(tmp_path: Path) -> None:
    """A line for each; with `lenient` the others make a bundle, and with none left there is none."""
    place, ids = harbour(tmp_path)
    eraser = Eraser(place.settings, InProcessReaders)
    if not eraser.begin("harbour.txt", "the keeper asked for it").done:
        place.index()
    erased, kept = ids["harbour.txt"], ids["gull.html"]
    with pytest.raises(
        CitationError, match=rf"^the words of {erased} were erased .* leave it out; no passage “00000000”"
    ):
        bundled(place, erased, "00000000", kept)
    data, done = bundled(place, erased, "00000000", kept, lenient=True)
    assert [one.typed for one in done.left_out] == [erased, "00000000"]
    assert [one.id for one in done.citations] == [kept]
    assert faults(data) == ()
    with pytest.raises(CitationError, match="there is no citation to put in a bundle"):
        bundled(place, erased, lenient=True)


def test_nothing_outside_the_scope_goes_in(tmp_path: Path) -> None:
    """What is hidden from its asker is unknown, and no file of it lies in the bundle."""
    place, ids = harbour(tmp_path)
    hidden = Scope(hidden=frozenset({"letters"}))
    with pytest.raises(CitationError, match="was ever given out"):
        bundled(place, *ids.values(), scope=hidden)
    data, done = bundled(place, *ids.values(), scope=hidden, lenient=True)
    assert [one.typed for one in done.left_out] == [ids["letters/Żółw & Söhne.txt"]]
    assert b"nine" not in data
    assert b"keeper" not in data


def test_what_is_hidden_changes_nothing_in_a_bundle(tmp_path: Path) -> None:
    """Word for word what an archive without it gives, although a copy of a cited document is hidden."""
    hidden = {
        "attic/copy.txt": HARBOUR["harbour.txt"],
        "attic/gull.txt": "date 1900 Gulls\n\nA gull stole all. It fled.\n",
    }
    found = []
    for name, documents in (("with", HARBOUR | hidden), ("without", HARBOUR)):
        place = Place(tmp_path / name, documents)
        place.index()
        scope = Scope(hidden=frozenset({"attic"}))
        with place.opened() as archive:
            hits = [archive.search(Query(text=word, limit=1, scope=scope)).hits[0] for word in WORDS]
        place.edit("harbour.txt", "burned all night", "went out at nine")
        place.remove("gull.html")
        data, done = bundled(place, *(hit.passage for hit in hits), scope=scope)
        made = (
            done.made.isoformat(timespec="seconds"),
            done.made.strftime("%Y-%m-%dT%H:%M:%SZ"),
            f"{done.made:%H:%M} UTC",
        )
        members = unpacked(data)
        del members["manifest.sha256"]
        texts = {member: text.decode() for member, text in members.items()}
        for moment in made:
            texts = {member: text.replace(moment, "") for member, text in texts.items()}
        said = json.loads(texts["manifest.json"])
        del said["members"]
        found.append({**texts, "manifest.json": json.dumps(said)})
    assert found[0] == found[1]


def test_a_hostile_document_stays_in_its_frame(tmp_path: Path) -> None:
    """No tag, attribute, address or direction of a document acts on the page; the words are read as they are."""
    path = "a & <b> \"c\" 'd'.txt"
    place = Place(tmp_path, {path: HOSTILE})
    place.index()
    members = unpacked(bundled(place, place.first("wrecker").passage)[0])
    page = Page(members[PAGE].decode())
    assert {tag for tag, _ in page.tags}.isdisjoint({"script", "img", "link", "iframe", "object", "form", "base"})
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on") or name == "src"]
    assert {attributes["href"] for tag, attributes in page.tags if tag == "a"} == {"documents/001-a_b_c_d_.txt"}
    assert "\u202e" not in members[PAGE].decode()
    assert "</blockquote><script src=" in page.quotations[0]
    policy = next(attributes for tag, attributes in page.tags if attributes.get("http-equiv"))
    assert str(policy["content"]).startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert not re.search(r"url\(|@import|https?://", members[PAGE].decode().replace("https://evil.example", ""))


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a/b.txt", "documents/007-b.txt"),
        ("con.txt", "documents/007-con.txt"),
        ("x" * 300 + ".markdown", f"documents/007-{'x' * 60}.markdown"),
        ("Ünïcode — 月.txt", "documents/007-Unicode_.txt"),
        ("月", "documents/007-document"),
        ("..\\..\\x.txt", "documents/007-x.txt"),
        ("a:b|c?.txt", "documents/007-a_b_c_.txt"),
        (".hidden", "documents/007-hidden"),
        ("ends. .", "documents/007-ends"),
    ],
)
def test_names_are_safe_everywhere(path: str, name: str) -> None:
    """No folder, no character that a system refuses, no device of Windows, and never too long."""
    assert names.member("documents", 7, path) == name


def test_a_bundle_has_a_largest_size(tmp_path: Path) -> None:
    """What would be a byte larger than asked for is refused, and what just fits is made."""
    place, ids = harbour(tmp_path)
    size = len(bundled(place, *ids.values())[0])
    assert len(bundled(place, *ids.values(), most_bytes=size)[0]) == size
    with pytest.raises(BundleError, match="would be larger than 0 MiB; make several"):
        bundled(place, *ids.values(), most_bytes=size - 1)


def test_a_document_written_to_meanwhile_is_noticed(tmp_path: Path) -> None:
    """The text would be of other bytes than the file in the bundle, so nothing is made."""
    place, ids = harbour(tmp_path)

    class Late(InProcessReaders):
        def read(self, source: SourceFile) -> list[Document | Unreadable]:
            source.absolute.write_bytes(source.absolute.read_bytes() + b"More.\n")
            return super().read(source)

    with place.opened() as archive:
        found = archive.cite([ids["harbour.txt"]], EVERYTHING)
    with pytest.raises(BundleError, match=r"^harbour.txt was changed while the bundle was made; try again$"):
        write_bundle(place.settings, found, tmp_path / "x.zip", readers=Late)
    assert not [path for path in tmp_path.iterdir() if "x.zip" in path.name]


def test_too_many_quotations_for_a_check_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a check would refuse to hold in memory is not written either."""
    place, ids = harbour(tmp_path)
    monkeypatch.setattr("index.bundle.make.MOST_OWN", 2000)
    assert MOST_OWN > 1_000_000
    with pytest.raises(BundleError, match="too many citations for one bundle"):
        bundled(place, *ids.values())


def test_the_readme_is_plain(tmp_path: Path) -> None:
    """It is ASCII, says how to check, and names every member that is no document."""
    place, ids = harbour(tmp_path)
    members = unpacked(bundled(place, ids["harbour.txt"])[0])
    assert members["README.txt"] == README.encode("ascii")
    for name in members.keys() - {"README.txt"}:
        assert name.partition("/")[0].replace("citations.", "citations.*").partition("*")[0] in README
