"""The subcommands of `musflow`.

cue       cue, describe, plan: the main path
library   library list, show, verify, rebuild, clean
machine   doctor, setup
report    what is printed about a finished clip, for people and as JSON
waiting   the progress line, and Ctrl-C that cancels the job before leaving
"""
