"""Why a document is not among the hits: each reason, and the place of one that matches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from index import EVERYTHING, Archive, CitationError, Explanation, Query, Scope
from tests.makers.archives import Place, note

STORY = (
    "The smuggler hid his lantern below the pier, and the keeper of the harbour saw nothing of the cutter that night."
)
LONG = "The road went on and on, and still it was long, and nobody knew where it would end. " * 9
"""So many words that a passage is ranked by its own."""
DOCUMENTS = {
    "story.txt": f"date 1901-03-04 The smuggler\n\n{STORY}\n",
    "reprint.txt": f"date 1901-03-09 The smuggler, again\n\n{STORY}\n",
    "undated.txt": "Some night\n\nA smuggler was seen with a parrot.\n",
    "folder/parrot.txt": "date 1950-01-01 Parrots\n\nA parrot was bought by the smuggler.\n",
    "two.txt": f"date 1960-01-01 Two\n\nA zebra was sold. {LONG}\n\n{LONG}\n\nThe parrot spoke. {LONG}\n",
    "board/secret.txt": "date 1951-01-01 Minutes\n\nThe smuggler was paid.\n",
    "bread.txt": "date 1970-01-01 Bread\n\nBread was baked, and nothing else.\n",
    **{f"notes/{number:02}.txt": note(number, "A gull.") for number in range(30)},
}
LIMITED = Scope(hidden=frozenset({"board"}))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    place = Place(tmp_path_factory.mktemp("explained"), DOCUMENTS)
    place.index()
    with place.opened() as opened:
        yield opened


def explain(archive: Archive, text: str, document: str, **query: Any) -> Explanation:
    return archive.explain(Query(text=text, **query), document)


@pytest.mark.parametrize(
    ("text", "document", "kinds", "said"),
    [
        ("smuggler since:1950", "story.txt", ["window"], "it is dated 4 March 1901, not since 1 January 1950"),
        ("smuggler until:1980", "undated.txt", ["undated"], "it is undated, and a window (until 31 December 1980)"),
        ("smuggler -lantern", "story.txt", ["excluded"], "it has “lantern”, which the query excludes"),
        ("zebra -sold", "two.txt", ["excluded"], "its passages that match have “sold”, which the query excludes"),
        ('"the smuggler hid" night', "undated.txt", ["phrase"], "it lacks the phrase “the smuggler hid”"),
        ("smuggler title:parrots", "undated.txt", ["title"], "its title lacks “parrots”"),
        ("smuggler in:folder", "story.txt", ["folder"], "it is not in folder"),
        ('"a zebra" "parrot spoke"', "two.txt", ["together"], "no passage of it fulfils all that is demanded"),
        ("parrot", "bread.txt", ["unrelated"], "it has none of the words that tell (parrot), and"),
        ("xylophones", "bread.txt", ["unrelated"], "no document has any of the query's words, and"),
        ("gull -gull bread", "notes/01.txt", ["excluded", "unrelated"], "it has “gull”"),
        ("smuggler since:1950 in:folder title:bread", "story.txt", ["window", "folder", "title"], ""),
    ],
)
def test_all_that_keeps_a_document_out_is_told(
    archive: Archive, text: str, document: str, kinds: list[str], said: str
) -> None:
    """Each reason in a line, and the search itself does not show the document."""
    found = explain(archive, text, document)
    assert [reason.kind for reason in found.reasons] == kinds
    assert said in found.reasons[0].said
    assert (found.matches, found.rank, found.hit) == (False, None, None)
    shown = archive.search(Query(text=text, limit=100), shown=False).hits
    assert document not in {path for hit in shown for path in (hit.document, *hit.duplicates)}


def test_the_nearness_and_its_bound_are_told(archive: Archive) -> None:
    """Of what has none of the words: how near its nearest passage is, and from where a search shows it."""
    found = explain(archive, "parrots everywhere", "bread.txt")
    assert found.nearness is not None
    assert found.least is not None
    assert found.nearness < found.least
    assert f"at most {found.nearness:.2f}, where {found.least:.2f} is near enough" in found.reasons[0].said


def test_the_same_story_is_shown_by_another_document(archive: Archive) -> None:
    """By which, and at which rank that is."""
    found = explain(archive, "smuggler lantern", "reprint.txt")
    assert (found.matches, found.shown_by, found.rank) == (True, "story.txt", 1)
    assert [reason.kind for reason in found.reasons] == ["same story"]
    assert found.reasons[0].said == "it tells the same story as story.txt, which stands for it at rank 1"


@pytest.mark.parametrize("text", ["gull lantern", "gull in 1915", "gull since:1920", "in:notes", "newest gull"])
def test_the_rank_is_that_of_the_search(archive: Archive, text: str) -> None:
    """With the same passage and the same places, be it among those shown or further down."""
    for hit in archive.search(Query(text=text, limit=1000), shown=False).hits:
        found = explain(archive, text, hit.document, limit=3)
        assert (found.rank, found.matches) == (hit.rank, True)
        assert [reason.kind for reason in found.reasons] == ([] if hit.rank <= 3 else ["rank"])
        assert found.hit is not None
        assert (found.hit.passage, found.hit.words_rank, found.hit.words) == (hit.passage, hit.words_rank, hit.words)
        assert (found.hit.meaning_rank, found.hit.in_window) == (hit.meaning_rank, hit.in_window)
    assert found.reasons[0].said == f"it matches, but at rank {found.rank}; 3 hits are shown"


def test_a_document_may_be_named_by_words_of_its_title(archive: Archive) -> None:
    """Of one alone; several are named."""
    assert explain(archive, "smuggler", "parrots").document == "folder/parrot.txt"
    with pytest.raises(CitationError, match=r"“smuggler” may be reprint.txt, story.txt; give the path of one"):
        explain(archive, "gull", "smuggler")


def test_a_hidden_document_is_unknown_in_the_same_words(archive: Archive) -> None:
    """As one that never was, by its path and by its title."""
    messages = []
    for path in ("board/secret.txt", "nowhere/secret.txt", "Minutes"):
        with pytest.raises(CitationError) as error:
            explain(archive, "smuggler", path, scope=LIMITED)
        messages.append(error.value.in_chat.replace(path, "…"))
    assert set(messages) == {"unknown document “…”; give its path"}
    assert explain(archive, "smuggler", "board/secret.txt", scope=EVERYTHING).rank


@pytest.mark.parametrize("scope", [EVERYTHING, LIMITED])
def test_what_a_window_leaves_out_is_counted(archive: Archive, scope: Scope) -> None:
    """All that matches without the window, by where its date is: brute force over what a search shows."""
    text, since, until = "smuggler parrot gull", "1912", "1955"
    whole = archive.search(Query(text=text, limit=1000, scope=scope), shown=False)
    dates = [hit.date for hit in whole.hits] + [whole.hits[0].date] * sum(len(hit.duplicates) for hit in whole.hits)
    found = archive.search(Query(text=f"{text} since:{since} until:{until}", scope=scope, explained=True), shown=False)
    left_out = found.window_left_out
    assert left_out is not None
    assert left_out.undated == sum(date is None for date in dates)
    assert left_out.after == sum(date is not None and date.earliest.year > int(until) for date in dates)
    documents = {path for hit in whole.hits for path in (hit.document, *hit.duplicates)}
    before = {"story.txt", "reprint.txt"} | {f"notes/{n:02}.txt" for n in range(2)}
    assert left_out.before == len(before & documents) > 0
    assert archive.search(Query(text=text, scope=scope, explained=True), shown=False).window_left_out is None
