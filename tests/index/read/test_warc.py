"""Web archives: a page a document, the latest capture of each, and what is left out."""

from __future__ import annotations

import datetime as dt
import gzip
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from index.models.documents import Document, Unreadable
from index.read import gzip_members, warc_records
from index.read.captures import same_address
from tests.makers.files import packed, page, read_all, refusal
from tests.makers.web_archives import ADDRESS, http, record, response, wacz, zipped

HYPOTHESIS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
PUBLISHED = '<meta property="article:published_time" content="2020-01-02">'
INFO = record("warcinfo", b"software: a crawler\r\n", "")


def story(words: str, title: str = "The mill", head: str = PUBLISHED) -> bytes:
    return page(f"<article><h1>{title}</h1><p>{words}</p></article>" if title else f"<p>{words}</p>", head)


MILL = response(story("The mill turns."))
WEIR = response(story("The weir holds.", "The weir", ""), "https://example.org/weir", "2021-05-07T01:00:00Z")


def documents(results: list[Document | Unreadable]) -> list[Document]:
    assert all(isinstance(result, Document) for result in results), results
    return [result for result in results if isinstance(result, Document)]


def words(results: list[Document | Unreadable]) -> list[str]:
    """The last line of each document."""
    return [result.text.split("\n")[-1] for result in results if isinstance(result, Document)]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.warc", INFO + MILL + WEIR),
        ("a.warc.gz", zipped(INFO, MILL, WEIR)),
        ("a.warc.gz", gzip.compress(INFO + MILL + WEIR)),
        ("a.txt", INFO + MILL + WEIR),
        ("a.gz", zipped(INFO, MILL, WEIR)),
        ("a.warc", (INFO + MILL + WEIR).replace(b"WARC/1.1", b"WARC/1.0")),
        ("a.warc", INFO + MILL[:-2] + WEIR[:-4]),
        ("a.wacz", wacz([zipped(INFO, MILL), zipped(WEIR)])),
        ("a.zip", packed({"archive/a.warc": INFO + MILL + WEIR})),
    ],
)
def test_each_page_is_a_document(tmp_path: Path, name: str, data: bytes) -> None:
    """Plain or packed, record by record or as a whole, whatever it is called: with text, title and date."""
    mill, weir = documents(read_all(tmp_path, name, data))
    assert (mill.path, mill.title, mill.format) == (f"{name}#1", "The mill", "warc")
    assert (weir.path, weir.title) == (f"{name}#2", "The weir")
    assert words([mill, weir]) == ["The mill turns.", "The weir holds."]
    assert mill.date is not None
    assert (mill.date.earliest, mill.date.origin) == (dt.date(2020, 1, 2), "metadata")


def test_the_day_of_capture_is_told_and_dates_nothing(tmp_path: Path) -> None:
    """Published is one thing, captured another."""
    mill, weir = documents(read_all(tmp_path, "a.warc", MILL + WEIR))
    assert weir.date is None
    assert weir.notes == ("it states no date; it was captured on 7 May 2021; the document is undated",)
    assert mill.notes == ("the web archive has 2 pages, captured from 3 May 2021 to 7 May 2021",)


def test_a_page_is_dated_by_its_address_too(tmp_path: Path) -> None:
    """As a saved page is."""
    data = response(story("It turns.", head=""), "https://example.org/2019/08/07/mill")
    (made,) = documents(read_all(tmp_path, "a.warc", data))
    assert made.date is not None
    assert made.date.earliest == dt.date(2019, 8, 7)


def test_the_latest_capture_of_a_page_is_read(tmp_path: Path) -> None:
    """Wherever in the file it stands; others are counted."""
    captures = [
        response(story("Second."), "http://EXAMPLE.org:80/mill#top", "2022-01-01T00:00:00Z"),
        response(story("First."), ADDRESS, "2021-01-01T00:00:00Z"),
        response(story("Third."), "https://example.org:443/mill", "2023-01-01T00:00:00.5Z"),
        response(story("Another."), f"{ADDRESS}?page=2", "2020-01-01T00:00:00Z"),
    ]
    for order in (captures, captures[::-1]):
        found = documents(read_all(tmp_path, "a.warc", b"".join(order)))
        assert sorted(words(list(found))) == ["Another.", "Third."]
        assert [note for made in found for note in made.notes if "latest" in note] == [
            "the latest capture (1 January 2023) is read; 2 other captures left out"
        ]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://a.org", "https://a.org/", True),
        ("HTTP://A.org:80/b", "http://a.org/b#c", True),
        ("https://a.org:443/", "https://a.org/", True),
        ("http://a.org:8080/", "http://a.org/", False),
        ("http://a.org/b?c", "http://a.org/b", False),
        ("http://a.org/B", "http://a.org/b", False),
        ("http://a.org:x/", "http://a.org/", False),
        ("http://[a/", "http://a/", False),
    ],
)
def test_addresses_of_one_page(one: str, other: str, same: bool) -> None:
    """Scheme, usual port and fragment tell nothing; path and query do."""
    assert (same_address(one) == same_address(other)) == same


def test_what_is_no_page_is_left_out_and_counted(tmp_path: Path) -> None:
    """In the note of the first document."""
    others = (
        response(b"", f"{ADDRESS}/1", status="302 Found"),
        response(story("Gone."), f"{ADDRESS}/2", status="404 Not Found"),
        response(b"\x89PNG\r\n\x1a\n", f"{ADDRESS}/3", content_type="image/png"),
        response(b"User-agent: *", "https://example.org/robots.txt", content_type="text/plain"),
        record("revisit", http(b""), f"{ADDRESS}/4"),
        record("request", b"GET / HTTP/1.1\r\n\r\n"),
        record("metadata", b"a: b\r\n"),
        record("resource", b"Words.", "urn:text:https://example.org", content_type="text/plain"),
    )
    (made,) = documents(read_all(tmp_path, "a.warc.gz", zipped(INFO, *others, MILL)))
    assert made.notes == (
        "the web archive has 1 page, captured on 3 May 2021; left out: 1 redirect, 1 error page, 2 images, scripts and "
        "other files, 1 visit that found nothing new, 4 records of requests and the like",
    )


def test_resources_and_plain_texts_are_read(tmp_path: Path) -> None:
    """As programs put them in that fetch no page from a server."""
    data = (
        record("resource", story("It turns."), content_type="text/html")
        + record(
            "resource", "Schöne Wörter.".encode(), "https://example.org/t", content_type="text/plain;charset=utf-8"
        )
        + response(story("No type.").replace(b"<!doctype", b"\n<!DOCTYPE"), "https://example.org/u", content_type="")
    )
    assert words(read_all(tmp_path, "a.warc", data)) == ["It turns.", "Schöne Wörter.", "No type."]


def chunked(body: bytes) -> bytes:
    return b"".join(b"%x;a=b\r\n%s\r\n" % (len(part), part) for part in (body[:50], body[50:])) + b"0\r\n\r\n"


BODY = story("Wörter, die jeder lesen kann.", head="")


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (gzip.compress(BODY), {"Content_Encoding": "gzip"}),
        (zlib.compress(BODY), {"Content_Encoding": "deflate"}),
        (zlib.compress(BODY)[2:-4], {"Content_Encoding": "Deflate"}),
        (gzip.compress(gzip.compress(BODY)), {"Content_Encoding": "gzip, gzip"}),
        (chunked(BODY), {"Transfer_Encoding": "chunked"}),
        (chunked(gzip.compress(BODY)), {"Transfer_Encoding": "Chunked", "Content_Encoding": "gzip"}),
        (BODY, {"Transfer_Encoding": "chunked"}),
        (BODY, {"Content_Encoding": "gzip"}),
        (BODY, {"Content_Encoding": "br"}),
        (BODY.decode().encode("latin-1"), {"content_type": "text/html; charset=ISO-8859-1"}),
        (BODY.decode().encode("utf-16"), {"content_type": "text/html"}),
        (gzip.compress(BODY)[:-6], {"Content_Encoding": "gzip"}),
    ],
)
def test_a_body_is_unpacked_as_its_header_says(tmp_path: Path, body: bytes, fields: dict[str, str]) -> None:
    """Also where the program that captured it has done so already."""
    assert words(read_all(tmp_path, "a.warc", response(body, **fields))) == ["Wörter, die jeder lesen kann."]


@pytest.mark.parametrize(
    ("body", "fields", "reason"),
    [
        (b"\x0b\x02\x80abc", {"Content_Encoding": "br"}, "it is packed by 'br', which is not read"),
        (b"\x1f\x8b\x08\0\0", {"Content_Encoding": "gzip"}, "its packing is damaged"),
        (b"", {}, "it has no text"),
        (page("<script>x()</script>"), {}, "no text"),
        (gzip.compress(bytes(60 * 1024 * 1024)), {"Content_Encoding": "gzip"}, "it unpacks to much more"),
    ],
)
def test_a_page_that_cant_be_read_costs_its_own_line(
    tmp_path: Path, body: bytes, fields: dict[str, str], reason: str
) -> None:
    """With its address."""
    bad = response(body, "https://example.org/bad", **fields)
    one, other = read_all(tmp_path, "a.warc", bad + MILL)
    assert isinstance(one, Unreadable)
    assert one.path == "a.warc#1"
    assert one.reason.startswith("https://example.org/bad: ")
    assert reason in one.reason
    assert words([other]) == ["The mill turns."]


@pytest.mark.parametrize("wrong", ["0", "7", "99999999", "-3", "x", "9" * 30, ""])
def test_a_wrong_length_costs_no_other_record(tmp_path: Path, wrong: str) -> None:
    """A record ends where the next one begins."""
    bad = record("response", http(story("It turns.")), Content_Length=wrong)
    assert words(read_all(tmp_path, "a.warc", INFO + bad + WEIR)) == ["It turns.", "The weir holds."]


def test_what_is_damaged_costs_itself(tmp_path: Path) -> None:
    """A member of gzip, the end of a file, bytes between records: the others are read, and the note counts it."""
    whole = zipped(INFO, MILL, WEIR)
    begin = len(zipped(INFO)) + 40
    for data, left in (
        (whole[:begin] + bytes(30) + whole[begin + 30 :], "The weir holds."),
        (whole[:-20], "The mill turns."),
        (INFO + MILL + WEIR[:-100], "The mill turns."),
        (INFO + b"dust\r\n" * 9 + MILL, "The mill turns."),
    ):
        (made,) = documents(read_all(tmp_path, "a.warc.gz" if data[0] == 0x1F else "a.warc", data))
        assert words([made]) == [left]
        assert "1 damaged or cut-off record" in made.notes[0]


def test_titles_of_a_package_s_list_stand_in(tmp_path: Path) -> None:
    """For pages without one; an address is no title, and a damaged line costs nothing."""
    addresses = ("https://example.org/a", "https://example.org/b", ADDRESS)
    records = [response(story("Words.", "", ""), address) for address in addresses[:2]]
    listed = [
        {"url": f"{addresses[0]}#top", "title": "From the list"},
        {"url": addresses[1], "title": addresses[1]},
        {"url": ADDRESS, "title": "Not this"},
    ]
    found = documents(read_all(tmp_path, "a.wacz", wacz([zipped(*records, MILL)], listed)))
    assert [made.title for made in found] == ["From the list", "Words.", "The mill"]


def encrypted(package: bytes) -> bytes:
    """The same zip archive, with the mark of an encrypted entry on all."""
    data = bytearray(package)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        begin = -1
        while (begin := data.find(mark, begin + 1)) >= 0:
            data[begin + at] |= 1
    return bytes(data)


BOMB = gzip.compress(b"WARC/1.0\r\n\r\n" + bytes(500 * 1024 * 1024), 1)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.warc", INFO, "it holds no web page; left out: 1 record of requests and the like"),
        ("a.warc", b"\0\1\2\3" * 100, "it is a damaged web archive; save it again"),
        ("a.warc.gz", b"\x1f\x8b\x08\0\0", "it holds no web page; left out: 1 damaged or cut-off record"),
        ("a.warc.gz", zipped(MILL) + BOMB, "it unpacks to much more than the setting max_file_mib allows"),
        ("a.wacz", wacz([zipped(MILL)])[:-30], "it is a damaged web archive; save it again"),
        ("a.wacz", wacz([zipped(INFO)]), "it holds no web page"),
        ("a.wacz", packed({"archive/a.warc": bytes(450 * 1024 * 1024)}), "it unpacks to much more"),
        ("a.wacz", encrypted(wacz([zipped(MILL)])), "it is encrypted; save it without a password"),
        ("a.gz", gzip.compress(b"Words.", mtime=0), "it is compressed (gzip); unpack it"),
        ("a.wacz", packed({"a.txt": b"Words."}), "it is a zip archive; unpack it"),
        ("a.warc", b"", "it has no text"),
    ],
)
def test_what_gives_no_page_is_said(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    """In one line that says what to do."""
    assert refusal(tmp_path, name, data).startswith(reason)


def test_a_damaged_entry_of_a_package_costs_itself(tmp_path: Path) -> None:
    """The other WARC file in it is read."""
    package = bytearray(wacz([zipped(MILL), zipped(WEIR)]))
    package[package.find(b"\x1f\x8b\x08") + 30] ^= 0xFF
    assert words(read_all(tmp_path, "a.wacz", bytes(package))) == ["The weir holds."]


def test_text_called_warc_is_read_as_text(tmp_path: Path) -> None:
    """The content decides."""
    (made,) = documents(read_all(tmp_path, "a.warc", b"Just words."))
    assert made.format == "text"


@pytest.mark.parametrize(
    "data",
    [
        b"WARC/1.0\r\n" * 300_000,
        b"WARC/1.0\r\nContent-Length: 99999\r\n\r\n" * 200_000,
        gzip_members.MAGIC * 3_000_000,
        gzip.compress(b"") * 300_000,
        b"WARC/1.0\r\n\r\n" + b"\r\n" * 10_000_000,
    ],
)
def test_a_file_made_to_keep_a_reader_busy_is_done_with(tmp_path: Path, data: bytes) -> None:
    """Every byte is looked at a few times at most: were it many times, none of these would end."""
    assert refusal(tmp_path, "a.warc", data)


def test_too_many_records_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rather than running until the deadline."""
    monkeypatch.setattr(warc_records, "MAX_RECORDS", 2)
    assert words(read_all(tmp_path, "a.warc", INFO + MILL)) == ["The mill turns."]
    assert refusal(tmp_path, "a.warc", INFO + MILL + WEIR) == "it holds more than 2 records; split it"


PIECES = st.lists(
    st.sampled_from(
        [
            *(b"WARC/1.0\r\n", b"WARC-Type: response\r\n", b"WARC-Target-URI: http://a/\r\n", b"Content-Length: 9\r\n"),
            *(b"\r\n", b"\r\n\r\n", b"HTTP/1.1 200 OK\r\n", b"Content-Type: text/html\r\n", b"<p>Words.", b"\0"),
            *(b"Transfer-Encoding: chunked\r\n", b"Content-Encoding: gzip\r\n", b"5\r\n", gzip.compress(b"<p>Words.")),
            *(b"WARC-Date: 2020-99-01T\r\n", MILL, gzip.compress(MILL), gzip_members.MAGIC),
        ]
    )
    | st.binary(max_size=8),
    max_size=16,
)


@HYPOTHESIS
@given(pieces=PIECES, start=st.sampled_from([b"WARC/1.0\r\n", gzip_members.MAGIC, gzip.compress(INFO)]))
@example(pieces=[], start=gzip.compress(INFO))
def test_no_bytes_raise(tmp_path: Path, pieces: list[bytes], start: bytes) -> None:
    """Whatever a file holds, its results are documents with words and reasons without a traceback."""
    for result in read_all(tmp_path, "a.warc.gz", start + b"".join(pieces)):
        assert result.text.strip() if isinstance(result, Document) else "while reading it" not in result.reason


@HYPOTHESIS
@given(at=st.integers(0, 4000), by=st.integers(1, 255))
def test_no_byte_of_a_package_raises(tmp_path: Path, at: int, by: int) -> None:
    """Whichever byte of a WACZ is another one."""
    package = bytearray(wacz([zipped(INFO, MILL), zipped(WEIR)], [{"url": ADDRESS, "title": "T"}]))
    package[at % len(package)] ^= by
    for result in read_all(tmp_path, "a.wacz", bytes(package)):
        assert result.text.strip() if isinstance(result, Document) else "while reading it" not in result.reason
