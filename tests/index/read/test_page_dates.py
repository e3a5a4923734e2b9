"""When web pages were published: by what they declare, by their address, and by their text with a second reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.models.documents import Document
from index.read import ReaderPool
from tests.bench.bench_page_dates import UNDATED, verdict, written
from tests.makers.files import SETTINGS, document, page, source
from tests.makers.web_pages import HALVES, web_pages

STORY = "<p>The council of Hazelford met on the quay and voted to keep the ferry for all of the year.</p>" * 3
FLOORS = {"looked_at": 69, "held_back": 79}
"""How many pages of either half must be right."""


def dated(folder: Path, head: str, body: str = "", lead: str = "") -> Document:
    """The document of a page with a heading, `body` and a story; `lead` stands before everything."""
    return document(folder, "a.html", lead.encode() + page(f"<h1>Ferry kept</h1>{body}{STORY}", head))


@pytest.mark.parametrize("half", HALVES)
def test_pages_of_many_systems_get_their_right_date(tmp_path: Path, half: str) -> None:
    """Nearly all are right, and not one has a wrong date."""
    pages = list(web_pages(half))
    found = {name: written(document(tmp_path, "page.html", data).date) for name, _, data in pages}
    verdicts = {name: verdict(found[name], right) for name, right, _ in pages}
    assert [name for name, each in verdicts.items() if each == "wrong"] == []
    assert sum(each == "right" for each in verdicts.values()) >= FLOORS[half]


@pytest.mark.parametrize(
    ("head", "body", "right"),
    [
        ('<meta property="og:article:published_time" content="2020-03-05">', "", "2020-03-05"),
        ('<meta http-equiv="date" content="Thu, 05 Mar 2020 10:00:00 GMT">', "", "2020-03-05"),
        ('<meta name="pubdate" content="Thursday, March 5, 2020, 10:00 am EST">', "", "2020-03-05"),
        ('<meta name="date" content="2020-03-05+01:00">', "", "2020-03-05"),
        ('<meta name="article:published_time" content="1583402400">', "", "2020-03-05"),
        ('<meta name="dcterms.issued" content="2020-03">', "", "2020-03"),
        ('<meta name="dc.date.created" content="2020-03-05">', "", "2020-03-05"),
        ("", '<span itemprop="datePublished" content="2020-03-05">x</span>', "2020-03-05"),
        ("", '<span property="dc:date dc:created" content="2020-03-05T11:00:00+01:00">x</span>', "2020-03-05"),
        ("", '<abbr class="published" title="2020-03-05T10:00:00">x</abbr>', "2020-03-05"),
        ("", '<time class="dt-published" datetime="2020-03-05">x</time>', "2020-03-05"),
        ("", "<time pubdate datetime=2020-03-05>x</time><time datetime=2021-01-01>x</time>", "2020-03-05"),
        ("", "<time datetime=2020-03-05>x</time><p>a</p><time datetime=2020-03-05T10:00>x</time>", "2020-03-05"),
        ("", "<time datetime=2020-03-05>x</time><p>a</p><time datetime=2021-01-01>x</time>", UNDATED),
        ('<meta property="article:modified_time" content="2020-03-05">', "", UNDATED),
        ("", '<time class="updated" datetime="2020-03-05">5 March 2020</time>', UNDATED),
    ],
)
def test_a_publication_date_is_read_where_it_is_declared(tmp_path: Path, head: str, body: str, right: str) -> None:
    """On any element and in the usual forms; a change is none."""
    made = dated(tmp_path, head, body)
    assert written(made.date) == right
    assert made.date is None or made.date.origin == "metadata"


@pytest.mark.parametrize(
    ("script", "right"),
    [
        ('{"@type":"NewsArticle","headline":"a\nb","datePublished":"2020-03-05"}', "2020-03-05"),
        ('{"@type":"NewsArticle","datePublished":"2020-03-05",};', "2020-03-05"),
        ('//<![CDATA[\n{"@type":"NewsArticle","datePublished":"2020-03-05"}\n//]]>', "2020-03-05"),
        ('<!-- {"@type":"NewsArticle","datePublished":["2020-03-05"]} -->', "2020-03-05"),
        ('{"@type":["Thing","Article"],"datePublished":{"@value":"2020-03-05"}}', "2020-03-05"),
        ('{"@type":"WebPage","mainEntity":{"@type":"Article","datePublished":"2020-03-05"}}', "2020-03-05"),
        ('{"@type":"NewsArticle","headline":"The "old" ferry","datePublished":"2020-03-05"}', "2020-03-05"),
        ('{"@type":"VideoObject","datePublished":"2020-03-05"}', UNDATED),
        ('{"@type":"NewsArticle","dateModified":"2020-03-05"}', UNDATED),
        ('{"@type":"NewsArticle","comment":{"@type":"Comment","datePublished":"2020-03-05"}}', UNDATED),
        (
            '[{"@type":"NewsArticle","headline":"Other","datePublished":"2011-01-01"},'
            '{"@type":"NewsArticle","headline":"Ferry kept","datePublished":"2020-03-05"}]',
            "2020-03-05",
        ),
    ],
)
def test_the_pages_own_article_is_read_from_lax_json_ld(tmp_path: Path, script: str, right: str) -> None:
    """Wrapped, with commas too many or line breaks in strings; videos, comments and other stories don't count."""
    head = f'<script type="application/LD+JSON; charset=utf-8">{script}</script>'
    assert written(dated(tmp_path, head).date) == right


def test_two_dates_that_disagree_are_both_named(tmp_path: Path) -> None:
    """The page stays undated, and the note says what to do."""
    head = "".join(f'<meta property="article:published_time" content="{day}">' for day in ("2020-03-05", "2011-01-01"))
    made = dated(tmp_path, head)
    assert made.date is None
    assert made.notes == (
        "the metadata's date 2020-03-05 is not the only one: the page states 1 January 2011, too; "
        "say with dateline date which is right; the document is undated",
    )


def test_of_two_dates_the_one_that_is_also_of_a_change_is_not_taken(tmp_path: Path) -> None:
    """Some systems renew the date of publication in one of two places."""
    script = '{"@type":"Article","datePublished":"2021-06-06","dateModified":"2021-06-06"}'
    head = f'<script type="application/ld+json">{script}</script><meta name="pubdate" content="2020-03-05">'
    assert written(dated(tmp_path, head).date) == "2020-03-05"


@pytest.mark.parametrize("empty", ["0000-00-00", "1970-01-01T00:00:00Z", "{{ date }}", "Invalid date", "-1"])
def test_what_says_nothing_blocks_nothing(tmp_path: Path, empty: str) -> None:
    """Where a program knew no date, another declaration counts; without one there is no note either."""
    head = f'<meta property="article:published_time" content="{empty}">'
    assert written(dated(tmp_path, head + '<meta name="date" content="2020-03-05">').date) == "2020-03-05"
    assert (dated(tmp_path, head).date, dated(tmp_path, head).notes) == (None, ())


def test_a_declared_date_that_does_not_exist_is_noted(tmp_path: Path) -> None:
    """It is not silently left out where there is no other."""
    made = dated(tmp_path, '<meta name="pubdate" content="2020-13-45">')
    assert made.date is None
    assert made.notes == ("the metadata's date 2020-13-45 does not exist; the document is undated",)


@pytest.mark.parametrize(
    ("address", "right"),
    [
        ("https://quay.example/2020/03/05/ferry", "2020-03-05"),
        ("https://quay.example/news/2020-03-05-ferry.html", "2020-03-05"),
        ("https://quay.example/20200305/ferry", "2020-03-05"),
        ("https://quay.example/world/2020/mar/05/ferry", "2020-03-05"),
        ("https://web.archive.org/web/20210607080910/http://quay.example/2020/03/05/ferry", "2020-03-05"),
        ("https://web.archive.org/web/20210607080910/http://quay.example/ferry", UNDATED),
        ("https://quay.example/2020/03/ferry", UNDATED),
        ("https://quay.example/2020/13/45/ferry", UNDATED),
        ("https://quay.example/list/20203/05/ferry", UNDATED),
    ],
)
def test_a_full_day_in_a_pages_address_dates_it(tmp_path: Path, address: str, right: str) -> None:
    """In the usual forms, and not the day on which an archive of the web fetched it."""
    assert written(dated(tmp_path, f'<link rel="canonical" href="{address}">').date) == right


def test_the_address_that_a_browser_writes_on_saving_counts(tmp_path: Path) -> None:
    """The day of saving doesn't."""
    lead = "<!-- saved from url=(0040)https://quay.example/2020/03/05/ferry -->\n"
    assert written(dated(tmp_path, "", lead=lead).date) == "2020-03-05"


@pytest.mark.parametrize(
    ("stamp", "body", "right"),
    [
        ("2020-03-06T01:30:00Z", '<link rel="canonical" href="https://quay.example/2020/03/05/x">', "2020-03-05"),
        ("2020-03-06T01:30:00Z", '<p class="date">March 5, 2020</p>', "2020-03-05"),
        ("2020-03-05T22:30:00+00:00", '<p class="date">6 March 2020</p>', "2020-03-06"),
        ("2020-03-06T01:30:00+01:00", '<p class="date">March 5, 2020</p>', "2020-03-06"),
        ("2020-03-06T14:30:00Z", '<p class="date">March 5, 2020</p>', "2020-03-06"),
        ("2020-03-06T01:30:00Z", "", "2020-03-06"),
    ],
)
def test_a_universal_time_past_midnight_is_the_day_that_the_page_shows(
    tmp_path: Path, stamp: str, body: str, right: str
) -> None:
    """Only where the hour explains it, and no zone is written."""
    assert written(dated(tmp_path, f'<meta property="article:published_time" content="{stamp}">', body).date) == right


@pytest.mark.parametrize(
    ("body", "as_written"),
    [
        ('<p class="byline">By A. Writer, <span class="date">5 March 2020</span></p>', "5 March 2020"),
        ("<p>Veröffentlicht am 5. März 2020</p>", "5. März 2020"),
        ("<p>Publié le 5 mars 2020 par la rédaction</p>", "5 mars 2020"),
        ("<p>Publicado el 5 de marzo de 2020</p>", "5 de marzo de 2020"),
        ("<p>Опубликовано 5 марта 2020</p>", "5 марта 2020"),
        ("<p>公開日：2020年3月5日</p>", "2020年3月5日"),
        ("<p>Updated: 6 April 2021</p><p>Posted: 5 March 2020</p>", "5 March 2020"),
        ("<p>Last updated: 5 March 2020</p>", None),
        ("<p>© 5 March 2020 Quay News</p>", None),
        ("<p>March 2020</p>", None),
        ("<p>2020</p>", None),
        ('<div class="comments"><p>5 March 2020</p></div>', None),
        ('<div class="related-stories"><p>5 March 2020 Eels</p></div>', None),
        ("<figure><figcaption>The quay on 5 March 2020</figcaption></figure>", None),
        ("<ul><li>5 March 2020 Fair</li><li>6 April 2020 Race</li></ul>", None),
        ('<p class="date">03/04/2020</p>', None),
        ('<p class="date">5 March 2199</p>', None),
    ],
)
def test_a_date_in_the_text_counts_where_htmldate_finds_it_too(
    tmp_path: Path, body: str, as_written: str | None
) -> None:
    """Near the heading, in any language; not a change, a copyright, a month, a comment, another story or an event."""
    made = dated(tmp_path, "", body)
    assert (made.date.as_written if made.date else None) == as_written
    assert made.date is None or (made.date.origin, made.date.precision) == ("page text", "day")


HOSTILE = (
    '<script type="application/ld+json">' + '"\\' * 200_000 + "</script>",
    '<script type="application/ld+json">' + "," + " " * 400_000 + "x</script>",
    '<script type="application/ld+json">' + '{"@graph":[' * 20_000 + "</script>",
    "<time datetime=2020-01-01>x</time>" * 20_000,
    "<h1>x</h1>" + "<div class=date><div>5</div><div>March</div></div>" * 5_000,
    "<p>" + "1.1." * 50_000,
    '<meta name="' + "og:" * 100_000 + '" content="x">',
)


def test_pages_made_to_take_long_are_read_all_the_same(tmp_path: Path) -> None:
    """Each within the limits of a reader's process, which what takes the square of a page's length would exceed."""
    made = [source(tmp_path, f"{number}.html", page(STORY, each)) for number, each in enumerate(HOSTILE)]
    with ReaderPool(SETTINGS, workers=1) as pool:
        found = [each for _, results in pool.read_many(made) for each in results]
    assert [isinstance(each, Document) and "Hazelford" in each.text for each in found] == [True] * len(HOSTILE)
