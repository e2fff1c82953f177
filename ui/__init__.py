"""The window: storyboard to clip, by hand. PyQt6 lives here and nowhere else.

    app        the composition root: studio, models, window, bridge
    relay      answers and signals of other threads, brought to the GUI thread
    pictures   what panels show, decoded off the GUI thread
    theme      one palette, dark and light; fonts by role; spacing
    icons      icons by name, coloured by the theme
    models/    what the views show and call: QObjects without widgets
    window/    the frame: menus, toolbar, welcome, dialogs
    strip/ words/ viewer/      the board: panels, what was seen, the picture
    timeline/ meters/          the cue over the panels; levels and spectrum
    make/ takes/ transport/    what to make, what was made, hearing it

Views read models and call models; they hold no logic and import no other view's folder. Models
hold the studio and never import a widget.
"""
