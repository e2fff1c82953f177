"""Exports: what leaves the studio beside the clip itself. The verb is `export`.

typeface   a font of this machine that can write a text
slate      the still of one panel and the timecode's digits; video: the MP4 for the director
cue_sheet  what a music editor needs to know, and as CSV; cue_sheet_pdf: the printed page
notation   notes as written values in bars and voices; beaming, spelling; musicxml: the score
"""

from musflow_studio.export.exporting import export

__all__ = ["export"]
