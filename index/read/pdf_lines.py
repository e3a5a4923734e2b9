"""The lines of a PDF's page, where PDFium finds them: in points from the left and from the bottom of the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median_low
from typing import NamedTuple

APART = 1.5
"""Times the usual distance of lines: paragraphs are apart."""
USUAL = 1.2
"""The usual distance of lines in heights, where there are too few to tell."""
MIN_DISTANCES = 3
"""That tell what is usual."""


class Box(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float


class Field(NamedTuple):
    """What was typed into a place of the page."""

    box: Box
    text: str


class Word(NamedTuple):
    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or a piece of one; `start` is where it begins in PDFium's text, `base` where its letters stand."""

    text: str
    start: int
    left: float
    base: float
    height: float
    words: tuple[Word, ...] = ()


WordsOf = Callable[[Line], tuple[Word, ...]]


def usual_distance(lines: list[Line]) -> float:
    """Of lines below each other; as much as is usual where there are too few to tell."""
    distances = [one.base - other.base for one, other in pairwise(lines) if one.base - other.base > 0.5 * one.height]
    heights = [line.height for line in lines if line.height]
    usual = median_low(distances) if distances else 0
    return min(usual, USUAL * min(heights)) if len(distances) < MIN_DISTANCES and heights else usual
