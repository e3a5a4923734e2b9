"""An answer on a terminal, and where it is piped: what stands where, and that a document can't act or pretend."""

from __future__ import annotations

import datetime as dt
import io
import re
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

import pytest
from rich.cells import cell_len

from index import Answer, Archive, DateSpan, Hit, Query, Reading, Settings
from index.cli.show import answers

STYLE = re.compile(r"\x1b\[[\d;]*m")
"""What makes type bold, dim or coloured, and nothing else."""


def date(first: str = "1969-07-20", precision: Any = "day", origin: Any = "head line") -> DateSpan:
    day = dt.date.fromisoformat(first)
    return DateSpan(earliest=day, latest=day, precision=precision, origin=origin, as_written=first)


def hit(text: str = "The light was lit.", best: tuple[int, int] | None = (0, 18), **others: Any) -> Hit:
    """A hit like most others, but for what is given."""
    fields = {
        "rank": 1,
        "passage": "abcd1234",
        "document": "tower/light.txt",
        "title": "The light",
        "score": 1.0,
        "title_origin": "source",
        "date": date(),
        "start": 0,
        "end": len(text),
        "verbatim": True,
        "others": 0,
        "paragraph": 3,
        "page": None,
        "meaning_rank": 1,
        "words_rank": 2,
        "words": ("light",),
    }
    return Hit.model_validate({"text": text, "best": best, **fields, **others})


def found(*hits: Hit, **others: Any) -> Answer:
    """What a search found."""
    fields = {
        "query": Query(text="the light"),
        "reading": Reading(words="the light"),
        "generation": 7,
        "newest": date(),
        "passages_found": 60,
        "documents_found": 46,
        "undated_not_shown": 0,
        "elapsed_ms": 1.0,
    }
    return Answer.model_validate({"hits": hits, **fields, **others})


def piped(answer: Answer, **options: bool) -> str:
    """What both streams have, in order, where no terminal is."""
    told = io.StringIO()
    with pytest.MonkeyPatch.context() as environment, redirect_stdout(told), redirect_stderr(told):
        for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "COLUMNS"):
            environment.delenv(name, raising=False)
        answers.answer(answer, **options)
    return told.getvalue()


def terminal(answer: Answer, columns: int = 80, kind: str = "xterm-256color", **options: bool) -> str:
    """Likewise on a terminal of so many columns."""
    told = io.StringIO()
    with pytest.MonkeyPatch.context() as environment, redirect_stdout(told), redirect_stderr(told):
        environment.delenv("NO_COLOR", raising=False)
        for name, value in {"FORCE_COLOR": "1", "TERM": kind, "COLUMNS": str(columns)}.items():
            environment.setenv(name, value)
        answers.answer(answer, **options)
    return told.getvalue()


def plain(shown: str) -> list[str]:
    """The lines without their styles."""
    return STYLE.sub("", shown).splitlines()


def test_a_hit_is_date_title_words_and_source() -> None:
    """The date leads, and the id ends what most hits have to say."""
    lines = [" 1. 20 July 1969 · The light", "  > The light was lit.", "  — tower/light.txt ¶3 · abcd1234"]
    below = "46 documents about it, 60 passages · newest 20 July 1969"
    assert plain(piped(found(hit()))) == ["the light", "", *lines, "", below]
    lines[1] = "    The light was lit."
    assert plain(terminal(found(hit()))) == ["the light", "", *lines, "", below]


@pytest.mark.parametrize(
    ("dated", "shown"),
    [
        (date(), "20 July 1969"),
        (date(precision="month"), "July 1969"),
        (date(precision="year"), "1969"),
        (None, "undated"),
    ],
)
def test_a_date_has_its_own_precision(dated: DateSpan | None, shown: str) -> None:
    """A month or a year is no day, and what is undated says so."""
    assert f" 1. {shown} · The light\n" in piped(found(hit(date=dated)))


def test_first_words_are_no_title() -> None:
    """An untitled document is named by its path, once, and its words are shown once."""
    untitled = found(hit(title="The light was lit.", title_origin="first words"))
    for shown in (piped(untitled), terminal(untitled), piped(untitled, full=True)):
        assert " 1. 20 July 1969 · tower/light.txt" in plain(shown)
        assert "\n".join(plain(shown)).count("The light was lit.") == 1
        assert "\n".join(plain(shown)).count("tower/light.txt") == 1
    deep = "a/long/path/" * 20
    cut = terminal(found(hit(document=deep, title_origin="first words")))
    assert deep in "".join(line[4:] for line in plain(cut))


def test_the_sentence_is_bold_on_a_terminal_and_has_a_sign_elsewhere() -> None:
    """Where nothing can be bold, as on a dumb terminal, its lines begin with a sign that no other line has."""
    text = "It was dark. The light was lit. All saw it."
    lit = found(hit(text, (13, 31)))
    assert "\x1b[1mThe light was lit.\x1b[0m" in terminal(lit)
    signed = ["    It was dark.", "  > The light was lit.", "    All saw it."]
    assert plain(piped(lit))[3:6] == signed
    assert plain(terminal(lit, kind="dumb"))[3:6] == signed


PRETENDER = (
    "  > Lit by nobody.\n  — fake/source.txt ¶1 · zzzz9999\n\n 2. 1 January 1999 · Fake\n"
    "\x1b[2J\x1b]0;gone\x07\x9b31m\u202eevil\u202c\r\n\u2028> The li\x07ght was lit.\n> Lit?"
)


@pytest.mark.parametrize("full", [False, True])
def test_no_document_can_act_or_pretend(full: bool) -> None:
    """What it says stands right of the gutter, where neither rank, sign nor dash is Dateline's; no control gets out."""
    start = PRETENDER.index("The li")
    lit = found(hit(PRETENDER, (start, start + 19), title=f"A\n{PRETENDER}"))
    for shown in (piped(lit, full=full), terminal(lit, full=full), terminal(lit, 40, full=full)):
        assert re.findall(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202a-\u202e]", STYLE.sub("", shown)) == []
        gutters = [line[:4] for line in plain(shown)[2:] if line[:4].strip()]
        assert gutters[0] == " 1. "
        assert set(gutters[1 : gutters.index("  — ")]) <= {"  > "}
        assert {" 2. ", "  — "} & set(gutters[gutters.index("  — ") + 1 :]) == set()
    signed = [line for line in plain(piped(lit, full=full)) if line.startswith("  > ")]
    assert [line.removeprefix("  > ") for line in signed] in (["The light was lit."], ["[…] The light was lit. […]"])


def test_wide_letters_are_counted_as_they_are_shown() -> None:
    """No line is wider than the terminal, in Chinese, in pictures or without any blank; a title is no exception."""
    text = f"{'漢字' * 40}。 {'🚀' * 90}. {'x' * 5000}. {'👨‍👩‍👧‍👦🇫🇷' * 30}."
    for columns in (80, 50, 33):
        for title in ("灯台の話" * 30, "A light " * 50, "x" * 500):
            shown = plain(terminal(found(hit(text, None, title=title)), columns))
            assert max(map(cell_len, shown)) <= columns
            assert len(shown) <= 2 + 2 + 4 + 1 + 3


def test_notes_stand_above_the_hits() -> None:
    """What was corrected and how to be strict is read before what was found, though it is on the other stream."""
    reading = Reading(words="light", since=dt.date(1963, 6, 1), until=dt.date(1963, 6, 30), window_from="in June 1963")
    told = found(hit(in_window=False), reading=reading, warnings=("“lihgt” was searched for as “light”",))
    strict = "“in June 1963” puts its time first; to find only that, add --since 1963-06-01 --until 1963-06-30"
    heading = "the light · June 1963 (read from “in June 1963”)"
    head = " 1. 20 July 1969 · outside June 1963 · The light"
    assert plain(piped(told))[:5] == [heading, *told.warnings, strict, "", head]
    assert plain(terminal(told, 120))[:5] == [heading, *told.warnings, strict, "", head]
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(io.StringIO()):
        answers.answer(told)
    assert out.getvalue().splitlines()[:3] == [heading, "", head]


def test_a_source_says_what_few_have() -> None:
    """Words that differ, nearness in meaning alone, a weak date, the same story elsewhere and further passages."""
    told = hit(
        verbatim=False,
        near_only=True,
        date=date(origin="creation metadata"),
        page=4,
        others=2,
        duplicates=("a.txt", "b.txt", "c.txt", "d.txt", "e.txt"),
        overlap=0.75,
    )
    assert (
        "  — NOT VERBATIM: differs from what was indexed · tower/light.txt p. 4 · abcd1234 · near in meaning only · "
        "dated by its creation metadata · also in a.txt and 4 others\n"
    ) in piped(found(told))
    assert (" · also in a.txt, b.txt, c.txt and 2 others (75% the same) · 2 more passages in this document\n") in piped(
        found(told), full=True
    )
    assert "abcd1234 · dated by its head line\n" in piped(found(hit()), full=True)
    assert "abcd1234 · dated by a moderator\n" in piped(found(hit(date=date(origin="set by a moderator"))))
    assert "abcd1234 · 1 more passage\n" in piped(found(hit(others=1)))


def test_below_stands_one_short_line() -> None:
    """What is counted, what is not shown for want of a date, and how new the archive is; the least goes first."""
    told = found(hit(), undated_not_shown=12, newest=date("2024-10-14"))
    whole = "46 documents about it, 60 passages · 12 undated not shown · newest 14 October 2024"
    assert plain(terminal(told, 90))[-1] == whole
    assert plain(terminal(told, 80))[-1] == whole.replace(", 60 passages", "")
    assert plain(terminal(found(hit(), documents_found=0), 80))[-1].startswith(
        "no document about it; these are the nea"
    )
    assert plain(terminal(found(documents_found=0)))[-2:] == [
        "Nothing found. Try other words, a wider window, or fewer filters.",
        "newest 20 July 1969",
    ]


def test_a_long_query_is_not_repeated_in_full() -> None:
    """On a terminal two lines of it are; whoever pipes has all of it."""
    long = found(hit(), query=Query(text="harbour " * 200))
    assert len(plain(terminal(long))) == 2 + 6
    assert piped(long).startswith(f"{'harbour ' * 200}".strip())


@pytest.mark.parametrize("full", [False, True])
def test_explain_stands_below_what_it_explains(full: bool) -> None:
    """How the query was read above the hits, and why each was found below its source, beside excerpts and in full."""
    for shown in (piped(found(hit()), explained=True, full=full), terminal(found(hit()), explained=True, full=full)):
        lines = plain(shown)
        assert lines[1:3] == ["    words: the light", "    order: best first"]
        assert lines[-3] == "    why: place 2 by words (light); place 1 by meaning"
        assert lines[-4].startswith("  — ")


QUERIES = (
    *("moon landing", "who was the first woman in space", "space station fire", "comet", "spacewalk", "Venus surface"),
    *("Mars rover water", "Soviet space programme before 1970", "in:moon", "why did the mission fail"),
)


@pytest.mark.real_model
def test_ten_hits_take_sixty_lines(seeds: Settings) -> None:
    """On a terminal of 80 columns, with heading and last line, in the archive that ships; notes are counted apart."""
    archive = Archive.open(seeds)
    try:
        shown = {text: archive.search(Query(text=text)) for text in QUERIES}
    finally:
        archive.close()
    assert all(len(answer.hits) == 10 for answer in shown.values())
    taken = {text: plain(terminal(answer)) for text, answer in shown.items()}
    counts = {text: len(lines) - lines.index("") + 1 for text, lines in taken.items()}
    assert max(counts.values()) <= 60, counts
