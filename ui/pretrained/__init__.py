"""Pretrained models: which are known and here, what their licences allow; fetched and chosen.

models_dialog  the whole pane, a window of its own beside the desk
model_list     every model under what it is asked for
model_sheet    everything about one, and what can be done with it
sheet_actions  its buttons: fetch, stop, check, remove
use_table      which model is asked for what
add_dialog     weights that lie in a folder already
wording        sizes, times and states in words
"""

from ui.pretrained.models_dialog import ModelsDialog

__all__ = ["ModelsDialog"]
