"""Tools: what the stages need, loaded once per worker and side by side; idle models go again."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from importlib.util import find_spec
from typing import Generic, Protocol, TypeVar

from musflow_studio import models, presets
from musflow_studio.domain.engines import HYBRID, SAMPLED
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.model import InstalledModel, ModelKind
from musflow_studio.domain.preset import FinishingPreset
from musflow_studio.domain.style import Style
from musflow_studio.encoders.captioner import Captioner
from musflow_studio.encoders.clap import Clap
from musflow_studio.encoders.laion import LaionClap, hearer_of
from musflow_studio.encoders.language import LanguageModel
from musflow_studio.encoders.picture_text import PictureText
from musflow_studio.encoders.text import TextEncoder, load_text_encoder
from musflow_studio.generation import Engine, engine, engine_names
from musflow_studio.settings import load_settings

NONE = "none"


class Tools:
    """The text encoder, the engines and the presets of one worker.

    Loading starts at once in background threads; asking for a tool waits for it.

    Args:
        warm_engine: loaded first; "" for the setting's.
    """

    def __init__(self, warm_engine: str = "") -> None:
        self._loaders = ThreadPoolExecutor(max_workers=3, thread_name_prefix="load")
        self._encoder: Future[TextEncoder] = self._loaders.submit(load_text_encoder)
        self._engines: dict[str, Future[Engine]] = {}
        self._captioners = _Kept(Captioner)
        self._readers = _Kept(PictureText)
        self._hearers: _Kept[Clap | LaionClap] = _Kept(hearer_of)
        self._languages = _Kept(LanguageModel)
        warm_engine = warm_engine or _usual()
        if warm_engine in engine_names():
            self.start(warm_engine)

    def start(self, name: str) -> None:
        """Begin loading an engine in the background, and the instruments it plays beside it."""
        if name not in self._engines:
            self._engines[name] = self._loaders.submit(_ready, name)
            if name == HYBRID:
                self.start(SAMPLED)

    def engine(self, name: str) -> Engine:
        """The engine, ready to generate. Raises StudioError if it is unknown or cannot load."""
        self.start(name)
        try:
            return self._engines[name].result()
        except StudioError:
            del self._engines[name]  # the next job tries again: the cause may be mended by then
            raise

    def encoder(self) -> TextEncoder | None:
        """The text encoder; None when its model is not installed (description says so)."""
        try:
            return self._encoder.result()
        except StudioError as error:
            if error.code is not ErrorCode.NO_MODEL:
                raise
            return None

    def captioner(self, name: str, cancelled: Callable[[], bool]) -> Captioner | None:
        """The model that says what pictures show; "" takes the setting's; None where there is none.

        Raises StudioError NO_MODEL if one is asked for by name that is not here.
        """
        model = _chosen(name or load_settings().picture_model, ModelKind.CAPTIONER)
        return None if model is None else self._captioners.of(model, cancelled)

    def picture_reader(self, name: str, cancelled: Callable[[], bool]) -> PictureText | None:
        """The first model here that knows pictures; None where `name` or the setting is "none"."""
        if NONE in (name, load_settings().picture_model):
            return None
        model = _chosen("", ModelKind.PICTURE_TEXT)
        return None if model is None else self._readers.of(model, cancelled)

    def hearer(self, name: str, cancelled: Callable[[], bool]) -> Clap | LaionClap | None:
        """The model that hears music and reads words; see `captioner`."""
        model = _chosen(name or load_settings().audio_model, ModelKind.AUDIO_TEXT)
        return None if model is None else self._hearers.of(model, cancelled)

    def language_model(self, name: str, cancelled: Callable[[], bool]) -> LanguageModel | None:
        """The language model of a name, or of the setting for ""; None where neither names one.

        Raises StudioError NO_MODEL if it is not here.
        """
        model = _chosen(name or load_settings().words_model or NONE, ModelKind.LANGUAGE)
        return None if model is None else self._languages.of(model, cancelled)

    def unload_idle(self, idle_s: float | None = None) -> None:
        """Give back the memory of models that were not used for so long; None asks the settings."""
        idle_s = load_settings().idle_unload_s if idle_s is None else idle_s
        before = time.monotonic() - idle_s
        self._captioners.unload_idle(before)
        self._readers.unload_idle(before)
        self._hearers.unload_idle(before)
        self._languages.unload_idle(before)

    def styles(self) -> dict[str, Style]:
        """Every style by name; read anew, since users edit them."""
        return presets.readable_styles()

    def style(self, name: str) -> Style:
        """One style. Raises StudioError with a suggestion if it is unknown."""
        return presets.style(name)

    def finishing_preset(self, name: str) -> FinishingPreset:
        """One finishing preset. Raises StudioError with a suggestion if it is unknown."""
        return presets.finishing_preset(name)


class _Loadable(Protocol):
    """A pretrained model that takes memory once it was used."""

    cancelled: Callable[[], bool]

    @property
    def model(self) -> InstalledModel: ...
    @property
    def is_loaded(self) -> bool: ...
    @property
    def used_s(self) -> float: ...
    def unload(self) -> None: ...


T = TypeVar("T", bound=_Loadable)


class _Kept(Generic[T]):
    """Models of one kind by name, kept from job to job; one laid anew takes the old one's place."""

    def __init__(self, make: Callable[[InstalledModel], T]) -> None:
        self._make = make
        self._by_name: dict[str, T] = {}

    def of(self, model: InstalledModel, cancelled: Callable[[], bool]) -> T:
        one = self._by_name.get(model.name)
        if one is None or one.model != model:
            if one is not None:
                one.unload()
            one = self._by_name[model.name] = self._make(model)
        one.cancelled = cancelled
        return one

    def unload_idle(self, before_s: float) -> None:
        for one in self._by_name.values():
            if one.is_loaded and one.used_s <= before_s:
                one.unload()


def _chosen(name: str, kind: ModelKind) -> InstalledModel | None:
    """The model of a name; the first one here for "", if what runs it is installed."""
    if name == NONE:
        return None
    if name:
        return models.find_model(name, kind)
    here = models.installed_models(kind)
    return here[0] if here and find_spec("transformers") and find_spec("torch") else None


def _usual() -> str:
    """The setting's engine; settings that cannot be read are told when a job asks for them."""
    try:
        return load_settings().engine
    except StudioError:
        return SAMPLED


def _ready(name: str) -> Engine:
    made = engine(name)
    made.prepare()
    return made
