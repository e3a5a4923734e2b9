"""Languages told apart, by a model that is kept unpacked in the data folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.models.data_files import DataFile
from index.read import language, mapped_file

TEXTS = (
    "The harbour was full of ships, and people stood on the shore and looked at the sea.",
    "Der Hafen war voller Schiffe, und die Leute standen am Ufer und sahen auf das Meer.",
    "Le port était plein de navires, et les gens regardaient la mer depuis le rivage.",
    "港には船がたくさんあり、人々は岸に立って海を見ていた。灯台の明かりが消えた夜のことである。",
    "Гавань была полна кораблей, и люди стояли на берегу и смотрели на море.",
    "1234 5678",
    "",
)


@pytest.fixture
def classifiers(tmp_path: Path) -> tuple[language.Classifier, language.Classifier]:
    """The classifier as its package has it, and out of a folder where it is kept."""
    language.keep(tmp_path)
    kept = language.kept(tmp_path)
    assert kept is not None
    return language.unpacked(), kept


def test_what_is_kept_tells_languages_as_its_package_does(
    classifiers: tuple[language.Classifier, language.Classifier],
) -> None:
    """Every language of every text is as likely, to the last digit."""
    packed, kept = classifiers
    for text in TEXTS:
        assert kept.rank(text) == packed.rank(text)
        assert kept.classify(text) == packed.classify(text)
    assert [kept.classify(text)[0] for text in TEXTS[:5]] == ["en", "de", "fr", "ja", "ru"]


@pytest.mark.parametrize("place", [0, 20, 200, 1_000, 4096, 30_000_000, -1])
def test_a_changed_byte_is_noticed_and_made_good(tmp_path: Path, place: int) -> None:
    """A damaged file serves nobody, and whoever indexes writes it anew."""
    language.keep(tmp_path)
    file = tmp_path / DataFile.LANGUAGES
    with file.open("r+b") as stream:
        stream.seek(place, os.SEEK_END if place < 0 else os.SEEK_SET)
        before = stream.read(1)
        stream.seek(-1, os.SEEK_CUR)
        stream.write(bytes([before[0] ^ 1]))
    assert language.kept(tmp_path) is None
    assert not mapped_file.is_sound(file)
    language.keep(tmp_path)
    assert language.kept(tmp_path) is not None
    assert mapped_file.is_sound(file)


def test_a_file_that_was_cut_short_or_is_of_another_model_is_not_used(tmp_path: Path) -> None:
    """So a file half copied, or of an earlier version of the package, is as none."""
    file = tmp_path / "numbers.bin"
    mapped_file.write(file, "one", ["a", "b"], [memoryview(b"12345"), memoryview(b"678")])
    found = mapped_file.read(file, "one")
    assert found is not None
    assert (found.names, [bytes(array.numbers) for array in found.arrays]) == (("a", "b"), [b"12345", b"678"])
    assert mapped_file.read(file, "two") is None
    file.write_bytes(file.read_bytes()[:-1])
    assert mapped_file.read(file, "one") is None
    file.write_bytes(b"")
    assert mapped_file.read(file, "one") is None


def test_a_folder_that_cannot_be_written_keeps_nobody_from_reading(tmp_path: Path) -> None:
    """Without the file, languages are told by the model as its package has it."""
    language.keep(tmp_path / "none")
    assert language.kept(tmp_path / "none") is None
    assert language.language_of(TEXTS[0]) == "en"
