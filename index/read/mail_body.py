"""The text of an e-mail out of its parts, as mail programs show it: every word once.

Of alternatives the one that says all counts; what the other says beside it is added. Parts that are shown in place are
text, whatever they are called; a message that was forwarded is text, however it was attached. Files that were attached
are named in a note.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

from index.read.alternatives import joined, united
from index.read.declared import declared_in
from index.read.decode import decode, encoding_named, normalised, tidied
from index.read.html import parse
from index.read.mail_blocks import from_base64, without_files
from index.read.mail_fields import LATIN, field_words, words_of
from index.read.mail_flow import unflowed
from index.read.page_text import whole_text
from index.read.protocol import UnreadableError

MAX_DEPTH = 100
"""Of parts in parts."""
MAX_NAMED = 5
"""Attachments that a note names."""

NO_MESSAGE_TEXT = "it has no text, perhaps only attachments; add those to the archive as files"
ENCRYPTED = "it is encrypted or sealed; decrypt it with a mail program and save it again"

_FORWARDED = ("Subject", "From", "Date", "To")
_SIGNATURES = frozenset(("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"))
_NOT_SHOWN = frozenset(("text/calendar", "text/vcard", "text/x-vcard", "text/directory", "text/css", "text/javascript"))
_SECOND_CHOICES = frozenset(("text/x-amp-html", "text/watch-html", "text/calendar"))
"""Forms of a text for programs of their own, which stand beside the usual ones."""
_DRAWN = frozenset(("image", "text", "font"))
"""What pages are drawn with; where they name such a part, it is no attachment."""
_UTF7 = frozenset(("utf-7", "unicode-1-1-utf-7"))
"""An encoding of mails only, which looks like ASCII."""
_AS_TEXT = frozenset(("message/delivery-status", "message/disposition-notification", "message/feedback-report"))
_MARKUP = re.compile(r"<(?:/?[A-Za-z][A-Za-z0-9-]*(?:,[^<>\n]*)?|param>[^<>]*</param)>")
_BOUNDARY = re.compile(r"(?:\A|\n)--(?P<boundary>\S[^\n]{0,69}?)[ \t]{0,9}\r?\n(?=[Cc]ontent-[^\n]*:|\r?\n)")


@dataclass(slots=True)
class Body:
    """A message's text, and what there is to say about it."""

    text: str = ""
    notes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    """Why parts of it can't be read."""
    attachments: list[str] = field(default_factory=list)
    """The names of what was attached and not read, "" for what has none."""
    encrypted: bool = False

    @property
    def remarks(self) -> tuple[str, ...]:
        """All notes, each once."""
        faults = [*self.faults, *([ENCRYPTED] if self.encrypted else [])]
        parts = [f"a part of it was not read: {fault}" for fault in faults]
        attached = [f"not read: {self.named}; add what matters as files of the archive"] if self.attachments else []
        return tuple(dict.fromkeys((*self.notes, *parts, *attached)))

    @property
    def named(self) -> str:
        """The attachments, some by their names."""
        count = len(self.attachments)
        names = [name for name in self.attachments if name][:MAX_NAMED]
        more = f" and {count - len(names)} more" if count > len(names) else ""
        return f"{count} attachment{'s' if count > 1 else ''}" + (f" ({', '.join(names)}{more})" if names else "")


def body_of(message: Message) -> Body:
    """The text of a message and of all that was forwarded in it."""
    body = Body()
    body.text = tidied(_text(message, body, 0))
    return body


def no_text(body: Body) -> str:
    """Why a message has no text, and what to do."""
    if body.encrypted:
        return ENCRYPTED
    if body.faults:
        return body.faults[0]
    if any(body.attachments):
        return f"it has no text but {body.named}; add what matters as files of the archive"
    return NO_MESSAGE_TEXT


def _text(part: Message, body: Body, depth: int) -> str:
    if depth > MAX_DEPTH:
        raise UnreadableError(f"it has more than {MAX_DEPTH} parts in each other; save it again")
    kind = part.get_content_type()
    if part.get_content_maintype() == "multipart":
        return _multipart(part, body, depth)
    if kind in ("message/rfc822", "message/global", "message/news"):
        return _forwarded(part, body, depth)
    if kind in _AS_TEXT:
        return "\n\n".join(_fields(each) for each in _children(part)) or _plain(part, body)
    return _leaf(part, kind, body)


def _children(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [each for each in payload if isinstance(each, Message)] if isinstance(payload, list) else []


def _multipart(part: Message, body: Body, depth: int) -> str:
    subtype = part.get_content_subtype()
    if subtype == "encrypted":
        body.encrypted = True
        return ""
    if not part.is_multipart():
        return _unparted(part, body, depth)
    children = _children(part)
    if subtype == "alternative":
        shown = [each for each in children if each.get_content_type() not in _SECOND_CHOICES]
        return united([_text(each, body, depth + 1) for each in shown or children])
    texts = [_text(each, body, depth + 1) for each in children]
    return joined([*texts, _characters((part.epilogue or "").encode("utf-8", "surrogateescape"), part, body)])


def _unparted(part: Message, body: Body, depth: int) -> str:
    """The text of parts whose boundary is not the one that is declared, or is declared nowhere."""
    raw = str(part.get_payload())
    found = _BOUNDARY.search(raw)
    if found is None or set(found["boundary"]) & {'"', "\\"}:
        return _plain(part, body)
    head = f'Content-Type: {part.get_content_type()}; boundary="{found["boundary"]}"\n\n'
    again = message_from_bytes((head + raw).encode("utf-8", "surrogateescape"))
    return _multipart(again, body, depth + 1) if again.is_multipart() else _plain(part, body)


def _forwarded(part: Message, body: Body, depth: int) -> str:
    """A message in a message, under what its sender and its subject are."""
    inner = _decoded_message(part)
    if inner is None:
        return _plain(part, body)
    return joined([_fields(inner, _FORWARDED), _text(inner, body, depth + 1)])


def _decoded_message(part: Message) -> Message | None:
    """Some programs encode a message as they do files, which the standard forbids and no parser expects."""
    children = _children(part)
    encoding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    if not children or encoding not in ("base64", "quoted-printable"):
        return children[0] if children else None
    raw = children[0].as_bytes(policy=compat32.clone(max_line_length=0)).strip()
    try:
        data = binascii.a2b_base64(raw) if encoding == "base64" else binascii.a2b_qp(raw)
    except binascii.Error:
        return children[0]
    decoded = message_from_bytes(data.lstrip())
    return decoded if decoded.keys() else children[0]


def _fields(message: Message, names: tuple[str, ...] = ()) -> str:
    named = names or tuple(dict.fromkeys(message.keys()))
    return "\n".join(f"{name}: {words}" for name in named if (words := field_words(message, name)))


def _leaf(part: Message, kind: str, body: Body) -> str:
    if kind in _SIGNATURES:
        return ""
    if kind in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
        body.encrypted = True
        return ""
    is_text = part.get_content_maintype() == "text" and kind not in _NOT_SHOWN
    if not is_text or part.get_content_disposition() == "attachment":
        _note_attachment(part, body)
        return ""
    try:
        return _page(part, body) if kind == "text/html" else _plain_text(part, kind, body)
    except UnreadableError as error:
        body.faults.append(str(error))
        return ""


def _note_attachment(part: Message, body: Body) -> None:
    named_by_page = part["Content-ID"] is not None or part["Content-Location"] is not None
    if not (named_by_page and part.get_content_maintype() in _DRAWN):
        body.attachments.append(words_of(part.get_filename() or ""))


def _page(part: Message, body: Body) -> str:
    html = _plain(part, body)
    return whole_text(parse(html)) if html else ""


def _plain_text(part: Message, kind: str, body: Body) -> str:
    text = _plain(part, body)
    if kind in ("text/enriched", "text/richtext"):
        return _MARKUP.sub("", text).replace("<<", "<")
    flowed = kind == "text/plain" and str(part.get_param("format", "")).lower() == "flowed"
    return unflowed(text, delete_space=str(part.get_param("delsp", "")).lower() == "yes") if flowed else text


def _plain(part: Message, body: Body) -> str:
    raw = str(part.get_payload()).encode("utf-8", "surrogateescape")
    if str(part.get("Content-Transfer-Encoding", "")).strip().lower() == "base64":
        return _characters(from_base64(raw), part, body)
    payload = part.get_payload(decode=True)
    return _characters(payload if isinstance(payload, bytes) else raw, part, body)


def _characters(data: bytes, part: Message, body: Body) -> str:
    """The characters of a text; what is declared Latin and is UTF-8 is read as that."""
    text, names, sealed = without_files(data)
    body.attachments += names
    body.encrypted |= sealed
    if not text.strip():
        return ""
    declared = part.get_content_charset()
    if declared is None and part.get_content_type() == "text/html":
        declared = declared_in(data)
    if encoding_named(declared) in LATIN and not text.isascii() and _is_utf8(text):
        declared = None
    if declared in _UTF7:
        return normalised(text.decode("utf-7", "replace"))
    decoded = decode(text, declared)
    body.notes.extend(decoded.notes)
    return decoded.text


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
