"""Web pages: the main text, encoding, publication date, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.makers.files import document, page, refusal

LONG = "This paragraph goes on for a good while, so that it is plain that it is the main text of the page. " * 3


def test_a_pages_main_text_is_taken_without_what_surrounds_it(tmp_path: Path) -> None:
    """Menus and footers are left out; items, cells and paragraphs are separate, and no character is added."""
    body = (
        "<nav><a href=/>Menu</a> <a href=/x>Other</a></nav>"
        f"<article><h1>The title</h1><p>{LONG}</p><ul><li>First <b>bold</b> item</li><li>Second item</li></ul>"
        f"<table><tr><td>alpha</td><td>beta</td></tr></table><p>{LONG}<br>After.</p></article>"
        "<footer>Imprint</footer>"
    )
    made = document(tmp_path, "a.html", page(body, "<title>Site - The title</title>"))
    paragraphs = ["The title", LONG.strip(), "First bold item", "Second item", "alpha", "beta", LONG.strip(), "After."]
    assert made.text.split("\n\n") == paragraphs
    assert (made.title, made.title_origin) == ("The title", "source")


def test_a_page_without_a_main_text_is_read_whole(tmp_path: Path) -> None:
    """Scripts and styles are not text; what follows a block is separate from it."""
    made = document(tmp_path, "a.html", page("<style>x</style><p>One.</p>two<script>y</script> three<div>Four.</div>"))
    assert made.text == "One.\n\ntwo three\n\nFour."


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="windows-1251">', "cp1251"),
        ("<meta http-equiv=Content-Type content='text/html; charset=iso-8859-1'>", "cp1252"),
        ('<?xml version="1.0" encoding="koi8-r"?>', "koi8_r"),
        ('<!-- saved --><?xml version="1.0" encoding="koi8-r"?>', "koi8_r"),
        ("", "utf-8"),
        ("", "utf-16"),
    ],
)
def test_a_page_is_in_the_encoding_it_declares(tmp_path: Path, head: str, encoding: str) -> None:
    """Declared in one of three ways, or shown by its byte order mark."""
    words = "Привет, мир" if encoding != "cp1252" else "“Déjà vu”"
    declaration, head = (head, "") if "<?" in head else ("", head)
    html = f"{declaration}<html><head>{head}</head><body><p>{words}</p></body></html>"
    made = document(tmp_path, "a.html", html.encode(encoding))
    assert (made.text, made.notes) == (words, ())


@pytest.mark.parametrize(
    ("head", "written"),
    [
        ('<meta property="article:published_time" content="2020-01-02T03:04:05Z">', "2020-01-02T03:04:05Z"),
        ('<meta name="DC.Date.issued" content="2020-01">', "2020-01"),
        ('<script type="application/ld+json">{"@graph": [{"datePublished": "2020-01-02"}]}</script>', "2020-01-02"),
        ('<script type="application/ld+json">{"comment": {"datePublished": "2020-01-02"}}</script>', None),
        ('<script type="application/ld+json">{"datePublished": </script><meta name=date content=2020>', "2020"),
        ('<meta property="article:modified_time" content="2020-01-02">', None),
        ("", None),
    ],
)
def test_only_a_declared_publication_dates_a_page(tmp_path: Path, head: str, written: str | None) -> None:
    """Not its last change, not a comment's date, and not a date in its text."""
    body = "<p>Written on 5 May 2010.</p><time datetime=2011-01-01>x</time><time datetime=2012-02-02>x</time>"
    made = document(tmp_path, "a.html", page(body, head))
    assert (made.date.as_written if made.date else None) == written


def test_a_page_nested_without_end_is_refused(tmp_path: Path) -> None:
    """A hundred thousand nested tags: refused with a reason."""
    reason = refusal(tmp_path, "a.html", b"<html>" + b"<div>" * 100_000 + b"Words.")
    assert reason == "it has more than 500 nested tags; simplify it"


@pytest.mark.parametrize("written", ["\x01", "\ufffe", "\uffff", "&#1;", "&#xfffe;", "\x1f&#31;"])
def test_a_control_character_costs_no_page(tmp_path: Path, written: str) -> None:
    """Not in a text whose line ends count either, which is changed before it is read."""
    made = document(tmp_path, "a.html", page(f"<pre>One{written}\nTwo</pre>{written}<p>Three.</p>"))
    assert made.text == "One\nTwo\n\nThree."
