"""Measurements: ratios against a floor or a rival of the same run, never bare times."""
