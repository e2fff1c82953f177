"""Performance: from written strokes to notes a player would play.

swing, restraint, thickness   what the style, dialogue and the ensemble ask of the strokes
dynamics, articulation        velocity and touch; expression: swells of what sustains
timing                        who speaks late starts early; hits stand on the cut
performing                    the order of it all
"""
