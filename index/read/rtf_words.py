"""What RTF's control words mean to whoever reads the text (Rich Text Format Specification 1.9.1). Pure."""

from __future__ import annotations

SIGNS = {
    "tab": "\t",
    "line": "\n",
    "lbr": "\n",
    "softline": "\n",
    "nestrow": "\n",
    "nestcell": "\t",
    "emdash": "—",
    "endash": "–",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "zwj": "\u200d",
    "zwnj": "\u200c",
}
SYMBOLS = {b"~": "\u00a0", b"_": "\u2011", b"-": "\u00ad", b"\t": "\t"}
LITERAL = frozenset((b"\\", b"{", b"}"))
PARAGRAPH_ENDS = frozenset(("par", "sect", "page", "column"))
LINE_ENDS = frozenset((b"\n", b"\r", b"\r\n"))
"""A line end behind a backslash ends the paragraph."""

HEADERS = frozenset(("headerf", "header", "headerl", "headerr"))
BOXES = frozenset(("shptxt", "dptxbxtext"))
ENTERED = frozenset(("shpinst", "do", "ud", "nesttableprops", "moMath", "moMathPara", "fldrslt", "footnote", *BOXES))
"""Destinations that older readers are told to pass over (`\\*`), and that hold text."""
PASSED = frozenset(
    (
        *("colortbl", "stylesheet", "filetbl", "pict", "nonshppict", "fldinst", "datafield", "formfield", "objdata"),
        *("footer", "footerf", "footerl", "footerr", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn"),
        *("annotation", "atnid", "atnauthor", "atndate", "atnref", "atnparent", "atntime", "atnicn", "atrfstart"),
        *("atrfend", "bkmkstart", "bkmkend", "xe", "tc", "tcn", "rxe", "txe", "listtext", "pntext", "shprslt"),
        *("nonesttables", "themedata", "colorschememapping", "datastore", "private", "private1", "mmathPict"),
        *(
            "mchr",
            "mpos",
            "mbegChr",
            "mendChr",
            "msepChr",
            "mtype",
            "mjc",
            "mvertJc",
            "mgrow",
            "mshp",
            "sp",
            "objclass",
        ),
        *("objname", "objalias", "objsect", "listname", "revtbl", "rsidtbl", "generator", "template", "htmltag"),
    )
)
"""Destinations that hold no text of the document, or a text a second time."""
