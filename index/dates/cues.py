"""The words around a time in a query that show whether, and how, it is meant as a time: the tables. Pure."""

from __future__ import annotations

import re
from typing import Final, Literal

Effect = Literal["within", "since", "after", "until", "before"]
"""What a time bounds: `since` and `until` include its days, `after` and `before` don't."""

EARLIEST_YEAR: Final = 1500
"""Four digits below this are more likely a count; no archive has dates in such years."""
OPENING_MARKS: Final = "([{"
CLOSING_MARKS: Final = ",;:.?!)]}…"
PAUSES: Final = frozenset({",", ";", "(", "-", "–", "—"})
"""Marks after which words may still turn the meaning of the time before them: "in 2012 (or later)"."""


def word_set(words: str) -> frozenset[str]:
    """The words of `words`, which blanks part."""
    return frozenset(words.split())


_BASES: Final[dict[Effect, str]] = {
    "within": "in during throughout within over on dated of from between",
    "since": "since",
    "after": "after",
    "until": "until till through thru",
    "before": "before",
}
_PHRASES: Final[dict[Effect, str]] = {
    "within": "in between|back in",
    "since": "no earlier than|not earlier than|no sooner than|not before|on or after|in or after|at or after|"
    "after or on|after or in|in and after|on and after|from and after|during or after|during and after|since or in|"
    "in or since|starting from|starting on or after",
    "after": "later than|any time after",
    "until": "up to|up to and including|up until|up till|up through|up thru|no later than|not later than|not after|"
    "at the latest in|at the latest on|on or before|in or before|at or before|before or on|before or in|"
    "in and before|on and before|during or before|until and including|by no later than",
    "before": "prior to|earlier than|any time before",
}
_ENDS: Final[dict[Effect, tuple[str, ...]]] = {
    "within": ("the month of", "the months of"),
    "since": ("the beginning of", "the start of", "beginning of", "start of"),
    "after": ("the end of", "end of"),
    "until": ("the end of", "end of"),
    "before": ("the beginning of", "the start of", "beginning of", "start of"),
}
"""What may follow such a lead without a change of its meaning: "until the end of 1969"."""


def _leads() -> dict[str, Effect]:
    leads: dict[str, Effect] = {
        **dict.fromkeys(("by the end of", "by end of", "before the end of"), "until"),
        "during all of": "within",
    }
    for table in (_BASES, _PHRASES):
        for effect, phrases in table.items():
            for lead in filter(None, re.split(r"\|" if table is _PHRASES else " ", phrases)):
                leads[lead] = effect
                leads |= {f"{lead} {end}": effect for end in _ENDS.get(effect, ())}
    return leads


LEADS: Final = _leads()
"""Words before a time, and what they make of it."""
MAX_LEAD: Final = max(lead.count(" ") + 1 for lead in LEADS)
_AFTERWARDS: Final = "later after afterwards thereafter beyond onward onwards on newer since forward forwards"
_EARLIER: Final = "earlier before older prior previously"
TAILS: Final[dict[str, Effect]] = {
    **{f"{word} {tail}": "since" for tail in _AFTERWARDS.split() for word in ("and", "or")},
    **{f"{word} {tail}": "until" for tail in _EARLIER.split() for word in ("and", "or")},
    **dict.fromkeys(
        ("onward", "onwards", "forward", "forwards", "on", "at the earliest", "at the very earliest"), "since"
    ),
    **dict.fromkeys(("at the latest", "at the very latest"), "until"),
}
"""Words after a time, likewise."""
MAX_TAIL: Final = max(tail.count(" ") + 1 for tail in TAILS)
TURNING_WORDS: Final = word_set(
    f"{_AFTERWARDS} {_EARLIER} following followed next subsequent subsequently preceding previous ensuing "
    "upward upwards henceforth hence thenceforth forth further over under back backwards younger except excluding none "
    "thereabouts until till sooner not"
) - {"on"}
"""Near "1969 and" these turn the time's meaning, in a way that may not be understood."""
END_WORDS: Final = word_set("end beginning start middle close")
EXTENDING_WORDS: Final = word_set("then so more less fewer to through thru up down ending starting")
"""Likewise, directly after "and"."""

EXCLUDING_WORDS: Final = word_set(
    "except excepting excluding exclude excludes excluded exempting besides barring minus omitting omit ignoring "
    "ignore skip skipping sans unless excl"
)
"""Anywhere before a time, these ask for other times."""
EXCLUDING_PAIRS: Final = frozenset(
    f"{first} {second}"
    for second, firsts in {
        "than": "other rather else different",
        "from": "apart aside different differ differs differing distinct",
        "but": "all everything everyone anything anyone nothing any every each none anywhere always",
        "for": "save but",
        "of": "instead clear exception exclusive exclusion",
        "with": "nothing",
        "out": "leaving leave leaves left filter filtering filtered cut cutting",
        "not": "but if",
    }.items()
    for first in firsts.split()
)
LAST_WORDS: Final = word_set(
    "after afterwards before since through thru throughout up upwards past hence henceforth thenceforth never no none "
    "neither exclusive starting commencing ending less more plus further forth backwards back over under following"
)
"""As the last word, right after a time, these may turn its meaning, too."""
HEDGES: Final = word_set(
    "ish give approx approximately circa roughly ± maybe perhaps possibly probably earliest latest"
)
HEDGING_PAIRS: Final = frozenset({"at least", "at most", "if not"})
"""Directly after a time these leave open which one is meant: "in 1969, maybe 1970"; so does the former after "or"."""
AFTER_EXCLUDES: Final = word_set(
    "minus save barring bar excluded excepted aside exempt exempted omitted not except excluding apart bc "
    "compared versus vs unlike than"
)
"""Directly after a time, these ask for other times, too, or make it one of another age."""
NEGATIONS: Final = word_set(
    "not never no none nothing nobody nowhere nor neither without cannot hardly nicht niet ohne außer ausser "
    "zonder behalve"
)
MAX_NEGATION: Final = 3
MAX_SOURCE_NEGATION: Final = 6
"""How many words before a time and its preposition a negation is looked for."""
OUTSIDE: Final = word_set("outside beyond past")
PERIOD_WORDS: Final = word_set(
    "the of period periods year years month months decade decades week weeks range window time times dates days season "
    "interval span era between from in during and"
)
"""Between "outside" and a time, these leave the time what is asked to be outside of."""

BLOCKING_WORDS: Final = word_set(
    "and or to vs vs versus than not except excluding without never called titled named by around about circa ca as "
    "approximately roughly like but nor near nearly almost under every each per until & outside "
    "halfway midway between late later early earlier mid since after before till through thru during within into "
    "aside half bar save despite notwithstanding discounting onward onwards newer older younger starting "
    "beginning commencing ending avoid avoiding "
    "im und oder bis seit nach vor ab ende anfang mitte en tot na voor vóór sinds vanaf sauf "
    "avant unlike against like plus minus exactly precisely throughout"
)
"""Directly before a lead or a time these make it no window, or not the whole of it."""
PARTIAL_LEADS: Final = word_set(
    "in on since after before until till from between by during throughout through thru late early mid"
)
"""Before "March" or "Monday" these make it a further time that is asked for."""
HALVING_WORDS: Final = word_set(
    "all halfway midway way part partway half right straight mid sail live lived lives living go goes going gone went "
    "get gets got getting come comes came coming walk walked walking read reading look looked looking see saw seen "
    "pass passed passing struggle struggled struggling suffer suffered suffering survive survived surviving make made "
    "making search searched searching scroll scrolled scrolling sift sifted sifting "
    "browse browsed browsing work worked "
    "break breaking broke fall fell falling push pushed pushing"
)
"""Before "through 2019" these make it no end."""
LEADING_WORDS: Final = word_set("leading leads lead led run runs running building counting looking")
"""Likewise, before "up to March 2019"."""
WITHIN_SPAN: Final = word_set("of before after under when leading prior until till preceding without ahead")
"""After "in the last two weeks" these make it the last ones of something else: "before the election"."""
SETTING_ASIDE: Final = word_set(
    "outside without other apart aside beyond over besides instead rather against unlike "
    "compared relative versus vs than contrasted opposed"
)
"""Between two times these set the second one against the first: "in 1969 outside March"."""
SPAN_WORDS: Final = word_set(
    "day days night nights morning evening week weeks month months year years decade decades hour hours minute minutes "
    "century centuries weekend fortnight"
)
NEARNESS_WORDS: Final = word_set("shortly soon just immediately right even only barely hardly slightly little bit")
COMPARED_WORDS: Final = word_set(
    "difference differences comparison comparisons contrast contrasts distinction gap choice choose relation link"
)
"""Before "between" these make its times two things, and no range."""
POSSESSIVES: Final = word_set("his her their its my our your whose")
FUNCTION_WORDS: Final = word_set(
    "a an the this that these those some any all every each both no his her their its my our your whose who what which "
    "when where why how is are was were be been being am do does did done has have had will would shall should can "
    "could may might must of in on at by for with about against between into through during before after above below "
    "to from up down out off over under again then once here there and but or nor so yet if while because as until "
    "than too very not only own same it he she they we you i us them me him per via upon toward towards within without "
    "pre post non anti dem der den des vom zum beim am "
    "since along across behind near despite concerning regarding re onto beside beneath versus vs also whether"
)
"""Words with no matter of their own: a noun is none of them."""
NEWS_WORDS: Final = word_set("happened happening new news published posted announced released reported written added")
SOURCE_WORDS: Final = word_set(
    "documents document reports report articles article news stories story posts post papers paper letters letter "
    "photos pictures emails notes minutes speeches records files entries messages anything something everything "
    "those ones passages interviews bulletins photo photograph photographs picture image images footage video videos "
    "recording recordings music songs films movies maps diaries memo memos email transcripts clips"
)
"""Things that are dated by the time they are "from"."""
WORK_WORDS: Final = word_set(
    "novel film movie book album song chapter plot theme themes character characters author orwell orwell's odyssey "
    "dystopia dystopian"
)
"""In a query with these, a year may be the title of a work."""
UNIT_WORDS: Final = word_set(
    "words people men women feet percent % km kg m mm cm mph usd eur bc bce ad ce b.c. a.d. c.e. b.c.e. b.c a.d c.e "
    "b.c.e meter metre mile dollar euro pound word page piece hour ton foot square cubic children dead wounded injured "
    "utc gmt cet cest bst est edt cst cdt pst pdt hrs h local zulu"
)
STREETS: Final = word_set("street avenue road boulevard broadway lane")
"""After a number these make it a house's: "in 1923 Elm Street"."""
TEMPERED_WORDS: Final = word_set(
    "temperature temperatures temps highs lows degrees fahrenheit celsius score scores grade grades age aged ages"
)
"""In a query with these, "the sixties" may be no decade."""
PIECES: Final = (
    SPAN_WORDS
    | END_WORDS
    | word_set(
        "ahead half quarter part parts rest remainder most much bulk time season semester term same earlier later "
        "early late twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million "
        "billion dozen score some other"
    )
)
"""Directly before "last year" or "two years ago", or before their "of", these ask for a part or for another time."""
_NOT_PLURALS: Final = word_set(
    "was is as its his this has does says us ours hers theirs whereas versus perhaps onwards forwards "
    "afterwards backwards always sometimes besides across"
)
_EVENT: Final = re.compile(
    r"(?:attack|plot|riot|coup|war|uprising|bombing|crash|flood|storm|hurricane|tsunami|fire|wildfire|summit|treaty|"
    r"accord|protest|strike|outbreak|lockdown|offensive|raid|battle|siege|shooting|hijacking|murder|killing|trial|"
    r"referendum|vote|olympic|game|cup|championship|conference|congress|landing|launch|disaster|blackout|eclipse|"
    r"festival|budget|massacre|accident|collapse|scandal|inquiry|census|merger|drought|heatwave|blizzard|smog|wedding|"
    r"funeral|concert|marathon|final|protocol|sinking|avalanche|tornado|typhoon|cyclone|wreck|flyby|spacewalk|bailout|"
    r"downturn|depression|freeze|exhibit|blockade|embargo|boycott|act|bill|poll|march|rally|plague|revolt|putsch|treaties|crises|crisis|famine|pandemic|flight|"
    r"mutiny|mutinies|purge|speech|address|hearing|debate|draft|surge|ceasefire|truce|armistice|blast|"
    r"crackdown|invasion|issue|edition|season|semester|report|election|meeting|session|visit|tour|parade|wave|\w+(?:tion|sion|ment|quake|cide|slide|break|down|burst|gate|spill|storm))(?:s|es)?"
)
"""Nouns that a date may name: "the May 1968 protests"."""


def counts(word: str) -> bool:
    """Whether a number before `word` is a count: "in 2000 words", "before 1500 people"."""
    return word in UNIT_WORDS or (word.endswith("s") and not word.endswith("ss") and word not in _NOT_PLURALS)


def is_event(word: str) -> bool:
    """Whether `word`, in lower case, is something that has a date for its name."""
    return _EVENT.fullmatch(word) is not None


def is_negation(word: str) -> bool:
    """not, never, didn't …"""
    return word in NEGATIONS or word.endswith("n't")


def plain(word: str) -> str:
    """A word in lower case without the punctuation around it."""
    return word.lower().replace("’", "'").strip(OPENING_MARKS + CLOSING_MARKS)
