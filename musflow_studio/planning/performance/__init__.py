"""Performance: from written strokes to notes a player would play.

swing, restraint, thickness   what the style, dialogue and the ensemble ask of the strokes
balance                       who accompanies makes room for a tune that dies away
dynamics, articulation        velocity and touch; expression: swells of what sustains
timing                        who speaks late starts early; hits stand on the cut
performing                    the order of it all
"""
