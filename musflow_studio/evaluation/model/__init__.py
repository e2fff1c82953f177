"""Evaluation of the MusFlow model: what it makes, beside what it should have made.

    musflow-eval MODEL_FOLDER

held_out       cues kept from training: other seeds, sentences, nouns, hand, soundfont
transcription  sound to notes by basic-pitch
note_score  beats  chords  energy_curve   what is heard against the plan
adherence      all of it over a set of cues
codec          spectral distance, and Griffin-Lim as the measure of a codec
report         figures, verdicts, the table and the JSON
command        `musflow-eval`

Every set has reference rows: the sampled engine on the same plans is the ceiling; the model under
other plans' conditions is the floor, and a measure that does not drop there is void.
"""
