"""Read panels: pictures, PDF, Storyboarder project, script, a line of text -> Storyboard.

In the order it runs:

    reading       read, read_text: which kind of source is it, and the journey below for each
    folder        a folder: natural sort, `panels.csv`, same-named `.txt`; which files are left out
    table         `panels.csv` as spreadsheets write it -> rows
    storyboarder  a `.storyboarder` project in all its loose forms -> drafts
    pdf           a PDF storyboard: pages taken apart into panels and their words -> drafts
    script        a screenplay, Fountain or Final Draft -> drafts
    words         text files and story lines made tidy
    draft         Draft: a panel as its source gives it, before frames and identity
    lengths       seconds -> frames, so that rounding never adds up
    assembly      drafts -> Storyboard: every picture opened once, uids, frames, remarks

Hit weights. The first panel is `must`. A Storyboarder project knows shots: the first panel of
each is `must`, the rest `should`; where no board starts a new shot each is a shot of its own.
So is the first panel of each scene of a script, and of each numbered shot of a PDF where shots
span several panels. Everywhere else later panels are `should`. A `weight` column decides over
that, and a story line that begins with `*` is starred: `must`, and the star is not part of the
story.
"""

from musflow_studio.storyboard.reading import read, read_text

__all__ = ["read", "read_text"]
