"""Files that are replaced: whole at every moment, and nothing half-written is left."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from index.files import replace_file


@pytest.mark.parametrize("durable", [False, True])
def test_a_file_is_made_and_replaced(tmp_path: Path, durable: bool) -> None:
    """The words are there, in UTF-8, whether or not there was a file, and nothing lies beside it."""
    file = tmp_path / "note.json"
    for text in ("first", "zweite “Fassung”\n"):
        replace_file(file, text, durable=durable)
        assert file.read_bytes() == text.encode()
    assert list(tmp_path.iterdir()) == [file]


def test_a_fault_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    """Text that can't be written in UTF-8 raises, and the file is what it was."""
    file = tmp_path / "note.json"
    replace_file(file, "first")
    with pytest.raises(UnicodeEncodeError, match="surrogates not allowed"):
        replace_file(file, "half\ud800")
    assert file.read_text("utf-8") == "first"
    assert list(tmp_path.iterdir()) == [file]


def test_a_process_killed_before_the_rename_leaves_the_old_file(tmp_path: Path) -> None:
    """kill -9 between writing and renaming: whoever reads finds the old words."""
    file = tmp_path / "note.json"
    replace_file(file, "first")
    program = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from index.files import replace_file\n"
        "sys.addaudithook(lambda event, args: os.kill(os.getpid(), 9) if event == 'os.rename' else None)\n"
        "replace_file(Path(sys.argv[1]), 'second', durable=True)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(file)], check=False, env=os.environ)
    assert done.returncode == -9
    assert file.read_text("utf-8") == "first"
