"""A close that is cut off, and many hands at once: long runs, with a short one in the tests."""
