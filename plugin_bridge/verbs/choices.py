"""What is selected for the next cue: a composition style, a finishing preset, an engine."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Executor

from musflow_studio.domain.engines import EngineOffer
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.preset import FinishingPreset
from musflow_studio.domain.style import Style
from plugin_bridge.protocol import ROOT
from plugin_bridge.switchboard import Call, Handler, Rows


class Choice:
    """One noun of which one is selected.

    Args:
        noun: "style", "finish" or "engine".
        load: what each is, by name; runs in `disk`.
        disk: where files are read.
    """

    def __init__(
        self,
        noun: str,
        load: Callable[[], Mapping[str, str]],
        disk: Executor,
    ) -> None:
        self._noun = noun
        self._load = load
        self._disk = disk
        self._known = dict(load())
        self.selected = ""

    def handlers(self) -> dict[str, Handler]:
        """Those of the table."""
        at = f"{ROOT}/{self._noun}"
        return {
            at: lambda _: self._rows(),
            f"{at}/list": self._list,
            f"{at}/select": self._select,
            f"{at}/number": self._number,
            f"{at}/next": lambda _: self._step(1),
            f"{at}/previous": lambda _: self._step(-1),
        }

    def _rows(self) -> Rows:
        return [(self.selected,)]

    async def _list(self, call: Call) -> Rows:
        """Read again: the user may have added one since."""
        loop = asyncio.get_running_loop()
        self._known = dict(await loop.run_in_executor(self._disk, self._load))
        return [*self._known.items()]

    def _select(self, call: Call) -> Rows:
        name = call["name"]
        if name and name not in self._known:
            raise StudioError(
                ErrorCode.UNKNOWN_NAME,
                f"unknown {self._noun}",
                value=name,
                legal=", ".join(self._known),
                hint=f"{ROOT}/{self._noun}/list reads them anew",
            )
        self.selected = name
        return self._rows()

    def _number(self, call: Call) -> Rows:
        names = ["", *self._known]
        if call["number"] >= len(names):
            raise StudioError(
                ErrorCode.OUT_OF_RANGE,
                f"there is no {self._noun} at this place",
                value=call["number"],
                legal=f"0 to {len(names) - 1}",
            )
        self.selected = names[call["number"]]
        return self._rows()

    def _step(self, step: int) -> Rows:
        names = [*self._known]
        at = names.index(self.selected) if self.selected in names else (-1 if step > 0 else 0)
        self.selected = names[(at + step) % len(names)]
        return self._rows()


def engines_here(load: Callable[[], Mapping[str, EngineOffer]]) -> Callable[[], dict[str, str]]:
    """What each engine is, by name, with the reason where one cannot play here."""
    return lambda: {name: offer.words for name, offer in load().items()}


def described(
    load: Callable[[], Mapping[str, Style] | Mapping[str, FinishingPreset]],
) -> Callable[[], dict[str, str]]:
    """What each preset is, by name."""
    return lambda: {name: preset.description for name, preset in load().items()}
