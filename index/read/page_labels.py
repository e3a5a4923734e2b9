"""The words and class names by which pages say what a date is: of publication, of a change, or of something else."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

PUBLISHED: Final = re.compile(
    r"publi|\bpubl|pubbl|gepubl|posted|post date|created|written|submitted|released?|issued|filed|added|uploaded|entry|"
    r"\bdat[ae]\b|\bdatum\b|\bfecha\b|ver[oö]ffentlich|erschienen|erstellt|eingestellt|online seit|pressemitteilung|"
    r"press release|news release|communiqué|posté|rédigé|écrit|escrito|scritto|inviato|enviado|geplaatst|opublikowan|"
    r"dodan[oey]|napisan|vydáno|zveřejněn|megjelen|objavljen|skapad|udgivet|julkaistu|δημοσ|yay[ıi]n|eklenme|tarih|"
    r"дата|опубликован|добавлен|размещ[её]н|公開|投稿|発表|掲載|发布|發布|发表|發表|时间|日期|作成|등록|입력|게시",
    re.IGNORECASE,
)
CHANGED: Final = re.compile(
    r"updat|modif|chang|edited|revis|\blast\b|\bup ?to date|retrieved|accessed|archived|expire|until|deadline|\bborn\b|"
    r"joined|member since|registered|aktuali[sz]|ge[aä]ndert|[aä]nderung|bearbeitet|\bstand\b|zuletzt|abgerufen|gültig|"
    r"\bbis\b|geboren|registrier|mitglied seit|mise? à jour|dernière|consult|inscrit|actuali[sz]|aggiorna|atualiza|"
    r"bijgewerkt|gewijzigd|zmodyfik|обновл|измен[её]н|更新|改訂|수정|güncelle|ενημ[εέ]ρ|uppdatera|oppdater|opdater|päivitet",
    re.IGNORECASE,
)
COPYRIGHT: Final = re.compile(r"©|\(c\)|copyright|alle rechte|all rights|tous droits", re.IGNORECASE)
STATE: Final = re.compile(r"\bstand\b[^0-9]{0,9}$", re.IGNORECASE)
"""German for "as of": below a heading it is the day of the story, elsewhere that of a change."""
_HINT: Final = re.compile(
    r"date|datum|fecha|time|publi|posted|byline|dateline|submitted|created|meta|info|autor|author|veroeff|pubd|stamp|credits|"
    r"tarih|zeit|data\b|day|signature",
    re.IGNORECASE,
)
_CAPTION: Final = re.compile(r"caption|bildunterschrift|legende", re.IGNORECASE)
_OF_CHANGE: Final = re.compile(
    r"updat|modif|edited|revis|aktualis|geaendert|lastmod|mis-a-jour|actualiz", re.IGNORECASE
)
_OF_DATE: Final = re.compile(r"date|time|publish|posted|created|entry", re.IGNORECASE)
_DAY_FIRST: Final = re.compile(
    r"\b(?:le|à|publié|mis|el|publicado|às|em|pubblicato|il|alle|ore|uhr|vom|dodano|geplaatst|op|bst|cest?|gmt)\b",
    re.IGNORECASE,
)
_MONTH_FIRST: Final = re.compile(r"\b[ap]\.?m\.?,? \(?(?:[ecmp][sd]?t)\b|\b(?:eastern|pacific) ", re.IGNORECASE)


class Label(NamedTuple):
    """What the words before a date say of it."""

    published: bool
    changed: bool


def label_in(before: str) -> Label:
    """The last label in the words before a date."""
    published, changed = _last(PUBLISHED, before), _last(CHANGED, before)
    return Label(published > changed, changed > published)


def is_of_change(classes: str) -> bool:
    """Whether classes are those of a change alone: "updated", but not "entry-date updated", as blogs have it."""
    tokens = classes[:200].split()
    changed = [token for token in tokens if _OF_CHANGE.search(token)]
    return bool(changed) and not any(_OF_DATE.search(token) for token in tokens if token not in changed)


def is_hint(classes: str) -> bool:
    """Whether classes are those of dates, bylines and the like."""
    return bool(_HINT.search(classes[:200]))


def is_caption(classes: str) -> bool:
    """Whether classes are those of a picture's caption."""
    return bool(_CAPTION.search(classes[:200]))


def day_first_in(line: str) -> bool | None:
    """Whether the words beside it say how 03/04/2020 is meant."""
    if _MONTH_FIRST.search(line):
        return False
    return True if _DAY_FIRST.search(line) else None


def _last(form: re.Pattern[str], text: str) -> int:
    """Where the last match begins, -1 for none."""
    return max((match.start() for match in form.finditer(text)), default=-1)
