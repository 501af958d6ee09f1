"""A council's performance framework for one financial year, as data."""
