"""Books: a document a chapter, titled by book and chapter."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from index.models.documents import Document, Unreadable
from tests.makers.files import packed, read_all, refusal, replaced
from tests.makers.office import epub

HEAD = "Ann Miller: The Ferry\n\n"
TWO = {"1.xhtml": "<h1>Out</h1><p>Words.</p>", "2.xhtml": "<h1>Back</h1><p>More.</p>"}


def chapters(folder: Path, data: bytes, name: str = "a.epub") -> list[Document]:
    found = read_all(folder, name, data)
    assert all(isinstance(each, Document) for each in found), found
    return [each for each in found if isinstance(each, Document)]


def texts(folder: Path, pages: dict[str, str], toc: Sequence[tuple[str, str]] = ()) -> list[tuple[str | None, str]]:
    """Title and text of each chapter, less the book's."""
    found = chapters(folder, epub(pages, toc=toc))
    assert all(each.text.startswith(HEAD) and each.body == len(HEAD) for each in found)
    return [(each.title and each.title.removeprefix("The Ferry: "), each.text[each.body :]) for each in found]


def test_a_chapter_is_a_document_under_the_books_author_and_title(tmp_path: Path) -> None:
    """Numbered from 1 in reading order, titled by the book and its own heading, dated as the book is."""
    found = chapters(tmp_path, epub(TWO, metadata="<dc:date>1907-03</dc:date>"))
    assert [each.path for each in found] == ["a.epub#1", "a.epub#2"]
    assert [each.title for each in found] == ["The Ferry: Out", "The Ferry: Back"]
    assert found[0].text == "Ann Miller: The Ferry\n\nOut\n\nWords."
    assert found[0].text[found[0].body :] == "Out\n\nWords."
    assert [each.date and each.date.as_written for each in found] == ["1907-03", "1907-03"]
    assert found[0].date is not None
    assert (found[0].date.origin, found[0].format) == ("metadata", "epub")


@pytest.mark.parametrize(
    ("metadata", "date"),
    [
        ('<dc:date opf:event="publication">1907-03-01</dc:date><dc:date>2019</dc:date>', "1907-03-01"),
        ('<dc:date opf:event="modification">2019-01-01</dc:date>', None),
        ('<dc:date opf:event="conversion">2019-01-01</dc:date><dc:date>1907</dc:date>', "1907"),
        ('<meta property="dcterms:modified">2019-01-01T00:00:00Z</meta>', None),
        ("<dc:date>0101-01-01T00:00:00+00:00</dc:date>", None),
        ("<dc:date>1907-03-01</dc:date><dc:date>1908-03-01</dc:date>", None),
    ],
)
def test_a_book_is_dated_by_its_publication(tmp_path: Path, metadata: str, date: str | None) -> None:
    """Or by a day of which is not said what it is of; by no change, no conversion, and not where two disagree."""
    (first, _) = chapters(tmp_path, epub(TWO, metadata=metadata))
    assert (first.date and first.date.as_written) == date


def test_the_name_of_a_book_dates_its_chapters(tmp_path: Path) -> None:
    """Unlike that of a mailbox, whose messages have days of their own."""
    (first, _) = chapters(tmp_path, epub(TWO), "1907-03-01 ferry.epub")
    assert first.date is not None
    assert (str(first.date.earliest), first.date.origin) == ("1907-03-01", "file name")


def test_the_table_of_contents_says_what_a_chapter_is(tmp_path: Path) -> None:
    """Files without an entry and a heading are the rest of a chapter; what comes before all stands alone."""
    pages = {
        "0.xhtml": "<p>For Bo.</p>",
        "1.xhtml": "<h1>I</h1><p>One.</p>",
        "1b.xhtml": "<p>Two.</p>",
        "2.xhtml": "<p>Three.</p>",
        "3.xhtml": "<h2>After the end</h2><p>Four.</p>",
    }
    found = texts(tmp_path, pages, [("Out to sea", "1.xhtml"), ("Back", "2.xhtml")])
    assert found == [
        ("The Ferry", "For Bo."),
        ("Out to sea", "I\n\nOne.\n\nTwo."),
        ("Back", "Three."),
        ("After the end", "After the end\n\nFour."),
    ]


def test_one_file_with_several_chapters_is_cut_where_they_begin(tmp_path: Path) -> None:
    """At the places that the table of contents leads to, in whatever order and however often."""
    pages = {"1.xhtml": '<h1>The Ferry</h1><h2 id="a">Out</h2><p>One.</p><h2><a id="b"/>Back</h2><p>Two.</p>'}
    toc = [("Back", "1.xhtml#b"), ("Out", "1.xhtml#a"), ("Gone", "1.xhtml#none"), ("Again", "1.xhtml#a")]
    found = texts(tmp_path, pages, toc)
    assert found == [("The Ferry", "The Ferry"), ("Out", "Out\n\nOne."), ("Back", "Back\n\nTwo.")]


def test_sections_within_chapters_are_no_documents(tmp_path: Path) -> None:
    """Entries below the level that leads to most files; parts above it are."""
    toc = "".join(
        f'<li><a href="{name}.xhtml">Chapter {name}</a><ol><li><a href="{name}.xhtml#s">Section</a></li></ol></li>'
        for name in ("1", "2")
    )
    pages = {f"{name}.xhtml": f'<p>Words {name}.</p><h2 id="s">Section</h2><p>More.</p>' for name in ("1", "2")}
    data = replaced(epub(pages, toc=[("X", "0.xhtml")]), "OPS/nav.xhtml", '<li><a href="0.xhtml">X</a></li>', toc)
    assert [each.title for each in chapters(tmp_path, data)] == ["The Ferry: Chapter 1", "The Ferry: Chapter 2"]


def test_the_table_of_contents_of_older_books_is_read(tmp_path: Path) -> None:
    """EPUB 2 has it in a file of its own kind (NCX)."""
    ncx = (
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>Out to sea</text>'
        '</navLabel><content src="1.xhtml"/></navPoint></navMap></ncx>'
    )
    data = epub(TWO, more={"OPS/toc.ncx": ncx.encode()})
    item = '<item id="n" href="toc.ncx" media-type="application/x-dtbncx+xml"/></manifest>'
    data = replaced(replaced(data, "OPS/book.opf", "</manifest>", item), "OPS/book.opf", "<spine>", '<spine toc="n">')
    assert [each.title for each in chapters(tmp_path, data)] == ["The Ferry: Out to sea", "The Ferry: Back"]


def test_covers_navigation_and_lists_of_links_are_no_documents(tmp_path: Path) -> None:
    """A picture, the navigation document in reading order, and a page of contents with or without a mark."""
    links = "".join(f'<p>1.{number} <a href="{number}.xhtml">Of a day</a> 10{number}</p>' for number in range(1, 5))
    pages = {"cover.xhtml": "<img src='c.jpg' alt='x'/>", "c.xhtml": f"<h1>List</h1>{links}", "g.xhtml": "<p>Guide</p>"}
    guide = '<guide><reference type="toc" href="g.xhtml"/></guide>'
    data = epub({**pages, "1.xhtml": "<p>Words.</p>"}, guide=guide)
    data = replaced(data, "OPS/book.opf", "<spine>", '<spine><itemref idref="nav"/>')
    assert [each.text for each in chapters(tmp_path, data)] == [f"{HEAD}Words."]


def test_all_words_of_a_chapter_are_kept(tmp_path: Path) -> None:
    """What a web page would have around its text is a book's text; characters by name and empty elements, too."""
    body = (
        '<a id="x"/><div class="sidebar"><p>Beside&nbsp;it.</p></div><footer>Below&mdash;it.</footer>'
        "<pre>One\nTwo</pre><p>Un<wbr/>broken<script>GONE</script></p><math xmlns='http://www.w3.org/1998/Math/MathML'>"
        "<mi>a</mi><annotation>GONE</annotation></math>"
    )
    assert texts(tmp_path, {"1.xhtml": body}) == [
        ("The Ferry", "Beside it.\n\nBelow—it.\n\nOne\nTwo\n\nUnbroken\n\na"),
    ]


def test_a_page_that_is_no_xml_is_read_as_browsers_do(tmp_path: Path) -> None:
    """An element that is never closed costs nothing."""
    assert texts(tmp_path, {"1.xhtml": "<p>One & two<p>Thr\x01ee.<br>Four."}) == [
        ("The Ferry", "One & two\n\nThree.\n\nFour."),
    ]


def test_a_table_is_read_row_by_row(tmp_path: Path) -> None:
    """With the names of its columns; cells that cover several rows or columns keep the others in their columns."""
    table = (
        "<table><caption>Flights</caption><thead><tr><th>Year</th><th>Crew</th><th>Place</th></tr></thead><tbody>"
        "<tr><td rowspan='2'>1969</td><td>3</td><td>Moon</td></tr><tr><td>4</td><td>Sea</td></tr>"
        "<tr><td colspan='2'>Never</td><td>Sun</td></tr></tbody></table>"
        "<table><tr><td>a</td><td><p>b</p><p>c</p></td></tr></table>"
    )
    ((_, text),) = texts(tmp_path, {"1.xhtml": f"<p>Before.</p>{table}<p>After.</p>"})
    assert text == (
        "Before.\n\nFlights\n\nYear: 1969; Crew: 3; Place: Moon\n\nCrew: 4; Place: Sea\n\nYear: Never; Place: Sun\n\n"
        "a\tb c\n\nAfter."
    )


def test_a_footnote_follows_the_paragraph_that_refers_to_it(tmp_path: Path) -> None:
    """Also where it is hidden until somebody presses its number; one that nothing refers to stays where it is."""
    body = (
        '<p>One<a epub:type="noteref" href="#n1">1</a><a epub:type="noteref" href="#n2">2</a>.</p><p>Two.</p>'
        '<aside epub:type="footnote" id="n1" hidden="hidden"><p>First.</p></aside>'
        '<aside epub:type="footnote" id="n2">Second.</aside>'
        '<aside epub:type="footnote" id="n3">Third.</aside><p>End.</p>'
    )
    assert texts(tmp_path, {"1.xhtml": body}) == [("The Ferry", "One.\n\nFirst.\n\nSecond.\n\nTwo.\n\nThird.\n\nEnd.")]


def test_a_book_that_is_locked_or_damaged_says_so(tmp_path: Path) -> None:
    """Fonts that are made unusable elsewhere lock no text."""
    locked = (
        '<encryption xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:EncryptedData><e:EncryptionMethod Algorithm="{}"/>'
        '<e:CipherData><e:CipherReference URI="{}"/></e:CipherData></e:EncryptedData></encryption>'
    )
    name = "META-INF/encryption.xml"
    whole = locked.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "OPS/1.xhtml").encode()
    fonts = locked.format("http://www.idpf.org/2008/embedding", "OPS/font.otf").encode()
    reason = "it is protected against copying (DRM); add a copy that is not"
    assert refusal(tmp_path, "a.epub", epub(TWO, more={name: whole})) == reason
    assert len(chapters(tmp_path, epub(TWO, more={name: fonts}))) == 2
    assert refusal(tmp_path, "a.epub", packed({"META-INF/container.xml": b"x"})).startswith("it is a damaged")
    assert refusal(tmp_path, "a.epub", epub({"1.xhtml": "<img/>"})) == "it has no text; remove it or add its text"


def test_a_page_that_is_missing_costs_its_own_line(tmp_path: Path) -> None:
    """The other chapters are read; a page that is listed a thousand times is read once."""
    refs = '<spine><itemref idref="gone"/>' + '<itemref idref="1.xhtml"/>' * 1000
    item = '<item id="gone" href="gone.xhtml" media-type="application/xhtml+xml"/></manifest>'
    data = replaced(replaced(epub(TWO), "OPS/book.opf", "<spine>", refs), "OPS/book.opf", "</manifest>", item)
    found = read_all(tmp_path, "a.epub", data)
    assert [type(each) for each in found] == [Unreadable, Document, Document]
    assert isinstance(found[0], Unreadable)
    assert (found[0].path, found[0].reason) == (
        "a.epub#1",
        "the book lacks its file 'OPS/gone.xhtml'; save the book again",
    )
