"""Files that moderators add to the archive and remove from it, which indexing and searching never do.

Nothing is overwritten or deleted: a file that is removed or replaced goes to a trash folder (see `Settings.trash`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from index import archive_names
from index.errors import ArchiveError, UnreadableDataError
from index.files import PRIVATE_FOLDER, checksum, files_under, make_private_folder, os_reason, real, write_durably
from index.models.documents import Document, Unreadable
from index.models.reports import Trashed
from index.read import OpenReaders, ReaderPool, SourceFile
from index.read.kinds import PICTURE, REMOVE, named
from index.read.left_out import is_about_the_archive, is_left_out
from index.read.recognise import LEFT, OFF, in_chat
from index.settings import Settings
from index.userdata.erasures import Erasures, erased_on

ADDABLE_SUFFIXES: Final = (
    *(".txt", ".md", ".markdown", ".csv", ".html", ".htm", ".mhtml", ".mht", ".pdf", ".docx"),
    *(".odt", ".fodt", ".odp", ".fodp", ".rtf", ".epub", ".pptx", ".pptm", ".ppsx"),
    *(".eml", ".emlx", ".msg", ".mbox"),
    *(".json", ".jsonl", ".ndjson", ".tsv", ".warc", ".warc.gz", ".wacz"),
)
"""Of files that may be added."""
PICTURE_SUFFIXES: Final = (".png", ".jpg", ".jpeg", ".tif", ".tiff")
"""Of files that may be added where text is recognised in pictures."""
LOOKED_AT: Final = 3
"""Pages of a scan that are recognised when it is added; the next reindex recognises all."""
DIGEST_SUFFIX: Final = ".sha256"
"""Ends the name of a file beside a trashed one, named by its token, that holds its checksum."""

_TOKEN = re.compile(r"[0-9]{14}-[0-9a-f]{8}")
_SHORT = 16
"""Characters of a digest in a mark."""
_MARK = re.compile(r"[0-9a-f]{16}-[0-9a-f]{16}")
_TIME = "%Y%m%d%H%M%S"
"""How a token begins: when the file was trashed, in UTC, so that tokens sort by time."""


class Contents(NamedTuple):
    """What a file that is to be added holds: at least one document, and the parts that can't be read."""

    documents: tuple[Document, ...]
    unreadable: tuple[Unreadable, ...] = ()
    pages_left: bool = False
    """Whether pages of it are left to be recognised by the next reindex."""


class ArchiveFolder:
    """The archive's folder and its trash. Calls block; they raise `ArchiveError` with one line for people."""

    def __init__(self, settings: Settings, readers: OpenReaders = ReaderPool) -> None:
        self._settings = settings
        self._readers = readers
        self._trash = settings.trash

    def path(self, name: str, folder: str | None = None) -> str:
        """The path in the archive of a file called `name`; raises for names that are not safe, with ones that are."""
        safe, safe_folder = archive_names.safe(name), archive_names.safe_folder(folder) if folder else ""
        _refuse_kind(safe, self._settings)
        path = f"{safe_folder}/{safe}" if folder else safe
        _refuse_left_out(path)
        archive_names.refuse_other("file", name, safe)
        archive_names.refuse_other("folder", folder or "", safe_folder)
        return path

    def look(self, path: str, data: bytes) -> Contents:
        """What is in a file, read as by a reindex; raises if there is no document in it."""
        if len(data) > self._settings.max_file_bytes:
            raise ArchiveError(f"the file is larger than {self._settings.max_file_mib} MiB; split it", shown=True)
        self._refuse_erased(data)
        some = self._settings.model_copy(update={"ocr_pages": LOOKED_AT})
        with tempfile.TemporaryDirectory() as folder, self._readers(some) as pool:
            file = Path(folder) / PurePosixPath(path).name
            file.write_bytes(data)
            results = pool.read(SourceFile(path, str(file), len(data), "0" * 64))
        documents = tuple(_for_chat(result) for result in results if isinstance(result, Document))
        unreadable = tuple(result for result in results if isinstance(result, Unreadable))
        if not documents:
            reason = unreadable[0].chat or unreadable[0].reason
            raise ArchiveError(f"the file was not added: {reason}", shown=True)
        left = any(LEFT in note for result in results if isinstance(result, Document) for note in result.notes)
        return Contents(documents, unreadable, left)

    def may_be_scan(self, path: str) -> bool:
        """Whether pages of a file with this name may be recognised."""
        return self._settings.ocr and PurePosixPath(path).suffix.lower() in (".pdf", *PICTURE_SUFFIXES)

    def holds(self, path: str) -> bool:
        """Whether there is anything at `path` in the archive."""
        return os.path.lexists(self._settings.archive / path)

    def put(self, path: str, data: bytes, *, replace: bool = False) -> str | None:
        """Adds a file to the archive. One that is there already is trashed if `replace` is set; otherwise this raises.

        Returns the token by which `restore` brings the replaced file back.
        """
        target = self._inside(path)
        _refuse_left_out(path)
        self._refuse_erased(data)
        token = self._trashed(path) if replace and self.holds(path) else None
        beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(data)
            os.link(beside, target)  # fails where there is a file, whoever put it there meanwhile
        except FileExistsError as error:
            raise ArchiveError(f"there is a file {path} already; nothing was changed", shown=True) from error
        except OSError as error:
            raise ArchiveError(f"{path} can't be written to the archive ({os_reason(error)})", shown=True) from error
        finally:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
        return token

    def remove(self, path: str) -> str:
        """Moves a file of the archive to the trash; returns the token by which `restore` brings it back."""
        if not self._inside(path).is_file():
            raise ArchiveError(f"there is no file {path} in the archive", shown=True)
        return self._trashed(path)

    def trash(self) -> list[Trashed]:
        """The files that can be brought back, latest first."""
        with self._reading_trash(self._trash):
            tokens = [entry.name for entry in self._trash.iterdir()] if self._trash.is_dir() else []
        files = (self.kept(token) for token in sorted(tokens, reverse=True))
        return [trashed for trashed in files if trashed is not None]

    def kept(self, token: str) -> Trashed | None:
        """The file that `token` brings back; None if it isn't in the trash (any more)."""
        folder = self._trash / token
        if not _TOKEN.fullmatch(token):
            return None
        with self._reading_trash(folder):
            file = next((entry for entry in files_under(folder) if entry.is_file()), None)
        if file is None:
            return None
        at = dt.datetime.strptime(token.partition("-")[0], _TIME).replace(tzinfo=dt.UTC)
        return Trashed(token=token, path=file.relative_to(folder).as_posix(), at=at)

    @staticmethod
    @contextmanager
    def _reading_trash(folder: Path) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise UnreadableDataError(f"{folder} can't be read ({os_reason(error)}); give read access") from error

    def trash_faults(self) -> tuple[str, ...]:
        """What is wrong with the files in the trash, a line each."""
        return tuple(f"{kept.path} ({kept.token}) is damaged" for kept in self.trash() if not self._is_sound(kept))

    def _is_sound(self, kept: Trashed) -> bool:
        """Whether a file in the trash is what was put there; earlier versions did not note what that was."""
        try:
            noted = self._digest_file(kept.token).read_text("ascii").strip()
            return checksum(self._trash / kept.token / kept.path) == noted
        except FileNotFoundError:
            return True
        except ValueError:  # what was noted is itself damaged
            return False

    def _digest_file(self, token: str) -> Path:
        return self._trash / f"{token}{DIGEST_SUFFIX}"

    def mark(self, path: str) -> str:
        """What the file at `path` can be taken back by as long as it is the same: `[0-9a-f-]`, 33 characters."""
        return f"{_short_digest(path)}-{checksum(self._inside(path))[:_SHORT]}"

    def marked(self, mark: str) -> str | None:
        """The path of the file that has this mark, whatever it holds by now; None for none."""
        if not _MARK.fullmatch(mark):
            return None
        root, wanted = self._settings.archive, mark.partition("-")[0]
        paths = (file.relative_to(root).as_posix() for file in root.rglob("*"))  # passes over what can't be listed
        return next((path for path in paths if _short_digest(path) == wanted), None)

    def take_back(self, mark: str) -> tuple[str, str]:
        """Moves the file that has this mark to the trash, unless it holds something else by now; its path and token."""
        path = self.marked(mark)
        if path is None:
            raise ArchiveError("that file is not in the archive any more; it may have been removed already", shown=True)
        if not checksum(self._inside(path)).startswith(mark.partition("-")[2]):
            raise ArchiveError(f"{path} was changed since, so it was left in place", shown=True)
        return path, self._trashed(path)

    def restore(self, token: str) -> str:
        """Moves a file from the trash back to where it was; returns its path. A file that is there now is trashed."""
        return self.exchange(token)[0]

    def exchange(self, token: str) -> tuple[str, str | None]:
        """Restores a file, and returns with its path the token of the file that was there, if there was one."""
        kept = self.kept(token)
        if kept is None:
            raise ArchiveError(
                "that file is not in the trash any more; it may have been brought back already", shown=True
            )
        if not self._is_sound(kept):
            raise ArchiveError(
                f"{kept.path} is damaged in the trash, so it stays there; restore it from a backup", shown=True
            )
        folder, target = self._trash / token, self._inside(kept.path)
        replaced = self._trashed(kept.path) if self.holds(kept.path) else None
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _move(folder / kept.path, target)
            _remove_empty(folder)
            self._digest_file(token).unlink(missing_ok=True)
        except OSError as error:
            raise ArchiveError(f"{kept.path} can't be brought back ({os_reason(error)})", shown=True) from error
        return kept.path, replaced

    def _refuse_erased(self, data: bytes) -> None:
        erased = Erasures(self._settings.data).refused().get(hashlib.sha256(data).hexdigest())
        if erased is not None:
            raise ArchiveError(f"the file was not added: it was {erased_on(erased)}", shown=True)

    def _inside(self, path: str) -> Path:
        """The file at `path`; raises if that is outside the archive or hidden in it."""
        parts = PurePosixPath(path).parts
        root = real(self._settings.archive)
        target = root / path
        forbidden = not parts or path != "/".join(parts) or any(part.startswith(".") for part in parts)
        # Whoever may see one folder must not reach another by a second name for it: `./board/…`, or a link.
        if forbidden or path.startswith("/") or any(place.is_symlink() for place in (target, *target.parents)):
            raise ArchiveError("that path can't be a document of the archive", shown=True)
        return target

    def _trashed(self, path: str) -> str:
        token = f"{dt.datetime.now(dt.UTC).strftime(_TIME)}-{secrets.token_hex(4)}"
        kept = self._trash / token / path
        try:
            self._settings.data.mkdir(PRIVATE_FOLDER, parents=True, exist_ok=True)
            make_private_folder(self._trash)
            kept.parent.mkdir(parents=True)
            write_durably(self._digest_file(token), checksum(self._inside(path)) + "\n")
            _move(self._inside(path), kept)
        except OSError as error:
            raise ArchiveError(
                f"{path} can't be moved to the trash ({os_reason(error)}); it was left in place", shown=True
            ) from error
        return token


def _for_chat(document: Document) -> Document:
    """With its notes as a chat says them, but for pages that are left to the next reindex."""
    return document.model_copy(update={"notes": tuple(in_chat(note) for note in document.notes if LEFT not in note)})


def _refuse_kind(name: str, settings: Settings) -> None:
    suffix = PurePosixPath(name).suffix.lower()
    if not name.lower().endswith((*ADDABLE_SUFFIXES, *(PICTURE_SUFFIXES if settings.ocr else ()))):
        described = f"a picture; {in_chat(OFF)}, or {PICTURE}" if suffix in PICTURE_SUFFIXES else named(suffix)
        cured = described is not None and not described.endswith(f"; {REMOVE}")
        kind = f"it is called like {described}" if cured else "files of this kind can't be added"
        raise ArchiveError(f"{kind}; the kinds are {', '.join(ADDABLE_SUFFIXES)}", shown=True)


def _refuse_left_out(path: str) -> None:
    """A file with such a name would lie in the archive and never be found."""
    if is_about_the_archive(path):
        raise ArchiveError(
            "a README at the top tells people about the archive and is not searched; give it another name or a folder",
            shown=True,
        )
    if is_left_out(path):
        raise ArchiveError(
            "a file with that name, or in a folder with it, is never searched; give it another name", shown=True
        )


def _short_digest(path: str) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:_SHORT]


def _move(source: Path, target: Path) -> None:
    """By a rename, or by a copy to another file system, which is whole once it is seen; the source is removed last."""
    with suppress(OSError):
        source.rename(target)
        return
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        shutil.copyfile(source, beside)
        beside.rename(target)
    finally:
        beside.unlink(missing_ok=True)
    source.unlink()


def _remove_empty(folder: Path) -> None:
    """Removes the empty folders that a restored file leaves in the trash."""
    for deeper in sorted((entry for entry in folder.rglob("*") if entry.is_dir()), reverse=True):
        deeper.rmdir()
    folder.rmdir()
