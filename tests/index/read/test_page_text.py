"""The text of web pages: no word of the story lost, and none that the page doesn't show."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.makers.files import document, page, refusal

STORY = (
    "The council of Millbrook met on the quay and voted to keep the old ferry. It will sail every hour in summer, and "
    "in winter as long as the river is free of ice. Mara Linde, who steers it, thanked all who had come."
)
BANNER = (
    "We use cookies to make this site work and to learn how it is used. You may accept all of them, refuse those that "
    "are not needed, or choose for each kind in the settings."
)
NOT_LOADED = "there is no text inside; save the page from a browser after it has loaded"


def text_of(tmp_path: Path, body: str, head: str = "", name: str = "a.html") -> str:
    return document(tmp_path, name, page(body, head)).text


@pytest.mark.parametrize(
    "attributes",
    ['style="display:none"', "style='color:red; DISPLAY : None !important;'", 'style="visibility:hidden"', "hidden",
     'hidden=""', 'hidden="hidden"', 'style="/* x */display:/* y */none"', 'class="secret"', 'id="secret"',
     'class="note secret"', 'class="gone"'],
)  # fmt: skip
@pytest.mark.parametrize("tag", ["div", "p", "span", "table"])
def test_what_a_page_hides_is_no_text(tmp_path: Path, tag: str, attributes: str) -> None:
    """By an attribute, by its style in any writing, or by a rule of the page's own."""
    rules = ".secret, #secret { display: none } div.gone,p.gone,.gone{visibility:hidden}"
    head = f"<style>/* .story{{display:none}} */ {rules}</style>"
    body = f"<article><p>{STORY}</p><{tag} {attributes}>unseen words</{tag}><p>Seen words.</p></article>"
    assert text_of(tmp_path, body, head) == f"{STORY}\n\nSeen words."


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", '<p style="display:block">Seen words.</p>'),
        ("", '<p hidden="until-found">Seen words.</p>'),
        ("", '<p style="background:url(display:none.png)">Seen words.</p>'),
        ("", "<details><summary>More</summary><p>Seen words.</p></details>"),
        ("", "<dialog open>Seen words.</dialog>"),
        ("", '<p aria-hidden="true">Seen words.</p>'),
        ("<style>.tab{display:none} .tab.active{display:block}</style>", '<div class="tab">Seen words.</div>'),
        ("<style>.accordion-body{display:none}</style>", '<div class="accordion-body">Seen words.</div>'),
        ("<style>.x1{display:none} input:checked ~ .x1{display:block}</style>", '<div class="x1">Seen words.</div>'),
        ("<style>.x1{display:none}</style><script>show('.x1')</script>", '<div class="x1">Seen words.</div>'),
        ("<style>@media print{.x1{display:none}}</style>", '<div class="x1">Seen words.</div>'),
        ('<style media="print">.x1{display:none}</style>', '<div class="x1">Seen words.</div>'),
        ("<style>nav .x1, .x1:empty{display:none}</style>", '<div class="x1">Seen words.</div>'),
        ("<style>body{visibility:hidden}</style>", '<div class="x1">Seen words.</div>'),
    ],
)  # fmt: skip
def test_what_a_page_shows_now_or_on_a_click_is_text(tmp_path: Path, head: str, body: str) -> None:
    """Tabs, accordions and details are text, and so is what is hidden in print only."""
    assert "Seen words." in text_of(tmp_path, f"<article><p>{STORY}</p>{body}</article>", head)


def test_a_page_that_hides_all_its_words_keeps_them(tmp_path: Path) -> None:
    """Such pages show them once their scripts have run."""
    assert text_of(tmp_path, f'<div style="display:none"><p>{STORY}</p></div>') == STORY


def test_what_no_browser_draws_is_no_text(tmp_path: Path) -> None:
    """Templates, closed dialogs, and what stands in for a film or another page."""
    unseen = "".join(f"<{tag}>unseen</{tag}>" for tag in ("template", "dialog", "video", "audio", "canvas", "iframe"))
    assert text_of(tmp_path, f"<article><p>{STORY}</p>{unseen}</article>") == STORY


@pytest.mark.parametrize(
    "body",
    [
        '<div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript>',
        '<div id="app"></div><noscript><strong>Bitte aktivieren Sie JavaScript, um fortzufahren.</strong></noscript>',
        "<noscript>Для работы приложения включите JavaScript.</noscript>",
        "<noscript>このアプリを実行するには JavaScript を有効にする必要があります。</noscript>",
        '<div id="root">Loading…</div><script src="app.js"></script>',
        "<p>Please enable JavaScript and cookies to continue</p><script>run()</script>",
        '<div id="root"></div><script src="app.js"></script>',
        '<div id="root">' + "\n        " * 500 + "</div><noscript>Please enable JavaScript.</noscript>",
    ],
)
def test_a_page_that_was_not_loaded_is_refused(tmp_path: Path, body: str) -> None:
    """Its only words ask for JavaScript, in any language, or it has none."""
    assert refusal(tmp_path, "a.html", page(body, "<title>App</title>")) == NOT_LOADED


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (f"<div id=root></div><noscript><p>{STORY}</p></noscript>", STORY),
        (f"<div id=root></div><noscript>JavaScript is off. <p>{STORY} {STORY}</p></noscript>",
         f"JavaScript is off.\n\n{STORY} {STORY}"),
        ("<noscript>The ferry stays.</noscript>", "The ferry stays."),
        ("<p>JavaScript is a language.</p><script>x()</script>", "JavaScript is a language."),
        ("<p>The manuscript requires a new cover.</p><script>x()</script>", "The manuscript requires a new cover."),
        (f"<article><p>{STORY}</p></article><noscript>Please enable JavaScript.</noscript>", STORY),
        (f"<article><p>{STORY}</p></article><noscript>Another text for old programs.</noscript>", STORY),
        (f"<h1>The ferry</h1><noscript><p>{STORY} {STORY}</p></noscript>", f"The ferry\n\n{STORY} {STORY}"),
    ],
)  # fmt: skip
def test_what_stands_in_for_scripts_is_text_where_nothing_else_is(tmp_path: Path, body: str, text: str) -> None:
    """Real words are kept, requests to switch JavaScript on are not."""
    assert text_of(tmp_path, body) == text


def test_a_page_of_frames_says_what_to_add(tmp_path: Path) -> None:
    """Its text is in other files; what stands in for the frames counts where it is text."""
    frames = (
        "<html><head><title>Home</title></head><frameset cols='20%,*'><frame src=a.html><frame src=b.html>{}</frameset>"
    )
    plea = frames.format("<noframes>Your browser does not show frames.</noframes>")
    for written in (frames.format(""), plea):
        reason = refusal(tmp_path, "a.html", written.encode())
        assert reason == "it only holds frames, and no text; add the pages that it shows"
    assert document(tmp_path, "b.html", frames.format(f"<noframes><p>{STORY}</p></noframes>").encode()).text == STORY


@pytest.mark.parametrize(
    "banner",
    [
        '<div id="onetrust-consent-sdk"><h2>Your privacy</h2><p>{}</p><button>Accept</button></div>',
        '<div id="CybotCookiebotDialog" role="dialog">{}</div>',
        '<div id="usercentrics-root">{}</div>',
        '<div id="didomi-host"><div><p>{}</p></div></div>',
        '<div class="qc-cmp2-container">{}</div>',
        '<div class="cky-consent-container cky-box">{}</div>',
        '<div class="cmplz-cookiebanner">{}</div>',
        '<div id="BorlabsCookieBox"><div>{}</div></div>',
        '<div class="cookie-banner"><p>{}</p><a href=#>OK</a></div>',
        '<section class="gdpr-notice">{}</section>',
        '<div class="c-consent-layer">{}</div>',
        '<div role="dialog" aria-label="Cookies">{}</div>',
        '<div class="box"><p>{}</p><div><button>Accept all</button><button>Reject</button></div></div>',
        '<aside aria-label="cookie consent">{}</aside>',
        '<div class="fixed bottom"><span>{}</span> <a href=/more>Learn more</a> <a class=btn href=#>Got it!</a></div>',
    ],
)
@pytest.mark.parametrize("words", [BANNER, BANNER * 3], ids=["short", "long"])
def test_a_request_for_consent_is_no_text(tmp_path: Path, banner: str, words: str) -> None:
    """Named by the programs that ask, by custom, or known by its words and buttons."""
    body = f'{banner.format(words)}<div class="content"><h1>The ferry</h1><p>{STORY}</p></div>'
    assert text_of(tmp_path, body) == f"The ferry\n\n{STORY}"


@pytest.mark.parametrize(
    "body",
    [
        '<article class="tag-cookie-banner"><h1>Cookies</h1><p>{0}</p><p>{1}</p></article>',
        '<div class="cookie-notice"><h1>Cookies</h1><p>{0}</p><p>{1}</p></div>',
        '<div class="post"><h2>Cookies</h2><p>{0}</p><p>{1}</p></div>',
        '<article><div class="cookie-info"><p>{0}</p></div><p>{1}</p></article>',
        '<div class="cookie-banner"><p>{0}</p><p>{1}</p></div>',
        '<main><div class="cookie-recipe-box"><p>The cookie dough rests.</p></div><p>{0}</p><p>{1}</p></main>',
    ],
)
def test_a_text_about_cookies_stays_whole(tmp_path: Path, body: str) -> None:
    """An article, a recipe, and a page with nothing else."""
    made = text_of(tmp_path, body.format(BANNER, STORY))
    assert BANNER in made
    assert STORY in made


@pytest.mark.parametrize(
    "body",
    [
        "<center><font size=5>The ferry</font></center><hr><table width=600><tr><td><font face=Arial>{}</font></td>"
        "<td>Mill<br>Weir</td></tr></table><font>Last words.</font>",
        "<h1>Prices</h1><table><tr><th>Place</th><th>Price</th></tr><tr><td>Mill</td><td>12</td></tr>"
        "<tr><td>Weir</td><td>15</td></tr></table>",
        "<h1>Words</h1><dl><dt>Weir</dt><dd>A wall across a river.</dd><dt>Quay</dt><dd>{}</dd></dl>",
        "<h1>List</h1><p>Short.</p><ul><li>First of them</li><li>Second</li></ul><ol><li>Third</li></ol>",
        "<h1>Why?</h1><div class=question><div class=user>mole</div><p>Why is it kept?</p></div>"
        "<div class=answer><div class=user>otter</div><p>{}</p></div><div class=answer><p>Because.</p></div>",
        "<h1>Thread</h1>" + "<table><tr><td>wren</td><td><div class=post>{0}</div></td></tr></table>" * 3,
        "<p>FOR IMMEDIATE RELEASE</p><h1>Ferry kept</h1><p>MILLBROOK – {}</p><p>###</p><p>Contact: Ann, 555 0100</p>",
        "<div><div>{}</div><div><span>One.</span></div><div>Two.</div></div>",
    ],
)
def test_no_word_of_a_page_without_menus_is_lost(tmp_path: Path, body: str) -> None:
    """Old layouts, tables, definitions, lists, questions, threads, press releases."""
    from lxml import html  # noqa: PLC0415

    written = body.replace("{}", STORY).replace("{0}", STORY)
    words = " ".join(html.fromstring(f"<div>{written.replace('<', ' <')}</div>").itertext()).split()
    assert text_of(tmp_path, written).split() == words


def test_a_part_that_the_main_text_lacks_brings_the_page_without_its_menus(tmp_path: Path) -> None:
    """What stands around the text is left out all the same."""
    menu = "".join(f"<li><a href=/{number}>Menu entry {number}</a></li>" for number in range(30))
    rows = "".join(f"<div class=x><div>Name {number}</div><div>{number} June</div></div>" for number in range(60))
    body = (
        f"<header><ul>{menu}</ul></header><div class=sidebar>Aside</div><div><ul>{menu}</ul></div>"
        f"<main><h1>Members</h1><p>{STORY}</p>{rows}</main><footer>Imprint</footer>"
    )
    text = text_of(tmp_path, body)
    assert all(f"Name {number}\n\n{number} June" in text for number in range(60))
    assert STORY in text
    assert not any(word in text for word in ("Menu entry", "Aside", "Imprint"))


MENU = "".join(f"<li><a href=/{number}>Menu entry {number}</a></li>" for number in range(12))


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        (f"<nav><ul>{MENU}</ul></nav><main><h1>Notice</h1><p>The ferry stays.</p><p>By order.</p></main>"
         "<footer>x</footer>", ["Notice", "The ferry stays.", "By order."]),
        (f"<table><tr><td><font size=2>{MENU.replace('<li>', '').replace('</li>', '<br>')}</font></td><td><center>"
         f"<font size=6>Ferry kept</font></center><p>{STORY}<p><font color=red>NEW!</font> Sold.<hr><table><tr>"
         "<td>Monday<td>9:00</table><address>ann@example.org</address></td></tr></table>",
         ["Ferry kept", STORY, "NEW! Sold.", "Monday", "9:00", "ann@example.org"]),
        (f"<div class=nav><ul>{MENU}</ul></div><div><p>FOR IMMEDIATE RELEASE</p><h2>Ferry kept</h2><p>{STORY}</p>"
         "<p>###</p><p>Press contact:<br>Ann Lee</p></div><div class=footer>(c)</div>",
         ["FOR IMMEDIATE RELEASE", "Ferry kept", STORY, "###", "Press contact:", "Ann Lee"]),
        (f"<div class=navbar><ul>{MENU}</ul></div><h2>Times</h2>" + "".join(
            f"<div class=post><dl><dt>{name}</dt><dd>Posts: 7</dd></dl><div><p>{said}</p></div></div>"
            for name, said in (("mole", STORY), ("wren", "Thanks!"))) + "<div id=page-footer>Powered</div>",
         ["Times", "mole", "Posts: 7", STORY, "wren", "Posts: 7", "Thanks!"]),
    ],
    ids=["short notice", "old layout", "press release", "forum"],
)  # fmt: skip
def test_the_words_of_a_page_are_taken_and_its_menus_are_not(tmp_path: Path, body: str, blocks: list[str]) -> None:
    """Pages of several kinds, in their own order."""
    assert text_of(tmp_path, body).split("\n\n") == blocks


def test_an_exported_chat_keeps_names_and_times(tmp_path: Path) -> None:
    """Apart from each other, as their styles show them."""
    said = (
        '<div class="chatlog__message"><span class="chatlog__author">{0}</span><span class="chatlog__timestamp">'
        '<a href="#">01/23/2025 10:0{1} AM</a></span>'
        '<div class="chatlog__content">Message {1} of <b>{0}</b>.</div></div>'
    )
    body = f'<div class="chatlog">{"".join(said.format(name, at) for at, name in enumerate(("mole", "wren")))}</div>'
    assert text_of(tmp_path, body).split("\n\n") == [
        "mole 01/23/2025 10:00 AM", "Message 0 of mole.", "wren 01/23/2025 10:01 AM", "Message 1 of wren."
    ]  # fmt: skip


def test_lines_are_lines_and_words_stay_whole(tmp_path: Path) -> None:
    """Preformatted text keeps its lines; tags within a line don't part words, buttons and labels do."""
    pre = "<pre>one\n  <b>two\nthree</b>\n\nfour</pre>"
    inline = "<p>data<wbr>base H<sub>2</sub>O A<b>B</b>C soft\u00adhyphen</p>"
    body = f"<article><p>{STORY}</p>{pre}{inline}<p>Mill Lane 3<br>Millbrook</p></article>"
    made = text_of(tmp_path, body)
    assert (
        made == f"{STORY}\n\none\ntwo\nthree\n\nfour\n\ndatabase H2O ABC soft\u00adhyphen\n\nMill Lane 3\n\nMillbrook"
    )
    assert (
        text_of(tmp_path, "<label>Name</label><select><option>a<option>b</select><button>x</button>y") == "Name a b x y"
    )


def test_xhtml_with_empty_elements_loses_no_word(tmp_path: Path) -> None:
    """An empty script or title ends where it stands, as in XML."""
    written = (
        '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/>'
        f'<script src="x"/><style/></head><body><a id="top"/><div class="x" />'
        f"<p>{STORY}</p><p>a<br/>b</p></body></html>"
    )
    assert document(tmp_path, "a.xhtml", written.encode()).text == f"{STORY}\n\na\n\nb"


@pytest.mark.parametrize(
    "written",
    [
        "<div class=cookie-banner>" * 400 + "<p>" * 20_000 + "x",
        "<style>" + "a{" * 50_000 + "</style><p>x",
        "<style>" + ".a{display:none}" * 20_000 + "</style>" + "<p class=b>x" * 5_000,
        "<style>" + "/*" * 100_000 + "</style><p>x",
        "<p style='" + "display" * 100_000 + "'>x",
        "<button>" + "<button>cookie</button>" * 10_000 + "x",
        "<?xml version='1.0'?><html>" + "<p " * 50_000 + "/>x",
        "<p class='" + "-nav" * 50_000 + "'>x" * 50,
    ],
    ids=["banners", "open rules", "many rules", "comments", "style", "buttons", "empty elements", "names"],
)
def test_a_page_made_to_take_long_is_read(tmp_path: Path, written: str) -> None:
    """Each of these would take minutes if anything were looked at again and again."""
    assert "x" in document(tmp_path, "a.html", b"<!doctype html>" + written.encode()).text
