"""Whether a generation is the one that the settings ask for."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from index.embed.encoder import Encoder
from index.errors import OtherArchiveError, OtherRecipeError
from index.generations.manifest import Manifest
from index.generations.recipe import recipe
from index.settings import Settings
from index.shared.address import store_of

SEARCHABLE: Final = frozenset({"sentences", "fields", "reader", "chat_authors", "ocr"})
"""What a recipe says that may be another: what was cut or read otherwise is found and cited as it was."""


def check_fits(manifest: Manifest, settings: Settings, encoder: Encoder | None) -> None:
    """Raises `OtherArchiveError` or `OtherRecipeError` if the generation is of another archive or recipe."""
    check_archive(manifest, settings)
    now = recipe(settings.model_copy(update={"ocr": False}), encoder)  # for a search nobody looks for Tesseract
    for name, built in manifest.recipe:
        if name not in SEARCHABLE and getattr(now, name) != built:
            raise OtherRecipeError(
                f"the index was built with another {name} ({built!r}, now {getattr(now, name)!r}); run: dateline index"
            )


def check_archive(manifest: Manifest, settings: Settings) -> None:
    """Raises `OtherArchiveError` if the generation is of another archive."""
    asked = settings.archive.resolve()
    if str(asked) != manifest.archive and Path(manifest.archive).exists():
        raise OtherArchiveError(
            f"{store_of(settings.data) or settings.data} holds the index of {manifest.archive}, not of {asked}; "
            "name another folder with --data, or run: dateline index"
        )
