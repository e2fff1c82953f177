"""Exports: what leaves the studio beside the clip itself.

typeface   a font of this machine that can write a text
slate      the still of one panel and the timecode's digits; video: the MP4 for the director
"""

from musflow_studio.export.video import SIZES, video_frames, write_video

__all__ = ["SIZES", "video_frames", "write_video"]
