"""Effects by words: "a bit warmer, like a cathedral" becomes numbers of effects, for one clip.

meanings    what words mean: which measured thing moves, which way, how far
reading     a sentence becomes meanings: by known words, else by the nearness of sentences
numbers     the effects that words move, at the end of a preset's chain
fitting     the equaliser's gains, found on this clip's spectrum; other numbers by their meaning
proposal    the numbers a language model may set, and its answer, read strictly
asking      such a model instead of reading and fitting, where one is chosen
"""

from musflow_studio.effect_words.asking import Proposer, change_by_model
from musflow_studio.effect_words.fitting import change_by_words

__all__ = ["Proposer", "change_by_model", "change_by_words"]
