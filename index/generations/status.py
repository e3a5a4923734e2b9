"""What is served, what each reindex did, and whether the generations on disk are sound."""

from __future__ import annotations

from typing import Any

from index.embed import load
from index.errors import IndexDataError, StoreUnreachableError, UnreadableDataError
from index.generations import integrity
from index.generations.data_folder import DataFolder
from index.generations.opened import Generation
from index.generations.presence import serving_hosts
from index.generations.serving import SoundGeneration, of_sound
from index.models.reports import Checked, Report, Status
from index.models.said import warned
from index.models.scope import EVERYTHING
from index.settings import Settings
from index.shared.address import store_of
from index.shared.opening import open_objects
from index.userdata.cited_texts import CitedTexts


def report(settings: Settings, number: int | None = None) -> Report:
    """What the reindex to generation `number` did, or the latest one; raises `IndexDataError` where there is none."""
    data = DataFolder(settings.data)
    if number is None:
        data.current()  # says what is wrong where nothing was ever indexed
        number = max(data.reported(), default=0)
    found = data.report(number)
    if found is None:
        raise IndexDataError(
            f"there is no report of generation {number}; there are reports of {_listed(data)}", shown=True
        )
    return found


def check_generations(settings: Settings, number: int | None = None) -> tuple[Checked, ...]:
    """Reads every file of generation `number`, or of all, and compares it with what was written.

    A generation that is found damaged is not served until a later check finds it sound. What can't be read is told, and
    is no damage.
    """
    data = DataFolder(settings.data)
    current = data.current()
    numbers = data.numbers() if number is None else [number]
    return tuple(_checked(data, each, current) for each in numbers)


def _checked(data: DataFolder, number: int, current: int) -> Checked:
    data.mended(number)
    try:
        manifest = data.manifest(number)
    except IndexDataError as error:
        return Checked(
            generation=number,
            built=None,
            current=number == current,
            files=0,
            size_bytes=0,
            faults=(str(error),),
            damaged=not isinstance(error, UnreadableDataError),
        )
    faults = integrity.faults(data.folder(number), manifest)
    damage = tuple(fault.line for fault in faults if fault.damage)
    if not faults:
        data.lift_mark(number)
        damage = _opens(data, number)
    if damage:
        data.mark_damaged(number, damage[0])
    return Checked(
        generation=number,
        built=manifest.built,
        current=number == current,
        files=len(manifest.files),
        size_bytes=sum(manifest.sizes.values()),
        faults=tuple(fault.line for fault in faults) or damage,
        damaged=bool(damage),
    )


def _opens(data: DataFolder, number: int) -> tuple[str, ...]:
    try:
        Generation(data, number).close()
    except UnreadableDataError:
        return ()
    except IndexDataError as error:
        return (str(error),)
    return ()


def _listed(data: DataFolder) -> str:
    return ", ".join(map(str, data.reported())) or "none"


def status(settings: Settings) -> Status:
    """What is being served, without loading a model; raises `DatelineError`."""
    data = DataFolder(settings.data)
    found = of_sound(data, lambda _: None, lambda sound: describe(data, sound, load.engine(settings)))
    return found.model_copy(update=_of_store(settings, found))


def _of_store(settings: Settings, found: Status) -> dict[str, Any]:
    """What else is known where many hosts share the index: they, and all that the store holds."""
    address = store_of(settings.data)
    if address is None:
        return {}
    try:
        return {"hosts": serving_hosts(settings), "size_bytes": open_objects(address).size("")}
    except StoreUnreachableError as error:
        return {
            "warnings": (*found.warnings, str(error)),
            "chat_warnings": (*found.chat_warnings, error.in_chat),
        }


def describe(data: DataFolder, sound: SoundGeneration, engine: str) -> Status:
    """The status of a generation that serves."""
    generation, manifest = sound.generation, sound.generation.manifest
    span = generation.documents.span()
    return Status(
        archive=manifest.archive,
        data=data.place,
        generation=generation.number,
        built=manifest.built,
        model=manifest.recipe.model,
        revision=manifest.recipe.revision,
        dimensions=manifest.dimensions,
        engine=engine,
        vectors=generation.passages.kind,
        documents=manifest.documents,
        undated=manifest.undated,
        passages=manifest.passages,
        earliest=span[0] if span else None,
        latest=span[1] if span else None,
        newest=generation.passages.newest(EVERYTHING),
        size_bytes=sum(manifest.sizes.values()),
        kept=tuple(data.whole()),
        cited_texts_bytes=CitedTexts(data.path).size_bytes,
        hosts=(),
        **warned(sound.warnings),
    )
