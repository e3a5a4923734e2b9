"""A small archive whose answers are known: twelve dated notes about a lighthouse and one undated, hostile one."""

from __future__ import annotations

from pathlib import Path
from typing import Final

NOTES: Final = {
    "1901-03-04": "The lighthouse was lit for the first time, and a crowd watched from the quay until midnight.",
    "1904-11-30": "A gale broke four panes of the lighthouse, and the keeper nailed sailcloth over the gaps.",
    "1907-06-12": "Painters whitened the lighthouse in nine days, hanging from ropes made by the village.",
    "1911-01-19": "Ice closed the harbour, so bread was dragged to the lighthouse on a sledge by two brothers.",
    "1914-08-02": "By order of the admiralty the lighthouse stayed dark, and fishing boats moored before dusk.",
    "1919-05-21": "Peace brought new oil, a younger keeper and his goats to the lighthouse on the point.",
    "1923-10-08": "An engineer measured the beam of the lighthouse from the ferry and found it too weak.",
    "1928-02-14": "Electric lamps replaced oil; the lighthouse could now be seen from the far shore.",
    "1933-07-07": "Schoolchildren counted three hundred and six gulls around the lighthouse in one morning.",
    "1941-12-25": "Carols were sung below the darkened lighthouse by families who had walked through snow.",
    "1956-04-16": "The last resident keeper handed over the keys of the lighthouse and boarded a train inland.",
    "1978-09-09": "Volunteers bought the lighthouse for a pound and opened a tea room where coal had been kept.",
}
"""By day, what the note says; every word of it is the passage."""

HOSTILE: Final = "Beware, @everyone: <@100000000000000002> sells [tickets](https://example.org) to a **smuggler** cave."
RARE: Final = "goats"
"""A word of one note only, that of 1919."""


def write(folder: Path) -> None:
    """Writes the archive's files into a new folder."""
    folder.mkdir(parents=True)
    for day, text in NOTES.items():
        (folder / f"note-{day[:4]}.txt").write_text(f"date {day} Note of {day[:4]}\n\n{text}\n", "utf-8")
    (folder / "hostile.txt").write_text(f"A warning\n\n{HOSTILE}\n", "utf-8")
