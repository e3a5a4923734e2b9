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
    "The order of the results": "Die Reihenfolge der Funde",
    "best match first": "das Passendste zuerst",
    "newest first": "das Neueste zuerst",
    "oldest first": "das Älteste zuerst",
    "Show the answer only to me": "Die Antwort nur mir zeigen",
    "How many documents match, by time, as a picture": "Wie viele Dokumente passen, nach der Zeit, als Bild",
    "How long a bar is; chosen by the dates if left out": (
        "Wie lang ein Balken ist; sonst nach den Daten der Dokumente gewählt"
    ),
    "day": "Tag",
    "month": "Monat",
    "year": "Jahr",
    "In percent of all documents of that time": "In Prozent aller Dokumente dieser Zeit",
    "What two spans of time have of a search, side by side": (
        "Was zwei Zeiträume zu einer Suche enthalten, nebeneinander"
    ),
    "The one span, such as 1969, July 1969 or 1969 to 1972": (
        "Der eine Zeitraum, zum Beispiel 1969, July 1969 oder 1969 to 1972"
    ),
    "The other span, which shares no day with it": "Der andere Zeitraum, der keinen Tag mit ihm teilt",
    "For moderators: the number of an earlier generation to search; only you see the answer": (
        "Für Moderatoren: die Nummer einer früheren, zu durchsuchenden Generation; nur du siehst die Antwort"
    ),
    "How to search here, and what the buttons do": "Wie man hier sucht und was die Knöpfe tun",
    "The archive that is searched here": "Das Archiv, das hier durchsucht wird",
    "What the archive holds, and when it was last indexed": (
        "Was das Archiv enthält und wann es zuletzt eingelesen wurde"
    ),
    "The words, the reference and the state of a passage, by its id": (
        "Wortlaut, Beleg und Stand einer Textstelle, anhand ihrer Kennung"
    ),
    "The passage's id, as Read shows it": "Die Kennung der Textstelle, wie Read sie zeigt",
    "The form of the reference": "Die Form des Belegs",
    "Is this quotation real? Whether the archive has these words": (
        "Ist dieses Zitat echt? Ob das Archiv diese Worte enthält"
    ),
    "The words that are quoted": "Die Worte, die zitiert werden",
    "A draft whose quotations are checked: a .txt, .md, .html or .docx file": (
        "Ein Entwurf, dessen Zitate geprüft werden: eine .txt-, .md-, .html- oder .docx-Datei"
    ),
    "Check the quotations": "Die Zitate prüfen",
    "What is known about a document, and its file": "Was von einem Dokument bekannt ist, und seine Datei",
    "The document's path, or words of its path or title": "Der Pfad des Dokuments oder Wörter aus Pfad oder Titel",
    "What I tell you of by myself when it comes into the archive": (
        "Was ich von mir aus melde, wenn es ins Archiv kommt"
    ),
    "Tell a channel what comes into the archive about something": (
        "In einem Kanal melden, was zu etwas neu ins Archiv kommt"
    ),
    "Where to tell it, by default here": "Wo es gemeldet wird, sonst hier",
    "How often to tell it, by default after each reindex": "Wie oft es gemeldet wird, sonst nach jedem Einlesen",
    "after each reindex": "nach jedem Einlesen",
    "once a day": "einmal am Tag",
    "once a week": "einmal in der Woche",
    "Only documents from this day, month or year on": "Nur Dokumente ab diesem Tag, Monat oder Jahr",
    "Only documents up to and including this day, month or year": (
        "Nur Dokumente bis einschließlich zu diesem Tag, Monat oder Jahr"
    ),
    "Your watches in this server, to pause, resume or remove them": (
        "Was du auf diesem Server beobachtest: anhalten, fortsetzen oder entfernen"
    ),
    "Everybody's in this server; only for moderators": "Was alle hier beobachten; nur für Moderatoren",
    "The citations you keep in this server": "Die Belege, die du auf diesem Server sammelst",
    "Your dossier, and whether its sources still say what you keep": (
        "Deine Mappe, und ob ihre Quellen noch sagen, was du gesammelt hast"
    ),
    "Take a citation out of your dossier; this can be undone": (
        "Einen Beleg aus deiner Mappe nehmen, was sich rückgängig machen lässt"
    ),
    "The passage's id": "Die Kennung der Textstelle",
    "Empty your dossier in this server; asks first, and can be undone": (
        "Deine Mappe auf diesem Server leeren; fragt nach und lässt sich rückgängig machen"
    ),
    "Your dossier as a file": "Deine Mappe als Datei",
    "The format of the file": "Was für eine Datei es sein soll",
    "Markdown: quotations and references": "Markdown: Zitate und Belege",
    "All of them, a file each": "Alle, je eine Datei",
    "Erase everything I keep about you, in every server; asks first": (
        "Alles löschen, was ich von dir aufbewahre, auf jedem Server; fragt nach"
    ),
    "Reindex the archive while searches go on": "Das Archiv neu einlesen, während weiter gesucht wird",
    "Publish even if most documents are gone or judged queries are answered worse": (
        "Auch veröffentlichen, wenn die meisten Dokumente fehlen oder bewertete Suchen schlechter ausfallen"
    ),
    "What a reindex did, by default the latest": "Was ein Einlesen getan hat, sonst das letzte",
    "The number of the generation that it made": "Die Nummer der Generation, die es erzeugt hat",
    "Search in an earlier generation again, by default the one before": (
        "Wieder in einer früheren Generation suchen, sonst in der vorigen"
    ),
    "The number of the generation": "Die Nummer der Generation",
    "Put a file into the archive; it is found after the next reindex": (
        "Eine Datei ins Archiv legen; nach dem nächsten Einlesen wird sie gefunden"
    ),
    "A file with text: office, PDF, web, mail, chat, book, JSON, CSV and others": (
        "Eine Datei mit Text: Office, PDF, Web, Mail, Chat, Buch, JSON, CSV und andere"
    ),
    "A folder of the archive": "Ein Ordner des Archivs",
    "Move a document to the trash; this can be undone": (
        "Ein Dokument in den Papierkorb legen, was sich rückgängig machen lässt"
    ),
    "Its path in the archive": "Sein Pfad im Archiv",
    "Date a document by hand, whatever its file says; this can be undone": (
        "Ein Dokument von Hand datieren, was auch in der Datei steht; lässt sich rückgängig machen"
    ),
    "Its path in the archive; those without a date come first": ("Sein Pfad im Archiv; die ohne Datum stehen zuerst"),
    "A day, month or year, such as 1971-05-03, 1971-05 or 1971": (
        "Ein Tag, Monat oder Jahr, zum Beispiel 1971-05-03, 1971-05 oder 1971"
    ),
    "How the date is known": "Woher das Datum bekannt ist",
    "Take back the date that was set last": "Das zuletzt gesetzte Datum zurücknehmen",
    "Erase a document and the words of its citations; asks twice": (
        "Ein Dokument endgültig löschen, samt Wortlaut seiner Belege; fragt zweimal nach"
    ),
    "The reason; its citations will give it": "Der Grund; seine Belege werden ihn nennen",
    "Bring a document back from the trash": "Ein Dokument aus dem Papierkorb zurückholen",
    "What was removed or replaced": "Was entfernt oder ersetzt wurde",
}
