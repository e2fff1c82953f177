"""The subcommands of `musflow`.

cue       cue, describe, plan: the main path
alternates  a take without melody, without drums, its bed, under dialogue
cutdown   cutdown: shorter versions of a kept clip
finish    a take under another preset, rate or level
preset    preset list, show, save, import, export, remove, favourite
words     words: a preset changed by words, for a clip
rank      takes in the order in which they fit their captions
library   library list, show, mark, verify, rebuild, clean, delete, restore
project   project new, show, make, theme, reload; project cue add, edit, remove
machine   doctor, setup
models    models list, info, pull, add, remove, verify: pretrained models
spotting  the cues and gaps of a project, as they are printed
clips     how commands name and print clips
report    what is printed about panels, plans and clips, for people and as JSON
console   where it is printed: what users wrote comes out as they wrote it
waiting   the progress line, and Ctrl-C that cancels the job before leaving
"""
