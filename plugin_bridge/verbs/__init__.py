"""The handlers of the table, one module for each kind of object.

presence     test, version, refresh, subscriptions, the token
generating   generate/…: requests become jobs
jobs         job/…: cancel, list
projects     project/…
takes        take/…: what was kept
choices      style/…, finish/…: what is selected for the next cue
transport    transport/…: what the DAW says
"""
