"""The text bridge: what the panels say, in words a person can check and change.

`describe` takes a Storyboard and gives a Description. In the order in which they run:

panel_pictures    open and measure each picture
picture_sentences what a pretrained model says about each picture, where one is installed
picture_moods     which mood words a pretrained model finds nearest to each picture
picture_memory    what such models said, by picture
board_reference   the medians single panels are compared with
word_voices       action line, notes, dialogue (camera_words are taken out first)
  text_reading      one text: its language, mood words (word_hits, mood_lexicon, mood_words) and
                    its meaning among example sentences (mood_map, mood_sentences,
                    sentence_places, written by sentence_encoding)
  language          which language a text is in, and whether it is understood
  tongue_hits       mood words of Spanish, French, Korean and Arabic (mood_tongues)
picture_voices    colour frames by the published regression; drawings say that they say nothing
voice             all voices together: a point in the mood plane, and the evidence
energy            arousal, cut rate and busyness to 0..1
caption           an editable sentence, and tags (tag_words)
describing        `describe`
"""

from musflow_studio.description.describing import describe

__all__ = ["describe"]
