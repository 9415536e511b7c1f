"""Graphs in the formats of others, each with a reader that gives back what was written."""
