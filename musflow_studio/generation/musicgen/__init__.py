"""MusicGen, a foreign engine: music from the plan's words, then laid on the plan's grid.

Copet et al., "Simple and controllable music generation", NeurIPS 2023, arXiv 2306.05284, by the
transformers library; the melody variant also hears the sketch, the plan's melody on sampled
instruments. Weights come from the shelf of pretrained models; nothing is ever fetched here.

prompt      the plan in words, window by window
sketch      the plan's melody as the pitch classes the melody variant listens to
checkpoint  a model's folder, loaded: networks and tokenizer
tokens      any length of tokens, windows continued from the last seconds
decoding    tokens to sound, piece by piece
engine      MusicgenEngine

What needs torch is loaded late, in the worker alone.
"""
