"""Drafts that are damaged are refused in a line, wherever the damage is."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from index.errors import DraftError
from index.quotations.drafts import read_draft
from index.settings import Settings
from tests.stand_ins.in_process import InProcessReaders


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_word_document_that_is_damaged_anywhere_is_refused(tmp_path: Path, packing: int) -> None:
    """Whichever byte of it is another: no fault of what unpacks it gets through."""
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", packing) as made:
        made.writestr("word/document.xml", f"<w:p>{'words ' * 200}</w:p>")
        made.writestr("word/styles.xml", "<w:styles/>" * 40)
    whole, settings = package.getvalue(), Settings(_env_file=None, data=tmp_path)
    for at in range(4, len(whole)):
        damaged = whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :]
        with pytest.raises(DraftError, match="draft"):
            read_draft(damaged, "draft.docx", settings, InProcessReaders)
