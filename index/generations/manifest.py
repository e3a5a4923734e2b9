"""What a generation is, in its own words: the manifest, written last and sealed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from index.errors import IndexDataError, UnreadableDataError
from index.files import checksum, os_reason, write_durably
from index.generations.recipe import Recipe
from index.models.values import Value

FORMAT = 4
"""Of everything in a generation; raised when older code could not read newer files or the other way round."""
READABLE = (3, FORMAT)
"""Before, a generation was one segment, in its own folder."""
MANIFEST_FILE = "manifest.json"
REINDEX = "a moderator can make a new one with /archive reindex"
"""The cure of a generation that can't serve, as a chat says it."""
SEAL_FILE = "manifest.sha256"
"""The manifest's own checksum, since it is in none."""


class Manifest(Value):
    """What a generation is. Written last, so its presence means that the generation is whole."""

    format: int
    generation: int
    built: dt.datetime
    archive: str
    recipe: Recipe
    dimensions: int
    documents: int
    undated: int
    passages: int
    languages: tuple[str, ...]
    files: dict[str, str]
    """SHA-256 of each file, by its path within the generation."""
    sizes: dict[str, int]


def read_manifest(folder: Path, generation: int) -> Manifest:
    """The manifest in `folder`; raises `IndexDataError` where it is missing, damaged or of another format."""
    try:
        written = (folder / MANIFEST_FILE).read_bytes()
        raw = json.loads(written)
        if raw.get("format") not in READABLE:
            raise IndexDataError(
                f"generation {generation} was written by another version of Dateline; run: dateline index",
                chat=f"generation {generation} was written by another version of me; {REINDEX}",
            )
        manifest, sealed = Manifest.model_validate(raw), _sealed(folder, written)
    except FileNotFoundError as error:
        raise gone(generation) from error
    except OSError as error:
        line = f"generation {generation} can't be read"
        raise UnreadableDataError(f"{line} (its manifest: {os_reason(error)}); give read access") from error
    except (ValueError, AttributeError, RecursionError) as error:
        raise damaged(generation, " (its manifest can't be read)") from error
    if not sealed:
        raise damaged(generation, " (its manifest was altered)")
    return manifest


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Writes the manifest, last of all that is in `folder`."""
    text = manifest.model_dump_json(indent=1) + "\n"
    write_durably(folder / SEAL_FILE, hashlib.sha256(text.encode()).hexdigest() + "\n")
    write_durably(folder / MANIFEST_FILE, text)


def _sealed(folder: Path, written: bytes) -> bool:
    try:
        seal = (folder / SEAL_FILE).read_bytes()
    except FileNotFoundError:  # generations were not sealed in the beginning
        return True
    except OSError:
        return False
    return seal.strip() == hashlib.sha256(written).hexdigest().encode()


def gone(generation: int) -> IndexDataError:
    line = f"generation {generation} is not there (any more)"
    return IndexDataError(f"{line}; run: dateline index", chat=f"{line}; {REINDEX}")


def damaged(generation: int, fault: str) -> IndexDataError:
    """The error for a generation with a `fault`: words to follow "is damaged"."""
    line = f"generation {generation} is damaged"
    return IndexDataError(f"{line}{fault}; run: dateline index", chat=f"{line}; {REINDEX}")


def checksums(folder: Path, shared: Mapping[tuple[int, int], str]) -> tuple[dict[str, str], dict[str, int]]:
    """SHA-256 and size of every file under `folder`, by relative path, but for the manifest and its seal.

    `shared` has the checksums of files that were proved before, by device and inode.
    """
    files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    for own in (MANIFEST_FILE, SEAL_FILE):
        files.pop(own, None)
    return {name: shared.get(_inode(path)) or checksum(path) for name, path in files.items()}, {
        name: path.stat().st_size for name, path in files.items()
    }


def proved(folder: Path, manifest: Manifest) -> dict[tuple[int, int], str]:
    """The checksum of each file of a generation, by device and inode: what another shares with it is not read again."""
    return {_inode(folder / name): digest for name, digest in manifest.files.items() if (folder / name).is_file()}


def _inode(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino
