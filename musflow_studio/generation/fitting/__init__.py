"""Fitting: music from an engine that keeps no grid, laid on the grid of a plan.

pulses     the grid's even moments
alignment  which beat of the music goes on which of them; how far is too far
warping    sound moved along a map of times
fitting    fit_to_plan: heard, related, moved, cut to exact frames; what was done is told
shaping    what every take needs besides: silence, words, its end, a loop's seam
"""

from musflow_studio.generation.fitting.fitting import Fitted, fit_to_plan

__all__ = ["Fitted", "fit_to_plan"]
