"""Trends: control charts of a close's measures, seasons, rows and words.

Charts are binary fractions; what decides a rating is not in here.
"""
