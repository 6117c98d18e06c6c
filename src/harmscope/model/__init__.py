"""Records and figures. The model is the standard: schemas and reference are printed from it.

Nothing is imported here: building every model takes a fifth of a second, and who only validates
needs none of them.
"""
