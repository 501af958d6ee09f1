"""The reading door: a file's bytes in, every cell as a fact out.

Nothing here knows returns, layouts or measures; nothing is judged, and nothing from a file is run.
"""
