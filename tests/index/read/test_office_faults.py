"""Faults that files of office programs and books share: whatever the bytes are, there is text or one line why not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.models.documents import Document, Unreadable
from index.read.formats import reader_for
from index.read.protocol import Parts, UnreadableError, UnreadablePart
from index.read.recognise import Recogniser
from index.read.rtf import read_rtf
from tests.makers.files import SETTINGS, packed, read_all, refusal, replaced, together, unpacked, word
from tests.makers.office import epub, frame, odp, odt, pptx, rtf, shape

MADE: dict[str, bytes] = {
    "odt": odt(["Words."]),
    "odp": odp([frame("Words.")]),
    "pptx": pptx([shape("Words.")]),
    "epub": epub({"1.xhtml": "<p>Words.</p>"}),
}
MAIN = {"odt": "content.xml", "odp": "content.xml", "pptx": "ppt/slides/slide1.xml", "epub": "OPS/1.xhtml"}
DAMAGED = {"odt": "OpenDocument file", "odp": "OpenDocument file", "pptx": "PPTX", "epub": "EPUB"}
KINDS = pytest.mark.parametrize("kind", MADE)


@KINDS
def test_the_content_tells_the_kind_whatever_the_name_is(tmp_path: Path, kind: str) -> None:
    """Also without any suffix, or with that of another kind."""
    for name in ("a", "a.txt", "a.docx", f"a.{kind}", "a.zip"):
        (result,) = read_all(tmp_path, name, MADE[kind])
        assert isinstance(result, Document), result
        assert (result.format, result.text.endswith("Words.")) == (kind, True)


@KINDS
def test_a_text_with_such_a_name_is_a_text(tmp_path: Path, kind: str) -> None:
    """The name decides nothing that the content tells."""
    (result,) = read_all(tmp_path, f"a.{kind}", b"Words.")
    assert isinstance(result, Document)
    assert result.format == "text"


@KINDS
def test_a_file_that_is_cut_off_is_damaged(tmp_path: Path, kind: str) -> None:
    """Where its end is missing there is no list of what is in it; the name tells what it was."""
    assert refusal(tmp_path, f"a.{kind}", MADE[kind][:-30]) == f"it is a damaged {DAMAGED[kind]}; save it again"


@KINDS
def test_an_entry_that_is_damaged_or_encrypted_is_told(tmp_path: Path, kind: str) -> None:
    """Bytes changed within the entry of the text, and the bit of its flags that marks encryption."""
    plain = replaced(MADE[kind], MAIN[kind], "Words.", "Words. " * 40)
    at = plain.index(MAIN[kind].encode()) + len(MAIN[kind]) + 10
    broken = plain[:at] + bytes(20) + plain[at + 20 :]
    for result in read_all(tmp_path, f"a.{kind}", broken):
        assert isinstance(result, Unreadable)
        assert "; save it again" in result.reason
    flagged = bytearray(plain)
    flagged[plain.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(tmp_path, f"b.{kind}", bytes(flagged)) == "it is encrypted; save it without a password"


@KINDS
@pytest.mark.parametrize("flood", ["one entry", "many entries"])
def test_a_bomb_is_not_unpacked(tmp_path: Path, kind: str, flood: str) -> None:
    """By what its list of entries says of their sizes, or by their number."""
    more = {"big.xml": bytes(60 * 1024 * 1024)} if flood == "one entry" else {f"{at}": b"" for at in range(10_001)}
    data = together(MADE[kind], packed(more))
    reason = "it would unpack to far more than the setting max_file_mib allows; split it"
    assert refusal(tmp_path, f"a.{kind}", data) == reason


@KINDS
def test_entities_are_neither_expanded_nor_fetched(tmp_path: Path, kind: str) -> None:
    """Entities of entities would expand to gigabytes, and external ones name files of this machine."""
    secret = tmp_path / "secret.txt"
    secret.write_text("GONE", "utf-8")
    laughs = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(12))
    first = {"epub": "<html", "pptx": "<p:sld"}.get(kind, "<office:document-content")
    for entities, used in (
        (f'<!ENTITY e0 "GONE">{laughs}', "&e12;"),
        (f'<!ENTITY x SYSTEM "{secret.as_uri()}">', "&x;"),
    ):
        data = replaced(MADE[kind], MAIN[kind], "Words.", f"Words. {used}")
        data = replaced(data, MAIN[kind], first, f"<!DOCTYPE d [{entities}]>{first}")
        (result,) = read_all(tmp_path, f"a.{kind}", data)
        assert "GONE" not in result.model_dump_json()
        assert len(result.model_dump_json()) < 2000


@KINDS
def test_elements_that_are_nested_without_end_are_refused(tmp_path: Path, kind: str) -> None:
    """No stack is exhausted."""
    tag = {"odt": "text:span", "odp": "text:span", "pptx": "p:grpSp", "epub": "div"}[kind]
    deep = f"<{tag}>" * 5000 + "Words." + f"</{tag}>" * 5000
    (result,) = read_all(tmp_path, f"a.{kind}", replaced(MADE[kind], MAIN[kind], "Words.", deep))
    assert isinstance(result, Unreadable)
    assert "nested tags; simplify it" in result.reason


@KINDS
def test_more_text_than_may_be_read_is_refused(kind: str) -> None:
    """The reader itself stops, so that no memory is taken for what would be refused later."""
    data = replaced(MADE[kind], MAIN[kind], "Words.", "Words. " * 500)
    with pytest.raises(UnreadableError, match=r"more text than|unpack to far more"):
        _parts(data, 3000)


def test_the_name_of_a_column_can_not_flood_a_text() -> None:
    """A name of a column stands in every row, and rows are small."""
    row = r"\trowd\intbl x\cell y\cell\row"
    data = rtf(rf"\trowd\trhdr\intbl {'n' * 60}\cell {'m' * 60}\cell\row " + row * 5000)
    with pytest.raises(UnreadableError, match="more text than"):
        read_rtf(data, len(data))


CHANGES = st.lists(st.tuples(st.integers(0, 10_000), st.binary(min_size=1, max_size=4)), max_size=6)


@settings(deadline=None)
@given(kind=st.sampled_from([*MADE, "docx"]), changes=CHANGES, cut=st.integers(0, 4000))
def test_no_bytes_raise_anything_else(kind: str, changes: list[tuple[int, bytes]], cut: int) -> None:
    """Files with bytes changed at random and their ends cut off."""
    data = bytearray(MADE.get(kind) or word(["Words."]))
    for at, new in changes:
        data[at % len(data) : at % len(data) + len(new)] = new
    altered = bytes(data[: len(data) - cut % 400] if cut % 3 == 0 else data)
    results = _read(altered)
    assert results


@settings(deadline=None)
@given(kind=st.sampled_from(list(MADE)), old=st.integers(0, 60), new=st.text(max_size=20))
def test_no_xml_raises_anything_else(kind: str, old: int, new: str) -> None:
    """Sound archives with pieces of their main part replaced."""
    entries = unpacked(MADE[kind])
    words = entries[MAIN[kind]].decode().split('"')
    words[old % len(words)] = new
    assert _read(packed({**entries, MAIN[kind]: '"'.join(words).encode("utf-8", "replace")}))


TOKENS = (
    r"\par|\cell|\row|\trowd|\trhdr|\intbl|\pard|{|}|\*|\u|\u-1|\u55357|\uc9|\'|\'8|\'e9|\bin|\bin3|\bin99999999",
    r"\f|\f1|\f99|\footnote|\ftnalt|\upr|\*\ud|\pict|\info|\title|\creatim|\yr9|\fonttbl|\fcharset128|\cpg99",
    r"\header|\shptxt|\v|\v0|\deleted|\plain|\mac|\ansicpg0|\ansicpg-9|\deff5|\nestrow|\nonesttables|\~|\-|\|x|é|a b ",
)
WORDS = st.sampled_from("|".join(TOKENS).split("|"))


@settings(deadline=None)
@given(st.lists(WORDS, max_size=60), st.booleans())
def test_no_rich_text_raises_anything_else(pieces: list[str], is_closed: bool) -> None:
    """Control words, braces and bytes in any order, closed or not."""
    data = ("{\\rtf1" + "".join(pieces)).encode("latin-1") + (b"}" * 60 if is_closed else b"")
    assert _read(data)


def _parts(data: bytes, most: int = SETTINGS.max_file_bytes) -> Parts:
    """What the reader of these bytes returns, or raises."""
    return reader_for(data, "a", SETTINGS, Recogniser(SETTINGS))(data, most)


def _read(data: bytes) -> Parts:
    """As a reindex reads it, whose last stop for errors must not be needed."""
    try:
        return _parts(data)
    except UnreadableError as error:
        return [UnreadablePart(1, str(error))]
