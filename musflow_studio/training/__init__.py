"""Training: how the shipped model came to be; the app never imports it.

scenes      the scenes pictures and stories are drawn from (scenes.json)
compose     a seed becomes a cue: a plan by the planning stage's own theory, varied
sentences   a cue in a musician's words
storytelling   a scene that would want its music, in a storyteller's words (storytelling.json)
paintings painted_worlds   a picture of the scene and of what the music is like, in several hands
prepared    what cannot be made on a bare machine: sentences and pictures as numbers, in one file
parts       cues of bare instruments, for a model that plays them into a desk
found       recordings of one's own become cues, what is in them heard
render      a cue becomes sound
corpus      cues rendered in parallel into shards, resumable; what training reads
recipe      what of training differs between the sizes of the model
sound_bank latent_bank   windows of the corpus, and its latents, encoded once
schedule    learning rate, averaged weights, checkpoints, the log
train_*     one readable loop per network
balance     how many decibels the packed model plays each instrument too loud
run         `musflow-train`

Needs torch, numpy, Pillow and the renderer; only `prepared` needs the text encoder.
"""
