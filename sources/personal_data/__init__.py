"""What looks like personal data in an opened file: facts for the door, which keeps it out.

Pure: cells in, kinds and counts out, never the content. What is done about it is `assets`.
"""
