"""MusFlow Studio: local music for storyboard panels, cut to the frame.

The main path, one folder and one verb per stage, in the order they run:

    storyboard   read      panels from images, a folder, `.storyboarder`, project JSON -> Storyboard
    description  describe  what the panels say, in words with evidence                -> Description
    planning     plan      tempo fitted to the cuts, key, chords, a score of notes    -> CuePlan
    generation   generate  an engine makes the sound                                  -> Take
    finishing    finish    effects, delivery rate, exact length, level                -> AudioFile
    library      keep      a clip package on disk, whole or absent                    -> Clip

`pipeline` runs that path; `worker` runs `pipeline` in its own process; `studio` is the
facade every door (command line, later window and bridge) holds; `domain` has the nouns.
"""

__version__ = "0.1.0"
