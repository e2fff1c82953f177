"""The subcommands of `musflow`.

cue       cue, describe, plan: the main path
library   library list, show, verify, rebuild, clean
machine   doctor, setup
report    what is printed about panels, plans and clips, for people and as JSON
console   where it is printed: what users wrote comes out as they wrote it
waiting   the progress line, and Ctrl-C that cancels the job before leaving
"""
