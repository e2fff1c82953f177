"""RackDrafts: presets that were changed and not saved, on disk until they are saved or undone."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from PyQt6.QtCore import QObject

from musflow_studio import paths
from musflow_studio.disk import replace_file
from musflow_studio.documents import decode, encode
from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.preset import FinishingPreset
from musflow_studio.presets import check_finishing
from ui.relay import Relay
from ui.timers import quiet_timer

WRITE_AFTER_MS = 300
MOST_DRAFTS = 200
_log = logging.getLogger(__name__)


def drafts_file() -> Path:
    """Where they lie: clip id -> preset, the newest last."""
    return paths.state_folder() / "rack.json"


class RackDrafts(QObject):
    """One draft a take. Written by a thread of its own, a moment after a change."""

    def __init__(
        self, relay: Relay, failed: Callable[[StudioError], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._relay = relay
        self._failed = failed
        self._file = drafts_file()
        self._drafts = _read(self._file)
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="drafts")
        self._soon = quiet_timer(self, WRITE_AFTER_MS, self.write)

    def of(self, clip_id: str) -> FinishingPreset | None:
        """What was left of a take's preset."""
        return self._drafts.get(clip_id)

    def keep(self, clip_id: str, preset: FinishingPreset | None) -> None:
        """Keep a draft; None: there is nothing that could be lost."""
        if self._drafts.get(clip_id) == preset:
            return
        self._drafts.pop(clip_id, None)
        if preset is not None:
            self._drafts[clip_id] = preset
        self._soon.start()

    def write(self) -> None:
        """Write what was not written yet, without waiting for it."""
        self._soon.stop()
        newest = dict(list(self._drafts.items())[-MOST_DRAFTS:])
        written = self._writer.submit(partial(_write, self._file, newest))
        self._relay.ask(written, _nothing, self._failed)

    def close(self) -> None:
        """Write what was not written yet, and wait for it."""
        if self._soon.isActive():
            self.write()
        self._writer.shutdown()


def _read(file: Path) -> dict[str, FinishingPreset]:
    """The drafts that can be read; each for itself."""
    try:
        found = json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        _log.warning("unsaved effects cannot be read (%s)", error)
        return {}
    drafts = {}
    for clip_id, told in found.items() if isinstance(found, dict) else ():
        try:
            preset = decode(FinishingPreset, told)
            check_finishing(preset)
        except StudioError as error:
            _log.warning("the unsaved effects of %s are left out: %s", clip_id, error.sentence())
        else:
            drafts[clip_id] = preset
    return drafts


def _write(file: Path, drafts: dict[str, FinishingPreset]) -> None:
    paths.ensure_folder(file.parent)
    told = {clip_id: encode(preset) for clip_id, preset in drafts.items()}
    replace_file(file, json.dumps(told, indent=1).encode())


def _nothing(_: object) -> None:
    """What is done with an answer that only its failure matters of."""
