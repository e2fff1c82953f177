"""Presets: styles and finishing presets, factory-made and the user's own, read from JSON.

Factory files lie in the package `presets`, the user's in `<data folder>/presets/styles` and
`<data folder>/presets/finishing`; a user's file replaces the factory preset of the same name.
A preset's name is its file's name without ending. presets/README.md explains every field.

checks       what a preset may say
migration    older schemas in today's words
chain_edits  a preset with an effect more, fewer, elsewhere, on or off
new_effects  an effect as it is put in
reading      files to presets, and presets to files
favourites   the names a user likes
shelf        the user's own: save, import, export, rename, remove, favourites, search
"""

from musflow_studio.presets.checks import (
    METERS,
    MODES,
    ROLE_RANGES,
    ROOM_RANGES,
    check_finishing,
    check_style,
)
from musflow_studio.presets.reading import (
    finishing_preset,
    load_finishing,
    load_styles,
    readable_finishing,
    readable_styles,
    style,
)

__all__ = [
    "METERS",
    "MODES",
    "ROLE_RANGES",
    "ROOM_RANGES",
    "check_finishing",
    "check_style",
    "finishing_preset",
    "load_finishing",
    "load_styles",
    "readable_finishing",
    "readable_styles",
    "style",
]
