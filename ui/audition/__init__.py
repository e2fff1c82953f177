"""Audition: the chosen take under one preset after another, and in one style after another.

audition_view   presets or styles
audition_page   what both pages have in common
preset_page     the presets: searched, stepped through, compared, kept
preset_controls what is heard of the chosen one: slots, bypass, wet, level, blind, where it switches
preset_actions  what can be done to a preset, as a menu
style_page      the styles of the cue, greyed where they do not fit
rows            presets and styles as rows
row_list        rows as a list Qt can show
row_delegate    how a row looks
row_view        the list on screen, and its keys
search_line     what is looked for
ribbons         what was kept, what was deleted: shown, taken back
load_meter      how busy the player is, and what it missed
wording         what is said, from values
audition_keys   the keys, for the sheet
"""

from ui.audition.audition_keys import KEYS
from ui.audition.audition_view import AuditionView

__all__ = ["KEYS", "AuditionView"]
