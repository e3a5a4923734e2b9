"""What kind of thing a question asks for, and whether a sentence names one that the question doesn't: pure.

A person, a place, a time, a number or a reason, told by question words of several languages. A query without any of
them asks for nothing of a kind, and every sentence is alike to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Final

MAX_NAMES: Final = 3
"""More names tell nothing more."""
UNIT_CHARS: Final = 25
"""Characters from the end of a number in which its unit stands."""
_WORD: Final = r"\b(?:{})\b"


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(_WORD.format("|".join(" ".join(alternatives).split())).replace("_", r"\s+"), re.IGNORECASE)


_ASKED: Final = {
    "number": _words(
        "how_(?:many|much|long|far|old|big|large|tall|high|heavy|hot|cold|deep|fast|often|thin|thick|wide|few)",
        "(?:what|which)_(?:percentage|percent|number|share|amount|age|distance|size|weight|price|speed|temperature)",
        "(?:number|amount|price|weight|size|cost|length|height)_of",
        "wie_?viele? wie_(?:lange|weit|hoch|groß|schwer|oft|alt) cuánt[oa]s? qué_(?:porcentaje|cantidad|número)",
        "combien quant[oie] quante сколько",
    ),
    "time": _words(
        "when (?:what|which)_(?:year|month|day|date|century|decade|time)",
        "wann welche[mrsn]?_(?:jahr|jahrhundert|monat|tag|datum) cuándo qué_(?:año|fecha|mes|día|siglo|década)",
        "quand quando когда",
    ),
    "person": _words("who whom whose wer wem wen wessen quién quiénes qui chi quem кто"),
    "place": _words(
        "where (?:what|which)_(?:city|country|state|place|town|location)",
        "wo woher wohin welche[rmsn]?_(?:stadt|land|ort) dónde adónde qué_(?:ciudad|país|lugar) où dove onde где",
    ),
    "reason": _words("why (?:cause|reason)_(?:of|for) warum weshalb wieso por_qué pourquoi perché почему"),
}
_NUMBER: Final = re.compile(
    r"\d[\d.,]*|"
    + _words(
        "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty hundred thousand",
        "million billion dozen half percent",
        "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf hundert tausend million\\w* milliarde\\w* prozent",
        "dos tres cuatro cinco seis siete ocho nueve diez cien ciento mil millones por_ciento",
    ).pattern,
    re.IGNORECASE,
)
_TIME: Final = re.compile(
    r"\b(?:1\d{3}|20\d{2})\b|"
    + _words(
        "january february march april june july august september october november december century centuries bc ad",
        "januar februar märz mai juni juli oktober dezember jahrhundert\\w*",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre siglo",
    ).pattern,
    re.IGNORECASE,
)
_REASON: Final = _words(
    "because cause[sd]? due_to since therefore thus so_that in_order led_to result\\w* reason owing to_avoid",
    "weil denn aufgrund wegen damit ursache grund um porque debido causa por razón para",
)
_UNITS: Final = (
    (
        _words("how_long duration length_of wie_lange cuánto_tiempo combien_de_temps"),
        _words(
            "seconds? minutes? hours? days? weeks? months? years? decades? centuries sekunden? minuten? stunden?",
            "tage?n? wochen? monate?n? jahre?n? segundos? minutos? horas? días?",
            "semanas? mes(?:es)? años? heures? jours? ans?",
        ),
    ),
    (
        _words("how_often how_frequently wie_oft con_qué_frecuencia"),
        _words("every each once twice times daily weekly monthly yearly alle jede[nrs]? mal cada veces"),
    ),
    (
        _words("weight how_heavy weigh\\w* mass gewicht wie_schwer peso masse"),
        _words(
            "kg g t kilograms? kilos? grams? tonn?e?s? tons? pounds? kilogramm tonnen? gramm kilogramos? toneladas?"
        ),
    ),
    (
        _words(
            "how_(?:far|big|large|tall|high|wide|thick|thin|deep|close) ",
            "size height width diameter distance depth altitude",
            "wie_(?:weit|groß|hoch|breit|tief|dick) größe höhe abstand tamaño altura distancia",
        ),
        _words(
            "m cm mm km metres? meters? centimetres? centimeters? millimetres? millimeters? kilometres? kilometers?",
            "feet foot inch(?:es)? miles? acres? hectares? light-years? metern? kilometern? metros? kilómetros?",
        ),
    ),
    (
        _words("how_(?:hot|cold|warm) temperatures? wie_(?:heiß|kalt|warm) temperatur\\w* temperatura"),
        _words("degrees? celsius fahrenheit kelvin grad grados"),
    ),
    (
        _words(
            "price costs? how_much_(?:did|does|do|was|were|money) pa(?:y|id) budget worth preis kosten costó precio"
        ),
        re.compile(
            r"[$€£¥]|\b(?:dollars?|euros?|pounds?|crore|rupees?|cents?|pesos?|millions?|billions?)\b", re.IGNORECASE
        ),
    ),
)
"""What is asked for by measure, and the words beside a number that give it."""
_BEFORE_PLACE: Final = re.compile(
    r"\b(?:in|at|near|from|on|to|into|im|am|aus|bei|nach|en|de|cerca)\s+(?:(?:the|den|der|la|el)\s+)?(\w)"
)
_SIGNS: Final = ".,;:()\"“”„’'"

Told = Callable[[str], float]
"""How much of what is asked for a sentence names, 0 to 1."""


def kinds(query: str) -> list[Told | None]:
    """For a number, a time, a person, a place and a reason in turn what tells it; None for what isn't asked for."""
    said = query.lower()
    tell: list[Told] = [
        partial(_new, said, _NUMBER),
        partial(_new, said, _TIME),
        partial(_names, said),
        _place,
        _reason,
    ]
    return [told if pattern.search(query) else None for told, pattern in zip(tell, _ASKED.values(), strict=True)]


def measure(query: str) -> Told | None:
    """What tells a number in the measure that `query` asks for; None where it asks for none."""
    return next((partial(_measured, units) for asked, units in _UNITS if asked.search(query)), None)


def _measured(units: re.Pattern[str], sentence: str) -> float:
    beside = (sentence[match.start() : match.end() + UNIT_CHARS] for match in _NUMBER.finditer(sentence))
    return float(any(map(units.search, beside)))


def _new(said: str, pattern: re.Pattern[str], sentence: str) -> float:
    return float(any(match.group().lower() not in said for match in pattern.finditer(sentence)))


def _names(said: str, sentence: str) -> float:
    words = (word.strip(_SIGNS) for word in sentence.split()[1:])
    return min(MAX_NAMES, sum(word[:1].isupper() and word.lower() not in said for word in words)) / MAX_NAMES


def _place(sentence: str) -> float:
    return float(any(found[1].isupper() for found in _BEFORE_PLACE.finditer(sentence)))


def _reason(sentence: str) -> float:
    return float(bool(_REASON.search(sentence)))
