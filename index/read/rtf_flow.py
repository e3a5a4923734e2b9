"""One text of an RTF file, such as its body, a footnote or a text box: paragraphs and tables as they come. Pure."""

from __future__ import annotations

from index.read.paragraphs import Budget, Paragraphs
from index.read.tables import Row, table_lines


class Flow:
    """Collects a text; `in_table` says whether its paragraphs are those of a cell, `is_endnote` what it is."""

    def __init__(self, budget: Budget) -> None:
        self.in_table = False
        self.is_endnote = False
        self.is_header_row = False
        self._found = Paragraphs(budget)
        self._pieces: list[str] = []
        self._cell: list[str] = []
        self._cells: list[str] = []
        self._rows: list[Row] = []

    def write(self, text: str) -> None:
        """A part of the paragraph."""
        self._pieces.append(text)

    def follow(self, text: str) -> None:
        """A text that follows the paragraph or the table, such as a footnote."""
        self._found.after(text)

    def conclude(self, text: str) -> None:
        """A text that follows all others, such as an endnote."""
        self._found.last(text)

    def end_paragraph(self) -> None:
        text = self._paragraph()
        if self.in_table:
            self._cell.append(text)
        else:
            self._end_table()
            self._found.add([text])

    def end_cell(self) -> None:
        self._cell.append(self._paragraph())
        self._cells.append("\n\n".join(filter(None, self._cell)))
        self._cell = []

    def end_row(self) -> None:
        if self._cell or any(map(str.strip, self._pieces)):
            self.end_cell()
        if self.is_header_row and self._rows and not self._rows[-1].is_header:
            self._write_table()  # another one, right below
        self._rows.append(Row(tuple(self._cells), self.is_header_row))
        self._cells = []

    def text(self) -> str:
        """All of it, with a blank line between paragraphs."""
        self.in_table = False
        self.end_paragraph()
        return self._found.text()

    def _paragraph(self) -> str:
        text = "".join(self._pieces).strip(" \n")
        self._pieces = []
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def _end_table(self) -> None:
        if self._cell or self._cells:
            self.end_row()
        self._write_table()

    def _write_table(self) -> None:
        if self._rows:
            self._found.add(table_lines(self._rows))
            self._rows = []
