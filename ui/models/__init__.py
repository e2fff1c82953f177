"""Models: what the views show and call. QObjects of the GUI thread; QtCore only, no widgets.

project       the board and its cues: edits with undo, files, autosave, recovery
selection     which cue, panel and take are looked at
descriptions  what was seen in each panel
jobs          the cue being made: stage, fraction, time left
takes         the clips of each cue, and the library
sounds        the user's own music, found by words and by example
making        how the cue shall be made, and what the last take changed
comparison    two takes heard against each other
playback      what is heard, where it is
auditioning   what auditions have in common: begun and ended with the views that want them
shelf_auditioning  and of what lies on a shelf: searched, chosen, kept
stay          what auditions change about playing, and put back
audition      the take under one finishing preset after another, and their shelf
style_audition  the take's cue in one style after another
peaks         what a take looks like: outline, meters, single samples
planned       what would be made for a cue without a take
rack          the effects of what is heard: changed, undone, saved, by words; their levels
pretrained    models known and here: fetched, checked, removed, and chosen
model_fetch   one on its way
model_uses    what they are asked for, and which of them is asked
errors        failures, on their way to where the user is looking
preferences   what the window remembers between two starts
together      all of them, made in order: `Models`
"""

from ui.models.together import Models, make_models

__all__ = ["Models", "make_models"]
