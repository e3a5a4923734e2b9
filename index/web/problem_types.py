"""The kinds of problems that programs are told of, each with an address of its own (RFC 9457, section 3.1.1)."""

from __future__ import annotations

from typing import Final, NamedTuple


class ProblemType(NamedTuple):
    """What a kind of problem is called, and what to do about it."""

    title: str
    about: str


TYPES: Final = {
    "parameters": ProblemType(
        "A parameter is wrong",
        "A parameter or a field of the body is missing, unknown or of the wrong form; `errors` names each of them.",
    ),
    "query": ProblemType(
        "The query can't be understood",
        "Nothing was searched: the words hold no word or number, an operator or a date can't be read, or the window "
        "ends before it begins.",
    ),
    "draft": ProblemType("The draft can't be read", "No quotation was checked; send plain text, Markdown or HTML."),
    "cursor": ProblemType(
        "The cursor is of another list",
        "A cursor goes with the query it was given for; send the same parameters, or none to begin at the start.",
    ),
    "outdated-cursor": ProblemType(
        "The archive was indexed again",
        "The list that the cursor goes on with is no more; ask again without a cursor to begin at the start.",
    ),
    "media-type": ProblemType("The body is not JSON", "Send JSON, with the header Content-Type: application/json."),
    "unknown": ProblemType(
        "There is no such passage or document", "It isn't in the archive, or not in what you may see: both look alike."
    ),
    "removed": ProblemType(
        "The cited words are gone",
        "The archive no longer has them; `passage` has the quotation, its date and what became of its source.",
    ),
    "erased": ProblemType("The cited words were erased", "Nothing of them is kept; `passage` says when and why."),
    "sign-in": ProblemType("Who asks is not known", "Send a bearer token in the header Authorization."),
    "busy": ProblemType("Too many are asking at once", "Ask again after the seconds that Retry-After says."),
    "index": ProblemType(
        "The index can't be used now", "Ask again later; whoever runs this finds the reason in a log."
    ),
}
"""By name: the last part of their addresses."""


def address(base_url: str, name: str) -> str:
    """The URI of a kind of problem."""
    return f"{base_url}/v1/problems/{name}"
