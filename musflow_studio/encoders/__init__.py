"""What several stages look through: text and pictures turned into numbers. Used in the worker only.

pictures          open any picture of a panel as an upright RGB image, or say what is wrong with it
pdf_file          PDF pages drawn, or said what is wrong with the file
picture_frame     the picture inside the picture: without bars, borders and production marks
picture_features  measure such an image: PictureFeatures
minilm            MiniLM's arithmetic in numpy
captioner         BLIP and Qwen2-VL: what a picture shows, in a sentence
clap              CLAP by transformers: an AudioTextEncoder on pretrained weights
laion             CLAP by the laion-clap package, in an interpreter of its own
laion_serving     what runs in there; imports nothing of the studio
picture_text      CLIP and SigLIP: pictures and words in one space
pretrained        a model of the shelf: loaded late, offline, stepping down when memory runs out
tagging           the words a sound is nearest to, among moods, instruments and genres
text              sentences -> 384-dimensional embeddings (MiniLM, in numpy)
audio_text        AudioTextEncoder: what puts sound and words into one space

Nothing here knows a stage; every function takes files or values of `domain`.
"""
