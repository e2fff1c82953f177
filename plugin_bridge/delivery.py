"""Kept clips, copied flat into one folder that a DAW's browser watches: mix, stems and MIDI.

For DAWs without scripts of ours. The packages in the library stay as they are; a copy is whole or
absent, so that a program that watches the folder never sees half a file.
"""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

from musflow_studio import paths
from musflow_studio.disk import replacing
from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import StudioError

_log = logging.getLogger(__name__)


def deliver(clip: Clip, folder: Path) -> tuple[Path, ...]:
    """Copy the clip's mix, stems and MIDI file into a folder, made if it is not there.

    A copy of the same name is replaced. Raises StudioError where the disk refuses.
    """
    paths.ensure_folder(folder)
    copies = []
    for name in (*clip.stems.values(), clip.midi, clip.wav):  # the mix last: then all is there
        copies.append(folder / Path(name).name)
        with replacing(copies[-1]) as beside:
            shutil.copyfile(clip.folder / name, beside)
    return tuple(copies)


def deliver_or_log(clip: Clip, folder: Path) -> None:
    """As `deliver`; the clip is safe in its package, so a refusal is only logged."""
    try:
        deliver(clip, folder)
    except (StudioError, OSError) as error:
        _log.warning("cannot deliver %s: %s", clip.wav, error)
