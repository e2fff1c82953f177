"""Tools: what the stages need, loaded once per worker and side by side."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor

from musflow_studio import presets
from musflow_studio.domain.engines import DEFAULT_ENGINE
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.preset import FinishingPreset
from musflow_studio.domain.style import Style
from musflow_studio.encoders.text import TextEncoder, load_text_encoder
from musflow_studio.generation import Engine, engine, engine_names


class Tools:
    """The text encoder, the engines and the presets of one worker.

    Loading starts at once in background threads; asking for a tool waits for it.
    """

    def __init__(self, warm_engine: str = DEFAULT_ENGINE) -> None:
        self._loaders = ThreadPoolExecutor(max_workers=2, thread_name_prefix="load")
        self._encoder: Future[TextEncoder] = self._loaders.submit(load_text_encoder)
        self._engines: dict[str, Future[Engine]] = {}
        if warm_engine in engine_names():
            self.start(warm_engine)

    def start(self, name: str) -> None:
        """Begin loading an engine in the background."""
        if name not in self._engines:
            made = engine(name)
            self._engines[name] = self._loaders.submit(_prepared, made)

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

    def styles(self) -> dict[str, Style]:
        """Every style by name; read anew, since users edit them."""
        return presets.readable_styles()

    def style(self, name: str) -> Style:
        """One style. Raises StudioError with a suggestion if it is unknown."""
        return presets.style(name)

    def finishing_preset(self, name: str) -> FinishingPreset:
        """One finishing preset. Raises StudioError with a suggestion if it is unknown."""
        return presets.finishing_preset(name)


def _prepared(made: Engine) -> Engine:
    made.prepare()
    return made
