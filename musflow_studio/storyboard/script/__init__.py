"""Read a screenplay: Fountain or Final Draft, each paragraph of action a panel of words.

In the order it runs:

    screenplay    Screenplay, Scene, Paragraph: what both formats say
    fountain      `.fountain` text -> Screenplay
    final_draft   `.fdx` XML -> Screenplay
    page_lengths  how long a scene lasts: a page is a minute, counted in eighths
    drafts        Screenplay -> drafts and remarks
"""

from musflow_studio.storyboard.script.drafts import SCRIPT_SUFFIXES, drafts_of_script

__all__ = ["SCRIPT_SUFFIXES", "drafts_of_script"]
