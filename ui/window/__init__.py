"""The frame around the views: window, menus, toolbar, welcome, dialogs.

main_window   where each view stands
desk          the views side by side
toolbar       project, undo, cue, Generate, bridge
"""

from ui.window.main_window import MainWindow

__all__ = ["MainWindow"]
