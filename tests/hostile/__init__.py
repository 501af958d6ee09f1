"""Nasty files, each named, with what the reading door must make of it."""
