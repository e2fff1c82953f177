"""The text bridge: what the chosen panel says, in words, and what a person says instead.

words_view     the whole view, and two keys a panel
mood_pad       valence and arousal as a field with a dot to drag
mood_words     where words stand on it, which are on the number keys
energy_slider  from hushed to all-out
evidence_list  why, in sentences, each with its share
line_field     a line of text that wraps
panel_feeling  what is shown: set by hand, else seen
"""

from ui.words.words_view import WordsView

__all__ = ["WordsView"]
