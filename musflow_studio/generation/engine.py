"""Engine: what can turn a plan into sound, and the registry of those that can."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

from musflow_studio.domain.engines import unknown_engine
from musflow_studio.domain.request import GenerationRequest
from musflow_studio.domain.take import Take


class Capability(StrEnum):
    """What of a request an engine honours; what it does not name, it ignores."""

    NOTES = "notes"  # plays the notes of the plan's score as written
    STEMS = "stems"  # one stem per role, summing to the mix
    SEED = "seed"  # draws of its own: another seed, another sound from the same plan
    QUALITY = "quality"  # more work for a better sound
    REFERENCE = "reference"  # audio to sound like
    REDO_BARS = "redo_bars"  # makes some bars again and keeps the others' samples


class Engine(Protocol):
    """Makes takes. One engine serves one job at a time.

    Attributes:
        name: in the registry.
        version: changes whenever the same plan would sound different; ready after `prepare`.
        capabilities: what of a request it honours.
    """

    name: str
    capabilities: frozenset[Capability]

    @property
    def version(self) -> str:
        """See the class."""
        ...

    def prepare(self) -> None:
        """Load what generating needs, so that the first take does not wait; may be repeated.

        Raises StudioError if something is missing, with what to do about it.
        """
        ...

    def generate(
        self,
        request: GenerationRequest,
        on_step: Callable[[float], None],
        cancelled: Callable[[], bool],
    ) -> Take:
        """Make one take: `mix.wav` and `stems/<role>.wav` in the request's folder.

        Args:
            request: what to make.
            on_step: told the fraction done, 0 to 1, rising.
            cancelled: polled at least every 200 ms.

        Raises:
            StudioError: CANCELLED when told to stop; otherwise what is missing or broken.
        """
        ...


_FACTORIES: dict[str, Callable[[], Engine]] = {}


def register(name: str, factory: Callable[[], Engine]) -> None:
    """Make an engine known. The factory is cheap: it loads nothing before `prepare`."""
    if name in _FACTORIES:
        raise ValueError(f"an engine named {name!r} is already registered")
    _FACTORIES[name] = factory


def engine_names() -> tuple[str, ...]:
    """The names of all engines, the default one first."""
    return tuple(_FACTORIES)


def engine(name: str) -> Engine:
    """A new engine by name. Raises StudioError with a suggestion if there is none."""
    if name not in _FACTORIES:
        raise unknown_engine(name, engine_names())
    return _FACTORIES[name]()
