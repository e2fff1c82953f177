"""The shelf of pretrained models: which lie on this machine, added, found, verified, removed.

    <models folder>/<name>/musflow-model.json    what it is, where it lies, a digest of every file
    <models folder>/<name>/config.json …         its files, unless it was added where it lies
    <models folder>/.pulling-<name>/             a fetch under way, or one to go on with
    <models folder>/.trash/                      what was removed

The folder is the setting `models_folder`. A model counts once its `musflow-model.json` is
written, which is the last step of every way in: whole or absent.
"""

from __future__ import annotations

import json
import shutil
import time
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path

from musflow_studio import paths
from musflow_studio.disk import replace_file, says_disk_errors
from musflow_studio.documents import decode, encode
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.model import (
    InstalledModel,
    Licence,
    ModelCard,
    ModelCheck,
    ModelEntry,
    ModelKind,
)
from musflow_studio.models.catalogue import KIND_OF_TYPE, catalogue
from musflow_studio.models.weights import (
    Cancelled,
    check_safe,
    digest,
    millions_of_parameters,
    model_type,
    never,
)
from musflow_studio.settings import load_settings

NOTE = "musflow-model.json"
UNSTATED = Licence(
    "not stated", "nobody said what is allowed: ask whoever made the weights", commercial=False
)


def models_folder() -> Path:
    """Where models lie: the setting `models_folder`. Not created."""
    return load_settings().models_folder


def fetch_folder(name: str) -> Path:
    """Where the files of a model lie while it is fetched. Not created."""
    return models_folder() / f".pulling-{name}"


def _bytes_in(folder: Path) -> int:
    total = 0
    for file in folder.rglob("*"):
        with suppress(FileNotFoundError):  # a fetch that goes on gives files their names meanwhile
            total += file.stat().st_size if file.is_file() else 0
    return total


def list_models() -> tuple[ModelEntry, ...]:
    """The catalogue in its order, then the user's own; each with what is here of it."""
    here = {model.name: model for model in installed_models()}
    known = [
        ModelEntry(card.name, card, here.pop(card.name, None), _bytes_in(fetch_folder(card.name)))
        for card in catalogue()
    ]
    return (*known, *(ModelEntry(name, None, model) for name, model in sorted(here.items())))


def installed_models(kind: ModelKind | None = None) -> tuple[InstalledModel, ...]:
    """The models on this machine, of one kind or of all, the catalogue's first."""
    order = {card.name: place for place, card in enumerate(catalogue())}
    notes = models_folder().glob(f"*/{NOTE}")
    found = [_read_note(note) for note in notes if not note.parent.name.startswith(".")]
    found.sort(key=lambda model: (order.get(model.name, len(order)), model.name))
    return tuple(model for model in found if kind is None or model.kind is kind)


def find_model(name: str, kind: ModelKind | None = None) -> InstalledModel:
    """A model on this machine, by its name or its repository's. Loads nothing.

    Raises StudioError NO_MODEL, saying how to get it, if it is not here or of another kind.
    """
    here = installed_models()
    for model in here:
        if name in (model.name, model.repo) and kind in (None, model.kind):
            return model
    names = [model.name for model in here if kind in (None, model.kind)]
    can = [card.name for card in catalogue() if kind in (None, card.kind)]
    wanted = name if name in can else (can or [name])[0]
    raise StudioError(
        ErrorCode.NO_MODEL,
        "this model is not on this machine",
        value=name,
        legal=", ".join(names) or "none is here yet",
        hint=f"fetch it once with `musflow models pull {wanted}`",
    )


def add_model(
    folder: Path,
    *,
    name: str = "",
    licence: Licence | None = None,
    accept: bool = False,
    cancelled: Cancelled = never,
) -> InstalledModel:
    """Take note of weights that lie in a folder already; nothing is copied.

    Args:
        folder: with `config.json` and the weights as safetensors.
        name: as commands shall call it; "" takes the folder's. A name of the catalogue brings its
            licence along.
        licence: of the weights; None takes the catalogue's, else "not stated".
        accept: the user agrees to a licence that forbids paid work.
        cancelled: polled while the files are read.

    Raises StudioError: pickled or damaged weights, no model, a name in use, or a licence that
    was not agreed to.
    """
    folder = folder.expanduser().absolute()
    if not folder.is_dir():
        raise StudioError(ErrorCode.FILE_NOT_FOUND, "no such folder", value=folder)
    wanted = name or folder.name
    if (models_folder() / wanted / NOTE).is_file():
        raise StudioError(
            ErrorCode.CONTRADICTION,
            "a model of this name is here already",
            value=wanted,
            hint="choose another name, or remove that one first",
        )
    _check_name(wanted)
    known = next((card for card in catalogue() if wanted in (card.name, card.repo)), None)
    chosen = licence or (known.licence if known else UNSTATED)
    check_accepted(wanted, chosen, accept=accept)
    described = _described(folder, wanted, known, chosen)
    return keep_note(described, accepted=accept, cancelled=cancelled)


def _described(
    folder: Path, name: str, known: ModelCard | None, licence: Licence
) -> InstalledModel:
    found = model_type(folder)
    if known and known.model_type != found:
        raise StudioError(
            ErrorCode.CONTRADICTION,
            f"the model in this folder is a {found}, {name} is a {known.model_type}",
            value=folder,
            hint="choose another name for it",
        )
    if found != "laion_clap":
        check_safe(folder)
    return InstalledModel(
        name, KIND_OF_TYPE[found], found, known.repo if known else "", licence, folder,
        known.rate_hz if known else _rate_hz(folder),
    )  # fmt: skip


def _rate_hz(folder: Path) -> int | None:
    """The sample rate that a preprocessor states; None for models of pictures."""
    for name in ("preprocessor_config.json", "processor_config.json"):
        try:
            said = json.loads((folder / name).read_text("utf-8"))
        except (OSError, ValueError):
            continue
        rate = said.get("sampling_rate") or said.get("feature_extractor", {}).get("sampling_rate")
        if rate:
            return int(rate)
    return None


def _check_name(name: str) -> None:
    if not name or name.startswith(".") or any(sign in name for sign in '/\\:*?"<>|'):
        raise StudioError(
            ErrorCode.BAD_INPUT,
            "this cannot be a model's name",
            value=name,
            legal="letters, digits, - and _",
        )


def check_accepted(name: str, licence: Licence, *, accept: bool) -> None:
    """Raise StudioError unless paid work is allowed or the user agreed to do none."""
    if licence.commercial or accept:
        return
    raise StudioError(
        ErrorCode.NOT_ALLOWED,
        f"the weights of {name} are {licence.words} ({licence.name})",
        hint="say --accept-non-commercial if you agree; every take made with it will be marked",
    )


def keep_note(
    model: InstalledModel, *, accepted: bool, cancelled: Cancelled = never
) -> InstalledModel:
    """Measure a model's files and write its note, the last step of every way in."""
    with says_disk_errors(model.folder):
        files = [file for file in sorted(model.folder.rglob("*")) if _counts(file, model.folder)]
        whole = replace(
            model,
            sha256={str(file.relative_to(model.folder)): digest(file, cancelled) for file in files},
            size_bytes=sum(file.stat().st_size for file in files),
            parameters_m=millions_of_parameters(model.folder),
            accepted=accepted,
        )
    place = paths.ensure_folder(models_folder() / model.name)
    told = json.dumps(encode(whole), ensure_ascii=False, indent=2)
    replace_file(place / NOTE, told.encode())
    return whole


def _counts(file: Path, folder: Path) -> bool:
    inside = file.relative_to(folder)
    return file.is_file() and file.name != NOTE and not inside.parts[0].startswith(".")


def _read_note(note: Path) -> InstalledModel:
    try:
        model = decode(InstalledModel, json.loads(note.read_text("utf-8")))
    except (OSError, ValueError, StudioError) as error:
        raise StudioError(
            ErrorCode.BAD_FILE,
            f"the note about a model cannot be read ({error})",
            value=note,
            hint="remove its folder and fetch the model again",
        ) from error
    # Models that lie on the shelf move with it.
    here = note.parent
    return replace(model, folder=here) if any((here / f).is_file() for f in model.sha256) else model


def verify_model(name: str, cancelled: Cancelled = never) -> ModelCheck:
    """Read every file of a model again and compare digests. Raises StudioError NO_MODEL."""
    model = find_model(name)
    missing = [file for file in model.sha256 if not (model.folder / file).is_file()]
    with says_disk_errors(model.folder):
        changed = [
            file
            for file, wanted in model.sha256.items()
            if file not in missing and digest(model.folder / file, cancelled) != wanted
        ]
    return ModelCheck(model.name, tuple(missing), tuple(changed))


def remove_model(name: str) -> Path:
    """Move a model to the trash of the models folder; returns where it is.

    Of a model that was added from a folder only the note goes; the folder stays as it is. Of one
    whose fetch was stopped, what is here of it goes. Raises StudioError NO_MODEL for neither.
    """
    part, here = fetch_folder(name), (models_folder() / name / NOTE).is_file()
    leaving = part if part.is_dir() and not here else models_folder() / find_model(name).name
    trash = paths.ensure_folder(models_folder() / ".trash")
    stem = f"{time.strftime('%Y%m%d-%H%M%S')}-{leaving.name.removeprefix('.pulling-')}"
    names = (f"{stem}-{number}" if number else stem for number in count())
    target = next(trash / name for name in names if not (trash / name).exists())
    with says_disk_errors(leaving):
        shutil.move(leaving, target)
    return target
