"""German. The keys are the English texts exactly as the commands have them."""

from __future__ import annotations

from typing import Final

GERMAN: Final = {
    "Search the archive": "Im Archiv suchen",
    "Search the archive: passages word for word, with their dates": (
        "Das Archiv durchsuchen: Textstellen im Wortlaut, mit ihrem Datum"
    ),
    'What to look for: words, "a phrase", -without, title:…, in:…': (
        'Wonach gesucht wird: Wörter, "eine Wendung", -ohne, title:…, in:…'
    ),
    "From this day, month or year on, such as 1969, July 1969 or 20 July 1969": (
        "Ab diesem Tag, Monat oder Jahr, zum Beispiel 1969, July 1969 oder 20 July 1969"
    ),
    "Up to and including this day, month or year": "Bis einschließlich zu diesem Tag, Monat oder Jahr",
    "The order of what is found": "Die Reihenfolge der Funde",
    "best match first": "das Passendste zuerst",
    "newest first": "das Neueste zuerst",
    "oldest first": "das Älteste zuerst",
    "Show the answer only to me": "Die Antwort nur mir zeigen",
    "How to search here, and what the buttons do": "Wie man hier sucht und was die Knöpfe tun",
    "The archive that is searched here": "Das Archiv, das hier durchsucht wird",
    "What the archive holds, and when it was last indexed": (
        "Was das Archiv enthält und wann es zuletzt eingelesen wurde"
    ),
}
