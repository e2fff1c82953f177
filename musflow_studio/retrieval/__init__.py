"""retrieval: the user's own music, found by words and by example. After VMB (arXiv 2412.09428).

Takes and the user's folders are heard in the background by a process of its own, which also answers
searches; a door holds `SoundDesk` and loads none of this.

    client          SoundDesk: the door's side, a future for every question
    serving         the process: searches at once, files heard in between, folders watched
    finding_files   the audio files there are
    entries         one file heard, and what is said of it
    encoders        what places sounds and words in one space; `timbre` is always there
    joint           MusFlow's own space as one of them
    space           the shipped space of timbre and words
    moods           eight partitions by mood
    sounds vectors  the SQLite table, the memory-mapped rows
    store           both, in `search/` of the library: a cache, made again when it is deleted
    indexing        what is new on disk is heard, file by file
    shelf lines     the store in memory; its words as one text
    searching       broad and targeted hits, and why
    options         the user's folders and the encoder, in the settings file
"""

from musflow_studio.retrieval.client import SoundDesk

__all__ = ["SoundDesk"]
