"""Drafts of every format as the quotations and ids in them; what is no draft is refused in a line."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from index.errors import DraftError
from index.quotations.drafts import read_draft
from index.quotations.models import Draft
from index.settings import Settings
from tests.makers.files import packed, page, replaced, word
from tests.stand_ins.in_process import InProcessReaders

WORDS = "the well is dug behind the school"
STYLES = (
    '<w:style w:type="paragraph" w:styleId="Zitat9"><w:name w:val="Quote"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Eigen"><w:name w:val="Mein Zitat"/><w:basedOn w:val="Zitat9"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Blok"><w:name w:val="Цитата"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Plain words"/></w:style></w:styles>'
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, data=tmp_path)


def read(settings: Settings, content: bytes | str, name: str) -> Draft:
    data = content.encode() if isinstance(content, str) else content
    return read_draft(data, name, settings, InProcessReaders)


def quoted(draft: Draft) -> list[str]:
    return [one.quotation.text for one in draft.quotations]


@pytest.mark.parametrize(
    ("body", "right"),
    [
        (f"<p>She wrote:</p><blockquote>{WORDS}</blockquote><p>So it was.</p>", [WORDS]),
        ("<blockquote><p>The well is dug.</p><p>The mill is shut.</p></blockquote>", ["The well is dug.", "The mill is "
         "shut."]),
        ("<blockquote><p>The well is dug.</p><footer>— A. Person</footer></blockquote>", ["The well is dug."]),
        ("<blockquote>One is here. <blockquote>Two is in it.</blockquote> Three is behind.</blockquote>",
         ["One is here.", "Two is in it.", "Three is behind."]),
        (f"<p>She wrote <q>{WORDS}</q> in May.</p>", [WORDS]),
        ("<p>She wrote <q>the well <q>is dug</q> behind it</q>.</p>", ["the well is dug behind it", "is dug"]),
        ("<p>She wrote &ldquo;dug &amp; filled&rdquo;, &#171;shut for good&#187;, &quot;all is well&quot;.</p>",
         ["dug & filled", "shut for good", "all is well"]),
        ("<p>She <b>wrote “<i>the well</i> is dug</b> behind it”.</p>", ["the well is dug behind it"]),
        ("<script>let a = '“not these words”'</script><style>q {content: '“nor these here”'}</style><p>So it was.</p>",
         []),
        ("<!-- “a comment it is” --><p>So it was.</p>", []),
    ],
)  # fmt: skip
def test_pages_quote_by_their_tags_and_marks(settings: Settings, body: str, right: list[str]) -> None:
    """Blocks and inline quotations, within others as well; scripts, styles and comments say nothing."""
    assert quoted(read(settings, page(body), "draft.html")) == right


def _word(paragraphs: str, styles: str = STYLES) -> bytes:
    made = replaced(word([]), "word/document.xml", "<w:sectPr", f"{paragraphs}<w:sectPr")
    return replaced(made, "word/styles.xml", "</w:styles>", styles)


def _paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    ("properties", "is_quoted"),
    [
        ('<w:pStyle w:val="Zitat9"/>', True),
        ('<w:pStyle w:val="IntenseQuote"/>', True),
        ('<w:pStyle w:val="Eigen"/>', True),
        ('<w:pStyle w:val="Blok"/>', True),
        ('<w:pStyle w:val="Quote"/>', False),
        ('<w:ind w:left="720" w:right="720"/>', True),
        ('<w:ind w:start="567" w:end="567"/>', True),
        ('<w:ind w:left="720"/>', False),
        ('<w:numPr><w:numId w:val="1"/></w:numPr><w:ind w:left="720" w:right="720"/>', False),
        ("", False),
    ],
)
def test_word_documents_quote_by_style_and_indent(settings: Settings, properties: str, is_quoted: bool) -> None:
    """The style's name counts, whatever its id, or that of the one it is based on; so does an indent on both sides."""
    made = _word(_paragraph("She wrote this.") + _paragraph(WORDS, properties))
    assert quoted(read(settings, made, "draft.docx")) == ([WORDS] if is_quoted else [])


def test_word_documents_quote_in_tables_and_across_runs(settings: Settings) -> None:
    """Marks count in a cell, and where the words are parted by what they look like."""
    cell = f"<w:tbl><w:tr><w:tc>{_paragraph('“the mill is shut for good”')}</w:tc></w:tr></w:tbl>"
    runs = "<w:p><w:r><w:t>It says “the well </w:t></w:r><w:r><w:t>is dug deeper”.</w:t></w:r></w:p>"
    draft = read(settings, _word(cell + runs), "draft.docx")
    assert quoted(draft) == ["the mill is shut for good", "the well is dug deeper"]
    assert not draft.lined


def test_footnotes_of_word_documents_are_read(settings: Settings) -> None:
    """A note that quotes is checked like the text."""
    note = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'<w:footnote w:id="7"><w:p><w:r><w:t>See “{WORDS}”.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    made = _word('<w:p><w:r><w:t>Words.</w:t></w:r><w:r><w:footnoteReference w:id="7"/></w:r></w:p>')
    made = replaced(made, "word/_rels/document.xml.rels", "</Relationships>",
                    f'<Relationship Id="rN" Type="{kind}" Target="footnotes.xml"/></Relationships>')  # fmt: skip
    made = replaced(made, "[Content_Types].xml", "</Types>",
                    '<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-'
                    'officedocument.wordprocessingml.footnotes+xml"/></Types>')  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        entries = {name: package.read(name) for name in package.namelist()}
    assert quoted(read(settings, packed({**entries, "word/footnotes.xml": note.encode()}), "draft.docx")) == [WORDS]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("She said:\n\n> The well is dug\n> behind it.\n\nSo.", ["The well is dug\nbehind it."]),
        ("> The well is dug\nbehind it.\n\nSo.", ["The well is dug\nbehind it."]),
        ("> The well is dug.\n\nSo it was.", ["The well is dug."]),
        ("> The well is dug.\n- a list of things\n", ["The well is dug."]),
        ("> The well is dug.\n>> The mill is shut.\n> So it was.\n", ["The well is dug.", "The mill is shut.", "So it "
         "was."]),
        ("> The well is dug.\n>\n> The mill is shut.\n", ["The well is dug.", "The mill is shut."]),
        ("> The well is dug.\n> — A. Person\n", ["The well is dug."]),
        ("> The **well** is *dug* _behind_ [the school](http://x.example)\\.[^1]\n", ["The well is dug behind the "
         "school."]),
        ("> The well_a is 2 * 3 * 4 wide.\n", ["The well_a is 2 * 3 * 4 wide."]),
        ("> The well is dug [@dateline-k7f2q9xw].\n", ["The well is dug."]),
        ("> The well is dug (passage k7f2q9xw).\n", ["The well is dug."]),
        ("```\n> The “well is dug”.\n```\n\n    > and “the mill is shut”\n\n`“so it was”`\n", []),
        ("- a list\n\n    that says “the well is dug”\n", ["the well is dug"]),
        ("---\ntitle: “the well is dug”\n---\n\nSo “the mill is shut”.\n", ["the mill is shut"]),
    ],
)  # fmt: skip
def test_markdown_quotes_by_lines_and_marks(settings: Settings, text: str, right: list[str]) -> None:
    """Lines that go on without a mark, deeper ones, and words without how they look; code quotes nothing."""
    assert quoted(read(settings, text, "draft.md")) == right


def test_mail_quotes_by_lines_level_by_level(settings: Settings) -> None:
    """What a person quoted of another is apart, and a line without a mark is the writer's own."""
    mail = "On Monday A wrote:\n> The well is dug\n> behind it.\n> > The mill is shut.\nI say so.\n"
    assert quoted(read(settings, mail, "mail.txt")) == ["The well is dug\nbehind it.", "The mill is shut."]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("“one ‘two three’ four”", ["one ‘two three’ four", "two three"]),
        ("„eins ‚zwei drei‘ vier“", ["eins ‚zwei drei‘ vier", "zwei drei"]),
        ("»eins ›zwei drei‹ vier«", ["eins ›zwei drei‹ vier", "zwei drei"]),
        ("« un “deux trois” quatre », dit-elle", ["un “deux trois” quatre", "deux trois"]),
        ("«раз „два три“ четыре»", ["раз „два три“ четыре", "два три"]),
        ("”ett ’två tre’ fyra”", ["ett ’två tre’ fyra", "två tre"]),
        ("「一二『三四』五」", ["一二『三四』五", "三四"]),
        ("„jeden dwa trzy” i “four five”", ["jeden dwa trzy", "four five"]),
        ("the dogs' bowls of the '90s, O'Brien's", []),
        ("《一二三》", []),
    ],
)
def test_marks_within_marks_are_quotations_of_their_own(settings: Settings, text: str, right: list[str]) -> None:
    """In the marks of many languages; apostrophes and titles quote nothing."""
    assert quoted(read(settings, text, "draft.txt")) == right


def test_ids_and_keys_are_found_where_they_are_named(settings: Settings) -> None:
    """By themselves, as keys, several in one pair of brackets, and as our styles print them."""
    text = "vj41gcsm, [@dateline-vj41gcsm]\n[see @dateline-vj41gcsm, p. 3; @dateline-k7f2q9xw]\n(passage k7f2q9xw)\n"
    found = [(one.id, one.line, one.certain) for one in read(settings, text, "draft.md").mentions]
    assert found == [
        ("vj41gcsm", 1, False),
        ("vj41gcsm", 1, True),
        ("vj41gcsm", 2, True),
        ("k7f2q9xw", 2, True),
        ("k7f2q9xw", 3, True),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_places_are_those_of_the_file(settings: Settings, encoding: str, line_end: str) -> None:
    """Whatever ends its lines, and however it is encoded."""
    text = f"First.\n\nShe wrote\n“{WORDS}”.\n".replace("\n", line_end)
    draft = read(settings, text.encode(encoding), "draft.txt")
    (only,) = draft.quotations
    assert (only.line, only.paragraph, only.quotation.text) == (4, 2, WORDS)
    assert draft.text[only.start : only.end] == f"“{WORDS}”"


@pytest.mark.parametrize(
    ("content", "name", "line"),
    [
        (b"", "draft.txt", "it has no text"),
        (b" \n\t\n", "draft.md", "it has no text"),
        (b"\0\x01\xfe\xff\x88" * 90, "draft.txt", "it is a binary file"),
        (b"PK\x03\x04 broken", "draft.docx", "damaged or truncated"),
        (packed({"a.txt": b"x"}), "draft.docx", "a zip archive"),
        (packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b""}), "draft.docx",
         "OpenDocument spreadsheet; save each of its sheets"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "draft.docx", "it is encrypted"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "draft.png", "it is a picture"),
        (b"%PDF-1.7 nothing", "draft.pdf", "damaged PDF"),
        (b"caf\xe9 \x81\x8d\xff", "draft.txt", "save it as UTF-8|binary"),
    ],
)  # fmt: skip
def test_what_is_no_draft_is_refused_in_a_line(settings: Settings, content: bytes, name: str, line: str) -> None:
    """Nothing, pictures, archives and what is damaged or locked: the line says which, and what to do."""
    with pytest.raises(DraftError, match=line) as caught:
        read(settings, content, name)
    assert str(caught.value).startswith(f"{name} can't be read as a draft: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "unclosed"),
    [("„“”»«", 0), ("“" + "x " * 50_000, 1), ("слова „другого письма“", 0), ("“one\n\n„zwei\n\n«trois\n\n「四", 4)],
)
def test_odd_drafts_are_read(settings: Settings, text: str, unclosed: int) -> None:
    """Marks alone, a very long line, other scripts, and marks that never close, each of which has a place."""
    draft = read(settings, text, "draft.txt")
    assert len(draft.unclosed) == unclosed
    assert all(any(map(str.isalnum, one)) for one in quoted(draft))


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_word_document_that_is_damaged_anywhere_is_refused(settings: Settings, packing: int) -> None:
    """Whichever byte of it is another: no fault of what unpacks it gets through."""
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", packing) as made:
        made.writestr("word/document.xml", f"<w:p>{'words ' * 200}</w:p>")
        made.writestr("word/styles.xml", "<w:styles/>" * 40)
    whole = package.getvalue()
    for at in range(4, len(whole)):
        damaged = whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :]
        with pytest.raises(DraftError, match="draft"):
            read(settings, damaged, "draft.docx")
