"""Takes: what was made for the cue, and the library: judged, compared, dragged out.

takes_view    the list with its search, and what there is to say about the chosen take
take_list     the takes as a list Qt can show
take_delegate how a take looks in it
take_rows     the list on screen: choosing, keys, dragging a take out
take_keys     what the keys of the list do
take_actions  what can be done to a take, as a menu
sound_finds   what a search by sound found, in two tracks, each hit with why
take_sheet    the chosen take: name, stars, tags, level, its files to drag
stars         0 to 5 of them
grip          a file of the take, to be dragged out
dragging      a drag of finished files, and what the workstation at hand wants to know
daw_card      that, on a small card
cutdown_dialog  how long the shorter versions shall be
undo_bar      a deleted take can be taken back
wording       what is said, from values
"""

from ui.takes.take_keys import KEYS
from ui.takes.takes_view import TakesView

__all__ = ["KEYS", "TakesView"]
