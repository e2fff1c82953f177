"""library: keep. A finished take becomes a clip package on disk, whole or absent.

    scratch   open_scratch: the hidden folder a clip grows in; sweeps what dead processes left
    keeping   keep(KeepRequest) -> Clip: move, write MIDI, cover and JSON, fsync, hash, rename
    names     slugs and file names that every file system takes
    midi      the cue as a Standard MIDI File: tempo map, markers, a track per part
    cover     contact sheet of the panels, or the waveform
    package   clip.json and marks.json; load, mark and verify one package
    index     SQLite over the packages: a cache, rebuilt from them at any time
    shelf     Library: list, show, set_marks, verify, rebuild, clean, delete

On disk: `clips/<date>-<slug>-<id6>/` with `<slug>_<bpm>bpm_<key>_<id6>.wav` and `.mid`, `stems/`,
`take/mix.wav`, `take/stems/`, `clip.json` (never changes), `marks.json`, `cover.png`.
"""

from musflow_studio.library.index import ClipEntry, entry_of
from musflow_studio.library.keeping import KeepRequest, keep
from musflow_studio.library.package import CheckState, ClipCheck, load_clip, verify_package
from musflow_studio.library.scratch import Scratch, open_scratch, remove_scratch
from musflow_studio.library.shelf import Library, Removed

__all__ = [
    "CheckState",
    "ClipCheck",
    "ClipEntry",
    "KeepRequest",
    "Library",
    "Removed",
    "Scratch",
    "entry_of",
    "keep",
    "load_clip",
    "open_scratch",
    "remove_scratch",
    "verify_package",
]
