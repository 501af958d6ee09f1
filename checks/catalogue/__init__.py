"""The check catalogue: pure rules, one module per quality dimension.

A rule takes a subject and yields findings. It never queries, reads a clock or knows a council.
"""
