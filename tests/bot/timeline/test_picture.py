"""The picture is a PNG of its size, whatever the words, and has what the chart has."""

from __future__ import annotations

import struct
import xml.etree.ElementTree as ET

import pytest

from bot.timeline import font, layout, picture
from tests.bot.timeline.timelines import timeline

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script href="x">&amp;]]> \x00\x1b[31m "\'ä'


def drawn(text: str = "moon") -> layout.Chart:
    return layout.chart(timeline(text, "1960-01-01", "1984-12-31", [5, 0, 2]), share=False)


@pytest.mark.parametrize("text", ["moon", HOSTILE])
def test_the_drawing_has_a_rectangle_for_each_bar_that_is_seen(text: str) -> None:
    """And the paper behind them; what was typed is text, and nothing refers to anything outside."""
    root = ET.fromstring(picture.svg(drawn(text)))  # noqa: S314 (our own)
    boxes = root.findall(f"{SVG}rect")
    assert len(boxes) - 1 == sum(box.height > 0 for box in drawn().bars) == 17
    assert {element.tag for element in root} == {f"{SVG}rect", f"{SVG}path", f"{SVG}text"}
    assert not any("href" in name for element in root.iter() for name in element.attrib)


@pytest.mark.parametrize("text", ["moon", HOSTILE])
def test_the_picture_is_a_png(text: str) -> None:
    """Of the size that the layout says."""
    data = picture.png(drawn(text))
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) == (layout.WIDTH, layout.HEIGHT)


def test_letters_are_drawn_without_fonts_of_the_system() -> None:
    """Another word is another picture: the font that comes along is the one that is used."""
    assert picture.png(drawn("März")) != picture.png(drawn("Marz")) != picture.png(drawn(""))


def test_the_font_says_what_it_has() -> None:
    """Widths in ems as DejaVu's authors set them; letters of other scripts are not there."""
    assert font.width("1969") == pytest.approx(4 * 1303 / 2048)
    assert font.width("W") == pytest.approx(2025 / 2048)
    assert font.draws("Aäßéłő–…“”% ΩЖ")
    assert not any(map(font.draws, "猫שع🚀\x00\n\u202e"))
