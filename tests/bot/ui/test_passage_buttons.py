"""The buttons on passages are told apart by their custom ids."""

from __future__ import annotations

import re

from bot.ui import passage_buttons

PASSAGE = "k7f2q9xw"
TEMPLATES: tuple[re.Pattern[str], ...] = (
    passage_buttons.TEMPLATE,
    passage_buttons.REFERENCE,
    passage_buttons.NEAREST,
    passage_buttons.DELETE,
)


def test_the_ids_of_buttons_are_told_apart() -> None:
    """Each is matched by one template only, those of earlier versions, too; and what is made up by none."""
    ids = {
        passage_buttons.custom_id(passage_buttons.READ, PASSAGE): passage_buttons.TEMPLATE,
        "k:c:k7f2q9xw": passage_buttons.TEMPLATE,
        "k:x:k7f2q9xw": passage_buttons.TEMPLATE,
        "k:s:k7f2q9xw:csl-json": passage_buttons.REFERENCE,
        passage_buttons.reference_id(PASSAGE): passage_buttons.REFERENCE,
        "k:n": passage_buttons.NEAREST,
        passage_buttons.delete_id(2**64): passage_buttons.DELETE,
    }
    for custom_id, own in ids.items():
        assert [template for template in TEMPLATES if template.fullmatch(custom_id)] == [own]
    for made_up in ("k:c:", "k:c:K7F2", "k:z:k7f2q9xw", "k:c:k7f2q9xw:more", "k:c:" + "a" * 99, "k:d:x", "k:n:"):
        assert not any(template.fullmatch(made_up) for template in TEMPLATES)
