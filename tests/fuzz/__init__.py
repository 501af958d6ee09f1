"""Mutants of ordinary files: whatever is done to one, the door says yes or says why not."""
