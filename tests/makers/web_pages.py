"""Web pages as systems and newspapers of many kinds make them, with their right dates.

`tests/pages` has them: a line `===`, name, tab and date begins each. `{{head:title:language}}`, `{{nav}}`,
`{{story:language}}`, `{{side}}`, `{{comments}}` and `{{foot}}` stand for what many have, other dates among it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tests import ROOT

FOLDER: Final = ROOT / "tests" / "pages"
HALVES: Final = ("looked_at", "held_back")
"""The pages that were looked at while the rules were made, and those of other systems, which were not."""
Page = tuple[str, str, bytes]
"""Its name, its date ("2020-03-05", "2020-03", "2020" or "undated"), its bytes."""

_SENTENCES: Final = {
    "en": "The council of Hazelford met on the quay and voted to keep the ferry. It will sail every hour in summer.",
    "de": "Der Rat von Quellbach tagte am Kai und beschloss, die Fähre zu behalten. Sie fährt im Sommer jede Stunde.",
    "fr": "Le conseil de Quillebois a siégé sur le quai et a voté pour garder le bac. Il passera chaque heure en été.",
    "es": "El consejo se reunió en el muelle y votó por conservar la barca. En verano saldrá cada hora del día.",
    "it": "Il consiglio si è riunito sul molo e ha votato per tenere il traghetto. In estate partirà ogni ora.",
    "pt": "O conselho reuniu-se no cais e votou por manter a balsa. No verão ela sairá de hora em hora.",
    "nl": "De raad kwam bijeen op de kade en besloot de pont te houden. In de zomer vaart zij elk uur.",
    "pl": "Rada zebrała się na nabrzeżu i postanowiła zachować prom. Latem będzie pływał co godzinę.",
    "ru": "Совет собрался на набережной и решил сохранить паром. Летом он будет ходить каждый час.",
    "tr": "Meclis rıhtımda toplandı ve feribotu korumaya karar verdi. Yazın her saat kalkacak.",
    "el": "Το συμβούλιο συνεδρίασε στην προβλήτα και αποφάσισε να κρατήσει το πλοίο. Το καλοκαίρι θα φεύγει κάθε ώρα.",
    "cs": "Rada se sešla na nábřeží a rozhodla se přívoz zachovat. V létě popluje každou hodinu.",
    "sv": "Rådet möttes på kajen och röstade för att behålla färjan. På sommaren går den varje timme.",
    "hu": "A tanács a rakparton ülésezett, és a komp megtartása mellett döntött. Nyáron óránként indul.",
    "ja": "町議会は岸壁で開かれ、渡し船を残すことを決めた。夏には毎時出航する。",
    "zh": "议会在码头开会，决定保留渡船。夏天每小时开一班。",
}
_COMMON: Final = {
    "nav": '<header class="site-header"><nav><ul><li><a href="/">Home</a></li><li><a href="/a">About</a></li></ul>'
    "</nav></header>",
    "side": '<aside class="sidebar widget-area"><h3>Recent posts</h3><ul><li><a href="/x">Eels</a> '
    "<span>3 May 2024</span></li><li><a href=/y>Herons</a> <span>11 April 2024</span></li></ul></aside>",
    "comments": '<div id="comments" class="comments-area"><ol class="comment-list"><li class="comment"><a href="#">'
    '<time datetime="2022-08-09T10:00:00+00:00">August 9, 2022 at 10:00 am</time></a><p>Well said.</p></li>'
    '<li class="comment"><time datetime="2022-08-10T10:00:00+00:00">August 10, 2022 at 10:00 am</time><p>Quite.</p>'
    "</li></ol></div>",
    "foot": '<footer class="site-footer"><p>Copyright © 2004–2024 Quay News</p></footer></body></html>',
}


def web_pages(name: str = "*") -> Iterator[Page]:
    """Every page of the files of this name."""
    for path in sorted(FOLDER.glob(f"{name}.txt")):
        for block in path.read_text("utf-8").split("=== ")[1:]:
            head, _, page = block.partition("\n")
            title, _, date = head.partition("\t")
            yield title, date, re.sub(r"\{\{(\w+)(?::([^{}]*?))?\}\}", _piece, page).encode()


def _piece(match: re.Match[str]) -> str:
    kind, given = match[1], match[2] or ""
    if kind == "head":
        title, _, language = given.rpartition(":") if given.rpartition(":")[2] in _SENTENCES else (given, "", "en")
        return f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title} – Quay News</title>'
    if kind == "story":
        return f"<p>{' '.join([_SENTENCES[given or 'en']] * 3)}</p>" * 3
    return _COMMON.get(kind, match[0])
