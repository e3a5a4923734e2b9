"""Slips of the keyboard, made and known."""

from __future__ import annotations

import random

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_VOWELS = "aeiou"
_KINDS = {"replace": 35, "omit": 30, "insert": 20, "swap": 15}
"""Shares of each kind, about as counted among typists (Kukich 1992)."""


def slip(word: str, drawn: random.Random) -> str:
    """`word` with one slip in it: mostly behind its first letter, and mostly a key beside the right one."""
    at = drawn.randrange(0 if drawn.random() < 0.05 else 1, len(word))
    (kind,) = drawn.choices(list(_KINDS), list(_KINDS.values()))
    if kind == "replace":
        return word[:at] + _other(word[at], drawn) + word[at + 1 :]
    if kind == "omit":
        return word[:at] + word[at + 1 :]
    if kind == "insert":
        return word[:at] + drawn.choice([word[at], _beside(word[at], drawn)]) + word[at:]
    return word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]


def _other(letter: str, drawn: random.Random) -> str:
    if letter in _VOWELS and drawn.random() < 0.3:
        return drawn.choice(_VOWELS)
    return _beside(letter, drawn) if drawn.random() < 0.85 else drawn.choice("".join(_ROWS))


def _beside(letter: str, drawn: random.Random) -> str:
    for row in _ROWS:
        if (at := row.find(letter.lower())) >= 0:
            return drawn.choice(row[max(0, at - 1) : at] + row[at + 1 : at + 2])
    return letter


MISSPELLINGS = {
    "accomodate": "accommodate", "acheive": "achieve", "accross": "across", "adress": "address",
    "agressive": "aggressive", "apparant": "apparent", "appearence": "appearance", "arguement": "argument",
    "assasination": "assassination", "basicly": "basically", "begining": "beginning", "beleive": "believe",
    "buisness": "business", "calender": "calendar", "catagory": "category", "collegue": "colleague",
    "comming": "coming", "commitee": "committee", "completly": "completely", "concious": "conscious",
    "definately": "definitely", "dissapear": "disappear", "disapoint": "disappoint", "embarass": "embarrass",
    "enviroment": "environment", "existance": "existence", "familar": "familiar", "finaly": "finally",
    "foriegn": "foreign", "fourty": "forty", "foward": "forward", "freind": "friend", "futher": "further",
    "goverment": "government", "grammer": "grammar", "happend": "happened", "harrassment": "harassment",
    "immediatly": "immediately", "independant": "independent", "interupt": "interrupt", "irrelevent": "irrelevant",
    "knowlege": "knowledge", "liason": "liaison", "libary": "library", "millenium": "millennium",
    "neccessary": "necessary", "noticable": "noticeable", "occassion": "occasion", "occured": "occurred",
    "occurence": "occurrence", "pavillion": "pavilion", "peice": "piece", "persistant": "persistent",
    "politican": "politician", "posession": "possession", "prefered": "preferred", "propoganda": "propaganda",
    "publically": "publicly", "realy": "really", "recieve": "receive", "recomend": "recommend",
    "refered": "referred", "religous": "religious", "remeber": "remember", "resistence": "resistance",
    "seperate": "separate", "succesful": "successful", "supercede": "supersede", "suprise": "surprise",
    "tommorow": "tomorrow", "tounge": "tongue", "truely": "truly", "unforseen": "unforeseen",
    "untill": "until", "wierd": "weird", "writting": "writing",
}  # fmt: skip
"""Misspellings that many make, and what they mean."""
