"""Panel images: what panels show, as small files a window can draw at once.

Made in a process of their own, so that decoding never holds up a door, and a picture that breaks
a decoder takes no window with it. Last asked is first made, because what was asked last is what
people look at now.

client    `PanelImages`: the door's side, a future for every image
serving   the process: requests from the pipe, the newest first
drawing   one image: opened, shrunk, kept in the cache folder
"""

from musflow_studio.panel_images.client import PanelImages

__all__ = ["PanelImages"]
