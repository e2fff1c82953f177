"""Read a PDF storyboard: a page a panel, or the boxed panels of each page, with their words.

In the order it runs:

    box             Box: a rectangle on a page, in points, and how two of them lie
    page_content    one page -> its pictures, frames, drawings and lines of text
    furniture       headers, footers, logos: what repeats from page to page or only counts pages
    raster_panels   boxes with evident edges in the pixels of a scan or a drawing
    page_panels     which of all these boxes are panels, in reading order
    captions        which line of text belongs to which panel
    caption_fields  the lines of a panel -> story, dialogue, notes, length, number
    drafts          all of it: PDF -> drafts and remarks

Panels read left to right, top to bottom. Only one page is in memory at a time, as pixels; of the
others only boxes and words are kept.
"""

from musflow_studio.storyboard.pdf.drafts import drafts_of_pdf

__all__ = ["drafts_of_pdf"]
