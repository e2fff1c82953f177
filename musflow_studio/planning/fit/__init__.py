"""Fit: the exact grid whose beats meet the picture. Arithmetic alone; knows no notes.

moments           Moment, FitRequest, FittedGrid: what is asked, what comes out
tempo_fit         fit_grid: chooses the way below, writes the grid, reports every hit
  steady_fit        one tempo; hit_costs says what a miss costs
  tempo_map         a gentle map between must-hits, where one tempo misses them
  exact_fit         every hit on a beat, eighth or sixteenth; exact_limits, exact_smoothing
  loop_fit          bars decide
  host_bars         bar lines where the workstation has them
metre_choice      metre and pick-up that put the strongest hits on downbeats
bar_lines         metres written so that every bar is as long as its signature
hit_report        where the music of each moment begins, and how far off that is
refit             refit_grid: after an edit, untouched panels keep their piece of grid
  grid_piece        one panel's piece, and pieces joined again
"""

from musflow_studio.planning.fit.moments import FitRequest, FittedGrid, Moment
from musflow_studio.planning.fit.refit import refit_grid
from musflow_studio.planning.fit.tempo_fit import fit_grid

__all__ = ["FitRequest", "FittedGrid", "Moment", "fit_grid", "refit_grid"]
