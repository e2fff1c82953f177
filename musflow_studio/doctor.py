"""`musflow doctor`: what this machine has, what is missing, and what to do about it."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Callable
from pathlib import Path

from musflow_studio import __version__, models, presets
from musflow_studio.domain.engines import MUSFLOW
from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.finding import Finding
from musflow_studio.domain.model import memory_mb
from musflow_studio.engines import engine_offers
from musflow_studio.settings import load_settings

LEAST_FREE_BYTES = 500 * 1024 * 1024


def examine() -> tuple[Finding, ...]:
    """Look at everything a cue needs. Runs in the worker, since it loads the stages."""
    looks: tuple[tuple[str, Callable[[], str]], ...] = (
        ("musflow", _version),
        ("library", _library),
        ("styles", lambda: ", ".join(sorted(presets.load_styles()))),
        ("finishing presets", lambda: ", ".join(sorted(presets.load_finishing()))),
        ("text model", _text_model),
        ("soundfont", _soundfont),
        ("renderer", _renderer),
        ("engines", _engines),
        ("audio", _audio),
        *_model_looks(),
    )
    return tuple(_look(what, look) for what, look in looks)


def _model_looks() -> tuple[tuple[str, Callable[[], str]], ...]:
    """The pretrained models on this machine; what runs them is looked at where one is here."""
    here = models.installed_models()
    if not here:
        return ()
    looks = [("pretrained models", _pretrained)]
    if any(model.model_type == "laion_clap" for model in here) or _clap_was_set_up():
        looks.append(("laion-clap", _laion_clap))
    return tuple(looks)


def _pretrained() -> str:
    from musflow_studio.encoders.pretrained import footings, go_offline

    go_offline()
    best = footings()[0]
    here = models.installed_models()
    most = max(memory_mb(model.parameters_m, best.numbers) for model in here)
    names = ", ".join(model.name for model in here)
    return f"{names}; {best}; the largest {models.says_enough(most)}"


def _clap_was_set_up() -> bool:
    from musflow_studio.encoders.laion import environment

    return environment().exists()


def _laion_clap() -> str:
    from musflow_studio.encoders.laion import check_environment

    return check_environment()


def _look(what: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(what, True, look())
    except StudioError as error:
        return Finding(what, False, error.sentence())


def _version() -> str:
    return f"{__version__} on Python {platform.python_version()}, {platform.platform()}"


def _library() -> str:
    folder = load_settings().library
    there: Path = folder
    while not there.exists():
        there = there.parent
    free = shutil.disk_usage(there).free
    room = f"{free / 1e9:.1f} GB free"
    return f"{folder}, {room}" + ("" if free > LEAST_FREE_BYTES else ": almost full, make room")


def _text_model() -> str:
    from musflow_studio.encoders.text import load_text_encoder

    load_text_encoder()
    return "all-MiniLM-L6-v2, checksum right"


def _audio() -> str:
    from musflow_studio.player.output import devices

    there = devices()
    if not there:
        return "no audio device: clips can be made, not heard here"
    default = next((one.name for one in there if one.default), there[0].name)
    return f"{default}, of {len(there)}"


def _soundfont() -> str:
    from musflow_studio.generation.soundfont import find_soundfont

    return str(find_soundfont())


def _engines() -> str:
    """Which can play here and why others cannot; a model that is there is loaded and checked."""
    offers = engine_offers()
    if not any(offer.missing for offer in offers if offer.name == MUSFLOW):
        from musflow_studio.generation import engine

        engine(MUSFLOW).prepare()
    return "; ".join(
        f"{one.name} is not here: {one.missing}, {one.hint}" if one.missing else one.name
        for one in offers
    )


def _renderer() -> str:
    from musflow_studio.generation.synth import renderer_name

    return renderer_name()
