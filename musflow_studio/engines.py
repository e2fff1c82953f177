"""Engines: which of them can play on this machine, and why the others cannot.

Looks for files and packages and loads none of them, so that every door can ask.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

from musflow_studio.domain.engines import (
    ENGINES,
    HYBRID,
    MUSFLOW,
    MUSFLOW_FREE,
    MUSICGEN,
    SAMPLED,
    EngineOffer,
    unknown_engine,
)
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.model import InstalledModel, ModelKind
from musflow_studio.models import find_model as find_pretrained
from musflow_studio.models import installed_models
from musflow_studio.own_model import model_missing, usual_engine
from musflow_studio.settings import load_settings

_Missing = tuple[str, str]
_NOTHING: _Missing = ("", "")


def music_model() -> InstalledModel:
    """The model of the engine musicgen: the setting `music_model`, else the first one here.

    Raises StudioError NO_MODEL, saying how to get one, without it.
    """
    asked = load_settings().music_model
    if asked:
        return find_pretrained(asked, ModelKind.MUSIC)
    here = installed_models(ModelKind.MUSIC)
    return here[0] if here else find_pretrained("musicgen-small", ModelKind.MUSIC)


def engine_offers() -> tuple[EngineOffer, ...]:
    """Every engine, the usual one first, with the reason where one cannot play here."""
    usual = usual_engine()
    names = sorted(ENGINES, key=lambda name: name != usual)
    return tuple(EngineOffer(name, ENGINES[name], *_LOOKS[name]()) for name in names)


def check_engine(name: str) -> None:
    """Raise StudioError if there is no engine of this name, or it cannot play here."""
    if name not in ENGINES:
        raise unknown_engine(name, tuple(ENGINES))
    missing, hint = _LOOKS[name]()
    if missing:
        raise StudioError(
            ErrorCode.NO_MODEL,
            f"the engine {name} cannot play on this machine: {missing}",
            hint=f"{hint}, or use --engine {SAMPLED}",
        )


def _musicgen_missing() -> _Missing:
    if find_spec("torch") is None or find_spec("transformers") is None:
        extra = "install the extra: pip install 'musflow-studio[pretrained]'"
        return "PyTorch and transformers are not installed", extra
    try:
        music_model()
    except StudioError as error:
        if error.code is not ErrorCode.NO_MODEL:
            return error.sentence().rstrip("."), "mend that"
        fetch = "`musflow models pull musicgen-small --accept-non-commercial` (2.4 GB)"
        wanted = load_settings().music_model
        here = f"no model named {wanted} is here" if wanted else "its weights are not here"
        return here, f"fetch them once with {fetch}"
    return _NOTHING


_LOOKS: dict[str, Callable[[], _Missing]] = {
    SAMPLED: lambda: _NOTHING,
    HYBRID: model_missing,
    MUSFLOW: model_missing,
    MUSFLOW_FREE: model_missing,
    MUSICGEN: _musicgen_missing,
}
"""What an engine lacks here, and what to do about it; ("", "") for nothing."""
