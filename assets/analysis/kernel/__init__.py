"""The kernel: numpy over blocks of complete series.

It describes; what decides a rating is exact, and stands above.
"""
