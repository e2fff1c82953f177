"""Projects: a board and its cues as one immutable value, and what is done to it.

    file       the `.musflow` file: new, open, save
    place      where a cue begins and ends: timecode, frame, seconds or panels
    cues       add, edit, remove, find a cue; take note of a clip made for it
    cue_order  what to ask for, so that a cue of the project is made
    changes    what has changed since a clip was made for a cue
    spotting   the cues in the board's order, the gaps between them, and how far each is
    reload     a changed board taken over: what differs, and the project after it
    inner_hits  moments inside panels: added, moved, named, removed
    matching   which panel of that board is which panel of the project
    panel_order  which panels moved, and where those stand that only one side has
    anchoring  a cue stays with the panels it began and ended with
    refit      what an edit changed between two plans, panel by panel and in bars
    recipe     a project brought back to what one of its clips was made from
    variation  single panels composed anew
    film       which panel a cue shows at which frame, its timecode and streamers
    clock      start timecode and frame rate
    panels     move, trim, split, join, remove panels; cues and hits go with them
    panel_adding  panels of another board put in
    panel_words   words, weights, mood and energy set by hand
    panel_names   identities and numbers nobody has yet
    history    undo as a list of values

Everything but `file` is arithmetic on values.
"""

from musflow_studio.domain.project import CueStatus, Project, ProjectCue
from musflow_studio.project.file import PROJECT_SUFFIX, new_project, open_project, save_project
from musflow_studio.project.history import History, do, everywhere, redo, undo

__all__ = [
    "PROJECT_SUFFIX",
    "CueStatus",
    "History",
    "Project",
    "ProjectCue",
    "do",
    "everywhere",
    "new_project",
    "open_project",
    "redo",
    "save_project",
    "undo",
]
