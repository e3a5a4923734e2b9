"""To who may not see a folder, the archive with it is the same as one in which it never was, to the last byte."""

from __future__ import annotations

from pathlib import Path

from tests.index.web.strangers import twins


def test_no_byte_of_a_hidden_folder_reaches_a_stranger(tmp_path: Path) -> None:
    """Statuses, bodies and headers of pages, the API and the tools are the same, whatever is asked."""
    with twins(tmp_path, seed=7) as both:
        assert list(both.differences(150)) == []
        assert both.reordered == []
        assert {status.split()[-1] for status in both.statuses} >= {"200", "404", "422"}
