"""Exports: what leaves the studio beside the clip itself. The verb is `export`.

typeface   a font of this machine that can write a text
slate      the still of one panel and the timecode's digits; video: the MP4 for the director
"""

from musflow_studio.export.exporting import export

__all__ = ["export"]
