"""The words directly before a time without a preposition that keep it from being the window: the tables. Pure."""

from __future__ import annotations

from typing import Final

from index.dates.cues import word_set

MODIFYING_WORDS: Final = word_set(
    "amid among apart away back beforehand began begin begins close closest coming dating day days due earlier "
    "earliest ended ending ends every exclusive expected extending follow followed follows forecast formerly "
    "forthcoming henceforth hitherto inside later latest least less month months more most nearest overdue part "
    "partially partly pending planned previously projected replaced round scheduled set shortly soon sooner start "
    "started starts still subsequently thence thereafter throughout upto upwards week weeks whenever year years"
)
"""These may make it another time: "newsletter due July 1969"."""
BLURRING_WORDS: Final = word_set(
    "afore afterward afterwards ahead albeit altogether antedate antedated antedates antedating anti approx barely c "
    "ca contra contrary counter ex excl following former forth forward further hardly hence hereafter hitherto "
    "instead inter latter lest lieu maybe middle midst minus next non opposed opposite other others otherwise outwith "
    "perhaps possibly postdate postdated postdates postdating potentially pre precede preceded precedes preceding "
    "predate predated predates predating presumably previous prior probably rarely replaces replacing scarcely seldom "
    "subsequent superseded supersedes superseding supposedly thereabouts til underneath unto various whereas zero"
)
"""So do these, before "last year" as well: "reports predating July 1969"."""
BOUNDING_WORDS: Final = word_set(
    "before after since until till prior outside beyond without than later earlier sooner between"
)
"""Shortly before a time these may be meant of it: "before possibly July 1969"."""
NAMING_WORDS: Final = word_set(
    "black red white green blue orange golden gold silver grey gray yellow purple pink brown bloody holy hot cold "
    "dark silent long great glorious big little first second third last sweet good bad velvet dead happy free arab "
    "prague miss mr mrs ms dr sir lady lord saint st president general colonel captain major judge senator professor "
    "operation project hurricane typhoon cyclone class playboy freedom indian winter cruel"
)
"""Before a month these make it part of a name: "black September 1970"."""
NUMBERED_WORDS: Final = word_set(
    "apollo gemini soyuz voyager mariner luna sputnik falcon ariane explorer pioneer venera vostok viking saturn "
    "shenzhou ranger surveyor windows flight boeing airbus area route chapter page part volume room figure table form "
    "edition issue vol vol. nr nr. number act scene verse season series section article resolution phase stage "
    "episode"
)
"""After these a number is hardly the day of the month that follows it: "Apollo 11 July 1969"."""
