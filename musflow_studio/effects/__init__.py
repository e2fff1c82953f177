"""Effects: a preset's effects as one chain, the same for finishing and for the player.

units     one effect each: a plugin of pedalboard, a few of them joined, or arithmetic of our own
chain     effects in order, fed block by block, with parameters that may move while they sound
stages    how loud a sound is before and after every effect
"""

from musflow_studio.effects.chain import EffectChain

__all__ = ["EffectChain"]
